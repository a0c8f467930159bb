//! A request to an owner as its table has it.

use super::host_services;
use crate::Result;
use crate::error::named;
use domain::id::{
    ApplicationId, InfrastructureId, OrganisationId, OwnerRequestId, StandingAgreementId, UserId,
};
use domain::owner_request::{Asker, Contact, Hosting, OwnerRequest, OwnerRequestState, Withdrawal};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) application_id: Uuid,
    pub(super) state: String,
    pub(super) is_own: bool,
    pub(super) reference: String,
    pub(super) supplier_name: String,
    pub(super) service_name: String,
    pub(super) description_for_users: String,
    pub(super) additional_infrastructure: String,
    pub(super) host_services: Vec<String>,
    pub(super) infrastructure_id: Option<Uuid>,
    pub(super) infrastructure_name: String,
    pub(super) owner_name: String,
    pub(super) certificate_number: String,
    pub(super) certificate_valid_to: Date,
    pub(super) contact_name: String,
    pub(super) contact_job_title: String,
    pub(super) contact_email: String,
    pub(super) requested_by: Uuid,
    pub(super) requested_by_name: String,
    pub(super) requested_by_email: String,
    pub(super) sent_at: OffsetDateTime,
    pub(super) expires_at: OffsetDateTime,
    pub(super) opened_at: Option<OffsetDateTime>,
    pub(super) answered_at: Option<OffsetDateTime>,
    pub(super) answered_name: Option<String>,
    pub(super) answered_job_title: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) cancelled_at: Option<OffsetDateTime>,
    pub(super) standing_agreement_id: Option<Uuid>,
    pub(super) withdrawn_at: Option<OffsetDateTime>,
    pub(super) withdrawn_from: Option<Date>,
    pub(super) withdrawn_by_name: Option<String>,
    pub(super) withdrawn_reason: Option<String>,
    pub(super) agreed_until: Option<Date>,
    pub(super) ending_told_at: Option<OffsetDateTime>,
}

impl Row {
    /// The request as it stands on this day.
    pub(super) fn into_request(self, today: Date) -> Result<OwnerRequest> {
        let request = OwnerRequest {
            id: OwnerRequestId(self.id),
            organisation: OrganisationId(self.organisation_id),
            application: ApplicationId(self.application_id),
            state: named(
                "owner_requests",
                "state",
                OwnerRequestState::parse(&self.state),
            )?,
            is_own: self.is_own,
            reference: self.reference,
            hosting: Hosting {
                supplier_name: self.supplier_name,
                service_name: self.service_name,
                description_for_users: self.description_for_users,
                additional_infrastructure: self.additional_infrastructure,
                host_services: host_services(&self.host_services)?,
                infrastructure: self.infrastructure_id.map(InfrastructureId),
                infrastructure_name: self.infrastructure_name,
                owner_name: self.owner_name,
                certificate_number: self.certificate_number,
                certificate_valid_to: self.certificate_valid_to,
            },
            contact: Contact {
                name: self.contact_name,
                job_title: self.contact_job_title,
                email: self.contact_email,
            },
            asker: Asker {
                id: UserId(self.requested_by),
                name: self.requested_by_name,
                email: self.requested_by_email,
            },
            sent_at: self.sent_at,
            expires_at: self.expires_at,
            opened_at: self.opened_at,
            answered_at: self.answered_at,
            answered_name: self.answered_name,
            answered_job_title: self.answered_job_title,
            reason: self.reason,
            cancelled_at: self.cancelled_at,
            standing: self.standing_agreement_id.map(StandingAgreementId),
            // Nobody took back what was agreed until a day that is over.
            withdrawal: match (
                self.withdrawn_at,
                self.withdrawn_from,
                self.withdrawn_by_name,
            ) {
                (Some(at), Some(from), Some(by_name)) => Some(Withdrawal {
                    at,
                    from,
                    by_name,
                    reason: self.withdrawn_reason.unwrap_or_default(),
                }),
                _ => None,
            },
            agreed_until: self.agreed_until,
            is_ending: self.ending_told_at.is_some(),
        };
        Ok(request.on(today))
    }
}
