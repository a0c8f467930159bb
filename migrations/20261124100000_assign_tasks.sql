-- Which colleague does which task of an application, and by when.

create table task_assignments (
    organisation_id uuid not null,
    application_id uuid not null,
    task text not null,
    assignee uuid not null,
    due_on date,
    assigned_at timestamptz not null,
    assigned_by uuid not null references users (id),
    assigned_by_name text not null,
    primary key (application_id, task),
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade,
    foreign key (organisation_id, assignee) references memberships (organisation_id, user_id) on delete cascade
);
comment on table task_assignments is 'Which colleague does which task of an application. Whoever leaves the organisation, or may not answer questions any more, is not assigned any more.';
comment on column task_assignments.organisation_id is 'The supplier.';
comment on column task_assignments.application_id is 'The application.';
comment on column task_assignments.task is 'Task of the question set.';
comment on column task_assignments.assignee is 'Who does it.';
comment on column task_assignments.due_on is 'By when, if anybody said so.';
comment on column task_assignments.assigned_at is 'When this was said.';
comment on column task_assignments.assigned_by is 'Who said it.';
comment on column task_assignments.assigned_by_name is 'That person''s name.';
create index task_assignments_assignee on task_assignments (assignee, due_on);
create index task_assignments_member on task_assignments (organisation_id, assignee);
create index task_assignments_by on task_assignments (assigned_by);

create function access.may_answer(p_organisation uuid, p_user uuid) returns boolean
    language sql stable set search_path = pg_catalog, public
    as $$ select exists (select from memberships m
              where m.organisation_id = p_organisation and m.user_id = p_user
                and m.role in ('administrator', 'editor')
                and (m.leaves_on is null or m.leaves_on >= access.today())) $$;
comment on function access.may_answer is 'Whether somebody is a member of the organisation who answers questions, as far as the caller may see its members.';

alter table task_assignments enable row level security;
alter table task_assignments force row level security;
grant select, insert, delete on task_assignments to psn_app;
grant update (assignee, due_on, assigned_at, assigned_by, assigned_by_name) on task_assignments to psn_app;
create policy read_own on task_assignments for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
create policy add_own on task_assignments for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and access.may_answer(organisation_id, assignee)
                and access.may_answer(organisation_id, (select access.user_id()))
                and assigned_by = (select access.user_id()));
create policy change_own on task_assignments for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]))
    with check (access.may_answer(organisation_id, assignee)
                and access.may_answer(organisation_id, (select access.user_id()))
                and assigned_by = (select access.user_id()));
create policy remove_own on task_assignments for delete to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           and access.may_answer(organisation_id, (select access.user_id())));
revoke execute on function access.may_answer(uuid, uuid) from public;
grant execute on function access.may_answer(uuid, uuid) to psn_app;
