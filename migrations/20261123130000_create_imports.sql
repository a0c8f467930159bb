-- What was found in files that people filled in elsewhere, until they say what of it to use.

create table imports (
    organisation_id uuid not null,
    application_id uuid not null,
    user_id uuid not null references users (id),
    file_name text not null,
    found jsonb not null,
    uploaded_at timestamptz not null,
    primary key (application_id, user_id),
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade
);
comment on table imports is 'What was found in a file that somebody filled in elsewhere: the last file of each person for an application, until they say what to use, for 7 days.';
comment on column imports.organisation_id is 'The supplier.';
comment on column imports.application_id is 'The application that it was uploaded to.';
comment on column imports.user_id is 'Who uploaded it; nobody else sees it.';
comment on column imports.file_name is 'What the browser called the file.';
comment on column imports.found is 'Pages with the values that were found, and what can''t be used.';
comment on column imports.uploaded_at is 'When it was uploaded.';
create index imports_user on imports (user_id);
create index imports_uploaded_at on imports (uploaded_at);

alter table imports enable row level security;
alter table imports force row level security;
grant select, insert, delete on imports to psn_app;
grant update (file_name, found, uploaded_at) on imports to psn_app;
create policy read_own on imports for select to psn_app
    using (user_id = (select access.user_id()) and organisation_id = any ((select access.organisations())::uuid[]));
create policy add_own on imports for insert to psn_app
    with check (user_id = (select access.user_id()) and organisation_id = any ((select access.organisations())::uuid[]));
create policy change_own on imports for update to psn_app
    using (user_id = (select access.user_id()) and organisation_id = any ((select access.organisations())::uuid[]));
create policy remove_own on imports for delete to psn_app
    using (user_id = (select access.user_id()) and organisation_id = any ((select access.organisations())::uuid[]));

grant select (uploaded_at), delete on imports to psn_worker;
create policy see_old on imports for select to psn_worker using (uploaded_at < access.now() - interval '7 days');
create policy forget_old on imports for delete to psn_worker using (uploaded_at < access.now() - interval '7 days');
