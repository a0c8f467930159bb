//! `psn-cop staff add`: a person of the PSN team, with a link to set up their account.

use crate::cli::{Failure, NewStaff};
use crate::config::Config;
use crate::say;
use domain::credential::Token;
use domain::when;
use store::staff::AddStaffError;

pub fn run(new: &NewStaff) -> Result<(), Failure> {
    let config = Config::from_environment()?;
    let url = config.database_url()?;
    let token = Token::generate();
    let staff = store::staff::NewStaff {
        email: &new.email,
        name: &new.name,
        role: new.role,
        link: token.credential(),
    };
    let expires_at =
        super::block_on(async { store::staff::add(url, &staff).await.map_err(Failure::from) })?;
    let path = format!("/reset-password/{}", token.reveal());
    say::line(format!(
        "{} was added as {}. They set up their account with this link, which works once, until {}:",
        new.name,
        new.role.title().to_lowercase(),
        when::date_and_time(expires_at),
    ));
    say::line(config.public_url.page(&path));
    Ok(())
}

impl From<AddStaffError> for Failure {
    fn from(error: AddStaffError) -> Self {
        match error {
            AddStaffError::Exists => Self::failed(format!("nobody was added: {error}")),
            AddStaffError::SetUp(error) => Self::failed(format!(
                "nobody was added: {error} (DATABASE_URL must name the owner of the database)"
            )),
        }
    }
}
