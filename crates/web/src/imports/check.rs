//! What was found in a file, page by page, to use or to skip.

use super::using::use_chosen;
use super::{CHECK, UPLOAD};
use crate::PageError;
use crate::applications::address::At;
use crate::applications::answers::title;
use crate::applications::moments;
use crate::applications::opened::Opened;
use crate::applications::wording;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{
    Button, FormState, HiddenInput, Layout, Legend, Radios, SummaryCard, SummaryList, SummaryRow,
    WarningText,
};
use questions::{Found, Unused, Why};
use service::imports::{Kept, Row, Standing, preview};

const ACTION: &str = "action";
const USE: &str = "use";
const DISCARD: &str = "discard";
const SKIP: &str = "skip";
/// Which file the choices are about: when it was uploaded.
const FILE: &str = "file";

#[derive(Template)]
#[template(path = "imports/check.html")]
struct CheckPage {
    layout: Layout,
    file_name: String,
    /// That the choices that were sent are about an earlier file.
    is_another: bool,
    file: HiddenInput,
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
    let is_discarded = posted.take(ACTION) == DISCARD;
    if posted.take(FILE) != moments::to_text(kept.uploaded_at) {
        return another_file(&opened, &kept);
    }
    if is_discarded {
        let (file, nothing) = (kept.uploaded_at, Found::default());
        service::imports::settle(&opened.app.store, &opened.form, file, 0, &nothing).await?;
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

/// The choices are about an earlier file: nothing of them counts, and the newer file is shown.
fn another_file(opened: &Opened, kept: &Kept) -> Reply {
    if !opened.form.state().is_draft() {
        return Err(PageError::Conflict);
    }
    let mut page = draw(opened, kept, &FormState::new());
    page.is_another = true;
    reply::conflict(&page)
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
        is_another: false,
        file: HiddenInput::new(FILE, moments::to_text(kept.uploaded_at)),
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
            Why::Twice => "The file answers this more than once, and we take the first",
        },
    }
}
