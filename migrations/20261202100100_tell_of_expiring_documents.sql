-- Suppliers hear that documents of open applications and live certificates expire: once before, and once on the last day.

insert into rule_values (name, from_on, value, source) values
    ('document_expiring_notice_days', '2015-07-08', 30, 'House rule: time to have a certificate or a report issued again, like the third reminder of a certificate'),
    ('document_expired_notice_days_max', '2015-07-08', 14, 'House rule: nobody is told of an end that was longer ago, as of certificates');

create table document_notices (
    document_id uuid not null references documents (id) on delete cascade,
    organisation_id uuid not null references organisations (id),
    expires_on date not null,
    is_over boolean not null,
    sent_at timestamptz not null,
    primary key (document_id, expires_on, is_over)
);
comment on table document_notices is 'Documents of which people were told that they expire: each once before its last day and once on it.';
comment on column document_notices.document_id is 'The document.';
comment on column document_notices.organisation_id is 'The supplier.';
comment on column document_notices.expires_on is 'Its last day, as people were told.';
comment on column document_notices.is_over is 'Whether that day had come.';
comment on column document_notices.sent_at is 'When the notice was queued.';
create table document_notice_days (
    organisation_id uuid not null references organisations (id),
    day date not null,
    primary key (organisation_id, day)
);
comment on table document_notice_days is 'Days on which an organisation was told of documents that expire: once on each.';
comment on column document_notice_days.organisation_id is 'The supplier.';
comment on column document_notice_days.day is 'The day, in the United Kingdom.';
alter table document_notices enable row level security;
alter table document_notices force row level security;
alter table document_notice_days enable row level security;
alter table document_notice_days force row level security;
create index documents_expiring on documents (expires_on)
    where expires_on is not null and removed_at is null and replaced_at is null and scan in ('clean', 'not_scanned');
create index documents_expiring_of on documents (organisation_id, expires_on)
    where expires_on is not null and removed_at is null and replaced_at is null and scan in ('clean', 'not_scanned');

-- Whether what the documents of an application show still matters.
create function access.keeps_documents(p_application uuid) returns boolean
    language plpgsql stable set search_path = pg_catalog, public
    as $$
begin
    return exists (select from applications a
        where a.id = p_application
          and (a.state in ('draft', 'submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved')
               or a.state = 'certified' and exists (
                   select from certificates c
                   where c.application_id = a.id and c.withdrawn_on is null
                     and (c.valid_to >= access.today()
                          or c.renewal_submitted_on is not null and c.renewal_ended_on is null)
                     and not exists (select from certificates later
                                     where later.service_code = c.service_code and later.valid_to > c.valid_to))));
end $$;
comment on function access.keeps_documents is 'Whether an application is open, or its certificate counts and no later one has taken its place.';
grant execute on function access.keeps_documents(uuid) to psn_app, psn_resolver;

create function access.documents_to_tell_of(p_limit integer)
    returns table (organisation_id uuid, documents jsonb, people jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with rule as (
        select access.today() as today,
               access.rule_value('document_expiring_notice_days', access.today()) as before,
               access.rule_value('document_expired_notice_days_max', access.today()) as after),
    due as (
        select d.id, d.organisation_id, d.application_id, d.added_by, d.expires_on, d.expires_on <= rule.today as is_over
        from public.documents d, rule
        -- In the morning, so that it is there when work begins.
        where extract(hour from access.now() at time zone 'Europe/London') >= 6
          and d.expires_on between rule.today - rule.after and rule.today + rule.before
          and d.removed_at is null and d.replaced_at is null and d.scan in ('clean', 'not_scanned')
          -- What was near or over already when it was added was known then.
          and (d.added_at at time zone 'Europe/London')::date
              < d.expires_on - case when d.expires_on <= rule.today then 0 else rule.before end
          and not exists (select from public.document_notices n
              where n.document_id = d.id and n.expires_on = d.expires_on and n.is_over = (d.expires_on <= rule.today))
          and not exists (select from public.document_notice_days t
              where t.organisation_id = d.organisation_id and t.day = rule.today)
          and access.keeps_documents(d.application_id))
    select d.organisation_id,
        jsonb_agg(jsonb_build_object('id', d.id, 'expires_on', d.expires_on, 'is_over', d.is_over,
                      'reference', a.reference, 'service_name', a.service_name, 'state', a.state,
                      'added_by', d.added_by, 'started_by', a.created_by)
                  order by d.expires_on, a.reference, d.id),
        (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email,
                             'is_administrator', m.role = 'administrator', 'choice', coalesce(c.choice, 'each'))
                         order by u.name, u.id), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         left join public.notice_choices c on c.user_id = u.id
         where m.organisation_id = d.organisation_id and m.role in ('administrator', 'editor')
           and (m.leaves_on is null or m.leaves_on >= access.today()))
    from due d join public.applications a on a.id = d.application_id
    group by d.organisation_id order by min(d.expires_on), d.organisation_id limit p_limit $$;
comment on function access.documents_to_tell_of is 'Organisations with documents that expire soon or have, of open applications and live certificates, each once before and once from the last day on, with their editors and administrators; none that was told today. For the worker.';

create function access.note_document_notices(p_organisation uuid, p_documents uuid[]) returns uuid[]
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_told uuid[];
begin
    insert into public.document_notice_days (organisation_id, day)
        values (p_organisation, access.today()) on conflict do nothing;
    if not found then
        return '{}';
    end if;
    with told as (
        insert into public.document_notices (document_id, organisation_id, expires_on, is_over, sent_at)
            select d.id, d.organisation_id, d.expires_on, d.expires_on <= access.today(), access.now()
            from public.documents d
            where d.id = any (p_documents) and d.organisation_id = p_organisation and d.expires_on is not null
              and d.removed_at is null and d.replaced_at is null
            on conflict do nothing returning document_id)
    select coalesce(array_agg(t.document_id), '{}') into v_told from told t;
    return v_told;
end $$;
comment on function access.note_document_notices is 'Notes that an organisation is told today of these documents, and answers of which; none when it was told today before. For the worker.';

grant select, insert on document_notices, document_notice_days to psn_resolver;
create policy resolve on document_notices to psn_resolver using (true) with check (true);
create policy resolve on document_notice_days to psn_resolver using (true) with check (true);
grant select (added_by, added_at, expires_on, replaced_at) on documents to psn_resolver;
alter function access.documents_to_tell_of(integer) owner to psn_resolver;
alter function access.note_document_notices(uuid, uuid[]) owner to psn_resolver;
revoke execute on function access.documents_to_tell_of(integer), access.note_document_notices(uuid, uuid[]) from public;
grant execute on function access.documents_to_tell_of(integer), access.note_document_notices(uuid, uuid[]) to psn_worker;
