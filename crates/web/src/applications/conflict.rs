//! Somebody else changed the same answer: both are shown, and nothing is lost.

use super::address::At;
use super::onward;
use super::opened::Opened;
use super::save::{
    ACTION, CONFLICT, KEEP, LATER, RETURN, SAVE, Sent, VERSION, YES, combined_name, is_text,
};
use crate::reply::{self, Reply};
use askama::Template;
use axum::http::StatusCode;
use domain::when;
use govuk::{
    Button, FormState, HiddenInput, Html, Label, Layout, Legend, Radios, Size, SummaryList,
    SummaryRow, TextInput, Textarea,
};
use questions::{AnswerKey, Field, FieldKind, Page, Values, first_of};

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
    has_texts: bool,
    texts: Html,
    save: Button,
}

/// Draws both answers. The status is 409, or 422 when nothing was chosen.
pub fn show(opened: &Opened, at: &At, sent: &Sent, is_unchosen: bool) -> Reply {
    let page = at.page.as_asked(opened.answers(), at.item);
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
    let moment = moment.map_or(String::new(), |at| when::relative(at, opened.form.now));
    let differing: Vec<&Field> = page
        .fields
        .iter()
        .filter(|field| is_text(field) && has_both(field, theirs, &mine))
        .collect();
    let mut form = FormState::new();
    if is_unchosen {
        form.error(KEEP, "Select which answer to keep");
    }
    let conflict = ConflictPage {
        layout: opened
            .layout("Someone else changed this answer")
            .section(&at.page.heading)
            .errors_of(&form),
        who_and_when: format!("{who} saved this answer {moment}, after you opened the page."),
        theirs_title: format!("The answer of {who}"),
        theirs: summary(&page, theirs),
        mine: summary(&page, &mine),
        action: opened.path_of(at),
        hidden: hidden(sent, saved.map_or(0, |saved| saved.version)),
        keep: keep(&who, !differing.is_empty()).filled_from(&form),
        has_texts: !differing.is_empty(),
        texts: differing.iter().fold(Html::default(), |html, field| {
            text(html, field, theirs, &mine, sent)
        }),
        save: Button::primary("Save and continue"),
    };
    let status = if is_unchosen {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::CONFLICT
    };
    reply::page(status, &conflict)
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

fn has_both(field: &Field, theirs: &Values, mine: &Values) -> bool {
    let (theirs, mine) = (first_of(theirs, &field.id), first_of(mine, &field.id));
    theirs.is_some() && mine.is_some() && theirs != mine
}

fn keep(who: &str, has_texts: bool) -> Radios {
    let radios = Radios::new(
        KEEP,
        Legend::new("Which answer do you want to keep?").size(Size::Medium),
    )
    .option("theirs", format!("Keep the answer of {who}"))
    .option("mine", "Use my answer");
    if has_texts {
        radios.item(
            govuk::Choice::new("both", "Combine both")
                .hint("We use the text below, and your answers to everything else"),
        )
    } else {
        radios
    }
}

/// Everything that was sent, so that it can be sent again with the version that is there now.
fn hidden(sent: &Sent, version: i32) -> Vec<HiddenInput> {
    let mut inputs = vec![
        HiddenInput::new(VERSION, version.to_string()),
        HiddenInput::new(ACTION, if sent.is_later { LATER } else { SAVE }),
        HiddenInput::new(RETURN, sent.to.name()),
        HiddenInput::new(CONFLICT, YES),
    ];
    for (name, values) in &sent.values {
        inputs.extend(values.iter().map(|value| HiddenInput::new(name, value)));
    }
    inputs
}

/// A box that holds both texts.
fn text(html: Html, field: &Field, theirs: &Values, mine: &Values, sent: &Sent) -> Html {
    let name = combined_name(field);
    let label = Label::new(format!("{}: both texts", field.label)).size(Size::Small);
    let first = |values: &Values| first_of(values, &field.id).unwrap_or_default().to_owned();
    let typed = first_of(&sent.combined, &field.id).map(str::to_owned);
    if field.kind == FieldKind::Textarea {
        let both = typed.unwrap_or_else(|| format!("{}\n\n{}", first(theirs), first(mine)));
        html.and(&Textarea::new(name, label).value(both).rows(8))
    } else {
        let both = typed.unwrap_or_else(|| format!("{} / {}", first(theirs), first(mine)));
        html.and(&TextInput::new(name, label).value(both))
    }
}

/// The answers to a page in words.
pub fn summary(page: &Page, values: &Values) -> SummaryList {
    let rows = page.describe(values).into_iter();
    SummaryList::new().rows(rows.map(|(label, answer)| SummaryRow::new(label, answer)))
}
