-- A row of organisation A in every table, for the test that tries to read and change
-- them as somebody else; and of B what makes it somebody: a person, a case, links.
-- Ids begin with a for A, b for B and c for the PSN team.

insert into users (id, email, name, password_hash, password_changed_at, team_role, created_at) values
    ('a0000000-0000-4000-8000-000000000002', 'ann@a.example', 'Ann of A', '!', access.now(), null, access.now()),
    ('b0000000-0000-4000-8000-000000000002', 'bob@b.example', 'Bob of B', '!', access.now(), null, access.now()),
    ('d0000000-0000-4000-8000-000000000002', 'dan@d.example', 'Dan of nowhere', '!', access.now(), null, access.now()),
    ('c0000000-0000-4000-8000-000000000002', 'cleo@psn.example', 'Cleo', '!', access.now(), 'assessor', access.now()),
    ('c0000000-0000-4000-8000-000000000003', 'carl@psn.example', 'Carl', '!', access.now(), 'lead', access.now()),
    ('c0000000-0000-4000-8000-000000000005', 'sia@psn.example', 'Sia', '!', access.now(), 'service_administrator', access.now()),
    ('c0000000-0000-4000-8000-000000000006', 'audrey@psn.example', 'Audrey', '!', access.now(), 'auditor', access.now()),
    ('c0000000-0000-4000-8000-000000000007', 'lou@psn.example', 'Lou', '!', access.now(), 'lead', access.now()),
    ('c0000000-0000-4000-8000-000000000008', 'sue@psn.example', 'Sue', '!', access.now(), 'service_administrator', access.now()),
    ('a0000000-0000-4000-8000-000000000012', 'eli@a.example', 'Eli of A', '!', access.now(), null, access.now()),
    ('a0000000-0000-4000-8000-000000000013', 'sid@a.example', 'Sid of A', '!', access.now(), null, access.now()),
    ('a0000000-0000-4000-8000-000000000014', 'val@a.example', 'Val of A', '!', access.now(), null, access.now());

insert into sessions (id_hash, user_id, data, created_at, last_seen_at, expires_at, assurance, confirmed_at)
    select *, 2, access.now() from (values
    (sha256('session of a'), 'a0000000-0000-4000-8000-000000000002'::uuid, '{}'::jsonb, access.now(), access.now(), access.now() + interval '1 hour'),
    (sha256('ended session of a'), 'a0000000-0000-4000-8000-000000000002'::uuid, '{}'::jsonb, access.now() - interval '2 hours', access.now() - interval '2 hours', access.now() - interval '1 hour'),
    (sha256('session of b'), 'b0000000-0000-4000-8000-000000000002'::uuid, '{}'::jsonb, access.now(), access.now(), access.now() + interval '1 hour'),
    (sha256('session of d'), 'd0000000-0000-4000-8000-000000000002'::uuid, '{}'::jsonb, access.now(), access.now(), access.now() + interval '1 hour'),
    (sha256('session of c'), 'c0000000-0000-4000-8000-000000000003'::uuid, '{}'::jsonb, access.now(), access.now(), access.now() + interval '1 hour')) as given;

insert into authenticators (user_id, sealed_secret, last_step, created_at) values
    ('a0000000-0000-4000-8000-000000000002', 'canary of a', 1, access.now()),
    ('b0000000-0000-4000-8000-000000000002', 'canary of b', 2, access.now());
insert into recovery_codes (user_id, code_hash, created_at) values
    ('a0000000-0000-4000-8000-000000000002', sha256('recovery code of a'), access.now()),
    ('b0000000-0000-4000-8000-000000000002', sha256('recovery code of b'), access.now());
insert into answered_questions (digest, answered_at) values (sha256('question'), access.now());
insert into passkeys (id, user_id, credential_id, name, credential, created_at) values
    ('a0000000-0000-4000-8000-00000000000b', 'a0000000-0000-4000-8000-000000000002', 'passkey of a', 'Phone', '{}', access.now()),
    ('b0000000-0000-4000-8000-00000000000b', 'b0000000-0000-4000-8000-000000000002', 'passkey of b', 'Phone', '{}', access.now());

insert into account_tokens (id_hash, kind, email, user_id, created_at, expires_at, confirmed_at) values
    (sha256('account token of a'), 'reset_password', 'ann@a.example', 'a0000000-0000-4000-8000-000000000002', access.now(), access.now() + interval '1 hour', null),
    (sha256('account token of b'), 'reset_password', 'bob@b.example', 'b0000000-0000-4000-8000-000000000002', access.now(), access.now() + interval '1 hour', null),
    (sha256('account token of nobody'), 'confirm_email', 'new@e.example', null, access.now(), access.now() + interval '1 hour', access.now());

