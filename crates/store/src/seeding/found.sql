-- The people, organisations and infrastructure of the made-up data. Nobody's password is known.

create temp table seed_words on commit drop as select
    array['Alder', 'Ashdown', 'Beacon', 'Blackwater', 'Bracken', 'Calder', 'Chalford', 'Coniston', 'Darent',
        'Ellesmere', 'Fallow', 'Granby', 'Hartwell', 'Holme', 'Kelso', 'Lambourne', 'Linden', 'Malvern', 'Marlow',
        'Nene', 'Oakham', 'Pennine', 'Quarry', 'Rowan', 'Sabden', 'Severn', 'Tamar', 'Tarn', 'Ullswater', 'Wensley']
        as places,
    array['Archive', 'Benefits', 'Case', 'Contact', 'Dispatch', 'Document', 'Evidence', 'Gazetteer', 'Housing',
        'Identity', 'Ledger', 'Library', 'Licensing', 'Mapping', 'Messaging', 'Payroll', 'Planning', 'Records',
        'Referral', 'Register', 'Rota', 'Telephony', 'Transit', 'Voice'] as trades,
    array['Systems', 'Networks', 'Software', 'Hosting', 'Data', 'Services', 'Digital', 'Communications'] as kinds,
    array['Hub', 'Portal', 'Exchange', 'Manager', 'Direct', 'Cloud', 'Gateway', 'Desk'] as products,
    array['Aisha', 'Ben', 'Carys', 'Daniel', 'Efua', 'Fiona', 'George', 'Hanna', 'Imran', 'Joan', 'Kofi', 'Laura',
        'Mei', 'Niall', 'Olivia', 'Peter', 'Rhian', 'Samir', 'Tomos', 'Yusuf'] as first_names,
    array['Abbott', 'Bevan', 'Clarke', 'Dhillon', 'Evans', 'Fraser', 'Griffiths', 'Hughes', 'Iqbal', 'Jones',
        'Khan', 'Lewis', 'Morgan', 'Nolan', 'Okafor', 'Price', 'Quinn', 'Roberts', 'Shah', 'Taylor', 'Walsh'] as last_names;

create temp table seed_organisations on commit drop as
select o.place,
    pg_temp.identifier(s.seed, o.place, 1, s.now - interval '4 years' + o.place * interval '1 minute') as id,
    pg_temp.word(w.places, pg_temp.pick(s.seed, o.place, 2)) || ' '
        || pg_temp.word(w.trades, pg_temp.pick(s.seed, o.place, 3)) || ' '
        || pg_temp.word(w.kinds, pg_temp.pick(s.seed, o.place, 4)) || ' Limited' as name,
    s.now - interval '4 years' + o.place * interval '1 minute' as at
from seed_settings s, seed_words w, lateral generate_series(1, s.organisations) o (place);
create unique index on seed_organisations (place);

-- Two of each supplier: place 1 administers, place 2 edits.
create temp table seed_suppliers on commit drop as
select o.place, o.id as organisation_id, p.place as person,
    pg_temp.identifier(s.seed, o.place * 2 + p.place, 5, o.at) as id,
    pg_temp.word(w.first_names, pg_temp.pick(s.seed, o.place * 2 + p.place, 6)) || ' '
        || pg_temp.word(w.last_names, pg_temp.pick(s.seed, o.place * 2 + p.place, 7)) as name,
    format('person-%s@supplier-%s.example', p.place, o.place) as email, o.at
from seed_settings s, seed_words w, seed_organisations o, generate_series(1, 2) p (place);
create unique index on seed_suppliers (place, person);

-- The team: 20 assessors and, after them, 4 leads.
create temp table seed_team on commit drop as
select t.place, pg_temp.identifier(s.seed, t.place, 8, s.now - interval '5 years') as id,
    pg_temp.word(w.first_names, pg_temp.pick(s.seed, t.place, 9)) || ' '
        || pg_temp.word(w.last_names, pg_temp.pick(s.seed, t.place, 10)) as name,
    format('team-%s@psn-team.example', t.place) as email,
    case when t.place < 20 then 'assessor' else 'lead' end as team_role
from seed_settings s, seed_words w, generate_series(0, 23) t (place);
create unique index on seed_team (place);

insert into users (id, email, name, password_hash, password_changed_at, team_role, created_at)
select p.id, p.email, p.name, s.password_hash, p.at, p.team_role, p.at from (
    select id, email, name, null as team_role, at from seed_suppliers
    union all select t.id, t.email, t.name, t.team_role, s.now - interval '5 years' from seed_team t, seed_settings s
) p, seed_settings s;

insert into organisations (id, name, kind, register, registration_number, address, created_at)
select o.id, o.name, 'company', 'companies_house', lpad((10000000 + o.place)::text, 8, '0'),
    format(E'%s Mill Lane\nLudlow\nSY8 1ZZ', o.place % 300 + 1), o.at
from seed_organisations o;

insert into memberships (organisation_id, user_id, role, created_at)
select organisation_id, id, case person when 1 then 'administrator' else 'editor' end, at from seed_suppliers;

create temp table seed_infrastructures on commit drop as
select i.place, pg_temp.identifier(s.seed, i.place, 11, s.now - interval '5 years') as id,
    pg_temp.word(w.places, pg_temp.pick(s.seed, i.place, 12)) || ' PSN Zone ' || i.place as name,
    pg_temp.word(w.places, pg_temp.pick(s.seed, i.place, 12)) || ' Hosting plc' as owner_name,
    format('PSN-CN-%s', 10000 + i.place) as certificate_number,
    s.today + 400 + (pg_temp.pick(s.seed, i.place, 13) % 400)::int as valid_to
from seed_settings s, seed_words w, generate_series(0, 199) i (place);
create unique index on seed_infrastructures (place);

insert into infrastructures (id, name, owner_name, certificate_number, valid_to, confirmed_at, confirmed_by)
select i.id, i.name, i.owner_name, i.certificate_number, i.valid_to, s.now - interval '5 years', t.id
from seed_infrastructures i, seed_settings s, seed_team t where t.place = 20;

analyze seed_organisations; analyze seed_suppliers; analyze seed_team; analyze seed_infrastructures;
