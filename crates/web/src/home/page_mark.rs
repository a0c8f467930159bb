//! The mark in an address after which a page of the list begins.

use domain::id::ApplicationId;
use store::applications::Mark;
use time::OffsetDateTime;

/// The mark as it stands in an address: microseconds since 1970, and the entry's id.
pub fn to_text(mark: Mark) -> String {
    let micros = mark.created_at.unix_timestamp_nanos() / 1000;
    format!("{micros}.{}", mark.id)
}

/// Reads a mark; nothing when it is none.
pub fn parse(text: &str) -> Option<Mark> {
    let (micros, id) = text.split_once('.')?;
    let nanos = micros
        .parse::<i64>()
        .ok()
        .map(i128::from)?
        .checked_mul(1000)?;
    Some(Mark {
        created_at: OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?,
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
        assert_eq!(parse(&format!("{}.{}", i64::MAX, mark.id)), None);
    }
}
