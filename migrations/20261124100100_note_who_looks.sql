-- Who has a page of an application open: a note for colleagues, never a lock.

create unlogged table page_visits (
    organisation_id uuid not null,
    application_id uuid not null,
    place text not null check (length(place) <= 100),
    user_id uuid not null,
    opened_at timestamptz not null,
    primary key (application_id, place, user_id),
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade,
    foreign key (organisation_id, user_id) references memberships (organisation_id, user_id) on delete cascade
);
comment on table page_visits is 'Who opened which question page of an application last when, for a quarter of an hour. Not logged: after a crash nobody is said to look at anything.';
comment on column page_visits.organisation_id is 'The supplier.';
comment on column page_visits.application_id is 'The application.';
comment on column page_visits.place is 'The page, by the tail of its address.';
comment on column page_visits.user_id is 'Who opened it.';
comment on column page_visits.opened_at is 'When, to the minute.';
create index page_visits_opened_at on page_visits (opened_at);
create index page_visits_member on page_visits (organisation_id, user_id);

alter table page_visits enable row level security;
alter table page_visits force row level security;
grant select, insert on page_visits to psn_app;
grant update (opened_at) on page_visits to psn_app;
create policy read_own on page_visits for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
create policy add_own on page_visits for insert to psn_app
    with check (user_id = (select access.user_id()) and organisation_id = any ((select access.organisations())::uuid[]));
create policy change_own on page_visits for update to psn_app
    using (user_id = (select access.user_id()) and organisation_id = any ((select access.organisations())::uuid[]));

grant select (opened_at), delete on page_visits to psn_worker;
create policy see_old on page_visits for select to psn_worker using (opened_at < access.now() - interval '15 minutes');
create policy forget_old on page_visits for delete to psn_worker using (opened_at < access.now() - interval '15 minutes');

create function page.look(p_application uuid, p_place text) returns jsonb
    language plpgsql strict set search_path = pg_catalog, public
    as $$
declare
    v_me uuid := access.user_id();
    v_now timestamptz := access.now();
    v_since timestamptz := v_now - interval '15 minutes';
begin
    -- Written once a minute at most: whoever reloads a page costs a look and no write.
    insert into page_visits (organisation_id, application_id, place, user_id, opened_at)
        select a.organisation_id, a.id, p_place, v_me, v_now
        from applications a
        where a.id = p_application and a.state in ('draft', 'awaiting_supplier')
          and access.may_answer(a.organisation_id, v_me)
          and not exists (select from page_visits v
              where v.application_id = p_application and v.place = p_place and v.user_id = v_me
                and v.opened_at > v_now - interval '1 minute')
        on conflict (application_id, place, user_id) do update set opened_at = excluded.opened_at;
    return jsonb_build_object(
        'opened', (select jsonb_agg(jsonb_build_object('user', v.user_id, 'name', u.name,
                                                       'at', extract(epoch from v.opened_at)) order by v.opened_at desc)
                   from (select * from page_visits v
                         where v.application_id = p_application and v.place = p_place
                           and v.opened_at > v_since and v.user_id <> v_me
                         order by v.opened_at desc limit 5) v
                   join users u on u.id = v.user_id),
        'saved', (select jsonb_agg(jsonb_build_object('user', w.saved_by, 'page', w.page, 'item', w.item))
                  from answers w
                  where w.application_id = p_application and w.saved_at > v_since and w.saved_by <> v_me));
end $$;
comment on function page.look is 'Notes that the signed-in person opened a page, if they may answer it, and gives who else did in the last quarter of an hour, and which answers others saved in it.';
grant execute on function page.look(uuid, text) to psn_app;
