//! The notice that goes with M7 when waiting does not help any more.

use crate::notice::notice;

notice! {
    /// Tells a user that nobody can sign in with their password from a new browser any more, after
    /// 100 wrong ones in a row.
    NewPasswordNeeded, "new_password_needed", "new_password_needed/subject.txt", "new_password_needed/body.txt" {
        /// The page where a password reset is asked for.
        link: link,
    }
}
