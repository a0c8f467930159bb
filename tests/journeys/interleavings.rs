//! No text that was ever sent vanishes, however several editors get in each other's way: it is in
//! the answer, in its history, beside it, or kept for its author. And nobody writes over an answer that
//! they have not seen.
//!
//! Three people work on five pages in random order: they open pages, save old and new ones, send too
//! long a text and leave the page that says so, save at
//! the same moment, choose on the page that shows both answers and type into it, send the same form again, and
//! lose their sessions; they remove an item, use a file, say that last year's answer is still right,
//! and change the answers that decide whether a page, or a field of it, is asked at all.

mod beside;
mod conflicts;
mod steps;
mod unseen;
mod vanished;

use crate::form::Given;
use crate::given_draft::GivenDraft;
use beside::{Beside, carry};
use domain::role::OrganisationRole::Editor;
use proptest::test_runner::{Config, TestError, TestRunner};
use std::cell::{Cell, RefCell};
use steps::{Do, PLACES, Step, steps};
use tests::{Browser, Page, User};

/// How many conversations are tried, and how long each is at most.
const CASES: u32 = 14;
const STEPS: usize = 30;
/// How many people and pages there are.
const PEOPLE: usize = 3;
/// More characters than any field takes.
const TOO_MUCH: usize = 5_000;
const PAGES: usize = 5;

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
    /// How many texts there were.
    texts: Cell<usize>,
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

    /// A text that nobody has sent before.
    fn text(&self, who: usize) -> String {
        let number = self.texts.get();
        self.texts.set(number + 1);
        format!("words-{number}x of editor {who} in full")
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
        texts: Cell::new(0),
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
