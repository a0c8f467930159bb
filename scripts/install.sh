#!/bin/sh
# Installs what is missing on this machine, from the distribution's packages (Debian, Ubuntu).
#
#   scripts/install.sh [compiler] [postgresql] [node] [chromium] [fonts] [poppler] [clamav]
#
# Changes nothing and asks for nothing if everything is there.
set -eu

has() {
    command -v "$1" > /dev/null 2>&1
}
is_missing() {
    case $1 in
        compiler) ! has cc ;;
        postgresql) ! has_postgresql ;;
        node) ! has node || ! has npm ;;
        chromium) ! has chromium && ! has chromium-browser && ! has google-chrome ;;
        fonts) ! ls /usr/share/fonts/truetype/liberation*/*.ttf > /dev/null 2>&1 ;;
        poppler) ! has pdftotext ;;
        clamav) ! has clamd && [ ! -x /usr/sbin/clamd ] ;;
        *) echo "scripts/install.sh: unknown word $1" >&2; exit 2 ;;
    esac
}
# The server, not only the libraries and tools for clients.
has_postgresql() {
    for dir in "$(pg_config --bindir 2> /dev/null || true)" /usr/lib/postgresql/*/bin; do
        [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ] || continue
        major=$("$dir/postgres" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
        [ "$major" -ge 15 ] && return 0
    done
    return 1
}
packages_of() {
    case $1 in
        compiler) echo "gcc libc6-dev" ;;
        postgresql) echo "postgresql" ;;
        node) echo "$(has node || echo nodejs) $(has npm || echo npm)" ;;
        chromium) echo "chromium" ;;
        fonts) echo "fonts-liberation" ;;
        poppler) echo "poppler-utils" ;;
        clamav) echo "clamav-daemon" ;;
    esac
}

if ! has cargo; then
    echo "There is no Rust toolchain: install one from https://rustup.rs and try again." >&2
    exit 1
fi
packages=
for word in "$@"; do
    if is_missing "$word"; then
        packages="$packages $(packages_of "$word")"
    fi
done
packages=$(echo $packages)
[ -n "$packages" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
fi
if ! has apt-get || { [ -n "$as_root" ] && ! has sudo; }; then
    echo "These are missing and can not be installed from here: $packages" >&2
    echo "Install them (these are Debian's names) and try again." >&2
    exit 1
fi
echo "==> Installing what is missing: $packages"

# Debian's PostgreSQL makes a cluster and a system service when it is installed. We have our own.
no_service=/etc/postgresql-common/createcluster.d/psn-cop.conf
case " $packages " in
    *" postgresql "*)
        if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
            $as_root mkdir -p "$(dirname $no_service)"
            echo "create_main_cluster = false" | $as_root tee $no_service > /dev/null
            trap '$as_root rm -f $no_service' EXIT
        fi
        ;;
esac
# clamd and its updater would start at once: the updater loads some 300 MB of signatures, which the
# tests have no use for. They start a clamd of their own with one signature.
no_start=/usr/sbin/policy-rc.d
case " $packages " in
    *" clamav-daemon "*)
        if [ ! -e $no_start ]; then
            printf '#!/bin/sh\nexit 101\n' | $as_root tee $no_start > /dev/null
            $as_root chmod 755 $no_start
            trap '$as_root rm -f $no_service $no_start' EXIT
        fi
        ;;
esac
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $packages
