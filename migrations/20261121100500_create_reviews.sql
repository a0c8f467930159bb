-- The PSN team's work: judgements, clarifications and decisions.

create table judgements (
    organisation_id uuid not null,
    application_id uuid not null,
    subject text not null,
    verdict text not null check (verdict in ('meets', 'meets_with_explanation', 'not_met', 'ask')),
    note text not null,
    version integer not null,
    judged_at timestamptz not null,
    judged_by uuid not null references users (id),
    judged_by_name text not null,
    primary key (application_id, subject),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table judgements is 'Assessors'' judgements, one for each question or section.';
comment on column judgements.organisation_id is 'The supplier.';
comment on column judgements.application_id is 'The application.';
comment on column judgements.subject is 'Question (3a) or group of sections.';
comment on column judgements.verdict is 'The judgement.';
comment on column judgements.note is 'Reason, or what to ask the supplier.';
comment on column judgements.version is 'Goes up with each save.';
comment on column judgements.judged_at is 'When.';
comment on column judgements.judged_by is 'By whom.';
comment on column judgements.judged_by_name is 'That person''s name.';

create table clarifications (
    id uuid primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    number integer not null,
    state text not null check (state in ('asked', 'answered')),
    asked_at timestamptz not null,
    asked_by uuid not null references users (id),
    asked_by_name text not null,
    due_on date not null,
    answered_at timestamptz,
    answered_by_name text,
    unique (application_id, number),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table clarifications is 'Requests for clarification.';
comment on column clarifications.id is 'Identifier.';
comment on column clarifications.organisation_id is 'The supplier.';
comment on column clarifications.application_id is 'The application.';
comment on column clarifications.number is 'First, second, and so on.';
comment on column clarifications.state is 'Whether the reply has been sent.';
comment on column clarifications.asked_at is 'When it was sent.';
comment on column clarifications.asked_by is 'Who asked.';
comment on column clarifications.asked_by_name is 'That person''s name.';
comment on column clarifications.due_on is 'Date by which to reply.';
comment on column clarifications.answered_at is 'When the reply was sent.';
comment on column clarifications.answered_by_name is 'Who sent the reply.';
create unique index clarifications_open on clarifications (application_id) where state = 'asked';

create table clarification_items (
    organisation_id uuid not null,
    clarification_id uuid not null references clarifications (id),
    application_id uuid not null,
    subject text not null,
    request text not null,
    reply text,
    version integer not null default 1,
    replied_at timestamptz,
    replied_by_name text,
    before jsonb not null,
    after jsonb,
    primary key (clarification_id, subject),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table clarification_items is 'The questions of a request for clarification, with their replies.';
comment on column clarification_items.organisation_id is 'The supplier.';
comment on column clarification_items.clarification_id is 'The request.';
comment on column clarification_items.application_id is 'The application.';
comment on column clarification_items.subject is 'Question or group that is asked about; only its answers are unlocked.';
comment on column clarification_items.request is 'What is asked.';
comment on column clarification_items.reply is 'The supplier''s words.';
comment on column clarification_items.version is 'Goes up with each save of the reply.';
comment on column clarification_items.replied_at is 'When the reply was saved last.';
comment on column clarification_items.replied_by_name is 'By whom.';
comment on column clarification_items.before is 'The subject''s answers when asked: a list of page, item and values.';
comment on column clarification_items.after is 'The subject''s answers when the reply was sent, in the same form.';

create table decisions (
    id uuid primary key,
    organisation_id uuid not null,
    application_id uuid not null,
    recommendation text not null check (recommendation in ('grant', 'refuse')),
    reasons text not null,
    recommended_at timestamptz not null,
    recommended_by uuid not null references users (id),
    recommended_by_name text not null,
    outcome text check (outcome in ('approved', 'returned')),
    comment text,
    decided_at timestamptz,
    decided_by uuid references users (id),
    decided_by_name text,
    constraint two_different_people check (decided_by <> recommended_by),
    check ((outcome is null) = (decided_by is null)),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table decisions is 'Recommendations, and what a second person decided on them.';
comment on column decisions.id is 'Identifier.';
comment on column decisions.organisation_id is 'The supplier.';
comment on column decisions.application_id is 'The application.';
comment on column decisions.recommendation is 'What is recommended.';
comment on column decisions.reasons is 'Why.';
comment on column decisions.recommended_at is 'When.';
comment on column decisions.recommended_by is 'By whom.';
comment on column decisions.recommended_by_name is 'That person''s name.';
comment on column decisions.outcome is 'Whether the second person agreed or returned it; null until then.';
comment on column decisions.comment is 'What the second person says.';
comment on column decisions.decided_at is 'When.';
comment on column decisions.decided_by is 'By whom; never the person who recommended.';
comment on column decisions.decided_by_name is 'That person''s name.';
create unique index decisions_live on decisions (application_id)
    where outcome is null or outcome = 'approved';

alter table judgements enable row level security;
alter table judgements force row level security;
alter table clarifications enable row level security;
alter table clarifications force row level security;
alter table clarification_items enable row level security;
alter table clarification_items force row level security;
alter table decisions enable row level security;
alter table decisions force row level security;

grant select, insert on judgements to psn_app;
grant update (verdict, note, version, judged_at, judged_by, judged_by_name) on judgements to psn_app;
create policy read on judgements for select to psn_app
    using ((select access.team_role()) is not null
           or (verdict = 'not_met' and exists (select from applications a
                   where a.id = application_id and a.state = 'refused')));
create policy judge on judgements for insert to psn_app
    with check ((select access.team_role()) in ('assessor', 'lead') and judged_by = (select access.user_id()));
create policy change on judgements for update to psn_app
    using ((select access.team_role()) in ('assessor', 'lead'))
    with check (judged_by = (select access.user_id()));

grant select, insert on clarifications to psn_app;
grant update (state, answered_at, answered_by_name) on clarifications to psn_app;
create policy read_own on clarifications for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]) or (select access.team_role()) is not null);
create policy ask on clarifications for insert to psn_app
    with check ((select access.team_role()) in ('assessor', 'lead') and asked_by = (select access.user_id()));
create policy answer_own on clarifications for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));

grant select, insert on clarification_items to psn_app;
grant update (reply, version, replied_at, replied_by_name, after) on clarification_items to psn_app;
create policy read_own on clarification_items for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]) or (select access.team_role()) is not null);
create policy ask on clarification_items for insert to psn_app
    with check ((select access.team_role()) in ('assessor', 'lead'));
-- A reply that was sent stays as it was sent.
create policy answer_own on clarification_items for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           and exists (select from clarifications c where c.id = clarification_id and c.state = 'asked'));

grant select, insert on decisions to psn_app;
grant update (outcome, comment, decided_at, decided_by, decided_by_name) on decisions to psn_app;
create policy read on decisions for select to psn_app using ((select access.team_role()) is not null);
create policy recommend on decisions for insert to psn_app with check (recommended_by = (select access.user_id())
    and (select access.team_role()) in ('assessor', 'lead'));
create policy decide on decisions for update to psn_app using ((select access.team_role()) = 'lead')
    with check (decided_by = (select access.user_id()));
