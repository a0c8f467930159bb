-- Whom to tell of wrong codes, and fewer rights for the gate.

create function access.address_of(p_user uuid) returns table (name text, email text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select u.name, u.email from public.users u where u.id = p_user and u.closed_at is null $$;
comment on function access.address_of is 'Name and address of somebody whose codes are tried, to tell them.';
alter function access.address_of(uuid) owner to psn_resolver;
revoke execute on function access.address_of(uuid) from public;
grant execute on function access.address_of(uuid) to psn_gate;

-- Only functions of psn_resolver take factors away from somebody else.
revoke execute on function access.remove_factors(uuid) from psn_gate;

-- The gate makes four sorts of links, which are good for a day at most, and one of them only for
-- whoever is signed in. The others are made by functions.
drop policy ask on account_tokens;
create policy ask on account_tokens for insert to psn_gate with check (
    case kind when 'reset_password' then user_id is not null
              when 'confirm_email' then user_id is null
              when 'unlock' then user_id is null
              when 'change_email' then user_id = (select access.user_id())
              else false end
    and expires_at <= (select access.now()) + interval '1 day');

-- Passwords that were set before there was an index of used ones have no tag in it; they get one
-- when their person next signs in with them.
create function access.lacks_password_tags(p_user uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.users where id = p_user and password_tags is null and closed_at is null) $$;
comment on function access.lacks_password_tags is 'Whether somebody''s password was set before there was an index of used ones.';

create function access.keep_password_tags(p_user uuid, p_tags bytea, p_seen_at timestamptz) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        update public.users set password_tags = p_tags
            where id = p_user and password_tags is null and password_changed_at = p_seen_at and closed_at is null;
        return found;
    end $$;
comment on function access.keep_password_tags is 'Keeps the first tags of somebody''s own passwords, sealed; false when there are some already or the password was changed meanwhile.';

alter function access.lacks_password_tags(uuid) owner to psn_resolver;
alter function access.keep_password_tags(uuid, bytea, timestamptz) owner to psn_resolver;
revoke execute on function access.lacks_password_tags(uuid), access.keep_password_tags(uuid, bytea, timestamptz)
    from public;
grant execute on function access.lacks_password_tags(uuid), access.keep_password_tags(uuid, bytea, timestamptz)
    to psn_gate;
