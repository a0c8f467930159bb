-- Requests to infrastructure owners and signatories, and the links that they get.

create table owner_requests (
    id uuid primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    state text not null check (state in ('sent', 'opened', 'agreed', 'declined', 'asked', 'cancelled')),
    is_own boolean not null default false,
    reference text not null,
    supplier_name text not null,
    service_name text not null,
    description_for_users text not null,
    additional_infrastructure text not null,
    infrastructure_id uuid references infrastructures (id),
    infrastructure_name text not null,
    owner_name text not null,
    certificate_number text not null,
    certificate_valid_to date not null,
    contact_name text not null,
    contact_job_title text not null,
    contact_email text not null,
    requested_by uuid not null references users (id),
    requested_by_name text not null,
    requested_by_email text not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    opened_at timestamptz,
    answered_at timestamptz,
    answered_name text,
    answered_job_title text,
    reason text,
    cancelled_at timestamptz,
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table owner_requests is 'What infrastructure owners are asked, frozen as it was sent, and their answers.';
comment on column owner_requests.id is 'Identifier.';
comment on column owner_requests.organisation_id is 'The supplier.';
comment on column owner_requests.application_id is 'The application.';
comment on column owner_requests.state is 'Where it stands.';
comment on column owner_requests.is_own is 'True when the supplier owns the infrastructure and confirmed that itself.';
comment on column owner_requests.reference is 'The application''s reference.';
comment on column owner_requests.supplier_name is 'Name of the supplier, as shown to the owner.';
comment on column owner_requests.service_name is 'Name of the service, as shown to the owner.';
comment on column owner_requests.description_for_users is 'Description for users, as shown to the owner.';
comment on column owner_requests.additional_infrastructure is 'Additional infrastructure in words, as shown to the owner.';
comment on column owner_requests.infrastructure_id is 'Entry of the register; null when the supplier entered the details.';
comment on column owner_requests.infrastructure_name is 'Name of the infrastructure.';
comment on column owner_requests.owner_name is 'Organisation that owns it.';
comment on column owner_requests.certificate_number is 'Number of its connection certificate.';
comment on column owner_requests.certificate_valid_to is 'Last day of that certificate.';
comment on column owner_requests.contact_name is 'Who is asked.';
comment on column owner_requests.contact_job_title is 'That person''s job title.';
comment on column owner_requests.contact_email is 'That person''s e-mail address.';
comment on column owner_requests.requested_by is 'Who asked.';
comment on column owner_requests.requested_by_name is 'That person''s name.';
comment on column owner_requests.requested_by_email is 'That person''s e-mail address, for the notice of the answer.';
comment on column owner_requests.sent_at is 'When it was sent.';
comment on column owner_requests.expires_at is 'When the link stops working.';
comment on column owner_requests.opened_at is 'When the owner entered the code.';
comment on column owner_requests.answered_at is 'When the owner answered.';
comment on column owner_requests.answered_name is 'Who answered, as typed.';
comment on column owner_requests.answered_job_title is 'That person''s job title, as typed.';
comment on column owner_requests.reason is 'Why not, or what the owner asks.';
comment on column owner_requests.cancelled_at is 'When it was cancelled.';
create unique index owner_requests_live on owner_requests (application_id)
    where state in ('sent', 'opened', 'agreed');
create index owner_requests_application on owner_requests (application_id, sent_at desc);

create table signature_requests (
    id uuid primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    state text not null check (state in ('sent', 'opened', 'signed', 'declined', 'voided', 'cancelled')),
    kind text not null check (kind in ('initial', 'reconfirmation')),
    reference text not null,
    supplier_name text not null,
    service_name text not null,
    snapshot text not null,
    snapshot_sha256 text not null check (snapshot_sha256 ~ '^[0-9a-f]{64}$'),
    changes text not null default '[]',
    commitments_version text not null,
    signatory_name text not null,
    signatory_job_title text not null,
    signatory_email text not null,
    requested_by uuid not null references users (id),
    requested_by_name text not null,
    requested_by_email text not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    opened_at timestamptz,
    authority_confirmed_at timestamptz,
    signed_at timestamptz,
    signed_name text,
    signed_job_title text,
    signed_ip text,
    signed_user_agent text,
    declined_at timestamptz,
    cannot_sign text check (cannot_sign in ('not_the_right_person', 'something_is_wrong', 'prefers_ink', 'will_not_sign')),
    cannot_sign_note text,
    voided_at timestamptz,
    voided_page text,
    check (state <> 'signed' or (signed_at is not null and signed_name is not null and authority_confirmed_at is not null)),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table signature_requests is 'What signatories are asked to sign, frozen as it was sent, and their signatures.';
comment on column signature_requests.id is 'Identifier.';
comment on column signature_requests.organisation_id is 'The supplier.';
comment on column signature_requests.application_id is 'The application.';
comment on column signature_requests.state is 'Where it stands.';
comment on column signature_requests.kind is 'Whether it covers the first submission or changes made in reply to a clarification.';
comment on column signature_requests.reference is 'The application''s reference.';
comment on column signature_requests.supplier_name is 'Name of the supplier.';
comment on column signature_requests.service_name is 'Name of the service.';
comment on column signature_requests.snapshot is 'Canonical text of exactly what is signed.';
comment on column signature_requests.snapshot_sha256 is 'SHA-256 of that text, in hexadecimal.';
comment on column signature_requests.changes is 'For a reconfirmation, the pages that changed, as a JSON list.';
comment on column signature_requests.commitments_version is 'Version of the commitments in the snapshot.';
comment on column signature_requests.signatory_name is 'Who is asked to sign.';
comment on column signature_requests.signatory_job_title is 'That person''s job title.';
comment on column signature_requests.signatory_email is 'That person''s e-mail address.';
comment on column signature_requests.requested_by is 'Who asked.';
comment on column signature_requests.requested_by_name is 'That person''s name.';
comment on column signature_requests.requested_by_email is 'That person''s e-mail address, for notices.';
comment on column signature_requests.sent_at is 'When it was sent.';
comment on column signature_requests.expires_at is 'When the link stops working.';
comment on column signature_requests.opened_at is 'When the signatory entered the code.';
comment on column signature_requests.authority_confirmed_at is 'When the signatory said that they have authority.';
comment on column signature_requests.signed_at is 'When it was signed.';
comment on column signature_requests.signed_name is 'Name as typed by the signatory.';
comment on column signature_requests.signed_job_title is 'Job title as typed by the signatory.';
comment on column signature_requests.signed_ip is 'Network address that the signature came from.';
comment on column signature_requests.signed_user_agent is 'Browser that the signature came from, cut to 300 characters.';
comment on column signature_requests.declined_at is 'When the signatory said that they can''t sign.';
comment on column signature_requests.cannot_sign is 'Why they can''t.';
comment on column signature_requests.cannot_sign_note is 'What they added.';
comment on column signature_requests.voided_at is 'When it was cancelled, or a changed answer made it void.';
comment on column signature_requests.voided_page is 'Page whose answer changed.';
create unique index signature_requests_live on signature_requests (application_id)
    where state in ('sent', 'opened', 'signed') and kind = 'initial';
create index signature_requests_application on signature_requests (application_id, sent_at desc);

create table links (
    id uuid primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    owner_request_id uuid references owner_requests (id),
    signature_request_id uuid references signature_requests (id),
    token_hash bytea not null unique check (length(token_hash) = 32),
    email text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    cancelled_at timestamptz,
    code_hash bytea,
    code_sent_at timestamptz,
    code_expires_at timestamptz,
    code_attempts integer not null default 0,
    codes_sent integer not null default 0,
    session_hash bytea unique,
    session_expires_at timestamptz,
    draft text,
    check (num_nonnulls(owner_request_id, signature_request_id) = 1),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table links is 'E-mailed links of people without an account: signatories and infrastructure owners.';
comment on column links.id is 'Identifier.';
comment on column links.organisation_id is 'The supplier.';
comment on column links.application_id is 'The application.';
comment on column links.owner_request_id is 'The request to an owner that it leads to.';
comment on column links.signature_request_id is 'The request to sign that it leads to.';
comment on column links.token_hash is 'SHA-256 of the link''s token: shows who asks, no more.';
comment on column links.email is 'Where codes are sent.';
comment on column links.created_at is 'When it was made.';
comment on column links.expires_at is 'When it stops working.';
comment on column links.cancelled_at is 'When it was cancelled or replaced.';
comment on column links.code_hash is 'HMAC-SHA-256 of the code that was e-mailed last.';
comment on column links.code_sent_at is 'When that code was sent.';
comment on column links.code_expires_at is 'When that code stops working.';
comment on column links.code_attempts is 'Wrong tries at that code.';
comment on column links.codes_sent is 'Codes sent so far; there is a limit.';
comment on column links.session_hash is 'SHA-256 of the cookie of the browser that entered the code: the credential of the pages behind it.';
comment on column links.session_expires_at is 'When that browser has to ask for a code again.';
comment on column links.draft is 'An owner''s answer that waits on its check page, as JSON; blanked once it is given.';
create index links_owner_request on links (owner_request_id);
create index links_signature_request on links (signature_request_id);

create function access.link_id() returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    presented bytea := access.credential();
    now timestamptz := access.now();
begin
    return (select id from public.links
            where token_hash = presented or (session_hash = presented and session_expires_at > now));
end $$;
comment on function access.link_id is 'The link that is presented, by its token or by the browser that entered the code.';

create function access.verified_link_id() returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    presented bytea := access.credential();
    now timestamptz := access.now();
begin
    return (select id from public.links
            where session_hash = presented and session_expires_at > now and cancelled_at is null);
end $$;
comment on function access.verified_link_id is 'The link whose e-mailed code this browser has entered.';

create or replace function access.link_organisation() returns uuid
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    link uuid := access.link_id();
begin
    return (select organisation_id from public.links where id = link);
end $$;

grant select on links to psn_resolver;
alter function access.link_id() owner to psn_resolver;
alter function access.verified_link_id() owner to psn_resolver;
alter function access.link_organisation() owner to psn_resolver;
revoke execute on function access.link_id(), access.verified_link_id(), access.link_organisation() from public;
grant execute on function access.link_id(), access.verified_link_id(), access.link_organisation() to psn_app, psn_resolver;

alter table owner_requests enable row level security;
alter table owner_requests force row level security;
alter table signature_requests enable row level security;
alter table signature_requests force row level security;
alter table links enable row level security;
alter table links force row level security;
create policy resolve on links to psn_resolver using (true);

grant select, insert on links to psn_app;
grant update (cancelled_at, code_hash, code_sent_at, code_expires_at, code_attempts, codes_sent, session_hash,
    session_expires_at, draft) on links to psn_app;
create policy read_known on links for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]) or id = (select access.link_id()));
create policy make_own on links for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]));
create policy change_known on links for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]) or id = (select access.link_id()));

grant select, insert on owner_requests to psn_app;
grant update (state, expires_at, opened_at, answered_at, answered_name, answered_job_title, reason, cancelled_at) on owner_requests to psn_app;
create policy read_known on owner_requests for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a where a.id = application_id))
           or id = (select l.owner_request_id from links l where l.id = (select access.link_id())));
create policy ask_own on owner_requests for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]));
create policy change_known on owner_requests for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or id = (select l.owner_request_id from links l where l.id = (select access.verified_link_id())));

grant select, insert on signature_requests to psn_app;
grant update (state, expires_at, opened_at, authority_confirmed_at, signed_at, signed_name, signed_job_title, signed_ip,
    signed_user_agent, declined_at, cannot_sign, cannot_sign_note, voided_at, voided_page) on signature_requests to psn_app;
create policy read_known on signature_requests for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a where a.id = application_id))
           or id = (select l.signature_request_id from links l where l.id = (select access.link_id())));
create policy ask_own on signature_requests for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]));
create policy change_known on signature_requests for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or id = (select l.signature_request_id from links l where l.id = (select access.verified_link_id())));
