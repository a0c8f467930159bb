//! Where an application is, and what has happened to it.

use super::blockers::{Blocker, Readiness, blockers};
use crate::applications::{Case, load};
use crate::certificates::Private;
use crate::hosting::over_in_words;
use crate::infrastructures::to_select;
use crate::joint::Joint;
use crate::owner_requests::{Plan, differences, plan};
use crate::signature_requests::ink::{signed_in_words, unusable_in_words};
use crate::signature_requests::{Covering, covering, standing};
use audit::Kind;
use domain::application::ApplicationState;
use domain::connection_assessment::ConnectionState;
use domain::id::ClarificationId;
use domain::owner_request::{OwnerRequest, OwnerRequestState};
use domain::reference::ApplicationReference;
use domain::signature_request::SignatureRequest;
use domain::when;
use domain::working_days::parse_iso;
use policy::organisation::{ReadOrganisation, SubmitApplication, WithdrawApplication};
use policy::{Actor, authorise};
use store::applications::Ended;
use store::audit_events::Entry;
use store::{Context, ReadTx, Store, StoreError};
use time::{Date, OffsetDateTime};

/// How many happenings the page shows, newest first.
const HAPPENINGS_MAX: i64 = 200;

/// Something that happened to an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// What, in words.
    pub title: String,
    /// When.
    pub at: OffsetDateTime,
    /// Which colleague did it, if one did.
    pub by: Option<String>,
}

/// How the connection certificate stands that is applied for together with the service's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// It does not exist yet.
    ToCome,
    /// The PSN team recorded it; the supplier has to confirm that the service runs there.
    Recorded,
    /// The supplier confirmed that.
    Confirmed,
}

/// Everything that the pages about submission show.
#[derive(Debug)]
pub struct Progress {
    /// The application.
    pub case: Case,
    /// What stands in the way of submission.
    pub blockers: Vec<Blocker>,
    /// The signature that covers the application, or waits.
    pub covering: Covering,
    /// The latest request to sign.
    pub signature: Option<SignatureRequest>,
    /// True when a signature stands, whatever changed since.
    pub stands_signed: bool,
    /// The request for clarification that waits for a reply.
    pub asked: Option<ClarificationId>,
    /// What happened, newest first.
    pub happenings: Vec<Happening>,
    /// Where both certificates are applied for together: what the supplier says of it, and how the
    /// connection certificate stands.
    pub joint: Option<(Joint, Connection)>,
    /// Then also how its Code of Connection stands, and since when, if the team recorded it.
    pub assessment: Option<(ConnectionState, Date)>,
    /// What the certificate was granted with and rests on, once it is issued.
    pub granted: Option<Private>,
    /// True when the person may submit.
    pub may_submit: bool,
    /// True when the person may withdraw it now.
    pub may_withdraw: bool,
    /// How it ended, if it was withdrawn or deleted.
    pub ended: Option<Ended>,
    /// The time.
    pub now: OffsetDateTime,
}

/// Everything that the pages about submission show; nothing when the application can't be seen.
pub async fn progress(
    store: &Store,
    actor: &Actor,
    reference: &ApplicationReference,
) -> Result<Option<Progress>, StoreError> {
    let mut tx = store.read(Context::of(actor)).await?;
    let Some(case) = load(&mut tx, reference).await? else {
        return Ok(None);
    };
    let organisation = case.application.organisation;
    if authorise::<ReadOrganisation>(actor, organisation).is_err() {
        return Ok(None);
    }
    let id = case.application.id;
    let plan = plan(&mut tx, &case).await?;
    let owner = store::owner_requests::find_latest(&mut tx, id).await?;
    let covering = covering(&mut tx, &case).await?;
    let mut requests = store::signature_requests::list(&mut tx, id).await?;
    let documents = store::documents::list(&mut tx, id).await?;
    let to_select = to_select(&mut tx, &case).await?;
    let readiness = Readiness {
        plan: &plan,
        to_select: to_select.as_ref(),
        owner: owner.as_ref(),
        covering: &covering,
        signature: requests.first(),
        documents: &documents,
        now: tx.now(),
    };
    let blockers = blockers(&case, &readiness);
    let joint = Joint::of(&case).map(|joint| (joint, connection(&plan, owner.as_ref())));
    let assessment = match &joint {
        Some(_) => store::connection_assessments::find_standing(&mut tx, id).await?,
        None => None,
    };
    let entries =
        store::audit_events::list_of_application(&mut tx, id, None, HAPPENINGS_MAX).await?;
    let happenings = entries.into_iter().filter_map(happening).collect();
    Ok(Some(Progress {
        blockers,
        joint,
        assessment,
        stands_signed: standing(&requests).is_some(),
        signature: (!requests.is_empty()).then(|| requests.swap_remove(0)),
        asked: open_clarification(&mut tx, &case).await?,
        happenings,
        granted: granted(&mut tx, &case).await?,
        may_withdraw: case.application.state.may_be_withdrawn()
            && authorise::<WithdrawApplication>(actor, organisation).is_ok(),
        ended: store::applications::find_ended(&mut tx, id).await?,
        may_submit: authorise::<SubmitApplication>(actor, organisation).is_ok(),
        now: tx.now(),
        case,
        covering,
    }))
}

