-- What every statement asks of the database before it does anything: one look for each question, with
-- plans that are kept (docs/adr/0024).
--
-- A function in SQL that runs with its owner's rights, or that sets anything, is never inlined: it is parsed and
-- planned anew at every call. The same in PL/pgSQL is planned once for each connection.

create or replace function access.user_id() returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select s.user_id from public.sessions s, public.service_clock c
            where s.id_hash = decode(nullif(current_setting('app.credential', true), ''), 'hex')
              and s.expires_at > now() + make_interval(secs => c.offset_seconds));
end $$;

create or replace function access.has_second_factor() returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.sessions s, public.service_clock c
                   where s.id_hash = decode(nullif(current_setting('app.credential', true), ''), 'hex')
                     and s.assurance = 2 and s.user_id is not null
                     and s.expires_at > now() + make_interval(secs => c.offset_seconds));
end $$;

create or replace function access.organisations() returns uuid[]
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select coalesce(array_agg(m.organisation_id), '{}')
            from public.service_clock c
            join public.sessions s on s.expires_at > now() + make_interval(secs => c.offset_seconds)
            join public.memberships m on m.user_id = s.user_id
            join public.organisations o on o.id = m.organisation_id
            where s.id_hash = decode(nullif(current_setting('app.credential', true), ''), 'hex')
              and (m.leaves_on is null or m.leaves_on >= (
                  (now() + make_interval(secs => c.offset_seconds)) at time zone 'Europe/London')::date)
              and (not o.requires_second_factor or s.assurance = 2));
end $$;

create or replace function access.team_role() returns text
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select access.team_role_of(s.user_id) from public.sessions s, public.service_clock c
            where s.id_hash = decode(nullif(current_setting('app.credential', true), ''), 'hex')
              and s.assurance = 2 and s.user_id is not null
              and s.expires_at > now() + make_interval(secs => c.offset_seconds));
end $$;

create or replace function access.requires_second_factor() returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    who uuid := access.user_id();
begin
    return exists (select from public.users where id = who and team_role is not null)
        or exists (select from public.memberships m join public.organisations o on o.id = m.organisation_id
                   where m.user_id = who and o.requires_second_factor
                     and (m.leaves_on is null or m.leaves_on >= access.today()));
end $$;

-- Most of the time there is nothing to write, which is found out without the machinery of a change.
create or replace function access.session_touch() returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    presented bytea := access.credential();
    now timestamptz := access.now();
begin
    if exists (select from public.sessions
               where id_hash = presented and expires_at > now and last_seen_at < now - interval '1 minute') then
        update public.sessions
        set last_seen_at = now, expires_at = least(now + access.idle_time(user_id), created_at + interval '12 hours')
        where id_hash = presented and expires_at > now and last_seen_at < now - interval '1 minute';
    end if;
end $$;

-- Nobody who reloads a page writes more than once a minute; they are found out by a look.
create or replace function page.look(p_application uuid, p_place text) returns jsonb
    language plpgsql strict set search_path = pg_catalog, public
    as $$
declare
    v_me uuid := access.user_id();
    v_now timestamptz := access.now();
    v_since timestamptz := v_now - interval '15 minutes';
begin
    if not exists (select from page_visits v
                   where v.application_id = p_application and v.place = p_place and v.user_id = v_me
                     and v.opened_at > v_now - interval '1 minute') then
        insert into page_visits (organisation_id, application_id, place, user_id, opened_at)
            select a.organisation_id, a.id, p_place, v_me, v_now
            from applications a
            where a.id = p_application and a.state in ('draft', 'awaiting_supplier')
              and access.may_answer(a.organisation_id, v_me)
            on conflict (application_id, place, user_id) do update set opened_at = excluded.opened_at;
    end if;
    return jsonb_build_object(
        'opened', (select jsonb_agg(jsonb_build_object('user', v.user_id, 'name', u.name,
                                                       'at', extract(epoch from v.opened_at)) order by v.opened_at desc)
                   from (select * from page_visits v
                         where v.application_id = p_application and v.place = p_place
                           and v.opened_at > v_since and v.user_id <> v_me
                         order by v.opened_at desc limit 5) v
                   join users u on u.id = v.user_id),
        'saved', (select jsonb_agg(jsonb_build_object('user', w.saved_by, 'page', w.page, 'item', w.item))
                  from answers w
                  where w.application_id = p_application and w.saved_at > v_since and w.saved_by <> v_me));
