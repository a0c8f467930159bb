//! The form without answers, for everybody.

use crate::PageError;
use crate::certificates::size;
use crate::public_pages::SET;
use crate::reply::{self, Reply};
use axum::extract::Path;
use questions::QuestionSet;
use service::copies::{self, CopyKind};

/// A file to download.
pub struct Link {
    pub href: String,
    pub words: String,
}

/// The blank forms of this set with their sizes; only the set that applications begin with has some.
pub fn blank_forms(set: &QuestionSet) -> Vec<Link> {
    let is_current = questions::current(SET).is_some_and(|current| current.hash == set.hash);
    let kinds = CopyKind::ALL.into_iter().filter(|_| is_current);
    let forms = kinds.filter_map(|kind| {
        let bytes = copies::blank(set, kind)?.len();
        Some(Link {
            href: format!("/questions/form.{}", kind.ending()),
            words: format!("Blank form ({}, {})", kind.title(), size(bytes)),
        })
    });
    forms.collect()
}

pub async fn show(Path(ending): Path<String>) -> Reply {
    let kind = CopyKind::of_ending(&ending).ok_or(PageError::NotFound)?;
    let set = questions::current(SET).ok_or(PageError::NotFound)?;
    let bytes = copies::blank(set, kind).ok_or(PageError::NotFound)?;
    let name = format!("{}-{}-blank.{}", set.id, set.version, kind.ending());
    reply::download(kind.media_type(), &name, bytes)
}
