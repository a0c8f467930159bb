-- The activity of an organisation says which application something happened to.

drop function access.activity(uuid, text[], uuid, bigint, integer);
create function access.activity(p_organisation uuid, p_kinds text[], p_person uuid, p_before bigint, p_limit integer)
    returns table (id bigint, at timestamptz, kind text, by_name text, about_name text, reference text, event text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select e.id, e.at, e.kind, doer.name, person.name, a.reference, e.event
          from public.audit_events e
          left join public.users doer
              on doer.id = case when e.by like 'user:%' then substr(e.by, 6)::uuid end
          left join public.users person on person.id = (e.event::jsonb #>> '{details,user}')::uuid
          left join public.applications a on a.id = e.application_id and a.organisation_id = e.organisation_id
          where p_organisation = any (access.administered()) and e.organisation_id = p_organisation
            and e.kind = any (p_kinds) and (p_before is null or e.id < p_before)
            and (p_person is null or doer.id = p_person or person.id = p_person)
          order by e.id desc limit least(p_limit, 101) $$;
comment on function access.activity is 'What happened in an organisation, for its administrators, with the names of people who have left as well and the reference of the application, while there is one.';
alter function access.activity(uuid, text[], uuid, bigint, integer) owner to psn_resolver;
revoke execute on function access.activity(uuid, text[], uuid, bigint, integer) from public;
grant execute on function access.activity(uuid, text[], uuid, bigint, integer) to psn_app;
