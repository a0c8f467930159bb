//! The conditions of a certificate, as pages list them.

use domain::grant_condition::GrantCondition;
use domain::when;
use time::Date;

/// A condition as pages show it.
pub struct Condition {
    /// What the supplier has to do.
    pub text: String,
    /// The last day on which to have done it.
    pub due: String,
    /// How that day stands to today.
    pub stands: String,
}

/// The conditions for `clarifications/_conditions.html`.
pub fn listed(conditions: &[GrantCondition], today: Date) -> Vec<Condition> {
    let conditions = conditions.iter();
    conditions
        .map(|condition| Condition {
            text: condition.text.as_str().to_owned(),
            due: when::date(condition.due_on),
            stands: stands(condition.due_on, today),
        })
        .collect()
}

fn stands(due_on: Date, today: Date) -> String {
    match (due_on - today).whole_days() {
        days if days < 0 => "this date has passed".to_owned(),
        0 => "which is today".to_owned(),
        1 => "1 day left".to_owned(),
        days => format!("{days} days left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_condition_says_how_its_day_stands() {
        let day = date!(2027 - 03 - 31);
        assert_eq!(stands(day, date!(2027 - 03 - 01)), "30 days left");
        assert_eq!(stands(day, date!(2027 - 03 - 30)), "1 day left");
        assert_eq!(stands(day, day), "which is today");
        assert_eq!(stands(day, date!(2027 - 04 - 01)), "this date has passed");
    }
}
