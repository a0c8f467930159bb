//! Two processes of pages and two of background work: what one does holds for the others.

use crate::post_office::PostOffice;
use crate::programs::{Program, Programs, socket};
use domain::role::OrganisationRole;
use domain::when;
use reqwest::Method;
use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;
use tests::{Browser, PASSWORD, Page, TestApp};
use tokio::time::sleep;

const EMAIL: &str = "priya.raman@northwind.example";

/// A service of two processes, and where each of them answers.
struct Pair {
    app: TestApp,
    addresses: [SocketAddr; 2],
    _serving: [Program; 2],
    _sockets: [TcpListener; 2],
    programs: Programs,
}

impl Pair {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let (first, second) = (socket(), socket());
        let programs = Programs::of(&app, first.1);
        Self {
            app,
            addresses: [first.1, second.1],
            _serving: [
                programs.serve(&first.0).await,
                programs.serve(&second.0).await,
            ],
            _sockets: [first.0, second.0],
            programs,
        }
    }

    /// A new browser that asks the first, and the same one asking the second.
    fn browsers(&self) -> [Browser; 2] {
        let first = Browser::new(self.addresses[0]);
        let second = first.at(self.addresses[1]);
        [first, second]
    }
}

async fn sign_in(browser: &Browser, password: &str) -> Page {
    let page = browser.visit("/sign-in").await;
    page.submit([("email", EMAIL), ("password", password)])
        .await
}

/// Waits until this is so, however long other work keeps the machine.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..1200 {
        if is_so().await {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("not within two minutes: {what}");
}

#[tokio::test]
async fn a_session_of_one_process_is_good_and_ends_at_the_other() {
    let pair = Pair::start().await;
    pair.app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let [first, second] = pair.browsers();
    sign_in(&first, PASSWORD).await.expect_redirect("/home");
    let page = second.visit("/account").await;
    page.expect_text("Priya Raman");
    let token = first.cookie("psn-session").unwrap();
    // A form that one process drew is taken by the other, and ends the session for both.
    let csrf = first.visit("/account").await.csrf();
    let sent = [("csrf", csrf.as_str())];
    second.post("/sign-out", &sent).await.expect_status(303);
    // Somebody who kept the cookie has nothing of it, wherever they ask.
    for browser in pair.browsers() {
        browser.set_cookie("psn-session", &token);
        browser.open("/account").await.expect_status(303);
    }
}

#[tokio::test]
async fn wrong_passwords_count_wherever_they_are_typed() {
    let pair = Pair::start().await;
    pair.app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    // Two strangers, each with a process of their own.
    let [first, _] = pair.browsers();
    let [_, second] = pair.browsers();
    for number in 0..8 {
        let browser = if number % 2 == 0 { &first } else { &second };
        let page = sign_in(browser, "wrong").await;
        let is_last = number == 7;
        assert_eq!(page.status(), if is_last { 303 } else { 422 }, "{number}");
    }
    for browser in [&first, &second] {
        let page = sign_in(browser, PASSWORD).await;
        page.expect_redirect("/sign-in/locked");
    }
    assert_eq!(pair.app.count("outbox").await, 1, "told once");
}

#[tokio::test]
async fn of_two_saves_at_once_one_is_kept_and_the_other_is_told() {
    let pair = Pair::start().await;
    let app = &pair.app;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let mut browsers = Vec::new();
    for address in pair.addresses {
        let editor = app
            .given_member(&organisation, OrganisationRole::Editor)
            .await;
        browsers.push(app.sign_in(&editor).await.at(address));
    }
    let page = browsers[0].visit("/applications/new").await;
    let page = page.press("Start an application", []).await;
    let path = format!("{}/security/4a", page.redirect());
    for round in 1..=10 {
        let pages = [
            browsers[0].visit(&path).await,
            browsers[1].visit(&path).await,
        ];
        let texts = ["one", "two"].map(|who| format!("What {who} wrote in round {round}."));
        let saves = [0, 1].map(|number: usize| {
            let fields = [("answer", "yes"), ("explanation", texts[number].as_str())];
            pages[number].press("Save and continue", fields)
        });
        let [one, two] = saves;
        let (one, two) = tokio::join!(one, two);
        let mut statuses = [one.status(), two.status()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "round {round}");
        let kept = &texts[usize::from(one.status() == 409)];
        let page = browsers[0].visit(&path).await;
        assert_eq!(page.select_text("textarea").concat(), **kept);
        let versions = app.count("answer_history where page = 'security/4a'").await;
        assert_eq!(versions, round);
    }
}

