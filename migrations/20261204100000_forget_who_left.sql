-- Who left an organisation is forgotten after two years, and the days on which an organisation was told of documents
-- once they are over.

create or replace function access.forget_what_is_over(p_limit integer) returns bigint
    language sql security definer set search_path = pg_catalog, public
    as $$ with attempts_gone as (
              delete from public.attempts where source in (
                  select source from public.attempts where keep_until < access.now()
                  limit p_limit for update skip locked) returning 1),
          sessions_gone as (
              delete from public.sessions where id_hash in (
                  select id_hash from public.sessions where expires_at < access.now() - interval '24 hours'
                  limit p_limit for update skip locked) returning 1),
          devices_gone as (
              delete from public.known_devices where (user_id, device_hash) in (
                  select user_id, device_hash from public.known_devices where last_seen_at < access.now() - interval '1 year'
                  limit p_limit for update skip locked) returning 1),
          answers_gone as (
              delete from public.kept_answers where id in (
                  select id from public.kept_answers where expires_at < access.now()
                  limit p_limit for update skip locked) returning 1),
          links_gone as (
              delete from public.account_tokens where id_hash in (
                  select id_hash from public.account_tokens where expires_at < access.now() - interval '24 hours'
                  limit p_limit for update skip locked) returning 1),
          undelivered_gone as (
              delete from public.undelivered_mail where about_id in (
                  select m.about_id from public.undelivered_mail m
                  where not exists (
                            select from public.invitations i
                            where i.id = m.about_id and i.accepted_at is null and i.cancelled_at is null
                              and i.expires_at > access.now() - interval '30 days')
                    and not exists (
                            select from public.owner_requests o
                            where o.id = m.about_id and o.state in ('sent', 'opened')
                              and o.expires_at > access.now() - interval '30 days')
                    and not exists (
                            select from public.signature_requests s
                            where s.id = m.about_id and s.state in ('sent', 'opened')
                              and s.expires_at > access.now() - interval '30 days')
                  limit p_limit for update of m skip locked) returning 1),
          members_gone as (
              delete from public.former_members where (organisation_id, email_sha256) in (
                  select organisation_id, email_sha256 from public.former_members
                  where left_on < access.today() - interval '2 years'
                  limit p_limit for update skip locked) returning 1),
          days_gone as (
              delete from public.document_notice_days where (organisation_id, day) in (
                  select organisation_id, day from public.document_notice_days where day < access.today() - 1
                  limit p_limit for update skip locked) returning 1)
          select (select count(*) from attempts_gone) + (select count(*) from sessions_gone)
               + (select count(*) from devices_gone) + (select count(*) from answers_gone)
               + (select count(*) from links_gone) + (select count(*) from undelivered_gone)
               + (select count(*) from members_gone) + (select count(*) from days_gone) $$;
comment on function access.forget_what_is_over is 'Deletes counted tries that say nothing any more, sessions and e-mailed links of accounts a day after their end, browsers that nobody signed in with for a year, kept answers after a day, and that e-mails were not delivered once what they asked is answered or cancelled, or ran out a month ago, who left an organisation two years ago, and days on which organisations were told of documents; so many of each. For the worker.';
grant update, delete on document_notice_days to psn_resolver;
