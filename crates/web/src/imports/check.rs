//! What was found in a file, page by page, to use or to skip.

use super::using::{Used, use_page};
use super::{CHECK, UPLOAD};
use crate::PageError;
use crate::applications::address::At;
use crate::applications::answers::title;
use crate::applications::opened::Opened;
use crate::applications::saving::void_words;
use crate::applications::wording;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{
    Button, FormState, Layout, Legend, Radios, SummaryCard, SummaryList, SummaryRow, WarningText,
};
use questions::{Found, FoundPage, Unused, Why};
use service::imports::{Kept, Row, Standing, preview};

const ACTION: &str = "action";
const USE: &str = "use";
const DISCARD: &str = "discard";
const SKIP: &str = "skip";

#[derive(Template)]
#[template(path = "imports/check.html")]
struct CheckPage {
    layout: Layout,
    file_name: String,
    warning: Option<WarningText>,
    choices: Vec<ChoiceView>,
    same: usize,
    here_only: Vec<OtherView>,
    not_asked: Vec<OtherView>,
    unused: Vec<UnusedView>,
    unused_more: usize,
    unknown_columns: Vec<String>,
    not_taken: Vec<String>,
    action: String,
    save: Button,
    discard: Button,
}

/// A page to use or to skip.
struct ChoiceView {
    /// The section, above its first page.
    section: Option<&'static str>,
    card: SummaryCard,
    is_asked_again: bool,
    /// What will be left to do on the page.
    problems: Vec<String>,
    radios: Radios,
}

/// A page that is not used.
struct OtherView {
    href: String,
    title: String,
    texts: Vec<String>,
}

struct UnusedView {
    place: String,
    text: String,
    why: &'static str,
}

pub async fn show(opened: Opened) -> Reply {
    match service::imports::load(&opened.app.store, &opened.form).await? {
        Some(kept) if opened.form.state().is_draft() => {
            reply::ok(&draw(&opened, &kept, &FormState::new()))
        }
        _ => reply::see_other(&opened.path(UPLOAD)),
    }
}

pub async fn submit(opened: Opened, mut posted: Posted) -> Reply {
    opened.form.permit()?;
    let Some(kept) = service::imports::load(&opened.app.store, &opened.form).await? else {
        return reply::see_other(&opened.path(UPLOAD));
    };
    if posted.take(ACTION) == DISCARD {
        service::imports::settle(&opened.app.store, &opened.form, 0, None).await?;
        return reply::see_other_saying(&opened.root(), "We saved nothing from your file");
    }
    if !opened.form.state().is_draft() {
        return Err(PageError::Conflict);
    }
    let mut form = FormState::new();
    let mut chosen: Vec<(usize, i32)> = Vec::new();
    let rows = preview(&opened.form, &kept.found).rows;
    for row in &rows {
        let name = name(row);
        let choice = posted.take(&name);
        let is_choice = row.standing.is_choice();
        match choice.split_once(' ') {
            // What could be chosen when the page was opened, and is not asked any more, counts too.
            Some((USE, seen)) if is_choice || row.standing == Standing::NotAsked => {
                chosen.push((row.number, seen.parse().unwrap_or(0)));
            }
            _ if !is_choice => continue,
            _ if choice == SKIP => {}
            _ => form.error(&name, select_words(&row_title(&opened, row))),
        }
        form.set(&name, choice);
    }
    if form.has_errors() {
        return reply::unprocessable(&draw(&opened, &kept, &form));
    }
    use_chosen(opened, kept, &chosen).await
}

/// Uses what was chosen; what somebody else changed meanwhile stays to be settled.
async fn use_chosen(mut opened: Opened, kept: Kept, chosen: &[(usize, i32)]) -> Reply {
    let mut left: Vec<FoundPage> = Vec::new();
    let (mut used, mut not_asked) = (0, 0);
    let mut voided = None;
    for (number, seen) in chosen {
        let Some(found) = kept.found.pages.get(*number) else {
            continue;
        };
        let (next, outcome) = use_page(opened, found, *seen).await?;
        opened = next;
        match outcome {
            Used::Saved(void) => {
                used += 1;
                voided = voided.or(void);
            }
            Used::Unchanged => used += 1,
            Used::NotAsked => not_asked += 1,
            Used::Conflict | Used::NotListed => left.push(found.clone()),
        }
    }
    let left = Kept {
        file_name: kept.file_name,
        found: Found {
            pages: left,
            ..Found::default()
        },
    };
    let waiting = left.found.pages.len();
    let mut words = vec![match used {
        0 => "We saved nothing from your file.".to_owned(),
        1 => "We saved the answers to 1 page from your file.".to_owned(),
        _ => format!("We saved the answers to {used} pages from your file."),
    }];
    if not_asked > 0 {
        words.push(format!(
            "We left out {not_asked} that we do not ask with your other answers."
        ));
    }
    if waiting > 0 {
        words.push(format!(
            "We did not save {waiting}, because somebody else has changed the answer or it names something that is not in our list. Check again."
        ));
    }
    words.extend(voided.as_deref().map(void_words));
    service::imports::settle(&opened.app.store, &opened.form, used, Some(&left)).await?;
    let next = if waiting > 0 {
        opened.path(CHECK)
    } else {
        opened.root()
    };
    reply::see_other_saying(&next, &words.join(" "))
}

