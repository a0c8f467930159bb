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
use time::Date;

/// What the rules find in the application that a supplier has open.
pub async fn find(store: &Store, form: &Form) -> Result<Vec<CrossCheck>, StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let known = known(&mut tx, &form.case).await?;
    let answers = &form.case.stored.answers;
    Ok(form.case.set.cross_checks(answers, &form.reference, &known))
}

/// The same by what a page of the form has at hand, without another look at the database: nothing
/// about people who left and about what the owner of the infrastructure answered.
pub fn find_at_hand(form: &Form) -> Vec<CrossCheck> {
    let known = at_hand(&form.case, uk_date(form.now));
    let answers = &form.case.stored.answers;
    form.case.set.cross_checks(answers, &form.reference, &known)
}

fn at_hand(case: &Case, today: Date) -> Known {
    let target_on = case.application.target_on;
    let target_on = target_on.unwrap_or_else(|| add(today, DECISION_TARGET));
    let known = Known::new().with("target_on", iso_date(target_on));
    match &case.renewal {
        Some(renewal) => known.with_earlier(renewal.earlier.clone()),
        None => known,
    }
}

/// What is known of an application beside its answers, under the names that rules use.
pub(crate) async fn known(tx: &mut ReadTx, case: &Case) -> Result<Known, StoreError> {
    let today = uk_date(tx.now());
    let left = people::list_left(tx, case.application.organisation, today).await?;
    let known = at_hand(case, today).with_all("people_who_left", left);
    Ok(match owner_answer(tx, case).await? {
        Some(answer) => known.with("owner_answer", answer),
        None => known,
    })
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
            OwnerRequestState::Declined | OwnerRequestState::Withdrawn => "declined",
            OwnerRequestState::Asked => "question",
            OwnerRequestState::Cancelled => "not_asked",
        },
    }))
}
