-- Every row of the applications of seed_applications, but the certificates.

insert into applications (id, organisation_id, reference, set_id, set_version, set_hash, state, service_name,
    organisation_name, created_by, created_at, submitted_at, submitted_by, target_on, paused_at, assigned_to,
    assigned_name, infrastructure_id, last_saved_at, last_saved_by, ended_at, ended_by_name, ended_reason, erase_on)
select a.id, a.organisation_id, a.reference, s.set_id, s.set_version, s.set_hash, a.state, a.service_name,
    a.organisation_name, a.editor_id, a.created_at, a.submitted_at,
    case when a.submitted_at is not null then a.editor_id end,
    (a.submitted_at + interval '28 days')::date,
    case when a.state = 'awaiting_supplier' then a.submitted_at + interval '5 hours' end,
    t.id, t.name,
    case when a.submitted_at is not null then i.id end,
    a.created_at + interval '9 days', a.editor_name, e.ended_at, case when e.ended_at is not null then a.editor_name end,
    case when a.state = 'withdrawn' then 'We offer this service in another way.' end,
    case when a.state = 'deleted' then (e.ended_at + interval '30 days')::date end
from seed_applications a cross join seed_settings s
join seed_infrastructures i on i.place = a.infrastructure
cross join lateral (select case a.state when 'deleted' then a.created_at + interval '9 days 1 hour'
    when 'withdrawn' then a.submitted_at + interval '2 hours' end as ended_at) e
left join seed_team t on t.place = a.assessor and a.state not in ('draft', 'deleted', 'submitted', 'withdrawn');

-- The history is made of what was just added: looking it up among all answers would take longer each time.
with added as (
    insert into answers (organisation_id, application_id, page, item, answer, is_complete, version, saved_at, saved_by, saved_by_name)
    select a.organisation_id, a.id, p.page, p.item,
        case when p.has_names then replace(replace(replace(replace(replace(replace(replace(p.answer::text,
            '@ORGANISATION@', a.organisation_name), '@SERVICE@', a.service_name), '@ID@', i.id::text), '@NAME@', i.name),
            '@OWNER@', i.owner_name), '@NUMBER@', i.certificate_number), '@EXPIRES@', i.valid_to::text)::jsonb
            else p.answer end,
        true, 1, a.created_at + p.place * interval '2 hours', a.editor_id, a.editor_name
    from seed_applications a
    join seed_infrastructures i on i.place = a.infrastructure
    join seed_pages p on p.is_thin or a.is_whole
    returning *
)
insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at, saved_by, saved_by_name)
select w.organisation_id, w.application_id, w.page, w.item, w.answer, w.version, w.saved_at, w.saved_by, w.saved_by_name
from seed_applications a join added w on w.application_id = a.id
where a.is_whole;

insert into owner_requests (id, organisation_id, application_id, state, is_own, reference, supplier_name, service_name,
    description_for_users, additional_infrastructure, infrastructure_id, infrastructure_name, owner_name,
    certificate_number, certificate_valid_to, contact_name, contact_job_title, contact_email, requested_by,
    requested_by_name, requested_by_email, sent_at, expires_at, opened_at, answered_at, answered_name, answered_job_title)
select pg_temp.identifier(s.seed, a.place, 41, a.created_at), a.organisation_id, a.id, 'agreed', false, a.reference,
    a.organisation_name, a.service_name, 'Staff look things up by name, number or place, and systems ask for the same.', '', i.id, i.name, i.owner_name,
    i.certificate_number, i.valid_to, 'Graham Whitlock', 'Head of public sector platforms',
    format('owner-%s@hosting.example', i.place), a.editor_id, a.editor_name,
    format('person-2@supplier-%s.example', a.organisation), a.created_at + interval '8 days',
    a.created_at + interval '38 days', a.created_at + interval '8 days 2 hours', a.created_at + interval '8 days 3 hours',
    'Graham Whitlock', 'Head of public sector platforms'
from seed_applications a cross join seed_settings s
join seed_infrastructures i on i.place = a.infrastructure
where a.state not in ('draft', 'deleted');

insert into signature_requests (id, organisation_id, application_id, state, kind, reference, supplier_name, service_name,
    snapshot, snapshot_sha256, commitments_version, signatory_name, signatory_job_title, signatory_email, requested_by,
    requested_by_name, requested_by_email, sent_at, expires_at, opened_at, authority_confirmed_at, signed_at,
    signed_name, signed_job_title, signed_ip, signed_user_agent)
