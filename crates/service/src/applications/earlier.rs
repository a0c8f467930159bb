//! What was answered the last time, in the words of that time.

use super::{Case, Renewal};

impl Case {
    /// What was answered on a page the last time, in the words of that time; where there was no such
    /// page, in the fields in whose place it asks.
    pub fn earlier_in_words(&self, page: &str, item: i16) -> Option<Vec<(String, String)>> {
        let renewal = self.renewal.as_ref()?;
        let Some((_, then)) = renewal.set.page(page) else {
            return self.replaced_in_words(renewal, page, item);
        };
        let values = renewal.earlier.get(page, item)?;
        Some(then.as_asked(&renewal.earlier, item).describe(values))
    }

    /// What was answered the last time in the fields in whose place a page asks.
    fn replaced_in_words(
        &self,
        renewal: &Renewal,
        page: &str,
        item: i16,
    ) -> Option<Vec<(String, String)>> {
        let (_, now) = self.set.page(page)?;
        let answered = now.replaces.iter().filter_map(|place| {
            let values = renewal.earlier.get(&place.page, item)?;
            let field = renewal.set.page(&place.page)?.1.field(&place.field)?;
            Some((field.label.clone(), field.describe(values)?))
        });
        let answered: Vec<(String, String)> = answered.collect();
        (!answered.is_empty()).then_some(answered)
    }
}