/// The name of the choice about a page. It says which page, and not where it stands in the list:
/// what is sent twice must not be about another page once the first is used.
fn name(row: &Row) -> String {
    format!("page-{}-{}", row.page.id.replace('/', "-"), row.item)
}

fn select_words(title: &str) -> String {
    format!("Select if you want to use the answer to ‘{title}’")
}

fn at(row: &Row) -> At {
    At {
        task: row.task,
        page: row.page,
        item: row.item,
    }
}

fn row_title(opened: &Opened, row: &Row) -> String {
    title(opened, &at(row))
}

fn draw(opened: &Opened, kept: &Kept, form: &FormState) -> CheckPage {
    let rows = preview(&opened.form, &kept.found).rows;
    let of = |standing: Standing| {
        let rows = rows.iter().filter(move |row| row.standing == standing);
        rows.map(|row| other(opened, row)).collect::<Vec<_>>()
    };
    let mut section = "";
    let mut choices = Vec::new();
    for row in rows.iter().filter(|row| row.standing.is_choice()) {
        let mut view = choice(opened, row, form);
        view.section = (section != row.task.title).then_some(row.task.title.as_str());
        section = &row.task.title;
        choices.push(view);
    }
    CheckPage {
        layout: opened
            .layout("Check what we found in your file")
            .back(opened.path(UPLOAD))
            .errors_of(form),
        file_name: kept.file_name.clone(),
        warning: wording::signature(opened).filter(|_| !choices.is_empty()),
        choices,
        same: rows
            .iter()
            .filter(|row| row.standing == Standing::Same)
            .count(),
        here_only: of(Standing::HereOnly),
        not_asked: of(Standing::NotAsked),
        unused: kept.found.unused.iter().map(unused).collect(),
        unused_more: kept.found.unused_more,
        unknown_columns: kept.found.unknown_columns.clone(),
        not_taken: kept.found.not_taken.clone(),
        action: opened.path(CHECK),
        save: Button::primary("Save what I chose").posting(ACTION, USE),
        discard: Button::secondary("Use nothing from this file").posting(ACTION, DISCARD),
    }
}

fn choice(opened: &Opened, row: &Row, form: &FormState) -> ChoiceView {
    let title = row_title(opened, row);
    let mut list = SummaryList::new();
    let replaces = row.standing == Standing::Replaces;
    for (label, text) in &row.found {
        list = list.row(SummaryRow::new(label, text.as_str()));
        let saved = row.saved.iter().find(|(other, _)| other == label);
        if let Some((_, saved)) = saved.filter(|(_, saved)| replaces && saved != text) {
            list = list.row(SummaryRow::new("Saved now", saved.as_str()));
        }
    }
    let legend = Legend::new(format!("Use or skip the answer to ‘{title}’")).visually_hidden();
    let mut radios = Radios::new(name(row), legend)
        .option(format!("{USE} {}", row.version), "Use")
        .option(SKIP, "Skip")
        .inline()
        .small();
    // What would replace an answer is never chosen beforehand, nor what a renewal asks again.
    if !replaces && !row.is_asked_again {
        radios = radios.chosen(format!("{USE} {}", row.version));
    }
    ChoiceView {
        section: None,
        card: SummaryCard::new(title, list).heading_level(3),
        is_asked_again: row.is_asked_again,
        problems: row
            .errors
            .iter()
            .map(|error| error.message.clone())
            .collect(),
        radios: radios.filled_from(form),
    }
}

fn other(opened: &Opened, row: &Row) -> OtherView {
    let texts = row.found.iter();
    OtherView {
        href: opened.path_of(&at(row)),
        title: row_title(opened, row),
        texts: texts
            .map(|(label, text)| format!("{label}: {text}"))
            .collect(),
    }
}

fn unused(unused: &Unused) -> UnusedView {
    UnusedView {
        place: unused.place.clone(),
        text: unused.text.clone(),
        why: match unused.why {
            Why::NotAsked => "Our form does not ask this",
            Why::NotAChoice => "This is not one of the choices",
            Why::NotADay => "This is not a date like 27 March 2027",
            Why::Twice => "The file has another answer to this before",
        },
    }
}
