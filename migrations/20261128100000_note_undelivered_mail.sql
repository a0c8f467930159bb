-- E-mails that nobody took, kept with what they were about, so that whoever sent them can put it right.

alter table outbox
    add column about text check (about in ('invitation', 'owner_request', 'signature_request')),
    add column about_id uuid,
    add column noted_at timestamptz,
    add check ((about is null) = (about_id is null));
comment on column outbox.about is 'What it asks somebody, if it asks them something that its sender waits for; null otherwise.';
comment on column outbox.about_id is 'Identifier of that invitation or request.';
comment on column outbox.noted_at is 'When it was noted, after it was given up, that it was not delivered.';
create index outbox_about on outbox (about_id, created_at) where about_id is not null;
create index outbox_not_noted on outbox (given_up_at)
    where given_up_at is not null and about_id is not null and noted_at is null;

create table undelivered_mail (
    about_id uuid primary key,
    about text not null check (about in ('invitation', 'owner_request', 'signature_request')),
    organisation_id uuid not null references organisations (id),
    application_id uuid,
    recipient text not null,
    given_up_at timestamptz not null,
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade
);
comment on table undelivered_mail is 'Invitations and requests whose last e-mail could not be delivered. The next e-mail about the same takes the row away.';
comment on column undelivered_mail.about_id is 'Identifier of the invitation or request.';
comment on column undelivered_mail.about is 'Which of them it is.';
comment on column undelivered_mail.organisation_id is 'The organisation that sent it.';
comment on column undelivered_mail.application_id is 'The application that it concerns; null for invitations.';
comment on column undelivered_mail.recipient is 'The address that did not take it.';
comment on column undelivered_mail.given_up_at is 'When delivery was given up.';
create index undelivered_mail_organisation on undelivered_mail (organisation_id);
create index undelivered_mail_application on undelivered_mail (application_id);
alter table undelivered_mail enable row level security;
alter table undelivered_mail force row level security;
grant select, delete on undelivered_mail to psn_app;
create policy read_own on undelivered_mail for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
create policy send_again on undelivered_mail for delete to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));

create function access.note_undelivered()
    returns table (mail uuid, about text, about_id uuid, organisation_id uuid, application_id uuid, reference text,
                   name text, is_with_team boolean, recipient text, sender_name text, sender_email text)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_mail record;
begin
    select o.id, o.about, o.about_id, o.recipient, o.created_at, o.given_up_at into v_mail
        from public.outbox o
        where o.given_up_at is not null and o.about_id is not null and o.noted_at is null
        order by o.given_up_at limit 1 for update skip locked;
    if not found then
        return;
    end if;
    update public.outbox o set noted_at = access.now() where o.id = v_mail.id;
    return query
    with asked as (
        select i.organisation_id, null::uuid as application_id, '' as reference, i.organisation_name as name,
               false as is_with_team, i.invited_by as sender
        from public.invitations i
        where v_mail.about = 'invitation' and i.id = v_mail.about_id
          and i.accepted_at is null and i.cancelled_at is null
        union all
        select o.organisation_id, o.application_id, o.reference, o.service_name,
               a.state not in ('draft', 'deleted'), o.requested_by
        from public.owner_requests o join public.applications a on a.id = o.application_id
        where v_mail.about = 'owner_request' and o.id = v_mail.about_id and o.state in ('sent', 'opened')
        union all
        select s.organisation_id, s.application_id, s.reference, s.service_name,
               a.state not in ('draft', 'deleted'), s.requested_by
        from public.signature_requests s join public.applications a on a.id = s.application_id
        where v_mail.about = 'signature_request' and s.id = v_mail.about_id and s.state in ('sent', 'opened')),
    noted as (
        insert into public.undelivered_mail as u (about_id, about, organisation_id, application_id, recipient, given_up_at)
        select v_mail.about_id, v_mail.about, k.organisation_id, k.application_id, v_mail.recipient, v_mail.given_up_at
        from asked k
        where not exists (select from public.outbox newer
                          where newer.about_id = v_mail.about_id and newer.created_at > v_mail.created_at)
        on conflict (about_id) do update set recipient = excluded.recipient, given_up_at = excluded.given_up_at
        returning u.about_id)
    select v_mail.id, v_mail.about, v_mail.about_id, k.organisation_id, k.application_id, k.reference, k.name,
           k.is_with_team, v_mail.recipient, u.name, u.email
    from (select) as one
    left join (asked k join noted n on true) on true
    left join (public.memberships m join public.users u on u.id = m.user_id)
        on m.organisation_id = k.organisation_id and m.user_id = k.sender
           and (m.leaves_on is null or m.leaves_on >= access.today());
end $$;
comment on function access.note_undelivered is 'Takes the next e-mail that was given up and notes it with the invitation or request that it was about, if that is still open and nothing newer was sent; answers whom to tell, without an organisation when nobody. No row when there is none. For the worker.';

grant select (id, about, about_id, given_up_at, noted_at), update (noted_at) on outbox to psn_resolver;
create policy note on outbox for update to psn_resolver using (true) with check (true);
grant select, insert, update on undelivered_mail to psn_resolver;
create policy note on undelivered_mail to psn_resolver using (true) with check (true);
alter function access.note_undelivered() owner to psn_resolver;
revoke execute on function access.note_undelivered() from public;
grant execute on function access.note_undelivered() to psn_worker;
