-- The activity of an organisation does not name people of the PSN team, as no other page of suppliers does, and says who
-- signed on paper and not only who uploaded the page.
drop function access.activity(uuid, text[], uuid, bigint, integer);
create function access.activity(p_organisation uuid, p_kinds text[], p_person uuid, p_before bigint, p_limit integer)
    returns table (id bigint, at timestamptz, kind text, by_name text, about_name text, signed_name text, reference text,
                   event text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select e.id, e.at, e.kind, doer.name, person.name, paper.signed_name, a.reference, e.event
          from public.audit_events e
          left join public.users doer
              on doer.id = case when e.by like 'user:%' then substr(e.by, 6)::uuid end
                 and doer.team_role is null and doer.team_archived_role is null
          left join public.users person on person.id = (e.event::jsonb #>> '{details,user}')::uuid
          left join public.applications a on a.id = e.application_id and a.organisation_id = e.organisation_id
          left join public.signature_requests paper
              on e.kind = 'commitments_signed' and paper.method = 'ink'
                 and paper.id = (e.event::jsonb #>> '{details,signature_request}')::uuid
                 and paper.organisation_id = e.organisation_id
          where p_organisation = any (access.administered()) and e.organisation_id = p_organisation
            and e.kind = any (p_kinds) and (p_before is null or e.id < p_before)
            and (p_person is null or doer.id = p_person or person.id = p_person)
          order by e.id desc limit least(p_limit, 101) $$;
comment on function access.activity is 'What happened in an organisation, for its administrators, with the names of people who have left as well, the reference of the application, while there is one, and who signed on paper. Who of the PSN team did something is not told.';
alter function access.activity(uuid, text[], uuid, bigint, integer) owner to psn_resolver;
revoke execute on function access.activity(uuid, text[], uuid, bigint, integer) from public;
grant execute on function access.activity(uuid, text[], uuid, bigint, integer) to psn_app;
