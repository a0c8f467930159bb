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
    /// Whether the person has to have shown who they are within the last 15 minutes.
    const NEEDS_CONFIRMATION: bool;
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
    let role = actor.team_role.ok_or_else(|| actor.why_hidden())?;
    if !A::ROLES.contains(&role) {
        return Err(Denied::Forbidden);
    }
    if A::NEEDS_CONFIRMATION {
        actor.confirmed()?;
    }
    Ok(TeamPermit {
        user: actor.user,
        action: PhantomData,
    })
}

/// Whether team action `A` is for people in this person's role. They may still have to show
/// who they are before they take it; pages offer it all the same.
pub fn is_offered_team<A: TeamAction>(actor: &Actor) -> bool {
    actor.team_role.is_some_and(|role| A::ROLES.contains(&role))
}

macro_rules! actions {
    (@confirmation) => { false };
    (@confirmation confirmed) => { true };
    ($($(#[$meta:meta])* $name:ident: [$($role:ident),+] $($confirmed:ident)?),+ $(,)?) => {
        $($(#[$meta])* #[derive(Debug)] pub struct $name;
        impl TeamAction for $name {
            const NAME: &'static str = stringify!($name);
            const ROLES: &'static [TeamRole] = &[$(TeamRole::$role),+];
            const NEEDS_CONFIRMATION: bool = actions!(@confirmation $($confirmed)?);
        })+

        /// The rows of the permissions table.
        pub fn rows() -> Vec<Row> {
            vec![$(Row {
                action: $name::NAME,
                roles: $name::ROLES.iter().map(|role| role.as_str()).collect(),
                needs_confirmation: $name::NEEDS_CONFIRMATION,
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
    /// Record how the Code of Connection stands that is assessed beside a service.
    RecordConnection: [Assessor, Lead, ServiceAdministrator],
    /// Say which organisation with an account holds an infrastructure of the register.
    NameHolder: [Lead, ServiceAdministrator] confirmed,
    /// Record that the connection certificate of an infrastructure ends early.
    EndConnection: [Lead, ServiceAdministrator] confirmed,
    /// Ask the supplier for clarification.
    AskClarification: [Assessor, Lead],
    /// Reply to what suppliers ask about questions of the form.
    AnswerEnquiry: [Assessor, Lead, ServiceAdministrator],
    /// Compare a page that was signed in ink with what was asked.
    CheckInk: [Assessor, Lead],
    /// Recommend a decision.
    RecommendDecision: [Assessor, Lead],
    /// Decide on somebody else's recommendation.
    DecideCase: [Lead] confirmed,
    /// Issue a certificate.
    IssueCertificate: [Lead] confirmed,
    /// Invite people to the team, change their role, leave and last day, archive them.
    ManageTeam: [ServiceAdministrator] confirmed,
    /// Read what is proposed and was done to suppliers' accounts.
    ReadSupport: [Lead, ServiceAdministrator, Auditor],
    /// Propose something to be done to a supplier's account.
    ProposeSupport: [Lead, ServiceAdministrator] confirmed,
    /// Decide on what another person proposed.
    DecideSupport: [Lead, ServiceAdministrator] confirmed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auditor_reads_and_does_nothing_else() {
        for row in rows() {
            let may = row.roles.contains(&TeamRole::Auditor.as_str());
            assert!(!may || row.action.starts_with("Read"), "{}", row.action);
        }
    }
}
