//! Wrong passwords: how many, what then, and who can't be kept out by them.

use domain::network::Network;
use service::attempts::{self, Asking, AttemptError, Bucket, Limit, Refusal};
use tests::{Browser, PASSWORD, Page, Setup, TestApp};
use time::Duration;
use tokio::task::JoinSet;

const EMAIL: &str = "priya.raman@northwind.example";
const REFUSED: &str = "Enter the email address and password for your account";

async fn try_with(browser: &Browser, email: &str, password: &str) -> Page {
    let page = browser.visit("/sign-in").await;
    page.submit([("email", email), ("password", password)])
        .await
}

/// Wrong passwords up to the one that locks.
async fn lock_out(browser: &Browser, email: &str) -> Page {
    for _ in 0..7 {
        let page = try_with(browser, email, "wrong").await;
        page.expect_error("email", REFUSED);
    }
    let last = try_with(browser, email, "wrong").await;
    last.expect_redirect("/sign-in/locked");
    browser.open("/sign-in/locked").await
}

#[tokio::test]
async fn eight_wrong_passwords_lock_and_an_emailed_link_unlocks() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let browser = app.browser();
    let page = lock_out(&browser, EMAIL).await;
    page.expect_status(429)
        .expect_heading("Your account is locked");
    assert!(page.header("retry-after").parse::<u32>().unwrap() > 800);
    // The right password is not even looked at, wherever it comes from.
    for browser in [&browser, &app.browser()] {
        let page = try_with(browser, EMAIL, PASSWORD).await;
        page.expect_redirect("/sign-in/locked");
    }
    let letters = app.mail_to(EMAIL).await;
    assert_eq!(letters.len(), 1);
    let subject = &letters.last().subject;
    assert!(subject.starts_with("Your account is locked until "));
    let until = subject.rsplit(' ').next().unwrap().to_owned();
    page.expect_text(&format!("You can try again at {until}"));
    // Opening the link changes nothing; the button does, once.
    let link = letters.last_link();
    let unlock = browser.visit(&link).await;
    try_with(&browser, EMAIL, PASSWORD)
        .await
        .expect_redirect("/sign-in/locked");
    let done = unlock.press("Unlock my account", []).await;
    done.expect_redirect("/sign-in");
    done.follow().await.expect_text("Your account is unlocked");
    browser.open(&link).await.expect_status(410);
    try_with(&browser, EMAIL, PASSWORD)
        .await
        .expect_redirect("/home");
    app.expect_audit([
        "sign_in_refused",
        "sign_in_refused",
        "sign_in_refused",
        "sign_in_refused",
        "sign_in_refused",
        "sign_in_refused",
        "sign_in_refused",
        "sign_in_refused",
        "sign_in_locked",
        "sign_in_unlocked",
        "signed_in",
    ])
    .await;
    // Strangers go on where they were: the browser of the link has tries of its own.
    let of_strangers = "attempts where bucket = 'sign in' and level = 0 and consecutive = 8";
    assert_eq!(app.count(of_strangers).await, 1);
}

#[tokio::test]
async fn the_lock_ends_by_itself_and_begins_anew() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let browser = app.browser();
    lock_out(&browser, EMAIL).await;
    app.advance(Duration::minutes(14)).await;
    try_with(&browser, EMAIL, PASSWORD)
        .await
        .expect_redirect("/sign-in/locked");
    app.advance(Duration::minutes(1)).await;
    let page = browser.open("/sign-in/locked").await;
    page.expect_redirect("/sign-in");
    lock_out(&browser, EMAIL).await;
    app.advance(Duration::minutes(16)).await;
    try_with(&browser, EMAIL, PASSWORD)
        .await
        .expect_redirect("/home");
}

/// What the answers to wrong passwords look like, without what is the visitor's own.
async fn answers_to_wrong_passwords(app: &TestApp, email: &str) -> Vec<String> {
    let browser = app.browser();
    let mut answers = Vec::new();
    for _ in 0..9 {
        let page = try_with(&browser, email, "wrong").await;
        let csrf = browser.visit("/sign-in").await.csrf();
        let body = page.body().replace(email, "…").replace(&csrf, "…");
        answers.push(format!(
            "{} {} {body}",
            page.status(),
            page.header("location")
        ));
    }
    let page = browser.open("/sign-in/locked").await;
    answers.push(format!("{} {}", page.status(), page.text()));
    answers
}

