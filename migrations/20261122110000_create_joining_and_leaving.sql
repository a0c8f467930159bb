-- People join, are looked at every quarter, and leave: an organisation and the team alike.

alter table memberships drop constraint memberships_role_check,
    add constraint memberships_role_check check (role in ('administrator', 'editor', 'signatory', 'viewer'));
alter table invitations drop constraint invitations_role_check,
    add constraint invitations_role_check check (role in ('administrator', 'editor', 'signatory', 'viewer'));

-- The team: leave of absence, the last day, and those who have left --------------------------

alter table users
    add column team_away_from date,
    add column team_away_until date,
    add column team_leaves_on date,
    add column team_archived_at timestamptz,
    add column team_archived_role text check (team_archived_role in ('assessor', 'lead', 'service_administrator', 'auditor')),
    add constraint users_archived check ((team_archived_at is null) = (team_archived_role is null)
        and (team_archived_at is null or team_role is null)),
    add constraint users_away check (team_away_until is null or team_away_until >= team_away_from);
comment on column users.team_away_from is 'First day of their leave of absence from the team, in UK time.';
comment on column users.team_away_until is 'Last day of that leave; null while it has no end.';
comment on column users.team_leaves_on is 'Their last day in the team, in UK time; null while none is known.';
comment on column users.team_archived_at is 'When they left the team; their work keeps their name.';
comment on column users.team_archived_role is 'The role that they had in the team when they left.';

create function access.team_role_of(p_user uuid) returns text
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    today date := access.today();
begin
    return (select u.team_role from public.users u where u.id = p_user
              and (u.team_leaves_on is null or u.team_leaves_on >= today)
              and (u.team_away_from is null or today < u.team_away_from or today > u.team_away_until));
end $$;
comment on function access.team_role_of is 'Somebody''s role in the team today: none on leave of absence and after their last day.';

create or replace function access.team_role() returns text
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$ begin
        return (select access.team_role_of(access.user_id()) where access.has_second_factor());
    end $$;
comment on function access.team_role is 'The signed-in person''s role in the PSN team today, when a second factor was used.';

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
                    where m.user_id = u.id and o.requires_second_factor)))
            from public.sessions s where s.id_hash = access.credential()),
        access.now()
    from public.users u where u.id = who;
end $$;

-- The last administrator, the last lead and the last service administrator ---------------------

create function access.guard_administrators() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        -- One at a time for each organisation, and then with the other's change in sight.
        perform pg_advisory_xact_lock(hashtextextended('administrators ' || old.organisation_id, 0));
        if exists (select from public.organisations o where o.id = old.organisation_id)
           and not exists (select from public.memberships m where m.organisation_id = old.organisation_id
                             and m.role = 'administrator' and m.leaves_on is null) then
            raise exception 'the organisation would have no administrator who stays'
                using errcode = 'check_violation', constraint = 'memberships_last_administrator';
        end if;
        return null;
    end $$;
comment on function access.guard_administrators is 'Refuses, at the end of a transaction, to leave an organisation without an administrator who stays.';

create function access.guard_team() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        perform pg_advisory_xact_lock(hashtextextended('team ' || old.team_role, 0));
        if not exists (select from public.users u where u.team_role = old.team_role
                         and u.team_leaves_on is null and u.team_away_from is null) then
            raise exception 'the team would have nobody left in this role'
                using errcode = 'check_violation', constraint = 'users_last_of_team';
        end if;
        return null;
    end $$;
comment on function access.guard_team is 'Refuses, at the end of a transaction, to leave the team without a lead or a service administrator who stays.';

-- Sessions end at once --------------------------------------------------------------------------

create function access.end_sessions_of(p_organisation uuid, p_user uuid) returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ delete from public.sessions s
          where s.user_id = p_user and s.id_hash <> access.credential()
            and p_organisation = any (access.administered())
            and exists (select from public.memberships m
                        where m.organisation_id = p_organisation and m.user_id = p_user) $$;
comment on function access.end_sessions_of is 'Ends the sessions of a member, for an administrator who changes or removes them; not the administrator''s own one.';

