#!/bin/sh
# Downloads and unpacks the wheels of packages.txt that are not there yet: download.sh PYTHON DIRECTORY [small]
set -eu
python=$1 directory=$2 only=${3:-}
list=$(dirname "$0")/packages.txt
grep -v '^#' "$list" | while read -r package locations size; do
    if [ -n "$only" ] && [ "$size" != "$only" ]; then continue; fi
    if [ -e "$directory/$package/done" ]; then continue; fi
    mkdir -p "$directory/$package"
    # Any wheel will do: its code is read and never installed.
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --python-version 3.11 --dest "$directory/$package" "$package" ||
        { echo "$package: no wheel" >&2; continue; }
    "$python" -m zipfile -e "$directory/$package"/*.whl "$directory/$package"
    rm "$directory/$package"/*.whl
    touch "$directory/$package/done"
done
