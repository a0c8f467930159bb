//! Answers as they are stored, finished or not, for every page of a set.

use proptest::prelude::*;
use questions::{Answers, Field, FieldKind, Page, QuestionSet, Reference, Values};

/// Texts that people may have typed. Control characters are in no table: files can't hold them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[ \n\t'\"=+@;,<>&a’?-]{0,30}",
        "[A-Za-z0-9 .,]{0,60}",
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("+44 808 157 0192".to_owned()),
        Just("'quoted' first".to_owned()),
        Just("27/3/2027".to_owned()),
        Just("Yes".to_owned()),
    ]
}

/// What a browser would send for a field.
fn sent(field: &Field) -> BoxedStrategy<Values> {
    let id = field.id.clone();
    let one = move |values: Vec<String>| Values::from([(id.clone(), values)]);
    let offered: Vec<String> = match &field.kind {
        FieldKind::Countries { group } => {
            let countries = questions::all_countries().iter();
            let countries = countries.filter(|country| country.group == *group);
            countries.map(|country| country.code.clone()).collect()
        }
        _ => field
            .choices()
            .iter()
            .map(|choice| choice.value.clone())
            .collect(),
    };
    match &field.kind {
        FieldKind::Radios(_) => prop::sample::select(offered)
            .prop_map(move |value| one(vec![value]))
            .boxed(),
        FieldKind::Checkboxes { .. } | FieldKind::Countries { .. } => {
            let most = offered.len();
            prop::sample::subsequence(offered, 0..=most)
                .prop_map(one)
                .boxed()
        }
        FieldKind::TextList { max_items } => prop::collection::vec(text(), 0..=*max_items)
            .prop_map(one)
            .boxed(),
        FieldKind::ServiceCodes { .. } => prop_oneof![text(), "(SRV_[0-9]{4}[\n,;]{1,2}){0,3}"]
            .prop_map(move |text| one(vec![text]))
            .boxed(),
        FieldKind::Lookup { .. } => {
            prop_oneof![Just("not_listed".to_owned()), "[0-9a-f]{8}-[0-9a-f]{4}"]
                .prop_map(move |value| one(vec![value]))
                .boxed()
        }
        FieldKind::Date(_) => {
            let id = field.id.clone();
            let part = || {
                prop_oneof![
                    "[0-9]{0,4}",
                    Just("March".to_owned()),
                    Just("27".to_owned())
                ]
            };
            let year = prop_oneof!["20[0-9]{2}", "[0-9]{0,4}"];
            (part(), part(), year)
                .prop_map(move |(day, month, year)| {
                    let parts = [("day", day), ("month", month), ("year", year)];
                    let named = parts.map(|(name, part)| (format!("{id}-{name}"), vec![part]));
                    Values::from(named)
                })
                .boxed()
        }
        _ => text().prop_map(move |text| one(vec![text])).boxed(),
    }
}

/// The stored answers of a page: what its check keeps of what was sent.
fn stored(page: &'static Page) -> BoxedStrategy<Values> {
    let fields: Vec<BoxedStrategy<Option<Values>>> = page
        .fields
        .iter()
        .map(|field| prop::option::of(sent(field)).boxed())
        .collect();
    let reference = Reference::on(time::macros::date!(2026 - 11 - 22));
    let keep = move |sent: Vec<Option<Values>>| {
        let sent: Values = sent.into_iter().flatten().flatten().collect();
        page.check(&sent, &reference).values
    };
    fields.prop_map(keep).boxed()
}

/// Stored answers to some pages of the set.
pub fn answers(set: &'static QuestionSet) -> BoxedStrategy<Answers> {
    let mut pages = Vec::new();
    for (task, page) in set.pages() {
        let items = if page.is_item_page() {
            task.list().unwrap().max.min(5)
        } else {
            0
        };
        let range = if page.is_item_page() {
            1..=items
        } else {
            0..=0
        };
        for item in range {
            let kept = prop::option::weighted(0.4, stored(page));
            pages.push(kept.prop_map(move |values| (page, item, values)).boxed());
        }
    }
    let collect = |pages: Vec<(&'static Page, i16, Option<Values>)>| {
        let mut answers = Answers::new();
        for (page, item, values) in pages {
            if let Some(values) = values.filter(|values| !values.is_empty()) {
                answers.insert(page.id.clone(), item, values);
            }
        }
        answers
    };
    pages.prop_map(collect).boxed()
}
