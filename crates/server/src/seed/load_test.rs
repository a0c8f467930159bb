//! What the applications of load tests are made of: the answers of a service of the demonstration.

use super::{SeedError, answers, data};
use domain::application::{Application, ApplicationState};
use domain::certificate;
use domain::id::{ApplicationId, OrganisationId};
use domain::reference::{ApplicationReference, ServiceCode};
use questions::{Answers, QuestionSet, Values};
use service::applications::Case;
use store::answers::Stored;
use store::seeding::{Named, Page, Seed, Subject, Unnamed};
use time::OffsetDateTime;

/// The question set of every application.
const SET: &str = "psn-cop";
/// The service whose answers all give.
const SERVICE: &str = "street-works";
/// The pages that every application has.
const THIN_PAGES: [&str; 8] = [
    "organisation/name-and-number",
    "service-name",
    "infrastructure/who",
    "infrastructure/find",
    "description-for-users",
    "security/1a",
    "security/2a",
    "security/10a",
];
/// The questions that are judged in every application.
const THIN_SUBJECTS: [&str; 4] = ["1a", "2a", "2b", "10a"];
/// Stands for a reference until the database puts the right one in its place.
const ANY_REFERENCE: &str = "COP-0000-0000";
/// A page that says nothing: one certificate of a load test is like the other.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Everything that the database needs to make this many applications.
///
/// # Errors
/// When the demonstration's data can't be read.
pub fn seed(applications: i64, organisations: i64, number: i64) -> Result<Seed, SeedError> {
    let stuck = |what| SeedError::stuck(what, SERVICE);
    let set = questions::current(SET).ok_or_else(|| stuck("there is no such question set"))?;
    let suppliers = data::suppliers()?;
    let (supplier, service) =
        data::find(&suppliers, SERVICE).ok_or_else(|| stuck("there is no such service"))?;
    let whole = fill_in_later(answers::of(
        &answers::Subject {
            supplier,
            service,
            infrastructure: None,
            start: OffsetDateTime::UNIX_EPOCH.date(),
            is_weak: false,
        },
        set,
    ));
    let thin = only_thin(&whole);
    let reference =
        ApplicationReference::parse(ANY_REFERENCE).ok_or_else(|| stuck("no such reference"))?;
    let snapshot = |answers: &Answers| {
        let case = case(set, answers.clone(), reference.clone());
        let text = service::snapshot::of(&case).text;
        text.replace(ANY_REFERENCE, "@REFERENCE@")
    };
    let pages = whole.iter().map(|(key, values)| {
        Ok(Page {
            page: key.page.clone(),
            item: key.item,
            answer: serde_json::to_value(values).map_err(|_| stuck("an answer is no JSON"))?,
            is_thin: THIN_PAGES.contains(&key.page.as_str()),
        })
    });
    Ok(Seed {
        applications,
        organisations,
        number,
        set: (set.id.clone(), set.version.clone(), set.hash.clone()),
        commitments_version: set.commitments.version.clone(),
        snapshots: (snapshot(&thin), snapshot(&whole)),
        pdf: PDF.to_vec(),
        pages: pages.collect::<Result<_, SeedError>>()?,
        subjects: subjects(set),
    })
}

/// The names of a certificate: the application's place is the serial of all of them.
pub fn name(unnamed: &Unnamed) -> Named {
    let serial = i32::try_from(unnamed.place).unwrap_or(i32::MAX);
    let code = ServiceCode::of_serial(serial);
    Named {
        number: certificates::number(
            u16::try_from(unnamed.year).unwrap_or_default(),
            serial.unsigned_abs(),
        ),
        slug: certificate::slug(&unnamed.service_name, &code),
        code: code.as_str().to_owned(),
    }
}

/// What differs from one application to the next, as the database fills it in.
fn fill_in_later(mut answers: Answers) -> Answers {
    let one = |field: &str, value: &str| (field.to_owned(), vec![value.to_owned()]);
    answers.insert(
        "organisation/type",
        0,
        Values::from_iter([one("type", "company")]),
    );
    answers.insert(
        "organisation/name-and-number",
        0,
        Values::from_iter([one("name", "@ORGANISATION@")]),
    );
    answers.insert(
        "service-name",
        0,
        Values::from_iter([one("name", "@SERVICE@")]),
    );
    answers.insert(
        "infrastructure/find",
        0,
        Values::from_iter([
            one("infrastructure", "@ID@"),
            one("name", "@NAME@"),
            one("owner", "@OWNER@"),
            one("certificate_number", "@NUMBER@"),
            one("certificate_expires", "@EXPIRES@"),
        ]),
    );
    answers
}

fn only_thin(whole: &Answers) -> Answers {
    let mut thin = Answers::new();
    for (key, values) in whole.iter() {
        if THIN_PAGES.contains(&key.page.as_str()) {
            thin.insert(key.page.clone(), key.item, values.clone());
        }
    }
    thin
}

fn subjects(set: &QuestionSet) -> Vec<Subject> {
    service::subjects::all(set)
        .into_iter()
        .map(|subject| Subject {
            is_thin: THIN_SUBJECTS.contains(&subject.id.as_str()),
            id: subject.id,
        })
        .collect()
}

/// An application as it is signed.
fn case(set: &'static QuestionSet, answers: Answers, reference: ApplicationReference) -> Case {
    Case {
        application: Application {
            id: ApplicationId::new(),
            organisation: OrganisationId::new(),
            organisation_name: "@ORGANISATION@".to_owned(),
            reference,
            set_id: set.id.clone(),
            set_version: set.version.clone(),
            set_hash: set.hash.clone(),
            state: ApplicationState::Draft,
            service_name: "@SERVICE@".to_owned(),
            created_at: OffsetDateTime::UNIX_EPOCH,
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
        stored: Stored {
            answers,
            ..Stored::default()
        },
        renewal: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_database_fills_in_is_there_to_be_filled_in() {
        let seed = seed(10, 2, 1).unwrap();
        for snapshot in [&seed.snapshots.0, &seed.snapshots.1] {
            for name in ["@REFERENCE@", "@ORGANISATION@", "@SERVICE@"] {
                assert!(snapshot.contains(name), "{name}");
            }
        }
        let thin: Vec<&str> = seed
            .pages
            .iter()
            .filter(|page| page.is_thin)
            .map(|page| page.page.as_str())
            .collect();
        assert_eq!(thin.len(), THIN_PAGES.len(), "{thin:?}");
        assert_eq!(
            seed.subjects
                .iter()
                .filter(|subject| subject.is_thin)
                .count(),
            THIN_SUBJECTS.len()
        );
    }
}
