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

named_values! {
    /// Where an organisation is registered, as the team chooses it: register and kind in one.
    pub enum Registered {
        /// As a company.
        CompaniesHouse = "companies_house",
        /// As a charity in England and Wales.
        CharitiesEnglandAndWales = "charities_england_and_wales",
        /// As a charity in Scotland.
        CharitiesScotland = "charities_scotland",
        /// As a charity in Northern Ireland.
        CharitiesNorthernIreland = "charities_northern_ireland",
        /// In a register that is named.
        Other = "other",
        /// A public body, which may have a number.
        PublicBody = "public_body",
        /// A central government department, which has no number.
        CentralGovernment = "central_government",
        /// A local authority, which has no number.
        LocalAuthority = "local_authority",
    }
}

impl Registered {
    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::CompaniesHouse => "Companies House",
            Self::CharitiesEnglandAndWales => "Charities in England and Wales",
            Self::CharitiesScotland => "Charities in Scotland",
            Self::CharitiesNorthernIreland => "Charities in Northern Ireland",
            Self::Other => "Another register, in the UK or overseas",
            Self::PublicBody => "Another public body, with or without a number",
            Self::CentralGovernment => "A central government department, without a number",
            Self::LocalAuthority => "A local authority, without a number",
        }
    }

    /// The kind of such an organisation.
    pub fn kind(self) -> OrganisationKind {
        match self {
            Self::CompaniesHouse => OrganisationKind::Company,
            Self::CharitiesEnglandAndWales
            | Self::CharitiesScotland
            | Self::CharitiesNorthernIreland => OrganisationKind::Charity,
            Self::Other => OrganisationKind::Other,
            Self::PublicBody => OrganisationKind::PublicBody,
            Self::CentralGovernment => OrganisationKind::CentralGovernment,
            Self::LocalAuthority => OrganisationKind::LocalAuthority,
        }
    }
}
