//! The mark in an address after which a page of the list begins.

use crate::applications::moments;
use domain::id::ApplicationId;
use store::applications::Mark;

/// The mark as it stands in an address: the moment ([`moments`]), and the entry's id.
pub fn to_text(mark: Mark) -> String {
    format!("{}.{}", moments::to_text(mark.created_at), mark.id)
}

/// Reads a mark; nothing when it is none.
pub fn parse(text: &str) -> Option<Mark> {
    let (moment, id) = text.split_once('.')?;
    Some(Mark {
        created_at: moments::parse(moment)?,
        id: ApplicationId::parse(id)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_mark_reads_back() {
        let mark = Mark {
            created_at: datetime!(2026-11-21 16:12:00.123456 UTC),
            id: ApplicationId::new(),
        };
        assert_eq!(parse(&to_text(mark)), Some(mark));
        assert_eq!(parse("x"), None);
        for micros in ["9223372036854775807", "-1", "-300000000000000000"] {
            assert_eq!(parse(&format!("{micros}.{}", mark.id)), None);
        }
    }
}
