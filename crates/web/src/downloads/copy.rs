//! A copy of an application as a file, taken with a button: that is recorded, and an address that is
//! only read changes nothing.

use super::list::{KIND, SUBMITTED};
use super::schema_address;
use crate::PageError;
use crate::applications::opened::Opened;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use policy::organisation::ExportApplication;
use policy::{Denied, Permit};
use service::copies::{self, CopyKind};

pub async fn submit(opened: Opened, mut posted: Posted) -> Reply {
    let kind = posted.take(KIND);
    let ending = CopyKind::of_ending(&kind);
    posted.finish()?;
    if ending.is_none() && kind != SUBMITTED {
        return Err(PageError::Unreadable);
    }
    let permit = match opened.form.permit_to_export() {
        Ok(permit) => permit,
        // They confirm on the way to the list: a file would leave them on the page that asked.
        Err(Denied::Unconfirmed) => return reply::see_other(&opened.path("downloads")),
        Err(denied) => return Err(denied.into()),
    };
    match ending {
        Some(kind) => whole(&opened, &permit, kind).await,
        None => submitted(&opened, &permit).await,
    }
}

async fn whole(opened: &Opened, permit: &Permit<ExportApplication>, kind: CopyKind) -> Reply {
    let address = schema_address(&opened.app, opened.set());
    let store = &opened.app.store;
    let bytes = copies::take(store, &opened.form, permit, kind, &address).await?;
    let reference = &opened.form.case.application.reference;
    let name = format!("{reference}.{}", kind.ending());
    reply::download(kind.media_type(), &name, bytes)
}

/// The text that was signed and submitted, to the byte: its SHA-256 is the fingerprint that people
/// were shown.
async fn submitted(opened: &Opened, permit: &Permit<ExportApplication>) -> Reply {
    let taken = copies::take_submitted(&opened.app.store, &opened.form, permit).await?;
    let taken = taken.ok_or(PageError::NotFound)?;
    let reference = &opened.form.case.application.reference;
    let name = format!("{reference}-submitted.json");
    reply::download(CopyKind::Json.media_type(), &name, taken.text.into_bytes())
}
