//! What the rules of a set may look at beside the answers, and what they find in an application.

pub mod recorded;

use crate::applications::{Case, Form, earlier_set};
use crate::infrastructures::{
    host_services, host_services_of, named_now, to_cover, whose, whose_by,
};
use crate::owner_requests::plan;
use crate::snapshot::Reading;
use domain::credential::Credential;
use domain::host_service::HostService;
use domain::owner_request::{OwnerRequestState, Whose};
use domain::reference::ServiceCode;
use domain::when::{iso_date, uk_date};
use domain::working_days::{DECISION_TARGET, add};
use questions::{Answers, CrossCheck, Known, Task};
use std::collections::BTreeSet;
use store::organisations::people;
use store::{Context, ReadTx, Store, StoreError};
use time::{Date, OffsetDateTime};

/// What rules want to know that only the database can tell.
const ASKED: [&str; 5] = [
    "owner_answer",
    "people_who_left",
    "host_codes_unknown",
    "host_codes_of_others",
    "host_codes_own",
];

/// What the rules find in the application that a supplier has open, as far as it can be put right in
/// this task; without another look at the database where no rule about the task needs one.
pub async fn find_in(
    store: &Store,
    form: &Form,
    task: &Task,
) -> Result<Vec<CrossCheck>, StoreError> {
    let is_in_task = |pages: &[String]| task.pages.iter().any(|page| pages.contains(&page.id));
    let in_force = form.case.set.rules_on(form.reference.lists_on);
    let mut rules = in_force.rules.iter();
    let needs_more = rules.any(|rule| rule.wants_to_know(&ASKED) && is_in_task(&rule.pages));
    let mut found = if needs_more {
        find(store, form).await?
    } else {
        find_at_hand(form)
    };
    found.retain(|check| is_in_task(&check.pages));
    Ok(found)
}

/// What the rules find in the application that a supplier has open; without another look at the
/// database where the answers name no person, no owner and no other service.
pub async fn find(store: &Store, form: &Form) -> Result<Vec<CrossCheck>, StoreError> {
    let answers = &form.case.stored.answers;
    let asked = form.case.set.asked_answers(answers);
    let names_nobody = addresses(answers).is_empty() && named_now(&form.case).is_empty();
    if names_nobody && !has_owner(whose(&form.case, &asked)) {
        return Ok(find_at_hand(form));
    }
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let known = known(&mut tx, &form.case).await?;
    Ok(form.case.set.cross_checks(answers, &form.reference, &known))
}

/// The same by what a page of the form has at hand, without another look at the database: nothing
/// about people who left, about what the owner of the infrastructure answered and about the register.
pub fn find_at_hand(form: &Form) -> Vec<CrossCheck> {
    let known = at_hand(&form.case, uk_date(form.now));
    let answers = &form.case.stored.answers;
    form.case.set.cross_checks(answers, &form.reference, &known)
}

/// The same with what the register says of the services of the infrastructure's owner that the
/// answers name; without another look at the database where they name none.
pub async fn find_with_register(store: &Store, form: &Form) -> Result<Vec<CrossCheck>, StoreError> {
    let case = &form.case;
    if named_now(case).is_empty() {
        return Ok(find_at_hand(form));
    }
    let mut tx = store.read(Context::of(&form.actor)).await?;
    let services = host_services_of(&mut tx, case).await?;
    let known = at_hand(case, uk_date(form.now));
    let known = with_host_services(known, services, own_code(case));
    let answers = &case.stored.answers;
    Ok(case.set.cross_checks(answers, &form.reference, &known))
}

/// The same for the signatory: by the text to sign, with the rules of the moment `at` when it was
/// sent, and with what the supplier and the team know beside the answers as it is now. Nothing for
/// a browser that has not entered the code.
pub async fn find_to_sign(
    store: &Store,
    browser: Credential,
    reading: &Reading,
    at: OffsetDateTime,
) -> Result<Vec<CrossCheck>, StoreError> {
    let mut tx = store.read(Context::presenting(browser)).await?;
    let entry = reading.infrastructure_entry();
    let Some(found) = store::signature_requests::known(&mut tx, entry).await? else {
        return Ok(Vec::new());
    };
    let mut known =
        targeted(found.target_on, uk_date(at)).with_all("people_who_left", found.people_who_left);
    let (set, asked) = (reading.set(), reading.asked());
    let services = host_services(&mut tx, set, &asked).await?;
    let own = found.renewal.as_ref().map(|renewal| &renewal.service_code);
    known = with_host_services(known, services, own);
    if let Some(renewal) = found.renewal {
        let earlier = earlier_set(&renewal)?;
        known = known.with_earlier(earlier.asked_answers(&renewal.answers));
    }
    if has_owner(whose_by(set, &asked)) {
        let now = to_cover(set, &asked, found.entry);
        let latest = found.owner.map(|(state, agreed)| {
            let is_as_agreed = now.is_none_or(|now| agreed.differences(&now).is_empty());
            (state, is_as_agreed)
        });
        known = known.with("owner_answer", named(latest));
    }
    Ok(reading.cross_checks(at, &known))
}

