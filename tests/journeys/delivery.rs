//! The worker and the outbox: what is due leaves once, what fails is tried again.

use mail::{Address, Mailbox, Transport};
use store::{Pools, Role, Store};
use tests::TestApp;
use time::Duration;
use worker::{Delivery, Worker};

pub async fn worker(app: &TestApp, transport: Transport) -> Worker {
    let url = app.database.url("psn_worker");
    let store = Store::connect(
        &url,
        Role::Worker,
        Pools {
            hot: 2,
            transactions: 1,
        },
    )
    .await
    .unwrap();
    Worker::new(
        store,
        Delivery {
            transport,
            from: Address::parse("psn@psn.example").unwrap(),
            reply_to: None,
            host: "psn.example".to_owned(),
            public_url: "https://psn.example".to_owned(),
            team_email: "team@psn.example".to_owned(),
        },
    )
}

async fn given_mail(app: &TestApp, count: i32) {
    app.sql(&format!(
        "insert into outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at)
         select gen_random_uuid(), 'password_changed', 'ada@northwind.example', 'Subject ' || n, 'Text', '<p>x</p>',
                access.now(), access.now() from generate_series(1, {count}) n"
    ))
    .await;
}

#[tokio::test]
async fn several_workers_deliver_each_message_once_and_blank_it() {
    let app = TestApp::start().await;
    given_mail(&app, 30).await;
    let mailbox = Mailbox::new(100, app.app.clock.clone());
    let one = worker(&app, Transport::Memory(mailbox.clone())).await;
    let two = worker(&app, Transport::Memory(mailbox.clone())).await;
    let (one, two) = tokio::join!(one.run_due(), two.run_due());
    assert_eq!(one.unwrap() + two.unwrap(), 30);
    assert_eq!(mailbox.entries().len(), 30);
    assert_eq!(
        app.count("outbox where attempts = 1 and body_text = ''")
            .await,
        30
    );
    let id: String = app
        .value("select id || '@psn.example' from outbox limit 1")
        .await;
    assert!(
        mailbox.find(&id).is_some(),
        "the Message-ID comes from the outbox"
    );
}

#[tokio::test]
async fn a_crash_between_delivery_and_note_repeats_one_message_with_the_same_id() {
    let app = TestApp::start().await;
    given_mail(&app, 1).await;
    let mailbox = Mailbox::new(100, app.app.clock.clone());
    let worker = worker(&app, Transport::Memory(mailbox.clone())).await;
    assert_eq!(worker.run_due().await.unwrap(), 1);
    // As if the note had been lost; the claim holds for some minutes.
    app.sql(
        "update outbox set delivered_at = null, body_text = 'Text', claimed_until = access.now() + interval '1 minute'",
    )
    .await;
    assert_eq!(worker.run_due().await.unwrap(), 0);
    app.advance(Duration::minutes(2)).await;
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!(mailbox.entries().len(), 1, "the same Message-ID shows once");
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_tried_again_and_given_up_in_the_end() {
    let app = TestApp::start().await;
    given_mail(&app, 1).await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    drop(silent);
    let transport = Transport::smtp(&format!("smtp://{address}")).unwrap();
    let worker = worker(&app, transport).await;
    assert_eq!(worker.run_due().await.unwrap(), 0);
    assert_eq!(worker.run_due().await.unwrap(), 0);
    let attempts: i32 = app.value("select attempts from outbox").await;
    assert_eq!(attempts, 1, "not before its time");
    for _ in 0..10 {
        app.advance(Duration::hours(13)).await;
        worker.run_due().await.unwrap();
    }
    assert_eq!(
        app.count("outbox where attempts = 8 and given_up_at is not null")
            .await,
        1
    );
    let error: String = app.value("select last_error from outbox").await;
    assert!(!error.contains('@'), "{error}");
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_given_up_and_holds_nobody_up() {
    let app = TestApp::start().await;
    given_mail(&app, 12).await;
    app.sql(
        "update outbox set kind = 'of_a_newer_release', next_attempt_at = next_attempt_at - interval '1 hour'
         where id in (select id from outbox limit 1)",
    )
    .await;
    app.sql(
        "update outbox set recipient = 'nobody at all', next_attempt_at = next_attempt_at - interval '1 hour'
         where id in (select id from outbox where kind <> 'of_a_newer_release' limit 1)",
    )
    .await;
    let mailbox = Mailbox::new(100, app.app.clock.clone());
    let worker = worker(&app, Transport::Memory(mailbox.clone())).await;
    assert_eq!(worker.run_due().await.unwrap(), 10);
    assert_eq!(mailbox.entries().len(), 10, "the others left at once");
    let errors: String = app
        .value("select string_agg(last_error, '; ' order by last_error) from outbox where delivered_at is null")
        .await;
    assert_eq!(
        errors,
        "not delivered yet: outbox.kind holds something unknown; \
         not delivered yet: outbox.recipient holds something unknown"
    );
    for _ in 0..10 {
        app.advance(Duration::hours(13)).await;
        worker.run_due().await.unwrap();
    }
    let parked = "outbox where attempts = 8 and given_up_at is not null and body_text = 'Text'";
    assert_eq!(app.count(parked).await, 2);
}

#[tokio::test]
async fn a_worker_stops_when_asked() {
    let app = TestApp::start().await;
    given_mail(&app, 9).await;
    let mailbox = Mailbox::new(100, app.app.clock.clone());
    let worker = worker(&app, Transport::Memory(mailbox.clone())).await;
    let (ask, stop) = tokio::sync::watch::channel(false);
    let asking = async {
        while mailbox.entries().len() < 9 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        ask.send_replace(true);
    };
    let both = async { tokio::join!(worker.run(stop), asking) };
    tokio::time::timeout(std::time::Duration::from_secs(20), both)
        .await
        .unwrap();
}
