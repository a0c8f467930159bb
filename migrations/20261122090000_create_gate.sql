-- Signing in is a matter of a database role of its own, psn_gate (docs/adr/0010): it alone reads
-- password hashes, begins and ends sessions and handles the e-mailed links of accounts. Whatever
-- somebody could make a page's query do, as psn_app, it can't make them somebody else.

grant usage on schema access, public to psn_gate;

alter table organisations add column requires_second_factor boolean not null default false;
comment on column organisations.requires_second_factor is 'Whether its people must have a second factor; an administrator says so.';
alter table memberships add column leaves_on date;
comment on column memberships.leaves_on is 'The person''s last day, in UK time; null while none is known.';
alter table users add column last_signed_in_at timestamptz;
comment on column users.last_signed_in_at is 'When they last signed in.';

-- What a session is: how sure we are of the person, and what to show of the device.
delete from sessions;
alter table sessions
    add column id uuid not null unique default gen_random_uuid(),
    add column assurance smallint not null default 1 check (assurance in (1, 2)),
    add column confirmed_at timestamptz,
    add column device text not null default '' check (length(device) <= 100),
    add column network text not null default '' check (length(network) <= 60);
comment on column sessions.id is 'Identifier by which its person may end it; no secret.';
comment on column sessions.assurance is 'How the person proved who they are: 1 by password, 2 with a second factor or a passkey.';
comment on column sessions.confirmed_at is 'When they last proved it in this session.';
comment on column sessions.device is 'Browser and system in words, from what the browser says of itself.';
comment on column sessions.network is 'The network that it was begun from: an address without its last part.';

drop function access.session_create(bytea, uuid, jsonb);
drop function access.session_save(bytea, uuid, jsonb);

create function access.idle_time(p_user uuid) returns interval
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select case when exists (select from public.users where id = p_user and team_role is not null)
                 then interval '30 minutes' else interval '60 minutes' end $$;
comment on function access.idle_time is 'How long a session lives without being used: 60 minutes, 30 for the team.';

create function access.session_create(p_hash bytea, p_data jsonb) returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ insert into public.sessions (id_hash, data, created_at, last_seen_at, expires_at)
          values (p_hash, p_data, access.now(), access.now(), access.now() + interval '60 minutes') $$;
comment on function access.session_create is 'Begins a session that is nobody''s yet.';

create function access.session_save(p_hash bytea, p_data jsonb) returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.sessions set data = p_data where id_hash = p_hash and expires_at > access.now() $$;
comment on function access.session_save is 'Keeps the values of a live session; one that has ended stays ended.';

