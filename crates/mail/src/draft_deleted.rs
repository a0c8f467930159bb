//! The notice that tells of a deleted draft.

use crate::notice::notice;

notice! {
    /// Tells colleagues that a draft was deleted, and until when it can be brought back.
    DraftDeleted, "draft_deleted", "draft_deleted/subject.txt", "draft_deleted/body.txt" {
        /// Whether we deleted it because nobody worked on it.
        is_quiet: flag,
        /// Who deleted it; empty when we did.
        person: name,
        /// The name of the service.
        service: service,
        /// The reference of the application.
        reference: fact,
        /// The day on which it is erased.
        erase_on: fact,
        /// The page that brings it back.
        link: link,
    }
}