insert into attempts (source, bucket, level, consecutive, began_at, last_at, keep_until) values
    (sha256('attempts of a'), 'sign in', 3, 3, access.now(), access.now(), access.now() + interval '1 year');
insert into kept_answers (id, user_id, path, sealed, kept_at, expires_at) values
    ('a0000000-0000-4000-8000-00000000000c', 'a0000000-0000-4000-8000-000000000002', '/applications/COP-AAAA-AAA6/security/1a', 'sealed', access.now(), access.now() + interval '24 hours');
insert into known_devices (device_hash, user_id, first_seen_at, last_seen_at) values
    (sha256('device of a'), 'a0000000-0000-4000-8000-000000000002', access.now(), access.now());

insert into organisations (id, name, kind, address, created_at) values
    ('a0000000-0000-4000-8000-000000000001', 'A Limited', 'company', 'A', access.now()),
    ('b0000000-0000-4000-8000-000000000001', 'B Limited', 'company', 'B', access.now());

insert into memberships (organisation_id, user_id, role, created_at) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000002', 'administrator', access.now()),
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000012', 'editor', access.now()),
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000013', 'signatory', access.now()),
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000014', 'viewer', access.now()),
    ('b0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000002', 'administrator', access.now());

insert into invitations (id, organisation_id, organisation_name, email, role, token_hash, invited_by, invited_by_name, created_at, expires_at) values
    ('a0000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000001', 'A Limited', 'ari@a.example', 'editor', sha256('invitation of a'), 'a0000000-0000-4000-8000-000000000002', 'Ann of A', access.now(), access.now() + interval '7 days'),
    ('b0000000-0000-4000-8000-000000000003', 'b0000000-0000-4000-8000-000000000001', 'B Limited', 'bea@b.example', 'editor', sha256('invitation of b'), 'b0000000-0000-4000-8000-000000000002', 'Bob of B', access.now(), access.now() + interval '7 days');

insert into join_requests (id, organisation_id, organisation_name, user_id, user_name, email, message, asked_at, state, handled_at, handled_by, handled_by_name) values
    ('a0000000-0000-4000-8000-000000000008', 'a0000000-0000-4000-8000-000000000001', 'A Limited', 'a0000000-0000-4000-8000-000000000014', 'Val of A', 'val@a.example', 'canary of a', access.now(), 'refused', access.now(), 'a0000000-0000-4000-8000-000000000002', 'Ann of A');
insert into access_reviews (id, organisation_id, opened_at, due_on) values
    ('a0000000-0000-4000-8000-00000000000b', 'a0000000-0000-4000-8000-000000000001', access.now(), access.today() + 14);
insert into access_review_entries (organisation_id, review_id, user_id, user_name, role, outcome, decided_at, decided_by, decided_by_name) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-00000000000b', 'a0000000-0000-4000-8000-000000000014', 'Val of A', 'viewer', 'confirmed', access.now(), 'a0000000-0000-4000-8000-000000000002', 'Ann of A');
insert into support_actions (id, kind, user_id, user_name, user_email, organisation_id, organisation_name, reason, proposed_at, proposed_by, proposed_by_name, expires_at) values
    ('a0000000-0000-4000-8000-00000000000c', 'appoint_administrator', 'a0000000-0000-4000-8000-000000000014', 'Val of A', 'val@a.example', 'a0000000-0000-4000-8000-000000000001', 'A Limited', 'canary of a', access.now(), 'c0000000-0000-4000-8000-000000000007', 'Lou', access.now() + interval '7 days');

insert into infrastructures (id, name, owner_name, certificate_number, valid_to, proposed_by_organisation_id, confirmed_at, confirmed_by) values
    ('c0000000-0000-4000-8000-000000000004', 'Harbour', 'Harbour Hosting', 'PSN-CN-1', access.today() + 300, null, access.now(), 'c0000000-0000-4000-8000-000000000002'),
    ('a0000000-0000-4000-8000-000000000004', 'Attic', 'A Limited', 'PSN-CN-2', access.today() + 300, 'a0000000-0000-4000-8000-000000000001', null, null);

update infrastructures set owner_organisation_id = 'a0000000-0000-4000-8000-000000000001' where certificate_number = 'PSN-CN-1';
insert into hosting_answers (infrastructure_id, organisation_id, service_code, runs_here, answered_at, answered_by, answered_by_name) values
    ('c0000000-0000-4000-8000-000000000004', 'a0000000-0000-4000-8000-000000000001', 'SRV_9001', true, access.now(), 'a0000000-0000-4000-8000-000000000002', 'Ann of A');
