#!/bin/sh
# Runs every part, also after one has failed, and ends with one line that counts tests.
#
#   scripts/test.sh all | quick
#
# Runs inside `test-cluster run`. A part that is no test runner itself counts as one test.
set -u
cd "$(dirname "$0")/.."

work=$(mktemp -d)
# A page of each shape that the tests see; the browser checks them after its journeys.
export PAGES_SEEN="$work/pages"
mkdir "$PAGES_SEEN"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
passed=0
failed=0
broken=

# part KIND TITLE COMMAND... with KIND "check" (one test) or "tests" (says itself how many).
part() {
    kind=$1
    title=$2
    shift 2
    echo
    echo "==> $title"
    { "$@"; echo $? > "$work/status"; } 2>&1 | tee "$work/output"
    code=$(cat "$work/status")
    if [ "$kind" = tests ]; then
        ok=$(count passed)
        bad=$(count failed)
        # A runner that broke before it could count, or that ran nothing.
        if [ "$bad" -eq 0 ] && { [ "$code" -ne 0 ] || [ "$ok" -eq 0 ]; }; then
            bad=1
        fi
    elif [ "$code" -eq 0 ]; then
        ok=1 bad=0
    else
        ok=0 bad=1
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
    if [ "$bad" -ne 0 ]; then
        broken="$broken
    $title"
    fi
}

# Adds up "test result: ok. 3 passed; 0 failed; ..." and "3 passed, 0 failed".
count() {
    sed -n -e "s/^test result: .* \([0-9][0-9]*\) $1;.*/\1/p" \
        -e '/^[0-9][0-9]* passed, [0-9][0-9]* failed$/'"s/.*\b\([0-9][0-9]*\) $1.*/\1/p" \
        "$work/output" | awk '{ sum += $1 } END { print sum + 0 }'
}

part check "Formatting" cargo fmt --all --check
part check "Lints, and every query against the schema" scripts/queries.sh check
part check "Licences and sources of the dependencies" node scripts/licences.mjs
if cargo deny --version > /dev/null 2>&1; then
    part check "cargo deny" scripts/deny.sh
else
    echo "cargo-deny is not installed: known vulnerabilities are not looked up here."
fi
case ${1:-all} in
    quick)
        part tests "Unit tests" cargo test --workspace --locked --no-fail-fast --lib
        ;;
    all)
        part check "Building the program" cargo build --workspace --locked --bin psn-cop
        part tests "Tests" cargo test --workspace --locked --no-fail-fast
        part tests "Container files" node scripts/containers.mjs
        part tests "Browser journeys" node tests/browser/run.mjs
        ;;
    *)
        echo "usage: scripts/test.sh all | quick" >&2
        exit 2
        ;;
esac

echo
if [ -n "$broken" ]; then
    echo "Not in order:$broken"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
