//! The notice that tells that a deleted draft is back.

use crate::notice::notice;

notice! {
    /// Tells colleagues that a draft which was deleted was brought back.
    DraftRestored, "draft_restored", "draft_restored/subject.txt", "draft_restored/body.txt" {
        /// Who brought it back.
        person: name,
        /// The name of the service.
        service: service,
        /// The reference of the application.
        reference: fact,
        /// When it was brought back.
        restored_at: fact,
        /// The application.
        link: link,
    }
}
