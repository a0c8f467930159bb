//! A connection that comes back to its pool in the middle of something is put right before
//! anybody else gets it (docs/adr/0004).

use domain::credential::Token;
use store::{Pools, Role, Standing, Store};
use tests::TestApp;

#[tokio::test]
async fn whoever_takes_a_connection_next_finds_it_clean() {
    let app = TestApp::start().await;
    // One connection each, so that the next is the one that was left.
    let pools = Pools {
        hot: 1,
        transactions: 1,
    };
    let url = app.database.url("psn_app");
    let store = Store::connect(&url, Role::Pages, pools).await.unwrap();
    for _ in 0..3 {
        let credential = Token::generate().credential();
        store.leave_open(credential).await.unwrap();
        let next = store.standings().await.unwrap();
        let clean = Standing {
            role: "psn_app".to_owned(),
            credential: String::new(),
            is_in_transaction: false,
        };
        assert_eq!(next, [clean.clone(), clean]);
    }
    let others = "pg_stat_activity where datname = current_database() and state like 'idle in%'";
    assert_eq!(app.count(others).await, 0);
}
