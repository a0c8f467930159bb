-- What was said of a document at any moment, and what became of it: the history tells it beside the answers, and compares
-- it between two points.

create table document_history (
    id bigint generated always as identity primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    document_id uuid not null references documents (id) on delete cascade,
    event text not null check (event in ('added', 'newer_added', 'described', 'replaced', 'removed')),
    at timestamptz not null,
    by_name text not null,
    until timestamptz,
    title text not null,
    shows text not null,
    questions text[] not null,
    issuer text not null,
    effective_on date,
    expires_on date,
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade
);
comment on table document_history is 'What became of the documents of applications, with what was said of them from then on. Written by a trigger alone.';
comment on column document_history.id is 'Goes up with each entry.';
comment on column document_history.organisation_id is 'The supplier.';
comment on column document_history.application_id is 'The application.';
comment on column document_history.document_id is 'The version of the document.';
comment on column document_history.event is 'What happened: it was added, was added as a newer version that counts from the end of its scan, was described anew, was replaced by the next version, was removed.';
comment on column document_history.at is 'When.';
comment on column document_history.by_name is 'Who did it; of a replacement, who added the newer version; empty where that was not kept.';
comment on column document_history.until is 'Until when what is said here held; null while it holds.';
comment on column document_history.title is 'Name that people gave it.';
comment on column document_history.shows is 'What it showed, in the supplier''s words; empty when not said.';
comment on column document_history.questions is 'What it belonged to.';
comment on column document_history.issuer is 'Who issued it; empty when not said.';
comment on column document_history.effective_on is 'From when on what it says holds.';
comment on column document_history.expires_on is 'Last day on which what it says holds.';
create index document_history_application on document_history (application_id, at desc, id desc);
create index document_history_document on document_history (document_id, id);
create index document_history_holds on document_history (document_id) where until is null;

-- Before anything was kept: who removed a document is in the audit log alone, and so is that it was described anew.
alter table documents no force row level security;
insert into document_history (organisation_id, application_id, document_id, event, at, by_name, until, title, shows,
                              questions, issuer, effective_on, expires_on)
    select d.organisation_id, d.application_id, d.id, happened.event, happened.at, happened.by_name, happened.until,
           d.title, d.shows, d.questions, d.issuer, d.effective_on, d.expires_on
    from documents d
    left join documents n on n.id = d.replaced_by
    cross join lateral (values
        (case d.number when 1 then 'added' else 'newer_added' end, d.added_at, d.added_by_name,
         coalesce(d.replaced_at, d.removed_at), true),
        ('replaced', d.replaced_at, n.added_by_name, d.replaced_at, d.replaced_at is not null),
        ('removed', d.removed_at, '', d.removed_at, d.replaced_at is null and d.removed_at is not null))
        happened (event, at, by_name, until, is_so)
    where happened.is_so
    order by happened.at, d.number;
alter table documents force row level security;

grant select (added_by_name, title, shows, questions, issuer, effective_on, expires_on, version_of, number, replaced_by,
              replaced_at) on documents to psn_resolver;
grant insert, update (until) on document_history to psn_resolver;
grant select (document_id, until) on document_history to psn_resolver;

create function access.note_document() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_event text;
    v_at timestamptz;
    v_by text;
    v_ends boolean := false;
    v_is_told boolean := true;
begin
    if tg_op = 'INSERT' then
        v_event := case new.number when 1 then 'added' else 'newer_added' end;
        v_at := new.added_at;
        v_by := new.added_by_name;
    elsif new.removed_at is not null and old.removed_at is null then
        v_event := 'removed';
        v_at := new.removed_at;
        v_ends := true;
        -- The version that counts is removed with all others, which is told once.
        v_is_told := new.replaced_at is null
            and not exists (select from public.documents d
                            where d.application_id = new.application_id
                              and new.version_of in (d.id, d.version_of)
                              and d.number < new.number and d.replaced_at is null and d.removed_at = new.removed_at);
    elsif new.replaced_at is not null and old.replaced_at is null then
        v_event := 'replaced';
        v_at := new.replaced_at;
        v_by := (select n.added_by_name from public.documents n where n.id = new.replaced_by);
        v_ends := true;
    elsif (new.title, new.shows, new.questions, new.issuer, new.effective_on, new.expires_on)
        is distinct from (old.title, old.shows, old.questions, old.issuer, old.effective_on, old.expires_on) then
        v_event := 'described';
        v_at := access.now();
    else
        return null;
    end if;
    update public.document_history h set until = v_at where h.document_id = new.id and h.until is null;
    if v_is_told then
        v_by := coalesce(v_by, (select u.name from public.users u where u.id = access.user_id()), '');
        insert into public.document_history (organisation_id, application_id, document_id, event, at, by_name, until,
                title, shows, questions, issuer, effective_on, expires_on)
            values (new.organisation_id, new.application_id, new.id, v_event, v_at, v_by,
                    case when v_ends then v_at end, new.title, new.shows, new.questions, new.issuer,
                    new.effective_on, new.expires_on);
    end if;
    return null;
end $$;
comment on function access.note_document is 'Keeps what became of a document and what is said of it from then on, whoever changes it.';
alter function access.note_document() owner to psn_resolver;
revoke execute on function access.note_document() from public;
create trigger note_document
    after insert or update of title, shows, questions, issuer, effective_on, expires_on, replaced_at, removed_at on documents
    for each row execute function access.note_document();

-- As for the documents: what a supplier drafted before it submitted is its own.
alter table document_history enable row level security;
alter table document_history force row level security;
grant select on document_history to psn_app;
create policy resolve on document_history to psn_resolver using (true) with check (true);
create policy read_known on document_history for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a
                           where a.id = document_history.application_id
                             and (document_history.until is null or document_history.until > a.submitted_at))));
