-- A supplier is reminded of a request for clarification (M34), and told of a request to sign that ran out (M30).

insert into rule_values (name, from_on, value, source) values
    ('signing_run_out_days_max', '2015-07-08', 14, 'House rule: nobody is told of a request to sign that ran out longer ago');

create table clarification_reminders (
    clarification_id uuid not null references clarifications (id) on delete cascade,
    organisation_id uuid not null references organisations (id),
    is_last boolean not null,
    sent_at timestamptz not null,
    primary key (clarification_id, is_last)
);
comment on table clarification_reminders is 'Reminders of requests for clarification: halfway to the day of the reply, and shortly before it, each once.';
comment on column clarification_reminders.clarification_id is 'The request.';
comment on column clarification_reminders.organisation_id is 'The supplier.';
comment on column clarification_reminders.is_last is 'Whether it is the one shortly before the day of the reply.';
comment on column clarification_reminders.sent_at is 'When it was queued, or when nothing was left to remind of.';
alter table clarification_reminders enable row level security;
alter table clarification_reminders force row level security;
grant select, insert on clarification_reminders to psn_resolver;
create policy resolve on clarification_reminders to psn_resolver using (true) with check (true);
create policy read_own on clarification_reminders for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
grant select on clarification_reminders to psn_app;

grant select (id, organisation_id, application_id, state, asked_at, due_on) on clarifications to psn_resolver;
create policy resolve on clarifications for select to psn_resolver using (true);
grant select (clarification_id, subject, reply) on clarification_items to psn_resolver;
create policy resolve on clarification_items for select to psn_resolver using (true);

create function access.clarifications_to_remind(p_pages text[], p_soon_before date, p_limit integer)
    returns table (clarification_id uuid, organisation_id uuid, application_id uuid, reference text,
                   service_name text, set_id text, set_version text, set_hash text, due_on date, is_last boolean,
                   unanswered text[], submitter_name text, submitter_email text, answers jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with open as (
        select c.id, c.application_id, c.due_on, (c.asked_at at time zone 'Europe/London')::date as asked_on,
               exists (select from public.clarification_reminders r where r.clarification_id = c.id and not r.is_last)
                   as is_last
        from public.clarifications c
        -- In the morning, so that it is there when work begins.
        where c.state = 'asked' and extract(hour from access.now() at time zone 'Europe/London') >= 6
          and c.due_on >= access.today()
          and not exists (select from public.clarification_reminders r where r.clarification_id = c.id and r.is_last))
    select o.id, a.organisation_id, a.id, a.reference, a.service_name, a.set_id, a.set_version, a.set_hash,
        o.due_on, o.is_last,
        array(select i.subject from public.clarification_items i
              where i.clarification_id = o.id and i.reply is null order by i.subject),
        u.name, u.email,
        (select coalesce(jsonb_agg(jsonb_build_object('page', w.page, 'item', w.item, 'answer', w.answer)), '[]'::jsonb)
         from public.answers w where w.application_id = a.id and w.page = any (p_pages))
    from open o join public.applications a on a.id = o.application_id
    -- While that person belongs to the supplier.
    left join public.memberships m on m.organisation_id = a.organisation_id and m.user_id = a.submitted_by
        and (m.leaves_on is null or m.leaves_on >= access.today())
    left join public.users u on u.id = m.user_id
    where a.state = 'awaiting_supplier'
      and case when o.is_last then o.due_on < p_soon_before
               else access.today() >= o.asked_on + (o.due_on - o.asked_on + 1) / 2 end
    order by o.due_on, o.id limit p_limit $$;
comment on function access.clarifications_to_remind is 'Requests for clarification of which a reminder is due, halfway or before the day given as soon, with what has no reply and the answers to these pages, which say whom to tell. For the worker.';

create function access.note_clarification_reminder(p_clarification uuid, p_is_last boolean) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        insert into public.clarification_reminders (clarification_id, organisation_id, is_last, sent_at)
            select c.id, c.organisation_id, p_is_last, access.now()
            from public.clarifications c where c.id = p_clarification and c.state = 'asked'
            on conflict do nothing;
        return found;
    end $$;
comment on function access.note_clarification_reminder is 'Notes that a reminder of a request for clarification is sent; false when it was sent before or the reply is there. For the worker.';

alter table signature_requests add column run_out_told_at timestamptz;
comment on column signature_requests.run_out_told_at is 'When the supplier was told that the link ran out before anybody signed; counts until the link is sent again.';
grant update (run_out_told_at) on signature_requests to psn_resolver;
create policy tell_run_out on signature_requests for update to psn_resolver
    using (state in ('sent', 'opened')) with check (state in ('sent', 'opened') and run_out_told_at is not null);
create index signature_requests_running_out on signature_requests (expires_at) where state in ('sent', 'opened');

create function access.next_signing_run_out()
    returns table (request_id uuid, organisation_id uuid, application_id uuid, reference text, service_name text,
                   signatory_name text, expires_at timestamptz, people jsonb)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_next record;
begin
    select s.id, s.organisation_id, s.application_id, s.reference, s.service_name, s.signatory_name, s.expires_at,
           s.requested_by
        into v_next
        from public.signature_requests s join public.applications a on a.id = s.application_id
        where s.state in ('sent', 'opened') and s.expires_at <= access.now()
          and s.expires_at > access.now()
              - make_interval(days => access.rule_value('signing_run_out_days_max', access.today()))
          and (s.run_out_told_at is null or s.run_out_told_at < s.expires_at)
          and case s.kind when 'initial' then a.state = 'draft'
                   else a.state in ('submitted', 'under_review', 'recommended', 'approved') end
        order by s.expires_at, s.id limit 1 for update of s skip locked;
    if not found then
        return;
    end if;
    update public.signature_requests s set run_out_told_at = access.now() where s.id = v_next.id;
    return query select v_next.id, v_next.organisation_id, v_next.application_id, v_next.reference,
        v_next.service_name, v_next.signatory_name, v_next.expires_at,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = v_next.organisation_id
           and (m.user_id = v_next.requested_by or m.role = 'administrator')
           and (m.leaves_on is null or m.leaves_on >= access.today()));
end $$;
comment on function access.next_signing_run_out is 'Takes the next request to sign whose link ran out before anybody signed, and notes that the supplier is told. Answers whom to tell. No row when there is none. For the worker.';

alter function access.clarifications_to_remind(text[], date, integer) owner to psn_resolver;
alter function access.note_clarification_reminder(uuid, boolean) owner to psn_resolver;
alter function access.next_signing_run_out() owner to psn_resolver;
revoke execute on function access.clarifications_to_remind(text[], date, integer),
    access.note_clarification_reminder(uuid, boolean), access.next_signing_run_out() from public;
grant execute on function access.clarifications_to_remind(text[], date, integer),
    access.note_clarification_reminder(uuid, boolean), access.next_signing_run_out() to psn_worker;
