//! Numbers of organisations: one number may be of a Scottish company and of a Scottish charity, and
//! each register has it once.

use tests::{Browser, Page, TestApp};

/// A number that Companies House and the Scottish charity regulator may both give.
const NUMBER: &str = "SC123456";

/// What is said of a number that is here already.
const TAKEN: &str = "An organisation with this number has an account. Ask to join it";

const ADDRESS: [(&str, &str); 3] = [
    ("line_1", "Unit 6, The Maltings"),
    ("town", "Oban"),
    ("postcode", "PA34 4AB"),
];

/// A signed-in person without an organisation.
async fn newcomer(app: &TestApp, email: &str) -> Browser {
    let user = app.given_user("Priya Raman", email, tests::PASSWORD).await;
    app.sign_in(&user).await
}

/// Sends the type, the name and the number; answers what comes back for the number.
async fn name_number(browser: &Browser, kind: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.visit("/organisations/new/type").await;
    let page = page.submit([("type", kind)]).await.follow().await;
    page.submit_all(fields).await
}

/// Goes on from the number to the last button and presses it.
async fn set_up(numbered: Page) {
    let page = numbered.follow().await;
    let check = page.submit(ADDRESS).await.follow().await;
    check.expect_text(NUMBER);
    check
        .press("Set up the organisation", [])
        .await
        .expect_redirect("/home");
}

const COMPANY: [(&str, &str); 2] = [
    ("name", "Sgurr Mapping Limited"),
    ("company_number", NUMBER),
];

const CHARITY: [(&str, &str); 3] = [
    ("name", "Sgurr Rescue"),
    ("charity_register", "scotland"),
    ("charity_number", NUMBER),
];

/// Every organisation: its register and its number.
async fn registered(app: &TestApp) -> Vec<String> {
    app.value(
        "select array_agg(register || ' ' || registration_number order by register) from organisations",
    )
    .await
}

#[tokio::test]
async fn a_company_and_a_charity_have_the_same_number_side_by_side() {
    let app = TestApp::start().await;
    let first = newcomer(&app, "priya.raman@sgurr.example").await;
    set_up(name_number(&first, "company", &COMPANY).await).await;
    let second = newcomer(&app, "ailsa.munro@rescue.example").await;
    set_up(name_number(&second, "charity", &CHARITY).await).await;
    let both = ["charities_scotland SC123456", "companies_house SC123456"];
    assert_eq!(registered(&app).await, both);
    // Within a register the number is taken, however it is typed.
    let third = newcomer(&app, "iain.reid@other.example").await;
    let company = [("name", "Another Limited"), ("company_number", "sc 123456")];
    let charity = [
        ("name", "Another Rescue"),
        ("charity_register", "scotland"),
        ("charity_number", "123456"),
    ];
    name_number(&third, "company", &company)
        .await
        .expect_error("company_number", TAKEN)
        .expect_no_text("Sgurr");
    name_number(&third, "charity", &charity)
        .await
        .expect_error("charity_number", TAKEN)
        .expect_no_text("Sgurr");
    assert_eq!(registered(&app).await, both);
}

#[tokio::test]
async fn a_register_that_people_name_is_the_same_however_it_is_typed() {
    let app = TestApp::start().await;
    let of = |register, number| {
        [
            ("name", "Havelland Karten"),
            ("registration_number", number),
            ("register", register),
        ]
    };
    let first = newcomer(&app, "greta.lang@havelland.example").await;
    let page = name_number(
        &first,
        "other",
        &of("Handelsregister Berlin", "HRB SC123456"),
    )
    .await;
    set_up(page).await;
    let second = newcomer(&app, "uwe.kern@other.example").await;
    name_number(
        &second,
        "other",
        &of("handelsregister  berlin", "hrb-sc123456"),
    )
    .await
    .expect_error("registration_number", TAKEN)
    .expect_no_text("Havelland Karten has");
    let elsewhere = of("Handelsregister Potsdam", "HRB SC123456");
    set_up(name_number(&second, "other", &elsewhere).await).await;
    assert_eq!(app.count("organisations").await, 2);
}

#[tokio::test]
async fn public_bodies_without_a_register_are_not_known_by_their_number() {
    let app = TestApp::start().await;
    for (name, email) in [
        ("Peatland Agency", "a.reed@peatland.example"),
        ("Fenland Agency", "b.sedge@fenland.example"),
    ] {
        let browser = newcomer(&app, email).await;
        let number = [("name", name), ("registration_number", NUMBER)];
        set_up(name_number(&browser, "other_public_body", &number).await).await;
    }
    assert_eq!(app.count("organisations").await, 2);
}

