//! Starting the renewal of a certificate, with last year's answers carried.

use super::{Case, load, reference_on};
use audit::{Event, Kind};
use domain::id::{ApplicationId, OrganisationId, RequestKey};
use domain::origin::Origin;
use domain::reference::ApplicationReference;
use domain::renewal::{RenewalRules, Window};
use domain::when;
use policy::organisation::{ReadOrganisation, StartApplication};
use policy::{Actor, Denied, Permit, authorise};
use questions::{AnswerKey, QuestionSet, RenewalRule, Values};
use store::answers::First;
use store::applications::NewApplication;
use store::renewals::Candidate;
use store::{Context, Store, StoreError, WriteTx};

/// A certificate that somebody may want to renew.
#[derive(Debug)]
pub struct Renewable {
    /// The certificate.
    pub candidate: Candidate,
    /// Whether it can be renewed today.
    pub window: Window,
    /// How long before and after its last day it can be.
    pub rules: RenewalRules,
    /// The question set that the renewal begins with.
    pub set: &'static QuestionSet,
    /// What is asked again.
    pub rule: Option<&'static RenewalRule>,
    /// True when the person may start it.
    pub may_start: bool,
}

/// Why a renewal could not be started.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// There is no such certificate, or it is another organisation's.
    #[error("no such certificate")]
    NotFound,
    /// Not this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It can't be renewed today, or it was renewed already.
    #[error("it can't be renewed now")]
    NotNow,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The most certificates that are offered at once.
const OFFERED_MAX: i64 = 20;

/// The certificates of these organisations that can be renewed today and that nobody renews yet.
pub async fn renewable(
    store: &Store,
    actor: &Actor,
    organisations: &[OrganisationId],
) -> Result<Vec<Candidate>, StoreError> {
    if organisations.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = store.read(Context::of(actor)).await?;
    let today = when::uk_date(tx.now());
    store::renewals::list_candidates(&mut tx, organisations, today, OFFERED_MAX).await
}

/// A certificate of the person's organisation, and whether it can be renewed.
pub async fn find_renewable(
    store: &Store,
    actor: &Actor,
    number: &str,
) -> Result<Renewable, RenewError> {
    let mut tx = store.read(Context::of(actor)).await?;
    find(&mut tx, actor, number).await
}

async fn find(
    tx: &mut store::ReadTx,
    actor: &Actor,
    number: &str,
) -> Result<Renewable, RenewError> {
    let candidate = store::renewals::find_candidate(tx, number).await?;
    let candidate = candidate.ok_or(RenewError::NotFound)?;
    authorise::<ReadOrganisation>(actor, candidate.organisation)?;
    let today = when::uk_date(tx.now());
    let rules = store::renewals::rules(tx, today).await?;
    let earlier = store::applications::find(tx, &candidate.reference).await?;
    let earlier = earlier.ok_or(RenewError::NotFound)?;
    let set = questions::current(&earlier.set_id).ok_or(RenewError::NotNow)?;
    Ok(Renewable {
        window: rules.window(candidate.validity, today),
        may_start: authorise::<StartApplication>(actor, candidate.organisation).is_ok(),
        rule: set.renewal_rule_on(today),
        candidate,
        rules,
        set,
    })
}

/// Starts the renewal of a certificate. While one is open, leads to that one; the same key again
/// leads to the application that it made.
pub async fn renew(
    store: &Store,
    actor: &Actor,
    number: &str,
    key: RequestKey,
) -> Result<ApplicationReference, RenewError> {
    let mut tx = store.write(Context::of(actor)).await?;
    let found = find(&mut tx, actor, number).await?;
    let organisation = found.candidate.organisation;
    let permit = authorise::<StartApplication>(actor, organisation)?;
    store::renewals::hold(&mut tx, found.candidate.id).await?;
    // Somebody may have started one while this waited.
    let found = find(&mut tx, actor, number).await?;
    if let Some(reference) = found.candidate.open {
        return Ok(reference);
    }
    if found.candidate.is_renewed || found.window != Window::Open {
        return Err(RenewError::NotNow);
    }
    let earlier = load(&mut tx, &found.candidate.reference).await?;
    let earlier = earlier.ok_or(RenewError::NotFound)?;
    let id = ApplicationId::new();
    let reference = ApplicationReference::generate();
    let new = NewApplication {
        id,
        reference: &reference,
        organisation_name: &earlier.application.organisation_name,
        set: (&found.set.id, &found.set.version, &found.set.hash),
        request_key: key,
    };
    store::applications::add(&mut tx, &permit, &new).await?;
    let rules_version = found.rule.map_or("", |rule| rule.version.as_str());
    store::renewals::add(&mut tx, &permit, id, &found.candidate, rules_version).await?;
    let carried = carry(&mut tx, &permit, actor, id, &earlier, &found).await?;
    let event = Event::new(Kind::RenewalStarted)
        .organisation(organisation)
        .application(id)
        .with("certificate", &found.candidate.number)
        .with("carried", carried)
        .with("rules", rules_version)
        .with("set", format!("{} {}", found.set.id, found.set.version));
    tx.commit(&event).await?;
    Ok(reference)
}

/// Carries the answers that the set of the renewal still asks, but for what is asked again.
async fn carry(
    tx: &mut WriteTx,
    permit: &Permit<StartApplication>,
    actor: &Actor,
    id: ApplicationId,
    earlier: &Case,
    found: &Renewable,
) -> Result<usize, StoreError> {
    let set = found.set;
    let asked = earlier.set.asked_answers(&earlier.stored.answers);
    let is_carried = |key: &AnswerKey| {
        set.page(&key.page).is_some()
            && !found
                .rule
                .is_some_and(|rule| rule.asks_again(set, &key.page))
    };
    let carried: Vec<(&AnswerKey, &Values)> =
        asked.iter().filter(|(key, _)| is_carried(key)).collect();
    let today = reference_on(tx.now());
    let origin = Origin::carried(earlier.application.reference.as_str());
    for (key, values) in &carried {
        let page = set.page(&key.page).map(|(_, page)| page);
        let is_complete = page.is_some_and(|page| {
            let page = page.as_asked(&asked, key.item);
            page.check(values, &today).is_ok()
        });
        let first = First {
            place: key,
            values,
            is_complete,
            origin: &origin,
        };
        store::answers::add(tx, permit, id, &actor.name, &first).await?;
    }
    Ok(carried.len())
}
