//! The states of an application, and what may follow what.
//!
//! Who may act is the policy's question; when is answered here.

use crate::id::{ApplicationId, InfrastructureId, OrganisationId, UserId};
use crate::reference::ApplicationReference;
use time::{Date, OffsetDateTime};

/// One Code of Practice on its way from draft to decision. Its answers are kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Identifier.
    pub id: ApplicationId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The supplier's name.
    pub organisation_name: String,
    /// What people call it by.
    pub reference: ApplicationReference,
    /// The question set that it began with.
    pub set_id: String,
    /// The version of that set.
    pub set_version: String,
    /// SHA-256 of that set's files, in hexadecimal.
    pub set_hash: String,
    /// Where it stands.
    pub state: ApplicationState,
    /// The name of the service; empty until given.
    pub service_name: String,
    /// When it was started.
    pub created_at: OffsetDateTime,
    /// When it was submitted.
    pub submitted_at: Option<OffsetDateTime>,
    /// The date by which a decision is due.
    pub target_on: Option<Date>,
    /// Since when the clock is paused.
    pub paused_at: Option<OffsetDateTime>,
    /// The assessor.
    pub assigned_to: Option<UserId>,
    /// The assessor's name.
    pub assigned_name: Option<String>,
    /// The infrastructure of the register that it names, once submitted.
    pub infrastructure: Option<InfrastructureId>,
    /// When an answer was last saved.
    pub last_saved_at: Option<OffsetDateTime>,
    /// Who saved last.
    pub last_saved_by: Option<String>,
    /// Goes up with each change of state, so that a stale page is noticed.
    pub version: i32,
}

impl Application {
    /// Takes a step, or says that it does not fit.
    pub fn take(&mut self, step: Step) -> Result<(), OutOfOrder> {
        self.state = self.state.after(step)?;
        Ok(())
    }

    /// The service's name, or words for one that has none yet.
    pub fn service_title(&self) -> &str {
        service_title(&self.service_name)
    }
}

/// A service's name, or words for one that has none yet.
pub fn service_title(name: &str) -> &str {
    match name {
        "" => "Service without a name yet",
        name => name,
    }
}

named_values! {
    /// Where an application stands.
    pub enum ApplicationState {
        /// The supplier is filling it in.
        Draft = "draft",
        /// Sent to the PSN team; nobody has begun.
        Submitted = "submitted",
        /// An assessor is reviewing it.
        UnderReview = "under_review",
        /// The supplier has been asked for clarification; the clock is paused.
        AwaitingSupplier = "awaiting_supplier",
        /// An assessor has recommended; another person decides.
        Recommended = "recommended",
        /// Granted, and waiting for the certificate to be issued.
        Approved = "approved",
        /// Not granted.
        Refused = "refused",
        /// The certificate has been issued.
        Certified = "certified",
        /// The supplier took it back before it was decided.
        Withdrawn = "withdrawn",
        /// A draft that was deleted; it can be brought back for some time.
        Deleted = "deleted",
    }
}

/// What somebody wants to do with an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Submit to the PSN team.
    Submit,
    /// Begin the review.
    BeginReview,
    /// Ask the supplier.
    AskSupplier,
    /// Send the reply to a request for clarification.
    Reply,
    /// Recommend a decision.
    Recommend,
    /// Agree with the recommendation to grant.
    Approve,
    /// Agree with the recommendation not to grant.
    Refuse,
    /// Disagree with the recommendation.
    Return,
    /// Issue the certificate.
    Issue,
    /// Take it back from the PSN team.
    Withdraw,
    /// Delete the draft.
    Delete,
    /// Bring a deleted draft back.
    Restore,
}

/// The step does not fit where the application stands, usually because somebody
/// else moved it meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an application that is {from} can't take this step")]
pub struct OutOfOrder {
    /// Where the application stands.
    pub from: ApplicationState,
}

