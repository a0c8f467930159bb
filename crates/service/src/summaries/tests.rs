//! What a summary says, and how a long one is cut.

use super::*;
use domain::id::UserId;
use store::notice_choices::{GivenTask, SavedPage};
use time::macros::date;

fn changed(reference: &str) -> Changed {
    let saved = |by: &str, page: &str| SavedPage {
        by: by.into(),
        page: page.into(),
    };
    Changed {
        reference: reference.into(),
        service_name: "Gazetteer".into(),
        set_id: "psn-cop".into(),
        set_version: "2015-07".into(),
        set_hash: questions::find("psn-cop", "2015-07").unwrap().hash.clone(),
        saved: vec![
            saved("Tom", "security/4a"),
            saved("Tom", "service-name"),
            saved("Ann", "security/4a"),
        ],
        given: vec![GivenTask {
            by: "Tom".into(),
            task: "service-name".into(),
        }],
        check_again: vec!["service-name".into()],
    }
}

fn summary(applications: Vec<Changed>) -> Summary {
    Summary {
        user: UserId::new(),
        name: "Priya".into(),
        email: "priya@example.org".into(),
        day: date!(2026 - 11 - 23),
        applications,
    }
}

#[test]
fn a_summary_says_who_and_which_tasks() {
    let notice = notice(
        &summary(vec![changed("COP-AAAA-AAA1")]),
        "https://psn.example",
    );
    assert_eq!(notice.count, 4);
    assert_eq!(notice.service, "Gazetteer");
    assert_eq!(notice.lines.len(), 4);
    assert!(notice.lines[1].starts_with("Gazetteer: Tom saved answers in "));
    assert_eq!(
        notice.lines[2],
        "Gazetteer: Tom assigned Service name to you"
    );
    assert_eq!(notice.lines[3], "Gazetteer: check again Service name");
    assert!(notice.link.ends_with("/applications/COP-AAAA-AAA1/history"));
}

#[test]
fn a_long_summary_is_cut_and_says_so() {
    let many = (0..10)
        .map(|n| changed(&format!("COP-AAAA-AAA{n}")))
        .collect();
    let notice = notice(&summary(many), "https://psn.example");
    assert_eq!((notice.lines.len(), notice.more), (LINES_MAX, 15));
    assert_eq!(notice.service, "your applications");
    assert!(notice.link.ends_with("/home"));
}

#[test]
fn a_task_is_named_by_the_revision_that_the_application_began_with() {
    let words = |revision: u32| {
        let mut sets = questions::sets().iter();
        let set = sets.find(|set| set.id == "psn-cop" && set.revision == revision);
        let changed = Changed {
            set_hash: set.unwrap().hash.clone(),
            saved: vec![SavedPage {
                by: "Tom".into(),
                // A page that the first revision does not have.
                page: "additional-infrastructure/n/findings".into(),
            }],
            given: Vec::new(),
            check_again: Vec::new(),
            ..changed("COP-7H3K-9QXM")
        };
        told(&changed).1.join("; ")
    };
    assert!(words(1).ends_with("saved answers in additional-infrastructure/n/findings"));
    assert!(!words(2).contains("additional-infrastructure/n/findings"));
}
