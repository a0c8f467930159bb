-- The files of an erased draft go before its rows: the rows say where they lie.

grant select (id, organisation_id, application_id, sha256, scan, removed_at, is_file_deleted), delete on documents
    to psn_resolver;
create policy erase on documents to psn_resolver using (true);

grant select (application_id), delete on imports to psn_resolver;
create policy erase on imports to psn_resolver using (true);

create function access.files_to_delete(p_limit integer) returns table (id uuid, organisation_id uuid, sha256 text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select d.id, d.organisation_id, d.sha256 from public.documents d
          where not d.is_file_deleted
            and (d.removed_at is not null or d.scan = 'infected'
                 or exists (select from public.applications a
                            where a.id = d.application_id and a.state = 'deleted' and a.erase_on <= access.today()))
          order by d.id limit p_limit $$;
comment on function access.files_to_delete is 'Files of removed documents, those with a virus, and those of deleted drafts that are erased. For the worker.';
alter function access.files_to_delete(integer) owner to psn_resolver;
revoke execute on function access.files_to_delete(integer) from public;
grant execute on function access.files_to_delete(integer) to psn_worker;

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
        delete from public.applications where id = p_application;
        return true;
    end $$;
comment on function access.erase_draft is 'Erases a deleted draft with everything that belongs to it, but for the record of what happened; false when it may not be erased, or when files of it are still to be deleted. For the worker.';
