//! A certificate's files.

use crate::App;
use crate::PageError;
use crate::reply::Reply;
use crate::signed_in::Presented;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use service::certificates::file;
use store::certificate_files::FileKind;

/// The accessible PDF.
pub async fn pdf(app: State<App>, who: Presented, number: Path<String>) -> Reply {
    send(app, who, number, FileKind::Pdf).await
}

/// The signed file.
pub async fn json(app: State<App>, who: Presented, number: Path<String>) -> Reply {
    send(app, who, number, FileKind::Json).await
}

async fn send(
    State(app): State<App>,
    Presented(credential): Presented,
    Path(number): Path<String>,
    wanted: FileKind,
) -> Reply {
    let (number, bytes) = file(&app.store, credential, &number, wanted).await?;
    let (kind, ending) = match wanted {
        FileKind::Pdf => ("application/pdf", "pdf"),
        FileKind::Json => ("application/json", "json"),
    };
    let name = format!("attachment; filename=\"{number}.{ending}\"");
    let disposition = HeaderValue::from_str(&name).map_err(PageError::internal)?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}
