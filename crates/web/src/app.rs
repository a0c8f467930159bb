//! What every page can reach.

use crate::arriving::Uploads;
use crate::layers::assets::Addresses;
use domain::clock::Clock;
use domain::network::Range;
use govuk::Brand;
use mail::Mailbox;
use service::documents::Files;
use service::factors::{Checking, Passkeys};
use service::passwords::Hasher;
use service::reviews::Office;
use service::session_key::SessionKey;
use std::ops::Deref;
use std::sync::Arc;
use store::{Gate, Store};

/// What every page can reach. Cheap to clone: each layer and each handler of a request has its own.
#[derive(Clone)]
pub struct App(Arc<Shared>);

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What an [`App`] holds once, however often it is cloned.
#[derive(Clone)]
pub struct Shared {
    /// The database.
    pub store: Store,
    /// The way in: the database as the one role that may sign people in.
    pub gate: Gate,
    /// The clock.
    pub clock: Clock,
    /// Hashes and checks passwords, a bounded number at once.
    pub passwords: Hasher,
    /// Where people reach the service, without a slash at the end.
    pub public_url: String,
    /// How the pages look.
    pub brand: Brand,
    /// The PSN team's mailbox, for notices and the help page.
    pub team_email: String,
    /// Signs certificates; none where the key is missing, and then none can be issued.
    pub certificate_key: Arc<certificates::SigningKey>,
    /// The keys that certificates are checked with, retired ones included.
    pub keys: Arc<certificates::KeySet>,
    /// Set in the demonstration only.
    pub demonstration: Option<Demonstration>,
    /// Keys the tokens of forms and the codes of links.
    pub session_key: SessionKey,
    /// Asks for passkeys; none where browsers have none for the address of the service.
    pub(crate) passkeys: Option<Arc<Passkeys>>,
    /// Where uploaded files are kept and who scans them.
    pub files: Files,
    /// Proxies whose word about where a request came from is taken.
    pub(crate) trusted_proxies: Arc<[Range]>,
    /// Files that arrive now.
    pub(crate) uploads: Uploads,
    /// Addresses of styles and icons.
    pub(crate) assets: Arc<Addresses>,
}

/// What only the demonstration has.
#[derive(Clone)]
pub struct Demonstration {
    /// The mail that would have been sent.
    pub mailbox: Mailbox,
}

/// What [`App::new`] is made from.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The way in: the database as the one role that may sign people in.
    pub gate: Gate,
    /// The clock.
    pub clock: Clock,
    /// Hashes and checks passwords.
    pub passwords: Hasher,
    /// Where people reach the service.
    pub public_url: String,
    /// How the pages look.
    pub brand: Brand,
    /// The PSN team's mailbox.
    pub team_email: String,
    /// Signs certificates.
    pub certificate_key: certificates::SigningKey,
    /// The keys that certificates are checked with.
    pub keys: certificates::KeySet,
    /// Set in the demonstration only.
    pub demonstration: Option<Demonstration>,
    /// Keys the tokens of forms.
    pub session_key: SessionKey,
    /// Where uploaded files are kept and who scans them.
    pub files: Files,
    /// Proxies whose word about where a request came from is taken.
    pub trusted_proxies: Vec<Range>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let public_url = parts.public_url.trim_end_matches('/');
        Self(Arc::new(Shared {
            passkeys: Passkeys::of(public_url).map(Arc::new),
            public_url: public_url.to_owned(),
            store: parts.store,
            gate: parts.gate,
            clock: parts.clock,
            passwords: parts.passwords,
            brand: parts.brand,
            team_email: parts.team_email,
            certificate_key: Arc::new(parts.certificate_key),
            keys: Arc::new(parts.keys),
            demonstration: parts.demonstration,
            session_key: parts.session_key,
            files: parts.files,
            trusted_proxies: parts.trusted_proxies.into(),
            uploads: Uploads::default(),
            assets: Arc::new(Addresses::of(parts.brand)),
        }))
    }

    /// The same with other connections to the database.
    #[must_use]
    pub fn with_database(&self, store: Store, gate: Gate) -> Self {
        Self(Arc::new(Shared {
            store,
            gate,
            ..Shared::clone(self)
        }))
    }

    /// Where letters lead and the PSN team is reached.
    pub fn office(&self) -> Office<'_> {
        Office {
            public_url: &self.public_url,
            team_email: &self.team_email,
        }
    }

    /// What checking a code of a second factor needs.
    pub fn checking(&self) -> Checking<'_> {
        Checking {
            gate: &self.gate,
            key: &self.session_key,
            clock: &self.clock,
            public_url: &self.public_url,
        }
    }

    /// The full address of a path of ours.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// True when people reach the service over https, so that cookies must be secure.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
