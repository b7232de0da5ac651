#!/usr/bin/env bash
# Writes the three locks anew from pyproject.toml: exact versions with hashes, for
# Python 3.11 to 3.13 on Linux, without the address of any package index.
# Needs uv on the PATH. Give `--upgrade`, or `--upgrade-package NAME`, to move versions.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v uv >/dev/null || { echo "relock: uv is not installed (python3 -m pip install uv)" >&2; exit 1; }

lock() { # lock OUTPUT ARGUMENTS...
    local output=$1
    shift
    echo "relock: $output"
    uv pip compile --quiet \
        --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links --no-emit-build-options \
        --output-file "$output" "$@" >/dev/null
}

# The dev lock first; the others take its versions, so the three always agree.
lock requirements-dev.lock pyproject.toml --extra dev "$@"
lock requirements.lock pyproject.toml --constraint requirements-dev.lock
printf '%s\n' hatchling editables |
    lock requirements-build.lock - --constraint requirements-dev.lock

if grep -nE '://|^-|file:' requirements*.lock; then
    echo "relock: a lock names an address or an option of pip; see the lines above" >&2
    exit 1
fi
