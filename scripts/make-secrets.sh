#!/bin/sh
# Writes the secret files for docker-compose.yml to ./secrets, once. Existing ones stay.
#
#   secrets/database-password   for the roles of the database
#   secrets/pgpass              the same as PostgreSQL's password file
#   secrets/keys/               PSN_SECRETS_DIR
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets/keys blobs

# unless_there FILE COMMAND...: writes what the command says to the file unless there is one.
unless_there() {
    [ -e "$1" ] && return
    file=$1
    shift
    "$@" > "$file.unfinished"
    mv "$file.unfinished" "$file"
}
unless_there secrets/database-password openssl rand -hex 32
unless_there secrets/pgpass sed 's/^/database:5432:*:*:/' secrets/database-password
unless_there secrets/keys/password-pepper openssl rand -base64 48
unless_there secrets/keys/session-key openssl rand -base64 48
unless_there secrets/keys/certificate-signing-key.pem openssl genpkey -algorithm ed25519
unless_there secrets/keys/audit-signing-key.pem openssl genpkey -algorithm ed25519
echo "The secrets are in ./secrets. Keep a copy of secrets/keys in a safe place."
if [ "$(id -u)" -ne 1000 ] || [ "$(id -g)" -ne 1000 ]; then
    echo "Start with: PSN_USER_ID=$(id -u) PSN_GROUP_ID=$(id -g) docker compose up --build"
fi
