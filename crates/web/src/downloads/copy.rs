//! A copy of an application as a file, taken with a button: that is recorded, and an address that is
//! only read changes nothing.

use super::list::{KIND, SUBMITTED};
use super::{paper, schema_address};
use crate::PageError;
use crate::applications::opened::Opened;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use policy::organisation::ExportApplication;
use policy::{Denied, Permit};
use service::copies::{self, CopyKind, PaperKind};

pub async fn submit(opened: Opened, mut posted: Posted) -> Reply {
    let kind = posted.take(KIND);
    posted.finish()?;
    let wanted = Wanted::of(&kind).ok_or(PageError::Unreadable)?;
    let permit = match opened.form.permit_to_export() {
        Ok(permit) => permit,
        // They confirm on the way to the list: a file would leave them on the page that asked.
        Err(Denied::Unconfirmed) => return reply::see_other(&opened.path("downloads")),
        Err(denied) => return Err(denied.into()),
    };
    match wanted {
        Wanted::Copy(kind) => whole(&opened, &permit, kind).await,
        Wanted::Paper(kind) => text(&opened, &permit, kind).await,
        Wanted::Submitted => submitted(&opened, &permit).await,
    }
}

/// What somebody wants to take.
enum Wanted {
    Copy(CopyKind),
    Paper(PaperKind),
    Submitted,
}

impl Wanted {
    fn of(kind: &str) -> Option<Self> {
        let copy = CopyKind::of_ending(kind).map(Self::Copy);
        let paper = || PaperKind::of_ending(kind).map(Self::Paper);
        let submitted = || (kind == SUBMITTED).then_some(Self::Submitted);
        copy.or_else(paper).or_else(submitted)
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

/// The application as a text for people.
async fn text(opened: &Opened, permit: &Permit<ExportApplication>, kind: PaperKind) -> Reply {
    let paper = paper::whole(opened).await?;
    let store = &opened.app.store;
    let bytes = copies::take_paper(store, &opened.form, permit, kind, paper).await?;
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