insert into standing_agreements (id, infrastructure_id, certificate_number, organisation_id, supplier_name, owner_organisation_id, covers_additional, until, agreed_at, agreed_by, agreed_by_name, agreed_by_email, agreed_job_title) values
    ('a0000000-0000-4000-8000-00000000000f', 'c0000000-0000-4000-8000-000000000004', 'PSN-CN-1', 'a0000000-0000-4000-8000-000000000001', 'A Limited', 'a0000000-0000-4000-8000-000000000001', true, access.today() + 100, access.now(), 'a0000000-0000-4000-8000-000000000002', 'Ann of A', 'ann@a.example', 'Director');

insert into applications (id, organisation_id, reference, set_id, set_version, set_hash, state, service_name, organisation_name, created_by, created_at) values
    ('a0000000-0000-4000-8000-000000000005', 'a0000000-0000-4000-8000-000000000001', 'COP-AAAA-AAA5', 'psn-cop', '2015-07', '', 'certified', 'Atlas', 'A Limited', 'a0000000-0000-4000-8000-000000000002', access.now()),
    ('a0000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000001', 'COP-AAAA-AAA6', 'psn-cop', '2015-07', '', 'draft', 'Almanac', 'A Limited', 'a0000000-0000-4000-8000-000000000002', access.now()),
    ('b0000000-0000-4000-8000-000000000005', 'b0000000-0000-4000-8000-000000000001', 'COP-BBBB-BBB5', 'psn-cop', '2015-07', '', 'draft', 'Beacon', 'B Limited', 'b0000000-0000-4000-8000-000000000002', access.now());

insert into answers (organisation_id, application_id, page, answer, is_complete, version, saved_at, saved_by, saved_by_name)
    select organisation_id, id, '1a', '{"note": ["canary of a"]}', true, 1, access.now(), created_by, 'Ann of A' from applications where reference like 'COP-A%';
insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at, saved_by, saved_by_name)
    select organisation_id, application_id, page, item, answer, version, saved_at, saved_by, saved_by_name from answers;
insert into imports (organisation_id, application_id, user_id, file_name, found, uploaded_at) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000002', 'canary of a.ods', '{"pages": [], "unused": [], "unused_more": 0, "unknown_columns": []}', access.now());
insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan, scan_next_at, title, added_at, added_by, added_by_name)
    select case reference when 'COP-AAAA-AAA5' then 'a0000000-0000-4000-8000-00000000000d' else 'a0000000-0000-4000-8000-00000000000e' end::uuid,
        organisation_id, id, 'a.pdf', 'pdf', 9, repeat('a', 64), 'clean', access.now(), 'canary of a', access.now(), created_by, 'Ann of A' from applications where reference like 'COP-A%';
insert into document_notices (document_id, organisation_id, expires_on, is_over, sent_at)
    select id, organisation_id, access.today() + 30, false, access.now() from documents;
insert into document_notice_days (organisation_id, day)
    select distinct organisation_id, access.today() from documents;
insert into section_marks (organisation_id, application_id, task, is_complete, marked_at, marked_by_name)
    select organisation_id, id, '1', true, access.now(), 'Ann of A' from applications where reference like 'COP-A%';

insert into owner_requests (id, organisation_id, application_id, state, reference, supplier_name, service_name, description_for_users, additional_infrastructure, infrastructure_name, owner_name, certificate_number, certificate_valid_to, contact_name, contact_job_title, contact_email, requested_by, requested_by_name, requested_by_email, sent_at, expires_at)
    select overlay(id::text placing '0' from 2 for 1)::uuid, organisation_id, id, 'agreed', reference, organisation_name, service_name, '', '', 'Harbour', 'Harbour Hosting', 'PSN-CN-1', access.today() + 300, 'Olga', 'Owner', 'olga@harbour.example', created_by, 'Somebody', 'ann@a.example', access.now(), access.now() + interval '30 days' from applications;
insert into signature_requests (id, organisation_id, application_id, state, kind, reference, supplier_name, service_name, snapshot, snapshot_sha256, commitments_version, signatory_name, signatory_job_title, signatory_email, requested_by, requested_by_name, requested_by_email, sent_at, expires_at, authority_confirmed_at, signed_at, signed_name)
    select id, organisation_id, id, 'signed', 'initial', reference, organisation_name, service_name, 'canary', repeat('0', 64), '1', 'Sid', 'Director', 'sid@a.example', created_by, 'Somebody', 'ann@a.example', access.now(), access.now() + interval '30 days', access.now(), access.now(), 'Sid' from applications;
