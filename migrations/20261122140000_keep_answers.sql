-- What somebody typed into a form when their session had ended or they had to confirm who they are
-- (docs/adr/0014). Sealed with a key outside of the database, for the person alone.

create table kept_answers (
    id uuid primary key,
    user_id uuid not null references users (id) on delete cascade,
    path text not null check (length(path) <= 500),
    sealed bytea not null check (length(sealed) <= 1048576),
    kept_at timestamptz not null,
    expires_at timestamptz not null,
    unique (user_id, path)
);
comment on table kept_answers is 'What people typed into forms that could not be taken at the time: the last of each page, 20 pages a person, for 24 hours.';
comment on column kept_answers.id is 'Identifier.';
comment on column kept_answers.user_id is 'Who typed it; nobody else ever sees it.';
comment on column kept_answers.path is 'The page that it was sent to.';
comment on column kept_answers.sealed is 'The fields, sealed for the person and the page.';
comment on column kept_answers.kept_at is 'When it was sent.';
comment on column kept_answers.expires_at is 'When it is thrown away.';
create index kept_answers_expires_at on kept_answers (expires_at);

create function access.session_owner(p_hash bytea) returns uuid
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select s.user_id from public.sessions s
          where s.id_hash = p_hash and s.expires_at > access.now() - interval '24 hours' $$;
comment on function access.session_owner is 'Whose session it is or was until a day ago, for whoever holds its secret.';

create function access.keep_answer(p_session bytea, p_id uuid, p_path text, p_sealed bytea) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_user uuid := access.session_owner(p_session);
    v_now timestamptz := access.now();
begin
    if v_user is null then
        return false;
    end if;
    insert into public.kept_answers as k (id, user_id, path, sealed, kept_at, expires_at)
        values (p_id, v_user, p_path, p_sealed, v_now, v_now + interval '24 hours')
        on conflict (user_id, path) do update
            set id = excluded.id, sealed = excluded.sealed, kept_at = excluded.kept_at, expires_at = excluded.expires_at;
    delete from public.kept_answers where id in (
        select k.id from public.kept_answers k where k.user_id = v_user order by k.kept_at desc, k.id offset 20);
    return true;
end $$;
comment on function access.keep_answer is 'Keeps what the owner of a session typed, in the place of what was kept of that page before; false when the session is nobody''s. For whoever holds its secret.';

create function access.my_kept_answers() returns table (id uuid, path text, sealed bytea, kept_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select k.id, k.path, k.sealed, k.kept_at from public.kept_answers k
          where k.user_id = access.user_id() and k.expires_at > access.now()
          order by k.kept_at desc, k.id limit 20 $$;
comment on function access.my_kept_answers is 'What was kept for the signed-in person, the latest first.';

create function access.drop_kept_answer(p_id uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        delete from public.kept_answers where id = p_id and user_id = access.user_id();
        return found;
    end $$;
comment on function access.drop_kept_answer is 'Throws away what was kept for the signed-in person; false when there is none such.';

create or replace function access.end_sessions_of(p_organisation uuid, p_user uuid) returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.sessions s set expires_at = access.now(), data = '{}'
          where s.user_id = p_user and s.id_hash <> access.credential() and s.expires_at > access.now()
            and p_organisation = any (access.administered())
            and exists (select from public.memberships m
                        where m.organisation_id = p_organisation and m.user_id = p_user) $$;
comment on function access.end_sessions_of is 'Ends the sessions of a member, for an administrator who changes or removes them; not the administrator''s own one. What they were typing can still be kept for them for a day.';

create or replace function access.forget_what_is_over(p_limit integer) returns bigint
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
                  limit p_limit for update skip locked) returning 1),
          answers_gone as (
              delete from public.kept_answers where id in (
                  select id from public.kept_answers where expires_at < access.now()
                  limit p_limit for update skip locked) returning 1)
          select (select count(*) from attempts_gone) + (select count(*) from sessions_gone)
               + (select count(*) from devices_gone) + (select count(*) from answers_gone) $$;
comment on function access.forget_what_is_over is 'Deletes counted tries that say nothing any more, sessions a day after their end, browsers that nobody signed in with for a year, and kept answers after a day; so many of each. For the worker.';

alter function access.session_owner(bytea) owner to psn_resolver;
alter function access.keep_answer(bytea, uuid, text, bytea) owner to psn_resolver;
alter function access.my_kept_answers() owner to psn_resolver;
alter function access.drop_kept_answer(uuid) owner to psn_resolver;
revoke execute on function access.session_owner(bytea), access.keep_answer(bytea, uuid, text, bytea),
    access.my_kept_answers(), access.drop_kept_answer(uuid) from public;
grant execute on function access.session_owner(bytea), access.keep_answer(bytea, uuid, text, bytea),
    access.my_kept_answers(), access.drop_kept_answer(uuid) to psn_gate;
grant execute on function access.session_owner(bytea) to psn_resolver;
grant select, insert, update, delete on kept_answers to psn_resolver;

alter table kept_answers enable row level security;
alter table kept_answers force row level security;
create policy resolve on kept_answers to psn_resolver using (true) with check (true);
