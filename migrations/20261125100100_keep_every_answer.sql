-- What could not be taken does not push out what was kept of the same page before: both are kept, and the same words
-- once.

alter table kept_answers drop constraint kept_answers_user_id_path_key;
alter table kept_answers add column digest bytea;
comment on column kept_answers.digest is 'Keyed digest of the fields, so that the same words sent twice are kept once; null for what was kept before there was one.';
create unique index kept_answers_words on kept_answers (user_id, path, digest);
comment on table kept_answers is 'What people typed into forms that could not be taken at the time: the last ten of each page, 50 a person, for 24 hours.';

drop function access.keep_answer(bytea, uuid, text, bytea);
create function access.keep_answer(p_session bytea, p_id uuid, p_path text, p_sealed bytea, p_digest bytea) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_user uuid := access.session_owner(p_session);
    v_now timestamptz := access.now();
begin
    if v_user is null then
        return false;
    end if;
    insert into public.kept_answers as k (id, user_id, path, sealed, digest, kept_at, expires_at)
        values (p_id, v_user, p_path, p_sealed, p_digest, v_now, v_now + interval '24 hours')
        on conflict (user_id, path, digest) do update
            set id = excluded.id, sealed = excluded.sealed, kept_at = excluded.kept_at, expires_at = excluded.expires_at;
    delete from public.kept_answers where id in (
        select k.id from public.kept_answers k where k.user_id = v_user and k.path = p_path
        order by k.kept_at desc, k.id offset 10);
    delete from public.kept_answers where id in (
        select k.id from public.kept_answers k where k.user_id = v_user order by k.kept_at desc, k.id offset 50);
    return true;
end $$;
comment on function access.keep_answer is 'Keeps what the owner of a session typed, beside what was kept of that page before; false when the session is nobody''s. For whoever holds its secret.';

create or replace function access.my_kept_answers() returns table (id uuid, path text, sealed bytea, kept_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select k.id, k.path, k.sealed, k.kept_at from public.kept_answers k
          where k.user_id = access.user_id() and k.expires_at > access.now()
          order by k.kept_at desc, k.id limit 50 $$;

alter function access.keep_answer(bytea, uuid, text, bytea, bytea) owner to psn_resolver;
revoke execute on function access.keep_answer(bytea, uuid, text, bytea, bytea) from public;
grant execute on function access.keep_answer(bytea, uuid, text, bytea, bytea) to psn_gate;
