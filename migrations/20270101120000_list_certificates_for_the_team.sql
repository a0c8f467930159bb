-- The team's list of certificates walks these; and who was told of a certificate is kept as it was then.

create index certificates_by_end on certificates (valid_to, id);

create table certificate_notices (
    organisation_id uuid not null,
    application_id uuid not null,
    number smallint not null check (number > 0),
    name text not null,
    email text not null,
    sent_at timestamptz not null,
    primary key (application_id, number),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table certificate_notices is 'Who was told that a certificate was issued, when it was.';
comment on column certificate_notices.organisation_id is 'The supplier.';
comment on column certificate_notices.application_id is 'The application that the certificate was issued for.';
comment on column certificate_notices.number is 'First, second, and so on.';
comment on column certificate_notices.name is 'The person''s name, as the notice greeted them; may be empty.';
comment on column certificate_notices.email is 'Their address.';
comment on column certificate_notices.sent_at is 'When the notice was queued.';
create index certificate_notices_organisation on certificate_notices (organisation_id);
alter table certificate_notices enable row level security;
alter table certificate_notices force row level security;
-- Never changed and never taken away.
grant select, insert on certificate_notices to psn_app;
create policy read on certificate_notices for select to psn_app using ((select access.team_role()) is not null);
create policy issue on certificate_notices for insert to psn_app
    with check ((select access.team_role()) = 'lead'
        and exists (select from certificates c
            where c.application_id = certificate_notices.application_id
              and c.organisation_id = certificate_notices.organisation_id
              and c.issued_by = (select access.user_id())));

create function access.is_on_its_own(p_organisation uuid, p_infrastructure uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.infrastructures i, public.organisations s
                         where i.id = p_infrastructure and s.id = p_organisation
                           and (i.owner_organisation_id = s.id
                                or (i.owner_organisation_id is null and lower(i.owner_name) = lower(s.name)))) $$;
comment on function access.is_on_its_own is 'Whether a supplier owns the infrastructure that its service runs on: it holds it or, where nobody with an account does, has its owner''s name. For the worker.';
alter function access.is_on_its_own(uuid, uuid) owner to psn_resolver;
revoke execute on function access.is_on_its_own(uuid, uuid) from public;
grant execute on function access.is_on_its_own(uuid, uuid) to psn_worker;
