//! The form without answers, for everybody.

use crate::PageError;
use crate::certificates::size;
use crate::public_pages::{SET, questions_paper};
use crate::reply::{self, Reply};
use axum::extract::Path;
use questions::QuestionSet;
use service::copies::{self, CopyKind, PaperKind};
use std::sync::LazyLock;

/// A file to download.
pub struct Link {
    pub href: String,
    pub words: String,
}

/// The blank forms of this set with their sizes; only the set that applications begin with has some.
pub fn blank_forms(set: &QuestionSet) -> Vec<Link> {
    let kinds = CopyKind::ALL.into_iter().filter(|_| is_current(set));
    let forms = kinds.filter_map(|kind| {
        let bytes = copies::blank(set, kind)?.len();
        Some(Link {
            href: format!("/questions/form.{}", kind.ending()),
            words: format!("Blank form ({}, {})", kind.title(), size(bytes)),
        })
    });
    forms.collect()
}

/// The questions of this set as a text to read, with its size; only of the set that applications begin with.
pub fn blank_text(set: &QuestionSet) -> Option<Link> {
    let bytes = TEXT.as_ref().filter(|_| is_current(set))?.len();
    let kind = PaperKind::Odt;
    Some(Link {
        href: format!("/questions/form.{}", kind.ending()),
        words: format!("Questions as a text ({}, {})", kind.title(), size(bytes)),
    })
}

fn is_current(set: &QuestionSet) -> bool {
    questions::current(SET).is_some_and(|current| current.hash == set.hash)
}

/// The same for everybody, as long as the program runs.
static TEXT: LazyLock<Option<Vec<u8>>> = LazyLock::new(|| {
    let set = questions::current(SET)?;
    Some(spreadsheets::write_odt(&questions_paper(set)))
});

pub async fn show(Path(ending): Path<String>) -> Reply {
    let set = questions::current(SET).ok_or(PageError::NotFound)?;
    let (kind, bytes) = if ending == PaperKind::Odt.ending() {
        let text = TEXT.clone().ok_or(PageError::NotFound)?;
        (PaperKind::Odt.media_type(), text)
    } else {
        let kind = CopyKind::of_ending(&ending).ok_or(PageError::NotFound)?;
        let bytes = copies::blank(set, kind).ok_or(PageError::NotFound)?;
        (kind.media_type(), bytes)
    };
    let name = format!("{}-{}-blank.{ending}", set.id, set.version);
    reply::download(kind, &name, bytes)
}
