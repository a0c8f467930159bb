use super::*;
use domain::application::{Application, ApplicationState};
use domain::id::{ApplicationId, OrganisationId};
use domain::reference::ApplicationReference;
use store::answers::Stored;
use time::macros::datetime;

fn case(answers: &[(&str, i16, &str, &str)]) -> Case {
    let set = questions::current("psn-cop").unwrap();
    let mut stored = Stored::default();
    for (page, item, field, value) in answers {
        let mut values = stored.answers.get(page, *item).cloned().unwrap_or_default();
        values.insert((*field).to_owned(), vec![(*value).to_owned()]);
        stored.answers.insert(*page, *item, values);
    }
    Case {
        application: Application {
            id: ApplicationId::new(),
            organisation: OrganisationId::new(),
            organisation_name: "Northwind Mapping Limited".into(),
            reference: ApplicationReference::parse("COP-7H3K-9QXM").unwrap(),
            set_id: set.id.clone(),
            set_version: set.version.clone(),
            set_hash: set.hash.clone(),
            state: ApplicationState::Draft,
            service_name: "Northwind Gazetteer".into(),
            created_at: datetime!(2026-11-21 12:00 UTC),
            submitted_at: None,
            target_on: None,
            paused_at: None,
            assigned_to: None,
            assigned_name: None,
            infrastructure: None,
            last_saved_at: None,
            last_saved_by: None,
            version: 1,
        },
        set,
        stored,
        renewal: None,
    }
}

const ANSWERS: [(&str, i16, &str, &str); 4] = [
    ("service-name", 0, "name", "Northwind Gazetteer"),
    (
        "description-for-users",
        0,
        "description",
        "A national gazetteer.",
    ),
    ("infrastructure/who", 0, "who", "ours"),
    ("contacts/service-desk", 0, "name", "Desk"),
];

#[test]
fn the_same_answers_give_the_same_text_and_one_comma_another() {
    let snapshot = of(&case(&ANSWERS));
    assert_eq!(snapshot, of(&case(&ANSWERS)));
    assert_eq!(snapshot.sha256, sha256(&snapshot.text));
    assert_eq!(snapshot.sha256.len(), 64);
    let mut changed = ANSWERS;
    changed[1].3 = "A national, gazetteer.";
    assert_ne!(snapshot.sha256, of(&case(&changed)).sha256);
}

#[test]
fn a_fingerprint_is_the_sha_256_that_everybody_can_compute() {
    assert_eq!(
        sha256("abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn keys_are_in_alphabetical_order_and_unasked_answers_are_left_out() {
    let mut answers = ANSWERS.to_vec();
    // Nobody is asked for this while the infrastructure is the supplier's own.
    answers.push(("infrastructure/owner-contact", 0, "name", "Nobody"));
    let snapshot = of(&case(&answers));
    assert!(!snapshot.text.contains("Nobody"));
    let keys = [
        "\"answers\"",
        "\"application\"",
        "\"commitments\"",
        "\"format\"",
        "\"infrastructure\"",
        "\"organisation\"",
        "\"question_set\"",
        "\"service\"",
    ];
    let places: Vec<usize> = keys
        .iter()
        .map(|key| snapshot.text.find(&format!("\n  {key}")).unwrap())
        .collect();
    assert!(places[1..].is_sorted(), "{places:?}");
    assert!(places[0] < places[2]);
}

#[test]
fn what_was_signed_can_be_read_again() {
    let snapshot = of(&case(&ANSWERS));
    let reading = read(&snapshot.text).unwrap();
    assert_eq!(reading.service, "Northwind Gazetteer");
    assert_eq!(reading.organisation, "Northwind Mapping Limited");
    assert_eq!(reading.commitments.len(), 13);
    assert!(reading.are_derived);
    let published = reading.published();
    let of = |label| published.iter().find(|(name, _)| *name == label);
    let told = |label| of(label).map(|(_, text)| text.as_str());
    assert_eq!(told("Description"), Some("A national gazetteer."));
    assert_eq!(told("Supplier"), Some("Northwind Mapping Limited"));
    assert!(published.iter().all(|(_, text)| !text.is_empty()));
    assert!(reading.everything().len() > 20);
    assert!(read("{}").is_err());
    assert!(read(&snapshot.text.replace("2015-07", "1815-07")).is_err());
}

#[test]
fn contacts_are_no_essentials_and_answers_to_the_standard_are() {
    let essentials =
        |answers: &[(&str, i16, &str, &str)]| read(&of(&case(answers)).text).unwrap().essentials();
    let mut contact = ANSWERS;
    contact[3].3 = "Other desk";
    assert_eq!(essentials(&ANSWERS), essentials(&contact));
    let mut description = ANSWERS;
    description[1].3 = "Something else entirely.";
    assert_ne!(essentials(&ANSWERS), essentials(&description));
}

#[test]
fn a_signatory_reads_the_country_that_is_published() {
    let mut answers = ANSWERS.to_vec();
    answers.push(("security/2c", 0, "answer", "another"));
    answers.push(("security/2c", 0, "other_country", "Jersey"));
    let reading = read(&of(&case(&answers)).text).unwrap();
    let published = reading.published();
    let jurisdiction = published.iter().find(|(of, _)| *of == "Legal jurisdiction");
    assert_eq!(jurisdiction.map(|(_, text)| text.as_str()), Some("Jersey"));
}
