//! What an application renews, and how each of its answers stands to the one before.

use super::{Case, Form};
use crate::clarifications::Change;
use crate::snapshot::titled;
use domain::application::Application;
use domain::reference::{ApplicationReference, ServiceCode};
use questions::{AnswerKey, Answers, QuestionSet, RenewalRule, Reworded, Task, Values};
use store::StoreError;
use time::Date;

/// What an application renews.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// Number of the certificate.
    pub certificate: String,
    /// Its last day.
    pub ends_on: Date,
    /// Code of the service, which stays.
    pub service_code: ServiceCode,
    /// Reference of the application that the certificate granted.
    pub reference: ApplicationReference,
    /// What was answered then, without what was not asked.
    pub earlier: Answers,
    /// The question set of that time.
    pub set: &'static QuestionSet,
    rule: Option<&'static RenewalRule>,
}

/// How an answer of a renewal stands to the one that was given the last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carry {
    /// Carried, and nobody has said yet that it is still right.
    Carried,
    /// The same as the last time, and somebody has said so.
    Reconfirmed,
    /// Not what it was the last time.
    Changed,
    /// Asked again, and answered as the last time.
    AnsweredAgain,
    /// It was not asked the last time.
    New,
}

impl Carry {
    /// Every way, in the order in which they are counted.
    pub const ALL: [Self; 5] = [
        Self::Carried,
        Self::Reconfirmed,
        Self::Changed,
        Self::AnsweredAgain,
        Self::New,
    ];

    /// The name that is stored in what is signed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Reconfirmed => "reconfirmed",
            Self::Changed => "changed",
            Self::AnsweredAgain => "answered_again",
            Self::New => "new",
        }
    }

    /// Reads the stored name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|carry| carry.as_str() == name)
    }

    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Carried => "Carried from last year, not checked yet",
            Self::Reconfirmed => "Reconfirmed: the same as last year",
            Self::Changed => "Changed since last year",
            Self::AnsweredAgain => "Asked again: the same answer as last year",
            Self::New => "Not asked last year",
        }
    }
}

impl Renewal {
    pub(super) fn of(
        found: store::renewals::Renewal,
        application: &Application,
    ) -> Result<Self, StoreError> {
        let set = earlier_set(&found)?;
        let now = super::pinned(application)?;
        Ok(Self {
            earlier: set.asked_answers(&found.answers),
            rule: now.renewal_rule(&found.rules_version),
            set,
            certificate: found.certificate,
            ends_on: found.ends_on,
            service_code: found.service_code,
            reference: found.reference,
        })
    }
}

impl Case {
    /// How the answer of a page stands to the last time; nothing while there is none and there
    /// was none, and where nothing is renewed.
    pub fn carry_of(&self, page: &str, item: i16) -> Option<Carry> {
        let renewal = self.renewal.as_ref()?;
        let then = renewal.earlier.get(page, item);
        let answers = &self.stored.answers;
        let now = answers.get(page, item).map(|values| {
            let asked = self.set.page(page);
            asked.map_or_else(
                || values.clone(),
                |(_, page)| page.sent_values(&page.asked_values(values, answers, item)),
            )
        });
        // An earlier revision may have sent what is for the supplier alone now.
        let then = then.map(|values| match self.set.page(page) {
            Some((_, page)) => page.sent_values(values),
            None => values.clone(),
        });
        Some(match (then, now) {
            (None, None) => return None,
            (None, Some(_)) => Carry::New,
            (Some(_), None) if self.is_asked_again(page) => return None,
            (Some(_), None) => Carry::Changed,
            (Some(then), Some(now)) if !is_same(&then, &now) => Carry::Changed,
            (Some(_), Some(_)) if self.is_asked_again(page) => Carry::AnsweredAgain,
            (Some(_), Some(_)) => {
                let key = AnswerKey {
                    page: page.to_owned(),
                    item,
                };
                // A carried answer is the first version; whoever looked at it saved another.
                let saved = self.stored.saved.get(&key);
                if saved.is_none_or(|saved| saved.version > 1) {
                    Carry::Reconfirmed
                } else {
                    Carry::Carried
                }
            }
        })
    }

    /// True for pages that a renewal asks again instead of carrying their answers.
    pub fn is_asked_again(&self, page: &str) -> bool {
        let rule = self.renewal.as_ref().and_then(|renewal| renewal.rule);
        rule.is_some_and(|rule| rule.asks_again(self.set, page))
    }

