//! How messages leave: by SMTP, or into a mailbox in memory.

use crate::{Address, Mailbox, Message, SmtpRelay, SmtpUrlError, wire};

/// A way to deliver messages. Copies share connections and mailbox.
#[derive(Debug, Clone)]
pub enum Transport {
    /// To a mail server.
    Smtp(SmtpRelay),
    /// Kept here, for the demonstration and for tests.
    Memory(Mailbox),
}

/// Why a message was not delivered.
#[derive(thiserror::Error, Debug, Clone, PartialEq, Eq)]
pub enum DeliveryError {
    /// Try again later.
    #[error("not delivered yet: {0}")]
    Temporary(String),
    /// Trying again won't help: the address or the message is refused.
    #[error("refused: {0}")]
    Permanent(String),
}

impl Transport {
    /// The mail server of `PSN_SMTP_URL`. Connects with the first message.
    pub fn smtp(url: &str) -> Result<Self, SmtpUrlError> {
        SmtpRelay::parse(url).map(Self::Smtp)
    }

    /// Delivers one message. `message_id` is `left@right` without angle brackets;
    /// the same for each attempt, so that a message delivered twice shows once.
    pub async fn deliver(
        &self,
        from: &Address,
        reply_to: Option<&Address>,
        message_id: &str,
        message: &Message,
    ) -> Result<(), DeliveryError> {
        let wired = wire::wire(from, reply_to, message_id, message)?;
        match self {
            Self::Smtp(relay) => relay.send(wired).await,
            Self::Memory(mailbox) => mailbox
                .keep(message_id, message)
                .map_err(|error| DeliveryError::Temporary(error.to_string())),
        }
    }
}
