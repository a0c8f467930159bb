-- A signature that a changed answer made void stays readable for whoever gave it: the link of the receipt goes
-- on working until its own end. A request that nobody has signed still loses its link with the change.

create or replace function page.finish_change(p_application uuid, p_page text, p_signature uuid, p_name text,
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
            where l.signature_request_id = p_signature and l.cancelled_at is null
              and not exists (select from signature_requests s where s.id = p_signature and s.signed_at is not null);
    end if;
    insert into audit_events (at, kind, by, organisation_id, application_id, event)
        select v_now, e.kind, e.by, e.organisation, p_application, e.event
        from jsonb_to_recordset(p_events) as e(kind text, by text, organisation uuid, event text);
    insert into outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at)
        select m.id, m.kind, m.recipient, m.subject, m.body_text, m.body_html, v_now, v_now
        from jsonb_to_recordset(p_messages)
            as m(id uuid, kind text, recipient text, subject text, body_text text, body_html text);
end $$;

-- Those that were cancelled by the change itself.
update links l set cancelled_at = null
    from signature_requests s
    where s.id = l.signature_request_id and s.state = 'voided' and s.signed_at is not null
      and l.cancelled_at = s.voided_at;
