-- What a second look at signing in, joining and support found.

alter table users
    add column team_role_since timestamptz,
    add column team_role_by uuid references users (id);
comment on column users.team_role_since is 'When somebody of the team gave them their role in it; null when the command line did.';
comment on column users.team_role_by is 'Who gave them that role; null when the command line did.';

-- Somebody who has left an organisation is held to none of its rules.
create or replace function access.actor() returns table (
    user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb, now timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    who uuid := access.user_id();
    seen uuid[] := access.organisations();
    has_second_factor boolean := access.has_second_factor();
begin
    return query select u.id, u.name, u.email,
        case when has_second_factor and u.team_role is not null then access.team_role_of(u.id) end,
        coalesce((select jsonb_agg(jsonb_build_object(
                'organisation', m.organisation_id, 'organisation_name', o.name, 'role', m.role) order by o.name)
            from public.memberships m join public.organisations o on o.id = m.organisation_id
            where m.user_id = u.id and m.organisation_id = any (seen)), '[]'::jsonb),
        (select jsonb_build_object('id', s.id, 'assurance', s.assurance,
                'is_confirmed', s.confirmed_at > access.now() - interval '15 minutes',
                'lacks_second_factor', not has_second_factor and (u.team_role is not null or exists (
                    select from public.memberships m join public.organisations o on o.id = m.organisation_id
                    where m.user_id = u.id and o.requires_second_factor
                      and (m.leaves_on is null or m.leaves_on >= access.today()))))
            from public.sessions s where s.id_hash = access.credential()),
        access.now()
    from public.users u where u.id = who;
end $$;

create or replace function access.requires_second_factor() returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.users where id = access.user_id() and team_role is not null)
              or exists (select from public.memberships m
                         join public.organisations o on o.id = m.organisation_id
                         where m.user_id = access.user_id() and o.requires_second_factor
                           and (m.leaves_on is null or m.leaves_on >= access.today())) $$;

