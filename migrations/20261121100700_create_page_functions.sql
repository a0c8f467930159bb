-- Hot paths: one statement each, in autocommit. The functions run with the caller's rights.

create schema page;
grant usage on schema page to psn_app;

create function access.schema_version() returns bigint
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select max(version) from public._sqlx_migrations where success $$;
comment on function access.schema_version is 'The last migration, for the readiness check.';
revoke execute on function access.schema_version() from public;
grant execute on function access.schema_version() to psn_app, psn_worker;

create function page.actor(p_credential text)
    returns table (user_id uuid, name text, email text, team_role text, memberships jsonb)
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    return query select a.user_id, a.name, a.email, a.team_role, a.memberships from access.actor() a;
end $$;
comment on function page.actor is 'The signed-in person with their places; starts the session''s idle time anew.';
grant execute on function page.actor(text) to psn_app;