#[tokio::test]
async fn an_address_without_account_is_locked_just_the_same() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let known = answers_to_wrong_passwords(&app, EMAIL).await;
    let unknown = answers_to_wrong_passwords(&app, "tom.okafor@northwind.example").await;
    assert_eq!(known, unknown);
    assert_eq!(app.mail().await.len(), 1);
    // Its case does not make another account of it.
    try_with(&app.browser(), &EMAIL.to_uppercase(), PASSWORD)
        .await
        .expect_redirect("/sign-in/locked");
}

#[tokio::test]
async fn a_stranger_cannot_lock_out_a_browser_that_the_owner_has_used() {
    let app = TestApp::start().await;
    let user = app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let own = app.browser();
    try_with(&own, EMAIL, PASSWORD)
        .await
        .expect_redirect("/home");
    let device = own.cookie("psn-device").unwrap();
    own.forget();
    own.set_cookie("psn-device", &device);
    let stranger = app.browser();
    lock_out(&stranger, EMAIL).await;
    for n in 0..300 {
        let network = Network::of("127.0.0.1".parse().unwrap());
        let (gate, key) = (&app.app.gate, &app.app.session_key);
        let taken = attempts::take_for_caller(gate, key, Asking::SignIn, network).await;
        if taken.is_err() {
            assert!(n >= 20);
            break;
        }
    }
    try_with(&stranger, "other@northwind.example", "wrong")
        .await
        .expect_status(429);
    // The owner has tries of their own, which end too.
    try_with(&own, EMAIL, PASSWORD)
        .await
        .expect_redirect("/home");
    own.forget();
    own.set_cookie("psn-device", &device);
    lock_out(&own, EMAIL).await;
    try_with(&own, EMAIL, PASSWORD)
        .await
        .expect_redirect("/sign-in/locked");
    // Another person is not known by that browser.
    assert_eq!(
        app.count(&format!("known_devices where user_id = '{}'", user.id))
            .await,
        1
    );
}

#[tokio::test]
async fn of_fifty_tries_at_once_in_two_processes_eight_count() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let mut pages = Vec::new();
    for n in 0..50 {
        let browser = if n == 0 {
            app.browser_of_another_process().await
        } else {
            app.browser()
        };
        pages.push(browser.visit("/sign-in").await);
    }
    app.skip_audit().await;
    let mut tries = JoinSet::new();
    for page in pages {
        tries.spawn(async move { page.submit([("email", EMAIL), ("password", "wrong")]).await });
    }
    let answers = tries.join_all().await;
    let refused = answers.iter().filter(|page| page.status() == 422).count();
    assert!(refused <= 7, "{refused} were told that it was wrong");
    let checked = app
        .count("audit_events where kind = 'sign_in_refused'")
        .await;
    assert!((1..=8).contains(&checked), "{checked} were checked");
    assert_eq!(
        app.count("attempts where level > 8 and bucket = 'sign in'")
            .await,
        0
    );
    assert_eq!(
        app.count("attempts where bucket = 'sign in' and locked_until is not null")
            .await,
        1
    );
}

#[tokio::test]
async fn a_hundred_in_a_row_need_a_new_password() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let browser = app.browser();
    try_with(&browser, EMAIL, "wrong").await;
    app.sql("update attempts set consecutive = 99 where bucket = 'sign in'")
        .await;
    let last = try_with(&browser, EMAIL, "wrong").await;
    last.expect_redirect("/sign-in/locked");
    let page = browser.open("/sign-in/locked").await;
    page.expect_heading("You must choose a new password");
    assert_eq!(
        app.mail_to(EMAIL).await.last().subject,
        "You must choose a new password"
    );
    // Waiting does not help.
    app.advance(Duration::days(2)).await;
    try_with(&browser, EMAIL, PASSWORD)
        .await
        .expect_redirect("/sign-in/locked");
    let page = browser.visit("/forgot-password").await;
    page.submit([("email", EMAIL)]).await;
    let link = app.mail_to(EMAIL).await.last_link();
    let new = "otter-velvet-gravy-tulip-47";
    let page = browser.visit(&link).await;
    page.submit([("password", new)])
        .await
        .expect_redirect("/sign-in");
    try_with(&browser, EMAIL, new)
        .await
        .expect_redirect("/home");
}