insert into links (id, organisation_id, application_id, owner_request_id, token_hash, email, created_at, expires_at, session_hash, session_expires_at)
    select id, organisation_id, application_id, id, sha256(convert_to('owner link of ' || reference, 'UTF8')), 'olga@harbour.example', access.now(), access.now() + interval '30 days', sha256(convert_to('owner browser of ' || reference, 'UTF8')), access.now() + interval '1 hour' from owner_requests;
insert into links (id, organisation_id, application_id, signature_request_id, token_hash, email, created_at, expires_at, session_hash, session_expires_at)
    select gen_random_uuid(), organisation_id, application_id, id, sha256(convert_to('signatory link of ' || reference, 'UTF8')), 'sid@a.example', access.now(), access.now() + interval '30 days', sha256(convert_to('signatory browser of ' || reference, 'UTF8')), access.now() + interval '1 hour' from signature_requests;

insert into ink_statements (signature_request_id, organisation_id, application_id, document_id, signed_on, signed_name, signed_job_title, uploaded_at, uploaded_by, uploaded_by_name)
    select s.id, s.organisation_id, s.application_id, d.id, access.today(), 'canary of a', 'Director', access.now(), s.requested_by, 'Ann of A' from signature_requests s join documents d on d.application_id = s.application_id;

insert into judgements (organisation_id, application_id, subject, verdict, note, version, judged_at, judged_by, judged_by_name) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', '1a', 'meets', '', 1, access.now(), 'c0000000-0000-4000-8000-000000000002', 'Cleo');
insert into clarifications (id, organisation_id, application_id, number, state, asked_at, asked_by, asked_by_name, due_on) values
    ('a0000000-0000-4000-8000-000000000007', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', 1, 'asked', access.now(), 'c0000000-0000-4000-8000-000000000002', 'Cleo', access.today());
insert into clarification_items (organisation_id, clarification_id, application_id, subject, request, before) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000007', 'a0000000-0000-4000-8000-000000000005', '1a', 'Why?', '[]');
insert into clarification_reminders (clarification_id, organisation_id, is_last, sent_at) values
    ('a0000000-0000-4000-8000-000000000007', 'a0000000-0000-4000-8000-000000000001', false, access.now());
insert into former_members (organisation_id, email_sha256, left_on) values
    ('a0000000-0000-4000-8000-000000000001', sha256('left@a.example'), access.today());
insert into decisions (id, organisation_id, application_id, recommendation, reasons, recommended_at, recommended_by, recommended_by_name, outcome, decided_at, decided_by, decided_by_name) values
    ('a0000000-0000-4000-8000-000000000008', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', 'grant', '', access.now(), 'c0000000-0000-4000-8000-000000000002', 'Cleo', 'approved', access.now(), 'c0000000-0000-4000-8000-000000000003', 'Carl');
insert into grant_conditions (organisation_id, application_id, decision_id, number, text, due_on) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', 'a0000000-0000-4000-8000-000000000008', 1, 'canary of a', access.today() + 90);

insert into services (code, organisation_id, first_certified_at) values
    ('SRV_9001', 'a0000000-0000-4000-8000-000000000001', access.now());
insert into certificates (id, organisation_id, application_id, number, service_code, service_name, slug, description, organisation_name, infrastructure_id, infrastructure_name, infrastructure_certificate, legal_jurisdiction, management_model, service_desk, commitments_version, snapshot_sha256, valid_from, valid_to, issued_at, issued_by, issued_by_name, signed_json, pdf) values
    ('a0000000-0000-4000-8000-000000000009', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', 'PSNS-2026-9001-X', 'SRV_9001', 'Atlas', 'atlas', '', 'A Limited', 'c0000000-0000-4000-8000-000000000004', 'Harbour', 'PSN-CN-1', '', '', '', '1', repeat('0', 64), access.today(), access.today() + 200, access.now(), 'c0000000-0000-4000-8000-000000000003', 'Carl', '{}', '');

insert into certificate_notices (organisation_id, application_id, number, name, email, sent_at) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', 1, 'Ann of A', 'ann@a.example', access.now());
insert into certificate_reminders (certificate_id, organisation_id, days, sent_at) values
    ('a0000000-0000-4000-8000-000000000009', 'a0000000-0000-4000-8000-000000000001', 90, access.now());
insert into enquiries (id, organisation_id, application_id, subject, subject_title, reference, organisation_name, service_name, state, reply_by, asked_at, last_at) values
    ('a0000000-0000-4000-8000-00000000000d', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', '1a', '1a', 'COP-AAAA-AAA5', 'A Limited', 'Atlas', 'asked', access.today(), access.now(), access.now());
insert into enquiry_messages (id, organisation_id, enquiry_id, is_from_team, text, written_at, written_by, written_by_name, written_by_email) values
    ('a0000000-0000-4000-8000-00000000000e', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-00000000000d', false, 'canary of a', access.now(), 'a0000000-0000-4000-8000-000000000002', 'Ann of A', 'ann@a.example');
insert into connection_assessments (id, organisation_id, application_id, state, on_day, note, recorded_at, recorded_by, recorded_by_name) values
    ('a0000000-0000-4000-8000-000000000011', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', 'received', access.today(), 'canary of a', access.now(), 'c0000000-0000-4000-8000-000000000003', 'Carl');
insert into task_assignments (organisation_id, application_id, task, assignee, assigned_at, assigned_by, assigned_by_name) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000006', 'service', 'a0000000-0000-4000-8000-000000000012', access.now(), 'a0000000-0000-4000-8000-000000000002', 'Ann of A');
insert into notice_choices (user_id, choice, chosen_at) values
    ('a0000000-0000-4000-8000-000000000002', 'daily', access.now());
insert into daily_summaries (user_id, day, changes, sent_at) values
    ('a0000000-0000-4000-8000-000000000002', access.today() - 1, 2, access.now());
insert into set_aside_answers (organisation_id, application_id, page, item, answer, seen, set_aside_at, set_aside_by, set_aside_by_name) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000006', '1a', 0, '{"note": ["canary of a"]}', 1, access.now(), 'a0000000-0000-4000-8000-000000000002', 'Ann of A');
insert into page_visits (organisation_id, application_id, place, user_id, opened_at) values
    ('a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000006', 'security/4a', 'a0000000-0000-4000-8000-000000000002', access.now());
insert into draft_reminders (application_id, organisation_id, days, quiet_since, sent_at) values
    ('a0000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000001', 14, access.now(), access.now());
insert into draft_deletions (application_id, organisation_id, quiet_since, delete_on, announced_at) values
    ('a0000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000001', access.now(), access.today() + 30, access.now());
insert into task_reminders (application_id, organisation_id, task, assignee, due_on, is_overdue, sent_at) values
    ('a0000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000001', 'service', 'a0000000-0000-4000-8000-000000000012', access.today(), false, access.now());
insert into infrastructure_notices (infrastructure_id, application_id, organisation_id, valid_to, is_over, sent_at) values
    ('c0000000-0000-4000-8000-000000000004', 'a0000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000001', access.today(), false, access.now());
insert into holder_notices (infrastructure_id, organisation_id, valid_to, is_over, sent_at) values
    ('c0000000-0000-4000-8000-000000000004', 'a0000000-0000-4000-8000-000000000001', access.today(), false, access.now());
insert into responsibilities (infrastructure_id, subject, organisation_id, covers, remains, published_at, published_by, published_by_name) values
    ('c0000000-0000-4000-8000-000000000004', '1a', 'a0000000-0000-4000-8000-000000000001', 'canary of a', 'canary of a', access.now(), 'a0000000-0000-4000-8000-000000000002', 'Ann of A');
insert into undelivered_mail (about_id, about, organisation_id, application_id, recipient, given_up_at) values
    ('a0000000-0000-4000-8000-00000000000f', 'owner_request', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000006', 'canary of a', access.now());
insert into renewals (application_id, organisation_id, certificate_id, certificate_number, service_code, earlier_application_id, rules_version, started_at) values
    ('a0000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000009', 'PSNS-2026-9001-X', 'SRV_9001', 'a0000000-0000-4000-8000-000000000005', '2026-11', access.now());

insert into audit_events (at, kind, by, organisation_id, application_id, event) values
    (access.now(), 'answer_saved', 'visitor', 'a0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000005', '{}');
insert into outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at) values
    ('a0000000-0000-4000-8000-00000000000a', 'code', 'ann@a.example', 'Subject', 'secret', 'secret', access.now(), access.now() + interval '1 day');

insert into password_history (user_id, password_hash, replaced_at) values
    ('a0000000-0000-4000-8000-000000000002', 'canary', access.now());
insert into password_tries (user_id, at) values
    ('a0000000-0000-4000-8000-000000000002', access.now());
insert into password_tags (tag) values (4711);
