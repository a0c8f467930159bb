use super::*;
use crate::applications::Case;
use domain::application::{Application, ApplicationState};
use domain::id::{ApplicationId, ClarificationId, OrganisationId};
use questions::{AnswerKey, Known, Reference};
use store::answers::{Saved, Stored};
use time::macros::{date, datetime};

const JUDGED: OffsetDateTime = datetime!(2026-11-24 10:00 UTC);

fn review() -> Review {
    let set = questions::find("psn-cop", "2015-07").unwrap();
    let application = Application {
        id: ApplicationId::new(),
        organisation: OrganisationId::new(),
        organisation_name: "Northwind".into(),
        reference: ApplicationReference::generate(),
        set_id: set.id.clone(),
        set_version: set.version.clone(),
        set_hash: set.hash.clone(),
        state: ApplicationState::UnderReview,
        service_name: "Gazetteer".into(),
        created_at: JUDGED,
        submitted_at: Some(JUDGED),
        target_on: Some(date!(2026 - 12 - 18)),
        paused_at: None,
        assigned_to: None,
        assigned_name: None,
        infrastructure: None,
        last_saved_at: None,
        last_saved_by: None,
        version: 1,
    };
    Review {
        case: Case {
            application,
            set,
            stored: Stored::default(),
            renewal: None,
        },
        subjects: subjects::all(set),
        judgements: BTreeMap::new(),
        earlier: BTreeMap::new(),
        clarifications: Vec::new(),
        connection: None,
        enquiries: Vec::new(),
        documents: Vec::new(),
        reference: Reference::on(date!(2026 - 11 - 24)),
        known: Known::new(),
        now: JUDGED,
    }
}

fn judged(review: &mut Review, subject: &str, verdict: Verdict) {
    review.judgements.insert(
        subject.to_owned(),
        Judgement {
            verdict,
            note: String::new(),
            version: 1,
            judged_at: JUDGED,
            judged_by_name: "An Assessor".into(),
        },
    );
}

fn answered(subject: &str, at: OffsetDateTime) -> Clarification {
    Clarification {
        id: ClarificationId::new(),
        number: 1,
        asked_at: JUDGED,
        asked_by_name: "An Assessor".into(),
        due_on: date!(2026 - 12 - 08),
        answered_at: Some(at),
        answered_by_name: Some("A Supplier".into()),
        items: vec![Item {
            subject: subject.to_owned(),
            request: "Tell us more".into(),
            reply: Some("We do more".into()),
            version: 2,
            replied_at: Some(at),
            replied_by_name: Some("A Supplier".into()),
            before: Vec::new(),
            after: Some(Vec::new()),
        }],
    }
}

fn standing(review: &Review, subject: &str) -> Standing {
    review.standing(review.subject(subject).unwrap())
}

#[test]
fn a_reply_opens_its_subject_again() {
    let mut review = review();
    assert_eq!(standing(&review, "3a"), Standing::Open);
    judged(&mut review, "3a", Verdict::Ask);
    judged(&mut review, "3b", Verdict::Meets);
    assert_eq!(standing(&review, "3a"), Standing::Judged(Verdict::Ask));
    review
        .clarifications
        .push(answered("3a", datetime!(2026-11-26 10:00 UTC)));
    assert_eq!(standing(&review, "3a"), Standing::Replied);
    assert_eq!(standing(&review, "3b"), Standing::Judged(Verdict::Meets));
    review.judgements.get_mut("3a").unwrap().judged_at = datetime!(2026-11-27 10:00 UTC);
    assert_eq!(standing(&review, "3a"), Standing::Judged(Verdict::Ask));
}

#[test]
fn an_answer_that_changed_after_the_judgement_is_judged_anew() {
    let mut review = review();
    judged(&mut review, "3b", Verdict::Meets);
    let saved = |at| Saved {
        version: 1,
        is_complete: true,
        at,
        by: "A Supplier".into(),
    };
    let key = |page: &str| AnswerKey {
        page: page.to_owned(),
        item: 0,
    };
    let later = datetime!(2026-11-26 10:00 UTC);
    review
        .case
        .stored
        .saved
        .insert(key("security/3a"), saved(later));
    assert_eq!(standing(&review, "3b"), Standing::Judged(Verdict::Meets));
    review
        .case
        .stored
        .saved
        .insert(key("security/3/assurance"), saved(later));
    assert_eq!(standing(&review, "3b"), Standing::Changed(Verdict::Meets));
}

#[test]
fn a_newer_version_of_a_document_asks_for_another_judgement() {
    let mut review = review();
    judged(&mut review, "3b", Verdict::Meets);
    let id = domain::id::DocumentId::new();
    let document = Document {
        id,
        series: id,
        number: 1,
        replaced_at: None,
        organisation: review.case.application.organisation,
        application: review.case.application.id,
        file_name: "a.pdf".into(),
        kind: domain::document::DocumentKind::Pdf,
        bytes: 1,
        sha256: String::new(),
        scan: domain::document::ScanState::Clean,
        scanned_at: Some(datetime!(2026-11-26 10:00 UTC)),
        scan_engine: None,
        file: id,
        description: domain::document::Description {
            questions: vec!["3b".into()],
            ..Default::default()
        },
        added_at: datetime!(2026-11-26 10:00 UTC),
        added_by_name: "A Supplier".into(),
        version: 1,
    };
    review.documents = vec![document.clone()];
    assert_eq!(standing(&review, "3b"), Standing::Judged(Verdict::Meets));
    review.documents[0].number = 2;
    assert_eq!(standing(&review, "3b"), Standing::Changed(Verdict::Meets));
    review.documents[0].scanned_at = Some(JUDGED - time::Duration::days(1));
    assert_eq!(standing(&review, "3b"), Standing::Judged(Verdict::Meets));
    // It concerns only the questions that it belongs to.
    review.documents = vec![Document {
        number: 2,
        description: domain::document::Description::default(),
        ..document
    }];
    assert_eq!(standing(&review, "3b"), Standing::Judged(Verdict::Meets));
}

#[test]
fn what_is_judged_comes_in_the_order_of_the_set() {
    let review = review();
    assert_eq!(review.subjects[0].id, "1a");
    assert_eq!(
        review.subject_after("14a").map(|s| s.id.as_str()),
        Some("organisation")
    );
    assert_eq!(review.subject_after("documents"), None);
    assert_eq!(review.unjudged().len(), review.subjects.len());
}