fn targeted(target_on: Option<Date>, today: Date) -> Known {
    let target_on = target_on.unwrap_or_else(|| add(today, DECISION_TARGET));
    Known::new().with("target_on", iso_date(target_on))
}

fn at_hand(case: &Case, today: Date) -> Known {
    let known = targeted(case.application.target_on, today);
    match &case.renewal {
        Some(renewal) => known.with_earlier(renewal.earlier.clone()),
        None => known,
    }
}

/// The code of the service, where the application renews its certificate.
fn own_code(case: &Case) -> Option<&ServiceCode> {
    case.renewal.as_ref().map(|renewal| &renewal.service_code)
}

/// With the codes among those that were named as the owner's services which are not: the register
/// does not have them, has them for another organisation, or they are the service's own.
fn with_host_services(
    known: Known,
    services: Vec<HostService>,
    own: Option<&ServiceCode>,
) -> Known {
    let (own, others): (Vec<_>, Vec<_>) = services
        .into_iter()
        .partition(|service| Some(&service.code) == own);
    let (of_others, unknown): (Vec<_>, Vec<_>) = others
        .into_iter()
        .filter(|service| !service.fits())
        .partition(|service| service.registered.is_some());
    let codes = |services: Vec<HostService>| {
        let codes = services.into_iter().map(|service| service.code.to_string());
        codes.collect::<Vec<_>>()
    };
    known
        .with_all("host_codes_own", codes(own))
        .with_all("host_codes_of_others", codes(of_others))
        .with_all("host_codes_unknown", codes(unknown))
}

/// What is known of an application beside its answers, under the names that rules use.
pub(crate) async fn known(tx: &mut ReadTx, case: &Case) -> Result<Known, StoreError> {
    let today = uk_date(tx.now());
    let addresses = addresses(&case.stored.answers);
    let left = people::list_left(tx, case.application.organisation, &addresses).await?;
    let services = host_services_of(tx, case).await?;
    let known = with_host_services(at_hand(case, today), services, own_code(case))
        .with_all("people_who_left", left);
    Ok(match owner_answer(tx, case).await? {
        Some(answer) => known.with("owner_answer", answer),
        None => known,
    })
}

/// Everything in the answers that may be an address, each once, in alphabetical order.
fn addresses(answers: &Answers) -> Vec<String> {
    let values = answers.iter().flat_map(|(_, values)| values.values());
    let is_address = |value: &&String| value.contains('@') && !value.contains(char::is_whitespace);
    let found: BTreeSet<&String> = values.flatten().filter(is_address).collect();
    found.into_iter().cloned().collect()
}

/// True when somebody is asked whether the service can run on the infrastructure.
fn has_owner(whose: Option<Whose>) -> bool {
    !matches!(whose, None | Some(Whose::Both))
}

/// What the owner of the infrastructure answered, by name; nothing while there is no owner.
async fn owner_answer(tx: &mut ReadTx, case: &Case) -> Result<Option<&'static str>, StoreError> {
    let asked = case.set.asked_answers(&case.stored.answers);
    if !has_owner(whose(case, &asked)) {
        return Ok(None);
    }
    let plan = plan(tx, case).await?;
    let latest = store::owner_requests::find_latest(tx, case.application.id).await?;
    let latest = latest.map(|request| {
        let now = plan.hosting();
        let is_as_agreed = now.is_none_or(|now| request.hosting.differences(now).is_empty());
        (request.state, is_as_agreed)
    });
    Ok(Some(named(latest)))
}

/// The name for rules of how the latest request to an owner stands, and whether what it is about
/// is still what would be asked.
fn named(latest: Option<(OwnerRequestState, bool)>) -> &'static str {
    match latest {
        None | Some((OwnerRequestState::Cancelled, _)) => "not_asked",
        Some((OwnerRequestState::Agreed, true)) => "agreed",
        Some((OwnerRequestState::Agreed, false)) => "changed",
        Some((OwnerRequestState::Sent | OwnerRequestState::Opened, _)) => "waiting",
        Some((OwnerRequestState::Declined | OwnerRequestState::Withdrawn, _)) => "declined",
        Some((OwnerRequestState::Asked, _)) => "question",
    }
}
