//! What the PSN team may do.

use crate::{Actor, Denied, Row};
use domain::id::UserId;
use domain::role::TeamRole;
use std::marker::PhantomData;

/// Something that a member of the PSN team may be allowed to do.
pub trait TeamAction {
    /// The action's name, as in the permissions table.
    const NAME: &'static str;
    /// The roles that may.
    const ROLES: &'static [TeamRole];
}

/// Proof that this person may take team action `A`.
#[derive(Debug)]
pub struct TeamPermit<A> {
    user: UserId,
    action: PhantomData<A>,
}

impl<A> TeamPermit<A> {
    /// Who may.
    pub fn user(&self) -> UserId {
        self.user
    }
}

/// May this person take team action `A`? To people outside the team its pages
/// do not exist.
pub fn authorise_team<A: TeamAction>(actor: &Actor) -> Result<TeamPermit<A>, Denied> {
    let role = actor.team_role.ok_or(Denied::Hidden)?;
    if A::ROLES.contains(&role) {
        Ok(TeamPermit {
            user: actor.user,
            action: PhantomData,
        })
    } else {
        Err(Denied::Forbidden)
    }
}

macro_rules! actions {
    ($($(#[$meta:meta])* $name:ident: [$($role:ident),+]),+ $(,)?) => {
        $($(#[$meta])* #[derive(Debug)] pub struct $name;
        impl TeamAction for $name {
            const NAME: &'static str = stringify!($name);
            const ROLES: &'static [TeamRole] = &[$(TeamRole::$role),+];
        })+

        /// The rows of the permissions table.
        pub(crate) fn rows() -> Vec<Row> {
            vec![$(Row {
                action: $name::NAME,
                roles: $name::ROLES.iter().map(|role| role.as_str()).collect(),
            }),+]
        }
    };
}

actions! {
    /// Read the queue and the cases.
    ReadCases: [Assessor, Lead, ServiceAdministrator, Auditor],
    /// Begin a review, judge answers, write notes.
    ReviewCase: [Assessor, Lead],
    /// Check a connection certificate and confirm it for the register.
    ConfirmInfrastructure: [Assessor, Lead, ServiceAdministrator],
    /// Ask the supplier for clarification.
    AskClarification: [Assessor, Lead],
    /// Recommend a decision.
    RecommendDecision: [Assessor, Lead],
    /// Decide on somebody else's recommendation.
    DecideCase: [Lead],
    /// Issue a certificate.
    IssueCertificate: [Lead],
}
