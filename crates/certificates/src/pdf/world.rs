//! All that the typesetter can see: one template, the data, the QR code of a certificate and the
//! fonts inside the binary. No files, no network, no clock.

use std::sync::LazyLock;

use typst::{
    Feature, Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook, FontStyle},
    utils::LazyHash,
};

const CERTIFICATE: &str = include_str!("../../../../templates/certificates/service_provision.typ");
const STATEMENT: &str = include_str!("../../../../templates/certificates/commitment_statement.typ");

/// What is set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// A certificate.
    Certificate,
    /// A commitment statement to sign in ink.
    Statement,
}

/// The fonts of a sheet, upright only; the second is for what the first lacks.
pub const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// What never changes from one sheet to the next.
struct Fixed {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    certificate: Source,
    statement: Source,
    data: FileId,
    qr: FileId,
}

impl Fixed {
    fn source(&self, sheet: Sheet) -> &Source {
        match sheet {
            Sheet::Certificate => &self.certificate,
            Sheet::Statement => &self.statement,
        }
    }
}

static FIXED: LazyLock<Fixed> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| FAMILIES.contains(&font.info().family.as_str()))
        .filter(|font| font.info().variant.style == FontStyle::Normal)
        .collect();
    let source = |name, text: &str| Source::new(file_id(name), text.to_owned());
    Fixed {
        // The feature lets a table say which cells are the headings of rows.
        library: LazyHash::new(
            Library::builder()
                .with_features([Feature::A11yExtras].into_iter().collect())
                .build(),
        ),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        certificate: source("service_provision.typ", CERTIFICATE),
        statement: source("commitment_statement.typ", STATEMENT),
        data: file_id("data.json"),
        qr: file_id("qr.svg"),
    }
});

#[expect(clippy::expect_used, reason = "the names are constants of this file")]
fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Every font that a sheet may use.
pub fn fonts() -> &'static [Font] {
    &FIXED.fonts
}

/// The world of one sheet.
pub struct SheetWorld {
    sheet: Sheet,
    data: Bytes,
    qr: Bytes,
}

impl SheetWorld {
    /// The world with this data (JSON) and this QR code (SVG), which only certificates have.
    pub fn new(sheet: Sheet, data: Vec<u8>, qr: Vec<u8>) -> Self {
        Self {
            sheet,
            data: Bytes::new(data),
            qr: Bytes::new(qr),
        }
    }
}

impl World for SheetWorld {
    fn library(&self) -> &LazyHash<Library> {
        &FIXED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FIXED.book
    }

    fn main(&self) -> FileId {
        FIXED.source(self.sheet).id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = FIXED.source(self.sheet);
        if id == source.id() {
            Ok(source.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == FIXED.data {
            Ok(self.data.clone())
        } else if id == FIXED.qr {
            Ok(self.qr.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FIXED.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