impl ApplicationState {
    /// The state after `step`, or that the step does not fit.
    pub fn after(self, step: Step) -> Result<Self, OutOfOrder> {
        use self::ApplicationState as S;
        match (self, step) {
            (S::Draft, Step::Submit) => Ok(S::Submitted),
            (S::Submitted, Step::BeginReview)
            | (S::AwaitingSupplier, Step::Reply)
            | (S::Recommended, Step::Return) => Ok(S::UnderReview),
            (S::UnderReview, Step::AskSupplier) => Ok(S::AwaitingSupplier),
            (S::UnderReview, Step::Recommend) => Ok(S::Recommended),
            (S::Recommended, Step::Approve) => Ok(S::Approved),
            (S::Recommended, Step::Refuse) => Ok(S::Refused),
            (S::Approved, Step::Issue) => Ok(S::Certified),
            (from, Step::Withdraw) if from.may_be_withdrawn() => Ok(S::Withdrawn),
            (S::Draft, Step::Delete) => Ok(S::Deleted),
            (S::Deleted, Step::Restore) => Ok(S::Draft),
            (from, _) => Err(OutOfOrder { from }),
        }
    }

    /// True while the supplier may change any answer.
    pub fn is_draft(self) -> bool {
        self == Self::Draft
    }

    /// True once the PSN team has got it, whatever came of that.
    pub fn is_submitted(self) -> bool {
        !matches!(self, Self::Draft | Self::Deleted)
    }

    /// True while the PSN team has it and has issued or refused nothing.
    pub fn may_be_withdrawn(self) -> bool {
        matches!(
            self,
            Self::Submitted
                | Self::UnderReview
                | Self::AwaitingSupplier
                | Self::Recommended
                | Self::Approved
        )
    }

    /// True while the owner of the infrastructure may be asked: until a certificate is issued or the
    /// application has ended. A certificate that is approved needs a live agreement still.
    pub fn may_ask_owner(self) -> bool {
        !self.is_closed() || self == Self::Approved
    }

    /// True once nothing is left to be decided: it is decided, withdrawn or deleted.
    pub fn is_closed(self) -> bool {
        self.is_decided() || matches!(self, Self::Withdrawn | Self::Deleted)
    }

    /// True once a decision has been made.
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Approved | Self::Refused | Self::Certified)
    }

    /// The state in the supplier's words.
    pub fn title_for_supplier(self) -> &'static str {
        match self {
            Self::Draft => "Not submitted yet",
            Self::Submitted => "Submitted",
            Self::UnderReview | Self::Recommended => "Being reviewed",
            Self::AwaitingSupplier => "We need more from you",
            Self::Approved => "Approved",
            Self::Refused => "Not granted",
            Self::Certified => "Certificate issued",
            Self::Withdrawn => "Withdrawn",
            Self::Deleted => "Deleted",
        }
    }

    /// The state in the team's words.
    pub fn title_for_team(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Submitted => "New",
            Self::UnderReview => "Under review",
            Self::AwaitingSupplier => "With supplier",
            Self::Recommended => "To approve",
            Self::Approved => "To issue",
            Self::Refused => "Not granted",
            Self::Certified => "Certified",
            Self::Withdrawn => "Withdrawn",
            Self::Deleted => "Deleted",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ApplicationState as S, *};

    #[test]
    fn only_the_steps_of_the_story_fit() {
        const STEPS: [Step; 12] = [
            Step::Submit,
            Step::BeginReview,
            Step::AskSupplier,
            Step::Reply,
            Step::Recommend,
            Step::Approve,
            Step::Refuse,
            Step::Return,
            Step::Issue,
            Step::Withdraw,
            Step::Delete,
            Step::Restore,
        ];
        let fitting = S::ALL
            .iter()
            .flat_map(|state| STEPS.iter().filter(|step| state.after(**step).is_ok()))
            .count();
        assert_eq!(fitting, 16);
        assert_eq!(
            S::Draft.after(Step::Issue),
            Err(OutOfOrder { from: S::Draft })
        );
        for decided in [S::Refused, S::Certified, S::Withdrawn] {
            assert!(STEPS.iter().all(|step| decided.after(*step).is_err()));
        }
    }
}
