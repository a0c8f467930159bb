//! E-mail addresses.

use std::fmt;

/// The longest address that mail systems accept (RFC 5321, 4.5.3.1).
pub const MAX_LENGTH: usize = 254;

/// An e-mail address in the form `name@example.com`; the domain is in small letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was entered.
    #[error("nothing was entered")]
    Empty,
    /// Not of the form `name@example.com`.
    #[error("not an e-mail address")]
    Format,
}

impl EmailAddress {
    /// Trims and checks the form. Only plain ASCII addresses are accepted: they
    /// reach every mailbox, and look-alike letters can't pass for others.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::Format)?;
        let local_is_plain = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b));
        let is_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let domain_is_plain = domain.contains('.') && domain.split('.').all(is_label);
        if local_is_plain && domain_is_plain && text.len() <= MAX_LENGTH {
            Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
        } else {
            Err(EmailError::Format)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The address with most of the name hidden: `r•••@northwind.example`.
    pub fn masked(&self) -> String {
        let first = self.0.chars().next().unwrap_or('•');
        format!("{first}•••@{}", self.domain())
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_and_are_not() {
        for good in [
            "a@b.example",
            "priya.raman+psn@Northwind.Example",
            "o'neil@x-y.gov.uk",
        ] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.c",
            "a b@c.d",
            "a@b..c",
            ".a@b.c",
            "a@-b.c",
            "a\r\n@b.c",
            "é@b.c",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(
            EmailAddress::parse("Rita@Northwind.Example").map(|a| a.masked()),
            Ok("R•••@northwind.example".into())
        );
    }
}
