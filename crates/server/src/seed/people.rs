//! The people of the demonstration at work: signed in while they act, and out again later.

use super::SeedError;
use super::calendar::Calendar;
use domain::assurance::Assurance;
use domain::id::UserId;
use policy::Actor;
use service::sign_in;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::sessions::{Device, SessionStore, credential_of};
use store::{Gate, Store};
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore as _;
use tower_sessions::session::{Id, Record};

/// How long somebody goes on with a session: less than the idle time of any.
const SESSION: Duration = Duration::minutes(20);

struct SignedIn {
    id: Id,
    since: OffsetDateTime,
    actor: Actor,
}

/// The people by their keys, and who is signed in.
pub struct People {
    sessions: SessionStore,
    store: Store,
    calendar: Calendar,
    users: HashMap<&'static str, UserId>,
    signed_in: Mutex<HashMap<&'static str, SignedIn>>,
}

impl People {
    /// These people, nobody signed in.
    pub fn new(
        store: Store,
        gate: Gate,
        calendar: Calendar,
        users: HashMap<&'static str, UserId>,
    ) -> Self {
        Self {
            sessions: SessionStore(gate),
            store,
            calendar,
            users,
            signed_in: Mutex::default(),
        }
    }

    /// A person, signed in.
    ///
    /// # Errors
    /// When nobody has this key, or the database refuses.
    pub async fn acting(&self, key: &'static str) -> Result<Actor, SeedError> {
        let now = self.calendar.now();
        if let Some(known) = self.known(key, now) {
            return Ok(known);
        }
        let user = self.users.get(key).ok_or(SeedError::Nobody(key))?;
        let mut record = Record {
            id: Id::default(),
            data: HashMap::new(),
            expiry_date: now + SESSION,
        };
        self.sessions
            .create(&mut record)
            .await
            .map_err(SeedError::step("sign in", key))?;
        let (credential, device) = (credential_of(record.id), Device::default());
        let assurance = Assurance::SecondFactor;
        let gate = &self.sessions.0;
        sign_in::begin(gate, "", credential, *user, assurance, device, None).await?;
        let actor = self.store.actor(credential).await?;
        let actor = actor.ok_or(SeedError::Nobody(key))?;
        let signed_in = SignedIn {
            id: record.id,
            since: now,
            actor: actor.clone(),
        };
        let before = self.lock().insert(key, signed_in);
        self.sign_out(before).await?;
        Ok(actor)
    }

    /// Whoever has done nothing for a while goes home.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sign_out_idle(&self) -> Result<(), SeedError> {
        let now = self.calendar.now();
        let is_idle = |_: &&'static str, session: &mut SignedIn| now - session.since >= SESSION;
        let idle: Vec<_> = self.lock().extract_if(is_idle).collect();
        for (_, session) in idle {
            self.sign_out(Some(session)).await?;
        }
        Ok(())
    }

    /// Everybody goes home.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sign_out_all(&self) -> Result<(), SeedError> {
        let everybody = std::mem::take(&mut *self.lock());
        for session in everybody.into_values() {
            self.sign_out(Some(session)).await?;
        }
        Ok(())
    }

    async fn sign_out(&self, session: Option<SignedIn>) -> Result<(), SeedError> {
        if let Some(session) = session {
            self.sessions
                .delete(&session.id)
                .await
                .map_err(SeedError::step("sign out", "everybody"))?;
        }
        Ok(())
    }

    fn known(&self, key: &'static str, now: OffsetDateTime) -> Option<Actor> {
        let signed_in = self.lock();
        let session = signed_in.get(key)?;
        (now - session.since < SESSION).then(|| session.actor.clone())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<&'static str, SignedIn>> {
        self.signed_in
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
