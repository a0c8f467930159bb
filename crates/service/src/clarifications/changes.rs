//! What changed in the answers of a subject between asking and now.

use super::difference::{Part, difference};
use crate::reviews::answer::{AnsweredPage, answered, with_kept};
use crate::subjects::Subject;
use questions::{Answers, QuestionSet};
use store::clarifications::{Item, KeptPage};

/// An answer that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The heading of the page.
    pub heading: String,
    /// The label of the field.
    pub label: String,
    /// The answer, word by word.
    pub parts: Vec<Part>,
}

/// The answers of a subject that changed since it was asked about: up to the reply
/// where one was sent, else up to now.
pub fn changes(
    set: &QuestionSet,
    subject: &Subject,
    answers: &Answers,
    item: &Item,
) -> Vec<Change> {
    let described = |kept: &[KeptPage]| answered(set, subject, &with_kept(answers, subject, kept));
    let before = described(&item.before);
    let after = match &item.after {
        Some(after) => described(after),
        None => answered(set, subject, answers),
    };
    compare(&before, &after)
}

/// The pages of a subject whose stored answers changed since it was asked about, by page.
pub fn changed_pages(item: &Item, now: &[KeptPage]) -> Vec<String> {
    let mut pages: Vec<String> = item
        .before
        .iter()
        .filter(|page| !now.contains(page))
        .chain(now.iter().filter(|page| !item.before.contains(page)))
        .map(|page| page.page.clone())
        .collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

fn compare(before: &[AnsweredPage], after: &[AnsweredPage]) -> Vec<Change> {
    let mut changes = Vec::new();
    for page in after {
        let old = before.iter().find(|old| is_same_page(old, page));
        for (label, text) in &page.rows {
            let was = old.map_or("", |old| row(old, label));
            if was != text {
                changes.push(change(page, label, was, text));
            }
        }
    }
    for old in before {
        let new = after.iter().find(|new| is_same_page(old, new));
        for (label, text) in &old.rows {
            let is_gone = new.is_none_or(|new| !new.rows.iter().any(|(other, _)| other == label));
            if is_gone {
                changes.push(change(old, label, text, ""));
            }
        }
    }
    changes
}

fn is_same_page(one: &AnsweredPage, other: &AnsweredPage) -> bool {
    one.page == other.page && one.item == other.item
}

fn row<'a>(page: &'a AnsweredPage, label: &str) -> &'a str {
    page.rows
        .iter()
        .find(|(other, _)| other == label)
        .map_or("", |(_, text)| text.as_str())
}

fn change(page: &AnsweredPage, label: &str, before: &str, after: &str) -> Change {
    Change {
        heading: page.heading.clone(),
        label: label.to_owned(),
        parts: difference(before, after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subjects;
    use questions::Values;

    fn values(answer: &str, explanation: &str) -> Values {
        [("answer", answer), ("explanation", explanation)]
            .into_iter()
            .map(|(field, value)| (field.to_owned(), vec![value.to_owned()]))
            .collect()
    }

    fn kept(values: Values) -> KeptPage {
        KeptPage {
            page: "security/9a".into(),
            item: 0,
            values,
        }
    }

    fn asked(before: Values, after: Option<Values>) -> Item {
        Item {
            subject: "9a".into(),
            request: "How?".into(),
            reply: None,
            version: 1,
            replied_at: None,
            replied_by_name: None,
            before: vec![kept(before)],
            after: after.map(|values| vec![kept(values)]),
        }
    }

    #[test]
    fn an_answer_is_compared_with_what_it_was_when_asked() {
        let set = questions::find("psn-cop", "2015-07").unwrap();
        let subject = subjects::find(set, "9a").unwrap();
        let mut answers = Answers::new();
        answers.insert("security/9a", 0, values("yes", "We use a key"));
        let open = asked(values("partly", "We use a key"), None);
        let found = changes(set, &subject, &answers, &open);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].parts,
            [
                Part::Removed("Not fully yet".into()),
                Part::Added("Yes".into())
            ]
        );
        // What was sent stays as it was sent, whatever is answered later.
        let sent = asked(
            values("partly", "We use a key"),
            Some(values("partly", "We use a key")),
        );
        assert!(changes(set, &subject, &answers, &sent).is_empty());
    }

    #[test]
    fn pages_that_changed_came_or_went_are_found() {
        let item = asked(values("yes", "We use a key"), None);
        assert!(changed_pages(&item, &item.before).is_empty());
        assert_eq!(changed_pages(&item, &[]), ["security/9a"]);
        let other = kept(values("no", "We use a key"));
        assert_eq!(changed_pages(&item, &[other]), ["security/9a"]);
    }
}
