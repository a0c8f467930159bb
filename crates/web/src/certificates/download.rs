//! A certificate's files.

use crate::App;
use crate::PageError;
use crate::reply::Reply;
use crate::signed_in::SignedIn;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use service::certificates::{CertificateFile, file};

/// The accessible PDF.
pub async fn pdf(app: State<App>, actor: SignedIn, number: Path<String>) -> Reply {
    send(app, actor, number, CertificateFile::Pdf).await
}

/// The signed file.
pub async fn json(app: State<App>, actor: SignedIn, number: Path<String>) -> Reply {
    send(app, actor, number, CertificateFile::Json).await
}

async fn send(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(number): Path<String>,
    wanted: CertificateFile,
) -> Reply {
    let (certificate, bytes) = file(&app.store, &actor, &number, wanted).await?;
    let (kind, ending) = match wanted {
        CertificateFile::Pdf => ("application/pdf", "pdf"),
        CertificateFile::Json => ("application/json", "json"),
    };
    let name = format!("attachment; filename=\"{}.{ending}\"", certificate.number);
    let disposition = HeaderValue::from_str(&name).map_err(PageError::internal)?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}
