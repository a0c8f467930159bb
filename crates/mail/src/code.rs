//! The notice M24.

use crate::notice::notice;

notice! {
    /// M24: carries the one-time code that a signatory or owner asked for. The last line binds the
    /// code to the service's host, so that browsers offer it nowhere else.
    Code, "code", "code/subject.txt", "code/body.txt" {
        /// The code, such as `482913`.
        code: code,
        /// When the code stops working, such as `4:27pm on 21 November 2026`.
        code_ends: fact,
        /// The host name of the service, such as `psn.example.gov.uk`.
        host: fact,
    }
}
