//! Every address under an application that the question set makes.

use super::address::{self, Address};
use super::onward::Return;
use super::opened::Opened;
use super::{does_not_meet, list, listed, onward, question, remove, same_domain, saving, section};
use crate::PageError;
use crate::forms::Posted;
use crate::kept_forms;
use crate::reply::{self, Reply};
use axum::extract::{Path, Query};
use axum::http::Uri;
use domain::origin::{Origin, OriginKind};
use serde::Deserialize;

/// The parameters of these addresses. The reference is read by [`Opened`].
#[derive(Deserialize)]
pub struct Tail {
    tail: String,
}

/// What may stand behind the question mark.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    /// Where to go back to after saving.
    pub r#return: String,
    /// What to look for in a register.
    pub q: String,
    /// Whether to show what the register will say.
    pub preview: String,
}

pub async fn show(
    Path(Tail { tail }): Path<Tail>,
    Query(asked): Query<Asked>,
    opened: Opened,
) -> Reply {
    let address = address::resolve(opened.set(), &tail).ok_or(PageError::NotFound)?;
    let to = Return::parse(&asked.r#return).onwards();
    match address {
        Address::Question(at) => question::show(&opened, at, &asked).await,
        Address::Task(task) => reply::see_other(&onward::entry_from(&opened, task, to)),
        Address::Section(task) => section::show(&opened, task, to).await,
        Address::List(task) => list::show(&opened, task, to),
        Address::Remove(task, item) => remove::show(&opened, task, item, to),
        Address::DoesNotMeet(at) => does_not_meet::show(&opened, at, &asked),
        Address::SameDomain(at) => same_domain::show(&opened, at, &asked),
        Address::Listed(at) => listed::show(&opened, at, &asked).await,
    }
}

pub async fn submit(
    Path(Tail { tail }): Path<Tail>,
    uri: Uri,
    opened: Opened,
    posted: Posted,
) -> Reply {
    let address = address::resolve(opened.set(), &tail).ok_or(PageError::NotFound)?;
    match address {
        Address::Question(at) => {
            let is_kept = kept_forms::named_in(uri.query()).is_some();
            let kept = is_kept.then(|| Origin::of(OriginKind::Kept));
            saving::submit(opened, at, posted, kept.unwrap_or(Origin::TYPED)).await
        }
        Address::Section(task) => section::submit(&opened, task, posted).await,
        Address::List(task) => list::submit(&opened, task, posted),
        Address::Remove(task, item) => remove::submit(opened, task, item, posted).await,
        Address::Task(_)
        | Address::DoesNotMeet(_)
        | Address::SameDomain(_)
        | Address::Listed(_) => Err(PageError::NotFound),
    }
}