-- An organisation is shown to people of its administrators' mail domain only: a member may be a
-- consultant, whose other clients are nobody's business.
create or replace function access.organisations_like_mine() returns table (id uuid, name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select distinct o.id, o.name
          from public.users me
          join public.users colleague on lower(split_part(colleague.email, '@', 2)) = lower(split_part(me.email, '@', 2))
          join public.memberships m on m.user_id = colleague.id and m.role = 'administrator' and (m.leaves_on is null or m.leaves_on >= access.today())
          join public.organisations o on o.id = m.organisation_id
          where me.id = access.user_id() and me.team_role is null and me.team_archived_at is null
            and not exists (select from public.public_mail_domains d where d.domain = lower(split_part(me.email, '@', 2)))
            and not exists (select from public.memberships mine where mine.organisation_id = o.id and mine.user_id = me.id)
          order by o.name, o.id limit 10 $$;
comment on function access.organisations_like_mine is 'Name of the organisations whose administrators have an address of the signed-in person''s own domain, unless many organisations share it.';
insert into public_mail_domains (domain, listed_on)
    select unnest(array['nhs.net', 'outlook.fr', 'outlook.de', 'outlook.es', 'outlook.it', 'outlook.ie', 'hotmail.it',
        'hotmail.es', 'hotmail.ie', 'live.fr', 'live.de', 'live.ie', 'live.it', 'yahoo.com.au', 'yahoo.ca', 'cjsm.net',
        'police.uk', 'sch.uk', 'ac.uk', 'gov.uk', 'duck.com', 'mailinator.com']), date '2026-11-22'
    on conflict do nothing;

-- The trigger counts administrators who stay; so does this.
create or replace function access.organisations_to_hand_over() returns table (id uuid, name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select o.id, o.name
          from public.memberships mine join public.organisations o on o.id = mine.organisation_id
          where mine.user_id = access.user_id() and mine.role = 'administrator' and not exists (
              select from public.memberships other
              where other.organisation_id = o.id and other.user_id <> mine.user_id
                and other.role = 'administrator'
                and other.leaves_on is null)
          order by o.name $$;

-- People who make an account share one allowance; nobody with an account waits for it.
create or replace function access.count_password_try() returns integer
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
    v_user uuid := access.password_owner();
    v_link bytea := case when access.user_id() is null then access.credential() end;
    v_until timestamptz;
begin
    -- One at a time, so that many at once do not get round the limits.
    perform pg_advisory_xact_lock(hashtext('password_tries'));
    delete from public.password_tries where at <= v_now - interval '1 day';
    v_until := greatest(
        (select at + interval '1 hour' from public.password_tries where user_id = v_user order by at desc offset 4 limit 1),
        (select at + interval '1 day' from public.password_tries where user_id = v_user order by at desc offset 19 limit 1),
        (select at + interval '1 day' from public.password_tries where link = v_link order by at desc offset 9 limit 1),
        (select at + interval '1 hour' from public.password_tries
             where v_user is null and user_id is null order by at desc offset 199 limit 1));
    if v_until > v_now then
        return ceil(extract(epoch from v_until - v_now));
    end if;
    insert into public.password_tries (user_id, link, at) values (v_user, v_link, v_now);
    return 0;
end $$;
comment on function access.count_password_try is 'Counts one try to set a password; seconds to wait when there were too many: 5 an hour and 20 a day for an account, 10 for a link, 200 an hour for all new accounts together.';

-- The second person of a support action is no puppet of the first.
create or replace function access.invite_to_team(p_id uuid, p_email text, p_name text, p_role text, p_token bytea) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        if access.team_role() is distinct from 'service_administrator' then
            return false;
        end if;
        insert into public.users (id, email, name, password_hash, password_changed_at, team_role, created_at,
                                  team_role_since, team_role_by)
            values (p_id, p_email, p_name, '!', access.now(), p_role, access.now(), access.now(), access.user_id()) on conflict do nothing;
        if not found then
            return false;
        end if;
        insert into public.account_tokens (id_hash, kind, email, user_id, created_at, expires_at)
            values (p_token, 'reset_password', p_email, p_id, access.now(), access.now() + interval '7 days');
        return true;
    end $$;

create or replace function access.change_team_person(p_user uuid, p_role text, p_away_from date, p_away_until date,
        p_leaves_on date) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    before text;
begin
    if access.team_role() is distinct from 'service_administrator' then
        return false;
    end if;
    select u.team_role into before from public.users u where u.id = p_user and u.team_role is not null for update;
    if not found then
        return false;
    end if;
    update public.users set team_role = p_role, team_away_from = p_away_from, team_away_until = p_away_until,
        team_leaves_on = p_leaves_on where id = p_user;
    if before <> p_role then
        update public.users set team_role_since = access.now(), team_role_by = access.user_id() where id = p_user;
    end if;
    if before <> p_role or access.team_role_of(p_user) is null then
        delete from public.sessions s where s.user_id = p_user and s.id_hash <> access.credential();
    end if;
    return true;
end $$;

create or replace function access.restore_team_person(p_user uuid, p_role text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        if access.team_role() is distinct from 'service_administrator' then
            return false;
        end if;
        update public.users set team_role = p_role, team_archived_at = null, team_archived_role = null,
            team_leaves_on = null, team_away_from = null, team_away_until = null,
            team_role_since = access.now(), team_role_by = access.user_id()
            where id = p_user and team_archived_role is not null;
        return found;
    end $$;

create or replace function access.decide_support_action(p_id uuid, p_outcome text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    action public.support_actions;
begin
    if access.team_role() is null or access.team_role() not in ('lead', 'service_administrator') then
        return false;
    end if;
    select a.* into action from public.support_actions a where a.id = p_id and a.state = 'proposed' for update;
    if not found or (p_outcome = 'approved' and action.expires_at <= access.now()) then
        return false;
    end if;
    -- The second person is one whom the first did not just bring in, and who was there before.
    if p_outcome = 'approved' and exists (
            select from public.users me where me.id = access.user_id()
              and (me.team_role_since > action.proposed_at
                   or (me.team_role_by = action.proposed_by
                       and me.team_role_since > access.now() - interval '30 days'))) then
        return false;
    end if;
    if p_outcome = 'approved' and exists (
            select from public.users them where them.id = action.user_id and them.team_role is not null) then
        return false;
    end if;
    update public.support_actions a
        set state = p_outcome, decided_at = access.now(), decided_by = access.user_id(),
            decided_by_name = (select u.name from public.users u where u.id = access.user_id())
        where a.id = p_id;
    if p_outcome = 'approved' then
        if action.kind = 'appoint_administrator' then
            insert into public.memberships (organisation_id, user_id, role, created_at)
                values (action.organisation_id, action.user_id, 'administrator', access.now())
                on conflict (organisation_id, user_id) do update set role = 'administrator', leaves_on = null;
        else
            perform access.remove_factors(action.user_id);
            -- Whoever knows the password alone must not be let in: the mailbox is needed as well.
            update public.users set password_hash = '!', password_changed_at = access.now() where id = action.user_id;
        end if;
        delete from public.sessions s where s.user_id = action.user_id;
    end if;
    return true;
end $$;
comment on function access.decide_support_action is 'Approves what another person of the team proposed and does it, or refuses or withdraws it; false when it is decided or has run out, or when the proposer gave the second person their role in the last 30 days, or anybody did since. With a second factor the password goes too.';

create function access.team_watchers() returns table (name text, email text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select u.name, u.email from public.users u
          where access.team_role() = 'service_administrator' and u.id <> access.user_id()
            and u.team_role in ('lead', 'service_administrator') order by u.name limit 50 $$;
comment on function access.team_watchers is 'The leads and service administrators beside the signed-in one, to tell them of a change in the team.';
alter function access.team_watchers() owner to psn_resolver;
revoke execute on function access.team_watchers() from public;
grant execute on function access.team_watchers() to psn_app, psn_resolver;

-- A password may not be the name of an organisation that the person belongs to or is invited to.
create function access.password_organisations() returns setof text
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select o.name from public.memberships m join public.organisations o on o.id = m.organisation_id
          where m.user_id = access.password_owner()
          union
          select i.organisation_name from public.invitations i
          where lower(i.email) = lower(access.token_email()) and i.accepted_at is null and i.cancelled_at is null
          limit 20 $$;
comment on function access.password_organisations is 'Names that the presented person''s new password must differ from.';
alter function access.password_organisations() owner to psn_resolver;
revoke execute on function access.password_organisations() from public;
grant execute on function access.password_organisations() to psn_gate, psn_resolver;

-- A sign-in that was under way does not survive the change of the password that it checked.
drop function access.session_begin(bytea, uuid, smallint, text, text, timestamptz, bytea);
create function access.session_begin(p_hash bytea, p_user uuid, p_assurance smallint, p_device text,
        p_network text, p_began_at timestamptz, p_device_hash bytea, p_password_seen timestamptz default null) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
begin
    -- The password that was checked is still theirs: this waits for whoever is changing it.
    perform 1 from public.users u where u.id = p_user
        and (p_password_seen is null or u.password_changed_at = p_password_seen) for update;
    if not found then
        return false;
    end if;
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
comment on function access.session_begin is 'Makes a session that is nobody''s the person''s: the one way to be signed in. With p_began_at it goes on with one that began then, under another token. Refused when the password was set anew since p_password_seen. The browser is known from then on, the last 20 of a person.';
drop function access.session_facts(bytea);
create function access.session_facts(p_hash bytea)
    returns table (user_id uuid, assurance smallint, began_at timestamptz, device text, network text, device_hash bytea,
                   password_seen timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select s.user_id, s.assurance, s.created_at, s.device, s.network, s.device_hash, u.password_changed_at
          from public.sessions s join public.users u on u.id = s.user_id
          where s.id_hash = p_hash and s.user_id is not null and s.expires_at > access.now() $$;
comment on function access.session_facts is 'Whose live session it is, and what is known of it, to go on under another token.';
alter function access.session_begin(bytea, uuid, smallint, text, text, timestamptz, bytea, timestamptz) owner to psn_resolver;
alter function access.session_facts(bytea) owner to psn_resolver;
revoke execute on function access.session_begin(bytea, uuid, smallint, text, text, timestamptz, bytea, timestamptz),
    access.session_facts(bytea) from public;
grant execute on function access.session_begin(bytea, uuid, smallint, text, text, timestamptz, bytea, timestamptz),
    access.session_facts(bytea) to psn_gate;

-- A session that was ended as somebody else's keeps nothing for the person any more.
create or replace function access.end_sessions() returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_user uuid := coalesce(access.user_id(), access.token_user());
begin
    delete from public.sessions where user_id = v_user and id_hash <> access.credential();
    delete from public.known_devices d where d.user_id = v_user and d.device_hash is distinct from (
        select s.device_hash from public.sessions s where s.id_hash = access.credential());
end $$;
comment on function access.end_sessions is 'Ends every other session of the acting person and forgets their other browsers, after a change of password or when they say so.';
create or replace function access.end_session(p_id uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_device bytea;
begin
    delete from public.sessions
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

-- Undoing a change of address leaves whoever made it neither the password nor a factor nor a way
-- to undo the undoing; an earlier way back stays open.
create or replace function access.undo_address(p_token bytea) returns table (user_id uuid, name text, address text)
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
    -- Whoever changed the address knew the password and may have added factors of their own.
    update public.users set email = v_token.email, password_hash = '!', password_changed_at = v_now
        where id = v_token.user_id;
    delete from public.authenticators where user_id = v_token.user_id and created_at >= v_token.created_at;
    delete from public.recovery_codes where user_id = v_token.user_id and created_at >= v_token.created_at;
    delete from public.passkeys where user_id = v_token.user_id and created_at >= v_token.created_at;
    update public.account_tokens set used_at = v_now where user_id = v_token.user_id and used_at is null
        and (created_at >= v_token.created_at or kind <> 'undo_email');
    delete from public.sessions where user_id = v_token.user_id;
    delete from public.known_devices where user_id = v_token.user_id;
    return query select u.id, u.name, u.email from public.users u where u.id = v_token.user_id;
end $$;
comment on function access.undo_address is 'Gives the person of an undo link their old address back, takes the password and the factors that are younger than the link, and ends every session; for whoever holds the link''s secret. No row when it can''t be used.';

-- While a change of address can be undone, the account can't be closed over its owner's head.
create or replace function access.close_account(p_tags integer[]) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_user uuid := access.user_id();
begin
    -- Nobody becomes or stops being an administrator there meanwhile.
    perform 1 from public.memberships m
        where m.organisation_id in (select organisation_id from public.memberships where user_id = v_user)
          and m.role = 'administrator'
        order by m.organisation_id, m.user_id for update;
    if v_user is null or exists (select from access.organisations_to_hand_over())
            or exists (select from public.users where id = v_user and team_role is not null)
            or exists (select from public.account_tokens t where t.user_id = v_user and t.kind = 'undo_email'
                         and t.used_at is null and t.expires_at > access.now()) then
        return false;
    end if;
    delete from public.memberships where user_id = v_user;
    delete from public.known_devices where user_id = v_user;
    delete from public.kept_answers where user_id = v_user;
    delete from public.join_requests where user_id = v_user and state = 'asked';
    delete from public.password_history where user_id = v_user;
    delete from public.password_tries where user_id = v_user;
    delete from public.password_tags where tag = any (p_tags);
    delete from public.account_tokens
        where user_id = v_user or lower(email) = (select lower(email) from public.users where id = v_user);
    update public.users
        set email = 'closed-' || id || '@closed.invalid', password_hash = '!', password_changed_at = access.now(),
            password_tags = null, last_signed_in_at = null, closed_at = access.now()
        where id = v_user;
    return true;
end $$;
grant delete on join_requests to psn_resolver;
