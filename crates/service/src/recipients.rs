//! People to write to.

use mail::{Address, Recipient};

/// Somebody with this name and address; nobody when the address can't be written to.
pub(crate) fn recipient(name: &str, email: &str) -> Option<Recipient> {
    let email = Address::parse(email).ok()?;
    Some(Recipient {
        name: name.to_owned(),
        email,
    })
}
