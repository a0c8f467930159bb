#!/bin/sh
# cargo-deny's checks. The database of known vulnerabilities is looked up where the network
# allows it.
set -eu
cd "$(dirname "$0")/.."
cargo deny --all-features check licenses bans sources
if cargo deny fetch db > /dev/null 2>&1; then
    cargo deny --all-features check advisories
else
    echo "The database of known vulnerabilities can not be fetched from here: not looked up."
fi
