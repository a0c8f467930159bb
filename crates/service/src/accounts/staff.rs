//! Making members of the PSN team, from the command line.

use domain::credential::Token;
use domain::email::EmailAddress;
use domain::role::TeamRole;
use domain::text::PersonName;
use store::StoreError;
use store::accounts::{NewStaff, Owner};

/// How long the link to set the first password works, in hours.
pub const SET_UP_HOURS: i32 = 24;

/// Why no team member was made.
#[derive(Debug, thiserror::Error)]
pub enum AddStaffError {
    /// The address has an account.
    #[error("there is an account with this email address; use another address")]
    AddressTaken,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a member of the PSN team and answers the link, below `public_url`, where
/// they set their password within [`SET_UP_HOURS`].
pub async fn add_staff(
    owner: &mut Owner,
    public_url: &str,
    email: &EmailAddress,
    name: &PersonName,
    role: TeamRole,
) -> Result<String, AddStaffError> {
    let token = Token::generate();
    let staff = NewStaff {
        email,
        name: name.as_str(),
        role,
    };
    let added = owner
        .add_staff(&staff, token.credential(), SET_UP_HOURS)
        .await;
    match added {
        Err(error) if error.constraint() == Some("users_email") => Err(AddStaffError::AddressTaken),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(format!(
            "{}/reset-password/{}",
            public_url.trim_end_matches('/'),
            token.reveal()
        )),
    }
}
