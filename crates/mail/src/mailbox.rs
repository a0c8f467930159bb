//! A mailbox in memory: the mail that would have been sent.

use std::{
    collections::VecDeque,
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::clock::Clock;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{Address, Message};

/// A message that was kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxEntry {
    /// The message id it was delivered with.
    pub id: String,
    /// Whom it went to.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// When it was delivered, by the service's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub sent_at: OffsetDateTime,
}

impl fmt::Debug for MailboxEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailboxEntry")
            .field("subject", &self.subject)
            .field("sent_at", &self.sent_at)
            .finish_non_exhaustive()
    }
}

/// A mailbox that keeps the latest messages. Copies are the same mailbox.
#[derive(Clone)]
pub struct Mailbox {
    shelf: Arc<Mutex<Shelf>>,
    clock: Clock,
}

struct Shelf {
    /// Newest first.
    entries: VecDeque<MailboxEntry>,
    capacity: usize,
    file: Option<PathBuf>,
    /// Lines in the file, overtaken ones included.
    lines: usize,
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailbox({} messages)", self.shelf().entries.len())
    }
}

impl Mailbox {
    /// An empty mailbox for at most so many messages; the oldest make room.
    pub fn new(capacity: usize, clock: Clock) -> Self {
        let shelf = Shelf {
            entries: VecDeque::new(),
            capacity: capacity.max(1),
            file: None,
            lines: 0,
        };
        Self {
            shelf: Arc::new(Mutex::new(shelf)),
            clock,
        }
    }

    /// A mailbox kept in a file of JSON lines, which may be missing yet. Lines
    /// that can't be read are passed over (a crash can leave half a line).
    pub fn open(path: &Path, capacity: usize, clock: Clock) -> io::Result<Self> {
        let mailbox = Self::new(capacity, clock);
        let content = match fs::read_to_string(path) {
            Ok(content) => content,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        {
            let mut shelf = mailbox.shelf();
            for line in content.lines() {
                if let Ok(entry) = serde_json::from_str(line) {
                    shelf.put(entry);
                }
            }
            shelf.file = Some(path.to_owned());
            shelf.rewrite()?;
        }
        Ok(mailbox)
    }

    /// Keeps a message. One with an id that is already there takes its place.
    pub(crate) fn keep(&self, id: &str, message: &Message) -> io::Result<()> {
        let entry = MailboxEntry {
            id: id.to_owned(),
            to: message.to.as_str().to_owned(),
            subject: message.subject.clone(),
            text: message.text.clone(),
            html: message.html.clone(),
            sent_at: self.clock.now(),
        };
        let mut shelf = self.shelf();
        shelf.append(&entry)?;
        shelf.put(entry);
        if shelf.lines > shelf.capacity * 2 {
            shelf.rewrite()
        } else {
            Ok(())
        }
    }

    /// The messages, newest first.
    pub fn entries(&self) -> Vec<MailboxEntry> {
        self.shelf().entries.iter().cloned().collect()
    }

    /// The messages to one address, newest first.
    pub fn entries_to(&self, address: &Address) -> Vec<MailboxEntry> {
        let shelf = self.shelf();
        shelf
            .entries
            .iter()
            .filter(|entry| entry.to == address.as_str())
            .cloned()
            .collect()
    }

    /// The message with this id.
    pub fn find(&self, id: &str) -> Option<MailboxEntry> {
        self.shelf()
            .entries
            .iter()
            .find(|entry| entry.id == id)
            .cloned()
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn put(&mut self, entry: MailboxEntry) {
        self.entries.retain(|known| known.id != entry.id);
        self.entries.push_front(entry);
        self.entries.truncate(self.capacity);
    }

    fn append(&mut self, entry: &MailboxEntry) -> io::Result<()> {
        let Some(path) = &self.file else {
            return Ok(());
        };
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        private_file(path, true)?.write_all(&line)?;
        self.lines += 1;
        Ok(())
    }

    /// Writes the file anew, oldest first, with what the mailbox still holds.
    fn rewrite(&mut self) -> io::Result<()> {
        let Some(path) = &self.file else {
            return Ok(());
        };
        let mut content = Vec::new();
        for entry in self.entries.iter().rev() {
            serde_json::to_writer(&mut content, entry)?;
            content.push(b'\n');
        }
        let fresh = path.with_extension("new");
        private_file(&fresh, false)?.write_all(&content)?;
        fs::rename(&fresh, path)?;
        self.lines = self.entries.len();
        Ok(())
    }
}

/// A file that only its owner may read: messages hold one-time links.
fn private_file(path: &Path, is_appended: bool) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.create(true).append(is_appended);
    if !is_appended {
        options.write(true).truncate(true);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests;
