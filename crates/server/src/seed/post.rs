//! The post of the demonstration while it is filled: letters are read for the links and codes
//! in them, and only those of the last days reach the mailbox that people look at.

use super::SeedError;
use super::calendar::Calendar;
use domain::credential::Token;
use mail::{Address, Mailbox, Message, Transport};
use std::sync::{Mutex, PoisonError};
use store::Store;
use store::outbox::Claimed;
use time::Duration;

/// How far back the mailbox reaches.
const KEPT: Duration = Duration::days(14);
/// Letters that are taken at once.
const BATCH: i64 = 200;
/// Letters that are remembered for the links and codes in them.
const REMEMBERED: usize = 100;

/// Takes letters out of the outbox as the worker would.
pub struct Post {
    worker: Store,
    mailbox: Option<Mailbox>,
    from: Address,
    host: String,
    calendar: Calendar,
    /// Newest last.
    letters: Mutex<Vec<Message>>,
}

impl Post {
    /// `worker` must be connected as the worker's role. Without a mailbox, recent letters
    /// stay in the outbox for the mail server.
    ///
    /// # Errors
    /// When `team` is no address.
    pub fn new(
        worker: Store,
        mailbox: Option<Mailbox>,
        team: &str,
        host: String,
        calendar: Calendar,
    ) -> Result<Self, SeedError> {
        let from = Address::parse(team).map_err(SeedError::step("write letters", "the team"))?;
        Ok(Self {
            worker,
            mailbox,
            from,
            host,
            calendar,
            letters: Mutex::default(),
        })
    }

    /// The service's host, which letters with codes name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Takes everything that waits.
    ///
    /// # Errors
    /// What the database or the mailbox says.
    pub async fn collect(&self) -> Result<(), SeedError> {
        loop {
            let claimed = self.worker.claim_mail(BATCH).await?;
            if claimed.is_empty() {
                return Ok(());
            }
            for letter in claimed {
                self.take(letter).await?;
            }
        }
    }

    async fn take(&self, claimed: Claimed) -> Result<(), SeedError> {
        let message = claimed
            .message
            .map_err(SeedError::step("read a letter", "the outbox"))?;
        let age = self.calendar.real_now() - self.calendar.now();
        match &self.mailbox {
            Some(mailbox) if age < KEPT => {
                let transport = Transport::Memory(mailbox.clone());
                let id = format!("{}@{}", claimed.id, self.host);
                transport
                    .deliver(&self.from, None, &id, &message)
                    .await
                    .map_err(SeedError::step("keep a letter", message.kind))?;
                self.worker.mail_delivered(claimed.id).await?;
            }
            None if age < KEPT => {
                let reason = "kept back while the demonstration was filled";
                self.worker
                    .mail_failed(claimed.id, reason, Some(age))
                    .await?;
            }
            // Nobody reads what is older, and no server should deliver it.
            _ => self.worker.mail_delivered(claimed.id).await?,
        }
        let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters.push(message);
        if letters.len() > REMEMBERED * 2 {
            letters.drain(..REMEMBERED);
        }
        Ok(())
    }

    /// The token of the link in the latest letter to somebody that names the service, such as
    /// the one after `/owner/`.
    pub fn link(&self, to: &str, service: &str, before: &str) -> Option<Token> {
        self.latest(to, |letter| {
            if !letter.text.contains(service) {
                return None;
            }
            let (_, rest) = letter.text.split_once(before)?;
            Token::parse(rest.get(..43)?)
        })
    }

    /// The code in the latest letter to somebody with one.
    pub fn code(&self, to: &str) -> Option<String> {
        self.latest(to, |letter| {
            let (_, rest) = letter.text.split_once("Your code is ")?;
            let digits = rest.chars().take_while(char::is_ascii_digit);
            Some(digits.collect::<String>()).filter(|code| !code.is_empty())
        })
    }

    fn latest<T>(&self, to: &str, read: impl Fn(&Message) -> Option<T>) -> Option<T> {
        let letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        let mut to_them = letters.iter().rev().filter(|l| l.to.as_str() == to);
        to_them.find_map(read)
    }
}
