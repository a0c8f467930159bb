-- What suppliers ask the PSN team about a question while they fill in the form.

insert into rule_values (name, from_on, value, source) values
    ('enquiry_reply_working_days', '2015-07-08', 5, 'House rule: what we promise on the page');

create table enquiries (
    id uuid primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    subject text not null,
    subject_title text not null,
    reference text not null,
    organisation_name text not null,
    service_name text not null,
    state text not null check (state in ('asked', 'answered', 'closed')),
    reply_by date not null,
    asked_at timestamptz not null,
    last_at timestamptz not null,
    unique (application_id, subject),
    unique (organisation_id, id),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table enquiries is 'What a supplier asks the PSN team about one question of an application, one thread each. The team sees these, also of a draft; it does not see the draft.';
comment on column enquiries.id is 'Identifier.';
comment on column enquiries.organisation_id is 'The supplier.';
comment on column enquiries.application_id is 'The application.';
comment on column enquiries.subject is 'Question (3a) or group of sections that it is about.';
comment on column enquiries.subject_title is 'What that is called.';
comment on column enquiries.reference is 'The application''s reference.';
comment on column enquiries.organisation_name is 'The supplier''s name.';
comment on column enquiries.service_name is 'Name of the service; empty while it has none.';
comment on column enquiries.state is 'Asked: the team has it. Answered: the supplier has it. Closed: the application was withdrawn or deleted.';
comment on column enquiries.reply_by is 'By when the team aims to reply.';
comment on column enquiries.asked_at is 'When it was first asked.';
comment on column enquiries.last_at is 'When somebody wrote last.';
create index enquiries_waiting on enquiries (reply_by, id) where state = 'asked';
create index enquiries_last on enquiries (last_at desc, id);

create table enquiry_messages (
    id uuid primary key,
    organisation_id uuid not null,
    enquiry_id uuid not null,
    is_from_team boolean not null,
    text text not null,
    written_at timestamptz not null,
    written_by uuid not null references users (id),
    written_by_name text not null,
    written_by_email text not null,
    foreign key (organisation_id, enquiry_id) references enquiries (organisation_id, id)
);
comment on table enquiry_messages is 'What supplier and team wrote to each other; never altered.';
comment on column enquiry_messages.id is 'Identifier; the form that sends it makes it, so that sending twice makes one.';
comment on column enquiry_messages.organisation_id is 'The supplier.';
comment on column enquiry_messages.enquiry_id is 'The thread.';
comment on column enquiry_messages.is_from_team is 'True when the team wrote it.';
comment on column enquiry_messages.text is 'What was written.';
comment on column enquiry_messages.written_at is 'When.';
comment on column enquiry_messages.written_by is 'By whom.';
comment on column enquiry_messages.written_by_name is 'That person''s name.';
comment on column enquiry_messages.written_by_email is 'Where a notice of the reply goes.';
create index enquiry_messages_thread on enquiry_messages (enquiry_id, written_at, id);

alter table enquiries enable row level security;
alter table enquiries force row level security;
alter table enquiry_messages enable row level security;
alter table enquiry_messages force row level security;
grant select, insert on enquiries, enquiry_messages to psn_app;
grant update (state, reply_by, last_at, service_name) on enquiries to psn_app;
create policy read on enquiries for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]) or (select access.team_role()) is not null);
create policy ask_own on enquiries for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]));
create policy go_on on enquiries for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or (select access.team_role()) in ('assessor', 'lead', 'service_administrator'));
create policy read on enquiry_messages for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]) or (select access.team_role()) is not null);
create policy write on enquiry_messages for insert to psn_app
    with check (written_by = (select access.user_id())
                and case when is_from_team
                    then (select access.team_role()) in ('assessor', 'lead', 'service_administrator')
                    else organisation_id = any ((select access.organisations())::uuid[]) end);

create or replace function access.erase_draft(p_application uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        perform from public.applications a
            where a.id = p_application and a.state = 'deleted' and a.erase_on <= access.today() for update;
        if not found then
            return false;
        end if;
        if exists (select from public.documents d where d.application_id = p_application and not d.is_file_deleted) then
            return false;
        end if;
        delete from public.documents where application_id = p_application;
        delete from public.imports where application_id = p_application;
        delete from public.links where application_id = p_application;
        delete from public.owner_requests where application_id = p_application;
        delete from public.signature_requests where application_id = p_application;
        delete from public.section_marks where application_id = p_application;
        delete from public.answer_history where application_id = p_application;
        delete from public.answers where application_id = p_application;
        delete from public.draft_reminders where application_id = p_application;
        delete from public.renewals where application_id = p_application;
        delete from public.enquiry_messages m using public.enquiries e
            where e.id = m.enquiry_id and e.application_id = p_application;
        delete from public.enquiries where application_id = p_application;
        delete from public.applications where id = p_application;
        return true;
    end $$;
grant select (id, application_id), delete on enquiries to psn_resolver;
grant select (enquiry_id), delete on enquiry_messages to psn_resolver;
create policy erase on enquiries to psn_resolver using (true);
create policy erase on enquiry_messages to psn_resolver using (true);
