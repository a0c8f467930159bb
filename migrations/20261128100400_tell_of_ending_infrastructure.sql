-- Suppliers hear that the connection certificate of the infrastructure that they depend on ends, or was lost (M44).

insert into rule_values (name, from_on, value, source) values
    ('infrastructure_ending_notice_days', '2015-07-08', 60, 'House rule: time to move a service, or to wait for the owner''s renewal');

alter table infrastructures
    add column ended_early_at timestamptz,
    add column ended_early_by uuid references users (id),
    add check ((ended_early_at is null) = (ended_early_by is null));
comment on column infrastructures.ended_early_at is 'When the team recorded that the certificate ends before the day that was on it; null when it did not.';
comment on column infrastructures.ended_early_by is 'Who recorded that.';
create index infrastructures_ending on infrastructures (valid_to) where confirmed_at is not null;
create index infrastructures_ended_early on infrastructures (valid_to) where ended_early_at is not null;
grant update (ended_early_at, ended_early_by) on infrastructures to psn_app;

create table infrastructure_notices (
    infrastructure_id uuid not null references infrastructures (id),
    application_id uuid not null,
    organisation_id uuid not null,
    valid_to date not null,
    is_over boolean not null,
    sent_at timestamptz not null,
    primary key (infrastructure_id, application_id, valid_to, is_over),
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade
);
comment on table infrastructure_notices is 'Which suppliers were told that the connection certificate of an infrastructure ends or has ended: each once for an application and a last day.';
comment on column infrastructure_notices.infrastructure_id is 'The infrastructure.';
comment on column infrastructure_notices.application_id is 'The application or the certificate''s application that depends on it.';
comment on column infrastructure_notices.organisation_id is 'The supplier.';
comment on column infrastructure_notices.valid_to is 'Last day of the connection certificate, as people were told.';
comment on column infrastructure_notices.is_over is 'Whether that day was over.';
comment on column infrastructure_notices.sent_at is 'When the notice was queued.';
create index infrastructure_notices_application on infrastructure_notices (application_id);
alter table infrastructure_notices enable row level security;
alter table infrastructure_notices force row level security;

create function access.infrastructure_notices_due(p_limit integer)
    returns table (infrastructure_id uuid, name text, owner_name text, certificate_number text, valid_to date,
                   is_over boolean, organisation_id uuid, application_id uuid, reference text, service_name text,
                   is_certified boolean, people jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with ending as (
        select i.id, i.name, i.owner_name, i.certificate_number, i.valid_to, i.valid_to < access.today() as is_over
        from public.infrastructures i
        where i.confirmed_at is not null
          and (i.valid_to between access.today() - 30
                   and access.today() + access.rule_value('infrastructure_ending_notice_days', access.today())
               -- What the team recorded is told at once, however far the day is.
               or i.ended_early_at is not null and i.valid_to >= access.today() - 30)),
    dependent as (
        select e.id, o.application_id, false as is_certified
        from ending e join public.owner_requests o on o.infrastructure_id = e.id
        where o.state in ('sent', 'opened', 'agreed')
        union
        select e.id, o.application_id, false
        from ending e join public.owner_requests o on lower(o.certificate_number) = lower(e.certificate_number)
        where o.state in ('sent', 'opened', 'agreed')
        union
        select e.id, c.application_id, true
        from ending e join public.certificates c on c.infrastructure_id = e.id
        where c.withdrawn_on is null and c.valid_to >= access.today())
    select e.id, e.name, e.owner_name, e.certificate_number, e.valid_to, e.is_over, a.organisation_id, a.id,
        a.reference, a.service_name, d.is_certified,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = a.organisation_id and (m.user_id = a.created_by or m.role = 'administrator')
           and (m.leaves_on is null or m.leaves_on >= access.today()))
    from dependent d join ending e on e.id = d.id join public.applications a on a.id = d.application_id
    where (d.is_certified and a.state = 'certified'
           or not d.is_certified and a.state in ('draft', 'submitted', 'under_review', 'awaiting_supplier',
                                                 'recommended', 'approved'))
      and not exists (select from public.infrastructure_notices n
          where n.infrastructure_id = e.id and n.application_id = a.id and n.valid_to = e.valid_to
            and n.is_over = e.is_over)
    order by e.valid_to, e.id, a.id limit p_limit $$;
comment on function access.infrastructure_notices_due is 'Which applications and certificates depend on infrastructure whose connection certificate ends soon, has ended, or ends earlier than was on it, with whom to tell: who started the application and the administrators. For the worker.';

create function access.note_infrastructure_notice(p_infrastructure uuid, p_application uuid, p_valid_to date, p_is_over boolean)
    returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        insert into public.infrastructure_notices (infrastructure_id, application_id, organisation_id, valid_to, is_over, sent_at)
            select i.id, a.id, a.organisation_id, i.valid_to, p_is_over, access.now()
            from public.infrastructures i, public.applications a
            where i.id = p_infrastructure and i.valid_to = p_valid_to and a.id = p_application
            on conflict do nothing;
        return found;
    end $$;
comment on function access.note_infrastructure_notice is 'Notes that a supplier is told of the end of a connection certificate; false when it was before, or the certificate changed meanwhile. For the worker.';

grant select, insert on infrastructure_notices to psn_resolver;
create policy resolve on infrastructure_notices to psn_resolver using (true) with check (true);
alter function access.infrastructure_notices_due(integer) owner to psn_resolver;
alter function access.note_infrastructure_notice(uuid, uuid, date, boolean) owner to psn_resolver;
revoke execute on function access.infrastructure_notices_due(integer),
    access.note_infrastructure_notice(uuid, uuid, date, boolean) from public;
grant execute on function access.infrastructure_notices_due(integer),
    access.note_infrastructure_notice(uuid, uuid, date, boolean) to psn_worker;
