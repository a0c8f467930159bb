//! Codes of services, several in one text.

use domain::reference::ServiceCode;

use crate::{answers::Values, check::Wrong, page::Field, text};

/// How many wrong entries an error names.
const NAMED: usize = 3;
/// Most characters of a wrong entry that an error repeats.
const ENTRY_MAX: usize = 40;

impl Field {
    /// The codes in the order typed, each once and on a line of its own. What is in error stays as it
    /// was typed, all of it.
    ///
    /// Lines, commas and semicolons stand between codes; what each code forgives is said by
    /// [`ServiceCode::parse`].
    pub(super) fn read_service_codes(
        &self,
        max_items: usize,
        sent: &Values,
    ) -> (Vec<String>, Option<Wrong>) {
        let sent = sent.get(&self.id).map_or(&[][..], Vec::as_slice);
        let typed = text::normalise_lines(&sent.join("\n"));
        if let Some(wrong) = self.check_text(&typed) {
            return (vec![typed], Some(wrong));
        }
        match self.codes(&typed, max_items) {
            Ok(codes) if codes.is_empty() => (Vec::new(), None),
            Ok(codes) => {
                let lines: Vec<&str> = codes.iter().map(ServiceCode::as_str).collect();
                (vec![lines.join("\n")], None)
            }
            Err(wrong) => (vec![typed], Some(wrong)),
        }
    }

    /// The codes of a text, each once.
    fn codes(&self, typed: &str, max_items: usize) -> Result<Vec<ServiceCode>, Wrong> {
        let (mut codes, mut unknown) = (Vec::<ServiceCode>::new(), Vec::new());
        let entries = typed.split(['\n', ',', ';']).map(str::trim);
        for entry in entries.filter(|entry| !entry.is_empty()) {
            match ServiceCode::parse(entry) {
                Some(code) if codes.contains(&code) => {}
                Some(code) => codes.push(code),
                None => unknown.push(entry),
            }
        }
        if !unknown.is_empty() {
            return Err(self.not_codes(&unknown));
        }
        if codes.len() > max_items {
            return Err(Wrong::new(self, "too_many"));
        }
        Ok(codes)
    }

    /// The error that names the entries which are no codes, the first few of them.
    fn not_codes(&self, entries: &[&str]) -> Wrong {
        let quoted = |entry: &&str| {
            let mut shown: String = entry.chars().take(ENTRY_MAX).collect();
            if shown.len() < entry.len() {
                shown.push('…');
            }
            format!("‘{shown}’")
        };
        let mut named: Vec<String> = entries.iter().take(NAMED).map(quoted).collect();
        if entries.len() > NAMED {
            named.push(format!("{} more", entries.len() - NAMED));
        }
        let key = match entries {
            [_] => "format",
            _ => "format_several",
        };
        let words = text::in_sentence(&named);
        Wrong {
            message: self.error(key).replace("{entries}", &words),
            part: None,
        }
    }
}
