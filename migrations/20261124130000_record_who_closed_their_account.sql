-- Who closes their account leaves their organisations, and those see it in their activity.
create policy record_leaving_at_gate on audit_events for insert to psn_gate
    with check (kind = 'member_left' and organisation_id = any ((select access.organisations())::uuid[]));
