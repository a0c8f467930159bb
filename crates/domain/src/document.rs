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

/// The most versions of one document, those that were replaced included.
pub const VERSIONS_MAX: usize = 10;

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

named_values! {
    /// What became of a document, as the history tells it.
    pub enum DocumentEvent {
        /// It was added.
        Added = "added",
        /// It was added as a newer version, which counts from the end of its scan.
        NewerAdded = "newer_added",
        /// Something else was said about it.
        Described = "described",
        /// The next version took its place.
        Replaced = "replaced",
        /// It was removed.
        Removed = "removed",
    }
}

/// A document of an application, in one of its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Identifier of this version.
    pub id: DocumentId,
    /// The first version, which all others share; itself when it is that.
    pub series: DocumentId,
    /// Which version it is, counted from 1.
    pub number: i32,
    /// When a newer version took its place, if one did.
    pub replaced_at: Option<OffsetDateTime>,
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
    /// Which scanner looked at it, as it names itself; nothing while none did, or where that was not
    /// kept yet.
    pub scan_engine: Option<String>,
    /// The document under whose identifier the file lies: itself, or one of another application that
    /// has the same file.
    pub file: DocumentId,
    /// What people say about it.
    pub description: Description,
    /// When it was added; this never changes.
    pub added_at: OffsetDateTime,
    /// The name of who added it.
    pub added_by_name: String,
    /// Goes up with each change of the description, so that a stale page is noticed.
    pub version: i32,
}

impl Document {
    /// True for the version that counts now: the first until a newer one was found clean, then that.
    pub fn is_current(&self) -> bool {
        self.replaced_at.is_none() && !self.is_proposed()
    }

    /// True for a newer version that does not count: it waits for its scan, or was refused.
    pub fn is_proposed(&self) -> bool {
        self.number > 1 && !self.scan.is_released()
    }

    /// From when on it counted: a newer version from the end of its scan; nothing while it is only
    /// proposed.
    pub fn counted_from(&self) -> Option<OffsetDateTime> {
        match self.number {
            1 => Some(self.added_at),
            _ if self.is_proposed() => None,
            _ => Some(self.scanned_at.unwrap_or(self.added_at)),
        }
    }

    /// True when it was the version that counted at that moment.
    pub fn counted_at(&self, at: OffsetDateTime) -> bool {
        self.counted_from().is_some_and(|from| from <= at)
            && self.replaced_at.is_none_or(|replaced| at < replaced)
    }

    /// True unless it was replaced before the application was submitted: that the PSN team sees.
    pub fn is_for_team(&self, submitted_at: Option<OffsetDateTime>) -> bool {
        self.replaced_at
            .is_none_or(|replaced| submitted_at.is_some_and(|submitted| submitted < replaced))
    }
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
    /// How the scan of a newer version stands that does not count yet.
    pub proposed: Option<ScanState>,
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
mod tests;
