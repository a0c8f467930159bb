-- How often somebody may try something, and the browsers that people are known by (docs/adr/0013).
-- All of it is a matter of the gate, and holds for every process of the service alike.

create table attempts (
    source bytea primary key check (length(source) = 32),
    bucket text not null check (length(bucket) <= 40),
    level double precision not null,
    consecutive integer not null,
    began_at timestamptz not null,
    last_at timestamptz not null,
    locked_until timestamptz,
    keep_until timestamptz not null
);
comment on table attempts is 'How often was tried what is limited. Nothing in it says who or where: a source is a keyed digest, its key outside of the database.';
comment on column attempts.source is 'Keyed digest of what is limited and of whom or where it is counted for.';
comment on column attempts.bucket is 'What is limited.';
comment on column attempts.level is 'How full the bucket is.';
comment on column attempts.consecutive is 'How often was tried since somebody last succeeded.';
comment on column attempts.began_at is 'When the first of those was.';
comment on column attempts.last_at is 'When was last tried.';
comment on column attempts.locked_until is 'Until when nothing more is taken.';
comment on column attempts.keep_until is 'After this the row says nothing any more.';
create index attempts_keep_until on attempts (keep_until);

create table known_devices (
    device_hash bytea not null check (length(device_hash) = 32),
    user_id uuid not null references users (id) on delete cascade,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    primary key (user_id, device_hash)
);
comment on table known_devices is 'The browsers that people have signed in with. Their tries are counted apart from a stranger''s, so that no stranger can lock them out.';
comment on column known_devices.device_hash is 'SHA-256 of the browser''s long-lived cookie.';
comment on column known_devices.user_id is 'Who signed in with it.';
comment on column known_devices.first_seen_at is 'When they first did.';
comment on column known_devices.last_seen_at is 'When they last did.';
create index known_devices_last_seen on known_devices (last_seen_at);

alter table sessions add column device_hash bytea check (length(device_hash) = 32);
comment on column sessions.device_hash is 'The browser, see known_devices.';
create index sessions_expires_at on sessions (expires_at);

alter table account_tokens drop constraint account_tokens_kind_check,
    add constraint account_tokens_kind_check
        check (kind in ('confirm_email', 'reset_password', 'unlock', 'change_email', 'undo_email'));

-- Tries that lock: so many wrong ones, then a pause; and so many in a row, then a new password.

create function access.attempt_lock(p_source bytea, p_bucket text, p_tries integer, p_lock interval, p_cap integer,
        p_since timestamptz)
    returns table (is_taken boolean, is_last boolean, is_capped boolean, until timestamptz)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_now timestamptz := access.now();
    v_row public.attempts;
begin
    -- Holds the row, so that of many at once no more than p_tries are taken.
    insert into public.attempts as a (source, bucket, level, consecutive, began_at, last_at, keep_until)
        values (p_source, p_bucket, 0, 0, v_now, v_now, v_now)
        on conflict (source) do update set bucket = a.bucket returning * into v_row;
    if v_row.consecutive = 0 or v_row.began_at < p_since then
        v_row.level := 0;
        v_row.consecutive := 0;
        v_row.began_at := v_now;
        v_row.locked_until := null;
    end if;
    if v_row.consecutive >= p_cap then
        return query select false, false, true, null::timestamptz;
        return;
    end if;
    if v_row.locked_until > v_now then
        return query select false, false, false, v_row.locked_until;
        return;
    end if;
    if v_row.locked_until is not null or v_row.last_at + p_lock <= v_now then
        v_row.level := 0;
        v_row.locked_until := null;
    end if;
    v_row.level := v_row.level + 1;
    v_row.consecutive := v_row.consecutive + 1;
    if v_row.level >= p_tries then
        v_row.locked_until := v_now + p_lock;
    end if;
    update public.attempts set level = v_row.level, consecutive = v_row.consecutive, began_at = v_row.began_at,
            last_at = v_now, locked_until = v_row.locked_until, keep_until = v_now + interval '1 year'
        where source = p_source;
    return query select true, v_row.level >= p_tries, v_row.consecutive >= p_cap, v_row.locked_until;
end $$;
comment on function access.attempt_lock is 'Takes one of p_tries before a pause of p_lock, and of p_cap in a row before nothing is taken until a new password; what began before p_since does not count. Says whether it was the last.';