    /// What changed on a page since the last time, field by field.
    pub fn changes_since(&self, page: &str, item: i16) -> Vec<Change> {
        let before = self.earlier_in_words(page, item).unwrap_or_default();
        let Some((_, asked)) = self.set.page(page) else {
            return Vec::new();
        };
        let none = Values::new();
        let values = self.stored.answers.get(page, item).unwrap_or(&none);
        let after = asked.as_asked(&self.stored.answers, item).describe(values);
        let of = |rows: &[(String, String)], label: &str| {
            let row = rows.iter().find(|(other, _)| other == label);
            row.map_or(String::new(), |(_, answer)| answer.clone())
        };
        let mut labels: Vec<&String> = after.iter().map(|(label, _)| label).collect();
        for (label, _) in &before {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        // What is for the supplier alone is no change for anybody else.
        let private = asked.fields.iter().filter(|field| field.private);
        let private: Vec<&str> = private
            .map(|field| field.label.trim_end_matches(" (optional)"))
            .collect();
        labels.retain(|label| !private.contains(&label.as_str()));
        let change = |label: &&String| Change {
            page: page.to_owned(),
            item,
            is_added: before.is_empty(),
            is_removed: false,
            heading: asked.heading.clone(),
            label: (*label).clone(),
            before: of(&before, label),
            after: of(&after, label),
        };
        let changes = labels.iter().map(change);
        changes
            .filter(|change| change.before != change.after)
            .collect()
    }

    /// What was answered the last time and is not part of the application any more: removed
    /// items of lists, pages that are not asked any more. With their titles.
    pub fn gone(&self) -> Vec<(AnswerKey, String)> {
        let Some(renewal) = &self.renewal else {
            return Vec::new();
        };
        let asked: Vec<AnswerKey> = self
            .set
            .tasks
            .iter()
            .flat_map(|task| self.set.asked_pages(task, &self.stored.answers))
            .map(|(page, item)| AnswerKey {
                page: page.id.clone(),
                item,
            })
            .collect();
        let gone = renewal
            .earlier
            .iter()
            .filter(|(key, _)| !asked.contains(key));
        gone.map(|(key, _)| {
            let page = renewal.set.page(&key.page);
            let title = page.map_or(key.page.as_str(), |(_, page)| page.heading.as_str());
            (key.clone(), titled(title, key.item))
        })
        .collect()
    }

    /// What the page says otherwise than when it was answered the last time.
    pub fn reworded(&self, page: &str) -> Vec<Reworded> {
        let renewal = self.renewal.as_ref();
        renewal.map_or_else(Vec::new, |renewal| {
            self.set.reworded_since(renewal.set, page)
        })
    }

    /// The same for an answer: nothing where the page was not answered the last time.
    pub fn reworded_answer(&self, page: &str, item: i16) -> Vec<Reworded> {
        let renewal = self.renewal.as_ref();
        if renewal.is_some_and(|renewal| renewal.earlier.get(page, item).is_some()) {
            self.reworded(page)
        } else {
            Vec::new()
        }
    }

    /// The asked pages of a task whose carried answers nobody has checked yet.
    pub fn unchecked(&self, task: &Task) -> Vec<AnswerKey> {
        if self.renewal.is_none() {
            return Vec::new();
        }
        let asked = self.set.asked_pages(task, &self.stored.answers).into_iter();
        asked
            .filter(|(page, item)| self.carry_of(&page.id, *item) == Some(Carry::Carried))
            .map(|(page, item)| AnswerKey {
                page: page.id.clone(),
                item,
            })
            .collect()
    }

    /// How every asked answer stands to the last time, in the order of the set.
    pub fn carries(&self) -> Vec<(AnswerKey, Carry)> {
        let tasks = self.set.tasks.iter();
        let asked = tasks.flat_map(|task| self.set.asked_pages(task, &self.stored.answers));
        asked
            .filter_map(|(page, item)| {
                let key = AnswerKey {
                    page: page.id.clone(),
                    item,
                };
                Some((key, self.carry_of(&page.id, item)?))
            })
            .collect()
    }
}

impl Form {
    /// What the application renews.
    pub fn renewal(&self) -> Option<&Renewal> {
        self.case.renewal.as_ref()
    }
}

/// The question set with which the last time was answered.
pub(crate) fn earlier_set(
    found: &store::renewals::Renewal,
) -> Result<&'static QuestionSet, StoreError> {
    let (id, version, hash) = &found.set;
    questions::find_pinned(id, version, hash).ok_or(StoreError::Corrupt {
        table: "applications",
        column: "set_hash",
    })
}

/// True when two answers say the same: fields without an answer do not count.
pub(crate) fn is_same(one: &Values, other: &Values) -> bool {
    let said = |values: &Values| -> Values {
        values
            .iter()
            .filter(|(_, values)| values.iter().any(|value| !value.trim().is_empty()))
            .map(|(field, values)| (field.clone(), values.clone()))
            .collect()
    };
    said(one) == said(other)
}
