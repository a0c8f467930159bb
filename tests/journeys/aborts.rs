//! Ten thousand requests that end badly: the sender goes away at some moment, nobody
//! answers in time, the handler panics. Afterwards no connection is in a transaction,
//! in another role or in anybody's sight, and nobody has seen what is somebody else's
//! (docs/adr/0004).

use audit::{Event, Kind};
use axum::Router;
use axum::extract::{RawQuery, Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::id::InfrastructureId;
use domain::role::OrganisationRole;
use mail::{Address, Message};
use policy::Actor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::{Context, Pools, Standing, WriteTx};
use tests::{Organisation, Setup, TestApp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tower_sessions::Session;
use web::{App, Limits, PageError};

/// How many requests end badly.
const ABORTS: usize = 10_000;
/// How many senders there are at once.
const AT_ONCE: usize = 16;
/// With more than so many at work no more are sent: most should be aborted at work, not waiting.
const BUSY_MAX: usize = 12;
/// How many are at work.
static BUSY: AtomicUsize = AtomicUsize::new(0);
/// How many connections were found in a state that another request had left.
static DIRTY: AtomicUsize = AtomicUsize::new(0);
/// How long an answer may take; some of the handlers take longer.
const ANSWER: Duration = Duration::from_millis(1500);

/// Pages of the test's own, inside the layers of the service.
fn router(app: App) -> Router {
    let pages = Router::new()
        .route("/read", get(read))
        .route("/write", post(write))
        .route("/panic", post(panic))
        .route("/slow", post(slow))
        .layer(from_fn(count));
    let limits = Limits::new(256, Duration::from_secs(5), ANSWER);
    Router::new()
        .nest("/test", web::around(pages, app.clone(), limits))
        .fallback_service(web::router(app))
}

/// Counts the requests that are being worked on, aborted ones included.
async fn count(request: Request, next: Next) -> Response {
    struct Leaving;
    impl Drop for Leaving {
        fn drop(&mut self) {
            BUSY.fetch_sub(1, Ordering::Relaxed);
        }
    }
    BUSY.fetch_add(1, Ordering::Relaxed);
    let _leaving = Leaving;
    next.run(request).await
}

async fn actor(app: &App, session: &Session) -> Result<Actor, PageError> {
    let id = session.id().ok_or(PageError::SignedOut)?;
    let actor = app.store.actor(store::sessions::credential_of(id)).await?;
    actor.ok_or(PageError::SignedOut)
}

/// Says which of the entries of the query the person can see.
async fn read(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<impl IntoResponse, PageError> {
    for standing in app.store.next_standings().await? {
        if standing != clean() {
            DIRTY.fetch_add(1, Ordering::Relaxed);
        }
    }
    let id = session.id().ok_or(PageError::SignedOut)?;
    let context = Context::presenting(store::sessions::credential_of(id));
    // A transaction for each, so that many are aborted while one begins.
    let mut seen = String::new();
    for id in query.unwrap_or_default().split('&') {
        let id = InfrastructureId::parse(id).ok_or(PageError::NotFound)?;
        let mut tx = app.store.read(context).await?;
        if let Some(entry) = store::infrastructures::find(&mut tx, id).await? {
            seen += &["[", &entry.name, "]"].concat();
        }
    }
    Ok(seen)
}

/// A connection in its role, in nobody's sight and in no transaction.
fn clean() -> Standing {
    Standing {
        role: "psn_app".to_owned(),
        credential: String::new(),
        is_in_transaction: false,
    }
}

/// Writes something that is not kept yet.
async fn begin(app: &App, session: &Session, subject: &str) -> Result<WriteTx, PageError> {
    let actor = actor(app, session).await?;
    let mut tx = app.store.write(Context::of(&actor)).await?;
    let message = Message {
        kind: "code",
        to: Address::parse("somebody@supplier.example").map_err(PageError::internal)?,
        subject: subject.to_owned(),
        text: String::new(),
        html: String::new(),
    };
    store::outbox::add(&mut tx, &message).await?;
    Ok(tx)
}

async fn write(State(app): State<App>, session: Session) -> Result<&'static str, PageError> {
    let tx = begin(&app, &session, "write").await?;
    tx.commit(&Event::new(Kind::SignedIn)).await?;
    Ok("written")
}

async fn panic(State(app): State<App>, session: Session) -> Result<&'static str, PageError> {
    let _tx = begin(&app, &session, "panic").await?;
    // A panic without the words on standard error that would fill it.
    std::panic::resume_unwind(Box::new("a page panicked"))
}

async fn slow(State(app): State<App>, session: Session) -> Result<&'static str, PageError> {
    let tx = begin(&app, &session, "slow").await?;
    tokio::time::sleep(ANSWER + Duration::from_millis(100)).await;
    tx.commit(&Event::new(Kind::SignedIn)).await?;
    Ok("written")
}

