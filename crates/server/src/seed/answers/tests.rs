use super::*;
use crate::seed::data::{find, suppliers};
use questions::Reference;
use time::macros::date;

const START: Date = date!(2026 - 10 - 05);

fn set() -> &'static QuestionSet {
    questions::current("psn-cop").unwrap()
}

/// The answers of a service, with what starting an application fills in.
fn complete(supplier: &Supplier, service: &Service, is_weak: bool) -> Answers {
    let subject = Subject {
        supplier,
        service,
        infrastructure: Some(InfrastructureId::new()),
        start: START,
        is_weak,
    };
    let mut answers = of(&subject, set());
    answers.insert("organisation/type", 0, one("type", "local_authority"));
    let name = one("name", supplier.organisation);
    answers.insert("organisation/name-and-number", 0, name);
    let address = pairs(&[
        ("line_1", "1 Mill Lane"),
        ("town", "Ludlow"),
        ("postcode", "SY8 1ZZ"),
    ]);
    answers.insert("organisation/address", 0, address);
    answers
}

#[test]
fn every_service_answers_everything_and_nothing_else() {
    let reference = Reference::on(START);
    for supplier in &suppliers().unwrap() {
        for service in &supplier.services {
            for is_weak in [false, true] {
                let answers = complete(supplier, service, is_weak);
                let open = set().unanswered(&answers, &reference);
                assert!(open.is_empty(), "{}: {open:?}", service.key);
                let tasks = set().tasks.iter();
                for (page, item) in tasks.flat_map(|task| set().asked_pages(task, &answers)) {
                    let values = answers.get(&page.id, item).unwrap();
                    let checked = page.as_asked(&answers, item).check(values, &reference);
                    let unknown = checked.unknown_fields;
                    assert!(
                        unknown.is_empty(),
                        "{} {}: {unknown:?}",
                        service.key,
                        page.id
                    );
                }
            }
        }
    }
}

#[test]
fn only_weak_answers_are_below_the_standard() {
    let reference = Reference::on(START);
    let below = |answers: &Answers| {
        let baselines = set().baselines(answers, &reference);
        let below = baselines.into_iter().filter(|(_, baseline)| {
            let outcome = baseline.as_ref().map(|baseline| baseline.outcome);
            outcome.is_none_or(|outcome| outcome == questions::Outcome::Below)
        });
        below
            .map(|(question, _)| question.id.clone())
            .collect::<Vec<_>>()
    };
    for supplier in &suppliers().unwrap() {
        for service in &supplier.services {
            let usual = below(&complete(supplier, service, false));
            assert!(usual.is_empty(), "{}: {usual:?}", service.key);
            let weak = below(&complete(supplier, service, true));
            assert_eq!(weak.is_empty(), service.weak.is_empty(), "{}", service.key);
        }
    }
}

#[test]
fn what_is_asked_about_is_a_question() {
    let suppliers = suppliers().unwrap();
    for service in suppliers.iter().flat_map(|supplier| &supplier.services) {
        let entry = register::find(&service.infrastructure);
        assert!(entry.is_some(), "{}", service.infrastructure);
        for page in service.answers.keys().chain(service.weak.keys()) {
            assert!(set().page(&place(page).page).is_some(), "{page}");
        }
        if let Some(clarification) = &service.clarification {
            assert!(set().question(&clarification.subject).is_some());
        }
        assert!(find(&suppliers, &service.key).is_some());
    }
}
