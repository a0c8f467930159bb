//! A question page: one engine for every page of every set.

use super::address::At;
use super::attached::{self, Attached};
use super::contact_change;
use super::contacts;
use super::fields::{self, Offered, Words};
use super::lookup::{self, Search};
use super::onward::{self, Return};
use super::opened::Opened;
use super::preview::{self, Preview};
use super::save::{ACTION, LATER, PREVIEW, QUERY, SAVE, Sent, VERSION, YES};
use super::tail::Asked;
use super::{kept, locked, presence, renewal, superfluous, wording};
use crate::PageError;
use crate::reply::{self, Reply};
use crate::residual::Residual;
use askama::Template;
use govuk::{
    Button, Details, FormState, HiddenInput, Html, InsetText, Layout, Radios, WarningText,
};
use questions::{AnswerKey, Checked, Page, Question};
use service::hosting::residual_in_form;

#[derive(Template)]
#[template(path = "applications/question.html")]
struct QuestionPage {
    layout: Layout,
    /// The heading and the line above it, unless the only field carries them.
    heading: Option<(String, Option<String>)>,
    paragraphs: Vec<String>,
    asked: Option<InsetText>,
    warning: Option<WarningText>,
    requirement: Option<String>,
    insets: Vec<InsetText>,
    guidance: Option<Details>,
    published: Option<Details>,
    earlier: Option<Details>,
    /// What the owner of the infrastructure publishes of this question.
    residual: Option<Residual>,
    documents: Option<Attached>,
    /// Where a document is added for the question.
    add_document: Option<String>,
    ask: Option<String>,
    versions: Option<String>,
    search: Option<Search>,
    action: String,
    hidden: Vec<HiddenInput>,
    contacts: Option<Radios>,
    fields: Html,
    /// What a change of the answer would make superfluous.
    dependents: Option<InsetText>,
    save: Button,
    /// Save, and show what the register will say.
    look: Option<Button>,
    later: Button,
    preview: Option<Preview>,
}

/// What a question page carries along, unseen.
struct Carried {
    version: i32,
    to: Return,
    query: String,
    has_preview: bool,
    /// The contact that was chosen, when the page was sent.
    details: Option<String>,
}

