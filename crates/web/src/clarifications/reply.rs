//! One question of a request: what is asked, the answers as they are, and the reply.

use super::difference::{ShownChange, shown, shown_documents};
use super::place::Place;
use crate::documents::ShownDocument;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::text::{Lines, TextError};
use domain::when;
use govuk::{
    Button, FormState, HiddenInput, InsetText, Layout, Prose, SummaryList, SummaryRow, Textarea,
};
use policy::Actor;
use policy::authorise;
use policy::organisation::ReplyToClarification;
use service::clarifications::reply::REPLY_CHARACTERS_MAX;
use service::clarifications::{self, Asked, AskedItem, ReplyError};
use service::reviews::answer::AnsweredPage;

/// The supplier's words.
const REPLY: &str = "reply";
/// The page, by its address under the application, where an answer is changed next.
const CHANGE: &str = "change";
/// The form, for the buttons outside of it.
const FORM: &str = "reply-form";
/// The version that the person saw.
const VERSION: &str = "version";

#[derive(Template)]
#[template(path = "clarifications/reply.html")]
struct ReplyPage {
    layout: Layout,
    request: InsetText,
    answers: Vec<AnswerBlock>,
    changes: Vec<ShownChange>,
    documents: Vec<ShownDocument>,
    replied: Option<Replied>,
    is_conflict: bool,
    form: Option<ReplyForm>,
}

/// One page of the answers.
struct AnswerBlock {
    heading: String,
    rows: SummaryList,
    /// To the page where they can be changed: a button of the form below, so that what was typed there is
    /// saved on the way.
    change: Option<Button>,
}

/// The reply as it is saved.
struct Replied {
    by: String,
    text: Prose,
}

struct ReplyForm {
    action: String,
    version: HiddenInput,
    reply: Textarea,
    button: Button,
}

impl ReplyPage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        place: &Place,
        (asked, item): (&Asked, &AskedItem),
        form: &FormState,
    ) -> Self {
        let application = &asked.case.application;
        let blocks = item.answers.iter();
        Self {
            layout: furniture
                .supplier(actor, Some(application.organisation))
                .title(&item.subject.title)
                .section("We need to know more about your answers")
                .back(place.path())
                .errors_of(form),
            request: InsetText::new(item.item.request.as_str()),
            answers: blocks.map(|page| block(page, asked.may_reply)).collect(),
            changes: shown(item.changes.clone()),
            documents: shown_documents(asked, item),
            replied: replied(asked, item),
            is_conflict: false,
            form: asked.may_reply.then(|| ReplyForm {
                action: place.at(&item.subject.id),
                version: HiddenInput::new(VERSION, item.item.version.to_string()),
                reply: Textarea::new(REPLY, "Your reply")
                    .hint("Say what you changed, or answer what we ask")
                    .limit(REPLY_CHARACTERS_MAX)
                    .filled_from(form),
                button: Button::primary("Save and continue"),
            }),
        }
    }
}

fn replied(asked: &Asked, item: &AskedItem) -> Option<Replied> {
    let at = item.item.replied_at?;
    let by = item.item.replied_by_name.as_deref().unwrap_or_default();
    Some(Replied {
        by: format!("{by}, {}", when::relative(at, asked.now)),
        text: Prose::new(item.item.reply.as_deref()?),
    })
}

/// The answers of a page.
fn block(page: &AnsweredPage, may_change: bool) -> AnswerBlock {
    let rows = page.rows.iter();
    let change = Button::secondary(format!("Change ‘{}’", page.heading))
        .posting(CHANGE, &page.path)
        .of_form(FORM);
    AnswerBlock {
        change: may_change.then_some(change),
        rows: SummaryList::new().rows(rows.map(|(label, answer)| SummaryRow::new(label, answer))),
        heading: page.heading.clone(),
    }
}

/// The request of an address, with the item that it names.
async fn find(
    app: &App,
    actor: &Actor,
    (reference, id, subject): &(String, String, String),
) -> Result<(Place, Asked, AskedItem), PageError> {
    let place = Place::parse(reference, id)?;
    let asked = clarifications::read(&app.store, actor, &place.reference, place.id).await?;
    let item = asked.item(subject).cloned().ok_or(PageError::NotFound)?;
    Ok((place, asked, item))
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(path): Path<(String, String, String)>,
) -> Reply {
    let (place, asked, item) = find(&app, &actor, &path).await?;
    let mut form = FormState::new();
    form.set(REPLY, item.item.reply.clone().unwrap_or_default());
    let form = furniture.form(form);
    let what = (&asked, &item);
    let mut page = ReplyPage::new(&furniture, &actor, &place, what, &form);
    page.is_conflict = furniture.was_typed_before(VERSION, item.item.version);
    reply::ok(&page)
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(path): Path<(String, String, String)>,
    mut posted: Posted,
) -> Reply {
    let mut form = FormState::keeping([(REPLY, posted.take(REPLY))]);
    let version = posted.take(VERSION);
    let change = posted.take(CHANGE);
    posted.finish()?;
    let (place, asked, item) = find(&app, &actor, &path).await?;
    authorise::<ReplyToClarification>(&actor, asked.case.application.organisation)?;
    let version = version.parse().map_err(|_| PageError::Unreadable)?;
    let mut answers = item.answers.iter();
    let change = answers.find(|page| page.path == change);
    let change = change.map(|page| place.application_page(&page.path));
    if let Some(page) = change.as_ref().filter(|_| is_as_saved(&item, &form)) {
        return reply::see_other(page);
    }
    let text = Lines::parse(form.value(REPLY));
    let Some(text) = form.take(REPLY, text, words) else {
        let page = ReplyPage::new(&furniture, &actor, &place, (&asked, &item), &form);
        return reply::unprocessable(&page);
    };
    let saving = clarifications::Reply {
        subject: &item.subject.id,
        text: &text,
        version,
    };
    let saved =
        clarifications::reply(&app.store, &actor, &place.reference, place.id, &saving).await;
    match saved {
        Ok(()) => reply::see_other(&change.unwrap_or_else(|| next(&place, &asked, &item))),
        Err(ReplyError::Stale) => {
            // The colleague's reply beside what was typed, which saving again puts in its place.
            let (place, asked, item) = find(&app, &actor, &path).await?;
            let mut page = ReplyPage::new(&furniture, &actor, &place, (&asked, &item), &form);
            page.is_conflict = true;
            reply::page(StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether nothing was typed that is not saved.
fn is_as_saved(item: &AskedItem, form: &FormState) -> bool {
    let saved = item.item.reply.as_deref().unwrap_or_default();
    form.value(REPLY).trim().replace("\r\n", "\n") == saved
}

/// To the next item without a reply or, when there is none, to the check.
fn next(place: &Place, asked: &Asked, item: &AskedItem) -> String {
    let open = asked
        .items
        .iter()
        .find(|other| other.item.reply.is_none() && other.subject.id != item.subject.id);
    match open {
        Some(open) => place.at(&open.subject.id),
        None => place.at("check"),
    }
}

fn words(error: TextError) -> String {
    match error {
        TextError::Empty => "Enter your reply".to_owned(),
        TextError::TooLong { .. } => "Your reply must be 1,500 characters or less".to_owned(),
        TextError::ControlCharacter => {
            "Your reply must not include characters that nobody can see".to_owned()
        }
    }
}
