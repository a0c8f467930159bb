//! Made-up applications for load tests: every rule of the database holds, and every page reads them.

use domain::role::TeamRole;
use server::seed::load_test;
use sqlx::PgConnection;
use std::cell::Cell;
use store::seeding::{Named, SeedingError, fill};
use tests::{Database, TestApp};

const APPLICATIONS: i64 = 400;

async fn seeded(database: &Database, number: i64) -> Result<(), SeedingError> {
    let seed = load_test::seed(APPLICATIONS, 8, number).unwrap();
    fill(&database.url("psn_owner"), &seed, load_test::name, |_| ()).await
}

/// Everything that guards rows: constraints with whether they were checked, indexes, row-level security.
const GUARDS: &str = "
    select string_agg(line, E'\\n' order by line) from (
        select conrelid::regclass || ' ' || conname || ' ' || convalidated || ' ' || pg_get_constraintdef(oid) as line
        from pg_constraint where connamespace = 'public'::regnamespace
        union all select indexdef from pg_indexes where schemaname = 'public'
        union all select relname || ' ' || relrowsecurity || ' ' || relforcerowsecurity
        from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    ) l";

/// One number for what the tables hold, whatever the order.
const CONTENT: &str = "
    select array[
        (select sum(hashtext((a, d)::text)) from applications a left join decisions d on d.application_id = a.id),
        (select sum(hashtext(w::text)) from answers w), (select sum(hashtext(j::text)) from judgements j),
        (select sum(hashtext((e.at, e.event)::text)) from audit_events e),
        (select sum(hashtext(c::text)) from certificates c), (select sum(hashtext(u::text)) from users u)]";

async fn text(connection: &mut PgConnection, query: &'static str) -> String {
    sqlx::query_scalar(query)
        .fetch_one(connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn every_rule_of_the_database_holds_for_what_is_made_up() {
    let database = Database::create().await;
    let mut connection = database.connect(cluster::SUPERUSER).await;
    let before = text(&mut connection, GUARDS).await;
    seeded(&database, 1).await.unwrap();
    assert!(
        text(&mut connection, GUARDS).await == before,
        "a guard is missing"
    );
    let states: Vec<(String, i64)> =
        sqlx::query_as("select state, count(*) from applications group by 1")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert_eq!(states.len(), 10, "{states:?}");
    assert_eq!(
        states.iter().map(|(_, count)| count).sum::<i64>(),
        APPLICATIONS
    );

    let refused = seeded(&database, 2).await.unwrap_err();
    assert!(matches!(refused, SeedingError::NotEmpty), "{refused}");
    assert!(
        text(&mut connection, GUARDS).await == before,
        "a guard is missing"
    );
}

#[tokio::test]
async fn what_is_broken_off_leaves_nothing_behind() {
    let database = Database::create().await;
    let mut connection = database.connect(cluster::SUPERUSER).await;
    let before = text(&mut connection, GUARDS).await;
    let seed = load_test::seed(APPLICATIONS, 8, 1).unwrap();
    let named = Cell::new(0);
    // The same names for all: the second certificate is refused.
    let same = |_: &_| {
        named.set(named.get() + 1);
        Named {
            number: "PSNS-2026-0001-0".to_owned(),
            code: "SRV_0001".to_owned(),
            slug: "one-0001".to_owned(),
        }
    };
    let refused = fill(&database.url("psn_owner"), &seed, same, |_| ())
        .await
        .unwrap_err();
    assert!(matches!(refused, SeedingError::Database(_)), "{refused}");
    assert!(named.get() > 1);
    assert!(
        text(&mut connection, GUARDS).await == before,
        "a guard is missing"
    );
    let left: i64 = sqlx::query_scalar(
        "select (select count(*) from users) + (select count(*) from applications)",
    )
    .fetch_one(&mut connection)
    .await
    .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn the_same_number_makes_the_same_and_another_makes_another() {
    let mut contents = Vec::new();
    for (number, time) in [(3, "09:00"), (3, "17:30"), (4, "09:00")] {
        let database = Database::create().await;
        let mut connection = database.connect(cluster::SUPERUSER).await;
        // On one day, since everything is counted from that.
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
            "create or replace function access.now() returns timestamptz language sql stable
                       as $$ select timestamptz '2026-11-21 {time}+00' $$"
        )))
        .execute(&mut connection)
        .await
        .unwrap();
        seeded(&database, number).await.unwrap();
        let content: Vec<i64> = sqlx::query_scalar(CONTENT)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        contents.push(content);
    }
    assert_eq!(contents[0], contents[1]);
    assert_ne!(contents[0], contents[2]);
}

#[tokio::test]
async fn the_team_and_the_public_read_what_is_made_up() {
    let app = TestApp::start().await;
    seeded(&app.database, 1).await.unwrap();
    let lead = app.given_team_member(TeamRole::Lead).await;
    let lead = app.sign_in(&lead).await;
    lead.open("/team?view=all").await.expect_status(200);
    for state in [
        "submitted",
        "under_review",
        "awaiting_supplier",
        "recommended",
        "approved",
        "refused",
        "certified",
        "withdrawn",
    ] {
        for is_whole in [false, true] {
            let find = format!(
                "select coalesce(min(reference), '') from applications a where state = '{state}'
                 and {is_whole} = exists (select from answer_history h where h.application_id = a.id)"
            );
            let reference: String = app.value(&find).await;
            if reference.is_empty() {
                continue;
            }
            let case = format!("/team/applications/{reference}");
            for path in [
                "",
                "/review/1a",
                "/signature",
                "/infrastructure",
                "/timeline",
            ] {
                lead.open(&format!("{case}{path}")).await.expect_status(200);
            }
        }
    }
    let public = app.browser();
    public.open("/register").await.expect_status(200);
    let number: String = app.value("select min(number) from certificates").await;
    public
        .open(&format!("/c/{number}"))
        .await
        .expect_status(200);
    let slug: String = app.value("select min(slug) from certificates").await;
    public
        .open(&format!("/register/{slug}"))
        .await
        .expect_status(200);
}
