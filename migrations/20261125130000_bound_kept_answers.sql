-- What is kept is bounded in bytes as well as in number, is read one by one where one is wanted, and the same words sent
-- again only live longer: they keep their identifier, so that pages that hold it go on working.

comment on table kept_answers is 'What people typed into forms that could not be taken at the time: the last ten of each page, 50 a person and 2 MiB together, for 24 hours.';

drop function access.keep_answer(bytea, uuid, text, bytea, bytea);
create function access.keep_answer(p_session bytea, p_id uuid, p_path text, p_sealed bytea, p_digest bytea)
    returns uuid
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_user uuid := access.session_owner(p_session);
    v_now timestamptz := access.now();
    v_kept uuid;
begin
    if v_user is null or octet_length(p_sealed) > 524288 then
        return null;
    end if;
    insert into public.kept_answers (id, user_id, path, sealed, digest, kept_at, expires_at)
        values (p_id, v_user, p_path, p_sealed, p_digest, v_now, v_now + interval '24 hours')
        on conflict (user_id, path, digest) do update set kept_at = excluded.kept_at, expires_at = excluded.expires_at
        returning id into v_kept;
    delete from public.kept_answers where id in (
        select k.id from public.kept_answers k where k.user_id = v_user and k.path = p_path
        order by k.kept_at desc, k.id offset 10);
    delete from public.kept_answers where id in (
        select o.id from (
            select k.id, row_number() over latest as place, sum(octet_length(k.sealed)) over latest as bytes
            from public.kept_answers k where k.user_id = v_user
            window latest as (order by k.kept_at desc, k.id)) o
        where o.place > 50 or (o.place > 1 and o.bytes > 2097152));
    return v_kept;
end $$;
comment on function access.keep_answer is 'Keeps what the owner of a session typed, beside what was kept of that page before; nothing when the session is nobody''s or it is too much. For whoever holds its secret.';

drop function access.my_kept_answers();
create function access.my_kept_answers(p_limit integer) returns table (id uuid, path text, sealed bytea, kept_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select k.id, k.path, k.sealed, k.kept_at from public.kept_answers k
          where k.user_id = access.user_id() and k.expires_at > access.now()
          order by k.kept_at desc, k.id limit least(p_limit, 11) $$;
comment on function access.my_kept_answers is 'What was kept for the signed-in person, the latest first, at most eleven.';

create function access.my_kept_answer(p_id uuid) returns table (path text, sealed bytea, kept_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select k.path, k.sealed, k.kept_at from public.kept_answers k
          where k.id = p_id and k.user_id = access.user_id() and k.expires_at > access.now() $$;
comment on function access.my_kept_answer is 'One of what was kept for the signed-in person.';

alter function access.keep_answer(bytea, uuid, text, bytea, bytea) owner to psn_resolver;
alter function access.my_kept_answers(integer) owner to psn_resolver;
alter function access.my_kept_answer(uuid) owner to psn_resolver;
revoke execute on function access.keep_answer(bytea, uuid, text, bytea, bytea), access.my_kept_answers(integer),
    access.my_kept_answer(uuid) from public;
grant execute on function access.keep_answer(bytea, uuid, text, bytea, bytea), access.my_kept_answers(integer),
    access.my_kept_answer(uuid) to psn_gate;
