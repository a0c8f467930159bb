//! Sending the reply to a request for clarification.

use super::moved::{Moved, tell_contacts, tell_of_target};
use super::read::{Asked, find};
use super::seen::{SeenReply, seen_reply};
use crate::applications::{Case, load_for_update};
use crate::documents::in_exchange;
use crate::infrastructures::named_by;
use crate::reviews::notices::{Office, tell};
use crate::signature_requests::{self, ask_reconfirmation};
use audit::{Event, Kind};
use domain::application::{OutOfOrder, Step};
use domain::id::ClarificationId;
use domain::reference::ApplicationReference;
use domain::{when, working_days};
use mail::ClarificationAnswered;
use policy::organisation::ReplyToClarification;
use policy::{Actor, Denied, authorise};
use store::clarifications::{KeptPage, kept};
use store::{Context, Store, StoreError, WriteTx};

/// What sending the reply set going.
#[derive(Debug)]
pub struct Answered {
    /// True when the signatory was asked to confirm what changed.
    pub is_signatory_asked: bool,
}

/// Why the reply was not sent.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// No such application or request.
    #[error("no such request")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The reply was sent already.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    /// Items without a reply, or answers that are not complete.
    #[error("something is not answered")]
    Unanswered,
    /// The replies, answers or documents are not those that the person saw.
    #[error("the reply is not the one that was checked")]
    NotAsSeen,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sends the reply: the clock runs again, the target date moves by the working days of the
/// pause, and the signatory is asked to confirm what changed where that is needed. Only what the
/// person saw is sent.
pub async fn answer(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    (id, was_seen): (ClarificationId, &SeenReply),
    office: Office<'_>,
) -> Result<Answered, AnswerError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let case = load_for_update(&mut tx, reference).await?;
    let mut case = case.ok_or(AnswerError::NotFound)?;
    let permit = authorise::<ReplyToClarification>(actor, case.application.organisation)?;
    let clarification = find(&mut tx, &case, id).await?;
    let clarification = clarification.ok_or(AnswerError::NotFound)?;
    case.application.take(Step::Reply)?;
    let moved = resume(&mut case, tx.now());
    let mut asked = Asked::new(case, clarification, tx.now());
    asked.documents = in_exchange(&mut tx, asked.case.application.id, &asked.clarification).await?;
    if seen_reply(&asked) != *was_seen {
        return Err(AnswerError::NotAsSeen);
    }
    if !asked.items.iter().all(super::AskedItem::is_ready) {
        return Err(AnswerError::Unanswered);
    }
    if names_infrastructure_anew(&asked) {
        refer_to_infrastructure(&mut tx, &mut asked.case).await?;
    }
    store::clarifications::answer(&mut tx, &permit, id, &actor.name, &after(&asked)).await?;
    store::applications::save(&mut tx, &permit, &asked.case.application).await?;
    let changes = to_confirm(&asked);
    let (case, url) = (&asked.case, office.public_url);
    let reconfirmation = ask_reconfirmation(&mut tx, &permit, actor, case, &changes, url).await?;
    tell_team(&mut tx, &asked.case, id, office).await?;
    if let Some(moved) = moved {
        tell_of_target(&mut tx, &asked.case, moved, office).await?;
    }
    tell_contacts(&mut tx, &asked, actor).await?;
    let event = Event::new(Kind::ClarificationAnswered)
        .organisation(asked.case.application.organisation)
        .application(asked.case.application.id)
        .with("clarification", id)
        .with("changes", changes.len());
    tx.commit(&event).await?;
    Ok(Answered {
        is_signatory_asked: reconfirmation.is_some(),
    })
}

/// The clock runs again. Answers how that moved the day of the decision, if it did.
fn resume(case: &mut Case, now: time::OffsetDateTime) -> Option<Moved> {
    let application = &mut case.application;
    let paused_at = application.paused_at.take()?;
    let from = application.target_on?;
    let (paused_on, resumed_on) = (when::uk_date(paused_at), when::uk_date(now));
    let to = working_days::after_pause(from, paused_on, resumed_on);
    application.target_on = Some(to);
    (to != from).then_some(Moved {
        from,
        to,
        paused_on,
        resumed_on,
    })
}

/// True when an answer changed that says which infrastructure the service runs on.
fn names_infrastructure_anew(asked: &Asked) -> bool {
    const FACTS: [&str; 3] = [
        "infrastructure_whose",
        "infrastructure_entry",
        "infrastructure_certificate",
    ];
    let pages: Vec<&str> = FACTS
        .iter()
        .filter_map(|fact| asked.case.set.page_of_fact(fact))
        .collect();
    let mut changes = asked.items.iter().flat_map(|item| &item.changes);
    changes.any(|change| pages.contains(&change.page.as_str()))
}

/// The reply may name another infrastructure: an entry of the register, or one that the team
/// has to confirm before it is in the register.
async fn refer_to_infrastructure(tx: &mut WriteTx, case: &mut Case) -> Result<(), StoreError> {
    let asked = case.set.asked_answers(&case.stored.answers);
    if let Some(entry) = named_by(tx, case, &asked).await? {
        case.application.infrastructure = Some(entry.id);
        return Ok(());
    }
    let Some(id) = case.application.infrastructure else {
        return Ok(());
    };
    let current = store::infrastructures::find(tx, id).await?;
    let typed = case.set.fact("infrastructure_certificate", &asked);
    let is_same = current.is_some_and(|entry| {
        typed.is_some_and(|typed| typed.eq_ignore_ascii_case(&entry.certificate_number))
    });
    if !is_same {
        case.application.infrastructure = None;
    }
    Ok(())
}

fn after(asked: &Asked) -> Vec<(&str, Vec<KeptPage>)> {
    asked
        .items
        .iter()
        .map(|item| {
            let pages = kept(&asked.case.stored.answers, &item.subject.pages);
            (item.subject.id.as_str(), pages)
        })
        .collect()
}

/// What the signatory has to confirm, in words.
fn to_confirm(asked: &Asked) -> Vec<signature_requests::Change> {
    asked
        .changes_to_confirm()
        .into_iter()
        .map(|change| signature_requests::Change {
            section: section_of(&asked.case, &change.page),
            page: change.page.clone(),
            item: change.item,
            heading: change.heading.clone(),
            is_added: change.is_added,
            is_removed: change.is_removed,
            label: change.label.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        })
        .collect()
}

/// The title of the section that a page is in.
fn section_of(case: &Case, page: &str) -> String {
    let found = case.set.page(page);
    found.map_or_else(String::new, |(task, _)| task.title.clone())
}

async fn tell_team(
    tx: &mut WriteTx,
    case: &Case,
    id: ClarificationId,
    office: Office<'_>,
) -> Result<(), StoreError> {
    let notice = ClarificationAnswered {
        reference: case.application.reference.to_string(),
        service: case.application.service_title().to_owned(),
        supplier: case.application.organisation_name.clone(),
        link: office.case_url(case, &format!("clarifications/{id}")),
    };
    let team: Vec<_> = office.team().into_iter().collect();
    tell(tx, &team, &notice).await
}
