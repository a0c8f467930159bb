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
        found[0].parts(),
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
