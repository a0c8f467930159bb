//! Given states, written straight into the database so that tests are quick.

use crate::app::HASHER;
use crate::{Browser, TestApp};
use domain::assurance::Assurance;
use domain::credential::Credential;
use domain::id::{OrganisationId, UserId};
use domain::role::{OrganisationRole, TeamRole};
use service::factors::{self, Secret};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use store::sessions::credential_of;
use tower_sessions::session::Id;

/// The password of everybody who is given without one.
pub const PASSWORD: &str = "Copper7 lanterns drift";

static NUMBER: AtomicU32 = AtomicU32::new(1);
static HASHES: Mutex<Option<HashMap<String, String>>> = Mutex::new(None);

/// A person with an account.
#[derive(Debug, Clone)]
pub struct User {
    /// The account.
    pub id: UserId,
    /// The full name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// The password to sign in with.
    pub password: String,
    /// The secret of the authenticator app, as people type it; none without one.
    pub totp_secret: Option<String>,
}

/// An organisation.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// The organisation.
    pub id: OrganisationId,
    /// Its legal name.
    pub name: String,
}

/// A session that was made without the sign-in page.
#[derive(Debug, Clone)]
pub struct Session {
    /// The cookie's value.
    pub token: String,
    /// The digest that the database knows.
    pub credential: Credential,
}

impl TestApp {
    /// A person with an account.
    pub async fn given_user(&self, name: &str, email: &str, password: &str) -> User {
        self.add_user(name, email, password, None).await
    }

    /// A company with nobody in it.
    pub async fn given_organisation(&self, name: &str) -> Organisation {
        let id = OrganisationId::new();
        sqlx::query(
            "insert into organisations (id, name, kind, register, registration_number, address, created_at)
             values ($1, $2, 'company', 'Companies House', $3, E'1 Mill Lane\nLudlow\nSY8 1ZZ', access.now())",
        )
        .bind(id.0)
        .bind(name)
        .bind(format!("{:08}", NUMBER.fetch_add(1, Ordering::Relaxed)))
        .execute(self.superuser())
        .await
        .unwrap();
        Organisation {
            id,
            name: name.to_owned(),
        }
    }

    /// A new person who belongs to the organisation.
    pub async fn given_member(&self, organisation: &Organisation, role: OrganisationRole) -> User {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{} {}", first_name(number), role.title());
        let email = format!("person-{number}@supplier.example");
        let user = self.add_user(&name, &email, PASSWORD, None).await;
        self.given_membership(organisation, &user, role).await;
        user
    }

    /// Makes a person a member.
    pub async fn given_membership(
        &self,
        organisation: &Organisation,
        user: &User,
        role: OrganisationRole,
    ) {
        sqlx::query(
            "insert into memberships (organisation_id, user_id, role, created_at)
             values ($1, $2, $3, access.now())",
        )
        .bind(organisation.id.0)
        .bind(user.id.0)
        .bind(role.as_str())
        .execute(self.superuser())
        .await
        .unwrap();
    }

    /// A new member of the PSN team, with an authenticator app.
    pub async fn given_team_member(&self, role: TeamRole) -> User {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{} {}", first_name(number), role.title());
        let email = format!("person-{number}@psn.example");
        let mut user = self.add_user(&name, &email, PASSWORD, Some(role)).await;
        self.given_authenticator(&mut user).await;
        user
    }

    async fn add_user(
        &self,
        name: &str,
        email: &str,
        password: &str,
        team_role: Option<TeamRole>,
    ) -> User {
        let id = UserId::new();
        sqlx::query(
            "insert into users (id, email, name, password_hash, password_tags, password_changed_at, team_role, created_at)
             values ($1, $2, $3, $4, $5, access.now(), $6, access.now())",
        )
        .bind(id.0)
        .bind(email)
        .bind(name)
        .bind(hash_once(password).await)
        .bind(HASHER.seal_tags(id, &[]))
        .bind(team_role.map(TeamRole::as_str))
        .execute(self.superuser())
        .await
        .unwrap();
        User {
            id,
            name: name.to_owned(),
            email: email.to_owned(),
            password: password.to_owned(),
            totp_secret: None,
        }
    }

    /// Gives a person an authenticator app.
    pub async fn given_authenticator(&self, user: &mut User) {
        let secret = Secret::generate();
        let sealed = factors::seal(&self.app.session_key, user.id, &secret);
        sqlx::query(
            "insert into authenticators (user_id, sealed_secret, created_at) values ($1, $2, access.now())",
        )
        .bind(user.id.0)
        .bind(sealed)
        .execute(self.superuser())
        .await
        .unwrap();
        user.totp_secret = Some(secret.typed());
    }

    /// A code of the person's app that the service takes now: the earliest that was not used.
    pub async fn code_of(&self, user: &User) -> String {
        let last: i64 =
            sqlx::query_scalar("select last_step from authenticators where user_id = $1")
                .bind(user.id.0)
                .fetch_one(self.superuser())
                .await
                .unwrap();
        let now = self.step_now();
        let step = now.max(last + 1);
        assert!(step <= now + 1, "every code that counts now was used");
        code_at(user.totp_secret.as_deref().unwrap(), step)
    }

    /// The time step of now, for codes of apps.
    pub fn step_now(&self) -> i64 {
        self.app.clock.unmoved().unix_timestamp() / 30
    }

    /// A browser in which the person is signed in, without the sign-in page (which
    /// `journeys/accounts.rs` tests).
    pub async fn sign_in(&self, user: &User) -> Browser {
        let session = self.given_session(user).await;
        let browser = self.browser();
        browser.set_cookie("psn-session", &session.token);
        browser
    }

    /// A session of the person, as signing in with a second factor would make it.
    pub async fn given_session(&self, user: &User) -> Session {
        self.given_session_of(user, Assurance::SecondFactor).await
    }

    /// A session of the person, as signing in this way would make it.
    pub async fn given_session_of(&self, user: &User, assurance: Assurance) -> Session {
        let id = Id::default();
        let credential = credential_of(id);
        sqlx::query("select access.session_create($1, '{}')")
            .bind(credential.as_bytes())
            .execute(self.superuser())
            .await
            .unwrap();
        sqlx::query(
            "select access.session_begin($1, $2, $3::smallint, 'A browser', '127.0.0.*', null, null)",
        )
        .bind(credential.as_bytes())
        .bind(user.id.0)
        .bind(assurance.level())
        .execute(self.superuser())
        .await
        .unwrap();
        Session {
            token: id.to_string(),
            credential,
        }
    }
}

/// The code of a time step, by the secret as people type it.
pub fn code_at(secret: &str, step: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(step).unwrap() * 30).to_string()
}

/// Hashes each password once per process; hashing is slow on purpose.
async fn hash_once(password: &str) -> String {
    let known = HASHES
        .lock()
        .unwrap()
        .as_ref()
        .and_then(|hashes| hashes.get(password).cloned());
    if let Some(hash) = known {
        return hash;
    }
    let hash = HASHER.hash(password.to_owned()).await.unwrap();
    let mut hashes = HASHES.lock().unwrap();
    hashes
        .get_or_insert_default()
        .insert(password.to_owned(), hash.clone());
    hash
}

fn first_name(number: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "Amina", "Bryn", "Carys", "Dev", "Elin", "Farid", "Grace", "Hamish", "Isla", "Jonah",
        "Kavita", "Lowri",
    ];
    NAMES[number as usize % NAMES.len()]
}
