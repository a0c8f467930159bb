//! The versions of one answer and what became of the documents that belong to it, and what changed
//! between any two of these points.

use super::address::{self, Address, At};
use super::answers::title_of_item;
use super::document_events;
use super::history::{HISTORY, page_name};
use super::opened::Opened;
use super::superfluous;
use crate::PageError;
use crate::clarifications::difference::Difference;
use crate::documents::{Compared, ShownDocument};
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::{Path, Query};
use domain::when;
use govuk::{Button, Content, Layout, Select, SummaryList, SummaryRow};
use questions::{AnswerKey, NOT_ANSWERED, Page, first_of};
use serde::Deserialize;
use service::documents::ChangedDocument;
use service::history;
use store::history::{Fate, Mark, Version};

const FROM: &str = "from";
const TO: &str = "to";

#[derive(Template)]
#[template(path = "applications/versions.html")]
struct VersionsPage {
    layout: Layout,
    caption: String,
    /// What there is when nothing can be compared; the answer itself.
    only: Option<SummaryList>,
    /// Whether that was never saved.
    is_set_aside: bool,
    action: String,
    from: Select,
    to: Select,
    apply: Button,
    /// What is compared, in words.
    compared: String,
    changes: Vec<(String, Content)>,
    documents: Vec<ShownDocument>,
}

/// The parameters of the address. The reference is read by [`Opened`].
#[derive(Deserialize)]
pub struct Place {
    place: String,
}

/// Which versions are asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    from: String,
    to: String,
}

/// The address of the versions of an answer.
pub fn path(opened: &Opened, at: &At) -> String {
    opened.path(&format!("{HISTORY}/{}", at.page.path_for(at.item)))
}

/// What a version is called in addresses.
pub fn name(mark: &Mark, version: i32) -> String {
    match mark.fate {
        Fate::Saved => version.to_string(),
        Fate::SetAside => format!("aside-{}", mark.id),
        Fate::OfDocument => format!("document-{}", mark.id),
    }
}

fn name_of(version: &Version) -> String {
    name(&version.entry.mark, version.entry.version)
}

/// What a version is called on the page.
fn words(opened: &Opened, version: &Version) -> String {
    let entry = &version.entry;
    let what = match (&entry.document, entry.mark.fate) {
        (Some(happened), _) => {
            document_events::words(happened.event, Some(happened.number), &happened.title)
        }
        (None, Fate::SetAside) => "Not saved".to_owned(),
        (None, _) => entry.origin.after(&format!("Version {}", entry.version)),
    };
    let at = when::relative(entry.mark.at, opened.form.now);
    if entry.by.is_empty() {
        return format!("{what}, {at}");
    }
    format!("{what}, {}, {at}", entry.by)
}

pub async fn show(
    Path(Place { place }): Path<Place>,
    Query(asked): Query<Asked>,
    opened: Opened,
) -> Reply {
    let found = address::resolve(opened.set(), &place);
    let Some(Address::Question(at)) = found else {
        return Err(PageError::NotFound);
    };
    let key = AnswerKey {
        page: at.page.id.clone(),
        item: at.item,
    };
    let versions = history::versions(&opened.app.store, &opened.form, &key).await?;
    let has_documents = versions
        .iter()
        .any(|version| version.entry.document.is_some());
    let documents = match chosen(&versions, &asked).filter(|_| has_documents) {
        Some((from, to)) => {
            let to = to.entry.mark.at;
            // The only point that there is, is compared with the beginning.
            let from = match versions.len() {
                1 => opened.form.case.application.created_at,
                _ => from.entry.mark.at,
            };
            history::documents_between(&opened.app.store, &opened.form, &key, from, to).await?
        }
        None => Vec::new(),
    };
    reply::ok(&draw(&opened, &at, &versions, &asked, &documents))
}

