//! The notice `registration_corrected`.

use crate::notice::notice;

notice! {
    /// Tells the administrators of an organisation, and the member who asked for it, that the PSN team
    /// corrected its registration.
    RegistrationCorrected, "registration_corrected", "registration_corrected/subject.txt", "registration_corrected/body.txt" {
        /// The organisation.
        organisation: name,
        /// Its kind and number before.
        before: fact,
        /// Its kind and number now.
        after: fact,
        /// Who asked for it.
        person: name,
        /// When, such as `4:12pm on 22 November 2026`.
        done_at: fact,
        /// The organisation's page.
        link: link,
    }
}
