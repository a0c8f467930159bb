-- Newer versions of documents. Each is a row and a file of its own; the one before stays where it is and says what
-- took its place.

alter table documents
    add column version_of uuid,
    add column number integer not null default 1 check (number between 1 and 1000),
    add column replaced_by uuid,
    add column replaced_at timestamptz,
    add unique (application_id, id),
    add check ((version_of is null) = (number = 1)),
    add check ((replaced_by is null) = (replaced_at is null)),
    add foreign key (application_id, version_of) references documents (application_id, id),
    add foreign key (application_id, replaced_by) references documents (application_id, id);
comment on column documents.version_of is 'The first version of the same document, of the same application; null for that one itself.';
comment on column documents.number is 'Which version of the document it is, counted from 1; the number of one that was refused and removed is given again.';
comment on column documents.replaced_by is 'The newer version that took its place.';
comment on column documents.replaced_at is 'When that happened: when the scan of the newer one had found nothing.';
create unique index documents_versions on documents (version_of, number)
    where version_of is not null and removed_at is null;
-- Only one newer version at a time waits for its scan or was refused.
create unique index documents_one_proposed on documents (version_of)
    where version_of is not null and removed_at is null and replaced_at is null and scan in ('waiting', 'infected', 'failed');

grant update (replaced_by, replaced_at) on documents to psn_app, psn_worker;
grant select (version_of, number, replaced_by, replaced_at) on documents to psn_worker;

-- A version that was replaced before the application was submitted is the supplier's alone; who signs sees what is signed
-- for now.
alter policy read_known on documents
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a
                           where a.id = documents.application_id
                             and (documents.replaced_at is null or documents.replaced_at > a.submitted_at)))
           or (replaced_at is null
               and application_id = (select r.application_id
                                     from signature_requests r join links l on l.signature_request_id = r.id
                                     where l.id = (select access.verified_link_id()))));
alter policy add_own on documents
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and added_by = (select access.user_id()) and scan in ('waiting', 'not_scanned') and not is_file_deleted
                and replaced_at is null);
