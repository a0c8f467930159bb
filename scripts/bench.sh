#!/bin/sh
# Prints the sizes that the house keeps an eye on, then starts the release build's demonstration in
# a folder of its own and measures answer times with a bounded number of requests.
#
#   scripts/bench.sh [REQUESTS]        300 for each page if not given
set -eu
cd "$(dirname "$0")/.."
requests=${1:-300}

echo "==> Sizes"
for crate in crates/*; do
    lines=$(find "$crate/src" -name '*.rs' ! -name 'tests.rs' ! -name '*_tests.rs' -exec cat {} + | wc -l)
    printf '%8d lines  %s\n' "$lines" "$(basename "$crate")"
done
printf '%8d lines of templates\n' "$(find templates -type f -exec cat {} + | wc -l)"
printf '%8d crates in Cargo.lock\n' "$(grep -c '^\[\[package\]\]' Cargo.lock)"

echo "==> Building the release"
cargo build --release --workspace --locked --bin psn-cop
program=${CARGO_TARGET_DIR:-$(pwd)/target}/release/psn-cop
printf '%8d kB the program\n' "$(($(wc -c < "$program") / 1024))"

work=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || kill -TERM "$server" 2> /dev/null || true
    [ -z "$server" ] || wait "$server" 2> /dev/null || true
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
echo "==> Measuring $requests requests for each page"
chmod 755 "$work"
(
    cd "$work"
    PSN_BIND=127.0.0.1:8099 PSN_PUBLIC_URL=http://localhost:8099 PSN_TRUSTED_PROXIES=127.0.0.1 exec "$program" demo
) > "$work/log" 2>&1 &
server=$!
node scripts/bench.mjs http://localhost:8099 "$requests" || { cat "$work/log" >&2; exit 1; }
echo "==> Comparing refused sign-ins with and without account"
node scripts/bench_sign_in.mjs http://localhost:8099 "$requests" "$work/.data/demo-accounts.json"
if [ -r "/proc/$server/status" ]; then
    sed -n 's/^VmRSS:[ \t]*\(.*\) kB/    \1 kB of memory in use by the program/p' "/proc/$server/status"
fi