fn connection(plan: &Plan, owner: Option<&OwnerRequest>) -> Connection {
    let is_agreed = owner.is_some_and(|request| {
        request.state == OwnerRequestState::Agreed && differences(Some(request), plan).is_empty()
    });
    match plan {
        Plan::Own(_) if is_agreed => Connection::Confirmed,
        Plan::Own(_) => Connection::Recorded,
        Plan::Missing(_) | Plan::Joint | Plan::Ended(_) | Plan::NotTheirs(_) | Plan::Ask(..) => {
            Connection::ToCome
        }
    }
}

/// What is beside the certificate, once there is one.
async fn granted(tx: &mut ReadTx, case: &Case) -> Result<Option<Private>, StoreError> {
    if case.application.state != ApplicationState::Certified {
        return Ok(None);
    }
    let id = case.application.id;
    Ok(Some(Private {
        conditions: store::grant_conditions::list_granted(tx, id).await?,
        reference: Some(case.application.reference.clone()),
        agreement: store::owner_requests::find_of_certified(tx, id).await?,
    }))
}

async fn open_clarification(
    tx: &mut ReadTx,
    case: &Case,
) -> Result<Option<ClarificationId>, StoreError> {
    let requests = store::clarifications::list(tx, case.application.id).await?;
    let open = requests
        .into_iter()
        .find(store::clarifications::Clarification::is_open);
    Ok(open.map(|request| request.id))
}

/// What a supplier reads about an event; nothing for what is of no use to them.
fn happening(entry: Entry) -> Option<Happening> {
    let signed = signed_in_words(&entry);
    let is_signed = signed.is_some();
    Some(Happening {
        title: signed.or_else(|| title(&entry))?,
        at: entry.at,
        // Who uploaded the page of a signature is in the words.
        by: entry.by_name.filter(|_| !is_signed),
    })
}

/// The same, in words.
fn title(entry: &Entry) -> Option<String> {
    let kind = Kind::ALL
        .iter()
        .find(|known| known.as_str() == entry.kind)?;
    if let Some(words) = unusable_in_words(entry) {
        return Some(words.to_owned());
    }
    if *kind == Kind::AgreementWithdrawn {
        return Some(over_in_words(entry));
    }
    if *kind == Kind::ConnectionAssessmentRecorded {
        let state = ConnectionState::parse(entry.details.get("state")?)?;
        let title = assessment_title(state);
        let day = entry.details.get("on").and_then(|day| parse_iso(day));
        // It is recorded when somebody gets to it; what counts is the day that they give.
        return Some(day.map_or_else(
            || title.to_owned(),
            |day| format!("{title}, on {}", when::date(day)),
        ));
    }
    known_title(*kind).map(str::to_owned)
}

fn assessment_title(state: ConnectionState) -> &'static str {
    match state {
        ConnectionState::Received => "The PSN team has your Code of Connection (CoCo)",
        ConnectionState::UnderAssessment => {
            "The PSN team began to assess your Code of Connection (CoCo)"
        }
        ConnectionState::Refused => "The connection certificate was refused",
        ConnectionState::Issued => "The connection certificate was issued",
    }
}

fn known_title(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::ApplicationStarted => "Application started",
        Kind::RenewalStarted => "Renewal started",
        Kind::OwnerAsked => "Request sent to the owner of the infrastructure",
        Kind::OwnerRequestCancelled => "Request to the owner of the infrastructure cancelled",
        Kind::AgreementKept => "The owner of the infrastructure keeps its agreement after all",
        Kind::OwnerAnswered => "The owner of the infrastructure answered",
        Kind::SignatureAsked => "Request sent to the signatory",
        Kind::SignatureRequestCancelled => "Request to the signatory cancelled",
        Kind::SignatureVoided => "Signature void because an answer changed",
        Kind::CommitmentsSigned => "Commitment statement signed",
        Kind::SignedPageAccepted => "The PSN team found the signed page right",
        Kind::SignatureDeclined => "The signatory said that they cannot sign",
        Kind::EnquiryAsked => "The PSN team was asked about a question",
        Kind::EnquiryAnswered => "The PSN team replied to a question",
        Kind::ApplicationWithdrawn => "Application withdrawn",
        Kind::DraftDeleted => "Application deleted",
        Kind::DraftRestored => "Application brought back",
        Kind::ApplicationSubmitted => "Application submitted to the PSN team",
        Kind::ReviewBegan => "The PSN team began the review",
        Kind::InfrastructureConfirmed => "The PSN team checked the infrastructure’s certificate",
        Kind::ClarificationAsked => "The PSN team asked for more. The clock was paused",
        Kind::ClarificationAnswered => "Reply sent to the PSN team. The clock runs again",
        Kind::DecisionRecommended => "The review ended. A second person decides",
        Kind::DecisionReturned => "The second person asked the reviewer to look again",
        Kind::DecisionApproved => "Decision made",
        Kind::CertificateIssued => "Certificate issued",
        _ => return None,
    })
}
