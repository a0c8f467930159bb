-- The certificates of the applications of seed_applications that have one, under the names of seed_names.
-- They are made up and say so: nothing is signed.

insert into services (code, organisation_id, first_certified_at)
select n.code, a.organisation_id, a.issued_at from seed_names n join seed_applications a on a.place = n.place;

insert into certificates (id, organisation_id, application_id, number, service_code, service_name, slug, description,
    organisation_name, infrastructure_id, infrastructure_name, infrastructure_certificate, legal_jurisdiction,
    management_model, service_desk, commitments_version, snapshot_sha256, valid_from, valid_to, issued_at, issued_by,
    issued_by_name, withdrawn_on, signed_json, pdf)
select pg_temp.identifier(s.seed, a.place, 51, a.issued_at), a.organisation_id, a.id, n.number, n.code, a.service_name,
    n.slug, 'Staff look things up by name, number or place, and systems ask for the same.', a.organisation_name, i.id,
    i.name, i.certificate_number, 'England and Wales', 'Dedicated devices on a segregated network',
    format(E'Service desk\n0161 496 0210\ndesk@supplier-%s.example', a.organisation), s.commitments_version,
    a.snapshot_sha256, d.valid_from, least((d.valid_from + interval '1 year' - interval '1 day')::date, i.valid_to),
    a.issued_at, l.id, l.name,
    case when pg_temp.pick(s.seed, a.place, 52) % 100 = 0 and d.valid_from + 100 <= s.today then d.valid_from + 100 end,
    json_build_object('made_up', true, 'number', n.number)::text, s.pdf
from seed_applications a cross join seed_settings s
join seed_names n on n.place = a.place
join seed_infrastructures i on i.place = a.infrastructure
join seed_team l on l.place = a.lead
cross join lateral (select (a.issued_at at time zone 'Europe/London')::date as valid_from) d;
