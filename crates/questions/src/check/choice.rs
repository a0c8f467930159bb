//! Radios, checkboxes and countries: only offered values count.

use crate::{
    answers::{Values, first_of},
    check::Wrong,
    page::Field,
    reference,
};

type Read = (Vec<String>, Option<Wrong>);

impl Field {
    pub(super) fn read_radios(&self, sent: &Values) -> Read {
        let Some(value) = first_of(sent, &self.id).map(str::trim) else {
            return (Vec::new(), None);
        };
        if self.choices().iter().any(|choice| choice.value == value) {
            (vec![value.to_owned()], None)
        } else {
            (Vec::new(), Some(Wrong::new(self, "unknown")))
        }
    }

    pub(super) fn read_checkboxes(&self, exclusive: &[String], sent: &Values) -> Read {
        let offered = self
            .choices()
            .iter()
            .map(|choice| choice.value.as_str())
            .collect::<Vec<_>>();
        let (kept, unknown) = pick(&offered, &self.id, sent);
        let clash = kept.len() > 1 && kept.iter().any(|value| exclusive.contains(value));
        let wrong = if unknown {
            Some(Wrong::new(self, "unknown"))
        } else {
            clash.then(|| Wrong::new(self, "exclusive"))
        };
        (kept, wrong)
    }

    /// A country that has left the list stays a readable answer; the baseline says what it means.
    pub(super) fn read_countries(&self, group: &str, sent: &Values) -> Read {
        let mut offered: Vec<&str> = Vec::new();
        for country in reference::all_countries()
            .iter()
            .filter(|c| c.group == group)
        {
            if !offered.contains(&country.code.as_str()) {
                offered.push(&country.code);
            }
        }
        let (kept, unknown) = pick(&offered, &self.id, sent);
        (kept, unknown.then(|| Wrong::new(self, "unknown")))
    }
}

/// The sent values that are offered, in the order offered, and whether others were sent.
fn pick(offered: &[&str], field: &str, sent: &Values) -> (Vec<String>, bool) {
    let sent = sent.get(field).map_or(&[][..], Vec::as_slice);
    let has = |value: &str| sent.iter().any(|other| other.trim() == value);
    let kept = offered
        .iter()
        .filter(|value| has(value))
        .map(|value| (*value).to_owned());
    let unknown = sent
        .iter()
        .map(|v| v.trim())
        .any(|v| !v.is_empty() && !offered.contains(&v));
    (kept.collect(), unknown)
}
