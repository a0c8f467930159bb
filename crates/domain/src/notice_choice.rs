//! Which e-mails somebody wants about work on applications.

/// Which e-mails somebody wants about what colleagues do and about documents that expire. Decisions,
/// requests of the PSN team and what concerns the security of an account are always told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoticeChoice {
    /// One for each event.
    #[default]
    Each,
    /// One in the morning about the day before.
    Daily,
    /// None.
    Nothing,
}

impl NoticeChoice {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Each, Self::Daily, Self::Nothing];

    /// As it is stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Daily => "daily",
            Self::Nothing => "none",
        }
    }

    /// Reads what [`Self::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == text)
    }
}
