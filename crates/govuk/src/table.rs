//! Rows and columns.

use crate::{Content, Size};
use askama::{Template, filters::HtmlSafe};

/// How a table is sorted by a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SortOrder {
    /// Smallest, earliest or first in the alphabet on top.
    Ascending,
    /// Largest, latest or last in the alphabet on top.
    Descending,
}

impl SortOrder {
    fn aria(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

/// One column and its header.
#[derive(Clone)]
pub struct Column {
    header: String,
    is_numeric: bool,
    is_of_words: bool,
    is_header_visually_hidden: bool,
    sort_href: Option<String>,
    sorted: Option<SortOrder>,
}

impl Column {
    /// A column of text.
    pub fn text(header: impl Into<String>) -> Self {
        Self {
            header: header.into(),
            is_numeric: false,
            is_of_words: false,
            is_header_visually_hidden: false,
            sort_href: None,
            sorted: None,
        }
    }

    /// A column of numbers, to the right.
    pub fn numeric(header: impl Into<String>) -> Self {
        Self {
            is_numeric: true,
            ..Self::text(header)
        }
    }

    /// A column of short words of ours, such as roles and results, which are never broken. In other
    /// columns long words are, because people typed them.
    pub fn words(header: impl Into<String>) -> Self {
        Self {
            is_of_words: true,
            ..Self::text(header)
        }
    }

    /// A column of links; its header is for screen readers only.
    pub fn actions(header: impl Into<String>) -> Self {
        Self {
            is_header_visually_hidden: true,
            ..Self::text(header)
        }
    }

    /// The header is a link that sorts; `sorted` says how the table is sorted by it now, if it is.
    #[must_use]
    pub fn sortable(mut self, href: impl Into<String>, sorted: Option<SortOrder>) -> Self {
        self.sort_href = Some(href.into());
        self.sorted = sorted;
        self
    }

    fn aria_sort(&self) -> Option<&'static str> {
        self.sorted.map(SortOrder::aria)
    }
}

/// Rows and columns. On a narrow screen each row becomes a block, unless it is kept as a grid.
#[derive(Clone, Template)]
#[template(path = "govuk/table.html")]
pub struct Table {
    caption: String,
    caption_size: Option<Size>,
    is_caption_visually_hidden: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Content>>,
    has_row_headers: bool,
    is_stacked: bool,
}

impl Table {
    /// A table with a caption of medium size and no columns yet.
    pub fn new(caption: impl Into<String>) -> Self {
        Self {
            caption: caption.into(),
            caption_size: Some(Size::Medium),
            is_caption_visually_hidden: false,
            columns: Vec::new(),
            rows: Vec::new(),
            has_row_headers: false,
            is_stacked: true,
        }
    }

    /// Another size of the caption; `None` is the size of body text.
    #[must_use]
    pub fn caption_size(mut self, size: Option<Size>) -> Self {
        self.caption_size = size;
        self
    }

    /// The caption for screen readers only, where a heading above says the same.
    #[must_use]
    pub fn caption_visually_hidden(mut self) -> Self {
        self.is_caption_visually_hidden = true;
        self
    }

    /// One more column.
    #[must_use]
    pub fn column(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    /// One more row; as many cells as columns.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Content>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// More rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Content>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// The first cell of each row is its header.
    #[must_use]
    pub fn row_headers(mut self) -> Self {
        self.has_row_headers = true;
        self
    }

    /// Stays a grid on narrow screens, for two or three short columns.
    #[must_use]
    pub fn always_grid(mut self) -> Self {
        self.is_stacked = false;
        self
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    fn is_row_header(&self, index: &usize) -> bool {
        self.has_row_headers && *index == 0
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    fn is_numeric(&self, index: &usize) -> bool {
        self.columns
            .get(*index)
            .is_some_and(|column| column.is_numeric)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    fn is_of_words(&self, index: &usize) -> bool {
        self.columns
            .get(*index)
            .is_some_and(|column| column.is_of_words)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    fn label(&self, index: &usize) -> Option<&str> {
        let column = self.columns.get(*index)?;
        (self.is_stacked && !column.is_header_visually_hidden).then_some(column.header.as_str())
    }
}

impl HtmlSafe for Table {}
