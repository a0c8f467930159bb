//! Nothing that was sent has vanished.

use super::Conversation;

impl Conversation<'_> {
    /// Everything that was sent is somewhere.
    pub async fn expect_everything(&self) {
        let id = format!(
            "(select id from applications where reference = '{}')",
            self.given.reference()
        );
        let stored: String = self
            .given
            .app
            .value(&format!(
                "select coalesce(string_agg(answer::text, ' '), '') from (
                     select answer from answers where application_id = {id}
                     union all select answer from answer_history where application_id = {id}
                     union all select answer from set_aside_answers where application_id = {id}) all_of_it"
            ))
            .await;
        for (who, person) in self.people.iter().enumerate() {
            let mut kept = if person.is_kept.contains(&true) {
                person.browser.visit("/answer-kept").await.text()
            } else {
                String::new()
            };
            // What could not be used of a file is still there to be chosen.
            let import = person.browser.open(&self.given.at("import/check")).await;
            kept.push_str(&import.text());
            for (_, text) in self.sent.iter().filter(|(sender, _)| *sender == who) {
                let is_there = stored.contains(text) || kept.contains(text);
                assert!(is_there, "{text:?} has vanished");
            }
        }
        // The answer is the last of its versions, and no version is missing.
        let broken = format!(
            "answers w where application_id = {id} and not exists (
                 select from answer_history h where h.application_id = w.application_id and h.page = w.page
                     and h.item = w.item and h.version = w.version and h.answer = w.answer)"
        );
        assert_eq!(self.given.app.count(&broken).await, 0);
        let gaps = format!(
            "(select from answer_history where application_id = {id} group by page, item
              having count(*) <> max(version) or count(distinct version) <> count(*)) gaps"
        );
        assert_eq!(self.given.app.count(&gaps).await, 0);
    }
}
