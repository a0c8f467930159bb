-- Signing on paper in ink. The supplier prints what is signed, and uploads the signed page; its request has no link. The
-- page is a file like those of documents: scanned before anybody gets it, and kept as it came. A person of the PSN team
-- compares it with the request before a decision can be recommended.

alter table signature_requests
    add column method text not null default 'online' check (method in ('online', 'ink'));
comment on column signature_requests.method is 'How it is signed: online, behind the link, or in ink on paper, which has no link. Never changes.';
alter table signature_requests drop constraint signature_requests_check;
alter table signature_requests
    add check (state <> 'signed' or (signed_at is not null and signed_name is not null
                                     and (method = 'ink' or authority_confirmed_at is not null))),
    add constraint signature_requests_ink
        check (method = 'online' or num_nonnulls(opened_at, authority_confirmed_at, signed_ip, signed_user_agent,
                                                 declined_at, cannot_sign, cannot_sign_note) = 0);
comment on column signature_requests.signed_at is 'When it was signed; in ink, when the signed page was uploaded.';
comment on column signature_requests.signed_name is 'Name as typed by the signatory; in ink, by who uploaded the signed page.';
grant insert (method) on signature_requests to psn_app;

alter table documents add column signature_request_id uuid references signature_requests (id);
comment on column documents.signature_request_id is 'The request whose signed page this file is, which is no document of the application; null for all others.';
create index documents_signed_pages on documents (signature_request_id) where signature_request_id is not null;

create table ink_statements (
    signature_request_id uuid primary key references signature_requests (id) on delete cascade,
    organisation_id uuid not null,
    application_id uuid not null,
    document_id uuid not null unique references documents (id) on delete cascade,
    signed_on date not null,
    signed_name text not null,
    signed_job_title text not null,
    uploaded_at timestamptz not null,
    uploaded_by uuid not null references users (id),
    uploaded_by_name text not null,
    outcome text check (outcome in ('accepted', 'refused')),
    found text[] not null default '{}' check (found <@ array['readable', 'code', 'name', 'date']),
    note text not null default '',
    checked_at timestamptz,
    checked_by uuid references users (id),
    checked_by_name text,
    check (num_nonnulls(outcome, checked_at, checked_by, checked_by_name) in (0, 4)),
    check (outcome is distinct from 'accepted' or found @> array['readable', 'code', 'name', 'date']),
    check (outcome is distinct from 'refused' or note <> ''),
    check (checked_by is distinct from uploaded_by),
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade
);
comment on table ink_statements is 'Statements that were signed on paper in ink: what their suppliers say of the signed page, and what a person of the PSN team found on it.';
comment on column ink_statements.signature_request_id is 'The request that it answers.';
comment on column ink_statements.organisation_id is 'The supplier.';
comment on column ink_statements.application_id is 'The application.';
comment on column ink_statements.document_id is 'The file of the signed page.';
comment on column ink_statements.signed_on is 'The date on the page, as typed.';
comment on column ink_statements.signed_name is 'The signatory''s name on the page, as typed.';
comment on column ink_statements.signed_job_title is 'The job title on the page, as typed.';
comment on column ink_statements.uploaded_at is 'When it was uploaded.';
comment on column ink_statements.uploaded_by is 'Who uploaded it.';
comment on column ink_statements.uploaded_by_name is 'That person''s name.';
comment on column ink_statements.outcome is 'What the PSN team''s check came to; null before. Refused makes the signature void.';
comment on column ink_statements.found is 'What was found right: that it is readable, the statement code, the name, the date.';
comment on column ink_statements.note is 'Why it was refused, for the supplier; empty otherwise.';
comment on column ink_statements.checked_at is 'When it was checked.';
comment on column ink_statements.checked_by is 'Who of the PSN team checked it; never who uploaded it.';
comment on column ink_statements.checked_by_name is 'That person''s name.';
create index ink_statements_application on ink_statements (application_id);

alter table ink_statements enable row level security;
alter table ink_statements force row level security;
grant select on ink_statements to psn_app, psn_resolver;
grant insert (signature_request_id, organisation_id, application_id, document_id, signed_on, signed_name,
    signed_job_title, uploaded_at, uploaded_by, uploaded_by_name) on ink_statements to psn_app;
