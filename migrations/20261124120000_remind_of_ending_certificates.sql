-- Reminders of certificates that end, and the renewals in the team's queue.

insert into rule_values (name, from_on, value, source) values
    ('certificate_reminder_1_days', '2015-07-08', 90, 'House rule: when the renewal opens'),
    ('certificate_reminder_2_days', '2015-07-08', 60, 'House rule: there is time to fill in, and 20 working days to decide'),
    ('certificate_reminder_3_days', '2015-07-08', 30, 'House rule: the last weeks in which a renewal is decided in time'),
    ('certificate_reminder_4_days', '2015-07-08', 14, 'House rule: submit now, and the certificate counts on'),
    ('certificate_reminder_5_days', '2015-07-08', 7, 'House rule: the last reminder'),
    ('certificate_ended_days_max', '2015-07-08', 14, 'House rule: nobody is told of an end that was longer ago');

create table certificate_reminders (
    certificate_id uuid not null references certificates (id),
    organisation_id uuid not null references organisations (id),
    days integer not null check (days >= 0),
    sent_at timestamptz not null,
    primary key (certificate_id, days)
);
comment on table certificate_reminders is 'Reminders of certificates that end, and the notice that one has ended: each once.';
comment on column certificate_reminders.certificate_id is 'The certificate.';
comment on column certificate_reminders.organisation_id is 'The supplier.';
comment on column certificate_reminders.days is 'So many days before its last day; 0 for the notice that it has ended.';
comment on column certificate_reminders.sent_at is 'When it was queued.';
alter table certificate_reminders enable row level security;
alter table certificate_reminders force row level security;
grant select, insert on certificate_reminders to psn_resolver;
create policy resolve on certificate_reminders to psn_resolver using (true) with check (true);
create policy read_own on certificate_reminders for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
grant select on certificate_reminders to psn_app;
create index certificates_ending on certificates (valid_to) where withdrawn_on is null;

grant select (organisation_id, application_id, number, service_name, valid_from) on certificates to psn_resolver;
grant select (page, item, answer) on answers to psn_resolver;

create function access.certificates_to_remind(p_pages text[], p_limit integer)
    returns table (certificate_id uuid, organisation_id uuid, number text, service_name text, last_day date,
                   days integer, days_left integer, set_id text, set_version text, answers jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with alone as (
        select c.id, c.organisation_id, c.application_id, c.number, c.service_name, c.valid_from, c.valid_to,
               greatest(c.valid_to, c.renewal_ended_on) as last_day, c.valid_to - access.today() as days_left
        from public.certificates c
        where c.withdrawn_on is null
          and greatest(c.valid_to, c.renewal_ended_on)
              >= access.today() - access.rule_value('certificate_ended_days_max', access.today())
          and c.valid_to <= access.today() + access.rule_value('certificate_reminder_1_days', access.today())
          -- While a renewal that was submitted in time is decided, it counts on and nothing is left to do.
          and (c.renewal_submitted_on is null or c.renewal_ended_on is not null)
          and not exists (select from public.certificates later
                          where later.service_code = c.service_code and later.valid_to > c.valid_to)),
    due as (
        select a.*, case
            when a.last_day < access.today() then 0
            when a.days_left >= 0 then (
                select min(r.days) from (
                    select access.rule_value('certificate_reminder_' || n || '_days', access.today())
                    from generate_series(1, 5) n) r(days)
                -- What was due before it was issued is not made up for.
                where a.days_left <= r.days and a.valid_to - r.days >= a.valid_from)
            end as days
        from alone a)
    select d.id, d.organisation_id, d.number, d.service_name, d.last_day, d.days, d.days_left,
        a.set_id, a.set_version,
        (select coalesce(jsonb_agg(jsonb_build_object('page', w.page, 'item', w.item, 'answer', w.answer)), '[]'::jsonb)
         from public.answers w where w.application_id = d.application_id and w.page = any (p_pages))
    from due d join public.applications a on a.id = d.application_id
    where d.days is not null
      and not exists (select from public.certificate_reminders sent
                      where sent.certificate_id = d.id
                        and case when d.days = 0 then sent.days = 0 else sent.days <= d.days end)
    order by d.valid_to, d.id limit p_limit $$;
comment on function access.certificates_to_remind is 'Certificates of which a reminder is due or which have ended, with the answers to these pages of the application that they were issued for. For the worker.';

create function access.note_certificate_reminder(p_certificate uuid, p_days integer) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        insert into public.certificate_reminders (certificate_id, organisation_id, days, sent_at)
            select c.id, c.organisation_id, p_days, access.now()
            from public.certificates c where c.id = p_certificate and c.withdrawn_on is null
            on conflict do nothing;
        return found;
    end $$;
comment on function access.note_certificate_reminder is 'Notes that a reminder of a certificate is sent; false when it was sent before. For the worker.';

alter function access.certificates_to_remind(text[], integer) owner to psn_resolver;
alter function access.note_certificate_reminder(uuid, integer) owner to psn_resolver;
revoke execute on function access.certificates_to_remind(text[], integer),
    access.note_certificate_reminder(uuid, integer) from public;
grant execute on function access.certificates_to_remind(text[], integer),
    access.note_certificate_reminder(uuid, integer) to psn_worker;

create or replace function page.queue(p_credential text, p_view text, p_is_descending boolean,
    p_from_on date, p_from_id uuid, p_is_backwards boolean, p_limit integer)
    returns table (user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb, now timestamptz,
                   id uuid, reference text, organisation_name text, service_name text, submitted_at timestamptz,
                   target_on date, is_paused boolean, assigned_name text, state text)
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    person record;
    today date;
    chosen uuid[] := '{}';
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    select * into person from access.actor();
    if not found then
        return;
    end if;
    today := (person.now at time zone 'Europe/London')::date;
    -- Two queries, so that each walks the index of the queue in its own direction.
    if person.team_role is not null and p_is_descending = p_is_backwards then
        chosen := array(select a.id from applications a
            where a.state <> 'draft'
              and page.is_in_view(p_view, person.user_id, today, a.state, a.assigned_to, a.target_on, a.paused_at)
              and (p_view <> 'renewals' or exists (select from renewals r where r.application_id = a.id))
              and (p_from_id is null or (a.target_on, a.id) > (p_from_on, p_from_id))
            order by a.target_on, a.id limit p_limit);
    elsif person.team_role is not null then
        chosen := array(select a.id from applications a
            where a.state <> 'draft'
              and page.is_in_view(p_view, person.user_id, today, a.state, a.assigned_to, a.target_on, a.paused_at)
              and (p_view <> 'renewals' or exists (select from renewals r where r.application_id = a.id))
              and (p_from_id is null or (a.target_on, a.id) < (p_from_on, p_from_id))
            order by a.target_on desc, a.id desc limit p_limit);
    end if;
    return query select person.user_id, person.name, person.email, person.team_role, person.memberships, person.session, person.now,
            a.id, a.reference, a.organisation_name, a.service_name, a.submitted_at, a.target_on,
            a.paused_at is not null, a.assigned_name, a.state
        from (select) as one left join applications a on a.id = any (chosen)
        order by a.target_on, a.id;
end $$;
