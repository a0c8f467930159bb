//! No text that was ever sent vanishes, however several editors get in each other's way: it is in
//! the answer, in its history, beside it, or kept for its author. And nobody writes over an answer that
//! they have not seen.
//!
//! Three people work on five pages in random order: they open pages, save old and new ones, send too
//! long a text and leave the page that says so, save at
//! the same moment, choose on the page that shows both answers, send the same form again, and
//! lose their sessions; they remove an item, use a file, say that last year's answer is still right,
//! and change the answers that decide whether a page, or a field of it, is asked at all.

mod beside;
mod unseen;

use crate::form::Given;
use crate::given_draft::GivenDraft;
use beside::{Beside, carry};
use domain::role::OrganisationRole::Editor;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestError, TestRunner};
use std::cell::RefCell;
use tests::{Browser, Page, User};

/// How many conversations are tried, and how long each is at most.
const CASES: u32 = 14;
const STEPS: usize = 30;
/// How many people and pages there are.
const PEOPLE: usize = 3;
/// More characters than any field takes.
const TOO_MUCH: usize = 5_000;
const PAGES: usize = 5;

/// What somebody does on a page.
#[derive(Debug, Clone, Copy)]
enum Do {
    /// Opens it.
    Open,
    /// Types something new into the page that is open, and saves it.
    Save,
    /// Sends more than any field takes, which shows the page again.
    SaveTooMuch,
    /// Sends the last form once more.
    Again,
    /// Chooses on the page that shows both answers.
    Choose(&'static str),
    /// Saves at the same moment as the next person.
    Race,
    /// Loses the session.
    LoseSession,
    /// Begins or goes on with something beside the pages.
    Beside(Beside),
    /// Changes an answer that decides what is asked.
    Gate,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    who: usize,
    page: usize,
    what: Do,
    /// Whether what was kept is restored at once.
    restores: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let what = prop_oneof![
        2 => Just(Do::Open),
        6 => Just(Do::Save),
        2 => Just(Do::SaveTooMuch),
        2 => Just(Do::Again),
        3 => prop_oneof![Just("theirs"), Just("mine"), Just("both"), Just("another")].prop_map(Do::Choose),
        2 => Just(Do::Race),
        1 => Just(Do::LoseSession),
        2 => Just(Do::Beside(Beside::Remove)),
        3 => Just(Do::Beside(Beside::Import)),
        2 => Just(Do::Beside(Beside::Reconfirm)),
        2 => Just(Do::Gate),
    ];
    let step = (0..PEOPLE, 0..PAGES, what, any::<bool>());
    let step = step.prop_map(|(who, page, what, restores)| Step {
        who,
        page,
        what,
        restores,
    });
    vec(step, 8..=STEPS)
}

/// What is sent beside the text.
type Others = &'static [(&'static str, &'static str)];
type Place = (&'static str, &'static str, Others, &'static str);

/// The pages: the tail of the address, the field for the text, what else is sent, the button.
const PLACES: [Place; PAGES] = [
    (
        "security/4a",
        "explanation",
        &[("answer", "yes")],
        "Save and continue",
    ),
    (
        "description-for-assessors",
        "how_it_works",
        &[],
        "Save and come back later",
    ),
    (
        "connections/1",
        "name",
        &[("kind", "internet")],
        "Save and come back later",
    ),
    (
        "security/3a/hybrid",
        "public_part",
        &[],
        "Save and come back later",
    ),
    // A colleague may change which country is asked about.
    (
        "security/2a/conditions",
        "how_us",
        &[],
        "Save and come back later",
    ),
];

/// Somebody with a browser and what it shows.
struct Person {
    user: User,
    browser: Browser,
    is_signed_in: bool,
    open: [Option<Page>; PAGES],
    both: [Option<Page>; PAGES],
    last: [Option<String>; PAGES],
    is_kept: [bool; PAGES],
    /// What is open beside the pages.
    beside: [Option<Page>; Beside::COUNT],
}

impl Person {
    async fn arrive(given: &Given) -> Self {
        let (user, browser) = given.colleague(Editor).await;
        Self {
            user,
            browser,
            is_signed_in: true,
            open: [const { None }; PAGES],
            both: [const { None }; PAGES],
            last: [const { None }; PAGES],
            is_kept: [false; PAGES],
            beside: [const { None }; Beside::COUNT],
        }
    }

    /// Closes everything.
    fn close(&mut self) {
        self.open = [const { None }; PAGES];
        self.both = [const { None }; PAGES];
        self.beside = [const { None }; Beside::COUNT];
    }
}

struct Conversation<'a> {
    given: &'a Given,
    people: &'a mut Vec<Person>,
    sent: Vec<(usize, String)>,
    /// What was taken at once of what was typed into a page.
    taken: Vec<unseen::Taken>,
}

impl Conversation<'_> {
    async fn take(&mut self, step: Step) {
        let Step { who, page, .. } = step;
        match step.what {
            Do::Open => self.open(who, page).await,
            Do::Save if !self.make_open(who, page).await => {}
            Do::Save => {
                let text = self.text(who);
                let answer = send(self.shown(who, page), page, &text).await;
                self.note_taken(step, &text, &answer);
                self.note(step, text, answer).await;
            }
            Do::SaveTooMuch => {
                if self.make_open(who, page).await {
                    let text = format!("{}{}", self.text(who), " and on".repeat(TOO_MUCH / 7));
                    self.send_too_much(step, text).await;
                }
            }
            Do::Again => {
                let Some(text) = self.people[who].last[page].clone() else {
                    return;
                };
                if let Some(open) = &self.people[who].open[page] {
                    let answer = send(open, page, &text).await;
                    self.note(step, text, answer).await;
                }
            }
            Do::Choose(keep) => self.choose(step, keep).await,
            Do::Race => self.race(step).await,
            Do::LoseSession => {
                // Something to send has to be open, and nothing else of it kept.
                let is_kept = self.people[who].is_kept.contains(&true);
                if is_kept || !self.make_open(who, page).await {
                    return;
                }
                let id = self.people[who].user.id;
                let end = format!(
                    "update sessions set expires_at = access.now() - interval '1 minute' where user_id = '{id}'"
                );
                self.given.app.sql(&end).await;
                self.people[who].is_signed_in = false;
                let text = self.text(who);
                let answer = send(self.shown(who, page), page, &text).await;
                self.note(step, text, answer).await;
            }
            Do::Beside(what) => self.go_on_beside(step, what).await,
            Do::Gate => self.change_gate(step).await,
        }
    }

