//! Ten thousand requests that end badly: the sender goes away at some moment, nobody
//! answers in time, the handler panics, the service is told to stop. Afterwards no connection is in
//! a transaction, in another role or in anybody's sight, and nobody has seen what is somebody
//! else's (docs/adr/0004).

mod pages;
mod senders;
mod shifts;

use pages::{BUSY, DIRTY, clean, router};
use senders::{Numbers, Sender, given_senders, send, sending};
use shifts::Shifts;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::Pools;
use tests::{Browser, Setup, TestApp};
use tokio::sync::Semaphore;

/// How many requests end badly.
const ABORTS: usize = 10_000;
/// How many senders there are at once.
const AT_ONCE: usize = 16;
/// With more than so many at work no more are sent: most should be aborted at work, not waiting.
const BUSY_MAX: usize = 12;
/// After so many requests the service is told to stop, whatever it is doing, and another goes on.
const SHIFT: usize = 250;
/// How long an answer may take; some of the handlers take longer.
const ANSWER: Duration = Duration::from_millis(1500);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[expect(clippy::disallowed_methods, reason = "many clients at once")]
async fn ten_thousand_aborted_requests_leave_nothing_behind() {
    let app = TestApp::start_with(Setup {
        is_counting: false,
        pools: Pools {
            hot: 8,
            transactions: 8,
        },
        ..Setup::default()
    })
    .await;
    let senders = given_senders(&app).await;
    let mut numbers = Numbers(0x5EED);
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let whole = Arc::new(AtomicUsize::new(0));
    let mut shifts = Shifts::begin(router(app.app.clone())).await;
    let address = shifts.address();
    for number in 1..=ABORTS + ABORTS / 20 {
        let sending = sending(&mut numbers, &senders);
        let turn = turns.clone().acquire_owned().await.unwrap();
        while BUSY.load(Ordering::Relaxed) > BUSY_MAX {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let whole = whole.clone();
        tokio::spawn(async move {
            let answer = send(address, &sending).await.unwrap_or_default();
            let foreign = answer.replace(&sending.own_canary, "");
            if foreign.contains("[canary of") {
                // A panic here would be lost with its task.
                whole.fetch_add(1_000_000, Ordering::Relaxed);
            } else if answer.contains(&sending.own_canary) {
                whole.fetch_add(1, Ordering::Relaxed);
            }
            drop(turn);
        });
        if number % SHIFT == 0 {
            shifts.next();
        }
    }
    let all = u32::try_from(AT_ONCE).unwrap();
    let _everybody = turns.acquire_many(all).await.unwrap();
    shifts.end().await;
    let whole = whole.load(Ordering::Relaxed);
    assert!(
        whole < 1_000_000,
        "somebody saw what is another organisation's"
    );
    assert!(whole > 100, "only {whole} requests were answered in full");
    assert_eq!(
        DIRTY.load(Ordering::Relaxed),
        0,
        "connections that were not clean"
    );
    expect_nothing_left(&app).await;
    expect_whole_or_nothing(&app).await;
    let shifts = Shifts::begin(router(app.app.clone())).await;
    for sender in &senders {
        let browser = Browser::new(shifts.address());
        expect_only_own(&browser, sender, &senders).await;
    }
}

/// Every connection is idle, in its role, and in nobody's sight.
async fn expect_nothing_left(app: &TestApp) {
    let busy = "pg_stat_activity where datname = current_database() and usename = 'psn_app' and state <> 'idle'";
    for _ in 0..100 {
        if app.count(busy).await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(app.count(busy).await, 0, "connections that are not idle");
    let standings = app.app.store.standings().await.unwrap();
    assert_eq!(standings.len(), 16);
    for standing in standings {
        assert_eq!(standing, clean());
    }
}

/// Each message was kept together with its event, and none of a page that panicked.
async fn expect_whole_or_nothing(app: &TestApp) {
    let messages = app.count("outbox").await;
    assert!(messages > 100, "only {messages} messages");
    assert_eq!(messages, app.count("audit_events").await);
    assert_eq!(app.count("outbox where subject = 'panic'").await, 0);
    assert!(app.count("outbox where subject = 'slow'").await > 10);
}

/// The pools still serve everybody their own.
async fn expect_only_own(browser: &Browser, sender: &Sender, senders: &[Sender]) {
    browser.set_cookie("psn-session", &sender.cookie);
    let ids: Vec<String> = senders.iter().map(|s| s.entry.to_string()).collect();
    for _ in 0..20 {
        let page = browser
            .visit(&format!("/test/read?{}", ids.join("&")))
            .await;
        assert_eq!(page.body(), format!("[{}]", sender.canary));
    }
}