pub async fn show(opened: &Opened, at: At, asked: &Asked) -> Reply {
    if !is_asked(opened, &at) {
        let to = Return::parse(&asked.r#return);
        return reply::see_other(&onward::entry_from(opened, at.task, to));
    }
    if !opened.form.is_open(&at.page.id) {
        return locked::show(opened, at).await;
    }
    let page = opened.asked(&at);
    let form = kept::saved(&page, opened.answers().get(&at.page.id, at.item));
    let carried = Carried {
        version: version(opened, &at),
        to: Return::parse(&asked.r#return),
        query: asked.q.clone(),
        has_preview: asked.preview == YES,
        details: None,
    };
    reply::ok(&draw(opened, &at, &page, &form, carried).await?)
}

/// True for pages that these answers ask for, and for one new item of a list.
fn is_asked(opened: &Opened, at: &At) -> bool {
    let set = opened.set();
    let asked = set.asked_pages(at.task, opened.answers());
    let is_this = |(page, item): &(&Page, i16)| page.id == at.page.id && *item == at.item;
    asked.iter().any(is_this)
        || (at.item > 0
            && onward::is_list_asked(opened, at.task)
            && super::list::next_item(opened, at.task) == Some(at.item))
}

/// The version of what is stored; 0 when nothing is.
fn version(opened: &Opened, at: &At) -> i32 {
    let key = AnswerKey {
        page: at.page.id.clone(),
        item: at.item,
    };
    let saved = &opened.form.case.stored.saved;
    saved.get(&key).map_or(0, |saved| saved.version)
}

async fn draw(
    opened: &Opened,
    at: &At,
    page: &Page,
    form: &FormState,
    carried: Carried,
) -> Result<QuestionPage, PageError> {
    let question = page
        .question
        .as_deref()
        .and_then(|id| opened.set().question(id));
    let lookup_field = page.fields.first().map_or("", |field| field.id.as_str());
    let chosen = form.value(lookup_field);
    let offer = lookup::offer(opened, page, &carried.query, Some(chosen)).await?;
    let (offered, search) = match offer {
        Some((offered, found)) => (offered, Some(search(opened, at, &carried, found))),
        None => (Offered::default(), None),
    };
    let contacts = contacts::offer(opened, at, form, carried.details.as_deref()).await?;
    let (contacts, used) = contacts.map(|offer| (offer.radios, offer.used)).unzip();
    Ok(QuestionPage {
        layout: opened
            .layout(&page.heading)
            .section(&at.task.title)
            .back(onward::back(opened, at, carried.to))
            .errors_of(form),
        heading: heading(page),
        paragraphs: page.body.clone(),
        asked: wording::asked(opened, page),
        warning: wording::signature(opened),
        requirement: wording::requirement(page, question),
        insets: insets(opened, at),
        guidance: wording::guidance(question).or_else(|| wording::assurance(opened.set(), page)),
        published: wording::published(opened, question),
        earlier: renewal::earlier(opened, at.page, at.item),
        residual: residual(opened, question).await?,
        documents: attached::of_page(opened, page, at.item),
        add_document: attached::add_for(opened, page),
        ask: wording::ask(opened, page),
        versions: (version(opened, at) > 1).then(|| super::versions::path(opened, at)),
        search,
        action: opened.path_of(at),
        preview: carried
            .has_preview
            .then(|| preview::of(opened, page))
            .flatten(),
        hidden: carried.inputs().into_iter().chain(used).collect(),
        contacts,
        fields: fields::draw(page, form, &opened.form.reference, &offered),
        dependents: wording::dependents(opened, page),
        save: Button::primary("Save and continue").posting(ACTION, SAVE),
        look: preview::is_offered(opened, page)
            .then(|| Button::secondary("Save and preview").posting(ACTION, PREVIEW)),
        later: Button::secondary("Save and come back later").posting(ACTION, LATER),
    })
}

/// What the owner of the infrastructure publishes of the question that a page asks.
pub async fn residual(
    opened: &Opened,
    question: Option<&Question>,
) -> Result<Option<Residual>, PageError> {
    let Some(question) = question else {
        return Ok(None);
    };
    let found = residual_in_form(&opened.app.store, &opened.form, &question.id).await?;
    Ok(found.map(Residual::from))
}

/// The heading and the line above it, unless the only field carries them.
fn heading(page: &Page) -> Option<(String, Option<String>)> {
    match fields::words(page) {
        Words::Heading(..) => None,
        Words::Among | Words::Only | Words::Hidden => {
            let caption = page.caption.clone();
            Some((
                page.heading.clone(),
                caption.filter(|caption| *caption != page.heading),
            ))
        }
    }
}

/// What stands above the fields.
fn insets(opened: &Opened, at: &At) -> Vec<InsetText> {
    presence::notices(opened, at)
        .into_iter()
        .chain(renewal::notice(opened, at.page, at.item))
        .chain(renewal::reworded(opened, at.page, at.item))
        .chain(at.page.inset.iter().map(InsetText::new))
        .chain(wording::asked_team(opened, at.page))
        .chain(contact_change::how(opened, at.page))
        .chain(wording::is_published(opened, at.page))
        .collect()
}

fn search(opened: &Opened, at: &At, carried: &Carried, found: String) -> Search {
    Search {
        action: opened.path_of(at),
        query: carried.query.clone(),
        carried: carried.to.input(),
        found,
    }
}

impl Carried {
    fn inputs(&self) -> Vec<HiddenInput> {
        let mut inputs = vec![HiddenInput::new(VERSION, self.version.to_string())];
        inputs.extend(self.to.input());
        if !self.query.is_empty() {
            inputs.push(HiddenInput::new(QUERY, &self.query));
        }
        inputs
    }
}

/// Draws the page again with what is wrong: 422.
pub async fn refused(
    opened: &Opened,
    at: &At,
    page: &Page,
    sent: &Sent,
    (checked, is_part_kept): (&Checked, bool),
) -> Reply {
    let values = sent.chosen();
    let form = kept::sent(&values, checked);
    let carried = Carried {
        version: sent.seen,
        to: sent.to,
        query: sent.query.clone(),
        has_preview: false,
        details: Some(sent.details.clone()),
    };
    let mut drawn = draw(opened, at, page, &form, carried).await?;
    if is_part_kept {
        drawn.layout = drawn.layout.banner(Some(superfluous::banner()));
    }
    reply::unprocessable(&drawn)
}
