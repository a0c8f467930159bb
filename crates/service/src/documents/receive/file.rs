//! A file that has arrived: what it is, and the document that it becomes.

use super::AddError;
use crate::documents::{Files, Scanner};
use blobs::{Incoming, Stored, recognise};
use domain::application::Application;
use domain::document::{Description, Document, DocumentKind, ScanState};
use domain::id::DocumentId;
use policy::Actor;
use std::io;
use time::OffsetDateTime;

/// A file that is kept and has no document yet.
pub(crate) struct Arrived<'a> {
    pub(crate) id: DocumentId,
    pub(crate) kind: DocumentKind,
    pub(crate) file_name: &'a str,
    pub(crate) stored: Stored,
}

/// What a file is that has arrived whole, by what is in it.
pub(crate) async fn recognised(
    incoming: &mut Incoming,
    typed_name: &str,
) -> Result<DocumentKind, AddError> {
    let path = incoming.path().await?;
    let name = typed_name.to_owned();
    let looked = tokio::task::spawn_blocking(move || recognise(&path, &name));
    Ok(looked.await.map_err(io::Error::other)??)
}

impl Files {
    /// What a file is that nobody has said anything about.
    pub(crate) fn document(
        &self,
        application: &Application,
        arrived: Arrived<'_>,
        actor: &Actor,
        now: OffsetDateTime,
    ) -> Document {
        Document {
            organisation: application.organisation,
            application: application.id,
            added_at: now,
            added_by_name: actor.name.clone(),
            id: arrived.id,
            series: arrived.id,
            number: 1,
            replaced_at: None,
            kind: arrived.kind,
            bytes: arrived.stored.bytes,
            sha256: arrived.stored.sha256,
            scan: match self.scanner {
                Scanner::Demonstration => ScanState::NotScanned,
                Scanner::Clamd(_) | Scanner::None => ScanState::Waiting,
            },
            scanned_at: None,
            scan_engine: None,
            file: arrived.id,
            description: Description {
                title: title_of(arrived.file_name),
                ..Description::default()
            },
            version: 1,
            file_name: arrived.file_name.to_owned(),
        }
    }
}

/// The name that a document has until people give it another one.
fn title_of(file_name: &str) -> String {
    let stem = file_name
        .rsplit_once('.')
        .map_or(file_name, |(stem, _)| stem);
    stem.to_owned()
}
