-- An agreement whose last day is over has ended, whether or not the worker has noted so: every page and every check goes by
-- the day.

create function access.agreement_state(p_state text, p_agreed_until date, p_withdrawn_from date) returns text
    language plpgsql stable set search_path = pg_catalog
    as $$ begin
        return case when p_state = 'agreed' and least(p_agreed_until, p_withdrawn_from - 1) < access.today()
               then 'withdrawn' else p_state end;
    end $$;
comment on function access.agreement_state is 'How a request to an owner stands today: an agreement that was given until a day, or is taken back from the day after, has ended when that day is over.';
revoke execute on function access.agreement_state(text, date, date) from public;
grant execute on function access.agreement_state(text, date, date) to psn_app, psn_resolver;

create or replace function access.hosted(p_infrastructure uuid, p_after text, p_limit integer)
    returns table (key text, service_name text, supplier_id uuid, supplier_name text, service_code text,
                   certificate_number text, valid_to date, application_state text, request_id uuid, agreement text,
                   is_own boolean, is_standing boolean, ended_on date, taken_back_by text,
                   taken_back_from date, since timestamptz, runs_here boolean,
                   answered_at timestamptz, answered_by_name text, host_services text[])
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with place as (
        select i.id, i.certificate_number from public.infrastructures i
        where i.id = p_infrastructure and i.confirmed_at is not null
          and (i.owner_organisation_id = any (access.organisations()) or access.team_role() is not null)),
    asked as (
        select distinct on (o.application_id) o.*, place.id as place_id,
               access.agreement_state(o.state, o.agreed_until, o.withdrawn_from) as stands
        from public.owner_requests o, place
        where o.infrastructure_id = place.id or lower(o.certificate_number) = lower(place.certificate_number)
        order by o.application_id, o.sent_at desc, o.id desc),
    named as (
        select (lower(coalesce(c.service_name, o.service_name)) || '/' || o.application_id) collate "C" as key, o.place_id,
               coalesce(c.service_name, o.service_name) as service_name, o.organisation_id, o.supplier_name,
               c.service_code, c.number, c.valid_to, a.state as application_state, o.id as request_id,
               o.stands as agreement, o.is_own, o.standing_agreement_id is not null as is_standing,
               case when o.stands = 'withdrawn' and o.withdrawn_by_name is null then o.agreed_until end as ended_on,
               o.withdrawn_by_name as taken_back_by,
               case when o.stands = 'agreed' then o.withdrawn_from end as taken_back_from,
               coalesce(o.withdrawn_at, o.answered_at, o.sent_at) as since, o.host_services
        from asked o join public.applications a on a.id = o.application_id
        left join public.certificates c on c.application_id = o.application_id
        where o.state <> 'cancelled' and a.state not in ('refused', 'withdrawn', 'deleted')
          and (c.id is null or (c.withdrawn_on is null and (c.valid_to >= access.today()
                                           or (c.renewal_submitted_on is not null and c.renewal_ended_on is null)))))
    select n.key, n.service_name, n.organisation_id, n.supplier_name, n.service_code, n.number, n.valid_to,
           n.application_state, n.request_id, n.agreement, n.is_own, n.is_standing, n.ended_on, n.taken_back_by,
           n.taken_back_from, n.since, h.runs_here, h.answered_at, h.answered_by_name, n.host_services
    from named n left join public.hosting_answers h
        on h.infrastructure_id = n.place_id and h.service_code = n.service_code
    where p_after = '' or n.key > p_after
    order by n.key limit least(p_limit, 101) $$;

