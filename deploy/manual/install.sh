#!/bin/sh
# Puts the manual page and the completions for three shells below a directory such as /usr/local/share.
# All of them come from the program's own declaration of its commands.
#
# Usage: install.sh PROGRAM SHARE [DIRECTORY OF ZSH, below SHARE]
set -eu
here=$(dirname "$0")
program=$(realpath "$1")
share=$2
zsh=${3:-zsh/site-functions}
version=$("$program" --version)

mkdir -p "$share/man/man1" "$share/bash-completion/completions" "$share/fish/vendor_completions.d" "$share/$zsh"
"$program" --experimental-dump-help |
    python3 "$here/manual.py" "${version#migration-exporter }" >"$share/man/man1/migration-exporter.1"
"$program" --generate-completion-script bash | sed "1{/^#!/d}" >"$share/bash-completion/completions/migration-exporter"
"$program" --generate-completion-script fish >"$share/fish/vendor_completions.d/migration-exporter.fish"
"$program" --generate-completion-script zsh >"$share/$zsh/_migration-exporter"