grant update (outcome, found, note, checked_at, checked_by, checked_by_name) on ink_statements to psn_app;
create policy resolve on ink_statements for select to psn_resolver using (true);
create policy read_known on ink_statements for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a where a.id = application_id)));
create policy upload_own on ink_statements for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and uploaded_by = (select access.user_id()) and signed_on <= access.today()
                and exists (select from signature_requests s
                            where s.id = signature_request_id and s.application_id = ink_statements.application_id
                              and s.method = 'ink' and s.state = 'sent')
                and exists (select from documents d
                            where d.id = document_id and d.added_by = ink_statements.uploaded_by
                              and d.signature_request_id = ink_statements.signature_request_id));
create policy check_page on ink_statements for update to psn_app
    using ((select access.team_role()) in ('assessor', 'lead') and checked_at is null)
    with check (checked_by = (select access.user_id())
                and exists (select from documents d
                            where d.id = document_id and d.scan in ('clean', 'not_scanned')));

create function access.ink_statement(p_request uuid, p_method text) returns jsonb
    language plpgsql stable set search_path = pg_catalog, public
    as $$
begin
    if p_method <> 'ink' then
        return null;
    end if;
    return (select jsonb_build_object('document', d.id, 'file_name', d.file_name, 'kind', d.kind, 'bytes', d.bytes,
                       'sha256', d.sha256, 'scan', d.scan, 'signed_on', i.signed_on,
                       'uploaded_at', extract(epoch from i.uploaded_at)::float8,
                       'uploaded_by_name', i.uploaded_by_name, 'outcome', i.outcome, 'found', i.found,
                       'note', i.note, 'checked_at', extract(epoch from i.checked_at)::float8,
                       'checked_by_name', i.checked_by_name)
            from public.ink_statements i join public.documents d on d.id = i.document_id
            where i.signature_request_id = p_request);
end $$;
comment on function access.ink_statement is 'What is kept of the signed page of a request in ink, for whoever may see it; nothing for a request that is signed online, and before the page was uploaded.';
revoke execute on function access.ink_statement(uuid, text) from public;
grant execute on function access.ink_statement(uuid, text) to psn_app;

-- A signed page belongs to an open request in ink of the same application, and nobody changes or removes it.
alter policy add_own on documents
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and added_by = (select access.user_id()) and not is_file_deleted and replaced_at is null
                and scan_found is null
                and (signature_request_id is null
                     or (number = 1 and file_of is null
                         and exists (select from signature_requests s
                                     where s.id = signature_request_id and s.application_id = documents.application_id
                                       and s.method = 'ink' and s.state = 'sent')))
                and case when file_of is null
                    then (scan = 'waiting' or (scan = 'not_scanned' and (select demonstration from service_clock)))
                         and scanned_at is null and scan_engine is null
                    else number = 1 and access.may_share_file(organisation_id, file_of, sha256, bytes, kind, scan,
                                                              scanned_at, scan_engine) end);
create trigger guard_signed_page before update on documents
    for each row when (current_user = 'psn_app' and old.signature_request_id is not null)
    execute function access.guard_once();
drop trigger note_document on documents;
create trigger note_document
    after insert or update of title, shows, questions, issuer, effective_on, expires_on, replaced_at, removed_at on documents
    for each row when (new.signature_request_id is null) execute function access.note_document();

-- No link leads to a request in ink.
create or replace function access.is_whom_is_asked(p_application uuid, p_owner_request uuid, p_signature_request uuid, p_email text)
    returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.owner_requests o
                         where o.id = p_owner_request and o.application_id = p_application and o.contact_email = p_email)
              or exists (select from public.signature_requests s
                         where s.id = p_signature_request and s.application_id = p_application
                           and s.method = 'online' and s.signatory_email = p_email) $$;

create or replace function access.guard_signature_request() returns trigger
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_is_signatory boolean := exists (select from public.links l
        where l.id = access.verified_link_id() and l.signature_request_id = old.id);
    v_is_answer boolean := (new.opened_at, new.authority_confirmed_at, new.signed_at, new.signed_name,
                            new.signed_job_title, new.signed_ip, new.signed_user_agent, new.declined_at,
                            new.cannot_sign, new.cannot_sign_note)
        is distinct from (old.opened_at, old.authority_confirmed_at, old.signed_at, old.signed_name,
                          old.signed_job_title, old.signed_ip, old.signed_user_agent, old.declined_at,
                          old.cannot_sign, old.cannot_sign_note);
