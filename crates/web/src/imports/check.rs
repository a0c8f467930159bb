//! What was found in a file, page by page, to use or to skip.

use super::cards::{
    ChoiceView, OtherView, SKIP, Ticked, USE, UnusedView, choice, name, other, unused,
};
use super::done::saved_words;
use super::named::{ask, not_listed};
use super::titles::row_title;
use super::using::{Chosen, Rest, use_chosen};
use super::{CHECK, UPLOAD};
use crate::PageError;
use crate::applications::moments;
use crate::applications::opened::Opened;
use crate::applications::wording;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{Button, FormState, HiddenInput, Layout, WarningText};
use questions::FoundPage;
use service::imports::{Kept, Left, Named, Row, Standing, preview};

const ACTION: &str = "action";
const DISCARD: &str = "discard";
/// Which file the choices are about: when it was uploaded.
const FILE: &str = "file";
/// The first page that was not shown, for which nothing was chosen.
const REST: &str = "rest";
/// How many fields the choices of one page may send; a form may send 500.
const FIELDS_MAX: usize = 400;

#[derive(Template)]
#[template(path = "imports/check.html")]
struct CheckPage {
    layout: Layout,
    file_name: String,
    /// How many pages of it are saved already.
    used: usize,
    /// That the choices that were sent are about an earlier file.
    is_another: bool,
    file: HiddenInput,
    warning: Option<WarningText>,
    choices: Vec<ChoiceView>,
    /// How many pages come after these are saved, and the first of them.
    waiting: usize,
    rest: Option<HiddenInput>,
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

pub async fn show(opened: Opened) -> Reply {
    match service::imports::load(&opened.app.store, &opened.form).await? {
        Some(kept) if opened.form.state().is_draft() => {
            let named = ask(&opened, &kept.found).await?;
            reply::ok(&draw(&opened, &kept, &named, &FormState::new()))
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
        return another_file(&opened, &kept).await;
    }
    if is_discarded {
        let nothing = Left::default();
        service::imports::settle(&opened.app.store, &opened.form, &kept, 0, nothing).await?;
        return reply::see_other_saying(&opened.root(), &saved_words(0, kept.used));
    }
    if !opened.form.state().is_draft() {
        return Err(PageError::Conflict);
    }
    let named = ask(&opened, &kept.found).await?;
    let choices = Choices::take(&opened, (&kept, &named), &mut posted);
    if choices.form.has_errors() {
        return reply::unprocessable(&draw(&opened, &kept, &named, &choices.form));
    }
    use_chosen(opened, kept, &choices.chosen, choices.rest).await
}

/// What was chosen for the pages that were shown.
#[derive(Default)]
struct Choices {
    form: FormState,
    chosen: Vec<Chosen>,
    rest: Rest,
}

impl Choices {
    fn take(opened: &Opened, (kept, named): (&Kept, &Named), posted: &mut Posted) -> Self {
        let mut choices = Self::default();
        let rest = posted.take(REST);
        let mut is_shown = true;
        for row in &preview(&opened.form, &kept.found, named).rows {
            let Some(found) = kept.found.pages.get(row.number) else {
                continue;
            };
            is_shown &= name(row) != rest;
            // What could be chosen when the page was opened, and can't be any more, counts too.
            let may_be_used = row.standing.is_choice()
                || matches!(row.standing, Standing::NotAsked | Standing::NotListed);
            if is_shown {
                choices.take_one(opened, (row, found, may_be_used), posted);
            } else {
                choices.rest.add(row, found);
            }
        }
        choices
    }

    fn take_one(
        &mut self,
        opened: &Opened,
        (row, found, may_be_used): (&Row, &FoundPage, bool),
        posted: &mut Posted,
    ) {
        let name = name(row);
        let choice = posted.take(&name);
        let ticked = Ticked::take(posted, row);
        if let Some(ticked) = &ticked {
            ticked.keep(&mut self.form, row);
        }
        match choice.split_once(' ') {
            Some((USE, seen)) if may_be_used => {
                if let Some(ticked) = ticked.as_ref().filter(|_| row.standing.is_choice()) {
                    ticked.check(opened, row, found, &mut self.form);
                }
                self.chosen.push(Chosen {
                    number: row.number,
                    seen: seen.parse().unwrap_or(0),
                    fields: ticked.map(|ticked| ticked.fields),
                });
            }
            _ if choice == SKIP => {}
            _ if !row.standing.is_choice() => self.rest.add(row, found),
            _ => self
                .form
                .error(&name, select_words(&row_title(opened, row))),
        }
        self.form.set(&name, choice);
    }
}

/// The choices are about an earlier file: nothing of them counts, and the newer file is shown.
async fn another_file(opened: &Opened, kept: &Kept) -> Reply {
    if !opened.form.state().is_draft() {
        return Err(PageError::Conflict);
    }
    let named = ask(opened, &kept.found).await?;
    let mut page = draw(opened, kept, &named, &FormState::new());
    page.is_another = true;
    reply::conflict(&page)
}

fn select_words(title: &str) -> String {
    format!("Select if you want to use the answer to ‘{title}’")
}

fn draw(opened: &Opened, kept: &Kept, named: &Named, form: &FormState) -> CheckPage {
    let rows = preview(&opened.form, &kept.found, named).rows;
    let of = |standing: Standing| {
        let rows = rows.iter().filter(move |row| row.standing == standing);
        rows.map(|row| other(opened, row)).collect::<Vec<_>>()
    };
    let mut section = "";
    let mut choices = Vec::new();
    let all: Vec<&Row> = rows.iter().filter(|row| row.standing.is_choice()).collect();
    let (shown, later) = all.split_at(shown(&all));
    for row in shown {
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
        used: kept.used,
        is_another: false,
        file: HiddenInput::new(FILE, moments::to_text(kept.uploaded_at)),
        warning: wording::signature(opened).filter(|_| !choices.is_empty()),
        choices,
        waiting: later.len(),
        rest: later.first().map(|row| HiddenInput::new(REST, name(row))),
        same: rows
            .iter()
            .filter(|row| row.standing == Standing::Same)
            .count(),
        here_only: of(Standing::HereOnly),
        not_asked: of(Standing::NotAsked),
        unused: rows
            .iter()
            .filter_map(|row| not_listed(opened, row, named))
            .chain(kept.found.unused.iter().map(unused))
            .collect(),
        unused_more: kept.found.unused_more,
        unknown_columns: kept.found.unknown_columns.clone(),
        not_taken: kept.found.not_taken.clone(),
        action: opened.path(CHECK),
        save: Button::primary("Save what I chose").posting(ACTION, USE),
        discard: Button::secondary(match kept.used {
            0 => "Use nothing from this file",
            _ => "Use nothing more from this file",
        })
        .posting(ACTION, DISCARD),
    }
}

/// How many of these pages are shown together, so that one form can send what is chosen for them.
fn shown(rows: &[&Row]) -> usize {
    let mut fields = 0;
    let fits = |row: &&&Row| {
        // Its choice, what was ticked, and what the person was told.
        fields += 2 + row.found.len();
        fields <= FIELDS_MAX
    };
    rows.iter().take_while(fits).count().max(1).min(rows.len())
}
