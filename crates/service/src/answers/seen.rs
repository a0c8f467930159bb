//! What somebody saw of answers that they confirm: nobody says of what was changed after their page was
//! opened that it is complete.

use crate::applications::Form;
use questions::{AnswerKey, Task, TaskKind};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

/// What stands for a page that showed no answer: an empty field was not sent by a page.
const NONE: &str = "none";

/// The answers that a page showed and the version of each, as its form carries them: the place of
/// their page in the question set, their item, their version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen(BTreeMap<(usize, i16), i32>);

/// What was not sent by a page of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nothing that a page of ours sends")]
pub struct NotSeen;

/// Answers that somebody would confirm without having seen them, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Saved since, or shown by no page that they had.
    pub changed: Vec<AnswerKey>,
    /// Removed since.
    pub removed: Vec<AnswerKey>,
}

impl Unseen {
    fn is_none(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty()
    }
}

impl Seen {
    /// What there is to see of a task now; of one that asks nothing itself, of all that do.
    pub fn of(form: &Form, task: &Task) -> Self {
        let (set, stored) = (form.set(), &form.case.stored);
        let is_all = matches!(task.kind, TaskKind::Special(_));
        let is_seen = |other: &&Task| is_all || other.id == task.id;
        let asked = set.tasks.iter().filter(is_seen);
        let asked = asked.flat_map(|task| set.asked_pages(task, &stored.answers));
        let asked: HashSet<(&str, i16)> = asked.map(|(page, item)| (&*page.id, item)).collect();
        let pages = set.pages().enumerate();
        let places: HashMap<&str, usize> = pages.map(|(at, (_, page))| (&*page.id, at)).collect();
        let saved = stored.saved.iter().filter_map(|(key, saved)| {
            let place = *places.get(&*key.page)?;
            let is_asked = asked.contains(&(&*key.page, key.item));
            is_asked.then_some(((place, key.item), saved.version))
        });
        Self(saved.collect())
    }

    /// What of a task whoever saw this has not seen as it is now; none when that is nothing.
    pub(super) fn since(&self, form: &Form, task: &Task) -> Option<Unseen> {
        let now = Self::of(form, task);
        let newer = now.0.iter();
        let newer = newer.filter(|(place, version)| self.0.get(place) != Some(version));
        let stored = &form.case.stored.saved;
        let seen = self.0.keys().filter_map(|place| key(form, *place));
        let unseen = Unseen {
            changed: newer.filter_map(|(place, _)| key(form, *place)).collect(),
            removed: seen.filter(|key| !stored.contains_key(key)).collect(),
        };
        Some(unseen).filter(|unseen| !unseen.is_none())
    }
}

/// The answer of a place; none where the question set has no such page.
fn key(form: &Form, (place, item): (usize, i16)) -> Option<AnswerKey> {
    let (_, page) = form.set().pages().nth(place)?;
    Some(AnswerKey {
        page: page.id.clone(),
        item,
    })
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NONE);
        }
        for (count, ((place, item), version)) in self.0.iter().enumerate() {
            let comma = if count == 0 { "" } else { "," };
            write!(f, "{comma}{place}.{item}.{version}")?;
        }
        Ok(())
    }
}

impl FromStr for Seen {
    type Err = NotSeen;

    fn from_str(sent: &str) -> Result<Self, NotSeen> {
        if sent == NONE {
            return Ok(Self::default());
        }
        let one = |part: &str| {
            let mut numbers = part.splitn(3, '.');
            let place = numbers.next()?.parse().ok()?;
            let item = numbers.next()?.parse().ok()?;
            Some(((place, item), numbers.next()?.parse().ok()?))
        };
        let all: Option<BTreeMap<_, _>> = sent.split(',').map(one).collect();
        all.map(Self).ok_or(NotSeen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_carries_is_read_back_and_nothing_else_is() {
        let seen = Seen(BTreeMap::from([((3, 0), 2), ((14, 7), 1)]));
        assert_eq!(seen.to_string(), "3.0.2,14.7.1");
        for one in [seen, Seen::default()] {
            assert_eq!(one.to_string().parse(), Ok(one));
        }
        for sent in [
            "",
            "3",
            "3.0",
            "3.0.2,",
            "a.0.1",
            "3.0.-x",
            "-1.0.1",
            "3.99999.1",
            "3.0.1.4",
        ] {
            assert_eq!(sent.parse::<Seen>(), Err(NotSeen), "{sent}");
        }
    }
}
