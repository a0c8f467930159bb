-- What is for the supplier alone is not signed: saving nothing else leaves a signature, and a request to sign, as it is. Which
-- fields that are is data of the question set, so the service says whether a save makes it void.

drop function page.keep_answer(text, uuid, text, uuid, text, smallint, jsonb, boolean, integer, integer, text, text, text,
    text[], text, text, text, jsonb, jsonb);
create function page.keep_answer(p_credential text, p_application uuid, p_state text, p_signature uuid,
        p_voids boolean, p_page text, p_item smallint, p_answer jsonb, p_is_complete boolean, p_seen integer, p_version integer,
        p_name text, p_service_name text, p_organisation_name text, p_unmarked text[], p_task text, p_origin text,
        p_origin_name text, p_events jsonb, p_messages jsonb, out outcome text, out next_version integer)
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz;
    v_current integer;
begin
    perform set_config('app.credential', p_credential, true);
    v_now := access.now();
    outcome := page.hold_application(p_application, p_state, p_signature);
    if outcome <> 'held' then
        return;
    end if;
    select w.version into v_current from answers w
        where w.application_id = p_application and w.page = p_page and w.item = p_item;
    if coalesce(v_current, 0) <> p_seen then
        outcome := 'stale';
        return;
    end if;
    -- A list item that was removed leaves its versions behind; a new one of its number goes on from there.
    next_version := 1 + coalesce(v_current, (select max(h.version) from answer_history h
        where h.application_id = p_application and h.page = p_page and h.item = p_item), 0);
    if next_version <> p_version then
        outcome := 'renumbered';
        return;
    end if;
    insert into answers (organisation_id, application_id, page, item, answer, is_complete, version, saved_at,
                         saved_by, saved_by_name)
        select a.organisation_id, a.id, p_page, p_item, p_answer, p_is_complete, p_version, v_now,
               access.user_id(), p_name
        from applications a where a.id = p_application
        on conflict (application_id, page, item) do update
        set answer = excluded.answer, is_complete = excluded.is_complete, version = excluded.version,
            saved_at = excluded.saved_at, saved_by = excluded.saved_by, saved_by_name = excluded.saved_by_name;
    insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at, saved_by,
                                saved_by_name, origin, origin_name)
        select a.organisation_id, a.id, p_page, p_item, p_answer, p_version, v_now, access.user_id(), p_name,
               p_origin, p_origin_name
        from applications a where a.id = p_application;
    update applications a set service_name = p_service_name, organisation_name = p_organisation_name
        where a.id = p_application
          and (a.service_name, a.organisation_name) is distinct from (p_service_name, p_organisation_name);
    if p_task is not null then
        perform page.check_again(p_application, p_task, p_name, p_origin = 'file');
    end if;
    perform page.finish_change(p_application, p_page, case when p_voids then p_signature end, p_name, p_unmarked,
                               p_events, p_messages);
    outcome := 'saved';
end $$;
comment on function page.keep_answer is 'Saves one answer with all that follows from it, in one transaction: saved, stale (somebody else saved it), moved (the application or its request to sign is not as seen), or renumbered (try again with next_version). p_voids says whether the request to sign becomes void: not where nothing of what is signed changed. p_task is the section that is to be checked again when somebody else has marked it as complete; null when none is.';

create or replace function page.save_answer(p_credential text, p_application uuid, p_state text, p_signature uuid,
        p_page text, p_item smallint, p_answer jsonb, p_is_complete boolean, p_seen integer, p_version integer,
        p_name text, p_service_name text, p_organisation_name text, p_unmarked text[], p_events jsonb,
        p_messages jsonb, out outcome text, out next_version integer)
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    select k.outcome, k.next_version into outcome, next_version
        from page.keep_answer(p_credential, p_application, p_state, p_signature, true, p_page, p_item, p_answer,
            p_is_complete, p_seen, p_version, p_name, p_service_name, p_organisation_name, p_unmarked, null,
            'typed', null, p_events, p_messages) k;
end $$;

grant execute on function page.keep_answer(text, uuid, text, uuid, boolean, text, smallint, jsonb, boolean, integer, integer,
    text, text, text, text[], text, text, text, jsonb, jsonb) to psn_app;
