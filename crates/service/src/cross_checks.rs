//! What the rules of a set may look at beside the answers, and what they find in an application.

use crate::applications::{Case, Form};
use crate::infrastructures::whose;
use crate::owner_requests::plan;
use domain::owner_request::{OwnerRequest, OwnerRequestState, Whose};
use domain::when::{iso_date, uk_date};
use domain::working_days::{DECISION_TARGET, add};
use questions::{CrossCheck, Known};
use store::organisations::people;
use store::{Context, ReadTx, Store, StoreError};

/// What the rules find in the application that a supplier has open.
pub async fn find(store: &Store, form: &Form) -> Result<Vec<CrossCheck>, StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let known = known(&mut tx, &form.case).await?;
    let answers = &form.case.stored.answers;
    Ok(form.case.set.cross_checks(answers, &form.reference, &known))
}

/// What is known of an application beside its answers, under the names that rules use.
pub(crate) async fn known(tx: &mut ReadTx, case: &Case) -> Result<Known, StoreError> {
    let today = uk_date(tx.now());
    let application = &case.application;
    let target_on = application.target_on;
    let target_on = target_on.unwrap_or_else(|| add(today, DECISION_TARGET));
    let left = people::list_left(tx, application.organisation, today).await?;
    let mut known = Known::new()
        .with("target_on", iso_date(target_on))
        .with_all("people_who_left", left);
    if let Some(answer) = owner_answer(tx, case).await? {
        known = known.with("owner_answer", answer);
    }
    if let Some(renewal) = &case.renewal {
        known = known.with_earlier(renewal.earlier.clone());
    }
    Ok(known)
}

/// What the owner of the infrastructure answered, by name; nothing while there is no owner.
async fn owner_answer(tx: &mut ReadTx, case: &Case) -> Result<Option<&'static str>, StoreError> {
    let asked = case.set.asked_answers(&case.stored.answers);
    if matches!(whose(case, &asked), None | Some(Whose::Both)) {
        return Ok(None);
    }
    let plan = plan(tx, case).await?;
    let latest = store::owner_requests::find_latest(tx, case.application.id).await?;
    let is_as_agreed = |request: &OwnerRequest| {
        plan.hosting()
            .is_none_or(|now| request.hosting.differences(now).is_empty())
    };
    Ok(Some(match latest {
        None => "not_asked",
        Some(request) => match request.state {
            OwnerRequestState::Agreed if is_as_agreed(&request) => "agreed",
            OwnerRequestState::Agreed => "changed",
            OwnerRequestState::Sent | OwnerRequestState::Opened => "waiting",
            OwnerRequestState::Declined => "declined",
            OwnerRequestState::Asked => "question",
            OwnerRequestState::Cancelled => "not_asked",
        },
    }))
}
