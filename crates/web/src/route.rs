//! Every address of the service, with who may use it.

use crate::App;
use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};
use domain::role::{OrganisationRole, TeamRole};

/// Who an address is for. The handler enforces it; the access test walks the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// The holder of an e-mailed link.
    Link,
    /// Anybody who is signed in.
    SignedIn,
    /// Members of the organisation with at least this role.
    Organisation(OrganisationRole),
    /// The PSN team, in one of these roles.
    Team(&'static [TeamRole]),
    /// Nobody outside the demonstration.
    Demonstration,
}

/// The team's readers.
pub const TEAM_READERS: Access = Access::Team(&[
    TeamRole::Assessor,
    TeamRole::Lead,
    TeamRole::ServiceAdministrator,
    TeamRole::Auditor,
]);
/// The team's assessors and leads.
pub const TEAM_ASSESSORS: Access = Access::Team(&[TeamRole::Assessor, TeamRole::Lead]);
/// The team's leads.
pub const TEAM_LEADS: Access = Access::Team(&[TeamRole::Lead]);

/// One address and method.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    pub(crate) handler: MethodRouter<App>,
}

impl Route {
    pub(crate) fn get<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self {
            method: "GET",
            path,
            access,
            handler: get(handler),
        }
    }

    pub(crate) fn post<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self {
            method: "POST",
            path,
            access,
            handler: post(handler),
        }
    }
}

/// Every address, feature by feature.
pub fn routes() -> Vec<Route> {
    [
        crate::health::routes(),
        crate::accounts::routes(),
        crate::factors::routes(),
        crate::passkeys::routes(),
        crate::organisations::routes(),
        crate::access_reviews::routes(),
        crate::public_pages::routes(),
        crate::home::routes(),
        crate::applications::routes(),
        crate::downloads::routes(),
        crate::other_policies::routes(),
        crate::imports::routes(),
        crate::documents::routes(),
        crate::owner_requests::routes(),
        crate::owner::routes(),
        crate::hosting::routes(),
        crate::signature::routes(),
        crate::sign::routes(),
        crate::submission::routes(),
        crate::clarifications::routes(),
        crate::team::routes(),
        crate::team_people::routes(),
        crate::support_actions::routes(),
        crate::certificates::routes(),
        crate::register::routes(),
        crate::demonstration::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
