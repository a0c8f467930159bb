-- Drafts that nobody works on for a long time: they are announced to be deleted, kept with one step, and deleted
-- like any other draft, so that they can be brought back.

insert into rule_values (name, from_on, value, source) values
    ('draft_kept_quiet_days', '2015-07-08', 365, 'House rule until the policy owner says how long drafts are kept (design, open question 7)'),
    ('draft_deletion_notice_days', '2015-07-08', 30, 'Design, notice M17: 30 days before deletion');

create table draft_deletions (
    application_id uuid primary key,
    organisation_id uuid not null,
    quiet_since timestamptz not null,
    delete_on date not null,
    announced_at timestamptz not null,
    kept_at timestamptz,
    kept_by_name text,
    check ((kept_at is null) = (kept_by_name is null)),
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade
);
comment on table draft_deletions is 'Drafts that nobody worked on for so long that people were told of their deletion. Working on one or keeping it makes its row count no more.';
comment on column draft_deletions.application_id is 'The draft.';
comment on column draft_deletions.organisation_id is 'The supplier.';
comment on column draft_deletions.quiet_since is 'When somebody last worked on it or kept it, as people were told.';
comment on column draft_deletions.delete_on is 'The day on which it is deleted.';
comment on column draft_deletions.announced_at is 'When people were told.';
comment on column draft_deletions.kept_at is 'When somebody last said that it is to be kept; its quiet time begins anew.';
comment on column draft_deletions.kept_by_name is 'Who said so.';
create index draft_deletions_organisation on draft_deletions (organisation_id);
create index draft_deletions_due on draft_deletions (delete_on);
alter table draft_deletions enable row level security;
alter table draft_deletions force row level security;
grant select on draft_deletions to psn_app;
grant update (kept_at, kept_by_name) on draft_deletions to psn_app;
create policy read_own on draft_deletions for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
create policy keep_own on draft_deletions for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           and access.may_answer(organisation_id, (select access.user_id())));

-- Removed documents count too, or removing one would take back that somebody worked.
create index documents_of_application on documents (application_id);

create function access.quiet_since(p_application uuid) returns timestamptz
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select greatest(coalesce(a.last_saved_at, a.created_at),
        (select k.kept_at from public.draft_deletions k where k.application_id = a.id),
        (select greatest(max(d.added_at), max(d.removed_at)) from public.documents d where d.application_id = a.id),
        (select greatest(max(o.sent_at), max(o.opened_at), max(o.answered_at))
         from public.owner_requests o where o.application_id = a.id),
        (select greatest(max(s.sent_at), max(s.opened_at), max(s.signed_at), max(s.declined_at))
         from public.signature_requests s where s.application_id = a.id),
        (select max(e.last_at) from public.enquiries e where e.application_id = a.id),
        (select max(m.marked_at) from public.section_marks m where m.application_id = a.id),
        (select max(t.assigned_at) from public.task_assignments t where t.application_id = a.id))
    from public.applications a where a.id = p_application and a.state = 'draft' $$;
comment on function access.quiet_since is 'When somebody last worked on a draft: saved, kept, added or removed a document, marked or assigned a task, wrote about a question, or when its owner or signatory was asked, looked or answered. Null when it is no draft.';

create function access.deletion_day(p_application uuid) returns date
    language sql stable set search_path = pg_catalog, public
    as $$
    select d.delete_on from public.draft_deletions d
    where d.application_id = p_application and d.delete_on >= access.today() - 7
      and d.quiet_since = access.quiet_since(d.application_id) $$;
comment on function access.deletion_day is 'The day on which a draft is deleted, if people were told and nobody worked on it or kept it since; null otherwise. A day that is over for a week counts no more: people are told again.';

create function access.drafts_to_announce(p_limit integer)
    returns table (application_id uuid, organisation_id uuid, reference text, service_name text,
                   quiet_since timestamptz, delete_on date, people jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with rule as (
        select access.rule_value('draft_kept_quiet_days', access.today()) as kept,
               access.rule_value('draft_deletion_notice_days', access.today()) as notice),
    quiet as materialized (
        select a.id, a.organisation_id, a.reference, a.service_name, a.created_by,
               access.quiet_since(a.id) as since, d.quiet_since as told, d.delete_on as told_day
        from public.applications a left join public.draft_deletions d on d.application_id = a.id, rule
        where a.state = 'draft'
          and coalesce(a.last_saved_at, a.created_at) < access.now() - make_interval(days => rule.kept - rule.notice - 1))
    select q.id, q.organisation_id, q.reference, q.service_name, q.since,
        greatest((q.since at time zone 'Europe/London')::date + rule.kept, access.today() + rule.notice),
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = q.organisation_id and (m.leaves_on is null or m.leaves_on >= access.today())
           and (m.user_id = q.created_by or m.role = 'administrator'))
    from quiet q, rule
    where access.today() - (q.since at time zone 'Europe/London')::date >= rule.kept - rule.notice
      and (q.told is distinct from q.since or q.told_day < access.today() - 7)
    order by q.since, q.id limit p_limit $$;
