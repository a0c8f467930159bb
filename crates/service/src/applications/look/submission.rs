//! Whether the application can be submitted, and what is missing where it can't.

use super::{Look, said};
use crate::applications::Standing;
use domain::application::ApplicationState;

impl Look<'_> {
    pub(super) fn standing_of_submission(&self) -> (Standing, Option<String>) {
        match self.form.state() {
            ApplicationState::Draft => {}
            ApplicationState::Deleted => {
                return said(
                    Standing::CannotStart,
                    "The application is deleted".to_owned(),
                );
            }
            _ => return (Standing::Completed, None),
        }
        let missing = self.missing();
        let note = match missing.as_slice() {
            [] => return (Standing::NotStarted, None),
            [one] => format!("The {one} is missing"),
            [first @ .., last] => {
                format!("The {} and the {last} are missing", first.join(", the "))
            }
        };
        said(Standing::CannotStart, note)
    }

    /// What has to be there before the application can be submitted, and is not.
    fn missing(&self) -> Vec<&'static str> {
        let is_signed = self.standing_of_signature().0 == Standing::Completed;
        let has_agreement =
            !self.needs_agreement() || self.standing_of_agreement().0 == Standing::Completed;
        [
            (!is_signed, "signature"),
            (!has_agreement, "agreement of the infrastructure owner"),
            (
                self.has_open_terms(),
                "final version of the terms with the owner",
            ),
            (
                self.lacks_code_of_connection(),
                "Code of Connection (CoCo) among your documents",
            ),
        ]
        .into_iter()
        .filter_map(|(is_missing, what)| is_missing.then_some(what))
        .collect()
    }
}