/// The same numbers in every run (xorshift64*, Vigna 2016).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }
}

/// Who sends requests: somebody of one organisation, and what only they may see.
struct Sender {
    cookie: String,
    canary: String,
    entry: InfrastructureId,
}

/// One request and when its sender goes away.
struct Sending {
    text: String,
    /// How much of it is sent.
    bytes: usize,
    /// When the sender goes away; nobody goes away without it.
    leaves_after: Option<Duration>,
    own_canary: String,
}

fn sending(numbers: &mut Numbers, senders: &[Sender]) -> Sending {
    let count = senders.len() as u64;
    let sender = &senders[usize::try_from(numbers.below(count)).unwrap()];
    let kind = numbers.below(1000);
    let (line, stays) = match kind {
        0..620 => {
            let other = &senders[usize::try_from(numbers.below(count)).unwrap()];
            let ids = [sender.entry.to_string(), other.entry.to_string()];
            (
                format!("GET /test/read?{} HTTP/1.1", ids.join("&")),
                kind < 40,
            )
        }
        620..850 => ("POST /test/write HTTP/1.1".to_owned(), false),
        850..940 => ("POST /test/panic HTTP/1.1".to_owned(), kind < 895),
        940..943 => ("POST /test/slow HTTP/1.1".to_owned(), true),
        _ => ("GET /home HTTP/1.1".to_owned(), false),
    };
    let text = format!(
        "{line}\r\nhost: localhost\r\ncookie: psn-session={}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        sender.cookie
    );
    let is_cut = !stays && numbers.below(20) == 0;
    Sending {
        bytes: if is_cut { text.len() / 2 } else { text.len() },
        text,
        leaves_after: (!stays).then(|| Duration::from_micros(numbers.below(8_000))),
        own_canary: format!("[{}]", sender.canary),
    }
}

/// Sends it and goes away when it is time. Answers what came back.
async fn send(address: std::net::SocketAddr, sending: &Sending) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream
        .write_all(&sending.text.as_bytes()[..sending.bytes])
        .await?;
    let mut answer = Vec::new();
    match sending.leaves_after {
        Some(moment) => {
            let _ = tokio::time::timeout(moment, stream.read_to_end(&mut answer)).await;
            // Without this the system would still take the answer politely.
            stream.set_zero_linger()?;
        }
        None => {
            stream.read_to_end(&mut answer).await?;
        }
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

async fn given_senders(app: &TestApp) -> Vec<Sender> {
    let mut senders = Vec::new();
    for name in ["Alder", "Birch", "Cedar", "Damson"] {
        let organisation: Organisation = app.given_organisation(name).await;
        let user = app
            .given_member(&organisation, OrganisationRole::Editor)
            .await;
        let entry = InfrastructureId::new();
        let canary = format!("canary of {name}");
        app.sql(&format!(
            "insert into infrastructures (id, name, owner_name, certificate_number, valid_to, proposed_by_organisation_id)
             values ('{entry}', '{canary}', '', '', current_date, '{}')",
            organisation.id
        ))
        .await;
        senders.push(Sender {
            cookie: app.given_session(&user).await.token,
            canary,
            entry,
        });
    }
    senders
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[expect(clippy::disallowed_methods, reason = "many clients at once")]
async fn ten_thousand_aborted_requests_leave_nothing_behind() {
    let app = TestApp::start_with(Setup {
        router,
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
    let address = app.address();
    for _ in 0..ABORTS + ABORTS / 20 {
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
    }
    let all = u32::try_from(AT_ONCE).unwrap();
    let _everybody = turns.acquire_many(all).await.unwrap();
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
    for sender in &senders {
        expect_only_own(&app, sender, &senders).await;
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
async fn expect_only_own(app: &TestApp, sender: &Sender, senders: &[Sender]) {
    let browser = app.browser();
    browser.set_cookie("psn-session", &sender.cookie);
    let ids: Vec<String> = senders.iter().map(|s| s.entry.to_string()).collect();
    for _ in 0..20 {
        let page = browser
            .visit(&format!("/test/read?{}", ids.join("&")))
            .await;
        assert_eq!(page.body(), format!("[{}]", sender.canary));
    }
}
