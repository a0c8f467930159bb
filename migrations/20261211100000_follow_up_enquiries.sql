-- A reply of the team that nobody has read is on the supplier's home page and reminded of once; a question that waits
-- for longer than we promised is reminded of once, too, and the team's queue says what waits.

insert into rule_values (name, from_on, value, source) values
    ('enquiry_unread_reminder_working_days', '2015-07-08', 3,
     'House rule: a reply that nobody has opened for so many working days is reminded of');

alter table enquiries
    add column waiting_since timestamptz,
    add column unread_since timestamptz,
    add column reminded_at timestamptz;
update enquiries e set waiting_since = coalesce((
    select min(m.written_at) from enquiry_messages m
    where m.enquiry_id = e.id and not m.is_from_team
      and m.written_at > coalesce((select max(r.written_at) from enquiry_messages r
                                   where r.enquiry_id = e.id and r.is_from_team), '-infinity')), e.asked_at);
-- A program of before this migration does not name it.
alter table enquiries alter column waiting_since set default access.now(), alter column waiting_since set not null;
comment on column enquiries.waiting_since is 'When what waits for the team was asked, or what it answered last.';
comment on column enquiries.unread_since is 'When the team replied, while nobody of the supplier who could answer has opened the thread since; else null.';
comment on column enquiries.reminded_at is 'When whoever has the thread was reminded of it; null again when the other side writes.';
create index enquiries_unread on enquiries (organisation_id, unread_since) where unread_since is not null;
create index enquiries_unread_to_remind on enquiries (unread_since) where unread_since is not null and reminded_at is null;

grant update (waiting_since, unread_since, reminded_at) on enquiries to psn_app;

create function page.read_enquiry(p_credential text, p_enquiry uuid, p_seen timestamptz) returns void
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    perform set_config('app.credential', p_credential, true);
    -- A reply that came after this one was read is not read.
    update enquiries e set unread_since = null
        where e.id = p_enquiry and e.unread_since <= p_seen
          and access.may_answer(e.organisation_id, access.user_id());
end $$;
comment on function page.read_enquiry is 'Notes that somebody who can answer for the supplier has read a thread with a reply of this time.';
grant execute on function page.read_enquiry(text, uuid, timestamptz) to psn_app;

grant select (organisation_id, reference, organisation_name, subject, subject_title, state, reply_by, waiting_since,
              unread_since, reminded_at), update (reminded_at) on enquiries to psn_resolver;
grant select (written_by, is_from_team) on enquiry_messages to psn_resolver;

create function access.next_enquiry_reminder(p_unread_before date)
    returns table (enquiry_id uuid, organisation_id uuid, application_id uuid, reference text, organisation_name text,
                   subject text, subject_title text, is_unread boolean, since timestamptz, reply_by date, people jsonb)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_next record;
begin
    -- In the morning, so that it is there when work begins.
    if extract(hour from access.now() at time zone 'Europe/London') < 6 then
        return;
    end if;
    select e.id, e.organisation_id, e.application_id, e.reference, e.organisation_name, e.subject, e.subject_title,
           e.state, e.reply_by, e.waiting_since, e.unread_since
        into v_next from public.enquiries e
        where e.state = 'answered' and e.reminded_at is null and e.unread_since is not null
          and e.unread_since < p_unread_before::timestamp at time zone 'Europe/London'
        order by e.unread_since limit 1 for update skip locked;
    if not found then
        select e.id, e.organisation_id, e.application_id, e.reference, e.organisation_name, e.subject, e.subject_title,
               e.state, e.reply_by, e.waiting_since, e.unread_since
            into v_next from public.enquiries e
            where e.state = 'asked' and e.reminded_at is null and e.reply_by < access.today()
            order by e.reply_by, e.id limit 1 for update skip locked;
    end if;
    if not found then
        return;
    end if;
    update public.enquiries e set reminded_at = access.now() where e.id = v_next.id;
    return query select v_next.id, v_next.organisation_id, v_next.application_id, v_next.reference,
        v_next.organisation_name, v_next.subject, v_next.subject_title, v_next.state = 'answered',
        case v_next.state when 'answered' then v_next.unread_since else v_next.waiting_since end, v_next.reply_by,
        -- Who takes part and still belongs to the supplier; its administrators when nobody does.
        (with members as (
             select m.role, u.name, u.email,
                    exists (select from public.enquiry_messages w
                            where w.enquiry_id = v_next.id and not w.is_from_team and w.written_by = u.id) as takes_part
             from public.memberships m join public.users u on u.id = m.user_id
             where m.organisation_id = v_next.organisation_id
               and (m.leaves_on is null or m.leaves_on >= access.today()))
         select coalesce(jsonb_agg(jsonb_build_object('name', m.name, 'email', m.email) order by m.name), '[]'::jsonb)
         from members m
         where m.takes_part
            or (m.role = 'administrator' and not exists (select from members o where o.takes_part)));
end $$;
comment on function access.next_enquiry_reminder is 'Takes the next thread whose reply nobody has opened since before the given day, or whose question waits for longer than promised, and notes that a reminder is sent. Answers whom of the supplier to tell. No row when there is none. For the worker.';
alter function access.next_enquiry_reminder(date) owner to psn_resolver;
revoke execute on function access.next_enquiry_reminder(date) from public;
grant execute on function access.next_enquiry_reminder(date) to psn_worker;

-- The queue says how many questions of suppliers wait, up to a hundred, and since when.
drop function page.queue(text, text, boolean, date, uuid, boolean, integer);
create function page.queue(p_credential text, p_view text, p_is_descending boolean,
    p_from_on date, p_from_id uuid, p_is_backwards boolean, p_limit integer)
    returns table (user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb, now timestamptz,
                   questions_waiting bigint, questions_since timestamptz,
                   id uuid, reference text, organisation_name text, service_name text, submitted_at timestamptz,
                   target_on date, is_paused boolean, assigned_name text, state text)
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    person record;
    waiting record;
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    select * into person from access.actor();
    if not found then
        return;
    end if;
    select count(*) as number, min(e.waiting_since) as since into waiting
        from (select q.waiting_since from enquiries q where person.team_role is not null and q.state = 'asked'
              order by q.reply_by, q.id limit 100) e;
    -- One query, since rows lie where they do for one look only.
    return query select person.user_id, person.name, person.email, person.team_role, person.memberships, person.session, person.now,
            waiting.number, waiting.since,
            a.id, a.reference, a.organisation_name, a.service_name, a.submitted_at, a.target_on,
            a.paused_at is not null, a.assigned_name, a.state
        from (select) as one left join applications a on person.team_role is not null and a.ctid = any (array(
            select page.walk_queue(p_view, person.user_id, (person.now at time zone 'Europe/London')::date,
                p_is_descending = p_is_backwards, p_from_on, p_from_id, p_limit)))
        order by a.target_on, a.id;
end $$;
comment on function page.queue is 'The signed-in person, what questions of suppliers wait, and one page of the queue in a saved view, by target date, earliest first.';
grant execute on function page.queue(text, text, boolean, date, uuid, boolean, integer) to psn_app;