    /// Presses "Save and continue" with too long a text. The last form stays what it was.
    async fn send_too_much(&mut self, step: Step, text: String) {
        let Step { who, page, .. } = step;
        let (_, field, others, _) = PLACES[page];
        let mut fields = others.to_vec();
        fields.push((field, &text));
        let shown = self.shown(who, page);
        let answer = shown.press_all("Save and continue", &fields).await;
        // 409: it is not asked any more, or cannot be changed.
        assert!([409, 422].contains(&answer.status()), "{}", answer.text());
        self.sent.push((who, text));
    }

    /// Two save at the same moment.
    async fn race(&mut self, step: Step) {
        let Step { who, page, .. } = step;
        let other = (who + 1) % PEOPLE;
        if !self.make_open(who, page).await || !self.make_open(other, page).await {
            return;
        }
        let (mine, theirs) = (self.text(who), self.text(other));
        let answers = tokio::join!(
            send(self.shown(who, page), page, &mine),
            send(self.shown(other, page), page, &theirs)
        );
        let theirs_step = Step { who: other, ..step };
        self.note_taken(step, &mine, &answers.0);
        self.note_taken(theirs_step, &theirs, &answers.1);
        self.note(step, mine, answers.0).await;
        self.note(theirs_step, theirs, answers.1).await;
    }

    /// A text that nobody has sent before.
    fn text(&self, who: usize) -> String {
        format!(
            "words-{}x of editor {who} in full",
            self.sent.len() * PEOPLE + who
        )
    }

    fn shown(&self, who: usize, page: usize) -> &Page {
        self.people[who].open[page].as_ref().unwrap()
    }

    /// Opens a page, if it is asked as things stand.
    async fn open(&mut self, who: usize, page: usize) {
        let path = self.given.at(PLACES[page].0);
        let shown = self.people[who].browser.open(&path).await;
        // A field that is not asked is not there to type into.
        let field = format!("name=\"{}\"", PLACES[page].1);
        if shown.status() == 200 && shown.body().contains(&field) {
            self.people[who].open[page] = Some(shown);
        }
    }

    /// Opens a page unless it is open. Answers whether it is.
    async fn make_open(&mut self, who: usize, page: usize) -> bool {
        if self.people[who].open[page].is_none() {
            self.open(who, page).await;
        }
        self.people[who].open[page].is_some()
    }

