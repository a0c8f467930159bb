//! Two answers to one page made into one: what each person changed is kept.

use govuk::DatePart;
use questions::{Field, FieldKind, Page, Values, first_of};

/// What combining two answers gives.
pub struct Merged<'a> {
    /// Fields whose text both changed: a person has to make one of two.
    pub texts: Vec<&'a Field>,
    /// Everything, as a form would send it; of texts that both changed, one after the other.
    pub values: Values,
}

/// Fields whose text can hold two answers.
pub fn is_text(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::Textarea | FieldKind::Text | FieldKind::ServiceCodes { .. }
    )
}

fn of<'a>(values: &'a Values, field: &Field) -> &'a [String] {
    values.get(&field.id).map_or(&[], Vec::as_slice)
}

/// Combines two answers that both began with `base`: what only one of them changed is as that one
/// has it; where both changed the same, texts are put together, several choices are those of
/// either, and everything else is mine.
pub fn merge<'a>(page: &'a Page, base: &Values, theirs: &Values, mine: &Values) -> Merged<'a> {
    let mut merged = Merged {
        texts: Vec::new(),
        values: Values::new(),
    };
    for field in &page.fields {
        let (was, their, my) = (of(base, field), of(theirs, field), of(mine, field));
        if their == my || their == was {
            copy(field, mine, &mut merged.values);
        } else if my == was {
            copy(field, theirs, &mut merged.values);
        } else if is_text(field) && first_of(theirs, &field.id).is_some() && !my.is_empty() {
            merged.texts.push(field);
            let both = together(field, theirs, mine);
            merged.values.insert(field.id.clone(), vec![both]);
        } else if has_several(field) {
            let mut either = their.to_vec();
            either.extend(my.iter().filter(|value| !their.contains(value)).cloned());
            merged.values.insert(field.id.clone(), either);
        } else {
            copy(field, mine, &mut merged.values);
        }
    }
    merged
}

fn has_several(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::Checkboxes { .. } | FieldKind::Countries { .. } | FieldKind::TextList { .. }
    )
}

/// Both texts, theirs first.
fn together(field: &Field, theirs: &Values, mine: &Values) -> String {
    let first = |values| first_of(values, &field.id).unwrap_or_default();
    let between = match field.kind {
        FieldKind::Textarea => "\n\n",
        FieldKind::ServiceCodes { .. } => "\n",
        _ => " / ",
    };
    format!("{}{between}{}", first(theirs), first(mine))
}

/// A field of one answer, as a form would send it.
fn copy(field: &Field, from: &Values, to: &mut Values) {
    if let FieldKind::Date(_) = field.kind {
        for (part, value) in DatePart::ALL.into_iter().zip(field.date_parts(from)) {
            to.insert(part.of(&field.id), vec![value]);
        }
    } else if !matches!(field.kind, FieldKind::Filled) {
        to.insert(field.id.clone(), of(from, field).to_vec());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str) -> &'static Page {
        let set = questions::find("psn-cop", "2015-07");
        let page = set.and_then(|set| set.page_by_path(path));
        page.map_or_else(|| panic!("no {path}"), |(_, page, _)| page)
    }

    fn values(pairs: &[(&str, &[&str])]) -> Values {
        let owned = |(name, list): &(&str, &[&str])| {
            let list = list.iter().map(|&value| value.to_owned()).collect();
            ((*name).to_owned(), list)
        };
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn what_each_changed_is_kept() {
        let page = page("security/4a");
        let base = values(&[("answer", &["yes"]), ("explanation", &["Before"])]);
        let theirs = values(&[("answer", &["partly"]), ("explanation", &["Before"])]);
        let mine = values(&[("answer", &["yes"]), ("explanation", &["After"])]);
        let merged = merge(page, &base, &theirs, &mine);
        assert!(merged.texts.is_empty());
        assert_eq!(merged.values["answer"], ["partly"]);
        assert_eq!(merged.values["explanation"], ["After"]);
    }

    #[test]
    fn texts_that_both_changed_are_put_together_and_choices_are_those_of_either() {
        let page = page("security/4a");
        let theirs = values(&[("answer", &["yes"]), ("explanation", &["Theirs"])]);
        let mine = values(&[("answer", &["no"]), ("explanation", &["Mine"])]);
        let merged = merge(page, &Values::new(), &theirs, &mine);
        assert_eq!(merged.texts.len(), 1);
        assert_eq!(merged.values["explanation"], ["Theirs\n\nMine"]);
        assert_eq!(merged.values["answer"], ["no"]);
        let page = self::page("security/1a");
        let field = page.fields.iter().find(|field| has_several(field));
        let name = field.map_or("", |field| field.id.as_str());
        let theirs = values(&[(name, &["a", "b"])]);
        let mine = values(&[(name, &["b", "c"])]);
        let merged = merge(page, &Values::new(), &theirs, &mine);
        assert_eq!(merged.values[name], ["a", "b", "c"]);
    }

    #[test]
    fn service_codes_that_both_changed_are_all_there_line_by_line() {
        let page = page("infrastructure/agreement");
        let of = |codes: &str| values(&[("terms_final", &["yes"]), ("host_services", &[codes])]);
        let merged = merge(page, &of("SRV_0001"), &of("SRV_0002"), &of("SRV_0003"));
        assert_eq!(merged.texts.len(), 1);
        assert_eq!(merged.values["host_services"], ["SRV_0002\nSRV_0003"]);
    }
}
