-- The service lets answers be changed while an application is a draft, and while the PSN team asks about them, by people who
-- may answer. From here on the database does too: no credential of a supplier changes what was submitted, and nobody saves in
-- another's name. What erases, and what fills demonstrations, has rights of its own and is not meant.

alter table clarification_items add column pages text[];
comment on column clarification_items.pages is 'Pages of the question set whose answers are open while this is asked; null for requests from before this was kept, which open every page.';
grant insert (pages) on clarification_items to psn_app;
grant select (pages) on clarification_items to psn_resolver;

create function access.answerable() returns uuid[]
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return (select coalesce(array_agg(m.organisation_id), '{}')
            from public.service_clock c
            join public.sessions s on s.expires_at > now() + make_interval(secs => c.offset_seconds)
            join public.memberships m on m.user_id = s.user_id
            join public.organisations o on o.id = m.organisation_id
            where s.id_hash = decode(nullif(current_setting('app.credential', true), ''), 'hex')
              and m.role in ('administrator', 'editor')
              and (m.leaves_on is null or m.leaves_on >= (
                  (now() + make_interval(secs => c.offset_seconds)) at time zone 'Europe/London')::date)
              and (not o.requires_second_factor or s.assurance = 2));
end $$;
comment on function access.answerable is 'The organisations for which the signed-in person may answer questions.';

-- One look for each row that is saved, as cheap as the list of organisations was.
create function access.answers_as(p_organisation uuid, p_user uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.service_clock c
        join public.sessions s on s.expires_at > now() + make_interval(secs => c.offset_seconds)
        join public.memberships m on m.user_id = s.user_id
        join public.organisations o on o.id = m.organisation_id
        where s.id_hash = decode(nullif(current_setting('app.credential', true), ''), 'hex')
          and s.user_id = p_user and m.organisation_id = p_organisation and m.role in ('administrator', 'editor')
          and (m.leaves_on is null or m.leaves_on >= (
              (now() + make_interval(secs => c.offset_seconds)) at time zone 'Europe/London')::date)
          and (not o.requires_second_factor or s.assurance = 2));
end $$;
comment on function access.answers_as is 'Whether the signed-in person is this one and may answer questions for an organisation; answers yes or no only.';

alter function access.answerable() owner to psn_resolver;
alter function access.answers_as(uuid, uuid) owner to psn_resolver;
revoke execute on function access.answerable(), access.answers_as(uuid, uuid) from public;
grant execute on function access.answerable(), access.answers_as(uuid, uuid) to psn_app;

drop policy add_own on answers;
create policy add_own on answers for insert to psn_app
    with check (access.answers_as(organisation_id, saved_by));
drop policy change_own on answers;
create policy change_own on answers for update to psn_app
    using (organisation_id = any ((select access.answerable())::uuid[]))
    with check (saved_by = (select access.user_id()));
drop policy remove_own on answers;
create policy remove_own on answers for delete to psn_app
    using (organisation_id = any ((select access.answerable())::uuid[]));
drop policy add_own on answer_history;
create policy add_own on answer_history for insert to psn_app
    with check (access.answers_as(organisation_id, saved_by));
drop policy add_own on section_marks;
create policy add_own on section_marks for insert to psn_app
    with check (organisation_id = any ((select access.answerable())::uuid[]));
drop policy change_own on section_marks;
create policy change_own on section_marks for update to psn_app
    using (organisation_id = any ((select access.answerable())::uuid[]));

-- With rights of its own, so that it looks at the application's row and at nothing else.
create function access.guard_answer() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_application uuid := coalesce(new.application_id, old.application_id);
    v_page text := coalesce(new.page, old.page);
begin
    if not exists (select from public.applications a
        where a.id = v_application
          and (a.state = 'draft'
               or (a.state = 'awaiting_supplier'
                   and exists (select from public.clarifications c
                       join public.clarification_items i on i.clarification_id = c.id
                       where c.application_id = v_application and c.state = 'asked'
                         and (i.pages is null or v_page = any (i.pages)))))) then
        raise exception 'the answers of % are not open', v_page using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;
comment on function access.guard_answer is 'Answers are changed in a draft, and of what was submitted only those that the PSN team asks about, until the reply is sent.';
create trigger guard_answer after insert or update or delete on answers
    for each row when (current_user = 'psn_app') execute function access.guard_answer();
create trigger guard_answer after insert on answer_history
    for each row when (current_user = 'psn_app') execute function access.guard_answer();
alter function access.guard_answer() owner to psn_resolver;
revoke execute on function access.guard_answer() from public;

-- Pages take the next number of a year, which never goes back.
create function access.guard_serial() returns trigger
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    if tg_op = 'INSERT' and new.last_serial = 1
        or tg_op = 'UPDATE' and new.year = old.year and new.last_serial = old.last_serial + 1 then
        return new;
    end if;
    raise exception 'serial numbers are taken one by one' using errcode = 'insufficient_privilege';
end $$;
comment on function access.guard_serial is 'Serial numbers of certificates are taken one by one, so that none is given again.';
create trigger guard_serial before insert or update on certificate_serials
    for each row when (current_user = 'psn_app') execute function access.guard_serial();
revoke execute on function access.guard_serial() from public;

-- Pages record what was done by whoever the credential is: no event names somebody else, in its row or in its text.
create policy record_as_oneself on audit_events as restrictive for insert to psn_app
    with check ((event::jsonb ->> 'by') = by
                and case when by like 'user:%' then by = 'user:' || (select access.user_id())::text
                         when by like 'link:%' then by = 'link:' || (select access.link_id())::text
                         else by = 'visitor' and (select access.user_id()) is null end);
