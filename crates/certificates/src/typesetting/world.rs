//! All that the typesetter can see: one template, the files given with it, and the fonts inside the
//! binary. No other files, no network, no clock.

use std::sync::LazyLock;

use typst::{
    Feature, Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook, FontStyle},
    utils::LazyHash,
};

/// The fonts, upright only; the second is for what the first lacks.
pub const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// What never changes from one document to the next.
struct Fixed {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static FIXED: LazyLock<Fixed> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| FAMILIES.contains(&font.info().family.as_str()))
        .filter(|font| font.info().variant.style == FontStyle::Normal)
        .collect();
    Fixed {
        // The feature lets a table say which cells are the headings of rows.
        library: LazyHash::new(
            Library::builder()
                .with_features([Feature::A11yExtras].into_iter().collect())
                .build(),
        ),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

#[expect(clippy::expect_used, reason = "the names are constants of this crate")]
fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Every font that a document may use.
pub fn fonts() -> &'static [Font] {
    &FIXED.fonts
}

/// A template, ready to be set.
pub struct Template {
    id: FileId,
    source: Source,
}

impl Template {
    /// The template of this name and text.
    pub fn new(name: &str, text: &str) -> Self {
        let id = file_id(name);
        Self {
            id,
            source: Source::new(id, text.to_owned()),
        }
    }
}

/// The world of one document.
pub struct DocumentWorld {
    template: &'static Template,
    files: Vec<(FileId, Bytes)>,
}

impl DocumentWorld {
    /// The world with this template and these files, by name.
    pub fn new<const N: usize>(
        template: &'static Template,
        files: [(&'static str, Vec<u8>); N],
    ) -> Self {
        let files = files.into_iter();
        Self {
            template,
            files: files
                .map(|(name, bytes)| (file_id(name), Bytes::new(bytes)))
                .collect(),
        }
    }
}

impl World for DocumentWorld {
    fn library(&self) -> &LazyHash<Library> {
        &FIXED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FIXED.book
    }

    fn main(&self) -> FileId {
        self.template.id
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id {
            Ok(self.template.source.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let file = self.files.iter().find(|(known, _)| *known == id);
        file.map(|(_, bytes)| bytes.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FIXED.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
