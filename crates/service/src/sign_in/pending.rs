//! Somebody between the password and the second factor.

use super::{Known, Rehashed};
use crate::session_key::SessionKey;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::UserId;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long somebody has for their second factor.
const LIFETIME: Duration = Duration::minutes(10);

/// Somebody who knows the password and is not signed in yet.
pub struct Pending {
    /// What checking the password found.
    pub known: Known,
    /// Where they want to go; empty for nowhere in particular.
    pub next: String,
    /// When they showed the password.
    pub since: OffsetDateTime,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    user: Uuid,
    seen_at: OffsetDateTime,
    rehashed: Option<(String, OffsetDateTime)>,
    next: String,
    since: OffsetDateTime,
}

impl Pending {
    /// As text for the session's values, which no one but the service reads or makes.
    ///
    /// # Errors
    /// None in practice: everything in it can be written.
    pub fn seal(&self, key: &SessionKey) -> Result<String, serde_json::Error> {
        let rehashed = self.known.rehashed.as_ref();
        let kept = serde_json::to_vec(&Kept {
            user: self.known.user.0,
            seen_at: self.known.seen_at,
            rehashed: rehashed.map(|rehashed| (rehashed.hash.clone(), rehashed.seen_at)),
            next: self.next.clone(),
            since: self.since,
        })?;
        Ok(URL_SAFE_NO_PAD.encode(key.sealer("pending").seal(b"sign-in", &kept)))
    }

    /// Reads what [`Pending::seal`] made; nothing when the time for the second factor is over.
    pub fn open(key: &SessionKey, sealed: &str, now: OffsetDateTime) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let kept = key.sealer("pending").open(b"sign-in", &sealed).ok()?;
        let kept: Kept = serde_json::from_slice(&kept).ok()?;
        let rehashed = kept.rehashed;
        (now - kept.since <= LIFETIME).then_some(Self {
            known: Known {
                user: UserId(kept.user),
                seen_at: kept.seen_at,
                rehashed: rehashed.map(|(hash, seen_at)| Rehashed { hash, seen_at }),
            },
            next: kept.next,
            since: kept.since,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_counts_for_ten_minutes() {
        let key = SessionKey::new(&[7; 32]);
        let user = UserId::new();
        let since = OffsetDateTime::UNIX_EPOCH;
        let rehashed = Some(Rehashed {
            hash: "hash".to_owned(),
            seen_at: since,
        });
        let pending = Pending {
            known: Known {
                user,
                seen_at: since,
                rehashed,
            },
            next: "/home".to_owned(),
            since,
        };
        let sealed = pending.seal(&key).unwrap();
        assert!(!sealed.contains("hash"));
        let opened = Pending::open(&key, &sealed, since + LIFETIME).unwrap();
        assert_eq!((opened.known.user, opened.next.as_str()), (user, "/home"));
        assert!(Pending::open(&key, &sealed, since + LIFETIME + Duration::SECOND).is_none());
        assert!(Pending::open(&SessionKey::new(&[8; 32]), &sealed, since).is_none());
    }
}
