//! Whether a password is in use for another account, without keeping what would tell whose
//! (docs/adr/0011).
//!
//! A password becomes a tag: argon2id with 64 MiB, then a keyed digest, of which 27 bits are kept.
//! The tags of all passwords lie in one table that knows nothing else. The keys come from the
//! pepper, which is not in the database. So few bits say "used" of about one in a thousand fresh
//! passwords when 131,072 are kept, so that the answer proves nothing about anybody.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use super::{HashingError, Pepper, hashing::normalised};
use crate::sealing::Sealer;
use crate::session_key::SessionKey;
use domain::id::UserId;

/// RFC 9106, second recommended option: 64 MiB of memory ...
const MEMORY_KIB: u32 = 64 * 1024;
/// ... three passes ...
const PASSES: u32 = 3;
/// ... but one lane, for one core.
const LANES: u32 = 1;

/// Bits of a tag: log2(131,072 passwords / (1/1024)).
pub const TAG_BITS: u32 = 27;

const TAG_BYTES: usize = 4;

/// What is kept of a password to recognise it when somebody else chooses it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag(i32);

impl Tag {
    /// As the database keeps it: at least 0, below 2^27.
    pub const fn number(self) -> i32 {
        self.0
    }
}

impl fmt::Debug for Tag {
    /// Shows nothing: with the key a tag helps to guess.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Tag").finish_non_exhaustive()
    }
}

/// The tags of one password: by the pepper of today, and by each retired one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tags {
    current: Tag,
    retired: Vec<Tag>,
}

impl Tags {
    /// The tag to keep.
    pub const fn current(&self) -> Tag {
        self.current
    }

    /// The tags that an earlier use of the password may have left.
    pub fn all(&self) -> Vec<Tag> {
        let retired = self.retired.iter().copied();
        std::iter::once(self.current).chain(retired).collect()
    }
}

/// Makes tags, and closes the lists of an account's own tags, with keys from one pepper.
pub(super) struct Index {
    salt: [u8; 32],
    key: SessionKey,
    sealer: Sealer,
    pepper_id: [u8; 6],
}

impl Index {
    pub(super) fn new(pepper: &Pepper) -> Self {
        let root = SessionKey::new(pepper.secret());
        Self {
            salt: root.digest("password index salt", &[]),
            key: SessionKey::new(&*Zeroizing::new(root.digest("password index key", &[]))),
            sealer: root.sealer("password tags of an account"),
            pepper_id: *pepper.id(),
        }
    }

    fn tag(&self, password: &str) -> Result<Tag, HashingError> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32));
        let params = params.map_err(|_| HashingError::Failed)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut slow = Zeroizing::new([0; 32]);
        let password = normalised(password);
        argon
            .hash_password_into(password.as_bytes(), &self.salt, &mut *slow)
            .map_err(|_| HashingError::Failed)?;
        Ok(self.short(&slow))
    }

    /// The first bits of the keyed digest.
    fn short(&self, slow: &[u8; 32]) -> Tag {
        let digest = self.key.digest("password tag", &[slow]);
        let [first, second, third, fourth, ..] = digest;
        let number = u32::from_be_bytes([first, second, third, fourth]) >> (u32::BITS - TAG_BITS);
        Tag(number.cast_signed())
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Index").finish_non_exhaustive()
    }
}

/// The indexes of the pepper of today and of the retired ones.
#[derive(Debug)]
pub(super) struct Indexes {
    pub(super) current: Index,
    pub(super) retired: Vec<Index>,
}

impl Indexes {
    pub(super) fn tags(&self, password: &str) -> Result<Tags, HashingError> {
        let retired: Result<Vec<Tag>, _> = self
            .retired
            .iter()
            .map(|index| index.tag(password))
            .collect();
        Ok(Tags {
            current: self.current.tag(password)?,
            retired: retired?,
        })
    }

    /// Closes the tags of an account's own passwords: the pepper's name, then the sealed list.
    pub(super) fn seal(&self, user: UserId, own: &[Tag]) -> Vec<u8> {
        let numbers: Vec<u8> = own.iter().flat_map(|tag| tag.0.to_be_bytes()).collect();
        let sealed = self.current.sealer.seal(user.0.as_bytes(), &numbers);
        [self.current.pepper_id.as_slice(), &sealed].concat()
    }

    /// The tags of an account's own passwords. None can be read when their pepper is gone.
    pub(super) fn open(&self, user: UserId, sealed: &[u8]) -> Option<Vec<Tag>> {
        let (pepper_id, sealed) = sealed.split_first_chunk::<6>()?;
        let indexes = std::iter::once(&self.current).chain(&self.retired);
        let mut indexes = indexes.filter(|index| index.pepper_id == *pepper_id);
        let open = indexes
            .next()?
            .sealer
            .open(user.0.as_bytes(), sealed)
            .ok()?;
        let numbers = open.as_chunks::<TAG_BYTES>().0.iter();
        Some(
            numbers
                .map(|bytes| Tag(i32::from_be_bytes(*bytes)))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn indexes(current: u8, retired: &[u8]) -> Indexes {
        let index = |byte: &u8| Index::new(&Pepper::try_new(vec![*byte; 32]).unwrap());
        Indexes {
            current: index(&current),
            retired: retired.iter().map(index).collect(),
        }
    }

    #[test]
    fn a_password_has_one_tag_for_each_pepper_however_it_is_typed() {
        let before = indexes(1, &[]).tags("cafe\u{301} 47").unwrap();
        assert_eq!(indexes(1, &[]).tags("caf\u{e9} 47").unwrap(), before);
        assert_ne!(indexes(1, &[]).tags("caf\u{e9} 48").unwrap(), before);
        let after = indexes(2, &[1]).tags("caf\u{e9} 47").unwrap();
        assert_ne!(after.current(), before.current());
        assert_eq!(after.all(), [after.current(), before.current()]);
        assert!((0..1 << TAG_BITS).contains(&before.current().number()));
        assert_eq!(
            format!("{before:?}"),
            "Tags { current: Tag(..), retired: [] }"
        );
    }

    #[test]
    fn about_one_fresh_password_in_a_thousand_is_taken_for_a_used_one() {
        let index = Index::new(&Pepper::try_new(vec![1; 32]).unwrap());
        // The slow hash of a fresh password is 32 bytes that nobody can tell from random ones.
        let slow = |number: u32| {
            let mut slow = [0; 32];
            slow[..4].copy_from_slice(&number.to_be_bytes());
            slow
        };
        let kept: HashSet<Tag> = (0..1 << 17)
            .map(|number| index.short(&slow(number)))
            .collect();
        let fresh = (1 << 20..1 << 21).map(|number| index.short(&slow(number)));
        let refused = fresh.filter(|tag| kept.contains(tag)).count();
        assert!((820..1230).contains(&refused), "{refused} in 1,048,576");
    }

    #[test]
    fn the_list_of_own_tags_opens_for_its_account_alone_also_after_a_new_pepper() {
        let (user, other) = (UserId::new(), UserId::new());
        let own = [Tag(5), Tag(1 << 26)];
        let sealed = indexes(1, &[]).seal(user, &own);
        assert_eq!(
            indexes(1, &[]).open(user, &sealed).as_deref(),
            Some(&own[..])
        );
        assert_eq!(
            indexes(2, &[1]).open(user, &sealed).as_deref(),
            Some(&own[..])
        );
        assert_eq!(indexes(2, &[]).open(user, &sealed), None);
        assert_eq!(indexes(1, &[]).open(other, &sealed), None);
        assert_eq!(indexes(1, &[]).open(user, b"short"), None);
    }
}
