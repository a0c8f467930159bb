//! Choosing a password: the seven rules as people meet them, and what strangers learn.

use domain::assurance::Assurance;
use domain::credential::Credential;
use domain::network::Network;
use domain::role::OrganisationRole;
use service::accounts;
use service::passwords::{Hasher, Pepper, Rules};
use std::collections::HashSet;
use std::net::Ipv4Addr;
use store::passwords::{Earlier, New};
use store::{Context, Gate};
use tests::{Browser, PASSWORD, Page, Setup, TestApp, User};
use time::Duration;

const GOOD: &str = "otter-velvet-gravy-tulip-47";
const OTHER: &str = "canyon-marble-violin-52";
const REUSED: &str = "Choose a password you have not used here in the last 6 months";
const USED: &str =
    "Choose a different password. This one is too easy to guess or has been used before";

async fn given_person(app: &TestApp, key: &str) -> User {
    let email = format!("{key}@northwind.example");
    app.given_user("Priya Raman", &email, PASSWORD).await
}

/// Tries to change the password of whoever is signed in.
async fn change(browser: &Browser, current: &str, new: &str) -> Page {
    let page = browser.visit("/account/password").await;
    page.submit([("current_password", current), ("password", new)])
        .await
}

#[tokio::test]
async fn every_rule_has_its_own_words_before_the_field_and_when_it_is_broken() {
    let app = TestApp::start().await;
    let browser = app.sign_in(&given_person(&app, "priya").await).await;
    let page = browser.visit("/account/password").await;
    for rule in [
        "be at least 12 characters long",
        "be different from your email address and name",
        "not have the same character 3 times in a row",
        "not be a single word from a dictionary, even with a number at the end",
        "include letters and at least one number",
        "not be one you used here in the last 6 months",
        "not be used for any other account",
    ] {
        page.expect_text(rule);
    }
    for (password, message) in [
        ("", "Enter a password"),
        ("Xk7#pQ2v", "Password must be 12 characters or more"),
        (
            "priya.raman.northwind1",
            "Password must be different from your email address and name",
        ),
        (
            "otter-velllvet-47",
            "Password must not have the same character 3 times in a row",
        ),
        (
            "Sunshine20241!",
            "Password must not be a dictionary word. Try three random words and a number",
        ),
        (
            "otter-velvet-gravy",
            "Password must include letters and a number",
        ),
        ("1q2w3e4r5t6y", USED),
        (PASSWORD, REUSED),
    ] {
        let page = change(&browser, PASSWORD, password).await;
        page.expect_errors([("password", message)]);
    }
    let page = change(&browser, PASSWORD, "aaa").await;
    page.expect_errors([
        ("password", "Password must be 12 characters or more"),
        (
            "password",
            "Password must not have the same character 3 times in a row",
        ),
        (
            "password",
            "Password must not be a dictionary word. Try three random words and a number",
        ),
        ("password", "Password must include letters and a number"),
    ]);
}

#[tokio::test]
async fn the_minimum_length_is_a_setting() {
    let setup = Setup {
        password_rules: Rules::with_minimum_length(20).unwrap(),
        ..Setup::default()
    };
    let app = TestApp::start_with(setup).await;
    let browser = app.sign_in(&given_person(&app, "priya").await).await;
    let page = browser.visit("/account/password").await;
    page.expect_text("be at least 20 characters long");
    let page = change(&browser, PASSWORD, "otter-velvet-47").await;
    page.expect_errors([("password", "Password must be 20 characters or more")]);
    let page = page.press("Suggest 3 pass phrases", []).await;
    let phrases = page.select_text(".govuk-inset-text code");
    assert_eq!(phrases.len(), 3);
    change(&browser, PASSWORD, &phrases[0])
        .await
        .expect_redirect("/account");
}

