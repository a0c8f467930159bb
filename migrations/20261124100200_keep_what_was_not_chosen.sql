-- Answers that were sent and not saved, because somebody else had saved another one: kept beside the history, so that
-- nothing that was submitted vanishes.

create table set_aside_answers (
    id bigint generated always as identity primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    page text not null,
    item smallint not null,
    answer jsonb not null,
    seen integer not null,
    set_aside_at timestamptz not null,
    set_aside_by uuid not null references users (id),
    set_aside_by_name text not null,
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade
);
comment on table set_aside_answers is 'Answers that could not be saved as they were sent, because another version was there or nothing could be changed any more.';
comment on column set_aside_answers.id is 'Number of the entry.';
comment on column set_aside_answers.organisation_id is 'The supplier.';
comment on column set_aside_answers.application_id is 'The application.';
comment on column set_aside_answers.page is 'Page of the question set.';
comment on column set_aside_answers.item is 'Number of the list item; 0 when none.';
comment on column set_aside_answers.answer is 'Field to list of values.';
comment on column set_aside_answers.seen is 'The version that its author had seen; 0 when none.';
comment on column set_aside_answers.set_aside_at is 'When it was sent.';
comment on column set_aside_answers.set_aside_by is 'Who sent it.';
comment on column set_aside_answers.set_aside_by_name is 'That person''s name.';
create index set_aside_answers_page on set_aside_answers (application_id, page, item, id);
create index set_aside_answers_at on set_aside_answers (application_id, set_aside_at, id);
create index answer_history_at on answer_history (application_id, saved_at, id);

alter table set_aside_answers enable row level security;
alter table set_aside_answers force row level security;
grant select, insert on set_aside_answers to psn_app;
create policy read_own on set_aside_answers for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
create policy add_own on set_aside_answers for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and set_aside_by = (select access.user_id())
                and access.may_answer(organisation_id, set_aside_by));

create function page.set_answer_aside(p_credential text, p_application uuid, p_page text, p_item smallint,
        p_answer jsonb, p_seen integer, p_name text, p_events jsonb) returns boolean
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz;
    v_me uuid;
begin
    perform set_config('app.credential', p_credential, true);
    v_now := access.now();
    v_me := access.user_id();
    -- What somebody sends again, or has saved before, is there already.
    insert into set_aside_answers (organisation_id, application_id, page, item, answer, seen, set_aside_at,
                                   set_aside_by, set_aside_by_name)
        select a.organisation_id, a.id, p_page, p_item, p_answer, p_seen, v_now, v_me, p_name
        from applications a
        where a.id = p_application
          and not exists (select from set_aside_answers s where s.application_id = p_application
                and s.page = p_page and s.item = p_item and s.answer = p_answer and s.set_aside_by = v_me)
          and not exists (select from answer_history h where h.application_id = p_application
                and h.page = p_page and h.item = p_item and h.answer = p_answer and h.saved_by = v_me);
    if not found then
        return false;
    end if;
    insert into audit_events (at, kind, by, organisation_id, application_id, event)
        select v_now, e.kind, e.by, e.organisation, p_application, e.event
        from jsonb_to_recordset(p_events) as e(kind text, by text, organisation uuid, event text);
    return true;
end $$;
comment on function page.set_answer_aside is 'Keeps an answer that could not be saved, with its record; false when it is there already.';
grant execute on function page.set_answer_aside(text, uuid, text, smallint, jsonb, integer, text, jsonb) to psn_app;
