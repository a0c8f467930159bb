//! A copy of an application as a file, taken with a button: that is recorded, and an address that is
//! only read changes nothing.

use super::list::KIND;
use super::schema_address;
use crate::PageError;
use crate::applications::opened::Opened;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use policy::Denied;
use service::copies::{self, CopyKind};

pub async fn submit(opened: Opened, mut posted: Posted) -> Reply {
    let kind = CopyKind::of_ending(&posted.take(KIND)).ok_or(PageError::Unreadable)?;
    posted.finish()?;
    let permit = match opened.form.permit_to_export() {
        Ok(permit) => permit,
        // They confirm on the way to the list: a file would leave them on the page that asked.
        Err(Denied::Unconfirmed) => return reply::see_other(&opened.path("downloads")),
        Err(denied) => return Err(denied.into()),
    };
    let address = schema_address(&opened.app, opened.set());
    let store = &opened.app.store;
    let bytes = copies::take(store, &opened.form, &permit, kind, &address).await?;
    let reference = &opened.form.case.application.reference;
    let name = format!("{reference}.{}", kind.ending());
    reply::download(kind.media_type(), &name, bytes)
}
