//! Roles: in an organisation, and in the PSN team.

named_values! {
    /// What a person may do in one organisation. Each includes those after it.
    pub enum OrganisationRole {
        /// Manages people and everything below.
        Administrator = "administrator",
        /// Fills in, sends and submits.
        Editor = "editor",
        /// The authorised signatory that the organisation has on record: reads, and is
        /// offered first when somebody has to sign. Signing itself needs no role: it is
        /// done by the link of the request.
        Signatory = "signatory",
        /// Reads.
        Viewer = "viewer",
    }
}

impl OrganisationRole {
    /// The role's name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Editor => "Editor",
            Self::Signatory => "Signatory on record",
            Self::Viewer => "Viewer",
        }
    }

    /// What the role means, in a line.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Administrator => "can do everything, and invites and removes people",
            Self::Editor => "can answer questions, send for signature and submit",
            Self::Signatory => {
                "can read everything, and is offered first when an application needs a signature"
            }
            Self::Viewer => "can read everything and change nothing",
        }
    }

    /// True when this role includes what `other` may do.
    pub fn includes(self, other: Self) -> bool {
        self <= other
    }
}

named_values! {
    /// What a person may do in the PSN team.
    pub enum TeamRole {
        /// Reviews, asks and recommends.
        Assessor = "assessor",
        /// Does what an assessor does, and decides and issues.
        Lead = "lead",
        /// Keeps infrastructure, people and settings right.
        ServiceAdministrator = "service_administrator",
        /// Reads everything and changes nothing.
        Auditor = "auditor",
    }
}

impl TeamRole {
    /// The role's name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Assessor => "Assessor",
            Self::Lead => "Lead",
            Self::ServiceAdministrator => "Service administrator",
            Self::Auditor => "Auditor",
        }
    }
}
