-- Hot paths: one statement each, in autocommit. The functions run with the caller's rights.

create schema page;
grant usage on schema page to psn_app;

create function access.schema_version() returns bigint
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select max(version) from public._sqlx_migrations where success $$;
comment on function access.schema_version is 'The last migration, for the readiness check.';
revoke execute on function access.schema_version() from public;
grant execute on function access.schema_version() to psn_app, psn_worker;

create function page.actor(p_credential text)
    returns table (user_id uuid, name text, email text, team_role text, memberships jsonb)
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    return query select a.user_id, a.name, a.email, a.team_role, a.memberships from access.actor() a;
end $$;
comment on function page.actor is 'The signed-in person with their places; starts the session''s idle time anew.';
grant execute on function page.actor(text) to psn_app;

-- The form: one statement to draw a page, one to save it ----------------------

create function page.application(p_credential text, p_reference text)
    returns table (
        user_id uuid, name text, email text, team_role text, memberships jsonb, now timestamptz,
        id uuid, organisation_id uuid, organisation_name text, reference text, set_id text, set_version text,
        set_hash text, state text, service_name text, created_at timestamptz, submitted_at timestamptz,
        target_on date, paused_at timestamptz, assigned_to uuid, assigned_name text, infrastructure_id uuid,
        last_saved_at timestamptz, last_saved_by text, version integer,
        answers jsonb, marks jsonb, signature jsonb, owner_request jsonb, clarification jsonb)
    language plpgsql set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    return query
    select person.user_id, person.name, person.email, person.team_role, person.memberships, person.now,
        a.id, a.organisation_id, a.organisation_name, a.reference, a.set_id, a.set_version, a.set_hash, a.state,
        a.service_name, a.created_at, a.submitted_at, a.target_on, a.paused_at, a.assigned_to, a.assigned_name,
        a.infrastructure_id, a.last_saved_at, a.last_saved_by, a.version,
        (select jsonb_agg(jsonb_build_object('page', w.page, 'item', w.item, 'answer', w.answer,
                    'is_complete', w.is_complete, 'version', w.version,
                    'saved_at', extract(epoch from w.saved_at), 'saved_by', w.saved_by_name))
           from answers w where w.application_id = a.id),
        (select jsonb_object_agg(m.task, m.is_complete) from section_marks m where m.application_id = a.id),
        (select jsonb_build_object('id', s.id, 'state', s.state, 'signatory_name', s.signatory_name,
                    'signatory_email', s.signatory_email, 'requested_by_name', s.requested_by_name,
                    'requested_by_email', s.requested_by_email)
           from signature_requests s where s.application_id = a.id and s.kind = 'initial'
           order by s.sent_at desc limit 1),
        (select jsonb_build_object('state', o.state, 'is_own', o.is_own, 'owner_name', o.owner_name,
                    'contact_name', o.contact_name)
           from owner_requests o where o.application_id = a.id order by o.sent_at desc limit 1),
        (select jsonb_build_object('id', c.id, 'number', c.number, 'due_on', c.due_on, 'items',
                    (select jsonb_agg(jsonb_build_object('subject', i.subject, 'request', i.request) order by i.subject)
                       from clarification_items i where i.clarification_id = c.id))
           from clarifications c where c.application_id = a.id and c.state = 'asked')
    from access.actor() person left join applications a on a.reference = p_reference;
end $$;
comment on function page.application is 'The signed-in person and everything that a page of the form needs of one application; no row when nobody is signed in, nulls when the application can''t be seen.';

create function page.hold_application(p_application uuid, p_state text, p_signature uuid) returns text
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_state text;
    v_signature uuid;
begin
    select a.state into v_state from applications a where a.id = p_application for update;
    if v_state is distinct from p_state then
        return 'moved';
    end if;
    if p_state = 'draft' then
        select s.id into v_signature from signature_requests s
            where s.application_id = p_application and s.kind = 'initial' and s.state in ('sent', 'opened', 'signed')
            for update;
        if v_signature is distinct from p_signature then
            return 'moved';
        end if;
    end if;
    return 'held';
end $$;
comment on function page.hold_application is 'Holds an application until the statement ends: held, or moved when its state or its request to sign is not the one that the caller saw.';

create function page.finish_change(p_application uuid, p_page text, p_signature uuid, p_name text,
        p_unmarked text[], p_events jsonb, p_messages jsonb) returns void
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
begin
    update applications a set last_saved_at = v_now, last_saved_by = p_name where a.id = p_application;
    update section_marks m set is_complete = false, marked_at = v_now, marked_by_name = p_name
        where m.application_id = p_application and m.task = any (p_unmarked) and m.is_complete;
    if p_signature is not null then
        update signature_requests s set state = 'voided', voided_at = v_now, voided_page = p_page
            where s.id = p_signature;
        update links l set cancelled_at = v_now
            where l.signature_request_id = p_signature and l.cancelled_at is null;
    end if;
    insert into audit_events (at, kind, by, organisation_id, application_id, event)
        select v_now, e.kind, e.by, e.organisation, p_application, e.event
        from jsonb_to_recordset(p_events) as e(kind text, by text, organisation uuid, event text);
    insert into outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at)
        select m.id, m.kind, m.recipient, m.subject, m.body_text, m.body_html, v_now, v_now
        from jsonb_to_recordset(p_messages)
            as m(id uuid, kind text, recipient text, subject text, body_text text, body_html text);
end $$;
comment on function page.finish_change is 'What every change of answers does: who saved last, marks and a request to sign that hold no more, the record, the notices.';

create function page.save_answer(p_credential text, p_application uuid, p_state text, p_signature uuid,
        p_page text, p_item smallint, p_answer jsonb, p_is_complete boolean, p_seen integer, p_version integer,
        p_name text, p_service_name text, p_organisation_name text, p_unmarked text[], p_events jsonb,
        p_messages jsonb, out outcome text, out next_version integer)
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
                                saved_by_name)
        select a.organisation_id, a.id, p_page, p_item, p_answer, p_version, v_now, access.user_id(), p_name
        from applications a where a.id = p_application;
    update applications a set service_name = p_service_name, organisation_name = p_organisation_name
        where a.id = p_application
          and (a.service_name, a.organisation_name) is distinct from (p_service_name, p_organisation_name);
    perform page.finish_change(p_application, p_page, p_signature, p_name, p_unmarked, p_events, p_messages);
    outcome := 'saved';
end $$;
comment on function page.save_answer is 'Saves one answer with all that follows from it, in one transaction: saved, stale (somebody else saved it), moved (the application or its request to sign is not as seen), or renumbered (try again with next_version).';

create function page.remove_item(p_credential text, p_application uuid, p_state text, p_signature uuid,
        p_pages text[], p_item smallint, p_name text, p_unmarked text[], p_events jsonb, p_messages jsonb)
    returns text
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_outcome text;
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
    perform page.finish_change(p_application, p_pages[1], p_signature, p_name, p_unmarked, p_events, p_messages);
    return 'removed';
end $$;
comment on function page.remove_item is 'Removes an item of a list; its versions stay in the history, the last one empty: removed, gone (somebody else did), or moved.';

grant execute on function page.application(text, text), page.hold_application(uuid, text, uuid),
    page.finish_change(uuid, text, uuid, text, text[], jsonb, jsonb),
    page.save_answer(text, uuid, text, uuid, text, smallint, jsonb, boolean, integer, integer, text, text, text,
        text[], jsonb, jsonb),
    page.remove_item(text, uuid, text, uuid, text[], smallint, text, text[], jsonb, jsonb) to psn_app;
