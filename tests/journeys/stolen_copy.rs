//! What a copy of the database is worth to a thief: nothing in it opens anything.

use domain::assurance::Assurance;
use domain::credential::Token;
use domain::role::OrganisationRole::Administrator;
use tests::{Browser, Organisation, PASSWORD, TestApp, User};

const EMAIL: &str = "priya.raman@northwind.example";
const OTHER: &str = "tom@b.example";

/// Tables in which this text stands, whatever its case.
async fn found_in(app: &TestApp, secret: &str) -> Vec<String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
         order by 1",
    )
    .fetch_all(app.superuser())
    .await
    .unwrap();
    assert!(tables.len() > 30, "{tables:?}");
    let mut found = Vec::new();
    for table in tables {
        let rows = format!("{table} t where strpos(lower(t::text), lower('{secret}')) > 0");
        if app.count(&rows).await > 0 {
            found.push(table);
        }
    }
    found
}

/// The bytes that a token stands for, as the database would show them.
async fn in_hexadecimal(app: &TestApp, token: &str) -> String {
    let padding = "=".repeat((4 - token.len() % 4) % 4);
    app.value(&format!(
        "select encode(decode(translate('{token}', '-_', '+/') || '{padding}', 'base64'), 'hex')"
    ))
    .await
}

/// The tokens of every link that was e-mailed so far.
async fn e_mailed(app: &TestApp) -> Vec<String> {
    let mail = app.mail().await;
    let words = mail.all().iter().flat_map(|letter| {
        letter
            .text
            .split(|c: char| c.is_whitespace() || c == '/')
            .map(|word| word.trim_end_matches(['.', ',']).to_owned())
            .collect::<Vec<_>>()
    });
    words.filter(|word| Token::parse(word).is_some()).collect()
}

/// Signs the person in with the code of their app.
async fn sign_in(app: &TestApp, user: &User) -> Browser {
    let browser = app.browser();
    let page = browser.visit("/sign-in").await;
    let page = page
        .submit([("email", EMAIL), ("password", PASSWORD)])
        .await;
    let code = app.code_of(user).await;
    let page = page.follow().await;
    page.submit([("code", &code)]).await.expect_status(303);
    browser
}

/// Has a link of every sort sent that accounts have.
async fn ask_for_every_link(app: &TestApp, browser: &Browser, organisation: &Organisation) {
    let page = browser.visit("/account/email").await;
    page.submit([("email", "priya@raman.example")])
        .await
        .expect_status(303);
    let path = format!("/organisations/{}/people/invite", organisation.id);
    let page = browser.visit(&path).await;
    page.submit([("email", "new@northwind.example"), ("role", "editor")])
        .await
        .expect_status(303);
    let stranger = app.browser();
    let page = stranger.visit("/forgot-password").await;
    page.submit([("email", EMAIL)]).await.expect_status(303);
    let page = stranger.visit("/create-account").await;
    page.submit([("email", "somebody@else.example")])
        .await
        .expect_status(303);
    for _ in 0..8 {
        let page = stranger.visit("/sign-in").await;
        page.submit([("email", OTHER), ("password", "wrong")]).await;
    }
}

#[tokio::test]
async fn no_copy_of_the_database_holds_what_opens_an_account() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind").await;
    let mut user = app.given_user("Priya Raman", EMAIL, PASSWORD).await;
    app.given_membership(&organisation, &user, Administrator)
        .await;
    app.given_authenticator(&mut user).await;
    let other = app.given_user("Tom", OTHER, PASSWORD).await;
    let browser = sign_in(&app, &user).await;
    ask_for_every_link(&app, &browser, &organisation).await;
    let mut secrets = e_mailed(&app).await;
    assert_eq!(
        secrets.len(),
        5,
        "reset, new address, new account, unlock, invitation"
    );
    secrets.push(browser.cookie("psn-session").unwrap());
    secrets.push(browser.cookie("psn-device").unwrap());
    let alone = app.given_session_of(&other, Assurance::Password).await;
    secrets.push(alone.token);
    for token in &secrets.clone() {
        secrets.push(in_hexadecimal(&app, token).await);
    }
    let page = browser.visit("/account/two-factor/recovery-codes").await;
    let page = page.submit([]).await.follow().await;
    let codes = page.select_text("code.app-key");
    assert_eq!(codes.len(), 10);
    secrets.extend(codes.iter().map(|code| code.replace('-', "")));
    secrets.extend(codes);
    secrets.push(PASSWORD.to_owned());
    secrets.push(user.totp_secret.unwrap());
    // What was delivered is kept without its links.
    app.run_due_work().await;
    for secret in secrets {
        let found = found_in(&app, &secret).await;
        assert!(found.is_empty(), "{secret} stands in {found:?}");
    }
    // It would be noticed.
    let found = found_in(&app, EMAIL).await;
    assert!(found.contains(&"account_tokens".to_owned()), "{found:?}");
}
