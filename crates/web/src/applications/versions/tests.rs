//! Which two versions are compared.

use super::*;
use domain::origin::Origin;
use questions::Values;
use store::history::Entry;
use time::OffsetDateTime;

fn version(fate: Fate, version: i32, id: i64) -> Version {
    Version {
        entry: Entry {
            mark: Mark {
                at: OffsetDateTime::UNIX_EPOCH,
                fate,
                id,
            },
            key: AnswerKey {
                page: "security/4a".into(),
                item: 0,
            },
            version,
            is_removal: false,
            by: "Ann".into(),
            document: None,
            origin: Origin::TYPED,
        },
        values: Values::new(),
    }
}

fn names(from: &str, to: &str) -> (String, String) {
    let versions = [
        version(Fate::Saved, 3, 30),
        version(Fate::SetAside, 1, 7),
        version(Fate::Saved, 2, 20),
        version(Fate::Saved, 1, 10),
    ];
    let asked = Asked {
        from: from.into(),
        to: to.into(),
    };
    let (from, to) = chosen(&versions, &asked).unwrap_or((&versions[0], &versions[0]));
    (name_of(from), name_of(to))
}

#[test]
fn what_was_not_saved_before_anything_was_is_compared_with_what_came_next() {
    let versions = [
        version(Fate::Saved, 2, 20),
        version(Fate::Saved, 1, 10),
        version(Fate::SetAside, 0, 7),
    ];
    let asked = Asked {
        to: "aside-7".into(),
        ..Asked::default()
    };
    let (from, to) = chosen(&versions, &asked).unwrap_or((&versions[0], &versions[0]));
    assert_eq!((name_of(from), name_of(to)), ("1".into(), "aside-7".into()));
}

#[test]
fn the_last_two_saved_versions_are_compared_unless_others_are_asked_for() {
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(names("", ""), pair("2", "3"));
    assert_eq!(names("", "2"), pair("1", "2"));
    assert_eq!(names("", "aside-7"), pair("2", "aside-7"));
    assert_eq!(names("3", "1"), pair("3", "1"));
    assert_eq!(names("", "1"), pair("1", "1"));
    assert_eq!(names("x", "y"), pair("2", "3"));
    assert!(chosen(&[], &Asked::default()).is_none());
}
