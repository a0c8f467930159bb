//! Judgements, recommendations and decisions of the PSN team.

named_values! {
    /// An assessor's judgement on one answer or section.
    pub enum Verdict {
        /// Meets the standard.
        Meets = "meets",
        /// Meets it with an accepted explanation.
        MeetsWithExplanation = "meets_with_explanation",
        /// Does not meet it.
        NotMet = "not_met",
        /// The supplier has to be asked.
        Ask = "ask",
    }
}

impl Verdict {
    /// The judgement as a label of the form.
    pub fn label(self) -> &'static str {
        match self {
            Self::Meets => "Meets the standard",
            Self::MeetsWithExplanation => "Meets it with an accepted explanation",
            Self::NotMet => "Does not meet it",
            Self::Ask => "Ask the supplier",
        }
    }

    /// The judgement in lists.
    pub fn title(self) -> &'static str {
        match self {
            Self::Meets => "Meets",
            Self::MeetsWithExplanation => "Meets with explanation",
            Self::NotMet => "Not met",
            Self::Ask => "Asked",
        }
    }

    /// True when the form must ask for text.
    pub fn needs_note(self) -> bool {
        matches!(self, Self::NotMet | Self::Ask)
    }
}

named_values! {
    /// What an assessor recommends.
    pub enum Recommendation {
        /// Grant the certificate.
        Grant = "grant",
        /// Do not grant it.
        Refuse = "refuse",
    }
}

impl Recommendation {
    /// The recommendation as a label.
    pub fn title(self) -> &'static str {
        match self {
            Self::Grant => "Grant the certificate",
            Self::Refuse => "Do not grant the certificate",
        }
    }
}
