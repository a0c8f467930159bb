-- Renewing a certificate, and the numbers that rules need, by date.

create table rule_values (
    name text not null,
    from_on date not null,
    value integer not null,
    source text not null,
    primary key (name, from_on)
);
comment on table rule_values is 'Numbers that rules need: the newest that has begun applies. A number is never altered, a new one gets a later day.';
comment on column rule_values.name is 'What it is.';
comment on column rule_values.from_on is 'First day, in the United Kingdom.';
comment on column rule_values.value is 'The number, in the unit that its name says.';
comment on column rule_values.source is 'Where it comes from.';
grant select on rule_values to psn_app, psn_worker, psn_resolver;
insert into rule_values (name, from_on, value, source) values
    ('renewal_opens_days_before_end', '2015-07-08', 90, 'House rule: a renewal takes 4 weeks to decide, and as long to fill in'),
    ('renewal_late_days_max', '2015-07-08', 365, 'House rule: answers that are older than two years are not carried'),
    ('renewal_keeps_certificate', '2015-07-08', 1, 'House rule: 1 when a certificate counts on while a renewal that was submitted in time is being decided, else 0');

create function access.rule_value(p_name text, p_on date) returns integer
    language sql stable set search_path = pg_catalog, public
    as $$ select v.value from rule_values v
          where v.name = p_name and v.from_on <= p_on order by v.from_on desc limit 1 $$;
comment on function access.rule_value is 'A number that a rule needs, as it is on a day.';
grant execute on function access.rule_value(text, date) to psn_app, psn_worker, psn_resolver;

create table renewals (
    application_id uuid primary key,
    organisation_id uuid not null,
    certificate_id uuid not null references certificates (id),
    certificate_number text not null,
    service_code text not null references services (code),
    earlier_application_id uuid not null,
    rules_version text not null,
    started_at timestamptz not null,
    foreign key (organisation_id, application_id) references applications (organisation_id, id),
    foreign key (organisation_id, earlier_application_id) references applications (organisation_id, id)
);
comment on table renewals is 'Applications that renew a certificate; their first answers are carried from the application that it granted.';
comment on column renewals.application_id is 'The application that renews.';
comment on column renewals.organisation_id is 'The supplier.';
comment on column renewals.certificate_id is 'The certificate that it renews.';
comment on column renewals.certificate_number is 'Number of that certificate.';
comment on column renewals.service_code is 'Code of the service, which stays.';
comment on column renewals.earlier_application_id is 'The application that the certificate granted; its answers do not change any more.';
comment on column renewals.rules_version is 'Version of the rules about which answers are carried; empty when the set had none.';
comment on column renewals.started_at is 'When it was started.';
create index renewals_certificate on renewals (certificate_id);
create index renewals_organisation on renewals (organisation_id);

alter table renewals enable row level security;
alter table renewals force row level security;
grant select, insert on renewals to psn_app;
create policy read_own on renewals for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null
               and exists (select from applications a where a.id = application_id)));
create policy start_own on renewals for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and exists (select from certificates c
                    where c.id = certificate_id and c.organisation_id = renewals.organisation_id
                      and c.application_id = earlier_application_id and c.service_code = renewals.service_code
                      and c.number = certificate_number));
grant select on renewals to psn_resolver;
create policy resolve on renewals for select to psn_resolver using (true);

-- A certificate counts on while a renewal that was submitted in time is being decided.

alter table certificates
    add column renewal_submitted_on date,
    add column renewal_ended_on date,
    add check (renewal_ended_on is null or renewal_submitted_on is not null);
comment on column certificates.renewal_submitted_on is 'When a renewal was submitted in time: the certificate counts on until that is decided.';
comment on column certificates.renewal_ended_on is 'The day that this renewal was decided or withdrawn; null while it is open.';

create function access.follow_renewal() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_submitted_on date := (new.submitted_at at time zone 'Europe/London')::date;
begin
    if new.state in ('submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved') then
        update public.certificates c set renewal_submitted_on = v_submitted_on, renewal_ended_on = null
            from public.renewals r
            where r.application_id = new.id and c.id = r.certificate_id and c.withdrawn_on is null
              and v_submitted_on <= c.valid_to
              and access.rule_value('renewal_keeps_certificate', v_submitted_on) = 1
              and (c.renewal_submitted_on is null or c.renewal_ended_on is not null);
    elsif old.state in ('submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved') then
        update public.certificates c set renewal_ended_on = access.today()
            from public.renewals r
            where r.application_id = new.id and c.id = r.certificate_id
              and c.renewal_submitted_on is not null and c.renewal_ended_on is null;
    end if;
    return null;
end $$;
comment on function access.follow_renewal is 'Notes at a certificate that a renewal of it was submitted in time, and when that ended.';
grant select (id, valid_to, withdrawn_on, service_code, renewal_submitted_on, renewal_ended_on),
    update (renewal_submitted_on, renewal_ended_on) on certificates to psn_resolver;
create policy follow on certificates to psn_resolver using (true) with check (true);
alter function access.follow_renewal() owner to psn_resolver;
revoke execute on function access.follow_renewal() from public;
create trigger follow_renewal after update of state on applications
    for each row when (old.state is distinct from new.state) execute function access.follow_renewal();

-- A service's code is given again only to what renews a certificate of that service.

create function access.guard_service_code() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        if exists (select from public.certificates c where c.service_code = new.service_code and c.id <> new.id)
                and not exists (select from public.renewals r
                    where r.application_id = new.application_id and r.service_code = new.service_code
                      and r.organisation_id = new.organisation_id) then
            raise exception 'no second certificate of a service but by a renewal' using errcode = 'check_violation';
        end if;
        return null;
    end $$;
comment on function access.guard_service_code is 'Refuses a certificate with the code of another service, whoever asks.';
alter function access.guard_service_code() owner to psn_resolver;
revoke execute on function access.guard_service_code() from public;
create trigger guard_service_code after insert on certificates
    for each row execute function access.guard_service_code();

create function page.renewal(p_application uuid) returns jsonb
    language plpgsql set search_path = pg_catalog, public
    as $$ begin
        return (select jsonb_build_object('certificate', r.certificate_number, 'service_code', r.service_code,
                    'rules', r.rules_version, 'ends_on', c.valid_to, 'reference', a.reference, 'set_id', a.set_id,
                    'set_version', a.set_version, 'set_hash', a.set_hash,
                    'answers', (select jsonb_agg(jsonb_build_object('page', w.page, 'item', w.item, 'answer', w.answer))
                                from answers w where w.application_id = a.id))
                from renewals r join applications a on a.id = r.earlier_application_id
                    join certificates c on c.id = r.certificate_id
                where r.application_id = p_application);
    end $$;
comment on function page.renewal is 'What an application renews, with the answers that were given then; null for one that renews nothing.';
grant execute on function page.renewal(uuid) to psn_app;
