#!/bin/sh
# Makes the Debian package of a program that is built already, and says where it is.
#
# Usage: build.sh PROGRAM DIRECTORY
# The program should be linked statically to Swift's runtime, which Debian does not have.
set -eu
here=$(realpath "$(dirname "$0")")
top=$(realpath "$here/../..")
program=$(realpath "$1")
mkdir -p "$2"
directory=$(realpath "$2")

version=$("$program" --version)
version=${version#migration-exporter }
architecture=$(dpkg --print-architecture)
maintainer="migration-exporter <migration-exporter@users.noreply.github.com>"
package="$directory/migration-exporter_${version}_$architecture.deb"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
tree="$work/tree"
doc="$tree/usr/share/doc/migration-exporter"

install -D --mode 755 "$program" "$tree/usr/bin/migration-exporter"
"$top/deploy/manual/install.sh" "$program" "$tree/usr/share" zsh/vendor-completions
mkdir -p "$tree/lib/systemd/system"
install --mode 644 "$top/deploy/systemd/migration-exporter.service" "$top/deploy/systemd/migration-exporter.socket" \
    "$tree/lib/systemd/system/"
# Only root reads what may name a password; the service manager hands it on.
install -D --mode 600 "$top/deploy/systemd/migration-exporter.default" "$tree/etc/default/migration-exporter"
install -D --mode 644 "$here/lintian-overrides" "$tree/usr/share/lintian/overrides/migration-exporter"
for part in alerts dashboards; do
    mkdir -p "$tree/usr/share/migration-exporter/$part"
    cp -r "$top/$part/." "$tree/usr/share/migration-exporter/$part/"
done
rm -r "$tree/usr/share/migration-exporter/alerts/tests"
mkdir -p "$doc"
install -D --mode 644 "$top/deploy/migration-exporter.yml" "$doc/examples/migration-exporter.yml"
cp "$top/README.md" "$doc/"

cat >"$doc/changelog" <<END
migration-exporter ($version) stable; urgency=medium

  * What is new stands in CHANGELOG.md beside this file.

 -- $maintainer  $(date --utc --date="@${SOURCE_DATE_EPOCH:-$(stat -c %Y "$top/CHANGELOG.md")}" -R)
END
cp "$top/CHANGELOG.md" "$doc/"
"$here/copyright.sh" "$top/.build/checkouts" >"$doc/copyright"
gzip -9n "$doc/changelog" "$doc/CHANGELOG.md" "$tree/usr/share/man/man1/migration-exporter.1"

# The libraries that it is linked to, as the packages that have them. Libpq it loads once it needs it.
mkdir "$work/debian"
printf 'Source: migration-exporter\n\nPackage: migration-exporter\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O ${SHLIBDEPS_FLAGS:-} -e"$tree/usr/bin/migration-exporter" 2>"$work/errors") ||
    { cat "$work/errors" >&2; exit 1; }

mkdir "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<END
Package: migration-exporter
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -sk --exclude DEBIAN "$tree" | cut -f 1)
Depends: libpq5, ${depends#shlibs:Depends=}
Suggests: prometheus, postgresql-client
Section: net
Priority: optional
Homepage: https://github.com/migration-exporter/migration-exporter
Description: says whether databases are where their migrations expect them
 A small server beside an application that reads its Alembic scripts and its
 PostgreSQL or SQLite database, strictly read-only, and says all the time
 whether the one fits the other: to uptime probes, to Prometheus, and to people.
END
echo /etc/default/migration-exporter >"$tree/DEBIAN/conffiles"
install --mode 755 "$here/postinst" "$here/prerm" "$here/postrm" "$tree/DEBIAN/"
(cd "$tree" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)

chmod -R u+rwX,go+rX,go-w "$tree/usr" "$tree/lib"
dpkg-deb --root-owner-group --build "$tree" "$package"
