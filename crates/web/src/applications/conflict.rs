//! Somebody else changed the same answer: both are shown, and nothing is lost.

use super::address::At;
use super::merge::{Merged, merge};
use super::onward;
use super::opened::Opened;
use super::save::{
    ACTION, BASE, CONFLICT, KEEP, Keep, LATER, RETURN, SAVE, Sent, VERSION, YES, combined_name,
};
use super::saving::set_aside;
use super::superfluous;
use crate::PageError;
use crate::reply::{self, Reply};
use askama::Template;
use axum::http::StatusCode;
use domain::when;
use govuk::{
    Button, FormState, HiddenInput, Html, Label, Layout, Legend, Radios, Size, SummaryList,
    SummaryRow, TextInput, Textarea,
};
use questions::{AnswerKey, Field, FieldKind, NOT_ANSWERED, Page, Values, first_of};
use service::history;

#[derive(Template)]
#[template(path = "applications/conflict.html")]
struct ConflictPage {
    layout: Layout,
    who_and_when: String,
    theirs_title: String,
    theirs: SummaryList,
    mine: SummaryList,
    action: String,
    hidden: Vec<HiddenInput>,
    keep: Radios,
    has_combined: bool,
    has_texts: bool,
    combined: SummaryList,
    texts: Html,
    save: Button,
}

/// Why the page is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The other answer was met just now.
    First {
        /// Whether part of what was sent is not asked any more and was kept.
        is_part_kept: bool,
    },
    /// It was sent without a choice.
    Unchosen,
}

/// Draws both answers. The status is 409, or 422 when nothing was chosen.
pub async fn show(opened: &Opened, at: &At, sent: &Sent, shown: Shown) -> Reply {
    let page = opened.asked(at);
    let again = again(opened, at, sent);
    let sent = again.as_ref().unwrap_or(sent);
    let none = Values::new();
    let theirs = opened.answers().get(&at.page.id, at.item).unwrap_or(&none);
    let mine = page.check(&sent.values, &opened.form.reference).values;
    let key = AnswerKey {
        page: at.page.id.clone(),
        item: at.item,
    };
    let saved = opened.form.case.stored.saved.get(&key);
    let (who, moment) = if let Some(saved) = saved {
        (saved.by.clone(), Some(saved.at))
    } else {
        let application = &opened.form.case.application;
        let by = application.last_saved_by.clone();
        (by.unwrap_or_default(), application.last_saved_at)
    };
    // Of an item that was removed nothing is stored any more; an emptied answer says nothing.
    let is_gone = says_nothing(&page, theirs);
    let did = if is_gone {
        "removed or emptied this"
    } else {
        "saved this answer"
    };
    let moment = moment.map_or(String::new(), |at| when::relative(at, opened.form.now));
    let base = history::seen(&opened.app.store, &opened.form, &key, sent.base).await?;
    let merged = merge(&page, &base, theirs, &mine);
    let both = page.check(&merged.values, &opened.form.reference).values;
    // There is nothing to combine with what is gone: what I left as it was would go with it.
    let has_combined = !is_gone && (!merged.texts.is_empty() || (both != mine && both != *theirs));
    let mut form = FormState::new();
    if shown == Shown::Unchosen {
        form.error(KEEP, "Select which answer to keep");
    }
    let conflict = ConflictPage {
        layout: layout(opened, at, shown).errors_of(&form),
        who_and_when: format!("{who} {did} {moment}, after you opened the page."),
        theirs_title: format!("The answer of {who}"),
        theirs: shown_unless(is_gone, &page, theirs),
        mine: summary(&page, &mine),
        action: opened.path_of(at),
        hidden: hidden(sent, saved.map_or(0, |saved| saved.version), &merged),
        keep: keep(&who, is_gone, has_combined, another(opened, at, sent)).filled_from(&form),
        has_combined,
        has_texts: !merged.texts.is_empty(),
        combined: combined(&page, &merged, (theirs, &mine, &both)),
        texts: merged.texts.iter().fold(Html::default(), |html, field| {
            text(html, field, &merged, sent)
        }),
        save: Button::primary("Save and continue"),
    };
    let status = match shown {
        Shown::First { .. } => StatusCode::CONFLICT,
        Shown::Unchosen => StatusCode::UNPROCESSABLE_ENTITY,
    };
    reply::page(status, &conflict)
}

/// What was sent, when the page was shown before and somebody has saved once more since: the texts
/// that were made of both do not hold the newest answer.
fn again(opened: &Opened, at: &At, sent: &Sent) -> Option<Sent> {
    let key = AnswerKey {
        page: at.page.id.clone(),
        item: at.item,
    };
    let saved = opened.form.case.stored.saved.get(&key);
    if saved.map_or(0, |saved| saved.version) == sent.seen || sent.keep == Keep::NotAsked {
        return None;
    }
    Some(sent.once_more())
}

/// Keeps what was typed into the boxes that hold both texts, when something else than both was
/// chosen, or nothing: it is neither answer. What the page had put there is not kept.
pub async fn keep_made(opened: &Opened, at: &At, sent: &Sent) -> Result<(), PageError> {
    if matches!(sent.keep, Keep::NotAsked | Keep::Both) {
        return Ok(());
    }
    let page = opened.asked(at);
    let key = AnswerKey {
        page: at.page.id.clone(),
        item: at.item,
    };
    let (store, form) = (&opened.app.store, &opened.form);
    let base = history::seen(store, form, &key, sent.base).await?;
    let theirs = history::seen(store, form, &key, sent.seen).await?;
    let mine = page.check(&sent.values, &form.reference).values;
    let merged = merge(&page, &base, &theirs, &mine);
    let made = Sent {
        keep: Keep::Both,
        ..sent.clone()
    };
    let made = page.check(&made.chosen(), &form.reference);
    let offered = page.check(&merged.values, &form.reference).values;
    let is_typed = merged
        .texts
        .iter()
        .any(|field| made.values.get(&field.id) != offered.get(&field.id));
    if is_typed {
        set_aside(opened, at, sent.seen, &made).await?;
    }
    Ok(())
}

