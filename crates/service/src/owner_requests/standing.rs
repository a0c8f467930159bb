//! Answering a request by the owner's standing agreement.

use super::plan::Plan;
use crate::applications::Case;
use crate::links::tell;
use domain::owner_request::{Hosting, OwnerRequest, OwnerRequestState};
use domain::when;
use store::standing_agreements::StandingAgreement;
use store::{ReadTx, StoreError, WriteTx};

/// The standing agreement that answers at once what can be asked now, if one does. Who took back their
/// agreement to this service is asked about it, whatever they agreed to in general.
pub(super) async fn at_once(
    tx: &mut ReadTx,
    case: &Case,
    plan: &Plan,
    latest: Option<&OwnerRequest>,
) -> Result<Option<StandingAgreement>, StoreError> {
    match plan {
        Plan::Ask(hosting, _) if latest.is_none_or(|latest| latest.withdrawal.is_none()) => {
            standing(tx, case, hosting).await
        }
        _ => Ok(None),
    }
}

/// The standing agreement of the owner that answers this request: for this supplier, on this entry of
/// the register under this certificate, in time, and with additional infrastructure only where its
/// owner said so. The database compares the same (`access.stands`).
async fn standing(
    tx: &mut ReadTx,
    case: &Case,
    hosting: &Hosting,
) -> Result<Option<StandingAgreement>, StoreError> {
    let Some(infrastructure) = hosting.infrastructure else {
        return Ok(None);
    };
    let supplier = case.application.organisation;
    let found = store::standing_agreements::find_live(tx, infrastructure, supplier).await?;
    let today = when::uk_date(tx.now());
    Ok(found.filter(|standing| {
        standing.until >= today
            && standing
                .certificate_number
                .eq_ignore_ascii_case(&hosting.certificate_number)
            && (standing.covers_additional || hosting.additional_infrastructure.is_empty())
    }))
}

/// Answers a request with a standing agreement.
pub(super) fn answer_by(request: &mut OwnerRequest, standing: &StandingAgreement) {
    request.state = OwnerRequestState::Agreed;
    request.standing = Some(standing.id);
    request.answered_at = Some(request.sent_at);
    request.answered_name = Some(standing.agreed_by_name.clone());
    request.answered_job_title = Some(standing.agreed_job_title.clone());
    request.expires_at = request.sent_at;
}

/// M20 to the supplier, and the owner's note of what was answered for it.
pub(super) async fn tell_of_standing(
    tx: &mut WriteTx,
    request: &OwnerRequest,
    standing: &StandingAgreement,
    public_url: &str,
) -> Result<(), StoreError> {
    let hosting = &request.hosting;
    let agreed = mail::OwnerAgreed {
        owner: hosting.owner_name.clone(),
        infrastructure: hosting.infrastructure_name.clone(),
        service: hosting.service_name.clone(),
        until: String::new(),
        is_standing: true,
        link: format!("{public_url}/applications/{}", request.reference),
    };
    tell(tx, &request.asker.name, &request.asker.email, &agreed).await?;
    let used = mail::StandingUsed {
        supplier: hosting.supplier_name.clone(),
        service: hosting.service_name.clone(),
        infrastructure: hosting.infrastructure_name.clone(),
        until: when::date(standing.until),
        link: format!(
            "{public_url}/organisations/{}/infrastructure/{}",
            standing.owner, standing.infrastructure
        ),
    };
    let (name, email) = (&standing.agreed_by_name, &standing.agreed_by_email);
    tell(tx, name, email, &used).await
}