end $$;

-- Few applications are renewals; the others are found out by a look at one table instead of five.
create or replace function page.renewal(p_application uuid) returns jsonb
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    if not exists (select from renewals r where r.application_id = p_application) then
        return null;
    end if;
    return (select jsonb_build_object('certificate', r.certificate_number, 'service_code', r.service_code,
                'rules', r.rules_version, 'ends_on', c.valid_to, 'reference', a.reference, 'set_id', a.set_id,
                'set_version', a.set_version, 'set_hash', a.set_hash,
                'answers', (select jsonb_agg(jsonb_build_object('page', w.page, 'item', w.item, 'answer', w.answer))
                            from answers w where w.application_id = a.id))
            from renewals r join applications a on a.id = r.earlier_application_id
                join certificates c on c.id = r.certificate_id
            where r.application_id = p_application);
end $$;

-- What page.application gives, but the answers are text at once: jsonb would be sorted and packed for each answer,
-- only to be written out again. Under a name of its own, because the release before this one still calls the other.
-- Of an agreement that nobody took back it also says on which day it ended.
create function page.form(p_credential text, p_reference text) returns table (
    user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb, now timestamptz,
    id uuid, organisation_id uuid, organisation_name text, reference text, set_id text, set_version text,
    set_hash text, state text, service_name text, created_at timestamptz, submitted_at timestamptz,
    target_on date, paused_at timestamptz, assigned_to uuid, assigned_name text, infrastructure_id uuid,
    last_saved_at timestamptz, last_saved_by text, version integer, answers json, marks jsonb, signature jsonb,
    owner_request jsonb, clarification jsonb)
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
        (select json_agg(json_build_object('page', w.page, 'item', w.item, 'answer', w.answer,
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
                    'contact_name', o.contact_name,
                    'ended_on', case when o.state = 'withdrawn' and o.withdrawn_by_name is null then o.agreed_until end,
                    'covered', jsonb_build_object('service_name', o.service_name,
                        'infrastructure_name', o.infrastructure_name, 'owner_name', o.owner_name,
                        'certificate_number', o.certificate_number,
                        'additional_infrastructure', o.additional_infrastructure))
           from owner_requests o where o.application_id = a.id order by o.sent_at desc limit 1),
        (select jsonb_build_object('id', c.id, 'number', c.number, 'due_on', c.due_on, 'items',
                    (select jsonb_agg(jsonb_build_object('subject', i.subject, 'request', i.request) order by i.subject)
                       from clarification_items i where i.clarification_id = c.id))
           from clarifications c where c.application_id = a.id and c.state = 'asked')
    from access.actor() person left join applications a on a.reference = p_reference;
end $$;
comment on function page.form is 'The signed-in person and everything that a page of the form needs of one application; no row when nobody is signed in, nulls when the application can''t be seen.';
grant execute on function page.form(text, text) to psn_app;

-- The rest as it was, word for word, in the language whose plans are kept.

create or replace function access.today() returns date
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (access.now() at time zone 'Europe/London')::date;
end $$;

create or replace function access.idle_time(p_user uuid) returns interval
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select case when exists (select from public.users where id = p_user and team_role is not null)
           then interval '30 minutes' else interval '60 minutes' end);
end $$;

create or replace function access.may_answer(p_organisation uuid, p_user uuid) returns boolean
    language plpgsql stable set search_path = pg_catalog, public
    as $$
begin
    return exists (select from memberships m
        where m.organisation_id = p_organisation and m.user_id = p_user
          and m.role in ('administrator', 'editor')
          and (m.leaves_on is null or m.leaves_on >= access.today()));
