-- Where both certificates are applied for together, the PSN team keeps how the assessment of the Code of Connection
-- (CoCo) stands. Nothing rests on it: what holds the certificate of the service is that no connection certificate is in
-- the register (access.guard_certificate).

create table connection_assessments (
    id uuid primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    state text not null check (state in ('received', 'under_assessment', 'refused', 'issued')),
    on_day date not null,
    note text not null check (length(note) <= 3000),
    infrastructure_id uuid references infrastructures (id),
    recorded_at timestamptz not null,
    recorded_by uuid not null references users (id),
    recorded_by_name text not null,
    check ((state = 'issued') = (infrastructure_id is not null)),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table connection_assessments is 'How the assessment of a Code of Connection (CoCo) stood that runs beside that of a service: a row for each time that the team recorded it, never altered; the latest counts.';
comment on column connection_assessments.id is 'Identifier, made by the form.';
comment on column connection_assessments.organisation_id is 'The supplier.';
comment on column connection_assessments.application_id is 'The application for the service.';
comment on column connection_assessments.state is 'Received: the team has the CoCo. Under assessment. Refused: no connection certificate. Issued: it is in the register.';
comment on column connection_assessments.on_day is 'The day from which it stood so.';
comment on column connection_assessments.note is 'What the team notes for itself; may be empty.';
comment on column connection_assessments.infrastructure_id is 'The entry of the register with the connection certificate, when it is issued.';
comment on column connection_assessments.recorded_at is 'When it was recorded.';
comment on column connection_assessments.recorded_by is 'By whom.';
comment on column connection_assessments.recorded_by_name is 'That person''s name.';
create index connection_assessments_application on connection_assessments (application_id, recorded_at desc);
create index connection_assessments_organisation on connection_assessments (organisation_id);

alter table connection_assessments enable row level security;
alter table connection_assessments force row level security;
grant select, insert on connection_assessments to psn_app;
create policy read on connection_assessments for select to psn_app using ((select access.team_role()) is not null);
create policy record on connection_assessments for insert to psn_app
    with check (recorded_by = (select access.user_id())
                and (select access.team_role()) in ('assessor', 'lead', 'service_administrator'));

-- The supplier reads how it stands, and not what the team notes.
grant select on connection_assessments to psn_resolver;
create policy resolve on connection_assessments for select to psn_resolver using (true);
create function access.connection_assessment(p_application uuid) returns table (state text, on_day date)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
begin
    return query select c.state, c.on_day from public.connection_assessments c
        where c.application_id = p_application
          and (c.organisation_id = any (access.organisations()) or access.team_role() is not null)
        order by c.recorded_at desc, c.id limit 1;
end $$;
comment on function access.connection_assessment is 'How the assessment of the Code of Connection of an application stands, for its supplier and the team.';
alter function access.connection_assessment(uuid) owner to psn_resolver;
revoke execute on function access.connection_assessment(uuid) from public;
grant execute on function access.connection_assessment(uuid) to psn_app;
