-- What is refused because something is wrong with it is kept beside the history while somebody wrote something new: the same
-- text of the same field is kept once, however often it is sent and whatever is chosen beside it.

create index set_aside_answers_by on set_aside_answers (set_aside_by, set_aside_at);

create function page.set_refused_aside(p_credential text, p_application uuid, p_page text, p_item smallint,
        p_answer jsonb, p_words jsonb, p_seen integer, p_name text, p_events jsonb) returns boolean
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_me uuid;
    v_is_new boolean;
begin
    perform set_config('app.credential', p_credential, true);
    v_me := access.user_id();
    select exists (select from jsonb_each(p_words) w
        where not exists (select from set_aside_answers s where s.application_id = p_application
                and s.page = p_page and s.item = p_item and s.set_aside_by = v_me and s.answer -> w.key = w.value)
          and not exists (select from answer_history h where h.application_id = p_application
                and h.page = p_page and h.item = p_item and h.saved_by = v_me and h.answer -> w.key = w.value))
        into v_is_new;
    -- Nobody writes sixty texts in an hour that are all wrong.
    if not v_is_new
       or (select count(*) from set_aside_answers s
           where s.set_aside_by = v_me and s.set_aside_at > access.now() - interval '1 hour') >= 60 then
        return false;
    end if;
    return page.set_answer_aside(p_credential, p_application, p_page, p_item, p_answer, p_seen, p_name, p_events);
end $$;
comment on function page.set_refused_aside is 'Keeps an answer with which something is wrong as page.set_answer_aside does, but only while one of its texts is new of this person and page, and while less than sixty were kept of this person in the last hour; false otherwise.';
grant execute on function page.set_refused_aside(text, uuid, text, smallint, jsonb, jsonb, integer, text, jsonb) to psn_app;
