//! What the end of a connection certificate affects, counted.

use crate::when;
use time::Date;

/// How many services depend on an infrastructure, by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Affected {
    /// Services that name the infrastructure.
    pub services: usize,
    /// Of these, those with a certificate that is in date.
    pub certified: usize,
    /// Those that the PSN team has an application for.
    pub assessed: usize,
    /// Those that are being applied for.
    pub drafts: usize,
    /// When the first of the certificates ends.
    pub first_ends: Option<Date>,
    /// Services on other infrastructure that use a service which runs on this one.
    pub elsewhere: usize,
}

impl Affected {
    /// All of it in sentences: "7 services name this infrastructure: 5 with a certificate and 2 in
    /// assessment. The first certificate ends on 3 May 2027."
    pub fn in_words(&self) -> String {
        let named = match self.services {
            0 => "No service names this infrastructure.".to_owned(),
            1 => format!("1 service names this infrastructure: {}.", self.by_state()),
            many => format!(
                "{many} services name this infrastructure: {}.",
                self.by_state()
            ),
        };
        let which = if self.certified == 1 {
            "The"
        } else {
            "The first"
        };
        let ends = self
            .first_ends
            .map(|day| format!("{which} certificate ends on {}.", when::date(day)));
        let elsewhere = match self.elsewhere {
            0 => None,
            1 => Some("1 service elsewhere uses a service that runs here.".to_owned()),
            many => Some(format!(
                "{many} services elsewhere use a service that runs here."
            )),
        };
        let sentences: Vec<String> = [Some(named), ends, elsewhere]
            .into_iter()
            .flatten()
            .collect();
        sentences.join(" ")
    }

    fn by_state(&self) -> String {
        let counted = [
            (self.certified, "with a certificate"),
            (self.assessed, "in assessment"),
            (self.drafts, "being applied for"),
        ];
        let parts: Vec<String> = counted
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, state)| format!("{count} {state}"))
            .collect();
        match parts.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, before)) => format!("{} and {last}", before.join(", ")),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn what_is_affected_is_said_with_counts_and_the_first_end() {
        let affected = Affected {
            services: 8,
            certified: 5,
            assessed: 2,
            drafts: 1,
            first_ends: Some(date!(2027 - 05 - 03)),
            elsewhere: 2,
        };
        assert_eq!(
            affected.in_words(),
            "8 services name this infrastructure: 5 with a certificate, 2 in assessment and 1 being applied for. \
             The first certificate ends on 3 May 2027. 2 services elsewhere use a service that runs here."
        );
        let one = Affected {
            services: 1,
            certified: 1,
            first_ends: Some(date!(2027 - 05 - 03)),
            elsewhere: 1,
            ..Affected::default()
        };
        assert_eq!(
            one.in_words(),
            "1 service names this infrastructure: 1 with a certificate. The certificate ends on 3 May 2027. \
             1 service elsewhere uses a service that runs here."
        );
        let none = Affected::default().in_words();
        assert_eq!(none, "No service names this infrastructure.");
    }
}
