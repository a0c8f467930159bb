//! Organisations: their kinds decide which registration number is asked.

named_values! {
    /// The kind of an organisation. Central government departments and local
    /// authorities are never asked for a registration number (PSN guidance,
    /// "Cover page").
    pub enum OrganisationKind {
        /// A company or a limited liability partnership.
        Company = "company",
        /// A charity.
        Charity = "charity",
        /// A central government department.
        CentralGovernment = "central_government",
        /// A local authority.
        LocalAuthority = "local_authority",
        /// Another public body.
        PublicBody = "public_body",
        /// Any other organisation, in the UK or overseas.
        Other = "other",
    }
}

impl OrganisationKind {
    /// The kind's name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Company => "Company or limited liability partnership (LLP)",
            Self::Charity => "Charity",
            Self::CentralGovernment => "Central government department",
            Self::LocalAuthority => "Local authority",
            Self::PublicBody => "Another public body",
            Self::Other => "Other",
        }
    }
}