#[tokio::test]
async fn a_password_is_not_one_of_the_last_ten_nor_of_the_last_six_months() {
    let app = TestApp::start().await;
    let user = given_person(&app, "priya").await;
    let browser = app.sign_in(&user).await;
    change(&browser, PASSWORD, GOOD)
        .await
        .expect_redirect("/account");
    change(&browser, GOOD, PASSWORD)
        .await
        .expect_errors([("password", REUSED)]);
    // Seven months later it is still one of the last ten.
    app.advance(Duration::days(212)).await;
    let browser = app.sign_in(&user).await;
    change(&browser, GOOD, PASSWORD)
        .await
        .expect_errors([("password", REUSED)]);
    // Ten others later it is not, and it is forgotten.
    app.sql(
        "insert into password_history (user_id, password_hash, replaced_at)
         select id, password_hash, access.now() - interval '1 day' from users, generate_series(1, 10)",
    )
    .await;
    change(&browser, GOOD, PASSWORD)
        .await
        .expect_redirect("/account");
    assert_eq!(app.count("password_history").await, 11);
    let old = "password_history where replaced_at < access.now() - interval '184 days'";
    assert_eq!(app.count(old).await, 0);
    // Within six months more than ten count.
    app.sql("update password_history set replaced_at = access.now() - interval '183 days' where id = (select max(id) from password_history)").await;
    app.advance(Duration::minutes(61)).await;
    let browser = app.sign_in(&user).await;
    change(&browser, PASSWORD, GOOD)
        .await
        .expect_errors([("password", REUSED)]);
}

#[tokio::test]
async fn a_password_of_another_account_is_refused_in_the_words_of_a_common_one() {
    let app = TestApp::start().await;
    let (one, two) = (
        given_person(&app, "one").await,
        given_person(&app, "two").await,
    );
    let (first, second) = (app.sign_in(&one).await, app.sign_in(&two).await);
    change(&first, PASSWORD, GOOD)
        .await
        .expect_redirect("/account");
    let used = change(&second, PASSWORD, GOOD).await;
    used.expect_errors([("password", USED)]);
    let common = change(&second, PASSWORD, "1q2w3e4r5t6y").await;
    assert_eq!(common.text(), used.text());
    // Nobody is told, and what its owner does not use any more stays used.
    assert_eq!(app.mail_to(&one.email).await.len(), 1);
    change(&first, GOOD, OTHER)
        .await
        .expect_redirect("/account");
    change(&second, PASSWORD, GOOD)
        .await
        .expect_errors([("password", USED)]);
    assert_eq!(app.count("password_tags").await, 2);
    // Its owner may come back to it when the rule against reuse allows it.
    app.sql("delete from password_history").await;
    change(&first, OTHER, GOOD)
        .await
        .expect_redirect("/account");
    assert_eq!(app.count("password_tags").await, 2);
}

#[tokio::test]
async fn the_index_knows_no_account_no_time_and_no_order() {
    let app = TestApp::start().await;
    let columns: String = app
        .value(
            "select string_agg(attname || ' ' || atttypid::regtype, ', ') from pg_attribute
             where attrelid = 'password_tags'::regclass and attnum > 0",
        )
        .await;
    assert_eq!(columns, "tag integer");
    let links = "pg_constraint where contype = 'f'
        and 'password_tags'::regclass in (conrelid, confrelid)";
    assert_eq!(app.count(links).await, 0);
    for role in ["psn_app", "psn_worker", "psn_gate"] {
        for table in ["password_tags", "password_history", "password_tries"] {
            let may: bool = app
                .value(&format!(
                    "select has_table_privilege('{role}', '{table}', 'select, insert, update, delete')
                         or has_any_column_privilege('{role}', '{table}', 'select, insert, update')"
                ))
                .await;
            assert!(!may, "{role} on {table}");
        }
    }
}

#[tokio::test]
async fn five_tries_an_hour_and_twenty_a_day_then_a_time_to_come_back() {
    let app = TestApp::start().await;
    let user = given_person(&app, "priya").await;
    let browser = app.sign_in(&user).await;
    for _ in 0..5 {
        change(&browser, PASSWORD, "1q2w3e4r5t6y")
            .await
            .expect_status(422);
    }
    let page = change(&browser, PASSWORD, GOOD).await;
    page.expect_status(429)
        .expect_text("You have tried too many passwords. You can try again at");
    let seconds: u32 = page.header("retry-after").parse().unwrap();
    assert!((3500..=3600).contains(&seconds), "{seconds}");
    assert!(!page.body().contains(GOOD));
    // What breaks the other rules asks nothing of the index and is not counted.
    change(&browser, PASSWORD, "aaa").await.expect_status(422);
    app.advance(Duration::seconds(3601)).await;
    let browser = app.sign_in(&user).await;
    app.sql(
        "insert into password_tries (user_id, at)
         select id, access.now() - interval '2 hours' from users, generate_series(1, 15)",
    )
    .await;
    let page = change(&browser, PASSWORD, GOOD).await;
    page.expect_status(429);
    let seconds: u32 = page.header("retry-after").parse().unwrap();
    assert!((78_000..=79_200).contains(&seconds), "{seconds}");
    app.advance(Duration::hours(23)).await;
    let browser = app.sign_in(&user).await;
    change(&browser, PASSWORD, GOOD)
        .await
        .expect_redirect("/account");
}