create or replace function page.form(p_credential text, p_reference text) returns table (
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
        (select jsonb_build_object('state', o.stands, 'is_own', o.is_own, 'owner_name', o.owner_name,
                    'contact_name', o.contact_name,
                    'ended_on', case when o.stands = 'withdrawn' and o.withdrawn_by_name is null then o.agreed_until end,
                    'covered', jsonb_build_object('service_name', o.service_name,
                        'infrastructure_name', o.infrastructure_name, 'owner_name', o.owner_name,
                        'certificate_number', o.certificate_number,
                        'additional_infrastructure', o.additional_infrastructure))
           from (select r.*, access.agreement_state(r.state, r.agreed_until, r.withdrawn_from) as stands
                 from owner_requests r where r.application_id = a.id order by r.sent_at desc limit 1) o),
        (select jsonb_build_object('id', c.id, 'number', c.number, 'due_on', c.due_on, 'items',
                    (select jsonb_agg(jsonb_build_object('subject', i.subject, 'request', i.request) order by i.subject)
                       from clarification_items i where i.clarification_id = c.id))
           from clarifications c where c.application_id = a.id and c.state = 'asked')
    from access.actor() person left join applications a on a.reference = p_reference;
end $$;

create or replace function access.known_to_sign(p_infrastructure uuid)
    returns table (target_on date, people_who_left text[], renewal jsonb, owner_request jsonb, entry jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select a.target_on,
        array(select access.who_left(a.organisation_id, array(
              select distinct lower(hit[1])
              from regexp_matches(s.snapshot, '"([^"[:space:]]+@[^"[:space:]]+)"', 'g') hit))),
        (select jsonb_build_object('certificate', r.certificate_number, 'service_code', r.service_code,
                    'rules', r.rules_version, 'ends_on', c.valid_to, 'reference', e.reference, 'set_id', e.set_id,
                    'set_version', e.set_version, 'set_hash', e.set_hash,
                    'answers', (select jsonb_agg(jsonb_build_object('page', w.page, 'item', w.item, 'answer', w.answer))
                                from public.answers w where w.application_id = e.id))
         from public.renewals r join public.applications e on e.id = r.earlier_application_id
             join public.certificates c on c.id = r.certificate_id
         where r.application_id = a.id),
        (select jsonb_build_object('state', access.agreement_state(o.state, o.agreed_until, o.withdrawn_from),
                    'service_name', o.service_name,
                    'infrastructure_name', o.infrastructure_name, 'owner_name', o.owner_name,
                    'certificate_number', o.certificate_number,
                    'additional_infrastructure', o.additional_infrastructure)
         from public.owner_requests o where o.application_id = a.id order by o.sent_at desc, o.id desc limit 1),
        (select jsonb_build_object('name', i.name, 'owner_name', i.owner_name,
                    'certificate_number', i.certificate_number)
         from public.infrastructures i
         where i.id = p_infrastructure
           and (i.confirmed_at is not null or i.proposed_by_organisation_id = a.organisation_id)
           and strpos(s.snapshot, i.id::text) > 0)
    from public.links l
    join public.signature_requests s on s.id = l.signature_request_id
    join public.applications a on a.id = s.application_id
    where l.id = access.verified_link_id() $$;

create or replace function access.tasks_to_remind(p_limit integer)
    returns table (organisation_id uuid, application_id uuid, reference text, service_name text, set_id text,
                   set_version text, set_hash text, signature text, owner text, assignee uuid, name text, email text, choice text,
                   tasks jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with due as (
        select t.application_id, t.task, t.assignee, t.due_on, t.due_on < access.today() as is_overdue
        from public.task_assignments t join public.applications a on a.id = t.application_id
        -- In the morning, so that it is there when work begins.
        where a.state = 'draft' and extract(hour from access.now() at time zone 'Europe/London') >= 6
          and t.due_on <= access.today() + access.rule_value('task_reminder_days', access.today())
          -- What was near already when it was given was said then.
          and (t.due_on < access.today()
               or t.due_on - access.rule_value('task_reminder_days', access.today())
                  > (t.assigned_at at time zone 'Europe/London')::date)
          and not exists (select from public.section_marks m
              where m.application_id = t.application_id and m.task = t.task and m.is_complete)
          and not exists (select from public.task_reminders r
              where r.application_id = t.application_id and r.task = t.task and r.assignee = t.assignee
                and r.due_on = t.due_on and r.is_overdue = (t.due_on < access.today()))),
    people as (
        select d.application_id, d.assignee,
               jsonb_agg(jsonb_build_object('task', d.task, 'due_on', d.due_on, 'is_overdue', d.is_overdue)
                         order by d.due_on, d.task) as tasks
        from due d group by d.application_id, d.assignee)
    select a.organisation_id, a.id, a.reference, a.service_name, a.set_id, a.set_version,
        a.set_hash,
        (select s.state from public.signature_requests s where s.application_id = a.id and s.kind = 'initial'
         order by s.sent_at desc limit 1),
        (select access.agreement_state(o.state, o.agreed_until, o.withdrawn_from)
         from public.owner_requests o where o.application_id = a.id order by o.sent_at desc limit 1),
        u.id, u.name, u.email, coalesce(n.choice, 'each'), p.tasks
    from people p join public.applications a on a.id = p.application_id
    join public.memberships m on m.organisation_id = a.organisation_id and m.user_id = p.assignee
        and m.role in ('administrator', 'editor') and (m.leaves_on is null or m.leaves_on >= access.today())
    join public.users u on u.id = p.assignee
    left join public.notice_choices n on n.user_id = u.id
    order by a.id, u.id limit p_limit $$;

create or replace function access.withdraw_agreement(p_request uuid, p_from date, p_name text, p_reason text)
    returns table (organisation_id uuid, application_id uuid, reference text, supplier_name text, service_name text,
                   infrastructure_name text, owner_name text, asker_name text, asker_email text)
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.owner_requests o
          set state = case when p_from > access.today() then o.state else 'withdrawn' end,
              withdrawn_at = access.now(), withdrawn_from = p_from, withdrawn_by_name = p_name,
              withdrawn_reason = p_reason, kept_at = null,
              is_withdrawn_by_holder = access.verified_link_id() is null,
              -- Who is told now that it ends soon is not told once more.
              ending_told_at = case when p_from - 1 <= access.today()
                                        + access.rule_value('agreement_ending_notice_days', access.today())
                                    then access.now() end
          where o.id = p_request and o.withdrawn_at is null
            and access.agreement_state(o.state, o.agreed_until, o.withdrawn_from) = 'agreed'
            and (p_from = access.today()
                 or p_from between access.today() and access.last_day_of_agreement(p_request))
            and access.last_day_of_agreement(p_request) is not null
          returning o.organisation_id, o.application_id, o.reference, o.supplier_name, o.service_name,
                    o.infrastructure_name, o.owner_name, o.requested_by_name, o.requested_by_email $$;

-- Who asks anew while the worker has not noted the end: it is noted, and told of, before the new request takes its place.
create function access.end_agreement(p_request uuid)
    returns table (request_id uuid, organisation_id uuid, application_id uuid, reference text, supplier_name text,
                   service_name text, infrastructure_name text, owner_name text, agreed_until date, is_over boolean,
                   taken_back_by text, application_state text, people jsonb)
    language sql security definer set search_path = pg_catalog, public
    as $$
    with ended as (
        update public.owner_requests o
            set state = 'withdrawn', withdrawn_at = coalesce(o.withdrawn_at, access.now()),
                withdrawn_from = least(o.agreed_until, o.withdrawn_from - 1) + 1
            where o.id = p_request and o.state = 'agreed'
              and least(o.agreed_until, o.withdrawn_from - 1) < access.today()
              and access.may_answer(o.organisation_id, access.user_id())
            returning o.*)
    select o.id, o.organisation_id, o.application_id, o.reference, o.supplier_name, o.service_name, o.infrastructure_name,
           o.owner_name, o.withdrawn_from - 1, true, o.withdrawn_by_name, a.state,
           (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
            from public.memberships m join public.users u on u.id = m.user_id
            where m.organisation_id = o.organisation_id
              and (m.user_id = o.requested_by or m.role = 'administrator')
              and (m.leaves_on is null or m.leaves_on >= access.today()))
    from ended o join public.applications a on a.id = o.application_id $$;
comment on function access.end_agreement is 'Notes that an agreement is over whose last day is, as the worker does, for an editor of the supplier that asks anew. Answers whom to tell; no row when it is not over, or was noted before.';
alter function access.end_agreement(uuid) owner to psn_resolver;
revoke execute on function access.end_agreement(uuid) from public;
grant execute on function access.end_agreement(uuid) to psn_app;
grant execute on function access.may_answer(uuid, uuid) to psn_resolver;
