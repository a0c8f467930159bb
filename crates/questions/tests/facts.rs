//! Where the service finds what it has to know, and what it never sends.

#[path = "support/northwind.rs"]
mod northwind;
mod support;

use northwind::northwind;
use support::{code_of_practice, pairs};

#[test]
fn another_country_is_said_by_its_name_in_every_revision() {
    for set in questions::sets() {
        let jurisdiction = |text: &str| {
            let mut answers = northwind();
            answers.insert("security/2c", 0, pairs(text));
            let asked = set.asked_answers(&answers);
            set.fact_in_words("legal_jurisdiction", &asked)
        };
        let of = |text: &str| jurisdiction(text).unwrap_or_default();
        assert_eq!(
            of("answer=another;other_country=Jersey"),
            "Jersey",
            "{}",
            set.edition()
        );
        assert_eq!(of("answer=scotland"), "Scotland", "{}", set.edition());
        // What is left over from another choice is published by no revision.
        assert_eq!(
            of("answer=scotland;other_country=Jersey"),
            "Scotland",
            "{}",
            set.edition()
        );
    }
}

#[test]
fn pages_that_are_published_are_those_of_the_facts() {
    for set in questions::sets() {
        let pages = set.pages().filter(|(_, page)| page.published);
        let mut pages: Vec<&str> = pages.map(|(_, page)| page.id.as_str()).collect();
        pages.sort_unstable();
        let expected =
            "contacts/service-desk description-for-users security/12a security/2c service-name";
        assert_eq!(pages.join(" "), expected, "{}", set.edition());
    }
    let set = code_of_practice();
    let fields = set.page("security/2c").map(|(_, page)| {
        let fields = set.published_fields(page);
        fields.map(|field| field.id.as_str()).collect::<Vec<_>>()
    });
    assert_eq!(fields, Some(vec!["answer", "other_country"]));
}

#[test]
fn where_evidence_is_kept_is_no_part_of_what_is_signed() {
    let mut pages = 0;
    for set in questions::sets() {
        let mut answers = northwind();
        let signed = set.canonical(&answers);
        for (_, page) in set
            .pages()
            .filter(|(_, page)| page.id.ends_with("/assurance"))
        {
            let mut values = answers.get(&page.id, 0).cloned().unwrap_or_default();
            values.insert(
                "evidence".to_owned(),
                vec!["In the third drawer".to_owned()],
            );
            answers.insert(&page.id, 0, values);
            pages += usize::from(page.field("evidence").is_some_and(|field| field.private));
        }
        // What an application of an earlier revision signed says it, and must still verify.
        let is_signed = set.canonical(&answers) != signed;
        assert_eq!(is_signed, set.revision < 5, "{}", set.edition());
    }
    assert_eq!(pages, 13);
}
