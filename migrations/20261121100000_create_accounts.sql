-- Accounts, sessions and the functions that turn a credential into what may be seen.

create schema access;
grant usage on schema access to psn_app, psn_worker, psn_resolver;
grant create on schema access to psn_resolver;
grant usage on schema public to psn_app, psn_worker, psn_resolver;

create table service_clock (
    only_row boolean primary key default true check (only_row),
    offset_seconds bigint not null default 0,
    demonstration boolean not null default false
);
comment on table service_clock is 'How far the service''s clock is moved; only the demonstration and the tests move it.';
comment on column service_clock.only_row is 'Holds the table to one row.';
comment on column service_clock.offset_seconds is 'Seconds added to the machine''s time.';
comment on column service_clock.demonstration is 'True when the clock may be moved.';
insert into service_clock default values;
grant select on service_clock to psn_app, psn_worker, psn_resolver;
grant update (offset_seconds) on service_clock to psn_resolver;

create table users (
    id uuid primary key,
    email text not null,
    name text not null,
    password_hash text not null,
    password_changed_at timestamptz not null,
    team_role text check (team_role in ('assessor', 'lead', 'service_administrator', 'auditor')),
    created_at timestamptz not null
);
comment on table users is 'People with an account.';
comment on column users.id is 'Identifier.';
comment on column users.email is 'E-mail address, which is the user name; unique whatever its case.';
comment on column users.name is 'Full name.';
comment on column users.password_hash is 'Argon2id hash in PHC form; readable only by the sign-in function.';
comment on column users.password_changed_at is 'When the password was last set.';
comment on column users.team_role is 'Role in the PSN team; null for everybody else.';
comment on column users.created_at is 'When the account was made.';
create unique index users_email on users (lower(email));

create table sessions (
    id_hash bytea primary key check (length(id_hash) = 32),
    user_id uuid references users (id) on delete cascade,
    data jsonb not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
);
comment on table sessions is 'Browser sessions; the token itself is never stored.';
comment on column sessions.id_hash is 'SHA-256 of the session token: the credential.';
comment on column sessions.user_id is 'Whose session; null before sign-in.';
comment on column sessions.data is 'The session''s own values.';
comment on column sessions.created_at is 'When it began.';
comment on column sessions.last_seen_at is 'When it was last used, to the minute.';
comment on column sessions.expires_at is 'When it ends unless it is used.';
create index sessions_user on sessions (user_id);

