#!/bin/sh
# Writes the licences and notices of all that is linked into the program.
#
# Usage: copyright.sh DIRECTORY OF CHECKOUTS
set -eu
cat <<END
migration-exporter: copyright its authors,
https://github.com/migration-exporter/migration-exporter

The program holds parts of the works below. It is linked to the runtime of
Swift too, which is under the Apache License, version 2.0, with Runtime Library
Exception: Copyright Apple Inc. and the Swift project authors. On Debian that
licence is in /usr/share/common-licenses/Apache-2.0.
END
cd "$1"
for work in *; do
    for file in "$work"/LICENSE* "$work"/NOTICE*; do
        [ -f "$file" ] || continue
        printf '\n---- %s\n\n' "$file"
        # The long text is on every Debian machine.
        if grep -q 'Apache License' "$file" && grep -q 'TERMS AND CONDITIONS FOR USE' "$file"; then
            echo "The Apache License, version 2.0: /usr/share/common-licenses/Apache-2.0"
            sed -n '/Runtime Library Exception/,$p' "$file"
        else
            cat "$file"
        fi
    done
done
