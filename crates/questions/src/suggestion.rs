//! What the team can do about something that a rule found.

use std::sync::LazyLock;

use serde::Deserialize;

/// What the team can do about what a rule found, and what it can ask the supplier then.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// Id of the rule, like "X8", in every version of the rules.
    pub rule: String,
    /// What can be done, as a link says it.
    pub action: String,
    /// What the supplier can be asked.
    pub ask: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSuggestions {
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "source")]
    _source: String,
    suggestions: Vec<Suggestion>,
}

#[expect(
    clippy::expect_used,
    reason = "the file is embedded, and a test reads it"
)]
static SUGGESTIONS: LazyLock<Vec<Suggestion>> = LazyLock::new(|| {
    let text = include_str!("../suggestions.toml");
    let raw: RawSuggestions = toml::from_str(text).expect("the suggestions can be read");
    raw.suggestions
});

/// What the team can do about what the rule of this id found, if something is suggested.
pub fn suggestion(rule: &str) -> Option<&'static Suggestion> {
    SUGGESTIONS.iter().find(|one| one.rule == rule)
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn an_it_health_check_is_suggested_where_there_is_none() {
        let found = suggestion("X8").unwrap();
        assert_eq!(found.action, "Consider asking for an IT health check");
        assert!(found.ask.contains("ITHC"));
        assert!(suggestion("X9").is_none());
    }
}
