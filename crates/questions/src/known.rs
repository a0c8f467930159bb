//! What rules may look at beside the answers: the service knows it, the form does not ask it.

use std::collections::BTreeMap;

use crate::answers::Answers;

/// What is known from outside, by name. A rule about something that is not known does not apply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    values: BTreeMap<String, Vec<String>>,
    earlier: Option<Answers>,
}

impl Known {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// With something that has one value; days as `YYYY-MM-DD`.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<String>) -> Self {
        self.with_all(name, [value.into()])
    }

    /// With something that has any number of values.
    #[must_use]
    pub fn with_all(mut self, name: &str, values: impl IntoIterator<Item = String>) -> Self {
        self.values
            .insert(name.to_owned(), values.into_iter().collect());
        self
    }

    /// With the answers that were given for the same service the last time.
    #[must_use]
    pub fn with_earlier(mut self, answers: Answers) -> Self {
        self.earlier = Some(answers);
        self
    }

    pub(crate) fn values(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn earlier(&self) -> Option<&Answers> {
        self.earlier.as_ref()
    }
}
