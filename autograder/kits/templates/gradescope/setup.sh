#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image of the autograder.
set -euo pipefail

source=/autograder/source
home=/opt/propgrade # outside of root's home, so that the confined user can reach Python

suitable() { "$1" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() { # print a Python that is new enough and can make environments
    for name in python3 python3.13 python3.12 python3.11; do
        if suitable "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

install_python() {
    apt-get update -qq
    for name in python3 python3.13 python3.12 python3.11; do
        apt-get install -y -qq --no-install-recommends "$name" "$name-venv" >/dev/null || continue
        find_python && return
    done
    echo "This image has no Python 3.11 or later. Choose a newer Ubuntu as base image." >&2
    return 1
}

# Solutions and the seed: for nobody but the grader.
chmod -R go-rwx "$source"

python=$(find_python || install_python)
"$python" -m venv "$home"
"$home/bin/python" -m pip install --quiet --no-cache-dir \
    --constraint "$source/constraints.txt" "$source/@WHEEL@"

# Draw the examples now, so that no submission waits for it, and stop if the grader does not work.
export XDG_CACHE_HOME="$home/cache"
"$home/bin/python" -I -m autograder.platforms.rehearse "$source"