begin
    if (v_is_signatory and old.method = 'online'
            and ((old.state = new.state and not v_is_answer)
                 or (old.state = 'sent' and new.state = 'opened')
                 or (old.state = 'opened' and new.state in ('opened', 'signed', 'declined')
                     and new.opened_at is not distinct from old.opened_at))
            and (new.expires_at, new.voided_at, new.voided_page)
                is not distinct from (old.expires_at, old.voided_at, old.voided_page))
        or (not v_is_signatory and not v_is_answer
            and ((old.state = new.state and old.state in ('sent', 'opened')
                  and new.voided_at is not distinct from old.voided_at)
                 or (old.state in ('sent', 'opened', 'signed') and new.state in ('voided', 'cancelled')
                     and new.expires_at = old.expires_at)))
        -- In ink: exactly what the uploaded page is said to have, by who uploaded it.
        or (old.method = 'ink' and old.state = 'sent' and new.state = 'signed'
            and (new.opened_at, new.authority_confirmed_at, new.signed_ip, new.signed_user_agent, new.declined_at,
                 new.cannot_sign, new.cannot_sign_note, new.expires_at, new.voided_at, new.voided_page)
                is not distinct from (old.opened_at, old.authority_confirmed_at, old.signed_ip, old.signed_user_agent,
                                      old.declined_at, old.cannot_sign, old.cannot_sign_note, old.expires_at,
                                      old.voided_at, old.voided_page)
            and exists (select from public.ink_statements i
                        where i.signature_request_id = old.id and i.uploaded_by = access.user_id()
                          and (i.signed_name, i.signed_job_title, i.uploaded_at)
                              = (new.signed_name, new.signed_job_title, new.signed_at)))
    then
        return new;
    end if;
    raise exception 'only the signatory signs, in the browser that entered the code' using errcode = 'insufficient_privilege';
end $$;
comment on function access.guard_signature_request is 'What a supplier changes of a request to sign is that it is sent again, taken back or void; where it stands otherwise, and every word of the signature, comes from the browser that entered the code of its link. A request in ink is signed by the page that was uploaded for it, in exactly the words that are kept of it.';

-- What the team refuses, or the scanner, is no signature.
grant update (state, voided_at) on signature_requests to psn_resolver;
create policy void_ink on signature_requests for update to psn_resolver
    using (method = 'ink' and state = 'signed') with check (method = 'ink' and state = 'voided');
create function access.void_refused_ink() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    update public.signature_requests s set state = 'voided', voided_at = access.now()
        where s.id = new.signature_request_id and s.method = 'ink' and s.state = 'signed';
    return null;
end $$;
comment on function access.void_refused_ink is 'A signed page that the PSN team refuses makes its signature void.';
create trigger void_refused_ink after update of outcome on ink_statements
    for each row when (old.outcome is null and new.outcome = 'refused') execute function access.void_refused_ink();

create function access.void_ink(p_document uuid)
    returns table (request_id uuid, organisation_id uuid, application_id uuid, reference text, service_name text,
                   people jsonb)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_page record;
begin
    select i.signature_request_id, i.organisation_id, i.application_id, i.uploaded_by, s.reference, s.service_name
        into v_page
        from public.ink_statements i join public.signature_requests s on s.id = i.signature_request_id
        join public.documents d on d.id = i.document_id
        where i.document_id = p_document and d.scan in ('infected', 'failed') and s.method = 'ink' and s.state = 'signed'
        for update of s;
    if not found then
        return;
    end if;
    update public.signature_requests s set state = 'voided', voided_at = access.now()
        where s.id = v_page.signature_request_id;
    return query select v_page.signature_request_id, v_page.organisation_id, v_page.application_id, v_page.reference,
        v_page.service_name,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = v_page.organisation_id
           and (m.user_id = v_page.uploaded_by or m.role = 'administrator')
           and (m.leaves_on is null or m.leaves_on >= access.today()));
