//! What an infrastructure owner is asked, and what came of it.
//!
//! "We will not issue a PSN compliance certificate for any service until we
//! have the agreement of the infrastructure owner" (PSN guidance, "Name of
//! PSN-compliant infrastructure").

mod hosting;

pub use hosting::{AGREED_TO_SOMETHING_ELSE, Covered, Hosting};

use crate::id::{ApplicationId, OrganisationId, OwnerRequestId, StandingAgreementId, UserId};
use time::{Date, Duration, OffsetDateTime};

named_values! {
    /// Where a request to an infrastructure owner stands.
    pub enum OwnerRequestState {
        /// Sent; not opened yet.
        Sent = "sent",
        /// The owner has entered the e-mailed code.
        Opened = "opened",
        /// The owner agrees.
        Agreed = "agreed",
        /// The owner does not agree.
        Declined = "declined",
        /// The owner asks something first.
        Asked = "asked",
        /// Cancelled by the supplier, or replaced because what was asked about changed.
        Cancelled = "cancelled",
        /// The owner agreed, and took that back or had agreed until a day that is over.
        Withdrawn = "withdrawn",
    }
}

impl OwnerRequestState {
    /// True while the owner may still answer.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Opened)
    }

    /// The state in the supplier's words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sent => "Sent",
            Self::Opened => "Opened",
            Self::Agreed => "Agreed",
            Self::Declined => "Not agreed",
            Self::Asked => "Has a question",
            Self::Cancelled => "Cancelled",
            Self::Withdrawn => "Taken back",
        }
    }
}

named_values! {
    /// Whose infrastructure a service runs on.
    pub enum Whose {
        /// The supplier's own.
        Ours = "ours",
        /// Another organisation's.
        Another = "another",
        /// The supplier's own, whose connection certificate is applied for at the same time.
        Both = "both",
    }
}

/// A request to an infrastructure owner, frozen as it was sent, with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerRequest {
    /// Identifier.
    pub id: OwnerRequestId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// Where it stands.
    pub state: OwnerRequestState,
    /// True when the supplier owns the infrastructure and confirmed that itself.
    pub is_own: bool,
    /// The application's reference, as shown.
    pub reference: String,
    /// What is asked.
    pub hosting: Hosting,
    /// Who is asked.
    pub contact: Contact,
    /// Who asked.
    pub asker: Asker,
    /// When it was sent.
    pub sent_at: OffsetDateTime,
    /// When its link stops working.
    pub expires_at: OffsetDateTime,
    /// When the owner entered the e-mailed code.
    pub opened_at: Option<OffsetDateTime>,
    /// When the owner answered.
    pub answered_at: Option<OffsetDateTime>,
    /// Who answered, as typed.
    pub answered_name: Option<String>,
    /// That person's job title, as typed.
    pub answered_job_title: Option<String>,
    /// Why not, or what the owner asks.
    pub reason: Option<String>,
    /// When it was cancelled.
    pub cancelled_at: Option<OffsetDateTime>,
    /// The standing agreement that answered it; none when a person did.
    pub standing: Option<StandingAgreementId>,
    /// That the owner took the agreement back, or takes it back from a day that is to come, if so; none
    /// when its last day was over.
    pub withdrawal: Option<Withdrawal>,
    /// The last day of the agreement, if its owner set one; else it holds until it is taken back or the
    /// certificate of the infrastructure ends.
    pub agreed_until: Option<Date>,
    /// Whether people were told that this day is near.
    pub is_ending: bool,
}

impl OwnerRequest {
    /// How its owner takes an agreement back that still counts: from a day that is to come.
    pub fn notice(&self) -> Option<&Withdrawal> {
        let notice = self.withdrawal.as_ref();
        notice.filter(|_| self.state == OwnerRequestState::Agreed)
    }

    /// The last day on which an agreement counts, if there is one: until which it was given, or the day
    /// before the one from which it is taken back.
    pub fn counts_until(&self) -> Option<Date> {
        let before = self.notice().and_then(|notice| notice.from.previous_day());
        [self.agreed_until, before].into_iter().flatten().min()
    }

    /// The same as it stands on this day: an agreement whose last day is over has ended, whether or not
    /// that was noted.
    #[must_use]
    pub fn on(mut self, today: Date) -> Self {
        let is_agreed = self.state == OwnerRequestState::Agreed;
        if is_agreed && self.counts_until().is_some_and(|day| day < today) {
            self.state = OwnerRequestState::Withdrawn;
        }
        self
    }

    /// True when its owner was shown another description for users than there is now. An agreement holds
    /// all the same. Nobody is shown it for a standing agreement, or for infrastructure of the supplier's own.
    pub fn was_shown_another_description(&self, now: &Hosting) -> bool {
        let is_shown = !self.is_own && self.standing.is_none();
        is_shown && self.hosting.description_for_users != now.description_for_users
    }

    /// True when it is an agreement until a day that is near, or one that is taken back.
    pub fn ends_soon(&self) -> bool {
        self.state == OwnerRequestState::Agreed && (self.is_ending || self.withdrawal.is_some())
    }

    /// The last day of an agreement that nobody took back: it ended with that day, as agreed.
    pub fn ended_on(&self) -> Option<Date> {
        let has_ended = self.state == OwnerRequestState::Withdrawn && self.withdrawal.is_none();
        self.agreed_until.filter(|_| has_ended)
    }
}

/// How an owner took an agreement back, or takes it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// When.
    pub at: OffsetDateTime,
    /// From which day the service is no longer to run there.
    pub from: Date,
    /// Who.
    pub by_name: String,
    /// Why, in the owner's words.
    pub reason: String,
}

/// What an owner wrote on the request before, and what the supplier answers to it on this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The owner's words.
    pub to: String,
    /// Whether the owner asked something first (`Asked`) or did not agree (`Declined`).
    pub to_state: OwnerRequestState,
    /// The supplier's answer.
    pub words: String,
}

/// A person without an account who is asked for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// Job title.
    pub job_title: String,
    /// E-mail address.
    pub email: String,
}

/// The member of the supplier who asked, and is told what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// The account.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// How long the link to an owner or a signatory works.
pub const LINK_LIFETIME: Duration = Duration::days(14);