#[tokio::test]
async fn the_database_holds_a_number_of_a_register_once() {
    let app = TestApp::start().await;
    let add = async |name: &str, kind: &str, register: Option<&str>, number: Option<&str>| {
        sqlx::query(
            "insert into organisations (id, name, kind, register, registration_number, address, created_at)
             values (gen_random_uuid(), $1, $2, $3, $4, '1 Mill Lane', access.now())",
        )
        .bind(name)
        .bind(kind)
        .bind(register)
        .bind(number)
        .execute(app.superuser())
        .await
    };
    let house = Some("companies_house");
    let scotland = Some("charities_scotland");
    add("A company", "company", house, Some(NUMBER))
        .await
        .unwrap();
    add("A charity", "charity", scotland, Some(NUMBER))
        .await
        .unwrap();
    for (kind, register) in [("company", house), ("charity", scotland)] {
        let refused = add("One more", kind, register, Some(NUMBER)).await;
        let error = refused.unwrap_err().into_database_error().unwrap();
        assert!(error.is_unique_violation(), "{kind}: {error}");
        assert_eq!(error.constraint(), Some("organisations_number"), "{kind}");
    }
    // Those without a number are never the same by that.
    for name in ["A council", "Another council"] {
        add(name, "local_authority", None, None).await.unwrap();
    }
    assert_eq!(app.count("organisations").await, 4);
}

/// A database as the release before left it, which compared numbers as they are typed.
async fn given_older_schema(database: &tests::Database) -> sqlx::PgConnection {
    use sqlx::Connection;
    let mut superuser = sqlx::PgConnection::connect(&database.url(cluster::SUPERUSER))
        .await
        .unwrap();
    let empty = "drop schema public cascade; drop schema access cascade; drop schema page cascade; drop schema trigrams cascade;
                 create schema public authorization psn_owner; grant usage on schema public to public";
    sqlx::raw_sql(empty).execute(&mut superuser).await.unwrap();
    let earlier = store::MIGRATOR
        .iter()
        .filter(|one| one.version < 20_261_216_100_000);
    let earlier = sqlx::migrate::Migrator::with_migrations(earlier.cloned().collect());
    let mut owner = sqlx::PgConnection::connect(&database.url("psn_owner"))
        .await
        .unwrap();
    earlier.run(&mut owner).await.unwrap();
    owner.close().await.unwrap();
    superuser
}

#[tokio::test]
async fn organisations_with_one_number_are_named_before_anything_is_migrated() {
    let database = tests::Database::create().await;
    let mut superuser = given_older_schema(&database).await;
    let add = "insert into organisations (id, name, kind, register, registration_number, address, created_at) values
        ('00000000-0000-7000-8000-000000000001', 'Sgurr Mapping Limited', 'company', 'companies_house', 'SC123456', '', '2026-11-01'),
        ('00000000-0000-7000-8000-000000000002', 'Sgurr Mapping Ltd', 'company', 'companies_house', 'sc 123 456', '', '2026-11-02'),
        ('00000000-0000-7000-8000-000000000003', 'Sgurr Rescue', 'charity', 'charities_scotland', 'SC123456', '', '2026-11-03'),
        ('00000000-0000-7000-8000-000000000004', 'Peatland Agency', 'public_body', 'public_body', 'SC123456', '', '2026-11-03'),
        ('00000000-0000-7000-8000-000000000005', 'Fenland Agency', 'public_body', 'public_body', 'SC-123456', '', '2026-11-03')";
    sqlx::raw_sql(add).execute(&mut superuser).await.unwrap();
    let owner = database.url("psn_owner");
    let refused = store::migrate(&owner).await.unwrap_err().to_string();
    for words in [
        "organisations have the same registration number",
        "Sgurr Mapping Limited (id 00000000-0000-7000-8000-000000000001, number SC123456 in companies_house, set up on 2026-11-01) and Sgurr Mapping Ltd (id 00000000-0000-7000-8000-000000000002, number sc 123 456",
        "Nothing was changed. docs/running.md says how to go on",
    ] {
        assert!(refused.contains(words), "{refused}");
    }
    for other in ["Sgurr Rescue", "Agency"] {
        assert!(!refused.contains(other), "{refused}");
    }
    let newest = "select max(version) from _sqlx_migrations";
    let version: i64 = sqlx::query_scalar(newest)
        .fetch_one(&mut superuser)
        .await
        .unwrap();
    assert!(version < 20_261_216_100_000, "{version}");
    let settle = "update organisations set register = null, registration_number = null
                  where id = '00000000-0000-7000-8000-000000000002'";
    sqlx::raw_sql(settle).execute(&mut superuser).await.unwrap();
    store::migrate(&owner).await.unwrap();
    let version: i64 = sqlx::query_scalar(newest)
        .fetch_one(&mut superuser)
        .await
        .unwrap();
    assert_eq!(
        Some(version),
        store::MIGRATOR.iter().map(|one| one.version).max()
    );
}
