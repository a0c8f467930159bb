//! The notice M5.

use crate::notice::notice;

notice! {
    /// M5: tells a user that their account was signed in to from a browser that is new.
    NewSignIn, "new_sign_in", "new_sign_in/subject.txt", "new_sign_in/body.txt" {
        /// When, such as `4:12pm on 21 November 2026`.
        signed_in_at: fact,
        /// The browser, such as `Firefox on Windows`.
        device: fact,
        /// The network, such as `203.0.113.*`.
        network: fact,
        /// The page of their sessions.
        link: link,
    }
}