    /// Notes what was sent and what came of it.
    async fn note(&mut self, step: Step, text: String, answer: Page) {
        let Step { who, page, .. } = step;
        if !self.sent.iter().any(|(_, known)| *known == text) {
            self.sent.push((who, text.clone()));
        }
        self.people[who].last[page] = Some(text);
        match answer.status() {
            409 => self.people[who].both[page] = Some(answer),
            303 if self.people[who].is_signed_in => {}
            303 => {
                answer.expect_redirect("/signed-out?kept=yes");
                self.people[who].is_kept[page] = true;
                self.sign_in_again(step).await;
            }
            other => panic!("{other}: {}", answer.text()),
        }
    }

    async fn sign_in_again(&mut self, step: Step) {
        let person = &mut self.people[step.who];
        person.browser = self.given.app.sign_in(&person.user).await;
        person.is_signed_in = true;
        person.close();
        let kept = person.browser.visit("/answer-kept").await;
        kept.expect_heading("We kept your answer");
        if step.restores {
            let restored = kept.press("Restore", []).await;
            assert!(
                [303, 409].contains(&restored.status()),
                "{}",
                restored.text()
            );
            if restored.status() == 303 {
                person.is_kept[step.page] = false;
            }
        }
    }

    async fn choose(&mut self, step: Step, keep: &'static str) {
        let Step { who, page, .. } = step;
        let Some(both) = self.people[who].both[page].take() else {
            return;
        };
        if !both.body().contains(&format!("value=\"{keep}\"")) {
            self.people[who].both[page] = Some(both);
            return;
        }
        let answer = both.press("Save and continue", [("keep", keep)]).await;
        match answer.status() {
            303 => self.people[who].open[page] = None,
            409 => self.people[who].both[page] = Some(answer),
            // Both texts together are too long for one field: the page says so, and nothing is saved.
            422 => assert_eq!(keep, "both", "{}", answer.text()),
            other => panic!("{other}: {}", answer.text()),
        }
    }

    /// Everything that was sent is somewhere.
    async fn expect_everything(&self) {
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

async fn send(shown: &Page, page: usize, text: &str) -> Page {
    let (_, field, others, button) = PLACES[page];
    let mut fields = others.to_vec();
    fields.push((field, text));
    shown.press_all(button, &fields).await
}

/// One conversation about an application of its own, which renews a certificate.
async fn converse(given: &mut Given, people: &mut Vec<Person>, steps: &[Step]) {
    let page = given.browser.visit("/applications/new").await;
    let page = page.press("Start an application", [("what", "new")]).await;
    given.root = page.redirect();
    carry(given).await;
    let places = given.browser.visit(&given.at("security/2a")).await;
    let places = places.press("Save and continue", [("answer", "treaty")]);
    places.await.expect_status(303);
    let countries = given.at("security/2a/countries");
    let countries = given.browser.visit(&countries).await;
    let countries = countries.press("Save and continue", [("treaty", "US")]);
    countries.await.expect_status(303);
    let gate = given.browser.visit(&given.at("connections")).await;
    let gate = gate.press("Save and continue", [("any", "yes")]).await;
    gate.expect_status(303);
    for person in people.iter_mut() {
        if person.is_kept.contains(&true) {
            *person = Person::arrive(given).await;
        }
        person.close();
        person.last = [const { None }; PAGES];
    }
    let mut conversation = Conversation {
        given,
        people,
        sent: vec![(0, beside::CARRIED.to_owned())],
        taken: Vec::new(),
    };
    for step in steps {
        conversation.take(*step).await;
    }
    conversation.expect_everything().await;
    conversation.expect_nothing_unseen().await;
}

/// An organisation with a certificate that it may renew, and people who will.
async fn begin() -> (Given, Vec<Person>) {
    let draft = GivenDraft::certified(60).await;
    let given = Given {
        browser: draft.browser().await,
        root: String::new(),
        app: draft.app,
        organisation: draft.organisation,
        editor: draft.editor,
    };
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(Person::arrive(&given).await);
    }
    (given, people)
}

#[test]
fn no_text_that_was_ever_sent_vanishes() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let config = Config {
        cases: CASES,
        max_shrink_iters: 40,
        failure_persistence: None,
        ..Config::default()
    };
    let begun = RefCell::new(runtime.block_on(begin()));
    let mut runner = TestRunner::new(config);
    let result = runner.run(&steps(), |steps| {
        let (given, people) = &mut *begun.borrow_mut();
        runtime.block_on(converse(given, people, &steps));
        Ok(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, steps)) => panic!("{why}: {steps:#?}"),
        Err(error) => panic!("{error}"),
    }
}
