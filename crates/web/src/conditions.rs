//! The conditions of a certificate, as pages list them.

use domain::grant_condition::GrantCondition;
use domain::when;

/// A condition as pages show it.
pub struct Condition {
    /// What the supplier has to do.
    pub text: String,
    /// The last day on which to have done it.
    pub due: String,
}

/// The conditions for `clarifications/_conditions.html`.
pub fn listed(conditions: &[GrantCondition]) -> Vec<Condition> {
    let conditions = conditions.iter();
    conditions
        .map(|condition| Condition {
            text: condition.text.as_str().to_owned(),
            due: when::date(condition.due_on),
        })
        .collect()
}