select pg_temp.identifier(s.seed, a.place, 42, a.created_at), a.organisation_id, a.id, 'signed', 'initial', a.reference,
    a.organisation_name, a.service_name, a.snapshot, a.snapshot_sha256, s.commitments_version, 'Margaret Ashworth',
    'Managing director', format('director@supplier-%s.example', a.organisation), a.editor_id, a.editor_name,
    format('person-2@supplier-%s.example', a.organisation), a.created_at + interval '9 days',
    a.created_at + interval '39 days', a.created_at + interval '9 days 1 hour', a.created_at + interval '9 days 1 hour',
    a.created_at + interval '9 days 2 hours', 'Margaret Ashworth', 'Managing director', '192.0.2.1', 'made up'
from seed_applications a cross join seed_settings s
where a.state not in ('draft', 'deleted');

-- Under review some subjects are judged, later all.
insert into judgements (organisation_id, application_id, subject, verdict, note, version, judged_at, judged_by, judged_by_name)
select a.organisation_id, a.id, j.subject,
    case when a.state = 'awaiting_supplier' and j.place = 1 then 'ask'
         when a.state = 'refused' and j.place = 1 then 'not_met' else 'meets' end,
    '', 1, a.submitted_at + interval '2 hours' + j.place * interval '1 minute', t.id, t.name
from seed_applications a cross join seed_settings s
join seed_team t on t.place = a.assessor
join seed_subjects j on (j.is_thin or a.is_whole)
    and (a.state <> 'under_review' or pg_temp.pick(s.seed, a.place, 43) % 2 = j.place % 2)
where a.state not in ('draft', 'deleted', 'submitted', 'withdrawn');

insert into clarifications (id, organisation_id, application_id, number, state, asked_at, asked_by, asked_by_name, due_on)
select pg_temp.identifier(s.seed, a.place, 44, a.submitted_at), a.organisation_id, a.id, 1, 'asked',
    a.submitted_at + interval '5 hours', t.id, t.name, (a.submitted_at + interval '20 days')::date
from seed_applications a cross join seed_settings s join seed_team t on t.place = a.assessor
where a.state = 'awaiting_supplier';

insert into clarification_items (organisation_id, clarification_id, application_id, subject, request, before)
select c.organisation_id, c.id, c.application_id, j.subject, 'Tell us how often this is tested, and by whom.', '[]'
from seed_applications a join clarifications c on c.application_id = a.id join seed_subjects j on j.place = 1
where a.state = 'awaiting_supplier';

insert into decisions (id, organisation_id, application_id, recommendation, reasons, recommended_at, recommended_by,
    recommended_by_name, outcome, decided_at, decided_by, decided_by_name)
select pg_temp.identifier(s.seed, a.place, 45, a.recommended_at), a.organisation_id, a.id,
    case when a.state = 'refused' then 'refuse' else 'grant' end,
    'What was judged speaks for itself.', a.recommended_at, t.id, t.name,
    case when a.decided_at is not null then 'approved' end, a.decided_at,
    case when a.decided_at is not null then l.id end, case when a.decided_at is not null then l.name end
from seed_applications a cross join seed_settings s
join seed_team t on t.place = a.assessor join seed_team l on l.place = a.lead
where a.recommended_at is not null;

insert into audit_events (at, kind, by, organisation_id, application_id, event)
select e.at, e.kind, 'user:' || e.by, e.organisation, a.id,
    json_build_object('application', a.id, 'by', 'user:' || e.by, 'details', e.details, 'kind', e.kind, 'organisation', e.organisation)::text
from seed_applications a cross join seed_settings s
join seed_team t on t.place = a.assessor join seed_team l on l.place = a.lead
cross join lateral (values
    (a.created_at, 'application_started', a.editor_id, a.organisation_id,
        json_build_object('set', s.set_id || ' ' || s.set_version)),
    (a.submitted_at, 'application_submitted', a.editor_id, a.organisation_id,
        json_build_object('snapshot_sha256', a.snapshot_sha256, 'target_on', (a.submitted_at + interval '28 days')::date)),
    (case when a.state not in ('draft', 'deleted', 'submitted', 'withdrawn') then a.submitted_at + interval '1 hour' end, 'review_began', t.id,
        a.organisation_id, '{}'),
    (case when a.state = 'awaiting_supplier' then a.submitted_at + interval '5 hours' end, 'clarification_asked', t.id,
        a.organisation_id, json_build_object('items', '1')),
    (case when a.state = 'deleted' then a.created_at + interval '9 days 1 hour' end, 'draft_deleted', a.editor_id,
        a.organisation_id, '{}'),
    (case when a.state = 'withdrawn' then a.submitted_at + interval '2 hours' end, 'application_withdrawn', a.editor_id,
        a.organisation_id, '{}'),
    (a.recommended_at, 'decision_recommended', t.id, null,
        json_build_object('recommendation', case when a.state = 'refused' then 'refuse' else 'grant' end)),
    (a.decided_at, 'decision_approved', l.id, a.organisation_id,
        json_build_object('recommendation', case when a.state = 'refused' then 'refuse' else 'grant' end))
) e (at, kind, by, organisation, details)
where e.at is not null
order by e.at;
