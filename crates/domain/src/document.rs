//! Documents that a supplier adds to its application: what they may be, and how the check for
//! viruses stands (docs/states/document.md).

use crate::id::{ApplicationId, DocumentId, OrganisationId};
use crate::text::{Line, Lines};
use time::{Date, OffsetDateTime};

/// The most that one file may hold, in bytes.
pub const FILE_BYTES_MAX: u64 = 20 * 1_000_000;
/// The most documents of an application.
pub const DOCUMENTS_MAX: usize = 50;
/// The most that all documents of an application may hold together, in bytes.
pub const APPLICATION_BYTES_MAX: u64 = 200 * 1_000_000;

/// The name that people give a document.
pub type DocumentTitle = Line<120>;
/// What a document shows.
pub type DocumentNote = Lines<1000>;
/// Who issued it.
pub type DocumentIssuer = Line<200>;

named_values! {
    /// What a file is, by what is in it.
    pub enum DocumentKind {
        /// Portable Document Format.
        Pdf = "pdf",
        /// A Word document.
        Docx = "docx",
        /// An OpenDocument text.
        Odt = "odt",
        /// An Excel workbook.
        Xlsx = "xlsx",
        /// An OpenDocument spreadsheet.
        Ods = "ods",
        /// Comma-separated values.
        Csv = "csv",
        /// A PNG picture.
        Png = "png",
        /// A JPEG picture.
        Jpg = "jpg",
    }
}

impl DocumentKind {
    /// The type that it is served as.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Png => "image/png",
            Self::Jpg => "image/jpeg",
        }
    }

    /// In capitals, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "DOCX",
            Self::Odt => "ODT",
            Self::Xlsx => "XLSX",
            Self::Ods => "ODS",
            Self::Csv => "CSV",
            Self::Png => "PNG",
            Self::Jpg => "JPG",
        }
    }
}

named_values! {
    /// How the check for viruses stands.
    pub enum ScanState {
        /// Not looked at yet; nobody can download it.
        Waiting = "waiting",
        /// Nothing was found.
        Clean = "clean",
        /// A virus was found; the file was deleted.
        Infected = "infected",
        /// The scanner could not read it; nobody can download it.
        Failed = "failed",
        /// The demonstration has no scanner.
        NotScanned = "not_scanned",
    }
}

impl ScanState {
    /// In words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting to be scanned",
            Self::Clean => "No virus found",
            Self::Infected => "Virus found, removed",
            Self::Failed => "Could not be scanned",
            Self::NotScanned => "Not scanned",
        }
    }

    /// Whether the file may be given to anybody.
    pub fn is_released(self) -> bool {
        matches!(self, Self::Clean | Self::NotScanned)
    }
}

/// A document of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Identifier.
    pub id: DocumentId,
    /// The supplier.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// The file's name, made safe.
    pub file_name: String,
    /// What it is, by what is in it.
    pub kind: DocumentKind,
    /// How large it is, in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// How the check for viruses stands.
    pub scan: ScanState,
    /// When that was found.
    pub scanned_at: Option<OffsetDateTime>,
    /// What people say about it.
    pub description: Description,
    /// When it was added; this never changes.
    pub added_at: OffsetDateTime,
    /// The name of who added it.
    pub added_by_name: String,
    /// Goes up with each change of the description, so that a stale page is noticed.
    pub version: i32,
}

/// What a list says of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDocument {
    /// Identifier.
    pub id: DocumentId,
    /// The name that people give it.
    pub title: String,
    /// What it is, by what is in it.
    pub kind: DocumentKind,
    /// How large it is, in bytes.
    pub bytes: u64,
    /// How the check for viruses stands.
    pub scan: ScanState,
    /// The questions that it belongs to.
    pub questions: Vec<String>,
    /// The last day on which what it says holds.
    pub expires_on: Option<Date>,
}

impl ListedDocument {
    /// Since when what it says holds no longer: its last day, once that is over.
    pub fn lapsed_on(&self, today: Date) -> Option<Date> {
        lapsed_on(self.expires_on, today)
    }
}

/// What people say about a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// The name that people give it.
    pub title: String,
    /// What it shows; empty when not said.
    pub shows: String,
    /// The questions that it belongs to.
    pub questions: Vec<String>,
    /// Who issued it; empty when not said.
    pub issuer: String,
    /// From when on what it says holds.
    pub effective_on: Option<Date>,
    /// The last day on which what it says holds.
    pub expires_on: Option<Date>,
}

impl Description {
    /// Since when what it says holds no longer: its last day, once that is over.
    pub fn lapsed_on(&self, today: Date) -> Option<Date> {
        lapsed_on(self.expires_on, today)
    }
}

/// A last day that is over.
fn lapsed_on(last: Option<Date>, today: Date) -> Option<Date> {
    last.filter(|last| *last < today)
}

/// A size in words: the unit that fits, rounded up so that nothing looks smaller than it is.
pub fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{}KB", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            format!("{}.{}MB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn only_what_was_scanned_is_released_outside_of_the_demonstration() {
        let released = ScanState::ALL.iter().filter(|state| state.is_released());
        let released: Vec<&str> = released.map(|state| state.as_str()).collect();
        assert_eq!(released, ["clean", "not_scanned"]);
    }

    #[test]
    fn evidence_holds_on_its_last_day_and_has_lapsed_on_the_next() {
        let mut description = Description::default();
        let last = date!(2026 - 11 - 22);
        assert_eq!(description.lapsed_on(last), None);
        description.expires_on = Some(last);
        assert_eq!(description.lapsed_on(last), None);
        assert_eq!(description.lapsed_on(date!(2026 - 11 - 23)), Some(last));
    }

    #[test]
    fn sizes_are_in_the_unit_that_fits() {
        assert_eq!(size_in_words(999), "999 bytes");
        assert_eq!(size_in_words(84_001), "85KB");
        assert_eq!(size_in_words(1_200_000), "1.2MB");
        assert_eq!(size_in_words(FILE_BYTES_MAX), "20.0MB");
    }
}
