//! The notice that documents expire soon or have expired.

use crate::notice::notice;

notice! {
    /// Tells who looks after an application that documents of it expire, without what they are called
    /// or say.
    DocumentsExpiring, "documents_expiring", "documents_expiring/subject.txt", "documents_expiring/body.txt" {
        /// How many documents.
        count: number,
        /// The name of the service when it is one; else empty.
        service: service,
        /// Whether the last day of all of them is over.
        is_over: flag,
        /// The last day of the one that expires first.
        first_on: fact,
        /// For each application and day how many expire.
        lines: names,
        /// Whether one of the applications can be changed now.
        can_change: flag,
        /// Whether one of them has a certificate.
        is_certified: flag,
        /// The documents of the application when it is one, else the home page.
        link: link,
    }
}
