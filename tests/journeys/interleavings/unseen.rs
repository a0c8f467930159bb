//! Nobody writes over an answer that they have not seen: what was taken at once follows the version
//! that its author had before their eyes.

use super::Conversation;
use super::steps::{PLACES, Step};
use tests::Page;

/// A text that was taken at once.
#[derive(Debug)]
pub struct Taken {
    page: &'static str,
    text: String,
    /// The version that its author saw; 0 when there was none.
    seen: i32,
}

/// The version that a page was opened with.
fn version(shown: &Page) -> i32 {
    let versions = shown.select_attribute("input[name=\"version\"]", "value");
    versions[0].parse().unwrap()
}

impl Conversation<'_> {
    /// Notes what was taken, by somebody who is signed in and was shown no other answer.
    pub fn note_taken(&mut self, step: Step, text: &str, answer: &Page) {
        let Step { who, page, .. } = step;
        if answer.status() == 303 && self.people[who].is_signed_in {
            self.taken.push(Taken {
                page: PLACES[page].0,
                text: text.to_owned(),
                seen: version(self.shown(who, page)),
            });
        }
    }

    /// Each of them came right after what its author saw, or after a removal when they saw nothing.
    pub async fn expect_nothing_unseen(&self) {
        for Taken { page, text, seen } in &self.taken {
            let (path, item) = match page.strip_suffix("/1") {
                Some(list) => (format!("{list}/n"), 1),
                None => ((*page).to_owned(), 0),
            };
            let before = format!(
                "select coalesce(string_agg(case when b.answer = '{{}}' then 0 else coalesce(b.version, 0) end::text, ', '), 'none')
                 from answer_history h left join answer_history b on b.application_id = h.application_id
                     and b.page = h.page and b.item = h.item and b.version = h.version - 1
                 where h.application_id = (select id from applications where reference = '{}')
                   and h.page = '{path}' and h.item = {item} and h.answer::text like '%{text}%'
                   and h.version = (select min(f.version) from answer_history f where f.application_id = h.application_id
                                    and f.page = h.page and f.item = h.item and f.answer::text like '%{text}%')",
                self.given.reference()
            );
            let before: String = self.given.app.value(&before).await;
            // What was not asked any more stands beside the history.
            let is_after = before == "none" || before == seen.to_string();
            assert!(
                is_after,
                "{text:?} came after version {before} of {page}, and its author saw {seen}"
            );
        }
    }
}
