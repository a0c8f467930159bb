//! The notice M60.

use crate::notice::notice;

notice! {
    /// M60: tells the supplier that a page that was signed in ink is no signature.
    SignedPageRefused, "signed_page_refused", "signed_page_refused/subject.txt", "signed_page_refused/body.txt" {
        /// The name of the service that is applied for.
        service: name,
        /// Why, in a sentence.
        why: fact,
        /// The page that says what to do.
        link: link,
    }
}
