//! Sending a request for clarification.

use crate::applications::Case;
use crate::reviews::notices::{Office, supplier_side, tell};
use crate::reviews::read::is_submitted;
use crate::reviews::{Review, Standing};
use audit::{Event, Kind};
use domain::application::{OutOfOrder, Step};
use domain::id::ClarificationId;
use domain::reference::ApplicationReference;
use domain::review::Verdict;
use domain::when;
use mail::ClarificationAsked;
use policy::team::AskClarification;
use policy::{Actor, Denied, authorise_team};
use store::clarifications::{NewClarification, NewItem, kept};
use store::{Context, Store, StoreError};
use time::Date;

/// Which judgements a person saw when they checked the request: subject and version of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen(pub String);

/// Why a request was not sent.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// No such case.
    #[error("no such case")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The case is not under review, or a request is open already.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    /// No answer is judged "Ask the supplier".
    #[error("nothing is to be asked")]
    NothingToAsk,
    /// The judgements are not those that the person saw.
    #[error("the request is not the one that was checked")]
    NotAsSeen,
    /// The date to reply by is not after today.
    #[error("the date to reply by is not after today")]
    DueTooSoon,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What would be asked now, for the check before sending.
pub fn seen(review: &Review) -> Seen {
    let items: Vec<String> = review
        .subjects
        .iter()
        .filter(|subject| review.standing(subject) == Standing::Judged(Verdict::Ask))
        .filter_map(|subject| {
            let judgement = review.judgements.get(&subject.id)?;
            Some(format!("{}:{}", subject.id, judgement.version))
        })
        .collect();
    Seen(items.join(","))
}

/// Sends everything that is judged "Ask the supplier" as one request. The clock is paused, and
/// only the answers that are asked about are unlocked.
pub async fn ask(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    (due_on, was_seen): (Date, &Seen),
    office: Office<'_>,
) -> Result<ClarificationId, AskError> {
    let permit = authorise_team::<AskClarification>(actor)?;
    let mut tx = store.write(Context::of(actor)).await?;
    let review = Review::load_for_update(&mut tx, reference).await?;
    let mut review = review.filter(is_submitted).ok_or(AskError::NotFound)?;
    review.case.application.take(Step::AskSupplier)?;
    if due_on <= when::uk_date(tx.now()) {
        return Err(AskError::DueTooSoon);
    }
    if seen(&review) != *was_seen {
        return Err(AskError::NotAsSeen);
    }
    let id = ClarificationId::new();
    let new = NewClarification {
        id,
        number: review
            .clarifications
            .last()
            .map_or(1, |last| last.number + 1),
        due_on,
        by_name: &actor.name,
        items: items(&review),
    };
    let count = new.items.len();
    if count == 0 {
        return Err(AskError::NothingToAsk);
    }
    store::clarifications::add(&mut tx, &permit, &review.case.application, &new).await?;
    review.case.application.paused_at = Some(tx.now());
    store::applications::save(&mut tx, &permit, &review.case.application).await?;
    let people = supplier_side(&mut tx, &review.case).await?;
    tell(
        &mut tx,
        &people,
        &notice(&review.case, id, count, due_on, office),
    )
    .await?;
    let event = Event::new(Kind::ClarificationAsked)
        .organisation(review.case.application.organisation)
        .application(review.case.application.id)
        .with("clarification", id)
        .with("items", count)
        .with("due_on", when::iso_date(due_on));
    tx.commit(&event).await?;
    Ok(id)
}

fn items(review: &Review) -> Vec<NewItem<'_>> {
    review
        .standing_at(Verdict::Ask)
        .into_iter()
        .map(|subject| NewItem {
            subject: &subject.id,
            request: review.note(&subject.id),
            pages: &subject.pages,
            before: kept(&review.case.stored.answers, &subject.pages),
        })
        .collect()
}

fn notice(
    case: &Case,
    id: ClarificationId,
    count: usize,
    due_on: Date,
    office: Office<'_>,
) -> ClarificationAsked {
    ClarificationAsked {
        service: case.application.service_title().to_owned(),
        reference: case.application.reference.to_string(),
        count,
        reply_by: when::date(due_on),
        link: office.application_url(case, &format!("clarifications/{id}")),
    }
}
