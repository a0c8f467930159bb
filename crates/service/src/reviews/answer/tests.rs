use super::*;
use crate::subjects;

fn set() -> &'static QuestionSet {
    questions::find("psn-cop", "2015-07").unwrap()
}

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs
        .iter()
        .map(|(field, value)| ((*field).to_owned(), vec![(*value).to_owned()]))
        .collect()
}

#[test]
fn a_question_shows_only_its_own_assurance() {
    let mut answers = Answers::new();
    answers.insert("security/9a", 0, values(&[("answer", "yes")]));
    answers.insert(
        "security/9/assurance",
        0,
        values(&[("assurance_9a", "not_yet"), ("assurance_9b", "as_expected")]),
    );
    let subject = subjects::find(set(), "9a").unwrap();
    let pages = answered(set(), &subject, &answers);
    assert_eq!(pages.len(), 2);
    assert!(!pages[0].is_assurance && pages[1].is_assurance);
    assert_eq!(
        pages[1].rows,
        [(
            "How is the answer to 9a assured?".to_owned(),
            "Not assured yet".to_owned()
        )]
    );
}

#[test]
fn where_evidence_is_kept_is_not_shown_to_the_team() {
    let said = [("assurance_4a", "not_yet"), ("evidence", "In a drawer")];
    let mut answers = Answers::new();
    answers.insert("security/4/assurance", 0, values(&said));
    let subject = subjects::find(set(), "4a").unwrap();
    let pages = answered(set(), &subject, &answers);
    let rows: Vec<_> = pages.iter().flat_map(|page| &page.rows).collect();
    assert!(rows.iter().any(|(_, text)| text == "Not assured yet"));
    assert!(!rows.iter().any(|(_, text)| text == "In a drawer"));
}

#[test]
fn kept_pages_take_the_place_of_the_subjects_pages_only() {
    let mut answers = Answers::new();
    answers.insert("security/9a", 0, values(&[("answer", "yes")]));
    answers.insert("security/9b", 0, values(&[("answer", "partial")]));
    let subject = subjects::find(set(), "9a").unwrap();
    let kept = [KeptPage {
        page: "security/9a".into(),
        item: 0,
        values: values(&[("answer", "no")]),
    }];
    let before = with_kept(&answers, &subject, &kept);
    assert_eq!(before.first("security/9a", "answer"), Some("no"));
    assert_eq!(before.first("security/9b", "answer"), Some("partial"));
}