create function access.attempt_standing(p_source bytea, p_cap integer, p_since timestamptz)
    returns table (is_capped boolean, until timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select a.consecutive >= p_cap, a.locked_until from public.attempts a
          where a.source = p_source and (p_since is null or a.began_at >= p_since)
            and (a.consecutive >= p_cap or a.locked_until > access.now()) $$;
comment on function access.attempt_standing is 'Until when nothing is taken, or that a new password is needed; no row when neither.';

create function access.attempt_flow(p_source bytea, p_bucket text, p_burst integer, p_every interval)
    returns double precision
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
    v_row public.attempts;
    v_level double precision;
begin
    insert into public.attempts as a (source, bucket, level, consecutive, began_at, last_at, keep_until)
        values (p_source, p_bucket, 0, 0, v_now, v_now, v_now)
        on conflict (source) do update set bucket = a.bucket returning * into v_row;
    v_level := greatest(0, v_row.level - extract(epoch from v_now - v_row.last_at) / extract(epoch from p_every));
    if v_level + 1 > p_burst then
        return (v_level + 1 - p_burst) * extract(epoch from p_every);
    end if;
    update public.attempts set level = v_level + 1, last_at = v_now, keep_until = v_now + p_burst * p_every
        where source = p_source;
    return 0;
end $$;
comment on function access.attempt_flow is 'Takes one token of a bucket that holds p_burst and gets one back every p_every; answers the seconds to wait when it is empty.';

create function access.attempt_give_back(p_source bytea) returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.attempts set level = greatest(0, level - 1), consecutive = greatest(0, consecutive - 1),
              locked_until = null
          where source = p_source $$;
comment on function access.attempt_give_back is 'Puts back what was taken for something that need not count.';

create function access.attempt_forget(p_source bytea) returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ delete from public.attempts where source = p_source $$;
comment on function access.attempt_forget is 'Forgets the wrong tries of somebody who succeeded.';

create function access.attempt_unlock(p_source bytea) returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.attempts set level = 0, locked_until = null where source = p_source $$;
comment on function access.attempt_unlock is 'Ends a pause. The tries in a row still count.';

-- Devices.

create function access.device_standing(p_user uuid, p_device bytea)
    returns table (is_known boolean, has_signed_in boolean)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.known_devices where user_id = p_user and device_hash = p_device),
                 exists (select from public.users where id = p_user and last_signed_in_at is not null) $$;
comment on function access.device_standing is 'Whether somebody has signed in with this browser, and with any, for counting tries and the notice of a new one.';

drop function access.session_facts(bytea);
create function access.session_facts(p_hash bytea)
    returns table (user_id uuid, assurance smallint, began_at timestamptz, device text, network text, device_hash bytea)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select s.user_id, s.assurance, s.created_at, s.device, s.network, s.device_hash from public.sessions s
          where s.id_hash = p_hash and s.user_id is not null and s.expires_at > access.now() $$;
comment on function access.session_facts is 'Whose live session it is, and what is known of it, to go on under another token.';

drop function access.session_begin(bytea, uuid, smallint, text, text, timestamptz);
create function access.session_begin(p_hash bytea, p_user uuid, p_assurance smallint, p_device text,
        p_network text, p_began_at timestamptz, p_device_hash bytea) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
begin
    update public.sessions s
        set user_id = p_user, assurance = p_assurance, confirmed_at = v_now, device = p_device, network = p_network,
            device_hash = p_device_hash, created_at = coalesce(p_began_at, v_now), last_seen_at = v_now,
            expires_at = least(v_now + access.idle_time(p_user), coalesce(p_began_at, v_now) + interval '12 hours')
        where s.id_hash = p_hash and s.user_id is null and s.expires_at > v_now;
    if not found then
        return false;
    end if;
    if p_began_at is null then
        update public.users set last_signed_in_at = v_now where id = p_user;
        if p_device_hash is not null then
            insert into public.known_devices (user_id, device_hash, first_seen_at, last_seen_at)
                values (p_user, p_device_hash, v_now, v_now)
                on conflict (user_id, device_hash) do update set last_seen_at = v_now;
            delete from public.known_devices d where d.user_id = p_user and d.device_hash in (
                select device_hash from public.known_devices where user_id = p_user
                order by last_seen_at desc, device_hash offset 20);
        end if;
    end if;
    return true;
end $$;
comment on function access.session_begin is 'Makes a session that is nobody''s the person''s: the one way to be signed in. With p_began_at it goes on with one that began then, under another token. The browser is known from then on, the last 20 of a person.';

create or replace function access.end_sessions() returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_user uuid := coalesce(access.user_id(), access.token_user());
    v_now timestamptz := access.now();
begin
    update public.sessions set expires_at = v_now, data = '{}'
        where user_id = v_user and id_hash <> access.credential() and expires_at > v_now;
    delete from public.known_devices d where d.user_id = v_user and d.device_hash is distinct from (
        select s.device_hash from public.sessions s where s.id_hash = access.credential());
end $$;
comment on function access.end_sessions is 'Ends every other session of the acting person and forgets their other browsers, after a change of password or when they say so. What was typed in them can still be kept for the person for a day.';

