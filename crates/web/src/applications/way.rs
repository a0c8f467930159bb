//! The way to what a rule looks at: the page that holds the field, and the field on it.

use super::onward::{self, Return};
use super::opened::Opened;
use questions::{Baseline, CrossCheck, FieldKind, Page, Place, Question, Task};

/// A link to where an answer can be changed.
pub struct Way {
    /// The page.
    pub page: &'static Page,
    /// Its address, with the field.
    pub href: String,
    /// Which answer, for those who hear the link.
    pub hidden: String,
}

/// The pages with the answers by which the rule of a question applies; the first page of the
/// question where it looks at none. Only pages that may be changed now.
pub fn of_question(
    opened: &Opened,
    question: &Question,
    baseline: &Baseline,
    to: Return,
) -> Vec<Way> {
    let set = opened.set();
    let mut pages: Vec<&str> = Vec::new();
    for place in &baseline.places {
        if !pages.contains(&place.page.as_str()) {
            pages.push(&place.page);
        }
    }
    let found = pages.into_iter().filter_map(|id| set.page(id));
    let mut ways: Vec<Way> = found
        .filter_map(|(task, page)| way(opened, task, page, &baseline.places, to))
        .collect();
    if ways.is_empty() {
        let first = set.pages_of_question(&question.id).next();
        let first = first.and_then(|page| set.page(&page.id));
        ways.extend(first.and_then(|(task, page)| way(opened, task, page, &[], to)));
    }
    if let [only] = ways.as_mut_slice() {
        only.hidden = format!("the answer to {}", question.id);
    }
    ways
}

/// The pages where what a rule found can be put right. Only pages that may be changed now.
pub fn of_check(opened: &Opened, check: &CrossCheck, to: Return) -> Vec<Way> {
    let pages = check.pages.iter().filter_map(|id| opened.set().page(id));
    pages
        .filter_map(|(task, page)| way(opened, task, page, &check.places, to))
        .collect()
}

fn way(
    opened: &Opened,
    task: &'static Task,
    page: &'static Page,
    places: &[Place],
    to: Return,
) -> Option<Way> {
    if !opened.form.is_open(&page.id) {
        return None;
    }
    let hidden = format!("the answer to: {}", page.heading);
    if page.is_item_page() {
        // Which item it is about, the list shows.
        let href = opened.path(&format!("{}{}", task.id, super::address::LIST));
        return onward::is_list_asked(opened, task).then_some(Way { page, href, hidden });
    }
    let asked = opened.set().asked_pages(task, opened.answers());
    asked.iter().find(|(other, _)| other.id == page.id)?;
    let place = places.iter().find(|place| place.page == page.id);
    let anchor = place.and_then(|place| anchor(page, &place.field));
    let anchor = anchor.map_or(String::new(), |id| format!("#{id}"));
    let href = format!("{}{}{anchor}", opened.path(&page.path), to.query());
    Some(Way { page, href, hidden })
}

/// The identifier of the first input of a field; what the server fills in stands by its choice.
fn anchor(page: &Page, field: &str) -> Option<String> {
    let field = page.field(field)?;
    match field.kind {
        FieldKind::Filled => {
            let mut shown = page.fields.iter();
            let shown = shown.find(|other| other.kind != FieldKind::Filled)?;
            anchor(page, &shown.id)
        }
        FieldKind::Date(_) => Some(format!("{}-day", field.id)),
        _ => Some(field.id.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::anchor;

    #[test]
    fn a_field_is_found_by_its_first_input() {
        let set = questions::current("psn-cop").unwrap();
        let of = |page: &str, field: &str| anchor(set.page(page).unwrap().1, field);
        assert_eq!(of("security/1a", "answer").as_deref(), Some("answer"));
        let find = of("infrastructure/find", "certificate_expires");
        assert_eq!(find.as_deref(), Some("infrastructure"));
        let details = of("infrastructure/details", "certificate_expires");
        assert_eq!(details.as_deref(), Some("certificate_expires-day"));
        assert_eq!(of("security/1a", "nothing"), None);
    }
}
