//! The number of a page of a list, in the address: `?page=2`.

use crate::PageError;
use govuk::Pagination;
use serde::Deserialize;

/// What the address says.
#[derive(Deserialize)]
pub struct PageNumber {
    #[serde(default)]
    page: String,
}

impl PageNumber {
    /// The page, counted from 0; a word that is no number is no page.
    pub fn index(&self) -> Result<u16, PageError> {
        match self.page.as_str() {
            "" => Ok(0),
            text => {
                let number = text.parse::<u16>().ok();
                let index = number.and_then(|number| number.checked_sub(1));
                index.ok_or(PageError::NotFound)
            }
        }
    }
}

/// The way to the pages before and after the one of this index.
pub fn pagination(path: &str, index: u16, has_more: bool) -> Pagination {
    let joint = if path.contains('?') { '&' } else { '?' };
    let at = |number: u16| format!("{path}{joint}page={number}");
    Pagination::new()
        .previous((index > 0).then(|| at(index)))
        .next(has_more.then(|| at(index.saturating_add(2))))
}
