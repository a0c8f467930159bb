//! All that the typesetter can see: one template, the data, the QR code and the
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

const TEMPLATE: &str = include_str!("../../../../templates/certificates/service_provision.typ");

/// The fonts of a certificate, upright only; the second is for what the first lacks.
pub const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// What never changes from one certificate to the next.
struct Fixed {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    source: Source,
    data: FileId,
    qr: FileId,
}

static FIXED: LazyLock<Fixed> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| FAMILIES.contains(&font.info().family.as_str()))
        .filter(|font| font.info().variant.style == FontStyle::Normal)
        .collect();
    let main = file_id("service_provision.typ");
    Fixed {
        // The feature lets a table say which cells are the headings of rows.
        library: LazyHash::new(
            Library::builder()
                .with_features([Feature::A11yExtras].into_iter().collect())
                .build(),
        ),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        main,
        source: Source::new(main, TEMPLATE.to_owned()),
        data: file_id("data.json"),
        qr: file_id("qr.svg"),
    }
});

#[expect(clippy::expect_used, reason = "the names are constants of this file")]
fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Every font that a certificate may use.
pub fn fonts() -> &'static [Font] {
    &FIXED.fonts
}

/// The world of one certificate.
pub struct CertificateWorld {
    data: Bytes,
    qr: Bytes,
}

impl CertificateWorld {
    /// The world with this data (JSON) and this QR code (SVG).
    pub fn new(data: Vec<u8>, qr: Vec<u8>) -> Self {
        Self {
            data: Bytes::new(data),
            qr: Bytes::new(qr),
        }
    }
}

impl World for CertificateWorld {
    fn library(&self) -> &LazyHash<Library> {
        &FIXED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FIXED.book
    }

    fn main(&self) -> FileId {
        FIXED.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == FIXED.main {
            Ok(FIXED.source.clone())
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
