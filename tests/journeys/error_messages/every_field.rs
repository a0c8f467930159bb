//! Every sentence that a field of the question set can say of what is wrong with it, at its three
//! places. The cases are made from the set itself, so a new field has its cases with its first day.

mod asked;
mod wrong;

use crate::given_draft::GivenDraft;
use asked::{Place, everything_asked};
use domain::when::uk_date;
use questions::{Answers, Reference, Values};
use std::collections::{BTreeMap, BTreeSet};
use tests::Page;
use wrong::{Wrong, wrongs};

#[tokio::test]
async fn every_field_says_what_is_wrong_in_title_summary_and_beside_itself() {
    let set = questions::current("psn-cop").unwrap();
    let draft = GivenDraft::complete_of(tests::TestApp::start().await, set).await;
    let reference = Reference::on(uk_date(draft.app.app.clock.now()));
    let complete = draft.complete_answers(set);
    let browser = draft.browser().await;
    let mut stored = complete.clone();
    let mut expected = BTreeSet::new();
    let mut said = BTreeSet::new();
    let mut met = BTreeSet::new();
    for (answers, places) in everything_asked(set, &complete) {
        store(&draft, &mut stored, &answers).await;
        met.extend(
            places
                .iter()
                .map(|place| (place.page.clone(), place.field.clone())),
        );
        for (place, fields) in by_page(&places) {
            let (page, item) = place;
            let (_, asked) = set.page(page).unwrap();
            let asked = asked.as_asked(&answers, item);
            let values = answers.get(page, item).cloned().unwrap_or_default();
            let mut opened: Option<Page> = None;
            for field in fields {
                let field = asked.field(field).unwrap();
                for key in wrong::keys(field) {
                    expected.insert((page.to_owned(), field.id.clone(), key));
                }
                for wrong in wrongs(&asked, field, &values, &reference) {
                    if opened.is_none() {
                        // As nobody has answered it yet, so that nothing is chosen.
                        draft.forget(page, item).await;
                        let tail = asked.path_for(item);
                        opened = Some(browser.visit(&draft.path(&tail)).await);
                    }
                    send(opened.as_ref().unwrap(), &wrong).await;
                    said.insert((page.to_owned(), field.id.clone(), wrong.key));
                }
            }
            if opened.is_some() && answers.get(page, item).is_some() {
                draft.answer(page, item, &values).await;
            }
        }
    }
    assert_eq!(said, expected);
    let met: BTreeSet<(&str, &str)> = met
        .iter()
        .map(|(page, field)| (&**page, &**field))
        .collect();
    let all = set.pages().flat_map(|(_, page)| {
        let fields = page.fields.iter();
        fields.map(|field| (page.id.as_str(), field.id.as_str()))
    });
    let never_asked: Vec<(&str, &str)> = all.filter(|place| !met.contains(place)).collect();
    assert!(never_asked.is_empty(), "never asked: {never_asked:?}");
    assert_eq!(draft.app.count("answer_history").await, 0);
}

/// Sends what is wrong, and expects the sentence about it.
async fn send(opened: &Page, wrong: &Wrong) {
    let choices = "main input[type=radio], main input[type=checkbox]";
    let choices = opened.select_attribute(choices, "name");
    let names = opened.select_attribute("main input, main textarea", "name");
    let mut inputs: Vec<(&str, &str)> = Vec::new();
    for (name, values) in &wrong.send {
        let offered = names.iter().filter(|other| *other == name).count();
        // Each input of a list of texts, also those that nothing is typed into.
        let is_choice = choices.contains(name);
        let count = if is_choice { values.len() } else { offered };
        let values = values.iter().map(String::as_str);
        let values = values.chain(std::iter::repeat("")).take(count);
        inputs.extend(values.map(|value| (name.as_str(), value)));
    }
    let answered = opened.press_all("Save and continue", &inputs).await;
    answered.expect_error(&wrong.field, &wrong.message);
}

/// The places by their pages.
fn by_page(places: &BTreeSet<Place>) -> BTreeMap<(&str, i16), Vec<&str>> {
    let mut pages: BTreeMap<(&str, i16), Vec<&str>> = BTreeMap::new();
    for place in places {
        let fields = pages.entry((&place.page, place.item)).or_default();
        fields.push(&place.field);
    }
    pages
}

/// Makes the draft say what these answers say.
async fn store(draft: &GivenDraft, stored: &mut Answers, answers: &Answers) {
    let of = |answers: &Answers| -> BTreeMap<(String, i16), Values> {
        let each = answers.iter();
        each.map(|(key, values)| ((key.page.clone(), key.item), values.clone()))
            .collect()
    };
    let (before, after) = (of(stored), of(answers));
    for ((page, item), values) in &after {
        if before.get(&(page.clone(), *item)) != Some(values) {
            draft.forget(page, *item).await;
            draft.answer(page, *item, values).await;
        }
    }
    for (page, item) in before.keys().filter(|place| !after.contains_key(place)) {
        draft.forget(page, *item).await;
    }
    *stored = answers.clone();
}