comment on function access.drafts_to_announce is 'Drafts that nobody worked on for so long that their deletion is to be announced, with whom to tell: who started it and the administrators. For the worker.';

create function access.announce_draft_deletion(p_application uuid, p_quiet_since timestamptz, p_delete_on date) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        insert into public.draft_deletions as d (application_id, organisation_id, quiet_since, delete_on, announced_at)
            select a.id, a.organisation_id, p_quiet_since, p_delete_on, access.now()
            from public.applications a
            where a.id = p_application and a.state = 'draft' and access.quiet_since(a.id) = p_quiet_since
            on conflict (application_id) do update
                set quiet_since = excluded.quiet_since, delete_on = excluded.delete_on, announced_at = excluded.announced_at
                where d.quiet_since <> excluded.quiet_since or d.delete_on < access.today() - 7;
        return found;
    end $$;
comment on function access.announce_draft_deletion is 'Notes that people are told of a draft''s deletion; false when they were told before, or somebody worked on it meanwhile. For the worker.';

create function access.delete_next_quiet_draft()
    returns table (application_id uuid, organisation_id uuid, reference text, service_name text, erase_on date, people jsonb)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_draft record;
    v_erase_on date := access.today() + access.rule_value('draft_undo_days', access.today());
begin
    loop
        select a.id, a.organisation_id, a.reference, a.service_name, d.quiet_since into v_draft
            from public.applications a join public.draft_deletions d on d.application_id = a.id
            where a.state = 'draft' and d.delete_on between access.today() - 7 and access.today()
              and access.quiet_since(a.id) = d.quiet_since
            order by d.delete_on, a.id limit 1 for update of a, d skip locked;
        if not found then
            return;
        end if;
        -- Somebody may have worked on it until it was locked.
        exit when access.quiet_since(v_draft.id) = v_draft.quiet_since;
    end loop;
    update public.applications a
        set state = 'deleted', ended_at = access.now(), ended_by_name = '', ended_reason = '',
            erase_on = v_erase_on, version = a.version + 1
        where a.id = v_draft.id;
    update public.owner_requests o set state = 'cancelled', cancelled_at = access.now()
        where o.application_id = v_draft.id and o.state in ('sent', 'opened');
    update public.signature_requests s set state = 'cancelled', voided_at = access.now()
        where s.application_id = v_draft.id and s.state in ('sent', 'opened');
    update public.links l set cancelled_at = access.now()
        where l.application_id = v_draft.id and l.cancelled_at is null
          and (l.owner_request_id in (select o.id from public.owner_requests o where o.state = 'cancelled')
               or l.signature_request_id in (select s.id from public.signature_requests s where s.state = 'cancelled'));
    update public.enquiries e set state = 'closed' where e.application_id = v_draft.id;
    return query select v_draft.id, v_draft.organisation_id, v_draft.reference, v_draft.service_name, v_erase_on,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = v_draft.organisation_id
           and (m.leaves_on is null or m.leaves_on >= access.today()));
end $$;
comment on function access.delete_next_quiet_draft is 'Deletes the next draft whose deletion was announced and that nobody worked on or kept since, as a person would but with no name; answers whom to tell. No row when there is none. For the worker.';

grant select, insert, update on draft_deletions to psn_resolver;
create policy care on draft_deletions to psn_resolver using (true) with check (true);
grant update (state, ended_at, ended_by_name, ended_reason, version) on applications to psn_resolver;
create policy delete_quiet on applications for update to psn_resolver using (state = 'draft') with check (state = 'deleted');
grant update (cancelled_at) on owner_requests to psn_resolver;
grant update (state, voided_at) on signature_requests to psn_resolver;
create policy delete_quiet on signature_requests for update to psn_resolver using (true) with check (state = 'cancelled');
grant update (cancelled_at) on links to psn_resolver;
grant update (state) on enquiries to psn_resolver;
grant select (application_id, added_at, removed_at) on documents to psn_resolver;
grant select (application_id, last_at) on enquiries to psn_resolver;
grant select (application_id, marked_at) on section_marks to psn_resolver;
alter function access.quiet_since(uuid) owner to psn_resolver;
revoke execute on function access.quiet_since(uuid), access.deletion_day(uuid) from public;
grant execute on function access.quiet_since(uuid), access.deletion_day(uuid) to psn_app;
alter function access.drafts_to_announce(integer) owner to psn_resolver;
alter function access.announce_draft_deletion(uuid, timestamptz, date) owner to psn_resolver;
alter function access.delete_next_quiet_draft() owner to psn_resolver;
revoke execute on function access.drafts_to_announce(integer), access.announce_draft_deletion(uuid, timestamptz, date),
    access.delete_next_quiet_draft() from public;
grant execute on function access.drafts_to_announce(integer), access.announce_draft_deletion(uuid, timestamptz, date),
    access.delete_next_quiet_draft() to psn_worker;