/// The versions to compare: those that were asked for, else the last one and the one before it.
fn chosen<'a>(versions: &'a [Version], asked: &Asked) -> Option<(&'a Version, &'a Version)> {
    let find = |wanted: &str| {
        versions
            .iter()
            .position(|version| name_of(version) == wanted)
    };
    let to = find(&asked.to).unwrap_or(0);
    let before = |to: usize| {
        let mut older = versions.iter().enumerate().skip(to + 1);
        let saved = older.find(|(_, version)| version.entry.mark.fate != Fate::SetAside);
        saved.map(|(place, _)| place)
    };
    // What was not saved before anything was is told beside the first that was.
    let after = |to: usize| {
        let is_saved = |version: &Version| version.entry.mark.fate != Fate::SetAside;
        let newer = versions.get(..to)?.iter().rposition(is_saved);
        newer.filter(|_| versions.get(to).is_some_and(|version| !is_saved(version)))
    };
    let from = find(&asked.from)
        .or_else(|| before(to))
        .or_else(|| after(to));
    let from = from.unwrap_or(if to + 1 < versions.len() { to + 1 } else { to });
    Some((versions.get(from)?, versions.get(to)?))
}

/// The page with the rules by which these versions are told. What was not saved is told whole: a
/// follow-up of another choice stands nowhere else.
fn page_of(at: &At, versions: &[&Version]) -> Page {
    let mut fates = versions.iter().map(|version| version.entry.mark.fate);
    if fates.any(|fate| fate == Fate::SetAside) {
        superfluous::told_whole(at.page)
    } else {
        at.page.clone()
    }
}

/// What the page is called. Of an item of a list, with the name that it has in the last of the two versions
/// or had before it was removed: its number is used again.
fn called(
    opened: &Opened,
    at: &At,
    versions: &[Version],
    pair: Option<(&Version, &Version)>,
) -> String {
    let last = pair.and_then(|(_, to)| {
        let is_last = |version: &Version| name_of(version) == name_of(to);
        versions.iter().position(is_last)
    });
    let field = at.task.list().map_or("", |list| list.title_field.as_str());
    let mut until = versions.iter().skip(last.unwrap_or(0));
    let name = until.find_map(|version| first_of(&version.values, field));
    match name.filter(|_| at.item > 0) {
        Some(name) => title_of_item(name, at),
        None => page_name(opened, at),
    }
}

fn draw(
    opened: &Opened,
    at: &At,
    versions: &[Version],
    asked: &Asked,
    documents: &[ChangedDocument],
) -> VersionsPage {
    let items = opened.set().evidence_items(opened.answers());
    let told = Compared {
        set: opened.set(),
        items: &items,
        now: opened.form.now,
    };
    let only = match versions {
        [] => Some(SummaryList::new()),
        [one] => {
            // What is not asked with the other answers is not missing.
            let asked = at.page.as_asked(opened.answers(), at.item);
            let rows = page_of(at, &[one]).describe_fields(&one.values);
            let rows = rows
                .into_iter()
                .filter(|(id, _, text)| text != NOT_ANSWERED || asked.field(id).is_some())
                .map(|(_, label, answer)| SummaryRow::new(label, answer));
            Some(SummaryList::new().rows(rows))
        }
        _ => None,
    };
    let select = |name: &str, label: &str, chosen: Option<&Version>| {
        let select = Select::new(name, label.to_owned());
        let select = versions.iter().fold(select, |select, version| {
            select.option(name_of(version), words(opened, version))
        });
        match chosen {
            Some(version) => select.chosen(name_of(version)),
            None => select,
        }
    };
    let pair = chosen(versions, asked);
    let changes = pair.map_or_else(Vec::new, |(from, to)| {
        history::compare(&page_of(at, &[from, to]), &from.values, &to.values)
    });
    let changes = changes
        .into_iter()
        .map(|(label, parts)| (label, Content::of(&Difference::new(parts))));
    VersionsPage {
        layout: opened
            .layout(format!(
                "Versions of {}",
                called(opened, at, versions, pair)
            ))
            .back_to(opened.path(HISTORY), "Who saved what"),
        caption: opened.form.case.application.service_title().to_owned(),
        only,
        is_set_aside: matches!(versions, [one] if one.entry.mark.fate == Fate::SetAside),
        action: path(opened, at),
        from: select(FROM, "Compare", pair.map(|(from, _)| from)),
        to: select(TO, "With", pair.map(|(_, to)| to)),
        apply: Button::secondary("Compare these versions"),
        compared: pair.map_or_else(String::new, |(from, to)| {
            let (from, to) = (words(opened, from), words(opened, to));
            format!("From “{from}” to “{to}”")
        }),
        changes: changes.collect(),
        documents: documents.iter().filter_map(|one| told.shown(one)).collect(),
    }
}

#[cfg(test)]
mod tests;
