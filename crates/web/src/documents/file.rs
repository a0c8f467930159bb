//! Downloading a document: always saved by the browser, never shown by it.

use super::document_id;
use crate::application_path::ApplicationPath;
use crate::layers::IsFile;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use blobs::Reader;
use domain::document::{Document, DocumentKind};
use domain::reference::ApplicationReference;
use futures_util::stream;
use service::documents::{ReadError, open};
use std::io;
use tokio::io::AsyncReadExt as _;

/// How much is read and sent at once, in bytes.
const PIECE: usize = 64 * 1024;

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    path: ApplicationPath,
    Path((_, document)): Path<(String, String)>,
) -> Reply {
    let id = document_id(&document)?;
    match open(&app.store, &actor, &app.files, &path.0, id).await {
        Ok((document, file)) => attachment(&path.0, &document, file),
        // Its page says why.
        Err(ReadError::NotReleased) => reply::see_other(&path.at(&format!("documents/{id}"))),
        Err(error) => Err(error.into()),
    }
}

/// The file as something to save under a name that says what it belongs to, in a sandbox should a
/// browser show it all the same.
pub(crate) fn attachment(
    reference: &ApplicationReference,
    document: &Document,
    file: Reader,
) -> Reply {
    let name = blobs::download_name(reference, document);
    attachment_named(&name, document.kind, document.bytes, file)
}

/// The same of a file that is no document, under this name.
pub(crate) fn attachment_named(name: &str, kind: DocumentKind, bytes: u64, file: Reader) -> Reply {
    let mut response = Response::new(Body::from_stream(pieces(file)));
    let disposition = blobs::attachment(name);
    let disposition = HeaderValue::from_str(&disposition).map_err(PageError::internal)?;
    let headers = response.headers_mut();
    headers.insert(CONTENT_DISPOSITION, disposition);
    let kind = HeaderValue::from_static(kind.content_type());
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes));
    // Gives it the policy of a sandbox.
    response.extensions_mut().insert(IsFile);
    Ok(response)
}

/// The file piece by piece.
fn pieces(file: Reader) -> impl stream::Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(piece), file)))
    })
}
