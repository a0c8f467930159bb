//! Mail that was delivered.

use mail::MailboxEntry;
use std::net::SocketAddr;

/// Mail that was delivered, newest first.
pub struct Letters {
    entries: Vec<MailboxEntry>,
    origin: String,
}

impl Letters {
    pub(crate) fn new(entries: Vec<MailboxEntry>, address: SocketAddr) -> Self {
        Self {
            entries,
            origin: format!("http://{address}"),
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The subjects, newest first.
    pub fn subjects(&self) -> Vec<&str> {
        self.entries
            .iter()
            .map(|entry| entry.subject.as_str())
            .collect()
    }

    /// Every letter, newest first.
    pub fn all(&self) -> &[MailboxEntry] {
        &self.entries
    }

    /// The newest.
    #[track_caller]
    pub fn last(&self) -> &MailboxEntry {
        self.entries.first().expect("there is mail")
    }

    /// The path of the last link to the service in the newest letter that has one.
    #[track_caller]
    pub fn last_link(&self) -> String {
        let found = self.entries.iter().find_map(|entry| {
            entry
                .text
                .split_whitespace()
                .filter_map(|word| word.strip_prefix(self.origin.as_str()))
                .rfind(|path| path.len() > 1)
                .map(|path| path.trim_end_matches(['.', ',']).to_owned())
        });
        found.unwrap_or_else(|| panic!("no link in {:?}", self.subjects()))
    }

    /// The code of six digits in the newest letter that has one.
    #[track_caller]
    pub fn last_code(&self) -> String {
        let found = self.entries.iter().find_map(|entry| {
            let mut words = entry.text.split(|c: char| !c.is_alphanumeric());
            words
                .find(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()))
                .map(str::to_owned)
        });
        found.unwrap_or_else(|| panic!("no code in {:?}", self.subjects()))
    }
}