#[tokio::test]
async fn one_address_is_held_and_its_neighbours_are_not() {
    let app = TestApp::start_with(Setup {
        is_behind_proxy: true,
        ..Setup::default()
    })
    .await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let (gate, key) = (&app.app.gate, &app.app.session_key);
    let network = Network::of("203.0.113.7".parse().unwrap());
    for _ in 0..30 {
        attempts::take_for_caller(gate, key, Asking::SignIn, network)
            .await
            .unwrap();
    }
    let held = app.browser_from("203.0.113.7");
    let page = try_with(&held, EMAIL, PASSWORD).await;
    page.expect_status(429).expect_text("You tried too often");
    let wait: u32 = page.header("retry-after").parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    let neighbour = app.browser_from("203.0.113.8");
    try_with(&neighbour, EMAIL, PASSWORD)
        .await
        .expect_redirect("/home");
    app.advance(Duration::seconds(31)).await;
    try_with(&held, EMAIL, PASSWORD)
        .await
        .expect_redirect("/home");
    // A right password costs nothing.
    for _ in 0..3 {
        held.forget();
        try_with(&held, EMAIL, PASSWORD)
            .await
            .expect_redirect("/home");
    }
}

#[tokio::test]
async fn every_bucket_gives_exactly_what_it_says() {
    let app = TestApp::start().await;
    let (gate, key) = (&app.app.gate, &app.app.session_key);
    for bucket in Bucket::ALL {
        let take = async || attempts::take(gate, key, bucket, &[b"a"], None).await;
        let began = app.app.clock.now();
        let mut taken = Vec::new();
        let refused = loop {
            match take().await {
                Ok(one) => taken.push(one.if_wrong.is_some()),
                Err(AttemptError::Refused(refusal)) => break refusal,
                Err(AttemptError::Store(error)) => panic!("{bucket:?}: {error}"),
            }
        };
        let took = app.app.clock.now() - began;
        let wait = match bucket.limit() {
            Limit::Lock(lock) => {
                let is_last = (1..=lock.tries).map(|n| n == lock.tries);
                assert!(taken.iter().copied().eq(is_last), "{bucket:?}");
                assert!(matches!(refused, Refusal::Locked(_)), "{bucket:?}");
                lock.pause
            }
            Limit::Flow(flow) => {
                // On a slow machine some come back meanwhile.
                let back = took.whole_milliseconds() / flow.every.whole_milliseconds() + 1;
                let most = i128::from(flow.burst) + back;
                let count = taken.len() as i128;
                assert!(
                    (i128::from(flow.burst)..=most).contains(&count),
                    "{bucket:?}"
                );
                assert!(matches!(refused, Refusal::TooOften(_)), "{bucket:?}");
                flow.every
            }
        };
        let other = attempts::take(gate, key, bucket, &[b"b"], None).await;
        assert!(other.is_ok(), "{bucket:?}");
        app.advance(wait + Duration::seconds(1)).await;
        assert!(take().await.is_ok(), "{bucket:?} after {wait}");
    }
}

#[tokio::test]
async fn resets_accounts_and_codes_are_limited_for_each_caller() {
    let app = TestApp::start().await;
    let (gate, key) = (&app.app.gate, &app.app.session_key);
    let network = Network::of("127.0.0.1".parse().unwrap());
    for (asking, path) in [
        (Asking::Reset, "/forgot-password"),
        (Asking::Account, "/create-account"),
    ] {
        let page = app.browser().visit(path).await;
        page.submit([("email", EMAIL)]).await.expect_status(303);
        while attempts::take_for_caller(gate, key, asking, network)
            .await
            .is_ok()
        {}
        let refused = page.submit([("email", EMAIL)]).await;
        refused.expect_status(429);
        assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
    }
}

#[tokio::test]
async fn what_is_over_is_forgotten_and_nothing_else() {
    let app = TestApp::start().await;
    app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    let browser = app.browser();
    try_with(&browser, EMAIL, PASSWORD).await;
    try_with(&app.browser(), EMAIL, "wrong").await;
    app.advance(Duration::hours(20)).await;
    app.run_due_work().await;
    assert!(app.count("sessions where user_id is not null").await > 0);
    assert_eq!(app.count("attempts where bucket = 'sign in'").await, 1);
    app.advance(Duration::hours(10)).await;
    app.run_due_work().await;
    assert_eq!(app.count("sessions").await, 0);
    assert_eq!(app.count("attempts where bucket <> 'sign in'").await, 0);
    assert_eq!(app.count("known_devices").await, 1);
    app.advance(Duration::days(370)).await;
    app.run_due_work().await;
    assert_eq!(app.count("attempts").await, 0);
    assert_eq!(app.count("known_devices").await, 0);
}
