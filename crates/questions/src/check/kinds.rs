//! Fields with one typed value, and lists of short texts.

use crate::{
    answers::{Values, first_of},
    check::Wrong,
    identifiers,
    page::{Field, FieldKind},
    text,
};

type Read = (Vec<String>, Option<Wrong>);

impl Field {
    /// A field with one typed value: text in normal form, then the rule of the kind.
    pub(super) fn read_one(&self, sent: &Values) -> Read {
        let typed = first_of(sent, &self.id).unwrap_or_default();
        let line = if self.kind == FieldKind::Textarea {
            text::normalise_lines(typed)
        } else {
            text::normalise_line(typed)
        };
        if line.is_empty() {
            return (Vec::new(), None);
        }
        if let Some(wrong) = self.check_text(&line) {
            return (vec![line], Some(wrong));
        }
        match self.normal_form(&line, sent) {
            Ok(normal) => (vec![normal], None),
            Err(key) => (vec![line], Some(Wrong::new(self, key))),
        }
    }

    /// The normal form of a value that passed the rules for text, or the key of the error.
    fn normal_form(&self, line: &str, sent: &Values) -> Result<String, &'static str> {
        let kept = || line.to_owned();
        match &self.kind {
            FieldKind::Number {
                decimal,
                above,
                min,
                max,
                ..
            } => {
                let number = text::Decimal::parse(line).ok_or("not_number")?;
                if number.has_fraction && !decimal {
                    return Err("not_number");
                }
                if above.is_some_and(|above| number.value <= above) {
                    return Err("above");
                }
                let too_small = min.is_some_and(|min| number.value < min);
                let too_large = max.is_some_and(|max| number.value > max);
                if too_small || too_large {
                    Err("range")
                } else {
                    Ok(number.normal)
                }
            }
            FieldKind::Email => identifiers::is_email(line).then(kept).ok_or("format"),
            FieldKind::Phone => identifiers::is_phone(line).then(kept).ok_or("format"),
            FieldKind::CompanyNumber => identifiers::company_number(line).ok_or("format"),
            FieldKind::CharityNumber { register } => {
                let register = first_of(sent, register).map_or("", str::trim);
                identifiers::charity_number(line, register).ok_or(match register {
                    "scotland" => "format_scotland",
                    "northern_ireland" => "format_northern_ireland",
                    _ => "format",
                })
            }
            FieldKind::Postcode { country } => {
                let abroad = country
                    .as_ref()
                    .is_some_and(|field| first_of(sent, field).is_some());
                if abroad {
                    Ok(kept())
                } else {
                    identifiers::uk_postcode(line).ok_or("format")
                }
            }
            _ => Ok(kept()),
        }
    }

    pub(super) fn read_text_list(&self, max_items: usize, sent: &Values) -> Read {
        let sent = sent.get(&self.id).map_or(&[][..], Vec::as_slice);
        let lines = sent.iter().map(|typed| text::normalise_line(typed));
        let kept: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        let wrong = if kept.len() > max_items {
            Some(Wrong::new(self, "too_many"))
        } else {
            kept.iter().find_map(|line| self.check_text(line))
        };
        (kept, wrong)
    }
}
