//! Addresses that messages go to and come from.

use std::fmt;

use domain::email::EmailAddress;

/// An e-mail address that may stand in a header: one address, plain ASCII, one
/// line, no longer than mail systems accept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(EmailAddress);

/// Why a text is no address to send to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It has line ends or other control characters, even at its ends.
    #[error("an email address has no line ends and no control characters")]
    Control,
    /// It is not of the form `name@example.com`, or too long.
    #[error("not an email address like name@example.com")]
    Format,
}

impl Address {
    /// Checks the form. Spaces at the ends are dropped; control characters are not.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text.chars().any(char::is_control) {
            return Err(AddressError::Control);
        }
        EmailAddress::parse(text)
            .map(Self)
            .map_err(|_| AddressError::Format)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<EmailAddress> for Address {
    fn from(address: EmailAddress) -> Self {
        Self(address)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_line_and_one_address() {
        for bad in [
            "a@b.example\r\nBcc: c@d.example",
            "a@b.example\n",
            "\ra@b.example",
            "a\u{0}@b.example",
            "a@b.example\u{7f}",
        ] {
            assert_eq!(Address::parse(bad), Err(AddressError::Control), "{bad:?}");
        }
        let long = format!("{}@b.example", "a".repeat(300));
        for bad in [
            "",
            "a",
            "a@b.example, c@d.example",
            "A <a@b.example>",
            "a b@c.example",
            &long,
        ] {
            assert_eq!(Address::parse(bad), Err(AddressError::Format), "{bad:?}");
        }
        assert_eq!(
            Address::parse(" a@B.example ").unwrap().as_str(),
            "a@b.example"
        );
    }
}