-- Who is asked and told ---------------------------------------------------------------------------

create function access.administrators_of(p_organisation uuid)
    returns table (user_id uuid, name text, email text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select u.id, u.name, u.email from public.memberships m join public.users u on u.id = m.user_id
          where m.organisation_id = p_organisation and m.role = 'administrator'
            and (m.leaves_on is null or m.leaves_on >= access.today())
          order by u.name, u.id limit 50 $$;
comment on function access.administrators_of is 'The administrators of an organisation, to tell them something; for the worker.';

-- Public mail services: sharing one says nothing of belonging together. Collected by hand from the
-- services that people in the United Kingdom use most; listed_on is the day of the last look.
create table public_mail_domains (
    domain text primary key check (domain = lower(domain)),
    listed_on date not null
);
comment on table public_mail_domains is 'Domains of public mail services, where sharing a domain does not mean sharing an organisation.';
comment on column public_mail_domains.domain is 'The part of an address after the @, in small letters.';
comment on column public_mail_domains.listed_on is 'When the entry was last looked at.';
insert into public_mail_domains (domain, listed_on)
    select unnest(array[
        'gmail.com', 'googlemail.com', 'outlook.com', 'outlook.co.uk', 'hotmail.com', 'hotmail.co.uk', 'hotmail.fr',
        'hotmail.de', 'live.com', 'live.co.uk', 'msn.com', 'windowslive.com', 'passport.com', 'yahoo.com',
        'yahoo.co.uk', 'yahoo.ie', 'yahoo.fr', 'yahoo.de', 'yahoo.es', 'yahoo.it', 'yahoo.in', 'yahoo.co.in',
        'ymail.com', 'rocketmail.com', 'aol.com', 'aol.co.uk', 'aim.com', 'icloud.com', 'me.com', 'mac.com',
        'proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me', 'tutanota.com', 'tutanota.de', 'tuta.io', 'tuta.com',
        'gmx.com', 'gmx.co.uk', 'gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'web.de', 'mail.com', 'email.com', 'usa.com',
        'fastmail.com', 'fastmail.fm', 'hushmail.com', 'hush.com', 'zoho.com', 'zohomail.com', 'yandex.com',
        'yandex.ru', 'mail.ru', 'inbox.ru', 'bk.ru', 'list.ru', 'rambler.ru', 'qq.com', '163.com', '126.com',
        'sina.com', 'naver.com', 'daum.net', 'hanmail.net', 'rediffmail.com', 'btinternet.com', 'btopenworld.com',
        'bt.com', 'talk21.com', 'talktalk.net', 'talktalk.co.uk', 'tiscali.co.uk', 'lineone.net', 'sky.com',
        'virginmedia.com', 'virgin.net', 'ntlworld.com', 'blueyonder.co.uk', 'plus.com', 'plus.net', 'plusnet.com',
        'zen.co.uk', 'orange.net', 'orange.fr', 'wanadoo.fr', 'wanadoo.co.uk', 'freeserve.co.uk', 'fsmail.net',
        'o2.co.uk', 'o2.pl', 'three.co.uk', 'ee.co.uk', 'vodafone.net', 'vodafonemail.co.uk', 'supanet.com',
        'onetel.com', 'madasafish.com', 'uwclub.net', 'postmaster.co.uk', 'eircom.net', 'laposte.net', 'free.fr',
        'sfr.fr', 't-online.de', 'freenet.de', 'libero.it', 'virgilio.it', 'alice.it', 'telefonica.net', 'terra.es',
        'wp.pl', 'onet.pl', 'interia.pl', 'seznam.cz', 'centrum.cz', 'abv.bg', 'comcast.net', 'verizon.net', 'att.net',
        'sbcglobal.net', 'bellsouth.net', 'cox.net', 'charter.net', 'earthlink.net', 'shaw.ca', 'rogers.com',
        'sympatico.ca', 'bigpond.com', 'bigpond.net.au', 'optusnet.com.au', 'xtra.co.nz', 'hey.com', 'duck.com',
        'mailbox.org', 'posteo.de', 'posteo.net', 'runbox.com', 'startmail.com', 'disroot.org', 'riseup.net',
        'simplelogin.com', 'mailinator.com', 'guerrillamail.com', 'yopmail.com', '10minutemail.com', 'temp-mail.org']),
        date '2026-11-21';

create index users_mail_domain on users (lower(split_part(email, '@', 2)));

create table join_requests (
    id uuid primary key,
    organisation_id uuid not null references organisations (id),
    organisation_name text not null,
    user_id uuid not null references users (id),
    user_name text not null,
    email text not null,
    message text not null check (length(message) <= 500),
    asked_at timestamptz not null,
    state text not null default 'asked' check (state in ('asked', 'approved', 'refused')),
    handled_at timestamptz,
    handled_by uuid references users (id),
    handled_by_name text,
    check ((state = 'asked') = (handled_at is null))
);
comment on table join_requests is 'People who ask to join the organisation of colleagues.';
comment on column join_requests.id is 'Identifier.';
comment on column join_requests.organisation_id is 'Which organisation.';
comment on column join_requests.organisation_name is 'Its name when they asked, for their own page.';
comment on column join_requests.user_id is 'Who asks.';
comment on column join_requests.user_name is 'Their name when they asked.';
comment on column join_requests.email is 'Their confirmed address when they asked.';
comment on column join_requests.message is 'What they say to the administrators; may be empty.';
comment on column join_requests.asked_at is 'When they asked.';
comment on column join_requests.state is 'What became of it.';
comment on column join_requests.handled_at is 'When an administrator decided.';
comment on column join_requests.handled_by is 'Which administrator.';
comment on column join_requests.handled_by_name is 'That person''s name then.';
create unique index join_requests_open on join_requests (organisation_id, user_id) where state = 'asked';
create index join_requests_user on join_requests (user_id, asked_at desc);

create function access.organisations_like_mine() returns table (id uuid, name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select distinct o.id, o.name
          from public.users me
          join public.users colleague on lower(split_part(colleague.email, '@', 2)) = lower(split_part(me.email, '@', 2))
          join public.memberships m on m.user_id = colleague.id and (m.leaves_on is null or m.leaves_on >= access.today())
          join public.organisations o on o.id = m.organisation_id
          where me.id = access.user_id() and me.team_role is null and me.team_archived_at is null
            and not exists (select from public.public_mail_domains d where d.domain = lower(split_part(me.email, '@', 2)))
            and not exists (select from public.memberships mine where mine.organisation_id = o.id and mine.user_id = me.id)
          order by o.name, o.id limit 10 $$;
comment on function access.organisations_like_mine is 'Name of the organisations in which somebody has an address of the signed-in person''s own domain, unless it is a public mail service.';

create function access.ask_to_join(p_id uuid, p_organisation uuid, p_message text) returns text
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_name text;
begin
    select o.name into v_name from access.organisations_like_mine() o where o.id = p_organisation;
    if not found then
        return 'hidden';
    end if;
    if exists (select from public.join_requests r where r.organisation_id = p_organisation
                 and r.user_id = access.user_id() and r.state = 'refused'
                 and r.handled_at > access.now() - interval '30 days') then
        return 'refused';
    end if;
    if (select count(*) from public.join_requests r where r.user_id = access.user_id() and r.state = 'asked') >= 5 then
        return 'too_many';
    end if;
    insert into public.join_requests (id, organisation_id, organisation_name, user_id, user_name, email, message, asked_at)
        select p_id, p_organisation, v_name, u.id, u.name, u.email, p_message, access.now()
        from public.users u where u.id = access.user_id()
        on conflict do nothing;
    return case when found then 'asked' else 'before' end;
end $$;
comment on function access.ask_to_join is 'Asks the administrators of an organisation with members of the same mail domain: asked, before (asked already), refused (less than 30 days ago), too_many (5 are open), hidden.';

create function access.administrators_to_ask(p_organisation uuid)
    returns table (user_id uuid, name text, email text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select a.user_id, a.name, a.email from access.administrators_of(p_organisation) a
          where p_organisation = any (access.organisations()) or access.team_role() is not null
             or exists (select from public.join_requests r where r.organisation_id = p_organisation
                          and r.user_id = access.user_id() and r.state = 'asked') $$;
comment on function access.administrators_to_ask is 'The administrators of an organisation, to write to them: for its people, the team, and whoever asks to join it.';

create function access.handle_join_request(p_id uuid, p_outcome text, p_role text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    request public.join_requests;
begin
    select r.* into request from public.join_requests r
        where r.id = p_id and r.organisation_id = any (access.administered()) and r.state = 'asked' for update;
    if not found or p_outcome not in ('approved', 'refused') then
        return false;
    end if;
    if p_outcome = 'approved' then
        insert into public.memberships (organisation_id, user_id, role, created_at)
            values (request.organisation_id, request.user_id, p_role, access.now())
            on conflict (organisation_id, user_id) do nothing;
    end if;
    update public.join_requests r
        set state = p_outcome, handled_at = access.now(), handled_by = access.user_id(),
            handled_by_name = (select u.name from public.users u where u.id = access.user_id())
        where r.id = p_id;
    return true;
end $$;
comment on function access.handle_join_request is 'An administrator lets somebody in who asked, or refuses; false when it is handled already.';

-- Looking at everybody's access every quarter -----------------------------------------------------

create table access_reviews (
    id uuid primary key,
    organisation_id uuid not null references organisations (id),
    opened_at timestamptz not null,
    due_on date not null,
    completed_at timestamptz,
    completed_by uuid references users (id),
    completed_by_name text,
    unique (organisation_id, id),
    check ((completed_at is null) = (completed_by is null))
);
comment on table access_reviews is 'Reviews of who has access to an organisation.';
comment on column access_reviews.id is 'Identifier.';
comment on column access_reviews.organisation_id is 'Which organisation.';
comment on column access_reviews.opened_at is 'When it began.';
comment on column access_reviews.due_on is 'The day by which it should be done.';
comment on column access_reviews.completed_at is 'When it was done.';
comment on column access_reviews.completed_by is 'Who finished it.';
comment on column access_reviews.completed_by_name is 'That person''s name then.';
create unique index access_reviews_open on access_reviews (organisation_id) where completed_at is null;
create index access_reviews_completed on access_reviews (organisation_id, completed_at desc);

create table access_review_entries (
    organisation_id uuid not null,
    review_id uuid not null,
    user_id uuid not null references users (id),
    user_name text not null,
    role text not null check (role in ('administrator', 'editor', 'signatory', 'viewer')),
    outcome text not null check (outcome in ('confirmed', 'changed', 'removed')),
    decided_at timestamptz not null,
    decided_by uuid not null references users (id),
    decided_by_name text not null,
    primary key (review_id, user_id),
    foreign key (organisation_id, review_id) references access_reviews (organisation_id, id)
);
comment on table access_review_entries is 'What an administrator said of one person in a review of access.';
comment on column access_review_entries.organisation_id is 'Which organisation.';
comment on column access_review_entries.review_id is 'Which review.';
comment on column access_review_entries.user_id is 'Of whom.';
comment on column access_review_entries.user_name is 'Their name then.';
comment on column access_review_entries.role is 'The role that they have from then on, or had when they were removed.';
comment on column access_review_entries.outcome is 'Whether they keep their access, have another role now, or were removed.';
comment on column access_review_entries.decided_at is 'When it was said.';
comment on column access_review_entries.decided_by is 'Who said so.';
comment on column access_review_entries.decided_by_name is 'That person''s name then.';

-- How people stand ----------------------------------------------------------------------------------

create function access.person_has_second_factor(p_user uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$ begin
        return exists (select from public.sessions s where s.user_id = p_user and s.assurance = 2);
    end $$;
comment on function access.person_has_second_factor is 'Whether somebody has a second factor.';

create function access.standing_of(p_organisation uuid, p_users uuid[])
    returns table (user_id uuid, has_second_factor boolean, last_signed_in_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select u.id, access.person_has_second_factor(u.id), u.last_signed_in_at
          from public.memberships m join public.users u on u.id = m.user_id
          where m.organisation_id = p_organisation and p_organisation = any (access.organisations())
            and u.id = any (p_users) $$;
comment on function access.standing_of is 'Of members of the signed-in person''s organisation: whether they have a second factor, and when they signed in last.';

create function access.activity(p_organisation uuid, p_kinds text[], p_person uuid, p_before bigint, p_limit integer)
    returns table (id bigint, at timestamptz, kind text, by_name text, about_name text, event text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select e.id, e.at, e.kind, doer.name, person.name, e.event
          from public.audit_events e
          left join public.users doer
              on doer.id = case when e.by like 'user:%' then substr(e.by, 6)::uuid end
          left join public.users person on person.id = (e.event::jsonb #>> '{details,user}')::uuid
          where p_organisation = any (access.administered()) and e.organisation_id = p_organisation
            and e.kind = any (p_kinds) and (p_before is null or e.id < p_before)
            and (p_person is null or doer.id = p_person or person.id = p_person)
          order by e.id desc limit least(p_limit, 101) $$;
comment on function access.activity is 'What happened in an organisation, for its administrators, with the names of people who have left as well.';

-- The team's own people -------------------------------------------------------------------------------

create function access.team_people(p_user uuid, p_skip integer, p_limit integer)
    returns table (user_id uuid, name text, email text, role text, away_from date, away_until date, leaves_on date,
                   archived_at timestamptz, is_set_up boolean, has_second_factor boolean, last_signed_in_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select u.id, u.name, u.email, coalesce(u.team_role, u.team_archived_role), u.team_away_from, u.team_away_until,
                 u.team_leaves_on, u.team_archived_at, u.password_hash <> '!',
                 access.person_has_second_factor(u.id), u.last_signed_in_at
          from public.users u
          where access.team_role() = 'service_administrator'
            and (u.team_role is not null or u.team_archived_role is not null) and (p_user is null or u.id = p_user)
          order by u.team_archived_at is not null, lower(u.name), u.id offset p_skip limit least(p_limit, 101) $$;
comment on function access.team_people is 'The people of the team and those who have left it, for service administrators.';

create function access.invite_to_team(p_id uuid, p_email text, p_name text, p_role text, p_token bytea) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        if access.team_role() is distinct from 'service_administrator' then
            return false;
        end if;
        insert into public.users (id, email, name, password_hash, password_changed_at, team_role, created_at)
            values (p_id, p_email, p_name, '!', access.now(), p_role, access.now()) on conflict do nothing;
        if not found then
            return false;
        end if;
        insert into public.account_tokens (id_hash, kind, email, user_id, created_at, expires_at)
            values (p_token, 'reset_password', p_email, p_id, access.now(), access.now() + interval '7 days');
        return true;
    end $$;
comment on function access.invite_to_team is 'Makes a person of the team who has no password yet, with a link to set one; false when the address has an account.';

create function access.invite_to_team_again(p_user uuid, p_token bytea) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        if access.team_role() is distinct from 'service_administrator' then
            return false;
        end if;
        insert into public.account_tokens (id_hash, kind, email, user_id, created_at, expires_at)
            select p_token, 'reset_password', u.email, u.id, access.now(), access.now() + interval '7 days'
            from public.users u where u.id = p_user and u.team_role is not null and u.password_hash = '!';
        if not found then
            return false;
        end if;
        update public.account_tokens t set used_at = access.now()
            where t.user_id = p_user and t.used_at is null and t.id_hash <> p_token;
        return true;
    end $$;
comment on function access.invite_to_team_again is 'Another link for somebody of the team who has not set up their account; the earlier ones stop working.';

create function access.change_team_person(p_user uuid, p_role text, p_away_from date, p_away_until date,
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
    if before <> p_role or access.team_role_of(p_user) is null then
        delete from public.sessions s where s.user_id = p_user and s.id_hash <> access.credential();
    end if;
    return true;
end $$;
comment on function access.change_team_person is 'A service administrator changes the role, leave and last day of somebody of the team; another role, and leave that has begun, end their sessions.';

create function access.archive_team_person(p_user uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        if session_user = 'psn_worker' then
            update public.users set team_archived_at = access.now(), team_archived_role = team_role, team_role = null
                where id = p_user and team_leaves_on < access.today() and team_role is not null;
        elsif access.team_role() = 'service_administrator' and p_user <> access.user_id() then
            update public.users set team_archived_at = access.now(), team_archived_role = team_role, team_role = null
                where id = p_user and team_role is not null;
        else
            return false;
        end if;
        if not found then
            return false;
        end if;
        delete from public.sessions where user_id = p_user;
        return true;
    end $$;
comment on function access.archive_team_person is 'Somebody leaves the team at once: by a service administrator, or by the worker after their last day. Their sessions end.';

create function access.restore_team_person(p_user uuid, p_role text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        if access.team_role() is distinct from 'service_administrator' then
            return false;
        end if;
        update public.users set team_role = p_role, team_archived_at = null, team_archived_role = null,
            team_leaves_on = null, team_away_from = null, team_away_until = null
            where id = p_user and team_archived_role is not null;
        return found;
    end $$;
comment on function access.restore_team_person is 'Somebody who left the team comes back.';

-- What the team does to a supplier's account ------------------------------------------------------------

create table support_actions (
    id uuid primary key,
    kind text not null check (kind in ('reset_second_factor', 'appoint_administrator')),
    user_id uuid not null references users (id),
    user_name text not null,
    user_email text not null,
    organisation_id uuid references organisations (id),
    organisation_name text not null,
    reason text not null check (length(reason) between 1 and 1000),
    state text not null default 'proposed' check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
    proposed_at timestamptz not null,
    proposed_by uuid not null references users (id),
    proposed_by_name text not null,
    expires_at timestamptz not null,
    decided_at timestamptz,
    decided_by uuid references users (id),
    decided_by_name text,
    check ((kind = 'appoint_administrator') = (organisation_id is not null)),
    check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
    constraint support_actions_second_person check ((state = 'withdrawn') = (decided_by is not distinct from proposed_by)),
    constraint support_actions_not_oneself check (user_id <> proposed_by and user_id <> decided_by)
);
comment on table support_actions is 'What the team does to the account of somebody outside of it: one proposes, another one approves.';
comment on column support_actions.id is 'Identifier.';
comment on column support_actions.kind is 'What shall be done.';
comment on column support_actions.user_id is 'To whose account.';
comment on column support_actions.user_name is 'Their name then.';
comment on column support_actions.user_email is 'Their address then.';
comment on column support_actions.organisation_id is 'Of which organisation they become an administrator; null for a second factor, which is not an organisation''s.';
comment on column support_actions.organisation_name is 'That organisation''s name then; empty for a second factor.';
comment on column support_actions.reason is 'Why, in the words of the person who proposed it.';
comment on column support_actions.state is 'What became of it.';
comment on column support_actions.proposed_at is 'When it was proposed.';
comment on column support_actions.proposed_by is 'Who proposed it.';
comment on column support_actions.proposed_by_name is 'That person''s name then.';
comment on column support_actions.expires_at is 'After this it can''t be approved any more.';
comment on column support_actions.decided_at is 'When it was approved, refused or withdrawn.';
comment on column support_actions.decided_by is 'Who did: never the person who proposed it, unless they withdrew it.';
comment on column support_actions.decided_by_name is 'That person''s name then.';
create unique index support_actions_open on support_actions (kind, user_id, coalesce(organisation_id, user_id))
    where state = 'proposed';
create index support_actions_proposed on support_actions (proposed_at desc, id);

create function access.organisations_of(p_user uuid) returns table (id uuid, name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select o.id, o.name from public.memberships m join public.organisations o on o.id = m.organisation_id
          where m.user_id = p_user and access.team_role() is not null order by o.name limit 50 $$;
comment on function access.organisations_of is 'The organisations of somebody, for the team.';

create function access.decide_support_action(p_id uuid, p_outcome text) returns boolean
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
        end if;
        delete from public.sessions s where s.user_id = action.user_id;
    end if;
    return true;
end $$;
comment on function access.decide_support_action is 'Approves what another person of the team proposed and does it, or refuses or withdraws it; false when it is decided or has run out.';

-- For the worker -----------------------------------------------------------------------------------------

create function access.leavers(p_limit integer)
    returns table (organisation_id uuid, organisation_name text, user_id uuid, name text, leaves_on date)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select m.organisation_id, o.name, m.user_id, u.name, m.leaves_on
          from public.memberships m join public.organisations o on o.id = m.organisation_id
          join public.users u on u.id = m.user_id
          where m.leaves_on < access.today() order by m.leaves_on, m.user_id limit p_limit $$;
comment on function access.leavers is 'Members whose last day is over.';
create index memberships_leaving on memberships (leaves_on) where leaves_on is not null;

create function access.remove_leaver(p_organisation uuid, p_user uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        delete from public.memberships m where m.organisation_id = p_organisation and m.user_id = p_user
            and m.leaves_on < access.today();
        if not found then
            return false;
        end if;
        update public.invitations i set cancelled_at = access.now()
            where i.organisation_id = p_organisation and i.invited_by = p_user
              and i.accepted_at is null and i.cancelled_at is null;
        delete from public.sessions s where s.user_id = p_user;
        return true;
    end $$;
comment on function access.remove_leaver is 'Removes a member whose last day is over and ends their sessions; false when somebody did it before.';

create function access.team_leavers(p_limit integer) returns table (user_id uuid, name text, leaves_on date)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select u.id, u.name, u.team_leaves_on from public.users u
          where u.team_role is not null and u.team_leaves_on < access.today()
          order by u.team_leaves_on, u.id limit p_limit $$;
comment on function access.team_leavers is 'People of the team whose last day is over.';

create function access.service_administrators() returns table (name text, email text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select u.name, u.email from public.users u where u.team_role = 'service_administrator' order by u.name limit 50 $$;
comment on function access.service_administrators is 'The service administrators, to tell them something; for the worker.';

create function access.access_reviews_due(p_months integer, p_limit integer)
    returns table (organisation_id uuid, organisation_name text, people bigint)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select o.id, o.name, (select count(*) from public.memberships m where m.organisation_id = o.id)
          from public.organisations o
          where not exists (select from public.access_reviews r where r.organisation_id = o.id and r.completed_at is null)
            and coalesce((select max(r.completed_at) from public.access_reviews r where r.organisation_id = o.id),
                         o.created_at) + make_interval(months => p_months) <= access.now()
            and exists (select from public.memberships m where m.organisation_id = o.id)
          order by o.id limit p_limit $$;
comment on function access.access_reviews_due is 'Organisations whose next review of access is due and not begun.';

-- Rights ----------------------------------------------------------------------------------------------------

grant select on public_mail_domains, audit_events to psn_resolver;
grant select, insert, update on join_requests, support_actions to psn_resolver;
grant select on access_reviews to psn_resolver;
grant update, delete on memberships to psn_resolver;
grant update on users to psn_resolver;
grant insert, update on account_tokens to psn_resolver;
create policy resolve on audit_events for select to psn_resolver using (true);
create policy resolve on join_requests to psn_resolver using (true) with check (true);
create policy resolve on support_actions to psn_resolver using (true) with check (true);
create policy resolve on access_reviews for select to psn_resolver using (true);
drop policy resolve on account_tokens;
create policy resolve on account_tokens to psn_resolver using (true) with check (true);

do $$
declare
    pages text[] := array['team_role_of(uuid)', 'end_sessions_of(uuid, uuid)', 'organisations_like_mine()',
        'ask_to_join(uuid, uuid, text)', 'administrators_to_ask(uuid)', 'handle_join_request(uuid, text, text)',
        'standing_of(uuid, uuid[])', 'activity(uuid, text[], uuid, bigint, integer)',
        'team_people(uuid, integer, integer)', 'invite_to_team(uuid, text, text, text, bytea)',
        'invite_to_team_again(uuid, bytea)', 'change_team_person(uuid, text, date, date, date)',
        'archive_team_person(uuid)', 'restore_team_person(uuid, text)', 'organisations_of(uuid)',
        'decide_support_action(uuid, text)'];
    workers text[] := array['administrators_of(uuid)', 'leavers(integer)', 'remove_leaver(uuid, uuid)',
        'team_leavers(integer)', 'archive_team_person(uuid)', 'service_administrators()',
        'access_reviews_due(integer, integer)'];
    inner_ones text[] := array['guard_administrators()', 'guard_team()', 'person_has_second_factor(uuid)'];
    f text;
begin
    foreach f in array pages || workers || inner_ones loop
        execute format('alter function access.%s owner to psn_resolver', f);
        execute format('revoke execute on function access.%s from public', f);
        execute format('grant execute on function access.%s to psn_resolver', f);
    end loop;
    foreach f in array pages loop
        execute format('grant execute on function access.%s to psn_app', f);
    end loop;
    foreach f in array workers loop
        execute format('grant execute on function access.%s to psn_worker', f);
    end loop;
end $$;
grant execute on function access.guard_administrators(), access.guard_team() to psn_owner;

create constraint trigger last_administrator after update of role, leaves_on or delete on memberships
    deferrable initially deferred for each row when (old.role = 'administrator')
    execute function access.guard_administrators();
create constraint trigger last_of_team after update of team_role, team_leaves_on, team_away_from or delete on users
    deferrable initially deferred for each row when (old.team_role in ('lead', 'service_administrator'))
    execute function access.guard_team();

alter table join_requests enable row level security;
alter table join_requests force row level security;
alter table access_reviews enable row level security;
alter table access_reviews force row level security;
alter table access_review_entries enable row level security;
alter table access_review_entries force row level security;
alter table support_actions enable row level security;
alter table support_actions force row level security;

grant update (leaves_on) on memberships to psn_app;

grant select on join_requests to psn_app;
create policy read_own on join_requests for select to psn_app
    using (user_id = (select access.user_id()) or organisation_id = any ((select access.administered())::uuid[]));
create policy record_asking on audit_events for insert to psn_app
    with check (kind = 'join_requested' and organisation_id in (
        select r.organisation_id from join_requests r where r.user_id = (select access.user_id()) and r.state = 'asked'));

grant select, insert on access_reviews, access_review_entries to psn_app;
grant update (completed_at, completed_by, completed_by_name) on access_reviews to psn_app;
grant update (role, outcome, decided_at, decided_by, decided_by_name) on access_review_entries to psn_app;
create policy read_own on access_reviews for select to psn_app
    using (organisation_id = any ((select access.administered())::uuid[]));
create policy begin on access_reviews for insert to psn_app
    with check (organisation_id = any ((select access.administered())::uuid[]));
create policy complete on access_reviews for update to psn_app
    using (organisation_id = any ((select access.administered())::uuid[]) and completed_at is null)
    with check (completed_by = (select access.user_id()));
create policy read_own on access_review_entries for select to psn_app
    using (organisation_id = any ((select access.administered())::uuid[]));
create policy say on access_review_entries for insert to psn_app
    with check (organisation_id = any ((select access.administered())::uuid[]) and decided_by = (select access.user_id()));
create policy say_anew on access_review_entries for update to psn_app
    using (organisation_id = any ((select access.administered())::uuid[])
           and exists (select from access_reviews r where r.id = review_id and r.completed_at is null))
    with check (decided_by = (select access.user_id()));
grant insert on access_reviews to psn_worker;
create policy begin_when_due on access_reviews for insert to psn_worker with check (completed_at is null);

grant select, insert on support_actions to psn_app;
create policy read_as_team on support_actions for select to psn_app
    using ((select access.team_role()) is not null);
create policy propose on support_actions for insert to psn_app
    with check ((select access.team_role()) in ('lead', 'service_administrator')
                and proposed_by = (select access.user_id()) and state = 'proposed');
