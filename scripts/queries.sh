#!/bin/sh
# Checks every query against a real database with the current migrations.
#
#   scripts/queries.sh check      lints the workspace on the way (the compiler has to read
#                                 everything anyway), and fails unless .sqlx/ holds exactly what
#                                 the queries need
#   scripts/queries.sh prepare    writes .sqlx/ anew
#
# Everywhere else SQLX_OFFLINE=true (see the Makefile), so that a .env file with a database never
# decides what compiles. Runs inside `test-cluster run`, which sets TEST_CLUSTER_URL. A query macro
# that is compiled with SQLX_OFFLINE=false describes its query in DATABASE_URL and writes the result
# to SQLX_OFFLINE_DIR.
set -eu
cd "$(dirname "$0")/.."

mode=${1:-check}
url=${TEST_CLUSTER_URL:?run this inside \"test-cluster run\": make check or make sqlx-prepare}
database=psn_queries
case $mode in
    check) compile='cargo clippy --workspace --all-targets --locked -- -D warnings' ;;
    prepare) compile='cargo clippy --workspace --all-targets --locked' ;;
    *) echo "usage: scripts/queries.sh check | prepare" >&2; exit 2 ;;
esac

sql() {
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"
}
url_of() {
    echo "$url" | sed -e "s|^postgres:///[^?]*|postgres:///$2|" -e "s|user=[^&]*|user=$1|"
}
command -v psql > /dev/null || PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)

# The same roles and the same owner as crates/store/src/setup.rs makes; that crate can not be
# asked, because it does not compile before its queries are known.
sql "$url" > /dev/null <<'SQL'
select pg_advisory_lock(7013);
set client_min_messages = warning;
do $$
declare role record;
begin
    for role in select * from (values ('psn_resolver', 'nologin'),
        ('psn_owner', 'login in role psn_resolver'), ('psn_app', 'login'), ('psn_gate', 'login'),
        ('psn_worker', 'login')) roles (name, attributes)
    loop
        if not exists (select from pg_roles where rolname = role.name) then
            execute format('create role %I %s nosuperuser nobypassrls', role.name, role.attributes);
        end if;
    end loop;
end $$;
drop database if exists psn_queries with (force);
create database psn_queries owner psn_owner;
SQL
# As sqlx makes it before the first migration.
sql "$(url_of psn_owner $database)" > /dev/null <<'SQL'
create table _sqlx_migrations (version bigint primary key, description text not null,
    installed_on timestamptz not null default now(), success boolean not null,
    checksum bytea not null, execution_time bigint not null);
SQL
for migration in migrations/*.sql; do
    sql --single-transaction --file "$migration" "$(url_of psn_owner $database)" > /dev/null
done

fresh=target/queries
rm -rf "$fresh"
mkdir -p "$fresh"
fresh=$(cd "$fresh" && pwd)

# The compiler reads only what has changed. Afterwards the files get their old times back, so that
# the next build does not compile them again.
times=$(mktemp -d)
trap 'rm -rf "$times"' EXIT
files=$(grep -rlE 'query(_as|_scalar|_file|_file_as|_file_scalar)?(_unchecked)?!' crates tests \
    --include='*.rs' || true)
number=0
for file in $files; do
    number=$((number + 1))
    touch -r "$file" "$times/$number"
    touch "$file"
done
status=0
SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$fresh DATABASE_URL=$(url_of psn_owner $database) \
    $compile || status=$?
number=0
for file in $files; do
    number=$((number + 1))
    touch -r "$times/$number" "$file"
done
sql "$url" --command "drop database if exists $database with (force)"
[ "$status" -eq 0 ] || exit "$status"

case $mode in
    check)
        mkdir -p .sqlx
        if ! diff -rq .sqlx "$fresh"; then
            echo "The query data in .sqlx/ is not up to date: run \"make sqlx-prepare\" and commit it." >&2
            exit 1
        fi
        echo "All $(ls "$fresh" | wc -l | tr -d ' ') queries fit the schema and the data in .sqlx/."
        ;;
    prepare)
        rm -rf .sqlx
        cp -R "$fresh" .sqlx
        echo "Wrote the data of $(ls .sqlx | wc -l | tr -d ' ') queries to .sqlx/."
        ;;
esac
