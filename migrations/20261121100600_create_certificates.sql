-- Certificates, and the guard that refuses one without its grounds.

create sequence service_serial;
grant usage on service_serial to psn_app;

create table services (
    code text primary key,
    organisation_id uuid not null references organisations (id),
    first_certified_at timestamptz not null
);
comment on table services is 'Services by their public code.';
comment on column services.code is 'Code SRV_nnnn.';
comment on column services.organisation_id is 'The supplier.';
comment on column services.first_certified_at is 'When it was first certified.';

create table certificate_serials (
    year integer primary key,
    last_serial integer not null
);
comment on table certificate_serials is 'The last certificate number of each year.';
comment on column certificate_serials.year is 'Year.';
comment on column certificate_serials.last_serial is 'Last serial number given.';
grant select, insert on certificate_serials to psn_app;
grant update (last_serial) on certificate_serials to psn_app;

create table certificates (
    id uuid primary key,
    organisation_id uuid not null,
    application_id uuid not null unique,
    number text not null unique,
    service_code text not null references services (code),
    service_name text not null,
    slug text not null,
    description text not null,
    organisation_name text not null,
    infrastructure_id uuid not null references infrastructures (id),
    infrastructure_name text not null,
    infrastructure_certificate text not null,
    legal_jurisdiction text not null,
    management_model text not null,
    service_desk text not null,
    commitments_version text not null,
    snapshot_sha256 text not null,
    valid_from date not null,
    valid_to date not null,
    issued_at timestamptz not null,
    issued_by uuid not null references users (id),
    issued_by_name text not null,
    withdrawn_on date,
    signed_json text not null,
    pdf bytea not null,
    check (valid_to >= valid_from),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table certificates is 'Service provision compliance certificates: public.';
comment on column certificates.id is 'Identifier.';
comment on column certificates.organisation_id is 'The supplier.';
comment on column certificates.application_id is 'The application that it grants.';
comment on column certificates.number is 'Number PSNS-YYYY-nnnn-c.';
comment on column certificates.service_code is 'Code of the service.';
comment on column certificates.service_name is 'Name of the service.';
comment on column certificates.slug is 'The service''s part of the register''s address.';
comment on column certificates.description is 'Description for users.';
comment on column certificates.organisation_name is 'Name of the supplier.';
comment on column certificates.infrastructure_id is 'The infrastructure''s entry in the register.';
comment on column certificates.infrastructure_name is 'Name of the infrastructure.';
comment on column certificates.infrastructure_certificate is 'Number of its connection certificate.';
comment on column certificates.legal_jurisdiction is 'Legal jurisdiction, which customers must be told.';
comment on column certificates.management_model is 'Service management model, which customers must be told.';
comment on column certificates.service_desk is 'How customers reach the service desk.';
comment on column certificates.commitments_version is 'Version of the commitments that were signed.';
comment on column certificates.snapshot_sha256 is 'SHA-256 of what was signed and assessed.';
comment on column certificates.valid_from is 'First day.';
comment on column certificates.valid_to is 'Last day.';
comment on column certificates.issued_at is 'When it was issued.';
comment on column certificates.issued_by is 'Who issued it.';
comment on column certificates.issued_by_name is 'That person''s name.';
comment on column certificates.withdrawn_on is 'Since when it is withdrawn.';
comment on column certificates.signed_json is 'The certificate as signed JSON.';
comment on column certificates.pdf is 'The certificate as PDF.';
create index certificates_register on certificates (lower(service_name), id);
create index certificates_slug on certificates (slug, valid_from desc);
create index certificates_service on certificates (service_code, valid_from desc);
create index certificates_organisation on certificates (organisation_id, valid_to desc);

create function access.guard_certificate() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    infrastructure public.infrastructures;
begin
    if not exists (select from public.applications a
            where a.id = new.application_id and a.organisation_id = new.organisation_id
              and a.state in ('approved', 'certified')) then
        raise exception 'no certificate without an approved application' using errcode = 'check_violation';
    end if;
    if not exists (select from public.decisions d
            where d.application_id = new.application_id and d.recommendation = 'grant'
              and d.outcome = 'approved' and d.decided_by <> d.recommended_by) then
        raise exception 'no certificate without two different deciding people' using errcode = 'check_violation';
    end if;
    if not exists (select from public.owner_requests o
            where o.application_id = new.application_id and o.state = 'agreed'
              and lower(o.certificate_number) = lower(new.infrastructure_certificate)) then
        raise exception 'no certificate without a live agreement of the infrastructure owner' using errcode = 'check_violation';
    end if;
    select i.* into infrastructure from public.infrastructures i where i.id = new.infrastructure_id;
    if not found or infrastructure.confirmed_at is null or infrastructure.valid_to < new.valid_from
            or lower(infrastructure.certificate_number) <> lower(new.infrastructure_certificate) then
        raise exception 'no certificate without a live connection certificate' using errcode = 'check_violation';
    end if;
    if new.valid_to > infrastructure.valid_to or new.valid_to >= new.valid_from + interval '12 months 1 day' then
        raise exception 'a certificate ends after 12 months or with its infrastructure' using errcode = 'check_violation';
    end if;
    if not exists (select from public.signature_requests s
            where s.application_id = new.application_id and s.state = 'signed'
              and s.snapshot_sha256 = new.snapshot_sha256) then
        raise exception 'no certificate without a signature on what was assessed' using errcode = 'check_violation';
    end if;
    return new;
end $$;
comment on function access.guard_certificate is 'Refuses a certificate without its grounds, whoever asks.';
grant select on applications, decisions, owner_requests, infrastructures, signature_requests to psn_resolver;
create policy resolve on applications for select to psn_resolver using (true);
create policy resolve on decisions for select to psn_resolver using (true);
create policy resolve on owner_requests for select to psn_resolver using (true);
create policy resolve on infrastructures for select to psn_resolver using (true);
create policy resolve on signature_requests for select to psn_resolver using (true);
alter function access.guard_certificate() owner to psn_resolver;
revoke execute on function access.guard_certificate() from public;
create trigger guard_certificate before insert on certificates
    for each row execute function access.guard_certificate();

alter table services enable row level security;
alter table services force row level security;
alter table certificates enable row level security;
alter table certificates force row level security;
grant select, insert on services, certificates to psn_app;
create policy public_register on services for select to psn_app using (true);
create policy certify on services for insert to psn_app with check ((select access.team_role()) = 'lead');
create policy public_register on certificates for select to psn_app using (true);
create policy issue on certificates for insert to psn_app
    with check ((select access.team_role()) = 'lead' and issued_by = (select access.user_id()));
