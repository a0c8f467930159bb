//! Files that arrive: how many at once from one person and for one organisation, and how slowly. Without
//! these limits somebody who begins many uploads and sends little of each keeps everybody else's out.

use domain::id::{OrganisationId, UserId};
use multer::bytes::Bytes;
use multer::{Field, Multipart};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How many files one person may send at once.
const OF_A_PERSON: usize = 4;
/// How many files may arrive at once for one organisation.
const OF_AN_ORGANISATION: usize = 8;
/// What is said to whoever sends more.
pub const TOO_MANY: &str =
    "You are uploading too many files at once. Wait until one of them has arrived, then try again";
/// What is said of a file that is cut off.
const TOO_SLOW: &str =
    "The selected file arrived too slowly, so we stopped – try again on a faster connection";

/// What is said of one that would have been fast enough at another time.
const TOO_SLOW_NOW: &str = "Many files are being uploaded at the moment and yours arrived slowly, so we stopped – try again in a few minutes";

/// How long a file may take to bring as much as it has to.
const WINDOW: Duration = Duration::from_secs(30);
/// How many bytes have to come in a second of that time: half of what slow connections bring.
const SECOND_BYTES: u64 = 4000;
/// How many times as much that is once more files than this arrive in this process, of the 32 that may:
/// whoever holds every place has to send as fast as it takes to be done soon.
const CROWDED: [(usize, u64); 2] = [(24, 16), (16, 4)];
/// The same time for what is read only to be thrown away.
const BRIEF: Duration = Duration::from_secs(3);

/// The files that arrive now in this process.
#[derive(Clone, Default)]
pub struct Uploads(Arc<Mutex<Arriving>>);

#[derive(Default)]
struct Arriving {
    people: HashMap<UserId, usize>,
    organisations: HashMap<OrganisationId, usize>,
}

/// A place to send a file. It is given back when it is dropped, however the request ends.
pub struct Place {
    uploads: Uploads,
    person: UserId,
    organisation: OrganisationId,
}

impl Uploads {
    /// A place for one more file; none while the person or the organisation has as many as they may.
    pub fn begin(&self, person: UserId, organisation: OrganisationId) -> Option<Place> {
        let mut arriving = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |there: Option<&usize>| there.copied().unwrap_or_default();
        let is_full = count(arriving.people.get(&person)) >= OF_A_PERSON
            || count(arriving.organisations.get(&organisation)) >= OF_AN_ORGANISATION;
        if is_full {
            return None;
        }
        *arriving.people.entry(person).or_default() += 1;
        *arriving.organisations.entry(organisation).or_default() += 1;
        Some(Place {
            uploads: self.clone(),
            person,
            organisation,
        })
    }
}

impl Uploads {
    /// How many files arrive now.
    fn count(&self) -> usize {
        let arriving = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        arriving.people.values().sum()
    }
}

impl Place {
    /// How fast the file of this place arrives, from now on.
    pub fn pace(&self) -> Pace {
        Pace::begin_at(Instant::now(), WINDOW, Some(self.uploads.clone()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut arriving = self
            .uploads
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Arriving {
            people,
            organisations,
        } = &mut *arriving;
        one_less(people, &self.person);
        one_less(organisations, &self.organisation);
    }
}

fn one_less<K: Eq + Hash>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}

/// Why a file is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutOff {
    /// Nothing came for some time.
    Stopped,
    /// Too little came.
    Slow,
    /// Too little came for a time when so many files arrive.
    Crowded,
}

impl CutOff {
    /// What is said of a file that brought too little.
    pub fn words(self) -> &'static str {
        match self {
            Self::Stopped | Self::Slow => TOO_SLOW,
            Self::Crowded => TOO_SLOW_NOW,
        }
    }
}

/// Why nothing more comes of a form with a file.
pub enum Interrupted {
    /// It is far larger than such forms are.
    TooLarge,
    /// It stopped arriving, or can't be read.
    Broken,
    /// It arrived too slowly; what is said of it.
    TooSlow(&'static str),
}

impl From<CutOff> for Interrupted {
    fn from(cut_off: CutOff) -> Self {
        match cut_off {
            CutOff::Stopped => Self::Broken,
            CutOff::Slow | CutOff::Crowded => Self::TooSlow(cut_off.words()),
        }
    }
}

impl From<multer::Error> for Interrupted {
    fn from(error: multer::Error) -> Self {
        match error {
            multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => {
                Self::TooLarge
            }
            _ => Self::Broken,
        }
    }
}

/// The next field of a form, in time.
pub async fn next_field<'a>(
    form: &mut Multipart<'a>,
    pace: &mut Pace,
) -> Result<Option<Field<'a>>, Interrupted> {
    Ok(pace.wait(form.next_field()).await??)
}

/// The next piece of a field, in time; what came is counted.
pub async fn next_piece(
    field: &mut Field<'_>,
    pace: &mut Pace,
) -> Result<Option<Bytes>, Interrupted> {
    let piece = pace.wait(field.chunk()).await??;
    pace.count(piece.as_ref().map_or(0, Bytes::len));
    Ok(piece)
}

/// How fast a file arrives.
pub struct Pace {
    /// With how many others it arrives; none for what is thrown away.
    uploads: Option<Uploads>,
    window: Duration,
    ends: Instant,
    bytes: u64,
    last: Instant,
}

impl Pace {
    /// For what is thrown away: as fast as a file has to be at least, but nobody waits as long.
    pub fn brief() -> Self {
        Self::begin_at(Instant::now(), BRIEF, None)
    }

    fn begin_at(now: Instant, window: Duration, uploads: Option<Uploads>) -> Self {
        Self {
            uploads,
            window,
            ends: now + window,
            bytes: 0,
            last: now,
        }
    }

    /// Waits for what comes next, as long as enough came before.
    ///
    /// # Errors
    /// When too little came in the time for it.
    pub async fn wait<T>(&mut self, coming: impl Future<Output = T>) -> Result<T, CutOff> {
        tokio::pin!(coming);
        loop {
            if let Ok(came) = timeout_at(self.ends, &mut coming).await {
                return Ok(came);
            }
            self.check_at(Instant::now())?;
        }
    }

    /// Counts what came.
    pub fn count(&mut self, bytes: usize) {
        self.count_at(bytes, Instant::now());
    }

    fn count_at(&mut self, bytes: usize, now: Instant) {
        self.bytes += bytes as u64;
        self.last = now;
    }

    /// Whether enough came until now; then the next time begins.
    fn check_at(&mut self, now: Instant) -> Result<(), CutOff> {
        let least = SECOND_BYTES * self.window.as_secs();
        if self.bytes < least {
            let is_silent = now - self.last >= self.window / 2;
            return Err(if is_silent {
                CutOff::Stopped
            } else {
                CutOff::Slow
            });
        }
        let count = self.uploads.as_ref().map_or(0, Uploads::count);
        let step = CROWDED.iter().find(|(more_than, _)| count > *more_than);
        if step.is_some_and(|(_, times)| self.bytes < least * times) {
            return Err(CutOff::Crowded);
        }
        self.bytes = 0;
        self.ends = now + self.window;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
