-- Passkeys (docs/adr/0015): what a browser was asked to sign is answered once.

create table answered_questions (
    digest bytea primary key check (length(digest) = 32),
    answered_at timestamptz not null
);
comment on table answered_questions is 'What browsers were asked to sign with a passkey and answered, kept until it is too old to be answered at all.';
comment on column answered_questions.digest is 'SHA-256 of the question as it was sealed.';
comment on column answered_questions.answered_at is 'When an answer came.';
create index answered_questions_age on answered_questions (answered_at);
alter table answered_questions enable row level security;
alter table answered_questions force row level security;
create policy resolve on answered_questions to psn_resolver using (true) with check (true);
grant select, insert, delete on answered_questions to psn_resolver;

create function access.answer_question(p_digest bytea) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    now timestamptz := access.now();
begin
    delete from public.answered_questions where answered_at < now - interval '1 hour';
    insert into public.answered_questions (digest, answered_at) values (p_digest, now) on conflict do nothing;
    return found;
end $$;
comment on function access.answer_question is 'Takes the one answer that there may be to what a browser was asked to sign; false when there was one before.';
alter function access.answer_question(bytea) owner to psn_resolver;
revoke execute on function access.answer_question(bytea) from public;
grant execute on function access.answer_question(bytea) to psn_gate;
