//! Making people of the PSN team, as the owner of the database: the only way to the first one.

use crate::setup::{SetUpError, connect};
use audit::{By, Event, Kind};
use domain::credential::Credential;
use domain::email::EmailAddress;
use domain::id::UserId;
use domain::role::TeamRole;
use sqlx::Connection as _;
use time::OffsetDateTime;

/// How long the link to set up the account works, in days.
pub const SET_UP_DAYS: i32 = 7;

/// A person to be added to the team.
#[derive(Debug)]
pub struct NewStaff<'a> {
    /// Their address, which is their user name.
    pub email: &'a EmailAddress,
    /// Full name.
    pub name: &'a str,
    /// What they may do.
    pub role: TeamRole,
    /// The digest of the set-up link's token.
    pub link: Credential,
}

/// Why nobody was added.
#[derive(Debug, thiserror::Error)]
pub enum AddStaffError {
    /// The address has an account.
    #[error("there is already an account with this e-mail address")]
    Exists,
    /// The database refused or could not be reached.
    #[error(transparent)]
    SetUp(#[from] SetUpError),
}

impl From<sqlx::Error> for AddStaffError {
    fn from(error: sqlx::Error) -> Self {
        let is_taken = error
            .as_database_error()
            .is_some_and(|error| error.constraint() == Some("users_email"));
        if is_taken {
            Self::Exists
        } else {
            Self::SetUp(error.into())
        }
    }
}

/// Adds a person without a password, and a link with which they choose one within
/// [`SET_UP_DAYS`]. Answers when the link stops working.
///
/// # Errors
/// [`AddStaffError::Exists`] when the address has an account.
pub async fn add(owner_url: &str, staff: &NewStaff<'_>) -> Result<OffsetDateTime, AddStaffError> {
    let mut connection = connect(owner_url).await?;
    let mut transaction = connection.begin().await?;
    let id = UserId::new();
    let event = Event::new(Kind::StaffAdded)
        .with("user", id)
        .with("role", staff.role);
    sqlx::query("select access.add_staff($1, $2, $3, $4)")
        .bind(id.0)
        .bind(staff.email.as_str())
        .bind(staff.name)
        .bind(staff.role.as_str())
        .execute(&mut *transaction)
        .await?;
    let expires_at = sqlx::query_scalar!(
        "insert into account_tokens (id_hash, kind, email, user_id, created_at, expires_at)
         values ($1, 'reset_password', $2, $3, access.now(), access.now() + make_interval(days => $4))
         returning expires_at",
        staff.link.as_bytes(),
        staff.email.as_str(),
        id.0,
        SET_UP_DAYS,
    )
    .fetch_one(&mut *transaction)
    .await?;
    sqlx::query!(
        "insert into audit_events (at, kind, by, event) values (access.now(), $1, $2, $3)",
        event.kind.as_str(),
        By::Service.to_string(),
        event.canonical(By::Service),
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(expires_at)
}
