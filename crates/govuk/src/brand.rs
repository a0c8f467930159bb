//! Whose pages these look like.

/// Whose pages these look like. The crown, GDS Transport and the GOV.UK header are only for services
/// on a gov.uk host (<https://design-system.service.gov.uk/styles/typeface/>).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Brand {
    /// A plain header and a system typeface.
    #[default]
    Generic,
    /// GOV.UK.
    Govuk,
}

impl Brand {
    /// Whether it is GOV.UK.
    pub fn is_govuk(self) -> bool {
        self == Self::Govuk
    }

    /// What the brand adds at the end of a page title.
    pub fn title_suffix(self) -> &'static str {
        match self {
            Self::Generic => "",
            Self::Govuk => " – GOV.UK",
        }
    }
}