fn layout(opened: &Opened, at: &At, shown: Shown) -> Layout {
    let layout = opened
        .layout("Someone else changed this answer")
        .section(&at.page.heading);
    if shown == (Shown::First { is_part_kept: true }) {
        layout.banner(Some(superfluous::banner()))
    } else {
        layout
    }
}

/// Leaves the other person's answer as it is and goes on.
pub fn keep_theirs(opened: &Opened, at: &At, sent: &Sent) -> Reply {
    let key = AnswerKey {
        page: at.page.id.clone(),
        item: at.item,
    };
    let who = opened
        .form
        .case
        .stored
        .saved
        .get(&key)
        .map(|saved| saved.by.as_str());
    let words = match who {
        Some(who) => format!("We kept the answer of {who}"),
        None => "We kept the other answer".to_owned(),
    };
    reply::see_other_saying(&onward::after(opened, at, sent.to), &words)
}

/// What combining gives where the two differ, but for the texts that are edited.
fn combined(
    page: &Page,
    merged: &Merged<'_>,
    (theirs, mine, both): (&Values, &Values, &Values),
) -> SummaryList {
    let rows = page.fields.iter().filter_map(|field| {
        let is_edited = merged.texts.iter().any(|text| text.id == field.id);
        let is_same = field.describe(theirs) == field.describe(mine);
        let answer = field.describe(both).filter(|_| !is_edited && !is_same)?;
        Some(SummaryRow::new(&field.label, answer))
    });
    SummaryList::new().rows(rows)
}

/// What one more item of the list is called, when both have added one at the same time.
fn another(opened: &Opened, at: &At, sent: &Sent) -> Option<String> {
    let list = at.task.list()?;
    let first = at.task.pages.iter().find(|page| page.is_item_page())?;
    let is_new = sent.base == 0 && at.item > 0 && first.id == at.page.id;
    (is_new && super::list::next_item(opened, at.task).is_some()).then(|| list.item_name.clone())
}

/// An answer in words; nothing where it is gone.
fn shown_unless(is_gone: bool, page: &Page, values: &Values) -> SummaryList {
    if is_gone {
        SummaryList::new()
    } else {
        summary(page, values)
    }
}

/// Whether no field of the page is answered.
fn says_nothing(page: &Page, values: &Values) -> bool {
    let mut rows = page.describe(values).into_iter();
    rows.all(|(_, text)| text == NOT_ANSWERED)
}

fn keep(who: &str, is_gone: bool, has_combined: bool, another: Option<String>) -> Radios {
    let theirs = if is_gone {
        "Leave it removed or empty".to_owned()
    } else {
        format!("Keep the answer of {who}")
    };
    let mut radios = Radios::new(
        KEEP,
        Legend::new("Which answer do you want to keep?").size(Size::Medium),
    )
    .option("theirs", theirs)
    .option("mine", "Use my answer");
    if let Some(item) = another {
        radios = radios.option(
            "another",
            format!("Keep both, and add mine as another {item}"),
        );
    }
    if has_combined {
        let hint = "We keep what each of you changed. Where you both changed the same, we use what is below";
        radios = radios.item(govuk::Choice::new("both", "Combine both").hint(hint));
    }
    radios
}

/// Everything that was sent, so that it can be sent again with the version that is there now.
fn hidden(sent: &Sent, version: i32, merged: &Merged<'_>) -> Vec<HiddenInput> {
    let mut inputs = vec![
        HiddenInput::new(VERSION, version.to_string()),
        HiddenInput::new(ACTION, if sent.is_later { LATER } else { SAVE }),
        HiddenInput::new(RETURN, sent.to.name()),
        HiddenInput::new(CONFLICT, YES),
        HiddenInput::new(BASE, sent.base.to_string()),
    ];
    let others = merged.values.iter();
    for (name, values) in others.filter(|(name, _)| !merged.texts.iter().any(|f| f.id == **name)) {
        let name = combined_name(name);
        // Nothing is said too: otherwise what was removed would come back.
        if values.is_empty() {
            inputs.push(HiddenInput::new(&name, ""));
        }
        inputs.extend(values.iter().map(|value| HiddenInput::new(&name, value)));
    }
    for (name, values) in &sent.values {
        inputs.extend(values.iter().map(|value| HiddenInput::new(name, value)));
    }
    inputs
}

/// A box that holds both texts.
fn text(html: Html, field: &Field, merged: &Merged<'_>, sent: &Sent) -> Html {
    let name = combined_name(&field.id);
    let label = Label::new(format!("{}: both texts", field.label)).size(Size::Small);
    let both = first_of(&merged.values, &field.id).unwrap_or_default();
    let both = first_of(&sent.combined, &field.id).unwrap_or(both);
    let has_lines = matches!(
        field.kind,
        FieldKind::Textarea | FieldKind::ServiceCodes { .. }
    );
    if has_lines {
        html.and(&Textarea::new(name, label).value(both).rows(8))
    } else {
        html.and(&TextInput::new(name, label).value(both))
    }
}

/// The answers to a page in words.
pub fn summary(page: &Page, values: &Values) -> SummaryList {
    let rows = page.describe(values).into_iter();
    SummaryList::new().rows(rows.map(|(label, answer)| SummaryRow::new(label, answer)))
}
