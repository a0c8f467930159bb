#!/bin/sh
# Makes the roles and the database when the database's container starts for the first time. The
# same roles as crates/store/src/setup.rs makes for a cluster of our own.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" \
    --dbname postgres --set password="$(cat /run/secrets/database-password)" <<'SQL'
create role psn_resolver nologin nosuperuser nobypassrls;
create role psn_owner login nosuperuser nobypassrls password :'password' in role psn_resolver;
create role psn_app login nosuperuser nobypassrls password :'password';
create role psn_gate login nosuperuser nobypassrls password :'password';
create role psn_worker login nosuperuser nobypassrls password :'password';
create database psn_cop owner psn_owner;
SQL
