//! A request for clarification and the supplier's reply, the team's side.

use super::case;
use super::changed_documents::ChangedDocuments;
use crate::clarifications::difference::{ShownChange, shown};
use crate::documents::ShownDocument;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::ClarificationId;
use domain::{when, working_days};
use govuk::{IdentityBar, Layout, Prose};
use service::clarifications::changes;
use service::documents::{ChangedDocument, changed_in_reply};
use service::reviews::{self, Review};
use store::clarifications::{Clarification, Item};

#[derive(Template)]
#[template(path = "team/clarification.html")]
struct ClarificationPage {
    layout: Layout,
    identity: IdentityBar,
    asked: String,
    standing: String,
    is_open: bool,
    items: Vec<ReplyItem>,
}

/// What was asked about one subject, and the reply.
struct ReplyItem {
    title: String,
    href: String,
    standing: &'static str,
    request: Prose,
    reply: Prose,
    changes: Vec<ShownChange>,
    documents: Vec<ShownDocument>,
}

fn item(
    review: &Review,
    request: &Clarification,
    item: &Item,
    documents: &[ChangedDocument],
) -> Option<ReplyItem> {
    let subject = review.subject(&item.subject)?;
    // What is being written is the supplier's own until it is sent.
    let reply = item.reply.as_deref().filter(|_| !request.is_open());
    let changed = if request.is_open() {
        Vec::new()
    } else {
        changes(review.case.set, subject, &review.case.stored.answers, item)
    };
    Some(ReplyItem {
        title: subject.title.clone(),
        href: case::review_path(&review.case.application.reference, &subject.id),
        standing: review.standing(subject).title(),
        request: Prose::new(&item.request),
        reply: Prose::new(reply.unwrap_or_default()),
        changes: shown(changed),
        documents: ChangedDocuments::of(review, subject).shown_in_exchange(documents),
    })
}

fn standing(review: &Review, request: &Clarification) -> String {
    let by = request.answered_by_name.as_deref().unwrap_or_default();
    request.answered_at.map_or_else(
        || {
            let left = working_days::left_in_words(request.due_on, when::uk_date(review.now));
            format!(
                "Waiting for the supplier, who has to reply by {}: {}.",
                when::date(request.due_on),
                left.to_lowercase()
            )
        },
        |at| format!("Replied by {by}, {}.", when::relative(at, review.now)),
    )
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((reference, id)): Path<(String, String)>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let id = ClarificationId::parse(&id).ok_or(PageError::NotFound)?;
    let review = reviews::read(&app.store, &actor, &reference).await?;
    let request = review.clarifications.iter().find(|other| other.id == id);
    let request = request.ok_or(PageError::NotFound)?;
    let documents = changed_in_reply(&app.store, &actor, &review, request).await?;
    let items = review
        .subjects
        .iter()
        .filter_map(|subject| request.item(&subject.id))
        .filter_map(|asked| item(&review, request, asked, &documents));
    reply::ok(&ClarificationPage {
        layout: furniture
            .team(&actor)
            .title(format!("Request {} to the supplier", request.number))
            .section(review.case.application.service_title())
            .back_to(case::path(&reference), "Back to the case"),
        identity: case::identity(&review.case.application, review.now),
        asked: format!(
            "Asked by {}, {}.",
            request.asked_by_name,
            when::relative(request.asked_at, review.now)
        ),
        standing: standing(&review, request),
        is_open: request.is_open(),
        items: items.collect(),
    })
}
