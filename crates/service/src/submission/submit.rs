//! Submitting to the PSN team.

use super::blockers::{Blocker, Readiness, blockers};
use crate::applications::{Case, load_for_update};
use crate::cross_checks::{known, recorded};
use crate::infrastructures::{hosting, named_by, to_select, whose};
use crate::links::tell;
use crate::owner_requests::plan;
use crate::signature_requests::{Covering, covering};
use audit::{Event, Kind};
use domain::application::{OutOfOrder, Step};
use domain::id::InfrastructureId;
use domain::owner_request::Whose;
use domain::reference::ApplicationReference;
use domain::working_days::{DECISION_TARGET, add};
use domain::{signature_request::SignatureRequest, when};
use policy::organisation::SubmitApplication;
use policy::{Actor, Denied, Permit, authorise};
use questions::{CrossCheck, Reference};
use std::collections::BTreeMap;
use store::infrastructures::NewInfrastructure;
use store::{Context, Store, StoreError, WriteTx};
use time::Date;

/// Why an application was not submitted.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// No such application.
    #[error("no such application")]
    NotFound,
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It was submitted before.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    /// Something has to be done first.
    #[error("something has to be done first")]
    Blocked(Vec<Blocker>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Submits an application, when nothing stands in the way, as it is at this moment. A decision
/// is due in 20 working days.
pub async fn submit(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
    public_url: &str,
    team_email: &str,
) -> Result<(), SubmitError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let mut case = load_for_update(&mut tx, reference)
        .await?
        .ok_or(SubmitError::NotFound)?;
    let permit = authorise::<SubmitApplication>(actor, case.application.organisation)?;
    case.application.state.after(Step::Submit)?;
    let signed = signature_of(&mut tx, &case).await?;
    let today = when::uk_date(tx.now());
    let found = cross_checks(&mut tx, &case, today).await?;
    let target_on = add(today, DECISION_TARGET);
    case.application.infrastructure = infrastructure(&mut tx, &permit, &case).await?;
    case.application.submitted_at = Some(tx.now());
    case.application.target_on = Some(target_on);
    case.application.take(Step::Submit)?;
    store::applications::save(&mut tx, &permit, &case.application).await?;
    store::applications::name_submitter(&mut tx, &permit, case.application.id).await?;
    tell_everybody(&mut tx, actor, &case, &signed, target_on, public_url).await?;
    tell_team(&mut tx, &case, target_on, public_url, team_email).await?;
    let event = Event::new(Kind::ApplicationSubmitted)
        .organisation(case.application.organisation)
        .application(case.application.id)
        .with("signature_request", signed.id)
        .with("snapshot_sha256", &signed.snapshot_sha256)
        .with("target_on", when::iso_date(target_on))
        .with("rules", case.set.rules_on(today).version)
        .with("baseline", baseline(&case, today))
        .with("cross_checks", recorded::write(&found))
        .with("lists_on", when::iso_date(today));
    tx.commit(&event).await?;
    Ok(())
}

/// How each question compares with its baseline, by which rule of which version: what the record
/// says of it stays true when rules change later.
fn baseline(case: &Case, today: Date) -> String {
    let judged = case
        .set
        .baselines(&case.stored.answers, &Reference::on(today));
    let found = judged.into_iter().filter_map(|(_, baseline)| baseline);
    let said = found.map(|found| {
        let outcome = found.outcome.name();
        format!(
            "{} {outcome} {} {}",
            found.question, found.rule, found.version
        )
    });
    said.collect::<Vec<_>>().join("; ")
}

/// What the rules find in the application with what is known beside its answers: the record of it
/// stays true when rules, people and agreements change later.
async fn cross_checks(
    tx: &mut WriteTx,
    case: &Case,
    today: Date,
) -> Result<Vec<CrossCheck>, StoreError> {
    let known = known(tx, case).await?;
    let answers = &case.stored.answers;
    Ok(case
        .set
        .cross_checks(answers, &Reference::on(today), &known))
}

