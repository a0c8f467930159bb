//! The check before the reply goes out: what changed, what is said, what is missing.

use super::difference::{ShownChange, shown, shown_documents};
use super::place::Place;
use crate::App;
use crate::documents::ShownDocument;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use govuk::{Button, Content, Layout, PostForm, Prose};
use service::clarifications::{self, Asked, AskedItem};
use service::reviews::Office;
use service::signature_requests::stands_signed;

#[derive(Template)]
#[template(path = "clarifications/check.html")]
struct CheckPage {
    layout: Layout,
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
    // Where no signature stands, there is nothing to confirm: all of it is signed anew.
    let needs_signatory = !asked.changes_to_confirm().is_empty()
        && stands_signed(&app.store, &actor, asked.case.application.id).await?;
    let missing = missing(&place, &asked);
    let layout = furniture
        .supplier(&actor, Some(asked.case.application.organisation))
        .title("Check your reply")
        .section(asked.case.application.service_title())
        .back(place.path());
    let send = PostForm::new(
        place.at("check"),
        layout.csrf(),
        Button::primary("Send to the PSN team"),
    );
    let items = asked.items.iter();
    reply::ok(&CheckPage {
        items: items.map(|item| check_item(&place, &asked, item)).collect(),
        needs_signatory,
        send: (asked.may_reply && missing.is_empty()).then_some(send),
        missing,
        layout,
    })
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((reference, id)): Path<(String, String)>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let place = Place::parse(&reference, &id)?;
    let office = Office {
        public_url: &app.public_url,
        team_email: &app.team_email,
    };
    clarifications::answer(&app.store, &actor, &place.reference, place.id, office).await?;
    reply::see_other(&place.at("sent"))
}
