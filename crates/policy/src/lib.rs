//! Who may do what. The whole rule set is on one screen per noun.
//!
//! *Who* is answered here; *when* is the state's question (crate `domain`). A
//! [`Permit`] or [`TeamPermit`] can only be made here, and what changes data asks
//! for one.

pub mod actor;
pub mod organisation;
pub mod team;

pub use actor::{Actor, Confirmed, Membership};
pub use organisation::{OrganisationAction, Permit, authorise};
pub use team::{TeamAction, TeamPermit, authorise_team, is_offered_team};

/// Why an action was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The thing is another organisation's: for this person it does not exist.
    #[error("not visible to this person")]
    Hidden,
    /// Visible, but this person may not do this.
    #[error("not allowed for this person")]
    Forbidden,
    /// Allowed, once they show again that it is them.
    #[error("this person has to confirm who they are")]
    Unconfirmed,
    /// Allowed, once they have set up a second factor.
    #[error("this person has to set up a second factor")]
    SecondFactorMissing,
}

/// One line of the permissions table: an action and the roles that may take it.
#[derive(Debug)]
pub struct Row {
    /// The action's name.
    pub action: &'static str,
    /// The names of the roles that may.
    pub roles: Vec<&'static str>,
    /// Whether the person has to have shown who they are within the last 15 minutes.
    pub needs_confirmation: bool,
}

/// The permissions table, for people to read and sign.
pub fn table() -> Vec<Row> {
    let mut rows = organisation::rows();
    rows.extend(team::rows());
    rows
}

/// Proof that somebody may do what they do: a permit of an organisation or of the team.
pub trait Proof: sealed::Sealed {}

mod sealed {
    /// Only this crate makes proofs.
    pub trait Sealed {}
    impl<A> Sealed for crate::Permit<A> {}
    impl<A> Sealed for crate::TeamPermit<A> {}
}

impl<A> Proof for Permit<A> {}
impl<A> Proof for TeamPermit<A> {}
