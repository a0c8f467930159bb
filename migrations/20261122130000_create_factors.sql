-- Second factors: authenticator apps, recovery codes and passkeys (docs/adr/0012). All of it is a
-- matter of the gate. A person's own rows are seen by their credential; somebody who has only shown
-- the password has none yet, so what signing in needs goes through functions that take the person.

create table authenticators (
    user_id uuid primary key references users (id) on delete cascade,
    sealed_secret bytea not null,
    last_step bigint not null default 0,
    created_at timestamptz not null
);
comment on table authenticators is 'The authenticator apps of people, one each.';
comment on column authenticators.user_id is 'Whose.';
comment on column authenticators.sealed_secret is 'The secret that the app shares, sealed for its person with a key outside of the database.';
comment on column authenticators.last_step is 'The last time step, of 30 seconds since 1970, whose code was used: no earlier one is taken again.';
comment on column authenticators.created_at is 'When it was set up.';

create table recovery_codes (
    user_id uuid not null references users (id) on delete cascade,
    code_hash bytea not null check (length(code_hash) = 32),
    created_at timestamptz not null,
    used_at timestamptz,
    primary key (user_id, code_hash)
);
comment on table recovery_codes is 'Codes for people whose second factor is not at hand; each works once.';
comment on column recovery_codes.user_id is 'Whose.';
comment on column recovery_codes.code_hash is 'Keyed digest of the code; its key is outside of the database.';
comment on column recovery_codes.created_at is 'When it was made.';
comment on column recovery_codes.used_at is 'When it was used up.';

create table passkeys (
    id uuid primary key,
    user_id uuid not null references users (id) on delete cascade,
    credential_id bytea not null unique,
    name text not null check (length(name) between 1 and 60),
    credential jsonb not null,
    created_at timestamptz not null,
    last_used_at timestamptz
);
comment on table passkeys is 'The passkeys of people.';
comment on column passkeys.id is 'Identifier.';
comment on column passkeys.user_id is 'Whose.';
comment on column passkeys.credential_id is 'The identifier that the browser knows it by.';
comment on column passkeys.name is 'What its person calls it.';
comment on column passkeys.credential is 'The public key, the counter of its uses and what it can do.';
comment on column passkeys.created_at is 'When it was registered.';
comment on column passkeys.last_used_at is 'When it last signed somebody in.';
create index passkeys_user on passkeys (user_id);

alter table sessions add column code_attempts smallint not null default 0;
comment on column sessions.code_attempts is 'How many codes were tried in it between the password and signing in.';

-- Functions ------------------------------------------------------------------

create or replace function access.has_second_factor() returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    presented bytea := access.credential();
    now timestamptz := access.now();
begin
    return exists (select from public.sessions
        where id_hash = presented and assurance = 2 and user_id is not null and expires_at > now);
end $$;

