//! Which documents are the same, and what became of them.

use super::*;
use domain::document::{Description, DocumentKind, ScanState};
use domain::id::OrganisationId;
use time::macros::datetime;

fn document(title: &str, sha256: &str) -> Document {
    let id = DocumentId::new();
    Document {
        id,
        series: id,
        number: 1,
        replaced_at: None,
        organisation: OrganisationId::new(),
        application: ApplicationId::new(),
        file_name: format!("{title}.pdf"),
        kind: DocumentKind::Pdf,
        bytes: 10,
        sha256: sha256.into(),
        scan: ScanState::Clean,
        scanned_at: None,
        scan_engine: None,
        file: id,
        description: Description {
            title: title.into(),
            questions: vec!["4a".into()],
            ..Description::default()
        },
        added_at: datetime!(2026-11-24 10:00 UTC),
        added_by_name: "Ann".into(),
        version: 1,
    }
}

fn fates(changed: &[ChangedDocument]) -> Vec<(Fate, &str)> {
    let told = changed.iter();
    told.map(|one| {
        (
            one.fate,
            one.last()
                .map_or("", |last| last.description.title.as_str()),
        )
    })
    .collect()
}

#[test]
fn a_document_is_followed_through_its_versions() {
    let is_same = |old: &Document, new: &Document| old.series == new.series;
    let (kept, gone, described) = (
        document("Kept", "a"),
        document("Gone", "b"),
        document("Old", "c"),
    );
    let newer = Document {
        id: DocumentId::new(),
        number: 2,
        ..kept.clone()
    };
    let mut other = described.clone();
    other.description.title = "New".into();
    let before = vec![kept.clone(), gone.clone(), described.clone()];
    let after = vec![newer, other, document("Fresh", "d")];
    let changed = paired(before.clone(), after, is_same);
    assert_eq!(
        fates(&changed),
        [
            (Fate::Replaced, "Kept"),
            (Fate::Changed, "New"),
            (Fate::Added, "Fresh"),
            (Fate::Removed, "Gone"),
        ]
    );
    assert!(paired(before.clone(), before, is_same).is_empty());
}

#[test]
fn last_years_documents_are_known_by_their_file_and_then_by_their_name() {
    let earlier = vec![
        document("Certificate", "old"),
        document("Diagram", "same"),
        document("Same name", "file"),
        document("Dropped", "gone"),
    ];
    let now = vec![
        document("certificate", "new"),
        document("Network diagram", "same"),
        document("Same name", "file"),
        document("Pen test", "fresh"),
    ];
    assert_eq!(
        fates(&since_earlier(earlier, &now)),
        [
            (Fate::Changed, "Network diagram"),
            (Fate::Replaced, "certificate"),
            (Fate::Added, "Pen test"),
            (Fate::Removed, "Dropped"),
        ]
    );
}

#[test]
fn what_left_a_question_still_belongs_to_what_changed_there() {
    let before = document("Pen test", "a");
    let mut after = before.clone();
    after.description.questions = vec!["5a".into()];
    let Some(changed) = ChangedDocument::of(Some(before), Some(after)) else {
        panic!("it differs");
    };
    assert_eq!(changed.fate, Fate::Changed);
    for (id, is_so) in [("4a", true), ("5a", true), ("7a", false)] {
        assert_eq!(changed.belongs_to(|other| other == id), is_so, "{id}");
    }
}
