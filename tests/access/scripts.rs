//! Which pages may run a script: every address, as everybody.

use crate::visitors::{ANN, CARL, Naming, address, filled_with, signed_in};
use std::collections::BTreeSet;
use tests::{PAGES_WITH_SCRIPT, Setup};

#[tokio::test]
async fn only_the_pages_of_passkeys_may_run_a_script() {
    let app = filled_with(Setup {
        host: "localhost",
        ..Setup::default()
    })
    .await;
    let browsers = [
        app.browser(),
        signed_in(&app, ANN).await,
        signed_in(&app, CARL).await,
    ];
    let mut found = BTreeSet::new();
    for route in web::routes().into_iter().filter(|r| r.method == "GET") {
        let path = address(&route, Naming::OfA);
        for browser in &browsers {
            // Each page is also held to the list, see `tests::Page`.
            let page = browser.open(&path).await;
            if page.header("content-security-policy").contains("script") {
                found.insert(route.path);
            }
        }
    }
    assert_eq!(found, BTreeSet::from(PAGES_WITH_SCRIPT));
}
