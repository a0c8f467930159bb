-- Changing the address that somebody signs in with, and undoing that (docs/adr/0013).

create function access.change_address(p_token bytea, p_undo bytea, p_undo_for interval)
    returns table (before text, after text)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
    v_user uuid := access.user_id();
    v_before text;
    v_after text;
begin
    select t.email into v_after from public.account_tokens t
        where t.id_hash = p_token and t.kind = 'change_email' and t.user_id = v_user
          and t.used_at is null and t.expires_at > v_now for update;
    if not found then
        return;
    end if;
    select u.email into v_before from public.users u where u.id = v_user for update;
    update public.users set email = v_after where id = v_user;
    -- What was sent to the old address opens nothing any more, but the way back.
    update public.account_tokens set used_at = v_now
        where user_id = v_user and used_at is null and kind <> 'undo_email';
    insert into public.account_tokens (id_hash, kind, email, user_id, created_at, expires_at)
        values (p_undo, 'undo_email', v_before, v_user, v_now, v_now + p_undo_for);
    return query select v_before, v_after;
end $$;
comment on function access.change_address is 'Gives the signed-in person the address that their presented link confirms, and makes a link that undoes it; no row when the link can''t be used.';

create function access.undo_address(p_token bytea) returns table (user_id uuid, name text, address text)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_now timestamptz := access.now();
    v_token public.account_tokens;
begin
    select t.* into v_token from public.account_tokens t
        where t.id_hash = p_token and t.kind = 'undo_email' and t.used_at is null and t.expires_at > v_now
        for update;
    if not found then
        return;
    end if;
    update public.users set email = v_token.email where id = v_token.user_id;
    update public.account_tokens set used_at = v_now where user_id = v_token.user_id and used_at is null;
    update public.sessions set expires_at = v_now, data = '{}'
        where user_id = v_token.user_id and expires_at > v_now;
    delete from public.known_devices where user_id = v_token.user_id;
    return query select u.id, u.name, u.email from public.users u where u.id = v_token.user_id;
end $$;
comment on function access.undo_address is 'Gives the person of an undo link their old address back and ends every session of theirs; for whoever holds the link''s secret. No row when it can''t be used.';

grant update (email) on users to psn_resolver;
grant select, insert, update on account_tokens to psn_resolver;
drop policy resolve on account_tokens;
create policy resolve on account_tokens to psn_resolver using (true) with check (true);
alter function access.change_address(bytea, bytea, interval) owner to psn_resolver;
alter function access.undo_address(bytea) owner to psn_resolver;
revoke execute on function access.change_address(bytea, bytea, interval), access.undo_address(bytea) from public;
grant execute on function access.change_address(bytea, bytea, interval), access.undo_address(bytea) to psn_gate;