end $$;

create or replace function access.chose(p_infrastructure uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.applications a
                   where a.organisation_id = any (access.organisations()) and a.state <> 'deleted'
                     and (a.infrastructure_id = p_infrastructure
                          or exists (select from public.answers w
                                     where w.application_id = a.id and w.page = 'infrastructure/find'
                                       and w.answer @> jsonb_build_object('infrastructure',
                                                                          jsonb_build_array(p_infrastructure::text)))));
end $$;

create or replace function access.holds(p_infrastructure uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.infrastructures i
                   where i.id = p_infrastructure and i.confirmed_at is not null
                     and i.owner_organisation_id = any (access.organisations()));
end $$;

create or replace function access.colleagues() returns uuid[]
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select coalesce(array_agg(distinct m.user_id), '{}') from public.memberships m
    where m.organisation_id = any (access.organisations()));
end $$;

create or replace function access.rule_value(p_name text, p_on date) returns integer
    language plpgsql stable set search_path = pg_catalog, public
    as $$
begin
    return (select v.value from rule_values v
    where v.name = p_name and v.from_on <= p_on order by v.from_on desc limit 1);
end $$;

create or replace function access.is_approved(p_decision uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.decisions d where d.id = p_decision and d.outcome = 'approved');
end $$;

create or replace function access.belongs_to_another(p_infrastructure uuid, p_certificate text) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.infrastructures i
                   where (i.id = p_infrastructure or lower(i.certificate_number) = lower(p_certificate))
                     and i.confirmed_at is not null and i.owner_organisation_id is not null
                     and not i.owner_organisation_id = any (access.organisations()));
end $$;

create or replace function access.stands(p_standing uuid, p_organisation uuid, p_infrastructure uuid, p_certificate text, p_is_additional boolean) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.standing_agreements s
                   where s.id = p_standing and s.organisation_id = p_organisation
                     and s.infrastructure_id = p_infrastructure
                     and lower(s.certificate_number) = lower(p_certificate)
                     and s.withdrawn_at is null and s.until >= access.today()
                     and (s.covers_additional or not p_is_additional));
end $$;

create or replace function access.deletion_day(p_application uuid) returns date
    language plpgsql stable set search_path = pg_catalog, public
    as $$
begin
    return (select d.delete_on from public.draft_deletions d
    where d.application_id = p_application and d.delete_on >= access.today() - 7
      and d.quiet_since = access.quiet_since(d.application_id));
end $$;

create or replace function access.quiet_since(p_application uuid) returns timestamptz
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select greatest(coalesce(a.last_saved_at, a.created_at),
        (select k.kept_at from public.draft_deletions k where k.application_id = a.id),
        (select greatest(max(d.added_at), max(d.removed_at)) from public.documents d where d.application_id = a.id),
        (select greatest(max(o.sent_at), max(o.opened_at), max(o.answered_at))
         from public.owner_requests o where o.application_id = a.id),
        (select greatest(max(s.sent_at), max(s.opened_at), max(s.signed_at), max(s.declined_at))
         from public.signature_requests s where s.application_id = a.id),
        (select max(e.last_at) from public.enquiries e where e.application_id = a.id),
        (select max(m.marked_at) from public.section_marks m where m.application_id = a.id),
        (select max(t.assigned_at) from public.task_assignments t where t.application_id = a.id))
    from public.applications a where a.id = p_application and a.state = 'draft');
end $$;

create or replace function access.session_create(p_hash bytea, p_data jsonb) returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    insert into public.sessions (id_hash, data, created_at, last_seen_at, expires_at)
    values (p_hash, p_data, access.now(), access.now(), access.now() + interval '60 minutes');
end $$;

create or replace function access.session_save(p_hash bytea, p_data jsonb) returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    update public.sessions set data = p_data where id_hash = p_hash and expires_at > access.now();
end $$;

create or replace function access.session_delete(p_hash bytea) returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    delete from public.sessions where id_hash = p_hash;
end $$;

