-- The task list says that an agreement is taken back from a day that is to come.

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
                    'taken_back_from', case when o.stands = 'agreed' then o.withdrawn_from end,
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
