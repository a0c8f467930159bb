-- A document that was added to one application can be used in others: a row of its own there, which shares the file and
-- its scan with the one that it was taken from.

alter table documents
    add column file_of uuid,
    add column scan_engine text check (length(scan_engine) between 1 and 200),
    add check (file_of <> id);
comment on column documents.file_of is 'The document under whose identifier the file lies that this one shares; null when its file is its own. That document may be gone: the file stays as long as one of them needs it.';
comment on column documents.scan_engine is 'The scanner that looked at the file, as it names itself; null while none did, and for scans before this was kept.';
create index documents_files on documents (organisation_id, sha256);
create index documents_to_use_again on documents (organisation_id, added_at desc, id desc)
    where removed_at is null and replaced_at is null and scan in ('clean', 'not_scanned');

grant select (file_of) on documents to psn_worker;
grant update (scan_engine) on documents to psn_worker;
grant select (bytes, kind, scanned_at, scan_found, scan_engine, file_of) on documents to psn_resolver;

-- Whether the person who acts may read such a file already, so that a document may share it.
create function access.may_share_file(p_organisation uuid, p_file uuid, p_sha256 text, p_bytes bigint, p_kind text,
                                      p_scan text, p_scanned_at timestamptz, p_scan_engine text) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return p_organisation = any (access.organisations())
       and exists (select from public.documents d join public.applications a on a.id = d.application_id
                   where d.organisation_id = p_organisation and d.sha256 = p_sha256
                     and coalesce(d.file_of, d.id) = p_file and d.bytes = p_bytes and d.kind = p_kind
                     and d.scan = p_scan and d.scan in ('clean', 'not_scanned')
                     and d.scanned_at is not distinct from p_scanned_at
                     and d.scan_engine is not distinct from p_scan_engine
                     and d.removed_at is null and not d.is_file_deleted and a.state <> 'deleted')
       -- What one scan let pass a later one, that knew more, may have refused.
       and not exists (select from public.documents refused
                       where refused.organisation_id = p_organisation and refused.sha256 = p_sha256
                         and refused.scan = 'infected');
end $$;
comment on function access.may_share_file is 'Whether a released document of the acting person''s organisation has this file with this scan, so that another one may share both: answers yes or no only.';
alter function access.may_share_file(uuid, uuid, text, bigint, text, text, timestamptz, text) owner to psn_resolver;
revoke execute on function access.may_share_file(uuid, uuid, text, bigint, text, text, timestamptz, text) from public;
grant execute on function access.may_share_file(uuid, uuid, text, bigint, text, text, timestamptz, text) to psn_app;

-- Nobody says of a file that it was scanned but the worker; a document that shares a file says what is known of it.
alter policy add_own on documents
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and added_by = (select access.user_id()) and not is_file_deleted and replaced_at is null
                and scan_found is null
                and case when file_of is null
                    then scan in ('waiting', 'not_scanned') and scanned_at is null and scan_engine is null
                    else number = 1 and access.may_share_file(organisation_id, file_of, sha256, bytes, kind, scan,
                                                              scanned_at, scan_engine) end);

-- Under a name of its own, because the release before this one still calls the other, which leaves files alone that are
-- or were shared.
create function access.files_to_let_go(p_limit integer)
    returns table (id uuid, organisation_id uuid, sha256 text, file uuid, is_shared boolean)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with held as not materialized (
        select d.id, d.organisation_id, d.sha256, coalesce(d.file_of, d.id) as file,
               d.removed_at is not null or d.scan = 'infected'
               or exists (select from public.applications a
                          where a.id = d.application_id and a.state = 'deleted' and a.erase_on <= access.today()) as is_over
        from public.documents d where not d.is_file_deleted)
    select h.id, h.organisation_id, h.sha256, h.file,
        exists (select from held o where o.organisation_id = h.organisation_id and o.sha256 = h.sha256
                and o.file = h.file and o.id <> h.id and not o.is_over)
    from held h where h.is_over order by h.id limit p_limit $$;
comment on function access.files_to_let_go is 'Documents that let go of their file: removed ones, those with a virus, and those of deleted drafts that are erased; with where the file lies and whether another document still needs it. For the worker.';

create or replace function access.files_to_delete(p_limit integer) returns table (id uuid, organisation_id uuid, sha256 text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select g.id, g.organisation_id, g.sha256 from access.files_to_let_go(null) g
          where g.file = g.id and not g.is_shared limit p_limit $$;
comment on function access.files_to_delete is 'Files of removed documents, those with a virus, and those of deleted drafts that are erased, but none that is shared. For the worker of the release before this one.';

alter function access.files_to_let_go(integer) owner to psn_resolver;
revoke execute on function access.files_to_let_go(integer) from public;
grant execute on function access.files_to_let_go(integer) to psn_worker;

-- A document about an item of a list is about nothing once the item is removed: its number may be given again.
create or replace function page.remove_item(p_credential text, p_application uuid, p_state text, p_signature uuid,
        p_pages text[], p_item smallint, p_name text, p_unmarked text[], p_events jsonb, p_messages jsonb)
    returns text
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_outcome text;
    v_about text := regexp_replace(p_pages[1], '/n(/.*)?$', '/') || p_item;
begin
    perform set_config('app.credential', p_credential, true);
    v_outcome := page.hold_application(p_application, p_state, p_signature);
    if v_outcome <> 'held' then
        return v_outcome;
    end if;
    with removed as (
        delete from answers w
            where w.application_id = p_application and w.page = any (p_pages) and w.item = p_item
            returning w.*)
    insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at, saved_by,
                                saved_by_name)
        select r.organisation_id, r.application_id, r.page, r.item, '{}'::jsonb, r.version + 1, access.now(),
               access.user_id(), p_name
        from removed r;
    if not found then
        return 'gone';
    end if;
    update documents d set questions = array_remove(d.questions, v_about), version = d.version + 1
        where d.application_id = p_application and v_about = any (d.questions)
          and d.removed_at is null and d.replaced_at is null;
    perform page.finish_change(p_application, p_pages[1], p_signature, p_name, p_unmarked, p_events, p_messages);
    return 'removed';
end $$;
comment on function page.remove_item is 'Removes an item of a list, and what documents say to be about it; its versions stay in the history, the last one empty: removed, gone (somebody else did), or moved.';
comment on column documents.questions is 'What it belongs to: questions, the page that asks for the Code of Connection, and items of lists, as the task and the number of the item.';
