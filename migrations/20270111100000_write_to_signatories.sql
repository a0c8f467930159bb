-- A supplier can write to the signatory with a request to sign. The message is shown behind the code and is in no e-mail.
-- Where the page that was signed on paper could not be used after submission, so that no signature stands, the whole
-- application is signed anew: that is another kind of request than one to confirm changes.

alter table signature_requests
    add column message text check (message <> '' and char_length(message) <= 500),
    add constraint signature_requests_message check (message is null or method = 'online'),
    drop constraint signature_requests_kind_check,
    add constraint signature_requests_kind_check check (kind in ('initial', 'reconfirmation', 'anew'));
comment on column signature_requests.message is 'What the supplier wrote to the signatory, shown behind the code; null when nothing. Never changes.';
comment on column signature_requests.kind is 'Whether it covers the first submission, changes made in reply to a clarification, or anew all of a submitted application whose signed page could not be used.';
grant insert (message) on signature_requests to psn_app;
