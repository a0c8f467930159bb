//! A password somebody wants to use, and what is known about the person.

use std::fmt;

/// A password to check, with everything that it must differ from. Empty texts are ignored.
#[derive(Clone, Copy, Default)]
pub struct Candidate<'a> {
    /// The password as typed; `Policy::check` normalises it.
    pub password: &'a str,
    /// The user name, usually an e-mail address.
    pub username: &'a str,
    /// The person's full name.
    pub name: &'a str,
    /// The name of the organisation they act for.
    pub organisation: &'a str,
    /// More words that a stranger would try first, such as the name of the service.
    pub context_words: &'a [&'a str],
}

impl fmt::Debug for Candidate<'_> {
    /// Shows neither the password nor the person, so that a candidate cannot reach a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Candidate").finish_non_exhaustive()
    }
}