#[tokio::test]
async fn ten_tries_for_a_link_and_two_hundred_an_hour_for_everybody() {
    let app = TestApp::start().await;
    let browser = app.browser();
    let page = browser.visit("/create-account").await;
    page.submit([("email", "new@northwind.example")]).await;
    let link = app.mail_to("new@northwind.example").await.last_link();
    let page = browser.visit(&link).await;
    let page = page.press("Confirm my email address", []).await;
    let page = page.follow().await;
    let fields = [("name", "Tom Okafor"), ("password", "1q2w3e4r5t6y")];
    page.submit(fields)
        .await
        .expect_errors([("password", USED)]);
    app.sql("insert into password_tries (link, at) select link, at from password_tries, generate_series(1, 9)").await;
    let refused = page
        .submit([("name", "Tom Okafor"), ("password", GOOD)])
        .await;
    refused
        .expect_status(429)
        .expect_text("You have tried too many");
    assert!(refused.body().contains("Tom Okafor"), "the name is kept");
    app.sql("update password_tries set link = sha256('another')")
        .await;
    let others = "insert into password_tries (at) select access.now() from generate_series(1, 190)";
    app.sql(others).await;
    page.submit([("name", "Tom Okafor"), ("password", GOOD)])
        .await
        .expect_status(429);
    app.sql("delete from password_tries where link is null")
        .await;
    page.submit([("name", "Tom Okafor"), ("password", GOOD)])
        .await
        .expect_redirect("/organisations/start");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_people_who_choose_one_password_at_once_one_gets_it() {
    let app = TestApp::start().await;
    let mut changes = tokio::task::JoinSet::new();
    for number in 0..4 {
        let user = given_person(&app, &format!("person-{number}")).await;
        let browser = app.sign_in(&user).await;
        let page = browser.visit("/account/password").await;
        let values = [("current_password", PASSWORD), ("password", GOOD)];
        changes.spawn(async move { page.submit(values).await.status() });
    }
    let mut statuses = changes.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422, 422, 422]);
}

