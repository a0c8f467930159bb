-- The PSN team is told when an owner answers about an application that it has already.

create function access.is_submitted_behind_link() returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.links l join public.applications a on a.id = l.application_id
                         where l.id = access.link_id()
                           and a.state in ('submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved')) $$;
comment on function access.is_submitted_behind_link is 'Whether the application of the presented link is with the PSN team and not decided to its end.';
alter function access.is_submitted_behind_link() owner to psn_resolver;
revoke execute on function access.is_submitted_behind_link() from public;
grant execute on function access.is_submitted_behind_link() to psn_app;
