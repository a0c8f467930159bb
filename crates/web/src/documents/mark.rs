//! The mark in an address after which a page of the list begins.

use domain::id::DocumentId;
use store::documents::again::Mark;
use time::OffsetDateTime;

/// The mark as it stands in an address: microseconds since 1970, and the document's id.
pub fn to_text(mark: Mark) -> String {
    let micros = mark.added_at.unix_timestamp_nanos() / 1000;
    format!("{micros}.{}", mark.id)
}

/// Reads a mark; nothing when it is none.
pub fn parse(text: &str) -> Option<Mark> {
    let (micros, id) = text.split_once('.')?;
    // The database knows no times of long ago; nothing was added before 1970.
    let micros = micros.parse::<u64>().ok().map(i128::from)?;
    let nanos = micros.checked_mul(1000)?;
    Some(Mark {
        added_at: OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?,
        id: DocumentId::parse(id)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_mark_reads_back() {
        let mark = Mark {
            added_at: datetime!(2026-11-21 16:12:00.123456 UTC),
            id: DocumentId::new(),
        };
        assert_eq!(parse(&to_text(mark)), Some(mark));
        assert_eq!(parse("x"), None);
        for micros in ["9223372036854775807", "-1", "-300000000000000000"] {
            assert_eq!(parse(&format!("{micros}.{}", mark.id)), None);
        }
    }
}