create function access.session_facts(p_hash bytea)
    returns table (user_id uuid, assurance smallint, began_at timestamptz, device text, network text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select s.user_id, s.assurance, s.created_at, s.device, s.network from public.sessions s
          where s.id_hash = p_hash and s.user_id is not null and s.expires_at > access.now() $$;
comment on function access.session_facts is 'Whose live session it is, and what is known of it, to go on under another token.';

create function access.session_begin(p_hash bytea, p_user uuid, p_assurance smallint, p_device text,
        p_network text, p_began_at timestamptz) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
begin
    update public.sessions s
        set user_id = p_user, assurance = p_assurance, confirmed_at = v_now, device = p_device, network = p_network,
            created_at = coalesce(p_began_at, v_now), last_seen_at = v_now,
            expires_at = least(v_now + access.idle_time(p_user), coalesce(p_began_at, v_now) + interval '12 hours')
        where s.id_hash = p_hash and s.user_id is null and s.expires_at > v_now;
    if not found then
        return false;
    end if;
    if p_began_at is null then
        update public.users set last_signed_in_at = v_now where id = p_user;
    end if;
    return true;
end $$;
comment on function access.session_begin is 'Makes a session that is nobody''s the person''s: the one way to be signed in. With p_began_at it goes on with one that began then, under another token.';

create or replace function access.session_touch() returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.sessions
          set last_seen_at = access.now(),
              expires_at = least(access.now() + access.idle_time(user_id), created_at + interval '12 hours')
          where id_hash = access.credential() and expires_at > access.now()
            and last_seen_at < access.now() - interval '1 minute' $$;
comment on function access.session_touch is 'Starts the idle time anew: 60 minutes for suppliers, 30 for the team, 12 hours at most.';

grant update (last_signed_in_at) on users to psn_resolver;

-- What a session of little assurance may not see. Nobody has a second factor yet.
create function access.has_second_factor() returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$ begin return true; end $$;
comment on function access.has_second_factor is 'Whether the presented session was begun with a second factor.';

create or replace function access.team_role() returns text
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$ begin
        return (select u.team_role from public.users u
                where u.id = access.user_id() and access.has_second_factor());
    end $$;
comment on function access.team_role is 'The signed-in person''s role in the PSN team, when a second factor was used.';

create function access.today() returns date
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select (access.now() at time zone 'Europe/London')::date $$;
comment on function access.today is 'The day in the United Kingdom.';

create or replace function access.organisations() returns uuid[]
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    who uuid := access.user_id();
begin
    return (select coalesce(array_agg(m.organisation_id), '{}')
            from public.memberships m join public.organisations o on o.id = m.organisation_id
            where m.user_id = who and (m.leaves_on is null or m.leaves_on >= access.today())
              and (not o.requires_second_factor or access.has_second_factor()));
end $$;
comment on function access.organisations is 'The organisations of the signed-in person: not those that they have left, nor those that require a second factor that was not used.';

create or replace function access.administered() returns uuid[]
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    who uuid := access.user_id();
begin
    return (select coalesce(array_agg(m.organisation_id), '{}') from public.memberships m
            where m.user_id = who and m.role = 'administrator'
              and m.organisation_id = any (access.organisations()));
end $$;
comment on function access.administered is 'The organisations that the signed-in person is an administrator of.';

drop function page.actor(text);
drop function page.application(text, text);
drop function page.queue(text, text, boolean, date, uuid, boolean, integer);
drop function access.actor();

create function access.actor() returns table (
    user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb, now timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    who uuid := access.user_id();
    seen uuid[] := access.organisations();
    has_second_factor boolean := access.has_second_factor();
begin
    return query select u.id, u.name, u.email, case when has_second_factor then u.team_role end,
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
comment on function access.actor is 'The signed-in person with their places, and what is known of the session.';

create function page.actor(p_credential text)
    returns table (user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb)
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    return query select a.user_id, a.name, a.email, a.team_role, a.memberships, a.session from access.actor() a;
end $$;
comment on function page.actor is 'The signed-in person with their places; starts the session''s idle time anew.';

create function page.application(p_credential text, p_reference text)
    returns table (
        user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb, now timestamptz,
        id uuid, organisation_id uuid, organisation_name text, reference text, set_id text, set_version text,
        set_hash text, state text, service_name text, created_at timestamptz, submitted_at timestamptz,
        target_on date, paused_at timestamptz, assigned_to uuid, assigned_name text, infrastructure_id uuid,
        last_saved_at timestamptz, last_saved_by text, version integer,
        answers jsonb, marks jsonb, signature jsonb, owner_request jsonb, clarification jsonb)
    language plpgsql set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    return query
    select person.user_id, person.name, person.email, person.team_role, person.memberships, person.session, person.now,
        a.id, a.organisation_id, a.organisation_name, a.reference, a.set_id, a.set_version, a.set_hash, a.state,
        a.service_name, a.created_at, a.submitted_at, a.target_on, a.paused_at, a.assigned_to, a.assigned_name,
        a.infrastructure_id, a.last_saved_at, a.last_saved_by, a.version,
        (select jsonb_agg(jsonb_build_object('page', w.page, 'item', w.item, 'answer', w.answer,
                    'is_complete', w.is_complete, 'version', w.version,
                    'saved_at', extract(epoch from w.saved_at), 'saved_by', w.saved_by_name))
           from answers w where w.application_id = a.id),
        (select jsonb_object_agg(m.task, m.is_complete) from section_marks m where m.application_id = a.id),
        (select jsonb_build_object('id', s.id, 'state', s.state, 'signatory_name', s.signatory_name,
                    'signatory_email', s.signatory_email, 'requested_by_name', s.requested_by_name,
                    'requested_by_email', s.requested_by_email)
           from signature_requests s where s.application_id = a.id and s.kind = 'initial'
           order by s.sent_at desc limit 1),
        (select jsonb_build_object('state', o.state, 'is_own', o.is_own, 'owner_name', o.owner_name,
                    'contact_name', o.contact_name)
           from owner_requests o where o.application_id = a.id order by o.sent_at desc limit 1),
        (select jsonb_build_object('id', c.id, 'number', c.number, 'due_on', c.due_on, 'items',
                    (select jsonb_agg(jsonb_build_object('subject', i.subject, 'request', i.request) order by i.subject)
                       from clarification_items i where i.clarification_id = c.id))
           from clarifications c where c.application_id = a.id and c.state = 'asked')
    from access.actor() person left join applications a on a.reference = p_reference;
end $$;
comment on function page.application is 'The signed-in person and everything that a page of the form needs of one application; no row when nobody is signed in, nulls when the application can''t be seen.';

create function page.queue(p_credential text, p_view text, p_is_descending boolean,
    p_from_on date, p_from_id uuid, p_is_backwards boolean, p_limit integer)
    returns table (user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb, now timestamptz,
                   id uuid, reference text, organisation_name text, service_name text, submitted_at timestamptz,
                   target_on date, is_paused boolean, assigned_name text, state text)
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    person record;
    today date;
    chosen uuid[] := '{}';
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    select * into person from access.actor();
    if not found then
        return;
    end if;
    today := (person.now at time zone 'Europe/London')::date;
    -- Two queries, so that each walks the index of the queue in its own direction.
    if person.team_role is not null and p_is_descending = p_is_backwards then
        chosen := array(select a.id from applications a
            where a.state <> 'draft'
              and page.is_in_view(p_view, person.user_id, today, a.state, a.assigned_to, a.target_on, a.paused_at)
              and (p_from_id is null or (a.target_on, a.id) > (p_from_on, p_from_id))
            order by a.target_on, a.id limit p_limit);
    elsif person.team_role is not null then
        chosen := array(select a.id from applications a
            where a.state <> 'draft'
              and page.is_in_view(p_view, person.user_id, today, a.state, a.assigned_to, a.target_on, a.paused_at)
              and (p_from_id is null or (a.target_on, a.id) < (p_from_on, p_from_id))
            order by a.target_on desc, a.id desc limit p_limit);
    end if;
    return query select person.user_id, person.name, person.email, person.team_role, person.memberships, person.session, person.now,
            a.id, a.reference, a.organisation_name, a.service_name, a.submitted_at, a.target_on,
            a.paused_at is not null, a.assigned_name, a.state
        from (select) as one left join applications a on a.id = any (chosen)
        order by a.target_on, a.id;
end $$;
comment on function page.queue is 'The signed-in person and one page of the queue in a saved view, by target date, earliest first.';

-- Who owns what, and who may call what.
alter function access.idle_time(uuid) owner to psn_resolver;
alter function access.session_create(bytea, jsonb) owner to psn_resolver;
alter function access.session_save(bytea, jsonb) owner to psn_resolver;
alter function access.session_facts(bytea) owner to psn_resolver;
alter function access.session_begin(bytea, uuid, smallint, text, text, timestamptz) owner to psn_resolver;
alter function access.has_second_factor() owner to psn_resolver;
alter function access.today() owner to psn_resolver;
alter function access.actor() owner to psn_resolver;
revoke execute on function access.idle_time(uuid), access.session_create(bytea, jsonb),
    access.session_save(bytea, jsonb), access.session_facts(bytea),
    access.session_begin(bytea, uuid, smallint, text, text, timestamptz), access.has_second_factor(),
    access.today(), access.actor() from public;
revoke execute on function access.sign_in_candidate(text), access.session_load(bytea),
    access.session_delete(bytea), access.end_sessions() from psn_app;
grant execute on function access.has_second_factor(), access.today(), access.actor(), access.idle_time(uuid)
    to psn_app, psn_resolver;
grant execute on function access.today() to psn_worker, psn_owner;
grant execute on function access.now(), access.credential(), access.user_id(), access.team_role(),
    access.token_user(), access.token_email(), access.sign_in_candidate(text), access.session_load(bytea),
    access.session_create(bytea, jsonb), access.session_save(bytea, jsonb), access.session_facts(bytea),
    access.session_begin(bytea, uuid, smallint, text, text, timestamptz), access.session_delete(bytea),
    access.end_sessions(), access.organisations(), access.today(), access.has_second_factor(),
    access.link_organisation(), access.was_mailed(text, text[], integer), access.schema_version() to psn_gate;
grant execute on function page.actor(text), page.application(text, text),
    page.queue(text, text, boolean, date, uuid, boolean, integer) to psn_app;

revoke insert (id, email, name, password_hash, password_changed_at, created_at),
       update (name, password_hash, password_changed_at) on users from psn_app;
drop policy create_own on users;
drop policy change_own on users;
grant select (id, email, name, password_changed_at, team_role, created_at, last_signed_in_at),
      insert (id, email, name, password_hash, password_changed_at, created_at),
      update (name, password_hash, password_changed_at) on users to psn_gate;
grant select (last_signed_in_at) on users to psn_app;
create policy create_own on users for insert to psn_gate
    with check (lower(email) = lower((select access.token_email())) and team_role is null);
create policy change_own on users for update to psn_gate
    using (id = coalesce((select access.user_id()), (select access.token_user())));
create policy read_own on users for select to psn_gate
    using (id = coalesce((select access.user_id()), (select access.token_user())));

revoke select on account_tokens from psn_app;
revoke insert (id_hash, kind, email, user_id, created_at, expires_at), update (confirmed_at, used_at)
    on account_tokens from psn_app;
drop policy read_presented on account_tokens;
drop policy ask on account_tokens;
drop policy use_presented on account_tokens;
grant select, insert (id_hash, kind, email, user_id, created_at, expires_at), update (confirmed_at, used_at)
    on account_tokens to psn_gate;
create policy read_presented on account_tokens for select to psn_gate
    using (id_hash = (select access.credential()));
create policy ask on account_tokens for insert to psn_gate with check (true);
create policy use_presented on account_tokens for update to psn_gate
    using (id_hash = (select access.credential()));

grant insert on audit_events, outbox to psn_gate;
create policy record_at_gate on audit_events for insert to psn_gate with check (organisation_id is null);
create policy queue_at_gate on outbox for insert to psn_gate with check (true);
