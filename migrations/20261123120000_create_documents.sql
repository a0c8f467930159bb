-- Documents that suppliers add to an application.

create table documents (
    id uuid primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    file_name text not null,
    kind text not null check (kind in ('pdf', 'docx', 'odt', 'xlsx', 'ods', 'csv', 'png', 'jpg')),
    bytes bigint not null check (bytes > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    scan text not null check (scan in ('waiting', 'clean', 'infected', 'failed', 'not_scanned')),
    scan_attempts integer not null default 0,
    scan_next_at timestamptz not null,
    scan_found text,
    scanned_at timestamptz,
    title text not null,
    shows text not null default '',
    questions text[] not null default '{}',
    issuer text not null default '',
    effective_on date,
    expires_on date check (expires_on >= effective_on),
    added_at timestamptz not null,
    added_by uuid not null references users (id),
    added_by_name text not null,
    removed_at timestamptz,
    is_file_deleted boolean not null default false,
    version integer not null default 1,
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table documents is 'Documents that suppliers add to an application; the files lie outside the database.';
comment on column documents.id is 'Identifier; part of the file''s place.';
comment on column documents.organisation_id is 'The supplier.';
comment on column documents.application_id is 'The application.';
comment on column documents.file_name is 'Name of the file, made safe.';
comment on column documents.kind is 'What it is, by what is in it.';
comment on column documents.bytes is 'Size of the file in bytes.';
comment on column documents.sha256 is 'SHA-256 of the file in hexadecimal; part of the file''s place.';
comment on column documents.scan is 'How the check for viruses stands; only clean ones, and in the demonstration those not scanned, are given to anybody.';
comment on column documents.scan_attempts is 'How often the scanner was asked.';
comment on column documents.scan_next_at is 'The scanner is not to be asked before.';
comment on column documents.scan_found is 'What the scanner calls the virus, or why it could not read the file.';
comment on column documents.scanned_at is 'When the check ended.';
comment on column documents.title is 'Name that people give it.';
comment on column documents.shows is 'What it shows, in the supplier''s words; empty when not said.';
comment on column documents.questions is 'Questions that it belongs to.';
comment on column documents.issuer is 'Who issued it; empty when not said.';
comment on column documents.effective_on is 'From when on what it says holds, apart from when it was added.';
comment on column documents.expires_on is 'Last day on which what it says holds.';
comment on column documents.added_at is 'When it was added; never changes.';
comment on column documents.added_by is 'Who added it.';
comment on column documents.added_by_name is 'That person''s name.';
comment on column documents.removed_at is 'When the supplier removed it; the worker deletes the file.';
comment on column documents.is_file_deleted is 'Whether the file is gone: after a removal, or because a virus was found.';
comment on column documents.version is 'Goes up with each change of the description, so that a stale page is noticed.';
create index documents_application on documents (application_id, added_at) where removed_at is null;
create index documents_waiting on documents (scan_next_at) where scan = 'waiting' and removed_at is null;
create index documents_to_delete on documents (id) where not is_file_deleted and (removed_at is not null or scan = 'infected');

alter table documents enable row level security;
alter table documents force row level security;

grant select, insert on documents to psn_app;
grant update (title, shows, questions, issuer, effective_on, expires_on, removed_at, version) on documents to psn_app;
create policy read_known on documents for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a where a.id = application_id))
           or application_id = (select r.application_id from signature_requests r join links l on l.signature_request_id = r.id
                                where l.id = (select access.verified_link_id())));
create policy add_own on documents for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and added_by = (select access.user_id()) and scan in ('waiting', 'not_scanned') and not is_file_deleted);
create policy change_own on documents for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));

-- The worker has files scanned and deletes them; it sees nothing that people wrote about them.
grant select (id, organisation_id, application_id, bytes, sha256, scan, scan_attempts, scan_next_at, removed_at, is_file_deleted)
    on documents to psn_worker;
grant update (scan, scan_attempts, scan_next_at, scan_found, scanned_at, is_file_deleted) on documents to psn_worker;
create policy scan_and_delete on documents to psn_worker using (true) with check (true);
