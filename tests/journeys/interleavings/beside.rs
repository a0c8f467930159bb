//! What people do beside saving pages: removing an item, using a file, reconfirming last year's
//! answer, and changing an answer that decides about another page. Each of these takes two steps,
//! and everything may happen between them.

use super::Conversation;
use super::steps::Step;
use crate::form::Given;
use crate::imports::{csv, upload, uses};
use tests::Page;

/// What last year's answer says.
pub const CARRIED: &str = "carried-words of last year in full";

/// Something with a page that is opened in one step and sent in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Removes the first connection.
    Remove,
    /// Uses what is found in a file.
    Import,
    /// Says that last year's answer is still right.
    Reconfirm,
}

impl Beside {
    /// How many there are.
    pub const COUNT: usize = 3;
}

/// Makes the application a renewal in which one answer is carried from last year.
pub async fn carry(given: &Given) {
    let reference = given.reference();
    given
        .app
        .sql(&format!(
            "update answers set answer = jsonb_set(answer, '{{explanation}}', '[\"{CARRIED}\"]')
             where page = 'security/4a' and application_id = (select application_id from certificates limit 1);
             insert into renewals (application_id, organisation_id, certificate_id, certificate_number, service_code,
                 earlier_application_id, rules_version, started_at)
             select a.id, a.organisation_id, c.id, c.number, c.service_code, c.application_id, '2026-11', access.now()
             from applications a, certificates c where a.reference = '{reference}';
             update applications set is_renewal = true where reference = '{reference}';
             insert into answers (organisation_id, application_id, page, item, answer, is_complete, version,
                 saved_at, saved_by, saved_by_name)
             select a.organisation_id, a.id, w.page, w.item, w.answer, true, 1, access.now(), w.saved_by, 'An Editor'
             from applications a, certificates c join answers w on w.application_id = c.application_id
             where a.reference = '{reference}' and w.page = 'security/4a';
             insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at,
                 saved_by, saved_by_name)
             select w.organisation_id, w.application_id, w.page, w.item, w.answer, 1, w.saved_at, w.saved_by,
                 w.saved_by_name
             from answers w join applications a on a.id = w.application_id
             where a.reference = '{reference}' and w.page = 'security/4a'"
        ))
        .await;
}

impl Conversation<'_> {
    /// Opens what it takes, or sends what is open.
    pub async fn go_on_beside(&mut self, step: Step, what: Beside) {
        let place = what as usize;
        let Some(open) = self.people[step.who].beside[place].take() else {
            self.people[step.who].beside[place] = self.begin_beside(step, what).await;
            return;
        };
        let answer = match what {
            Beside::Remove => open.submit([("remove", "yes")]).await,
            Beside::Import => self.use_file(step, &open).await,
            Beside::Reconfirm => {
                let right = [("right", "security/4a#0")];
                open.press("Save what is still right", right).await
            }
        };
        // What came to be asked meanwhile has to be chosen too.
        if what == Beside::Import && answer.status() == 422 {
            self.people[step.who].beside[place] = Some(answer);
            return;
        }
        assert_eq!(answer.status(), 303, "{what:?}: {}", answer.text());
        // Who presses twice sends the same once more.
        if step.restores {
            self.people[step.who].beside[place] = Some(open);
        }
    }

    async fn begin_beside(&mut self, step: Step, what: Beside) -> Option<Page> {
        let browser = &self.people[step.who].browser;
        match what {
            Beside::Remove => {
                let sure = browser.open(&self.given.at("remove/connections/1")).await;
                (sure.status() == 200).then_some(sure)
            }
            Beside::Import => {
                let (root, text) = (&self.given.root, self.text(step.who));
                let [first, second, third, fourth] =
                    [1, 2, 3, 4].map(|row| format!("{text}, row {row} of a file"));
                let rows = [
                    ("security/4a#explanation", first.as_str()),
                    ("security/4a#answer", "Yes"),
                    ("description-for-assessors#how_it_works", &second),
                    ("security/3a/hybrid#public_part", &third),
                    ("security/2a/conditions#how_us", &fourth),
                ];
                let uploaded = upload(browser, root, "form.csv", &csv(&rows)).await;
                uploaded.expect_redirect(&self.given.at("import/check"));
                Some(uploaded.follow().await)
            }
            Beside::Reconfirm => {
                let page = browser.open(&self.given.at("renewal")).await;
                let can_be = page.body().contains("security/4a#0");
                can_be.then_some(page)
            }
        }
    }

    /// Uses one or all of what was found, and leaves the rest.
    async fn use_file(&mut self, step: Step, open: &Page) -> Page {
        let found = uses(open);
        let shown = open.text();
        // The same page is always sent the same.
        let uses_all = shown.len().is_multiple_of(2);
        let choices: Vec<(&str, &str)> = found
            .iter()
            .enumerate()
            .map(|(number, (name, value))| {
                let is_used = uses_all || number + 1 == found.len();
                (name.as_str(), if is_used { value.as_str() } else { "skip" })
            })
            .collect();
        let answer = open.press_all("Save what I chose", &choices).await;
        let rows = [
            ("page-security-4a-0", 1),
            ("page-description-for-assessors-0", 2),
            ("page-security-3a-hybrid-0", 3),
            ("page-security-2a-conditions-0", 4),
        ];
        if answer.status() != 303 {
            return answer;
        }
        let chosen = rows.iter().filter(|(name, _)| {
            let mut chosen = choices.iter();
            chosen.any(|(other, value)| other == name && *value != "skip")
        });
        for (_, row) in chosen {
            self.sent.push((step.who, row_of(&shown, *row)));
        }
        answer
    }

    /// Makes a page asked, or not; or a field of a page.
    pub async fn change_gate(&mut self, step: Step) {
        let browser = &self.people[step.who].browser;
        let (gate, field, answer) = match (step.page % 2, step.restores) {
            (0, true) => ("security/2a/countries", "treaty", "US"),
            (0, false) => ("security/2a/countries", "treaty", "CA"),
            (_, true) => ("security/3a", "answer", "hybrid"),
            (_, false) => ("security/3a", "answer", "private"),
        };
        let page = browser.visit(&self.given.at(gate)).await;
        let saved = page.press("Save and continue", [(field, answer)]).await;
        assert_eq!(saved.status(), 303, "{}", saved.text());
    }
}

/// The words of a row of a file on the page that shows what was found in it.
fn row_of(shown: &str, row: usize) -> String {
    let end = format!(", row {row} of a file");
    let before = shown.split(&end).next().unwrap_or_default();
    let start = before.rfind("words-").unwrap();
    format!("{}{end}", &before[start..])
}
