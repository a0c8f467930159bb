-- A draft that nobody saves is reminded of after 30 days, and once more after 60.

insert into rule_values (name, from_on, value, source) values
    ('draft_first_reminder_days', '2026-11-22', 30, 'Design, notice M16: 30 quiet days'),
    ('draft_second_reminder_days', '2026-11-22', 60, 'House rule: a second and last reminder, a month after the first');
