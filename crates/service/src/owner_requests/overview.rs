//! What the supplier's page about the owner's agreement shows.

use super::plan::{
    Plan, differences, gap_of_fact, has_other_description, has_other_services, plan,
};
use super::reply::{Answering, Question, question, reply};
use super::standing::at_once;
use crate::applications::{Case, load};
use crate::infrastructures::host_services_of;
use crate::links::may_remind;
use domain::host_service::HostService;
use domain::owner_request::{OwnerRequest, OwnerRequestState, Reply};
use domain::reference::ApplicationReference;
use policy::organisation::{AskOwner, ReadOrganisation};
use policy::{Actor, authorise};
use store::links::Leads;
use store::outbox::About;
use store::undelivered::Undelivered;
use store::{Context, Store, StoreError};
use time::OffsetDateTime;

/// Everything that the supplier's page shows.
#[derive(Debug)]
pub struct Overview {
    /// The application.
    pub case: Case,
    /// What can be asked now.
    pub plan: Plan,
    /// The latest request.
    pub latest: Option<OwnerRequest>,
    /// What has changed since the latest request was made, in words.
    pub differences: Vec<&'static str>,
    /// What the latest request answers of what the owner wrote before.
    pub reply: Option<Reply>,
    /// What the next request can answer; nothing where a standing agreement of the owner answers it at once.
    pub question: Option<Question>,
    /// Whether that is so although the owner wrote something before.
    pub is_answered_at_once: bool,
    /// The services of the owner that the answers name, with what the register says of them.
    pub host_services: Vec<HostService>,
    /// That its e-mail was not delivered, while the request is open.
    pub undelivered: Option<Undelivered>,
    /// True when the person may ask, remind and cancel.
    pub may_ask: bool,
    /// True when a reminder may be sent today.
    pub may_remind: bool,
    /// The time.
    pub now: OffsetDateTime,
}

impl Overview {
    /// True when the open request went to somebody else than would be asked now.
    pub fn is_other_person(&self) -> bool {
        match (&self.plan, &self.latest) {
            (Plan::Ask(_, contact), Some(request)) => {
                request.state.is_open() && request.contact != *contact
            }
            _ => false,
        }
    }

    /// True when the owner was told of other services of theirs, in a request or an agreement that
    /// counts, than the answers name now.
    pub fn has_other_services(&self) -> bool {
        self.latest.as_ref().is_some_and(|request| {
            let counts = request.state.is_open() || request.state == OwnerRequestState::Agreed;
            counts && has_other_services(request, &self.plan)
        })
    }

    /// True when the owner was shown another description for users, in a request or an agreement that
    /// counts, than there is now.
    pub fn has_other_description(&self) -> bool {
        self.latest.as_ref().is_some_and(|request| {
            let counts = request.state.is_open() || request.state == OwnerRequestState::Agreed;
            counts && has_other_description(request, &self.plan)
        })
    }

    /// The page where who is asked can be changed, while the answers may be.
    pub fn contact_path(&self) -> Option<String> {
        let is_asked = matches!(self.plan, Plan::Ask(..));
        let may_change = is_asked && self.may_ask && self.case.application.state.is_draft();
        gap_of_fact(&self.case, "owner_contact_name")
            .filter(|_| may_change)
            .map(|gap| gap.path)
    }

    /// True when this answer would be lost, or sent about something else than its writer has read.
    pub fn has_moved(&self, actor: &Actor, answering: &Answering<'_>) -> bool {
        let (latest, reply) = (self.latest.as_ref(), self.reply.as_ref());
        answering.has_moved(actor.user, latest, reply, self.question.as_ref())
    }

    /// True when the owner agrees to exactly what is asked now.
    pub fn is_agreed(&self) -> bool {
        self.differences.is_empty()
            && self
                .latest
                .as_ref()
                .is_some_and(|request| request.state == OwnerRequestState::Agreed)
    }
}

/// Everything that the supplier's page shows; nothing when the application can't be seen.
pub async fn overview(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Option<Overview>, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let Some(case) = load(&mut tx, reference).await? else {
        return Ok(None);
    };
    let organisation = case.application.organisation;
    if authorise::<ReadOrganisation>(actor, organisation).is_err() {
        return Ok(None);
    }
    let plan = plan(&mut tx, &case).await?;
    let latest = store::owner_requests::find_latest(&mut tx, case.application.id).await?;
    let reply = reply(&mut tx, latest.as_ref()).await?;
    let question = question(latest.as_ref(), reply.as_ref(), &plan);
    let is_answered_at_once = question.is_some()
        && at_once(&mut tx, &case, &plan, latest.as_ref())
            .await?
            .is_some();
    let host_services = host_services_of(&mut tx, &case).await?;
    let (may_remind, undelivered) = match &latest {
        Some(request) if request.state.is_open() => {
            let about = About::OwnerRequest(request.id);
            let undelivered = store::undelivered::find(&mut tx, about).await?;
            let may_remind = may_remind(&mut tx, Leads::Owner(request.id)).await?;
            (may_remind, undelivered)
        }
        _ => (false, None),
    };
    Ok(Some(Overview {
        differences: differences(latest.as_ref(), &plan),
        question: question.filter(|_| !is_answered_at_once),
        is_answered_at_once,
        reply,
        host_services,
        undelivered,
        may_ask: authorise::<AskOwner>(actor, organisation).is_ok()
            && case.application.state.may_ask_owner(),
        now: tx.now(),
        case,
        plan,
        latest,
        may_remind,
    }))
}