/// The signature that covers the application; refused while anything stands in the way.
async fn signature_of(tx: &mut WriteTx, case: &Case) -> Result<SignatureRequest, SubmitError> {
    let id = case.application.id;
    let plan = plan(tx, case).await?;
    let owner = store::owner_requests::find_latest(tx, id).await?;
    let covering = covering(tx, case).await?;
    let latest = store::signature_requests::list(tx, id).await?;
    let documents = store::documents::list(tx, id).await?;
    let to_select = to_select(tx, case).await?;
    let readiness = Readiness {
        plan: &plan,
        to_select: to_select.as_ref(),
        owner: owner.as_ref(),
        covering: &covering,
        signature: latest.first(),
        documents: &documents,
        now: tx.now(),
    };
    let blockers = blockers(case, &readiness);
    match covering {
        Covering::Signed(signed) if blockers.is_empty() => Ok(*signed),
        _ => Err(SubmitError::Blocked(blockers)),
    }
}

/// The entry of the register that the application names. What was entered by hand is proposed
/// for the register; it counts once the team has confirmed it.
async fn infrastructure(
    tx: &mut WriteTx,
    permit: &Permit<SubmitApplication>,
    case: &Case,
) -> Result<Option<InfrastructureId>, StoreError> {
    let asked = case.set.asked_answers(&case.stored.answers);
    if let Some(entry) = named_by(tx, case, &asked).await? {
        return Ok(Some(entry.id));
    }
    if whose(case, &asked) == Some(Whose::Both) {
        return Ok(None);
    }
    let Some(hosting) = hosting(case, &asked, None) else {
        return Ok(None);
    };
    let new = NewInfrastructure {
        name: &hosting.infrastructure_name,
        owner_name: &hosting.owner_name,
        certificate_number: &hosting.certificate_number,
        valid_to: hosting.certificate_valid_to,
    };
    store::infrastructures::propose(tx, permit, &new)
        .await
        .map(Some)
}

/// M31: to who submitted and the point of contact, with a link; to the signatory, without.
async fn tell_everybody(
    tx: &mut WriteTx,
    actor: &Actor,
    case: &Case,
    signed: &SignatureRequest,
    target_on: Date,
    public_url: &str,
) -> Result<(), StoreError> {
    let asked = case.set.asked_answers(&case.stored.answers);
    let fact = |name| case.set.fact(name, &asked).unwrap_or_default().to_owned();
    let reference = &case.application.reference;
    let notice = mail::ApplicationReceived {
        reference: reference.to_string(),
        service: case.application.service_title().to_owned(),
        target_date: when::date(target_on),
        link: format!("{public_url}/applications/{reference}/progress"),
    };
    let without_link = mail::ApplicationReceived {
        link: String::new(),
        ..notice.clone()
    };
    // One person may be several of these; the first entry of an address stands.
    let mut people = BTreeMap::new();
    for (name, email, notice) in [
        (actor.name.clone(), actor.email.clone(), &notice),
        (
            fact("point_of_contact_name"),
            fact("point_of_contact_email"),
            &notice,
        ),
        (
            signed.signatory.name.clone(),
            signed.signatory.email.clone(),
            &without_link,
        ),
    ] {
        people
            .entry(email.to_lowercase())
            .or_insert((name, email, notice));
    }
    for (name, email, notice) in people.into_values() {
        tell(tx, &name, &email, notice).await?;
    }
    Ok(())
}

/// M52.
async fn tell_team(
    tx: &mut WriteTx,
    case: &Case,
    target_on: Date,
    public_url: &str,
    team_email: &str,
) -> Result<(), StoreError> {
    let reference = &case.application.reference;
    let asked = case.set.asked_answers(&case.stored.answers);
    let sort = match &case.renewal {
        Some(renewal) => format!("renewal of certificate {}", renewal.certificate),
        None if whose(case, &asked) == Some(Whose::Both) => {
            "new service, with a Code of Connection".to_owned()
        }
        None => "new service".to_owned(),
    };
    let notice = mail::NewSubmission {
        reference: reference.to_string(),
        service: case.application.service_title().to_owned(),
        organisation: case.application.organisation_name.clone(),
        sort,
        target_date: when::date(target_on),
        link: format!("{public_url}/team/applications/{reference}"),
    };
    tell(tx, "", team_email, &notice).await
}
