//! Who is acting.

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
    /// The role in the PSN team, if any.
    pub team_role: Option<TeamRole>,
}

impl Actor {
    /// The role in an organisation, if the person belongs to it.
    pub fn role_in(&self, organisation: OrganisationId) -> Option<OrganisationRole> {
        self.memberships
            .iter()
            .find(|m| m.organisation == organisation)
            .map(|m| m.role)
    }
}
