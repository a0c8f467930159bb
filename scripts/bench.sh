#!/bin/sh
# Prints the sizes that the house keeps an eye on, then measures how fast the service is (see bench/)
# and writes docs/benchmarks.md with its plot. Needs no network, nothing but PostgreSQL, and about a
# quarter of an hour, after filling a database of its own once.
#
#   APPLICATIONS=1000000   applications in the large database (filling it takes about as long)
#   BENCH_DIR=.data/bench  where its private PostgreSQL lies, which is kept; 13 GB for a million
#   QUICK=1                two minutes with the debug build, which say nothing about speed; the
#                          report then goes to BENCH_DIR
set -eu
cd "$(dirname "$0")/.."
quick=${QUICK:+quick}
applications=${APPLICATIONS:-${QUICK:+2000}}
applications=${applications:-1000000}
folder=${BENCH_DIR:-.data/bench}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

echo "==> Sizes"
for crate in crates/* bench; do
    lines=$(find "$crate/src" -name '*.rs' ! -name 'tests.rs' ! -name '*_tests.rs' -exec cat {} + | wc -l)
    printf '%8d lines  %s\n' "$lines" "$(basename "$crate")"
done
printf '%8d lines of templates\n' "$(find templates -type f -exec cat {} + | wc -l)"
printf '%8d crates in Cargo.lock\n' "$(grep -c '^\[\[package\]\]' Cargo.lock)"

if [ -n "$quick" ]; then
    profile=debug
    docs=$folder/docs
    cargo build --workspace --locked --bin psn-cop --bin bench
else
    profile=release
    docs=docs
    echo "==> Building the release (takes long the first time)"
    cargo build --release --workspace --locked --bin psn-cop --bin bench
fi
programs=${CARGO_TARGET_DIR:-$(pwd)/target}/$profile
printf '%8d kB the program\n' "$(($(wc -c < "$programs/psn-cop") / 1024))"

# Keys that nothing but this database's made-up people depend on.
secrets=$folder/secrets
if [ ! -d "$secrets" ]; then
    (
        umask 077
        mkdir "$secrets.unfinished"
        cd "$secrets.unfinished"
        openssl rand -base64 48 > password-pepper
        openssl rand -base64 48 > session-key
        openssl genpkey -algorithm ed25519 -out certificate-signing-key.pem 2> /dev/null
        openssl genpkey -algorithm ed25519 -out audit-signing-key.pem 2> /dev/null
    )
    mv "$secrets.unfinished" "$secrets"
fi
exec "$programs/bench" run "$programs/psn-cop" "$folder" "$docs" "$applications" $quick
