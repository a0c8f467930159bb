//! What became of documents, among who saved what.

use super::history::Kept;
use super::opened::Opened;
use domain::document::DocumentEvent;
use domain::when;
use govuk::{Content, Html, TimelineEvent};
use store::history::{Entry, Happened};

/// What happened to the document that was called so, in words; with the number of its version where
/// that is known.
pub fn words(event: DocumentEvent, number: Option<i32>, title: &str) -> String {
    let what = match (event, number) {
        (DocumentEvent::Added, _) => "Document added".to_owned(),
        (DocumentEvent::NewerAdded, Some(number)) => {
            format!("Version {number} of a document uploaded")
        }
        (DocumentEvent::NewerAdded, None) => "Newer version of a document uploaded".to_owned(),
        (DocumentEvent::Described, _) => "Details of a document changed".to_owned(),
        (DocumentEvent::Replaced, Some(number)) => {
            format!("Document replaced by its version {}", number + 1)
        }
        (DocumentEvent::Replaced, None) => "Document replaced by a newer version".to_owned(),
        (DocumentEvent::Removed, _) => "Document removed".to_owned(),
    };
    format!("{what}: {title}")
}

/// The entry in the list of everything that was saved.
pub fn event(opened: &Opened, entry: &Entry, happened: &Happened, kept: Kept) -> TimelineEvent {
    let title = words(happened.event, Some(happened.number), &happened.title);
    let event = TimelineEvent::new(
        &title,
        when::relative(entry.mark.at, opened.form.now),
        when::machine(entry.mark.at),
    );
    let event = if entry.by.is_empty() {
        event
    } else {
        event.by(&entry.by)
    };
    let whole = kept.link(opened, entry.mark.at, &title);
    let is_chosen = kept.at() == Some(entry.mark.at);
    let own = happened.is_there.then(|| {
        let path = opened.path(&format!("documents/{}", happened.document));
        Content::link_about(path, "See this document", format!(": {}", happened.title))
    });
    match own {
        Some(own) if is_chosen => event.body(own),
        Some(own) => {
            let between = Content::from(" or ");
            event.body(Html::of(&own).and(&between).and(&whole))
        }
        None => event.body(whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_is_told_with_the_name_of_the_document() {
        let told = |event, number| words(event, number, "Pen test");
        for event in DocumentEvent::ALL {
            for number in [None, Some(2)] {
                assert!(told(*event, number).ends_with(": Pen test"));
            }
        }
        assert_eq!(
            told(DocumentEvent::Replaced, Some(2)),
            "Document replaced by its version 3: Pen test"
        );
        assert_eq!(
            told(DocumentEvent::NewerAdded, Some(2)),
            "Version 2 of a document uploaded: Pen test"
        );
    }
}
