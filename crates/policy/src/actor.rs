//! Who is acting.

use crate::Denied;
use domain::assurance::Assurance;
use domain::credential::Credential;
use domain::id::{OrganisationId, UserId};
use domain::role::{OrganisationRole, TeamRole};

/// A person's place in one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name, to show which one is active.
    pub organisation_name: String,
    /// The role in it.
    pub role: OrganisationRole,
}

/// A signed-in person with everything that decides what they may do.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account.
    pub user: UserId,
    /// The person's full name.
    pub name: String,
    /// The e-mail address they sign in with.
    pub email: String,
    /// The digest of the session's token: the context of the database.
    pub credential: Credential,
    /// The organisations, by name.
    pub memberships: Vec<Membership>,
    /// The role in the PSN team, if any; none while a second factor is missing.
    pub team_role: Option<TeamRole>,
    /// How they proved who they are.
    pub assurance: Assurance,
    /// Whether they proved it within the last 15 minutes.
    pub is_confirmed: bool,
    /// Whether the team or an organisation of theirs requires a second factor that this
    /// session was begun without: until there is one, nothing of it is seen.
    pub lacks_second_factor: bool,
}

/// Proof that somebody showed a moment ago that it is them.
#[derive(Debug, Clone, Copy)]
pub struct Confirmed(());

impl Actor {
    /// Proof that this person showed who they are within the last 15 minutes.
    ///
    /// # Errors
    /// [`Denied::Unconfirmed`] when that is longer ago: they have to show it again.
    pub fn confirmed(&self) -> Result<Confirmed, Denied> {
        if self.is_confirmed {
            Ok(Confirmed(()))
        } else {
            Err(Denied::Unconfirmed)
        }
    }

    /// The name of one of the person's organisations; empty for others.
    pub fn organisation_name(&self, organisation: OrganisationId) -> &str {
        self.memberships
            .iter()
            .find(|m| m.organisation == organisation)
            .map_or("", |m| m.organisation_name.as_str())
    }

    /// Why nothing is seen: it is not theirs, or not while they lack a second factor.
    pub(crate) fn why_hidden(&self) -> Denied {
        if self.lacks_second_factor {
            Denied::SecondFactorMissing
        } else {
            Denied::Hidden
        }
    }

    /// The role in an organisation, if the person belongs to it.
    pub fn role_in(&self, organisation: OrganisationId) -> Option<OrganisationRole> {
        self.memberships
            .iter()
            .find(|m| m.organisation == organisation)
            .map(|m| m.role)
    }
}
