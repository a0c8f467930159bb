//! The pages that set up an organisation: type, name and number, address.

use super::draft::Draft;
use super::question;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::when;
use govuk::{Button, FormState, Html, Layout};
use policy::Actor;
use questions::{Page, Reference, Values};
use service::organisations;
use tower_sessions::Session;

pub const CHECK: &str = "/organisations/new/check";
const TAKEN: &str = "An organisation with this number has an account. Ask to join it";

#[derive(Template)]
#[template(path = "organisations/set_up.html")]
struct SetUpPage {
    layout: Layout,
    action: String,
    heading: Option<String>,
    paragraphs: Vec<String>,
    is_number_taken: bool,
    loses_number: bool,
    fields: Vec<Html>,
    button: Button,
}

impl SetUpPage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        index: usize,
        page: &Page,
        form: &FormState,
    ) -> Self {
        let back = index
            .checked_sub(1)
            .and_then(|before| organisations::pages().get(before));
        let back = back.map_or("/organisations/start".to_owned(), path);
        let layout = furniture.supplier(actor, None).title(&page.heading);
        Self {
            layout: layout
                .section("Set up an organisation")
                .back(back)
                .errors_of(form),
            action: path(page),
            heading: (page.fields.len() > 1).then(|| page.heading.clone()),
            paragraphs: page.body.clone(),
            is_number_taken: form.errors().any(|(_, message)| message == TAKEN),
            loses_number: false,
            fields: question::fields(page, form),
            button: Button::primary("Continue"),
        }
    }
}

/// The address of a page.
pub fn path(page: &Page) -> String {
    let step = page.path.rsplit('/').next().unwrap_or_default();
    format!("/organisations/new/{step}")
}

/// The first page that has no complete answer.
pub fn first_open(draft: &Draft, reference: &Reference) -> Option<&'static Page> {
    organisations::pages().iter().find(|page| {
        let asked = page.as_asked(&draft.answers, 0);
        let values = draft.answers.get(&page.id, 0);
        values.is_none_or(|values| {
            let checked = asked.check(values, reference);
            !checked.is_ok() || !checked.unknown_fields.is_empty()
        })
    })
}

/// The first page before this one that was never answered. A page after one that has
/// become open again, such as by another type, stays reachable.
fn first_unanswered(draft: &Draft, index: usize) -> Option<&'static Page> {
    let mut before = organisations::pages().iter().take(index);
    before.find(|page| draft.answers.get(&page.id, 0).is_none())
}

/// What the questions are checked against today.
pub fn reference(app: &App) -> Reference {
    Reference::on(when::uk_date(app.clock.now()))
}

fn find(step: &str) -> Result<(usize, &'static Page), PageError> {
    let tail = format!("organisation/{step}");
    let mut pages = organisations::pages().iter().enumerate();
    let found = pages.find(|(_, page)| page.path == tail);
    found.ok_or(PageError::NotFound)
}

pub async fn show(
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    Path(step): Path<String>,
) -> Reply {
    let (index, page) = find(&step)?;
    let draft = Draft::of(&session).await?;
    if let Some(earlier) = first_unanswered(&draft, index) {
        return reply::see_other(&path(earlier));
    }
    let asked = page.as_asked(&draft.answers, 0);
    let values = draft.answers.get(&page.id, 0).cloned().unwrap_or_default();
    let form = furniture.form(question::form_of(&values));
    let mut shown = SetUpPage::new(&furniture, &actor, index, &asked, &form);
    shown.loses_number = values
        .keys()
        .any(|name| name != "name" && asked.field(name).is_none());
    reply::ok(&shown)
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    (session, Path(step)): (Session, Path<String>),
    posted: Posted,
) -> Reply {
    let (index, page) = find(&step)?;
    let mut draft = Draft::of(&session).await?;
    if let Some(earlier) = first_unanswered(&draft, index) {
        return reply::see_other(&path(earlier));
    }
    let asked = page.as_asked(&draft.answers, 0);
    let typed: Values = posted.into_fields();
    let reference = reference(&app);
    let checked = asked.check(&typed, &reference);
    if !checked.unknown_fields.is_empty() {
        return Err(PageError::Unreadable);
    }
    let mut form = question::form_of(&checked.values);
    for error in &checked.errors {
        form.error_at(&error.field, &error.target, &error.message);
    }
    if !form.has_errors() {
        draft.answers.insert(&page.id, 0, checked.values);
        let taken = organisations::is_number_taken(&app.store, &actor, &draft.answers).await?;
        if let Some(field) = taken.filter(|field| asked.field(field).is_some()) {
            form.error(field, TAKEN);
        }
    }
    if form.has_errors() {
        let shown = SetUpPage::new(&furniture, &actor, index, &asked, &form);
        return reply::unprocessable(&shown);
    }
    draft.keep(&session).await?;
    let next = match first_open(&draft, &reference) {
        // Another type asks for another number, so that page comes next in any case.
        _ if index == 0 => organisations::pages().get(1).map(path),
        open => open.map(path),
    };
    reply::see_other(next.as_deref().unwrap_or(CHECK))
}

/// The page for the number again, because another organisation has it.
pub fn number_taken(furniture: &Furniture, actor: &Actor, draft: &Draft, field: &str) -> Reply {
    let (index, page) = find("name-and-number")?;
    let asked = page.as_asked(&draft.answers, 0);
    let values = draft.answers.get(&page.id, 0).cloned().unwrap_or_default();
    let mut form = question::form_of(&values);
    form.error(field, TAKEN);
    reply::unprocessable(&SetUpPage::new(furniture, actor, index, &asked, &form))
}
