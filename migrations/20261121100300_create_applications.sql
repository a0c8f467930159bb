-- Applications, their answers and the register of infrastructure.

create table infrastructures (
    id uuid primary key,
    name text not null,
    owner_name text not null,
    certificate_number text not null,
    valid_to date not null,
    proposed_by_organisation_id uuid references organisations (id),
    confirmed_at timestamptz,
    confirmed_by uuid references users (id)
);
comment on table infrastructures is 'Register of infrastructure that holds a PSN connection compliance certificate.';
comment on column infrastructures.id is 'Identifier.';
comment on column infrastructures.name is 'Name of the infrastructure.';
comment on column infrastructures.owner_name is 'Organisation that holds the connection certificate.';
comment on column infrastructures.certificate_number is 'Number of the connection certificate.';
comment on column infrastructures.valid_to is 'Last day of the connection certificate.';
comment on column infrastructures.proposed_by_organisation_id is 'Supplier that entered it, until the team confirms it; null for the team''s own entries.';
comment on column infrastructures.confirmed_at is 'When the team confirmed the certificate; null means not confirmed.';
comment on column infrastructures.confirmed_by is 'Who confirmed it.';
create index infrastructures_name on infrastructures (lower(name));

create table applications (
    id uuid primary key,
    organisation_id uuid not null references organisations (id),
    reference text not null unique,
    set_id text not null,
    set_version text not null,
    set_hash text not null,
    state text not null check (state in ('draft', 'submitted', 'under_review', 'awaiting_supplier',
        'recommended', 'approved', 'refused', 'certified')),
    service_name text not null default '',
    organisation_name text not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    submitted_at timestamptz,
    submitted_by uuid references users (id),
    target_on date,
    paused_at timestamptz,
    assigned_to uuid references users (id),
    assigned_name text,
    infrastructure_id uuid references infrastructures (id),
    last_saved_at timestamptz,
    last_saved_by text,
    version integer not null default 1,
    request_key uuid unique,
    unique (organisation_id, id)
);
comment on table applications is 'Applications: one Code of Practice and its assessment.';
comment on column applications.id is 'Identifier.';
comment on column applications.organisation_id is 'The supplier.';
comment on column applications.reference is 'Reference COP-XXXX-XXXX.';
comment on column applications.set_id is 'Question set that it began with.';
comment on column applications.set_version is 'Version of the set.';
comment on column applications.set_hash is 'SHA-256 of the set''s data files, in hexadecimal.';
comment on column applications.state is 'Where it stands.';
comment on column applications.service_name is 'Name of the service, from its answer; empty until given.';
comment on column applications.organisation_name is 'Name of the supplier.';
comment on column applications.created_by is 'Who started it.';
comment on column applications.created_at is 'When it was started.';
comment on column applications.submitted_at is 'When it was submitted.';
comment on column applications.submitted_by is 'Who submitted it.';
comment on column applications.target_on is 'Date by which a decision is due.';
comment on column applications.paused_at is 'Since when the clock is paused; null while it runs.';
comment on column applications.assigned_to is 'Assessor.';
comment on column applications.assigned_name is 'The assessor''s name.';
comment on column applications.infrastructure_id is 'Infrastructure of the register that it names, once submitted.';
comment on column applications.last_saved_at is 'When an answer was last saved.';
comment on column applications.last_saved_by is 'Name of who saved last.';
comment on column applications.version is 'Goes up with each change of state, so that a stale page is noticed.';
comment on column applications.request_key is 'Key of the form that made it, so that sending it twice makes one.';
create index applications_organisation on applications (organisation_id, created_at desc);
create index applications_queue on applications (target_on, id) where state <> 'draft';

