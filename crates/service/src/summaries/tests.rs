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
        saved: vec![
            saved("Tom", "security/4a"),
            saved("Tom", "service-name"),
            saved("Ann", "security/4a"),
        ],
        given: vec![GivenTask {
            by: "Tom".into(),
            task: "service-name".into(),
        }],
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
    assert_eq!(notice.lines.len(), 3);
    assert!(notice.lines[1].starts_with("Gazetteer: Tom saved answers in "));
    assert_eq!(
        notice.lines[2],
        "Gazetteer: Tom assigned Service name to you"
    );
    assert!(notice.link.ends_with("/applications/COP-AAAA-AAA1/history"));
}

#[test]
fn a_long_summary_is_cut_and_says_so() {
    let many = (0..10)
        .map(|n| changed(&format!("COP-AAAA-AAA{n}")))
        .collect();
    let notice = notice(&summary(many), "https://psn.example");
    assert_eq!((notice.lines.len(), notice.more), (LINES_MAX, 5));
    assert_eq!(notice.service, "your applications");
    assert!(notice.link.ends_with("/home"));
}
