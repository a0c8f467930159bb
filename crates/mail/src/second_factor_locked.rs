//! The notice that goes with M7 for the second factor.

use crate::notice::notice;

notice! {
    /// Tells a user that no codes are taken for a while after too many wrong ones: somebody may know
    /// their password.
    SecondFactorLocked, "second_factor_locked", "second_factor_locked/subject.txt", "second_factor_locked/body.txt" {
        /// When it ends by itself, such as `4:30pm`.
        locked_until: fact,
        /// The page where a password reset is asked for.
        link: link,
    }
}