create table account_tokens (
    id_hash bytea primary key check (length(id_hash) = 32),
    kind text not null check (kind in ('confirm_email', 'reset_password')),
    email text not null,
    user_id uuid references users (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    confirmed_at timestamptz,
    used_at timestamptz
);
comment on table account_tokens is 'E-mailed links for making an account and resetting a password.';
comment on column account_tokens.id_hash is 'SHA-256 of the link''s token: the credential.';
comment on column account_tokens.kind is 'What the link is for.';
comment on column account_tokens.email is 'The address that it was sent to.';
comment on column account_tokens.user_id is 'Whose password it resets; null for a new account.';
comment on column account_tokens.created_at is 'When it was made.';
comment on column account_tokens.expires_at is 'When it stops working.';
comment on column account_tokens.confirmed_at is 'When the address was confirmed by pressing the button; the page''s GET never sets it.';
comment on column account_tokens.used_at is 'When it was used up.';

-- Resolving a credential -----------------------------------------------------

-- Policies call these several times for each statement. In PL/pgSQL a connection keeps their
-- plans; in SQL each call would be planned anew, at five times the cost.

create function access.credential() returns bytea
    language plpgsql stable set search_path = pg_catalog
    as $$ begin
        return decode(nullif(current_setting('app.credential', true), ''), 'hex');
    end $$;
comment on function access.credential is 'The digest of the secret that the acting person holds; null for nobody.';

create function access.now() returns timestamptz
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$ begin
        return (select now() + make_interval(secs => offset_seconds) from public.service_clock);
    end $$;
comment on function access.now is 'The service''s time.';

create function access.user_id() returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    presented bytea := access.credential();
    now timestamptz := access.now();
begin
    return (select user_id from public.sessions where id_hash = presented and expires_at > now);
end $$;
comment on function access.user_id is 'The signed-in person, from the session''s credential.';

create function access.team_role() returns text
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$ begin
        return (select u.team_role from public.users u where u.id = access.user_id());
    end $$;
comment on function access.team_role is 'The signed-in person''s role in the PSN team.';

create function access.token_user() returns uuid
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select t.user_id from public.account_tokens t
          join public.users u on u.id = t.user_id and u.password_changed_at <= t.created_at
          where t.id_hash = access.credential() and t.kind = 'reset_password'
            and t.used_at is null and t.expires_at > access.now() $$;
comment on function access.token_user is 'Whose password the presented link may reset; a link from before the last change may not.';

create function access.token_email() returns text
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select email from public.account_tokens
          where id_hash = access.credential() and used_at is null and expires_at > access.now()
            and kind = 'confirm_email' and confirmed_at is not null $$;
comment on function access.token_email is 'The confirmed address for which the presented link may make an account.';

create function access.sign_in_candidate(p_email text)
    returns table (user_id uuid, name text, email text, password_hash text, password_changed_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select u.id, u.name, u.email, u.password_hash, u.password_changed_at
          from public.users u where lower(u.email) = lower(p_email) $$;
comment on function access.sign_in_candidate is 'The one way to read a password hash: by address, for checking it.';

create function access.session_load(p_hash bytea) returns table (data jsonb, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select s.data, s.expires_at from public.sessions s
          where s.id_hash = p_hash and s.expires_at > access.now() $$;
comment on function access.session_load is 'A live session''s values.';

create function access.session_create(p_hash bytea, p_user uuid, p_data jsonb)
    returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ insert into public.sessions (id_hash, user_id, data, created_at, last_seen_at, expires_at)
          values (p_hash, p_user, p_data, access.now(), access.now(),
                  access.now() + case when exists (
                      select from public.users where id = p_user and team_role is not null)
                      then interval '30 minutes' else interval '60 minutes' end) $$;
comment on function access.session_create is 'Begins a session: 60 minutes for suppliers, 30 for the team.';

create function access.session_save(p_hash bytea, p_user uuid, p_data jsonb)
    returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.sessions set user_id = p_user, data = p_data
          where id_hash = p_hash and expires_at > access.now() $$;
comment on function access.session_save is 'Keeps the values of a live session; one that has ended stays ended.';

create function access.session_delete(p_hash bytea) returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ delete from public.sessions where id_hash = p_hash $$;
comment on function access.session_delete is 'Ends a session.';

create function access.end_sessions() returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ delete from public.sessions
          where user_id = coalesce(access.user_id(), access.token_user())
            and id_hash <> access.credential() $$;
comment on function access.end_sessions is 'Ends every other session of the acting person, after a change of password.';

create function access.session_touch() returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.sessions
          set last_seen_at = access.now(),
              expires_at = least(
                  access.now() + case when access.team_role() is null
                      then interval '60 minutes' else interval '30 minutes' end,
                  created_at + interval '12 hours')
          where id_hash = access.credential() and expires_at > access.now()
            and last_seen_at < access.now() - interval '1 minute' $$;
comment on function access.session_touch is 'Starts the idle time anew: 60 minutes for suppliers, 30 for the team, 12 hours at most.';

create function access.move_clock(p_seconds bigint) returns bigint
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.service_clock set offset_seconds = p_seconds
          where demonstration returning offset_seconds $$;
comment on function access.move_clock is 'Moves the clock of a demonstration; elsewhere nothing.';

create function access.add_staff(p_id uuid, p_email text, p_name text, p_role text) returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ insert into public.users (id, email, name, password_hash, password_changed_at, team_role, created_at)
          values (p_id, p_email, p_name, '!', access.now(), p_role, access.now()) $$;
comment on function access.add_staff is 'Makes a PSN team member who has no password yet; only the owner may call it.';

grant select, insert, update, delete on sessions to psn_resolver;
grant select on users, account_tokens to psn_resolver;
grant insert on users to psn_resolver;

alter function access.now() owner to psn_resolver;
alter function access.user_id() owner to psn_resolver;
alter function access.team_role() owner to psn_resolver;
alter function access.token_user() owner to psn_resolver;
alter function access.token_email() owner to psn_resolver;
alter function access.sign_in_candidate(text) owner to psn_resolver;
alter function access.session_load(bytea) owner to psn_resolver;
alter function access.session_create(bytea, uuid, jsonb) owner to psn_resolver;
alter function access.session_save(bytea, uuid, jsonb) owner to psn_resolver;
alter function access.session_delete(bytea) owner to psn_resolver;
alter function access.end_sessions() owner to psn_resolver;
alter function access.session_touch() owner to psn_resolver;
alter function access.move_clock(bigint) owner to psn_resolver;
alter function access.add_staff(uuid, text, text, text) owner to psn_resolver;
revoke execute on all functions in schema access from public;
grant execute on all functions in schema access to psn_app, psn_resolver;
revoke execute on function access.add_staff(uuid, text, text, text) from psn_app;
grant execute on function access.add_staff(uuid, text, text, text) to psn_owner;
grant execute on function access.now() to psn_worker, psn_owner;

-- Row-level security ---------------------------------------------------------

alter table users enable row level security;
alter table users force row level security;
alter table sessions enable row level security;
alter table sessions force row level security;
alter table account_tokens enable row level security;
alter table account_tokens force row level security;

create policy resolve on users to psn_resolver using (true) with check (true);
create policy resolve on sessions to psn_resolver using (true) with check (true);
create policy resolve on account_tokens to psn_resolver using (true);

grant select (id, email, name, password_changed_at, team_role, created_at),
      insert (id, email, name, password_hash, password_changed_at, created_at),
      update (name, password_hash, password_changed_at) on users to psn_app;
create policy create_own on users for insert to psn_app
    with check (lower(email) = lower((select access.token_email())) and team_role is null);
create policy change_own on users for update to psn_app
    using (id = coalesce((select access.user_id()), (select access.token_user())));

grant select, insert (id_hash, kind, email, user_id, created_at, expires_at) on account_tokens to psn_app;
grant update (confirmed_at, used_at) on account_tokens to psn_app;
create policy read_presented on account_tokens for select to psn_app
    using (id_hash = (select access.credential()));
create policy ask on account_tokens for insert to psn_app with check (true);
create policy use_presented on account_tokens for update to psn_app
    using (id_hash = (select access.credential()));
