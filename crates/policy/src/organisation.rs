//! What the members of an organisation may do.

use crate::{Actor, Denied, Row};
use domain::id::{OrganisationId, UserId};
use domain::role::OrganisationRole;
use std::marker::PhantomData;

/// Something that a member of an organisation may be allowed to do.
pub trait OrganisationAction {
    /// The action's name, as in the permissions table.
    const NAME: &'static str;
    /// The least role that may.
    const LEAST: OrganisationRole;
    /// Whether the person has to have shown who they are within the last 15 minutes.
    const NEEDS_CONFIRMATION: bool;
}

/// Proof that this person may take action `A` for this organisation.
#[derive(Debug)]
pub struct Permit<A> {
    user: UserId,
    organisation: OrganisationId,
    action: PhantomData<A>,
}

impl<A> Permit<A> {
    /// Who may.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// For which organisation.
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }
}

/// May this person take action `A` for this organisation?
pub fn authorise<A: OrganisationAction>(
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<Permit<A>, Denied> {
    let role = actor
        .role_in(organisation)
        .ok_or_else(|| actor.why_hidden())?;
    if !role.includes(A::LEAST) {
        return Err(Denied::Forbidden);
    }
    if A::NEEDS_CONFIRMATION {
        actor.confirmed()?;
    }
    Ok(Permit {
        user: actor.user,
        organisation,
        action: PhantomData,
    })
}

macro_rules! actions {
    (@confirmation) => { false };
    (@confirmation confirmed) => { true };
    ($($(#[$meta:meta])* $name:ident: $least:ident $($confirmed:ident)?),+ $(,)?) => {
        $($(#[$meta])* #[derive(Debug)] pub struct $name;
        impl OrganisationAction for $name {
            const NAME: &'static str = stringify!($name);
            const LEAST: OrganisationRole = OrganisationRole::$least;
            const NEEDS_CONFIRMATION: bool = actions!(@confirmation $($confirmed)?);
        })+

        /// The rows of the permissions table.
        pub fn rows() -> Vec<Row> {
            vec![$(Row {
                action: $name::NAME,
                roles: OrganisationRole::ALL
                    .iter()
                    .filter(|role| role.includes($name::LEAST))
                    .map(|role| role.as_str())
                    .collect(),
                needs_confirmation: $name::NEEDS_CONFIRMATION,
            }),+]
        }
    };
}

actions! {
    /// Read the organisation's pages, its applications and its certificates.
    ReadOrganisation: Viewer,
    /// Invite, change and remove people.
    ManagePeople: Administrator,
    /// Change its name and its address.
    ChangeOrganisation: Administrator confirmed,
    /// Let in people who ask to join, or refuse them.
    HandleJoinRequests: Administrator,
    /// Say every quarter who keeps their access.
    ReviewAccess: Administrator,
    /// Read what happened in the organisation.
    ReadActivity: Administrator,
    /// Take away a copy of an application.
    ExportApplication: Viewer confirmed,
    /// Start an application.
    StartApplication: Editor,
    /// Answer questions and mark sections complete.
    AnswerQuestions: Editor,
    /// Say which colleague does which task.
    AssignTasks: Editor,
    /// Add, describe, replace and remove documents.
    ManageDocuments: Editor,
    /// Send to the infrastructure owner, or cancel.
    AskOwner: Editor,
    /// Say which services run on the infrastructure that the organisation holds.
    AnswerForInfrastructure: Editor,
    /// Publish what the infrastructure that the organisation holds covers, and what remains.
    PublishResponsibilities: Editor,
    /// Agree to every service of a supplier on the infrastructure that the organisation holds.
    AgreeStanding: Administrator confirmed,
    /// Take back an agreement to services on the infrastructure that the organisation holds.
    WithdrawAgreement: Administrator,
    /// Send to the signatory, or cancel.
    AskSignatory: Editor,
    /// Submit to the PSN team.
    SubmitApplication: Editor,
    /// Delete a draft, and bring it back.
    DeleteDraft: Administrator,
    /// Withdraw an application that is with the PSN team.
    WithdrawApplication: Administrator,
    /// Ask the PSN team about a question of the form.
    AskTeam: Editor,
    /// Reply to a request for clarification.
    ReplyToClarification: Editor,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Membership;
    use domain::assurance::Assurance;
    use domain::credential::Credential;

    #[test]
    fn another_organisations_thing_is_hidden_and_a_viewer_is_forbidden() {
        let organisation = OrganisationId::new();
        let actor = Actor {
            user: UserId::new(),
            name: "A Person".into(),
            email: "a@b.example".into(),
            credential: Credential::ANONYMOUS,
            memberships: vec![Membership {
                organisation,
                organisation_name: "Org".into(),
                role: OrganisationRole::Viewer,
            }],
            team_role: None,
            assurance: Assurance::Password,
            is_confirmed: true,
            lacks_second_factor: false,
        };
        assert!(authorise::<ReadOrganisation>(&actor, organisation).is_ok());
        assert_eq!(
            authorise::<AnswerQuestions>(&actor, organisation).map(|_| ()),
            Err(Denied::Forbidden)
        );
        assert_eq!(
            authorise::<ReadOrganisation>(&actor, OrganisationId::new()).map(|_| ()),
            Err(Denied::Hidden)
        );
    }

    #[test]
    fn a_signatory_on_record_may_do_what_a_viewer_may_and_an_administrator_everything() {
        for row in rows() {
            let may = |role: OrganisationRole| row.roles.contains(&role.as_str());
            let (signatory, viewer) = (OrganisationRole::Signatory, OrganisationRole::Viewer);
            assert_eq!(may(signatory), may(viewer), "{}", row.action);
            assert!(may(OrganisationRole::Administrator), "{}", row.action);
        }
    }
}
