//! Opening a page changes nothing, whoever opens it: mail scanners, browsers that fetch ahead and
//! other sites open pages too.

use crate::visitors::{ANN, BOB, CARL, Naming, SIA, address, filled, signed_in};
use std::collections::BTreeMap;
use tests::TestApp;

/// Everything that the database holds, as a digest for each table. Of sessions only whose they
/// are: opening a page is what keeps one alive.
async fn snapshot(app: &TestApp) -> BTreeMap<String, String> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select c.relname::text, md5(query_to_xml(
             case c.relname when 'sessions'
                 then 'select id_hash, user_id, assurance from sessions where user_id is not null order by 1'
                 else format('select * from public.%I t order by t::text', c.relname) end,
             true, false, '')::text)
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'",
    )
    .fetch_all(app.superuser())
    .await
    .unwrap();
    rows.into_iter().collect()
}

#[tokio::test]
async fn opening_any_page_changes_nothing_in_the_database() {
    let app = filled().await;
    let mut wrong = Vec::new();
    for id in ["", ANN, BOB, CARL, SIA] {
        let browser = if id.is_empty() {
            app.browser()
        } else {
            signed_in(&app, id).await
        };
        let mut before = snapshot(&app).await;
        assert!(before.len() > 30, "{}", before.len());
        for route in web::routes().iter().filter(|route| route.method == "GET") {
            let path = address(route, Naming::OfA);
            let answer = browser
                .send(reqwest::Method::GET, &path, &[], Vec::new())
                .await;
            assert!(answer.status().as_u16() < 500, "{path}");
            let after = snapshot(&app).await;
            let changed = after
                .iter()
                .filter(|(table, hash)| before[*table] != **hash);
            wrong.extend(changed.map(|(table, _)| format!("GET {path} as {id:?}: {table}")));
            before = after;
        }
    }
    assert!(
        wrong.is_empty(),
        "opening a page changed the database: {wrong:#?}"
    );
}
