-- A certificate can be granted with conditions recorded: what the supplier still has to do, and by when.

alter table decisions drop constraint decisions_recommendation_check;
alter table decisions add constraint decisions_recommendation_check
    check (recommendation in ('grant', 'grant_with_conditions', 'refuse'));

create table grant_conditions (
    organisation_id uuid not null,
    application_id uuid not null,
    decision_id uuid not null references decisions (id),
    number smallint not null check (number between 1 and 10),
    text text not null,
    due_on date not null,
    primary key (decision_id, number),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table grant_conditions is 'The conditions that a certificate is recommended with, and granted with once a second person approved.';
comment on column grant_conditions.organisation_id is 'The supplier.';
comment on column grant_conditions.application_id is 'The application.';
comment on column grant_conditions.decision_id is 'The recommendation that has this condition.';
comment on column grant_conditions.number is 'First, second, and so on.';
comment on column grant_conditions.text is 'What the supplier has to do.';
comment on column grant_conditions.due_on is 'Last day on which to have done it.';
create index grant_conditions_application on grant_conditions (application_id);

create function access.is_approved(p_decision uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.decisions d where d.id = p_decision and d.outcome = 'approved') $$;
comment on function access.is_approved is 'Whether a second person approved this recommendation.';
alter function access.is_approved(uuid) owner to psn_resolver;
revoke execute on function access.is_approved(uuid) from public;
grant execute on function access.is_approved(uuid) to psn_app;

alter table grant_conditions enable row level security;
alter table grant_conditions force row level security;
-- Never changed and never taken away: a recommendation that is sent back is made again.
grant select, insert on grant_conditions to psn_app;
create policy read on grant_conditions for select to psn_app
    using ((select access.team_role()) is not null
           or (organisation_id = any ((select access.organisations())::uuid[]) and access.is_approved(decision_id)));
create policy recommend on grant_conditions for insert to psn_app
    with check ((select access.team_role()) in ('assessor', 'lead')
        and exists (select from decisions d
            where d.id = decision_id and d.application_id = grant_conditions.application_id
              and d.organisation_id = grant_conditions.organisation_id
              and d.recommendation = 'grant_with_conditions' and d.outcome is null
              and d.recommended_by = (select access.user_id())));
grant select on grant_conditions to psn_resolver;
create policy resolve on grant_conditions for select to psn_resolver using (true);

create or replace function access.guard_certificate() returns trigger
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
            where d.application_id = new.application_id
              and (d.recommendation = 'grant'
                   or (d.recommendation = 'grant_with_conditions'
                       and exists (select from public.grant_conditions c where c.decision_id = d.id)))
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
