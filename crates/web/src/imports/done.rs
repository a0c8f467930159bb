//! What came of using a file, in words, and where to go on.

use super::CHECK;
use crate::applications::opened::Opened;
use crate::applications::saving::void_words;
use crate::applications::superfluous;
use crate::reply::{self, Reply};

/// How many items that have another name now are named.
const RENAMED_NAMED: usize = 3;

/// What came of using a file.
#[derive(Default)]
pub struct Done {
    /// How many pages of the file had been saved before.
    pub before: usize,
    /// How many pages were saved.
    pub used: usize,
    /// How many are not asked with the other answers.
    pub not_asked: usize,
    /// Part of what was sent is not asked any more and was kept beside the history.
    pub is_part_kept: bool,
    /// How many wait to be settled, because somebody else has changed the answer.
    pub waiting: usize,
    /// How many name something that the register does not have, or not any more.
    pub not_listed: usize,
    /// How many were not shown yet.
    pub more: usize,
    /// Whose signature or request to sign is void now.
    pub voided: Option<String>,
    /// Which of what was saved may not meet the standard.
    pub below: Option<String>,
    /// Documents that belong to something else by name now.
    pub renamed: Vec<String>,
}

/// How many pages of a file were saved now, and how many with those that were saved `before`.
pub fn saved_words(now: usize, before: usize) -> String {
    let pages = |number: usize| match number {
        1 => "1 page".to_owned(),
        number => format!("{number} pages"),
    };
    let all = pages(now + before);
    match (now, before) {
        (0, 0) => "We saved nothing from your file".to_owned(),
        (_, 0) => format!("We saved the answers to {all} from your file"),
        (0, _) => format!(
            "We saved nothing more from your file. In all, we saved the answers to {all} from it"
        ),
        (_, _) => format!(
            "We saved the answers to {} more from your file. In all, we saved the answers to {all} from it",
            pages(now)
        ),
    }
}

impl Done {
    /// Goes on, saying what was done; that there is more to know is no mere success. What waits comes
    /// first; the comparison with the standard stands for the interruption, which only pages of
    /// questions have.
    pub fn tell(self, opened: &Opened) -> Reply {
        let path = if self.waiting + self.not_listed + self.more > 0 {
            opened.path(CHECK)
        } else if self.below.is_some() {
            opened.path("baseline")
        } else {
            opened.root()
        };
        match self.words().as_slice() {
            [done] => reply::see_other_saying(&path, done),
            all => reply::see_other_noting(&path, &all.join(" ")),
        }
    }

    fn words(self) -> Vec<String> {
        let mut words = vec![format!("{}.", saved_words(self.used, self.before))];
        if self.not_asked > 0 {
            words.push(format!(
                "We left out {} that we do not ask with your other answers.",
                self.not_asked
            ));
        }
        if self.is_part_kept {
            words.push(format!("{}.", superfluous::KEPT));
        }
        if self.waiting > 0 {
            words.push(format!(
                "We did not save {}, because somebody else has changed the answer. Check again.",
                self.waiting
            ));
        }
        if self.not_listed > 0 {
            words.push(format!(
                "We did not save {}, because you cannot choose from our list what it names. See what we cannot use.",
                self.not_listed
            ));
        }
        if self.more > 0 {
            words.push("Now check the rest of your file.".to_owned());
        }
        words.extend(self.below.map(|below| format!("{below}.")));
        words.extend(self.voided.as_deref().map(void_words));
        let others = self.renamed.len().saturating_sub(RENAMED_NAMED);
        words.extend(self.renamed.into_iter().take(RENAMED_NAMED));
        if others > 0 {
            words.push(format!("Check the documents of {others} more items too."));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::saved_words;

    #[test]
    fn what_was_saved_before_is_counted_too() {
        assert_eq!(saved_words(0, 0), "We saved nothing from your file");
        assert_eq!(
            saved_words(1, 0),
            "We saved the answers to 1 page from your file"
        );
        assert_eq!(
            saved_words(0, 60),
            "We saved nothing more from your file. In all, we saved the answers to 60 pages from it"
        );
        assert_eq!(
            saved_words(1, 60),
            "We saved the answers to 1 page more from your file. In all, we saved the answers to 61 pages from it"
        );
    }
}
