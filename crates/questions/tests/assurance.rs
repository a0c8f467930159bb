//! Help about assurance: every method is explained, and every question has an example of evidence.

mod support;

use std::collections::BTreeSet;

use questions::QuestionSet;
use support::{code_of_practice, files_under};

#[test]
fn each_question_has_its_method_explained_and_an_example_of_evidence() {
    let set = code_of_practice();
    for question in set.questions() {
        let method = set.assurance_method(question);
        assert!(method.is_some_and(|method| method.means.ends_with('.')));
        let example = set.evidence_example(&question.id);
        assert!(
            example.is_some_and(|text| text.ends_with('.')),
            "{}",
            question.id
        );
    }
    let methods: BTreeSet<&str> = set
        .questions()
        .map(|question| question.assurance_compared_as.as_str())
        .collect();
    assert_eq!(methods.len(), set.assurance.methods.len());
    assert_eq!(set.assurance.evidence.len(), set.questions().count());
    assert!(set.assurance.note.contains("are ours"));
    // Revisions before had no such help.
    let earlier = questions::sets().iter().filter(|set| set.revision < 4);
    for set in earlier {
        assert!(set.assurance.methods.is_empty(), "{}", set.edition());
    }
}

#[test]
fn a_page_about_assurance_names_its_questions_in_order() {
    let set = code_of_practice();
    let on = |id: &str| -> Vec<&str> {
        let page = set.page(id).map(|(_, page)| page);
        let asked = page.into_iter().flat_map(|page| set.assured_on(page));
        asked.map(|question| question.id.as_str()).collect()
    };
    assert_eq!(on("security/2/assurance"), ["2a", "2b", "2c", "2d"]);
    assert_eq!(on("security/2a"), [""; 0]);
}

#[test]
fn a_method_or_a_question_that_is_not_explained_is_refused() {
    let mut files = files_under("sets/psn-cop/2015-07");
    for revision in 2..=4 {
        files.extend(files_under(&format!("sets/psn-cop/2015-07.{revision}")));
    }
    assert!(QuestionSet::load(&files).is_ok());
    let help = files.get("assurance.toml").cloned().unwrap_or_default();
    for (from, to) in [
        ("name = \"Contractual commitment\"", "name = \"A promise\""),
        ("\n8a = ", "\n8b = "),
    ] {
        files.insert("assurance.toml".to_owned(), help.replace(from, to));
        let refused = QuestionSet::load(&files)
            .err()
            .map(|error| error.to_string());
        assert!(
            refused.is_some_and(|text| text.contains("assurance: ")),
            "{from}"
        );
    }
}
