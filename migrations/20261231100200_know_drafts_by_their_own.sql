-- When somebody last worked on a draft was told of any draft to whoever is connected as the pages are. It is told of
-- drafts of one's own organisations alone now, and only with the day of their deletion.
revoke execute on function access.quiet_since(uuid) from psn_app;

create or replace function access.deletion_day(p_application uuid) returns date
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    v_day date := (select d.delete_on from public.draft_deletions d
                   where d.application_id = p_application and d.delete_on >= access.today() - 7
                     and d.quiet_since = access.quiet_since(d.application_id));
begin
    if v_day is null or not exists (select from public.applications a
            where a.id = p_application and a.organisation_id = any (access.organisations())) then
        return null;
    end if;
    return v_day;
end $$;
alter function access.deletion_day(uuid) owner to psn_resolver;
revoke execute on function access.deletion_day(uuid) from public;
grant execute on function access.deletion_day(uuid) to psn_app;
