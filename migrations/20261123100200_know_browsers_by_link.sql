-- Whoever opens the e-mailed link that unlocks their account or sets a new password is its owner:
-- that browser has tries of its own from then on, so that a stranger who goes on guessing can't keep
-- the owner out of a browser that is new to them (docs/adr/0013).

create function access.know_browser(p_device bytea) returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
    v_user uuid := (select u.id from public.account_tokens t join public.users u on lower(u.email) = lower(t.email)
                    where t.id_hash = access.credential() and t.kind in ('unlock', 'reset_password')
                      and t.used_at is null and t.expires_at > v_now);
begin
    if v_user is null then
        return;
    end if;
    insert into public.known_devices (user_id, device_hash, first_seen_at, last_seen_at)
        values (v_user, p_device, v_now, v_now)
        on conflict (user_id, device_hash) do update set last_seen_at = v_now;
    delete from public.known_devices d where d.user_id = v_user and d.device_hash in (
        select device_hash from public.known_devices where user_id = v_user
        order by last_seen_at desc, device_hash offset 20);
end $$;
comment on function access.know_browser is 'Knows a browser as one of the person whose e-mailed link of their account is presented, the last 20 of a person.';
alter function access.know_browser(bytea) owner to psn_resolver;
revoke execute on function access.know_browser(bytea) from public;
grant execute on function access.know_browser(bytea) to psn_gate;