/// Sets a password as the use cases do, after the slow hashes; says whether it was free.
async fn set(gate: Gate, context: Context, tag: i32) -> bool {
    let mut tx = gate.write(context).await.unwrap();
    store::passwords::lock(&mut tx).await.unwrap();
    if !store::passwords::claim(&mut tx, tag, &[tag]).await.unwrap() {
        return false;
    }
    let new = New {
        hash: "the new one",
        profile: "csp10-strict",
        sealed_tags: b"sealed",
    };
    let earlier = Earlier {
        since: tx.now(),
        last: 10,
        most: 50,
    };
    store::passwords::save(&mut tx, &new, earlier)
        .await
        .unwrap();
    let event = audit::Event::new(audit::Kind::PasswordChanged);
    tx.commit(&event).await.unwrap();
    true
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_transactions_with_one_tag_one_wins() {
    let app = TestApp::start().await;
    let pools = store::Pools {
        hot: 1,
        transactions: 12,
    };
    let gate = Gate::connect(&app.database.url("psn_gate"), pools).await;
    let gate = gate.unwrap();
    let mut changes = tokio::task::JoinSet::new();
    for number in 0..100 {
        let user = given_person(&app, &format!("person-{number}")).await;
        let session = app.given_session(&user).await;
        let context = Context::signed_in(session.credential, user.id);
        changes.spawn(set(gate.clone(), context, 4711));
    }
    let won = changes.join_all().await;
    assert_eq!(won.iter().filter(|won| **won).count(), 1);
    let changed = "users where password_hash = 'the new one'";
    assert_eq!(app.count(changed).await, 1);
    gate.close().await;
}

#[tokio::test]
async fn after_a_new_pepper_people_sign_in_and_used_passwords_stay_used() {
    let app = TestApp::start().await;
    let (one, two) = (
        given_person(&app, "one").await,
        given_person(&app, "two").await,
    );
    change(&app.sign_in(&one).await, PASSWORD, GOOD)
        .await
        .expect_redirect("/account");
    let pepper = |byte| Pepper::try_new(vec![byte; 32]).unwrap();
    let rotated = Hasher::with_retired(pepper(8), vec![pepper(7)], 2);
    let session = app.given_session(&two).await;
    let actor = app.app.store.actor(session.credential).await.unwrap();
    let actor = actor.unwrap();
    let gate = &app.app.gate;
    let set = |current: &str, new: &str| {
        let (current, new) = (current.to_owned(), new.to_owned());
        accounts::change_password(app.app.checking(), &rotated, &actor, current, new)
    };
    let refused = set(PASSWORD, GOOD).await.unwrap_err();
    assert!(format!("{refused:?}").contains(USED), "{refused:?}");
    set(PASSWORD, OTHER).await.unwrap();
    // A password from before is still one of the person's own.
    let refused = set(OTHER, PASSWORD).await.unwrap_err();
    assert!(format!("{refused:?}").contains(REUSED), "{refused:?}");
    // Signing in renews the hash of somebody who keeps their password.
    let from = service::sign_in::Attempting {
        key: &app.app.session_key,
        network: Network::of(Ipv4Addr::LOCALHOST.into()),
        device: Credential::ANONYMOUS,
    };
    let (url, typed) = (&app.app.public_url, GOOD.to_owned());
    let known = service::sign_in::check(gate, &rotated, url, from, &one.email, typed).await;
    assert!(known.is_ok());
}

#[tokio::test]
async fn weaker_rules_need_the_setting_a_duty_and_a_second_factor_in_use() {
    let words = "otter velvet gravy";
    let relaxing = Rules::default().relaxing_with_second_factor();
    for (rules, is_required, assurance, is_accepted) in [
        (relaxing, true, Assurance::SecondFactor, true),
        (relaxing, false, Assurance::SecondFactor, false),
        (Rules::default(), true, Assurance::SecondFactor, false),
    ] {
        let setup = Setup {
            password_rules: rules,
            ..Setup::default()
        };
        let app = TestApp::start_with(setup).await;
        let organisation = app.given_organisation("Northwind").await;
        let user = app
            .given_member(&organisation, OrganisationRole::Viewer)
            .await;
        app.sql(&format!(
            "update organisations set requires_second_factor = {is_required}"
        ))
        .await;
        let session = app.given_session_of(&user, assurance).await;
        let browser = app.browser();
        browser.set_cookie("psn-session", &session.token);
        let page = change(&browser, PASSWORD, words).await;
        if is_accepted {
            page.expect_redirect("/account");
            let profile: String = app.value("select password_profile from users").await;
            assert_eq!(profile, "modern");
        } else {
            page.expect_errors([("password", "Password must include letters and a number")]);
        }
    }
}

#[tokio::test]
async fn suggested_pass_phrases_are_taken_at_the_first_try() {
    let app = TestApp::start().await;
    let browser = app.sign_in(&given_person(&app, "priya").await).await;
    let page = browser.visit("/account/password").await;
    let page = page.press("Suggest 3 pass phrases", []).await;
    let phrases = page.select_text(".govuk-inset-text code");
    let different: HashSet<&String> = phrases.iter().collect();
    assert_eq!(different.len(), 3);
    change(&browser, PASSWORD, &phrases[1])
        .await
        .expect_redirect("/account");
}

#[tokio::test]
async fn a_password_from_before_the_index_gets_its_tag_at_the_next_sign_in() {
    let app = TestApp::start().await;
    let user = given_person(&app, "priya").await;
    let stranger = given_person(&app, "tom").await;
    app.sql("update users set password_tags = null").await;
    let sign_in = async |user: &User, password: &str| {
        let page = app.browser().visit("/sign-in").await;
        let fields = [("email", user.email.as_str()), ("password", password)];
        page.submit(fields).await
    };
    sign_in(&user, "wrong").await.expect_status(422);
    assert_eq!(app.count("password_tags").await, 0);
    app.skip_audit().await;
    sign_in(&user, PASSWORD).await.expect_status(303);
    app.expect_audit(["password_tagged", "signed_in"]).await;
    assert_eq!(app.count("password_tags").await, 1);
    sign_in(&user, PASSWORD).await.expect_status(303);
    app.expect_audit(["signed_in"]).await;
    // Somebody else had the same: they go on with it, and it is not theirs to take away.
    sign_in(&stranger, PASSWORD).await.expect_status(303);
    assert_eq!(app.count("password_tags").await, 1);
    assert_eq!(app.count("users where password_tags is null").await, 0);
    // From now on nobody else can choose it.
    let other = app
        .given_user("Nia Bevan", "nia@b.example", "violet-harbour-pickle-38")
        .await;
    let browser = app.sign_in(&other).await;
    change(&browser, "violet-harbour-pickle-38", PASSWORD)
        .await
        .expect_errors([("password", USED)]);
}