create table answers (
    organisation_id uuid not null,
    application_id uuid not null,
    page text not null,
    item smallint not null default 0,
    answer jsonb not null,
    is_complete boolean not null,
    version integer not null,
    saved_at timestamptz not null,
    saved_by uuid not null references users (id),
    saved_by_name text not null,
    primary key (application_id, page, item),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table answers is 'The answers of an application, one row for each page of the question set.';
comment on column answers.organisation_id is 'The supplier.';
comment on column answers.application_id is 'The application.';
comment on column answers.page is 'Page of the question set.';
comment on column answers.item is 'Number of the list item; 0 when the page is not of a list.';
comment on column answers.answer is 'Field to list of values, as named values or text.';
comment on column answers.is_complete is 'True when it passed every check of the page.';
comment on column answers.version is 'Goes up with each save, so that two people can''t overwrite each other unnoticed.';
comment on column answers.saved_at is 'When it was saved.';
comment on column answers.saved_by is 'Who saved it.';
comment on column answers.saved_by_name is 'That person''s name.';

create table answer_history (
    id bigint generated always as identity primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    page text not null,
    item smallint not null,
    answer jsonb not null,
    version integer not null,
    saved_at timestamptz not null,
    saved_by uuid not null references users (id),
    saved_by_name text not null,
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table answer_history is 'Every saved version of every answer: nothing that was submitted vanishes.';
comment on column answer_history.id is 'Number of the entry.';
comment on column answer_history.organisation_id is 'The supplier.';
comment on column answer_history.application_id is 'The application.';
comment on column answer_history.page is 'Page of the question set.';
comment on column answer_history.item is 'Number of the list item; 0 when none.';
comment on column answer_history.answer is 'Field to list of values.';
comment on column answer_history.version is 'Version of the answer.';
comment on column answer_history.saved_at is 'When it was saved.';
comment on column answer_history.saved_by is 'Who saved it.';
comment on column answer_history.saved_by_name is 'That person''s name.';
create index answer_history_page on answer_history (application_id, page, item, version);

create table section_marks (
    organisation_id uuid not null,
    application_id uuid not null,
    task text not null,
    is_complete boolean not null,
    marked_at timestamptz not null,
    marked_by_name text not null,
    primary key (application_id, task),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table section_marks is 'Whether people say that they have completed a section.';
comment on column section_marks.organisation_id is 'The supplier.';
comment on column section_marks.application_id is 'The application.';
comment on column section_marks.task is 'Task of the question set.';
comment on column section_marks.is_complete is 'What was said.';
comment on column section_marks.marked_at is 'When.';
comment on column section_marks.marked_by_name is 'By whom.';

alter table infrastructures enable row level security;
alter table infrastructures force row level security;
alter table applications enable row level security;
alter table applications force row level security;
alter table answers enable row level security;
alter table answers force row level security;
alter table answer_history enable row level security;
alter table answer_history force row level security;
alter table section_marks enable row level security;
alter table section_marks force row level security;

grant select, insert on infrastructures to psn_app;
grant update (name, owner_name, certificate_number, valid_to, confirmed_at, confirmed_by) on infrastructures to psn_app;
create policy read_register on infrastructures for select to psn_app
    using (((select access.user_id()) is not null and confirmed_at is not null)
           or proposed_by_organisation_id = any ((select access.organisations())::uuid[])
           or (select access.team_role()) is not null);
create policy propose on infrastructures for insert to psn_app
    with check ((select access.team_role()) is not null
                or (confirmed_at is null
                    and proposed_by_organisation_id = any ((select access.organisations())::uuid[])));
create policy confirm on infrastructures for update to psn_app
    using ((select access.team_role()) is not null);
create policy found_demonstration on infrastructures for insert to psn_owner
    with check ((select demonstration from service_clock));

grant select, insert on applications to psn_app;
grant update (state, service_name, organisation_name, submitted_at, submitted_by, target_on, paused_at, assigned_to,
    assigned_name, infrastructure_id, last_saved_at, last_saved_by, version) on applications to psn_app;
create policy read_own on applications for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null and state <> 'draft'));
create policy start_own on applications for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]));
create policy change_own on applications for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null and state <> 'draft'));

grant select, insert, delete on answers to psn_app;
grant update (answer, is_complete, version, saved_at, saved_by, saved_by_name) on answers to psn_app;
create policy read_own on answers for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a where a.id = application_id)));
create policy add_own on answers for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]));
create policy change_own on answers for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
create policy remove_own on answers for delete to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));

grant select, insert on answer_history to psn_app;
create policy read_own on answer_history for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a where a.id = application_id)));
create policy add_own on answer_history for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]));

grant select, insert on section_marks to psn_app;
grant update (is_complete, marked_at, marked_by_name) on section_marks to psn_app;
create policy read_own on section_marks for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a where a.id = application_id)));
create policy add_own on section_marks for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]));
create policy change_own on section_marks for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
