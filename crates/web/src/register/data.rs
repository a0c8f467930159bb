//! The register for programs.

use crate::App;
use crate::PageError;
use crate::cached;
use crate::reply::Reply;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use domain::when;
use futures_util::stream::{self, Stream};
use serde::Serialize;
use service::certificates::{batch, version};
use store::certificates::Certificate;
use time::{Date, OffsetDateTime};
use tokio::sync::Semaphore;

#[derive(Serialize)]
struct Service {
    code: String,
    name: String,
    description: String,
    organisation: String,
    infrastructure: String,
    certificate: String,
    status: &'static str,
    valid_from: String,
    valid_to: String,
    url: String,
}

/// Every service with the certificate that stands for it today. The tag changes with
/// the register and with the day, not with the time of the answer.
pub async fn services(State(app): State<App>, headers: HeaderMap) -> Reply {
    let now = app.clock.now();
    let today = when::uk_date(now);
    let version = version(&app.store).await?;
    let tag = cached::tag_of(&(version, today.to_julian_day(), app.public_url.as_str()));
    Ok(cached::unless_known(&headers, &tag, || {
        let body = Body::from_stream(pieces(app, now, today));
        ([(CONTENT_TYPE, "application/json")], body).into_response()
    }))
}

/// How many batches are read at once for all programs together, so that pages never wait for them.
const BATCHES_AT_ONCE: usize = 2;
/// One for each.
static BATCHES: Semaphore = Semaphore::const_new(BATCHES_AT_ONCE);

/// Where a batch begins.
enum Place {
    First,
    After(String),
    End,
}

/// The register in pieces, so that it never is in memory as a whole.
fn pieces(
    app: App,
    now: OffsetDateTime,
    today: Date,
) -> impl Stream<Item = Result<String, PageError>> {
    stream::try_unfold(Place::First, move |place| {
        let app = app.clone();
        async move {
            let (mut text, after) = match place {
                Place::First => (beginning(now)?, None),
                Place::After(number) => (String::new(), Some(number)),
                Place::End => return Ok(None),
            };
            let is_first = after.is_none();
            let turn = BATCHES.acquire().await.map_err(PageError::internal)?;
            let batch = batch(&app.store, today, after).await;
            drop(turn);
            let batch = batch.inspect_err(
                |error| tracing::warn!(%error, "the register could not be sent whole"),
            )?;
            let next = batch
                .last()
                .map_or(Place::End, |last| Place::After(last.number.clone()));
            for (place, certificate) in batch.into_iter().enumerate() {
                if !(is_first && place == 0) {
                    text.push(',');
                }
                let entry = entry(&app, certificate, today);
                text.push_str(&serde_json::to_string(&entry).map_err(PageError::internal)?);
            }
            if matches!(next, Place::End) {
                text.push_str("]}");
            }
            Ok(Some((text, next)))
        }
    })
}

/// What stands before the services.
fn beginning(now: OffsetDateTime) -> Result<String, PageError> {
    let generated_at = serde_json::to_string(&when::machine(now)).map_err(PageError::internal)?;
    Ok(format!(r#"{{"generated_at":{generated_at},"services":["#))
}

fn entry(app: &App, certificate: Certificate, today: Date) -> Service {
    Service {
        status: certificate.validity.on(today).as_str(),
        valid_from: when::iso_date(certificate.validity.from),
        valid_to: when::iso_date(certificate.validity.to),
        url: app.url(&format!("/register/{}", certificate.slug)),
        code: certificate.service_code,
        name: certificate.service_name,
        description: certificate.description,
        organisation: certificate.organisation_name,
        infrastructure: certificate.infrastructure_name,
        certificate: certificate.number,
    }
}
