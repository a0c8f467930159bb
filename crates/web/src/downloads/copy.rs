//! A copy of an application as a file.

use super::schema_address;
use crate::PageError;
use crate::applications::opened::Opened;
use crate::reply::{self, Reply};
use axum::extract::Path;
use policy::Denied;
use serde::Deserialize;
use service::copies::{self, CopyKind};

#[derive(Deserialize)]
pub struct Wanted {
    ending: String,
}

pub async fn show(Path(Wanted { ending }): Path<Wanted>, opened: Opened) -> Reply {
    let kind = CopyKind::of_ending(&ending).ok_or(PageError::NotFound)?;
    let permit = match opened.form.permit_to_export() {
        Ok(permit) => permit,
        // They confirm on the way to the list: a file would leave them on the page that asked.
        Err(Denied::Unconfirmed) => return reply::see_other(&opened.path("downloads")),
        Err(denied) => return Err(denied.into()),
    };
    let address = schema_address(&opened.app, opened.set());
    let bytes = copies::copy(&opened.form, &permit, kind, &address);
    let reference = &opened.form.case.application.reference;
    let name = format!("{reference}.{}", kind.ending());
    reply::download(kind.media_type(), &name, bytes)
}
