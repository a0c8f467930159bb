//! Who else has this page open, or has just saved it: a note, never a lock.

use super::address::{self, Address, At};
use super::opened::Opened;
use domain::id::UserId;
use govuk::InsetText;
use questions::AnswerKey;
use time::OffsetDateTime;

/// How many people are named.
const NAMED: usize = 3;

/// The question page of this tail of an address, as colleagues see that somebody is there.
pub fn place(tail: &str) -> Option<&str> {
    let is_question = |set| matches!(address::resolve(set, tail), Some(Address::Question(_)));
    questions::sets().iter().any(is_question).then_some(tail)
}

/// What to say of the others on this page, the latest first.
pub fn notices(opened: &Opened, at: &At) -> Vec<InsetText> {
    let key = AnswerKey {
        page: at.page.id.clone(),
        item: at.item,
    };
    let others = &opened.form.others;
    let saved = opened.form.case.stored.saved.get(&key);
    let saver = others.saved.iter().find(|(place, _)| *place == key);
    let saver = saver.map(|(_, user)| *user).zip(saved);
    let now = opened.form.now;
    let mut words = Vec::new();
    if let Some((_, saved)) = saver {
        words.push(format!(
            "{} saved this page {}.",
            saved.by,
            ago(saved.at, now)
        ));
    }
    let has_saved_since = |user: UserId, at: OffsetDateTime| {
        saver.is_some_and(|(saver, saved)| saver == user && saved.at >= at)
    };
    let open = others.opened.iter();
    let open = open.filter(|visitor| !has_saved_since(visitor.user, visitor.at));
    words.extend(open.map(|visitor| {
        // Only the last save is at hand: an earlier one may have been theirs.
        let is_known = saved.is_none_or(|saved| saved.at < visitor.at);
        format!(
            "{} opened this page {}{}.",
            visitor.name,
            ago(visitor.at, now),
            if is_known { " and has not saved" } else { "" }
        )
    }));
    words.into_iter().take(NAMED).map(InsetText::new).collect()
}

/// How long ago, in minutes.
fn ago(at: OffsetDateTime, now: OffsetDateTime) -> String {
    match (now - at).whole_minutes() {
        ..1 => "less than a minute ago".to_owned(),
        1 => "1 minute ago".to_owned(),
        minutes => format!("{minutes} minutes ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn only_question_pages_are_places() {
        assert_eq!(place("security/4a"), Some("security/4a"));
        assert_eq!(place("security/4/check"), None);
        assert_eq!(place("no/such/page"), None);
    }

    #[test]
    fn minutes_are_said() {
        let now = datetime!(2026-11-24 10:05 UTC);
        assert_eq!(ago(now, now), "less than a minute ago");
        assert_eq!(ago(datetime!(2026-11-24 10:03:30 UTC), now), "1 minute ago");
        assert_eq!(ago(datetime!(2026-11-24 10:01 UTC), now), "4 minutes ago");
    }
}