-- The list of one's sessions.

create function access.my_sessions()
    returns table (id uuid, device text, network text, began_at timestamptz, last_seen_at timestamptz, is_this boolean)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select s.id, s.device, s.network, s.created_at, s.last_seen_at, s.id_hash = access.credential()
          from public.sessions s
          where s.user_id = access.user_id() and s.expires_at > access.now()
          order by s.id_hash = access.credential() desc, s.last_seen_at desc, s.id limit 50 $$;
comment on function access.my_sessions is 'The live sessions of the signed-in person, this one first; 50 at most.';

create function access.end_session(p_id uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_device bytea;
begin
    update public.sessions set expires_at = access.now(), data = '{}'
        where id = p_id and user_id = access.user_id() and id_hash <> access.credential()
          and expires_at > access.now()
        returning device_hash into v_device;
    if not found then
        return false;
    end if;
    delete from public.known_devices d where d.user_id = access.user_id() and d.device_hash = v_device
        and not exists (select from public.sessions s where s.id_hash = access.credential() and s.device_hash = v_device);
    return true;
end $$;
comment on function access.end_session is 'Ends another session of the signed-in person and forgets its browser; false when there is none such.';

-- What is over is forgotten.

create function access.forget_what_is_over(p_limit integer) returns bigint
    language sql security definer set search_path = pg_catalog, public
    as $$ with attempts_gone as (
              delete from public.attempts where source in (
                  select source from public.attempts where keep_until < access.now()
                  limit p_limit for update skip locked) returning 1),
          sessions_gone as (
              delete from public.sessions where id_hash in (
                  select id_hash from public.sessions where expires_at < access.now() - interval '24 hours'
                  limit p_limit for update skip locked) returning 1),
          devices_gone as (
              delete from public.known_devices where (user_id, device_hash) in (
                  select user_id, device_hash from public.known_devices where last_seen_at < access.now() - interval '1 year'
                  limit p_limit for update skip locked) returning 1)
          select (select count(*) from attempts_gone) + (select count(*) from sessions_gone)
               + (select count(*) from devices_gone) $$;
comment on function access.forget_what_is_over is 'Deletes counted tries that say nothing any more, sessions a day after their end, and browsers that nobody signed in with for a year; so many of each. For the worker.';

alter function access.attempt_lock(bytea, text, integer, interval, integer, timestamptz) owner to psn_resolver;
alter function access.attempt_standing(bytea, integer, timestamptz) owner to psn_resolver;
alter function access.attempt_flow(bytea, text, integer, interval) owner to psn_resolver;
alter function access.attempt_give_back(bytea) owner to psn_resolver;
alter function access.attempt_forget(bytea) owner to psn_resolver;
alter function access.attempt_unlock(bytea) owner to psn_resolver;
alter function access.device_standing(uuid, bytea) owner to psn_resolver;
alter function access.session_facts(bytea) owner to psn_resolver;
alter function access.session_begin(bytea, uuid, smallint, text, text, timestamptz, bytea) owner to psn_resolver;
alter function access.my_sessions() owner to psn_resolver;
alter function access.end_session(uuid) owner to psn_resolver;
alter function access.forget_what_is_over(integer) owner to psn_resolver;
revoke execute on function access.attempt_lock(bytea, text, integer, interval, integer, timestamptz),
    access.attempt_standing(bytea, integer, timestamptz), access.attempt_flow(bytea, text, integer, interval),
    access.attempt_give_back(bytea), access.attempt_forget(bytea), access.attempt_unlock(bytea),
    access.device_standing(uuid, bytea), access.session_facts(bytea),
    access.session_begin(bytea, uuid, smallint, text, text, timestamptz, bytea), access.my_sessions(),
    access.end_session(uuid), access.forget_what_is_over(integer) from public;
grant execute on function access.attempt_lock(bytea, text, integer, interval, integer, timestamptz),
    access.attempt_standing(bytea, integer, timestamptz), access.attempt_flow(bytea, text, integer, interval),
    access.attempt_give_back(bytea), access.attempt_forget(bytea), access.attempt_unlock(bytea),
    access.device_standing(uuid, bytea), access.session_facts(bytea),
    access.session_begin(bytea, uuid, smallint, text, text, timestamptz, bytea), access.my_sessions(),
    access.end_session(uuid) to psn_gate;
grant execute on function access.forget_what_is_over(integer) to psn_worker;
grant select, insert, update, delete on attempts, known_devices to psn_resolver;

alter table attempts enable row level security;
alter table attempts force row level security;
alter table known_devices enable row level security;
alter table known_devices force row level security;
create policy resolve on attempts to psn_resolver using (true) with check (true);
create policy resolve on known_devices to psn_resolver using (true) with check (true);