end $$;
comment on function access.void_ink is 'Makes a signature in ink void whose page has a virus or could not be scanned, and answers whom to tell. No row when the file is no such page. For the worker.';
alter function access.void_refused_ink() owner to psn_resolver;
alter function access.void_ink(uuid) owner to psn_resolver;
revoke execute on function access.void_refused_ink(), access.void_ink(uuid) from public;
grant execute on function access.void_ink(uuid) to psn_worker;

-- A certificate stands on a page in ink only once a second person has checked it.
create or replace function access.guard_certificate() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    infrastructure public.infrastructures;
begin
    if not exists (select from public.applications a
            where a.id = new.application_id and a.organisation_id = new.organisation_id
              and a.state in ('approved', 'certified')) then
        raise exception 'no certificate without an approved application' using errcode = 'check_violation';
    end if;
    if not exists (select from public.decisions d
            where d.application_id = new.application_id
              and (d.recommendation = 'grant'
                   or (d.recommendation = 'grant_with_conditions'
                       and exists (select from public.grant_conditions c where c.decision_id = d.id)))
              and d.outcome = 'approved' and d.decided_by <> d.recommended_by) then
        raise exception 'no certificate without two different deciding people' using errcode = 'check_violation';
    end if;
    if not exists (select from public.owner_requests o
            where o.application_id = new.application_id and o.state = 'agreed'
              and coalesce(least(o.agreed_until, o.withdrawn_from - 1) >= access.today(), true)
              and lower(o.certificate_number) = lower(new.infrastructure_certificate)) then
        raise exception 'no certificate without a live agreement of the infrastructure owner' using errcode = 'check_violation';
    end if;
    select i.* into infrastructure from public.infrastructures i where i.id = new.infrastructure_id;
    if not found or infrastructure.confirmed_at is null or infrastructure.valid_to < new.valid_from
            or lower(infrastructure.certificate_number) <> lower(new.infrastructure_certificate) then
        raise exception 'no certificate without a live connection certificate' using errcode = 'check_violation';
    end if;
    if new.valid_to > infrastructure.valid_to or new.valid_to >= new.valid_from + interval '12 months 1 day' then
        raise exception 'a certificate ends after 12 months or with its infrastructure' using errcode = 'check_violation';
    end if;
    if not exists (select from public.signature_requests s
            where s.application_id = new.application_id and s.state = 'signed'
              and s.snapshot_sha256 = new.snapshot_sha256
              and (s.method = 'online'
                   or exists (select from public.ink_statements i
                              where i.signature_request_id = s.id and i.outcome = 'accepted'))) then
        raise exception 'no certificate without a signature on what was assessed' using errcode = 'check_violation';
    end if;
    return new;
end $$;

-- A request in ink has no link that could run out.
create or replace function access.next_signing_run_out()
    returns table (request_id uuid, organisation_id uuid, application_id uuid, reference text, service_name text,
                   signatory_name text, expires_at timestamptz, people jsonb)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_next record;
begin
    select s.id, s.organisation_id, s.application_id, s.reference, s.service_name, s.signatory_name, s.expires_at,
           s.requested_by
        into v_next
        from public.signature_requests s join public.applications a on a.id = s.application_id
        where s.state in ('sent', 'opened') and s.method = 'online' and s.expires_at <= access.now()
          and s.expires_at > access.now()
              - make_interval(days => access.rule_value('signing_run_out_days_max', access.today()))
          and (s.run_out_told_at is null or s.run_out_told_at < s.expires_at)
          and case s.kind when 'initial' then a.state = 'draft'
                   else a.state in ('submitted', 'under_review', 'recommended', 'approved') end
        order by s.expires_at, s.id limit 1 for update of s skip locked;
    if not found then
        return;
    end if;
    update public.signature_requests s set run_out_told_at = access.now() where s.id = v_next.id;
    return query select v_next.id, v_next.organisation_id, v_next.application_id, v_next.reference,
        v_next.service_name, v_next.signatory_name, v_next.expires_at,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = v_next.organisation_id
           and (m.user_id = v_next.requested_by or m.role = 'administrator')
           and (m.leaves_on is null or m.leaves_on >= access.today()));
end $$;

-- Whose signature is at stake, and how it is signed: somebody who signs in ink was sent nothing.
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
                    'requested_by_email', s.requested_by_email, 'is_in_ink', s.method = 'ink')
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
