//! The check before the reply goes out: what changed, what is said, what is missing.

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
use govuk::{Button, Content, Layout, PostForm, Prose};
use policy::Actor;
use questions::in_sentence;
use service::clarifications::{self, AnswerError, Asked, AskedItem, Meanwhile, SeenReply};
use service::signature_requests::stands_signed;

/// What the person sees, so that nothing else is sent.
const SEEN: &str = "seen";

#[derive(Template)]
#[template(path = "clarifications/check.html")]
struct CheckPage {
    layout: Layout,
    /// Why the reply was not sent that was just to be.
    not_sent: Vec<String>,
    missing: Vec<Missing>,
    items: Vec<CheckItem>,
    needs_signatory: bool,
    send: Option<PostForm>,
}

/// Something that has to be done before the reply can be sent.
struct Missing {
    link: Content,
    why: &'static str,
}

/// What was asked about one subject, and what comes of it.
struct CheckItem {
    title: String,
    edit: Option<Content>,
    request: Prose,
    changes: Vec<ShownChange>,
    documents: Vec<ShownDocument>,
    reply: Option<Prose>,
}

fn check_item(place: &Place, asked: &Asked, item: &AskedItem) -> CheckItem {
    let edit = Content::link_about(
        place.at(&item.subject.id),
        "Change",
        format!("your reply on {}", item.subject.title),
    );
    CheckItem {
        title: item.subject.title.clone(),
        edit: asked.may_reply.then_some(edit),
        request: Prose::new(&item.item.request),
        changes: shown(item.changes.clone()),
        documents: shown_documents(asked, item),
        reply: item.item.reply.as_deref().map(Prose::new),
    }
}

fn missing(place: &Place, asked: &Asked) -> Vec<Missing> {
    let mut missing = Vec::new();
    for item in &asked.items {
        if item.item.reply.is_none() {
            missing.push(Missing {
                link: Content::link(place.at(&item.subject.id), &item.subject.title),
                why: "has no reply yet",
            });
        }
        for (heading, path) in &item.incomplete {
            missing.push(Missing {
                link: Content::link(place.application_page(path), heading),
                why: "is not complete",
            });
        }
    }
    missing
}

/// What changed after the page was opened, in a sentence for each person.
fn in_words(changed: &[Meanwhile]) -> Vec<String> {
    if changed.is_empty() {
        return vec!["Something changed after you opened this page.".to_owned()];
    }
    let counted = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {more}")),
    };
    let sentence = |one: &Meanwhile| {
        let what = [
            counted(one.replies, "reply", "replies"),
            counted(one.answers, "answer", "answers"),
            counted(one.documents, "document", "documents"),
        ];
        let what: Vec<String> = what.into_iter().flatten().collect();
        let what = match what.as_slice() {
            [] => "something".to_owned(),
            what => in_sentence(what),
        };
        let who = one.by.as_deref().unwrap_or("Somebody");
        format!("{who} changed {what} after you opened this page.")
    };
    changed.iter().map(sentence).collect()
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((reference, id)): Path<(String, String)>,
) -> Reply {
    let place = Place::parse(&reference, &id)?;
    let asked = clarifications::read(&app.store, &actor, &place.reference, place.id).await?;
    if !asked.clarification.is_open() {
        return reply::see_other(&place.at("sent"));
    }
    reply::ok(&drawn(&app, &actor, &furniture, &place, &asked).await?)
}

/// The page as things are now.
async fn drawn(
    app: &App,
    actor: &Actor,
    furniture: &Furniture,
    place: &Place,
    asked: &Asked,
) -> Result<CheckPage, PageError> {
    // Where no signature stands, there is nothing to confirm: all of it is signed anew.
    let needs_signatory = !asked.changes_to_confirm().is_empty()
        && stands_signed(&app.store, actor, asked.case.application.id).await?;
    let missing = missing(place, asked);
    let layout = furniture
        .supplier(actor, Some(asked.case.application.organisation))
        .title("Check your reply")
        .section(asked.case.application.service_title())
        .back(place.path());
    let send = PostForm::new(
        place.at("check"),
        layout.csrf(),
        Button::primary("Send to the PSN team"),
    )
    .hidden(SEEN, clarifications::seen_reply(asked).0);
    let items = asked.items.iter();
    Ok(CheckPage {
        not_sent: Vec::new(),
        items: items.map(|item| check_item(place, asked, item)).collect(),
        needs_signatory,
        send: (asked.may_reply && missing.is_empty()).then_some(send),
        missing,
        layout,
    })
}

/// Sends what the page showed; otherwise the page again, with what changed since.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((reference, id)): Path<(String, String)>,
    mut posted: Posted,
) -> Reply {
    let seen = SeenReply(posted.take(SEEN));
    posted.finish()?;
    let place = Place::parse(&reference, &id)?;
    let (store, office) = (&app.store, app.office());
    let sent = (place.id, &seen);
    match clarifications::answer(store, &actor, &place.reference, sent, office).await {
        Ok(_) => reply::see_other(&place.at("sent")),
        Err(AnswerError::NotAsSeen) => {
            let asked = clarifications::read(store, &actor, &place.reference, place.id).await?;
            let mut page = drawn(&app, &actor, &furniture, &place, &asked).await?;
            page.not_sent = in_words(&clarifications::meanwhile(&asked, &seen));
            reply::conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}