create or replace function access.session_facts(p_hash bytea) returns table(user_id uuid, assurance smallint, began_at timestamptz, device text, network text, device_hash bytea, password_seen timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    return query select s.user_id, s.assurance, s.created_at, s.device, s.network, s.device_hash, u.password_changed_at
    from public.sessions s join public.users u on u.id = s.user_id
    where s.id_hash = p_hash and s.user_id is not null and s.expires_at > access.now();
end $$;

create or replace function access.session_load(p_hash bytea) returns table(data jsonb, expires_at timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    return query select s.data, s.expires_at from public.sessions s
    where s.id_hash = p_hash and s.expires_at > access.now();
end $$;

create or replace function access.session_owner(p_hash bytea) returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select s.user_id from public.sessions s
    where s.id_hash = p_hash and s.expires_at > access.now() - interval '24 hours');
end $$;

create or replace function access.sign_in_candidate(p_email text) returns table(user_id uuid, name text, email text, password_hash text, password_changed_at timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    return query select u.id, u.name, u.email, u.password_hash, u.password_changed_at
    from public.users u where lower(u.email) = lower(p_email);
end $$;

create or replace function access.device_standing(p_user uuid, p_device bytea) returns table(is_known boolean, has_signed_in boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    return query select exists (select from public.known_devices where user_id = p_user and device_hash = p_device),
           exists (select from public.users where id = p_user and last_signed_in_at is not null);
end $$;

create or replace function access.factors_of(p_user uuid) returns table(sealed_secret bytea, recovery_codes bigint, passkeys bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    return query select (select a.sealed_secret from public.authenticators a where a.user_id = p_user),
           (select count(*) from public.recovery_codes r where r.user_id = p_user and r.used_at is null),
           (select count(*) from public.passkeys k where k.user_id = p_user);
end $$;

create or replace function access.passkeys_of(p_user uuid) returns table(id uuid, credential jsonb)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    return query select k.id, k.credential from public.passkeys k where k.user_id = p_user order by k.created_at;
end $$;

create or replace function access.lacks_password_tags(p_user uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.users where id = p_user and password_tags is null and closed_at is null);
end $$;

create or replace function access.attempt_standing(p_source bytea, p_cap integer, p_since timestamptz) returns table(is_capped boolean, until timestamptz)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    return query select a.consecutive >= p_cap, a.locked_until from public.attempts a
    where a.source = p_source and (p_since is null or a.began_at >= p_since)
      and (a.consecutive >= p_cap or a.locked_until > access.now());
end $$;

create or replace function access.attempt_forget(p_source bytea) returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    delete from public.attempts where source = p_source;
end $$;

create or replace function access.attempt_give_back(p_source bytea) returns void
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    update public.attempts set level = greatest(0, level - 1), consecutive = greatest(0, consecutive - 1),
        locked_until = null
    where source = p_source;
end $$;

create or replace function access.presented_link(p_token bytea) returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select id from public.links where id = access.link_id() and token_hash = p_token);
end $$;

create or replace function access.presented_invitation(p_token bytea) returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select id from public.invitations where token_hash = p_token and p_token = access.credential());
end $$;

create or replace function access.token_user() returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select t.user_id from public.account_tokens t
    join public.users u on u.id = t.user_id and u.password_changed_at <= t.created_at
    where t.id_hash = access.credential() and t.kind = 'reset_password'
      and t.used_at is null and t.expires_at > access.now());
end $$;

create or replace function access.password_owner() returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return coalesce(access.user_id(), access.token_user());
end $$;

create or replace function access.was_mailed(p_recipient text, p_kinds text[], p_seconds integer) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.outbox
    where lower(recipient) = lower(p_recipient) and kind = any (p_kinds)
      and created_at > access.now() - make_interval(secs => p_seconds));
end $$;

create or replace function access.is_submitted_behind_link() returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.links l join public.applications a on a.id = l.application_id
                   where l.id = access.link_id()
                     and a.state in ('submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved'));
end $$;