create or replace function access.person_has_second_factor(p_user uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$ begin
        return exists (select from public.authenticators where user_id = p_user)
            or exists (select from public.passkeys where user_id = p_user);
    end $$;
comment on function access.person_has_second_factor is 'Whether somebody has set up an authenticator app or a passkey.';

create function access.factors_of(p_user uuid)
    returns table (sealed_secret bytea, recovery_codes bigint, passkeys bigint)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select (select a.sealed_secret from public.authenticators a where a.user_id = p_user),
                 (select count(*) from public.recovery_codes r where r.user_id = p_user and r.used_at is null),
                 (select count(*) from public.passkeys k where k.user_id = p_user) $$;
comment on function access.factors_of is 'What somebody can be asked for after the password: the sealed secret of the app, how many recovery codes are left, how many passkeys there are.';

create function access.use_step(p_user uuid, p_step bigint) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        update public.authenticators set last_step = p_step where user_id = p_user and last_step < p_step;
        return found;
    end $$;
comment on function access.use_step is 'Uses up the codes of the person''s app up to a time step; false when that was done before.';

create function access.use_recovery_code(p_user uuid, p_hash bytea) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        update public.recovery_codes set used_at = access.now()
            where user_id = p_user and code_hash = p_hash and used_at is null;
        return found;
    end $$;
comment on function access.use_recovery_code is 'Uses up a recovery code; false when there is none such left.';

create function access.try_code(p_hash bytea) returns integer
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.sessions set code_attempts = code_attempts + 1
          where id_hash = p_hash and user_id is null and expires_at > access.now() and code_attempts < 5
          returning 5 - code_attempts $$;
comment on function access.try_code is 'Takes one of the five tries that a session which is nobody''s yet has at a code, and says how many are left after it; null when they are gone.';

create function access.passkey_owner(p_credential_id bytea)
    returns table (id uuid, user_id uuid, credential jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select k.id, k.user_id, k.credential from public.passkeys k where k.credential_id = p_credential_id $$;
comment on function access.passkey_owner is 'Whose passkey a browser presents, to check what it signed.';

create function access.passkeys_of(p_user uuid) returns table (id uuid, credential jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select k.id, k.credential from public.passkeys k where k.user_id = p_user order by k.created_at $$;
comment on function access.passkeys_of is 'The passkeys that somebody can be asked for after the password.';

create function access.use_passkey(p_id uuid, p_before jsonb, p_after jsonb) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        update public.passkeys set credential = p_after, last_used_at = access.now()
            where id = p_id and credential = p_before;
        return found;
    end $$;
comment on function access.use_passkey is 'Keeps the counter of a passkey that was used; false when it was used meanwhile.';

create function access.factors_changed() returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    who uuid := access.user_id();
begin
    delete from public.sessions where user_id = who and id_hash <> access.credential();
    if not access.person_has_second_factor(who) then
        delete from public.recovery_codes where user_id = who;
        update public.sessions set assurance = 1 where user_id = who;
    end if;
end $$;
comment on function access.factors_changed is 'Ends the acting person''s other sessions, and takes from this one what rests on a factor that they don''t have any more.';

create function access.remove_factors(p_user uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        delete from public.authenticators where user_id = p_user;
        delete from public.passkeys where user_id = p_user;
        delete from public.recovery_codes where user_id = p_user;
        delete from public.sessions where user_id = p_user;
    end $$;
comment on function access.remove_factors is 'Takes every second factor from somebody who lost theirs, and ends their sessions; for approved support actions.';

alter function access.factors_of(uuid) owner to psn_resolver;
alter function access.use_step(uuid, bigint) owner to psn_resolver;
alter function access.use_recovery_code(uuid, bytea) owner to psn_resolver;
alter function access.try_code(bytea) owner to psn_resolver;
alter function access.passkey_owner(bytea) owner to psn_resolver;
alter function access.passkeys_of(uuid) owner to psn_resolver;
alter function access.use_passkey(uuid, jsonb, jsonb) owner to psn_resolver;
alter function access.factors_changed() owner to psn_resolver;
alter function access.remove_factors(uuid) owner to psn_resolver;
revoke execute on function access.factors_of(uuid), access.use_step(uuid, bigint),
    access.use_recovery_code(uuid, bytea), access.try_code(bytea), access.passkey_owner(bytea),
    access.passkeys_of(uuid), access.use_passkey(uuid, jsonb, jsonb), access.factors_changed(),
    access.remove_factors(uuid) from public;
grant execute on function access.person_has_second_factor(uuid), access.factors_of(uuid), access.use_step(uuid, bigint),
    access.use_recovery_code(uuid, bytea), access.try_code(bytea), access.passkey_owner(bytea),
    access.passkeys_of(uuid), access.use_passkey(uuid, jsonb, jsonb), access.factors_changed(),
    access.remove_factors(uuid) to psn_gate;

grant select, update, delete on authenticators, recovery_codes, passkeys to psn_resolver;

-- A closed account keeps none. The function that closes one owns the rights for it.
create function access.forget_factors() returns trigger
    language plpgsql set search_path = pg_catalog, public
    as $$ begin
        perform access.remove_factors(new.id);
        return null;
    end $$;
comment on function access.forget_factors is 'Trigger: takes the second factors with an account that is closed.';
create trigger forget_factors after update of closed_at on users
    for each row when (old.closed_at is null and new.closed_at is not null) execute function access.forget_factors();

-- Row-level security ---------------------------------------------------------

alter table authenticators enable row level security;
alter table authenticators force row level security;
alter table recovery_codes enable row level security;
alter table recovery_codes force row level security;
alter table passkeys enable row level security;
alter table passkeys force row level security;

create policy resolve on authenticators to psn_resolver using (true) with check (true);
create policy resolve on recovery_codes to psn_resolver using (true) with check (true);
create policy resolve on passkeys to psn_resolver using (true) with check (true);

-- A session without a second factor adds the first one and no other: somebody who knows only the
-- password can't put their own beside the person's.
grant select (user_id, created_at), insert (user_id, sealed_secret, last_step, created_at), delete
    on authenticators to psn_gate;
create policy read_own on authenticators for select to psn_gate using (user_id = (select access.user_id()));
create policy set_up_own on authenticators for insert to psn_gate with check (
    user_id = (select access.user_id())
    and ((select access.has_second_factor()) or not (select access.person_has_second_factor(access.user_id()))));
create policy remove_own on authenticators for delete to psn_gate using (
    user_id = (select access.user_id()) and (select access.has_second_factor()));

grant select (user_id, created_at, used_at), insert (user_id, code_hash, created_at), delete
    on recovery_codes to psn_gate;
create policy read_own on recovery_codes for select to psn_gate using (user_id = (select access.user_id()));
create policy make_own on recovery_codes for insert to psn_gate with check (
    user_id = (select access.user_id())
    and ((select access.has_second_factor()) or not (select access.person_has_second_factor(access.user_id()))));
create policy remove_own on recovery_codes for delete to psn_gate using (
    user_id = (select access.user_id()) and (select access.has_second_factor()));

grant select (id, user_id, name, created_at, last_used_at), delete,
      insert (id, user_id, credential_id, name, credential, created_at) on passkeys to psn_gate;
create policy read_own on passkeys for select to psn_gate using (user_id = (select access.user_id()));
create policy set_up_own on passkeys for insert to psn_gate with check (
    user_id = (select access.user_id())
    and ((select access.has_second_factor()) or not (select access.person_has_second_factor(access.user_id()))));
create policy remove_own on passkeys for delete to psn_gate using (
    user_id = (select access.user_id()) and (select access.has_second_factor()));

-- Organisations that require a second factor ---------------------------------

grant update (requires_second_factor) on organisations to psn_app;
create policy change_own on organisations for update to psn_app
    using (id = any ((select access.administered())::uuid[]) and (select access.has_second_factor()));
