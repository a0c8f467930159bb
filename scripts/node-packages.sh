#!/bin/sh
# Installs the packages of the browser tests if they are missing or older than the lock file.
set -eu
cd "$(dirname "$0")/.."
if [ ! -e node_modules/.package-lock.json ] || [ ! -d node_modules/playwright-core ] ||
    [ package-lock.json -nt node_modules/.package-lock.json ]; then
    echo "==> Installing the browser tests' Node packages"
    npm ci --ignore-scripts
    touch node_modules/.package-lock.json
fi