#[tokio::test]
async fn two_workers_do_everything_once() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    app.given_member(&organisation, OrganisationRole::Administrator)
        .await;
    for _ in 0..12 {
        app.given_member(&organisation, OrganisationRole::Viewer)
            .await;
    }
    app.sql("update memberships set leaves_on = access.today() - 1 where role = 'viewer'")
        .await;
    let programs = Programs::of(&app, app.address());
    let offices = [PostOffice::open().await, PostOffice::open().await];
    let (first, second) = tokio::join!(programs.work(&offices[0]), programs.work(&offices[1]));
    // Mail keeps coming until both have delivered some.
    let mut batches = 0;
    until("both deliver", async || {
        batches += 1;
        app.sql(
            "insert into outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at)
             select gen_random_uuid(), 'password_changed', 'ada@northwind.example', 'Subject', 'Text', '<p>x</p>',
                    access.now(), access.now() from generate_series(1, 40) n",
        )
        .await;
        let all_gone = async || app.count("outbox where delivered_at is null").await == 0;
        until("everything is delivered", all_gone).await;
        offices.iter().all(|office| !office.taken().is_empty())
    })
    .await;
    until("everybody has left", async || {
        app.count("memberships").await == 1
    })
    .await;
    let all_gone = async || app.count("outbox where delivered_at is null").await == 0;
    until("everything is delivered", all_gone).await;
    for mut worker in [first, second] {
        worker.ask_to_stop();
        assert_eq!(worker.ended().await.code(), Some(0));
    }
    let left = app.count("audit_events where kind = 'member_left'").await;
    assert_eq!(left, 12, "each leaves once");
    let taken = offices.each_ref().map(PostOffice::taken).concat();
    let different: BTreeSet<&String> = taken.iter().collect();
    assert_eq!(taken.len(), different.len(), "some mail left twice");
    let written = app.count("outbox").await;
    assert_eq!(i64::try_from(taken.len()).unwrap(), written);
    assert_eq!(app.count("outbox where attempts = 1").await, written);
    // The administrator and whoever left are told, of each once.
    let told = app.count("outbox where kind <> 'password_changed'").await;
    let once =
        "(select distinct recipient, subject from outbox where kind <> 'password_changed') o";
    assert_eq!((told, app.count(once).await), (told, told));
    assert!(told >= 12 && written == told + batches * 40);
}

#[tokio::test]
async fn the_clock_that_one_process_moves_is_every_ones() {
    let pair = Pair::start().await;
    let user = pair.app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let token = pair.app.given_session(&user).await.token;
    let browsers = pair.browsers();
    for browser in &browsers {
        browser.set_cookie("psn-session", &token);
        browser.visit("/account").await;
    }
    pair.app.advance(time::Duration::days(90)).await;
    let today = when::iso_date(when::uk_date(pair.app.app.clock.now()));
    for browser in &browsers {
        // What the database decides is so at once; what a page says follows.
        browser.open("/account").await.expect_status(303);
        until("a page knows the day", async || {
            let path = "/verify/PSNS-2026-0042-7.json";
            let answer = browser.send(Method::GET, path, &[], Vec::new()).await;
            let json: serde_json::Value =
                serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
            json["as_at"] == today.as_str()
        })
        .await;
    }
    // A process that starts later has the same clock.
    let (socket, address) = socket();
    let _later = pair.programs.serve(&socket).await;
    let path = "/verify/PSNS-2026-0042-7.json";
    let page = Browser::new(address).open(path).await;
    assert_eq!(page.json()["as_at"], today.as_str());
}
