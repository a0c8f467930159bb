-- What an infrastructure covers of a question of the standard, and what remains with the services on it, as its
-- owner publishes it to those that chose the infrastructure.

create table responsibilities (
    infrastructure_id uuid not null references infrastructures (id),
    subject text not null check (subject ~ '^[0-9a-z]{1,8}$'),
    organisation_id uuid not null references organisations (id),
    covers text not null check (length(covers) <= 1500),
    remains text not null check (length(remains) between 1 and 1500),
    published_at timestamptz not null,
    published_by uuid not null references users (id),
    published_by_name text not null,
    primary key (infrastructure_id, subject, organisation_id)
);
comment on table responsibilities is 'What owners publish of their infrastructure for each question: what it covers, and what remains with the services on it.';
comment on column responsibilities.infrastructure_id is 'The infrastructure.';
comment on column responsibilities.subject is 'Question of the standard.';
comment on column responsibilities.organisation_id is 'The owner that published it. Once another organisation holds the infrastructure, nobody reads it any more.';
comment on column responsibilities.covers is 'What the infrastructure covers, in the owner''s words; may be empty.';
comment on column responsibilities.remains is 'What remains with the service, in the owner''s words.';
comment on column responsibilities.published_at is 'When.';
comment on column responsibilities.published_by is 'Who published it.';
comment on column responsibilities.published_by_name is 'That person''s name.';
create index responsibilities_organisation on responsibilities (organisation_id);
create index responsibilities_person on responsibilities (published_by);

create function access.chose(p_infrastructure uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.applications a
                         where a.organisation_id = any (access.organisations()) and a.state <> 'deleted'
                           and (a.infrastructure_id = p_infrastructure
                                or exists (select from public.answers w
                                           where w.application_id = a.id and w.page = 'infrastructure/find'
                                             and w.answer @> jsonb_build_object('infrastructure',
                                                                                jsonb_build_array(p_infrastructure::text))))) $$;
comment on function access.chose is 'Whether an application of the signed-in person''s organisations names this infrastructure.';

alter table responsibilities enable row level security;
alter table responsibilities force row level security;
grant select, insert, delete on responsibilities to psn_app;
grant update (covers, remains, published_at, published_by, published_by_name) on responsibilities to psn_app;
create policy read_known on responsibilities for select to psn_app
    using (exists (select from infrastructures i
                   where i.id = responsibilities.infrastructure_id
                     and i.owner_organisation_id = responsibilities.organisation_id)
           and (access.holds(infrastructure_id) or (select access.team_role()) is not null
                or access.chose(infrastructure_id)));
create policy publish_own on responsibilities for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]) and access.holds(infrastructure_id)
                and access.may_answer(organisation_id, (select access.user_id()))
                and published_by = (select access.user_id()));
create policy change_own on responsibilities for update to psn_app
    using (access.holds(infrastructure_id))
    with check (organisation_id = any ((select access.organisations())::uuid[]) and access.holds(infrastructure_id)
                and access.may_answer(organisation_id, (select access.user_id()))
                and published_by = (select access.user_id()));
create policy remove_own on responsibilities for delete to psn_app
    using (access.holds(infrastructure_id) and access.may_answer(organisation_id, (select access.user_id())));

alter function access.chose(uuid) owner to psn_resolver;
revoke execute on function access.chose(uuid) from public;
grant execute on function access.chose(uuid) to psn_app;
