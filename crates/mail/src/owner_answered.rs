//! The notice M22.

use crate::notice::notice;

notice! {
    /// M22: gives the infrastructure's owner a copy of their answer.
    OwnerAnswered, "owner_answered", "owner_answered/subject.txt", "owner_answered/body.txt" {
        /// The name of the supplier's organisation.
        supplier: name,
        /// The name of the service that is applied for.
        service: service,
        /// The name of the infrastructure.
        infrastructure: name,
        /// The answer in words, such as `Yes, it can be provided from our infrastructure`.
        answer: fact,
        /// When it was given, such as `4:12pm on 21 November 2026`.
        answered_at: fact,
        /// Whether the owner agreed, which it can take back.
        is_agreement: flag,
        /// Where the answer can be seen and withdrawn; may be empty.
        link: secret_link,
    }
}
