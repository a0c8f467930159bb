//! Pages of the test's own, inside the layers of the service.

use super::ANSWER;
use audit::{Event, Kind};
use axum::Router;
use axum::extract::{RawQuery, Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::id::InfrastructureId;
use mail::{Address, Message};
use policy::Actor;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::{Context, Standing, WriteTx};
use tower_sessions::Session;
use web::{App, Limits, PageError};

/// How many are at work.
pub(super) static BUSY: AtomicUsize = AtomicUsize::new(0);
/// How many connections were found in a state that another request had left.
pub(super) static DIRTY: AtomicUsize = AtomicUsize::new(0);

/// These pages, and everything that the service has.
pub(super) fn router(app: App) -> Router {
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
pub(super) fn clean() -> Standing {
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
