//! What was found in a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answers::Values;
use crate::page::{Field, Page};
use crate::set::QuestionSet;

/// How much of what is not used is kept.
const UNUSED_MAX: usize = 200;
/// The most choices that are named with an answer that is none of them.
const CHOICES_MAX: usize = 12;
/// Most characters of a text that is kept of what is not used.
const SHOWN_MAX: usize = 500;

/// What was found in a file, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Pages with something to use.
    pub pages: Vec<FoundPage>,
    /// What can't be used, and why; the first of it, when there is much.
    pub unused: Vec<Unused>,
    /// How much more can't be used.
    pub unused_more: usize,
    /// Headings of columns that the form does not have.
    pub unknown_columns: Vec<String>,
    /// What a copy holds beside answers, in words: none of it is taken.
    #[serde(default)]
    pub not_taken: Vec<String>,
}

/// What was found for one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPage {
    /// Id of the page.
    pub page: String,
    /// The list item, 0 outside lists.
    pub item: i16,
    /// The fields that have an answer in the file, as a browser would send them.
    pub values: Values,
}

/// Something in a file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unused {
    /// What it is about: the page with its question's number and the label, else the row and what the
    /// file says there.
    pub place: String,
    /// The text that was found, shortened.
    pub text: String,
    /// Why it can't be used.
    pub why: Why,
    /// What could have been answered, where that was no choice; empty when there is much of it.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether the question is asked the other way round than it was published: a short answer may
    /// mean the opposite.
    #[serde(default)]
    pub is_other_way_round: bool,
}

/// Why something that was found can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The form does not ask this.
    NotAsked,
    /// The question has choices, and this is none of them.
    NotAChoice,
    /// It can't be read as a day.
    NotADay,
    /// The file has another answer to the same question before it.
    Twice,
}

/// Why a file is no copy of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRecognised {
    /// It has no rows or parts of the form.
    #[error("the file is no copy of the form")]
    NoForm,
    /// It is a copy of another form.
    #[error("the file is a copy of another form")]
    OtherForm,
}

/// Collects what is found.
pub(super) struct Finding<'a> {
    set: &'a QuestionSet,
    pages: BTreeMap<(usize, i16, usize), FoundPage>,
    rest: Found,
}

impl<'a> Finding<'a> {
    pub fn new(set: &'a QuestionSet) -> Self {
        Self {
            set,
            pages: BTreeMap::new(),
            rest: Found::default(),
        }
    }

    /// The page that values are added to.
    pub fn page(&mut self, page: &Page, item: i16) -> &mut FoundPage {
        let tasks = self.set.tasks.iter().enumerate();
        let mut places = tasks.filter_map(|(number, task)| {
            let place = task.pages.iter().position(|other| other.id == page.id)?;
            Some((number, item, place))
        });
        let place = places.next().unwrap_or((usize::MAX, item, 0));
        self.pages.entry(place).or_insert_with(|| FoundPage {
            page: page.id.clone(),
            item,
            values: Values::new(),
        })
    }

    /// Whether there is an answer to this field already.
    pub fn has(&mut self, page: &Page, item: i16, field: &str) -> bool {
        let dated = format!("{field}-");
        let values = &self.page(page, item).values;
        values
            .keys()
            .any(|name| name == field || name.starts_with(&dated))
    }

    /// Something that belongs to no page of the form.
    pub fn unknown(&mut self, place: &str, text: &str) {
        self.add_unused(place, text, Why::NotAsked);
    }

    /// An answer to this field that can't be used.
    pub fn unused(&mut self, page: &Page, item: i16, field: &Field, text: &str, why: Why) {
        let place = self.set.place(page, item, field);
        let is_other_way_round = self.set.is_answered_here_only(page);
        let Some(unused) = self.add_unused(&place, text, why) else {
            return;
        };
        let choices = field.choices();
        if why == Why::NotAChoice && choices.len() <= CHOICES_MAX {
            let labels = choices.iter().map(|choice| choice.label.clone());
            unused.choices = labels.collect();
        }
        unused.is_other_way_round = is_other_way_round;
    }

    /// What can't be used; none when there is too much of it to be kept.
    fn add_unused(&mut self, place: &str, text: &str, why: Why) -> Option<&mut Unused> {
        if self.rest.unused.len() >= UNUSED_MAX {
            self.rest.unused_more += 1;
            return None;
        }
        let short: String = text.chars().take(SHOWN_MAX).collect();
        let is_whole = short.len() == text.len();
        self.rest.unused.push(Unused {
            place: place.chars().take(SHOWN_MAX).collect(),
            text: if is_whole {
                short
            } else {
                format!("{short}…")
            },
            why,
            choices: Vec::new(),
            is_other_way_round: false,
        });
        self.rest.unused.last_mut()
    }

    pub fn unknown_column(&mut self, heading: &str) {
        let heading = heading.chars().take(SHOWN_MAX).collect();
        self.rest.unknown_columns.push(heading);
    }

    pub fn finish(self) -> Found {
        let pages = self.pages.into_values();
        Found {
            pages: pages.filter(|page| !page.values.is_empty()).collect(),
            ..self.rest
        }
    }
}
