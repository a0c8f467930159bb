//! Who takes part: suppliers with a draft each, who sign in by the page; members of the team, whose
//! sessions are made in the database, because their second factor can't be shown so often.

use crate::Result;
use crate::browser::Browser;
use crate::form::Form;
use sqlx::Executor as _;
use sqlx::postgres::PgConnection;
use std::net::SocketAddr;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::task::JoinSet;

/// A person who writes an application.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Writer {
    /// The draft's identifier.
    pub application: String,
    /// What people call it by.
    pub reference: String,
    /// Whose it is.
    pub email: String,
    /// A certificate of their organisation.
    pub certificate: String,
}

/// Those who take part, and their password.
pub struct People {
    /// With a draft each, of as many organisations as there are.
    pub writers: Vec<Writer>,
    password: String,
}

impl People {
    /// Finds so many people with drafts and gives them a password: one by the pages for a new
    /// password, the others get what that one got.
    pub async fn find(
        connection: &mut PgConnection,
        address: SocketAddr,
        count: usize,
    ) -> Result<Self> {
        // Of an earlier run: sessions, tries, mail that was not sent.
        connection
            .execute(sqlx::raw_sql("truncate sessions, attempts, outbox"))
            .await?;
        let writers: Vec<Writer> = sqlx::query_as(
            "select a.id::text as application, a.reference, u.email, c.number as certificate
             from (select a.*, row_number() over (partition by a.organisation_id order by a.id) as place
                   from applications a where a.state = 'draft'
                     -- One like the other in either database: most have but a few answers.
                     and not exists (select from answers w where w.application_id = a.id and w.page = 'security/4a')
                   order by a.id limit 20000) a
             join users u on u.id = a.created_by
             join lateral (select c.number from certificates c where c.organisation_id = a.organisation_id
                           order by c.number limit 1) c on true
             order by a.place, a.id limit $1",
        )
        .bind(i64::try_from(count)?)
        .fetch_all(&mut *connection)
        .await?;
        let first = writers.first().ok_or("nobody has a draft")?.email.clone();
        let password = new_password()?;
        choose(connection, address, &first, &password).await?;
        let emails: Vec<&str> = writers.iter().map(|one| one.email.as_str()).collect();
        sqlx::query(
            "update users u set password_hash = f.password_hash, password_changed_at = f.password_changed_at,
                 password_tags = f.password_tags
             from users f where f.email = $1 and u.email = any ($2) and u.email <> $1",
        )
        .bind(&first)
        .bind(emails)
        .execute(&mut *connection)
        .await?;
        Ok(Self { writers, password })
    }

    /// Their password.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Signs all of them in by the page, some at once, each with a browser of their own.
    pub async fn sign_in(&self, address: SocketAddr) -> Result<Vec<Browser>> {
        const AT_ONCE: usize = 8;
        let mut browsers = Vec::new();
        for (round, writers) in self.writers.chunks(AT_ONCE).enumerate() {
            let mut running = JoinSet::new();
            for (place, writer) in writers.iter().enumerate() {
                let number = round * AT_ONCE + place;
                let (email, password) = (writer.email.clone(), self.password.clone());
                running.spawn(async move {
                    let mut browser = Browser::new(address, u32::try_from(number)?);
                    browser.sign_in(&email, &password).await?;
                    Ok::<_, crate::Wrong>((number, browser))
                });
            }
            let mut signed_in = Vec::new();
            while let Some(ended) = running.join_next().await {
                signed_in.push(ended??);
            }
            signed_in.sort_by_key(|(number, _)| *number);
            browsers.extend(signed_in.into_iter().map(|(_, browser)| browser));
        }
        Ok(browsers)
    }
}

/// Words of which a password is made.
const WORDS: [&str; 16] = [
    "anvil", "bishop", "candle", "dormouse", "ember", "falcon", "gravel", "hazel", "island",
    "jacket", "kettle", "lantern", "meadow", "nutmeg", "orchard", "pebble",
];

/// A new one for each run, because no password that was used before is taken again. Of words, because
/// digits may happen to be a row or a year, which are not taken either.
fn new_password() -> Result<String> {
    let mut number = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros();
    let mut words = vec!["Copper7"];
    for _ in 0..6 {
        words.push(WORDS[usize::try_from(number % 16)?]);
        number /= 16;
    }
    Ok(words.join(" "))
}

/// Chooses a password by the pages, with the link from the mail that was queued.
async fn choose(
    connection: &mut PgConnection,
    address: SocketAddr,
    email: &str,
    password: &str,
) -> Result<()> {
    let mut browser = Browser::new(address, u32::MAX);
    let page = browser.open("/forgot-password").await?;
    let mut form = Form::find(&page.text, "email")?;
    form.fill_in("email", email)?;
    browser.send(&form).await?;
    let mail: Option<String> = sqlx::query_scalar(
        "select body_text from outbox where recipient = $1 order by created_at desc limit 1",
    )
    .bind(email)
    .fetch_optional(connection)
    .await?;
    let mail = mail.ok_or("no mail for a new password was queued")?;
    let start = mail
        .find("/reset-password/")
        .ok_or("the mail has no link")?;
    let link = mail[start..].split_whitespace().next().unwrap_or_default();
    let page = browser.open(link).await?;
    let mut form = Form::find(&page.text, "password")?;
    form.fill_in("password", password)?;
    browser.send(&form).await?;
    Ok(())
}

/// Sessions of so many people in the database, as signing in would make them: of the team's leads
/// with a second factor, or of anybody else. Answers their tokens.
pub async fn sessions(
    connection: &mut PgConnection,
    are_leads: bool,
    count: usize,
) -> Result<Vec<String>> {
    connection
        .execute(
            "insert into authenticators (user_id, sealed_secret, created_at)
             select id, '\\x00', access.now() from users where team_role = 'lead' on conflict do nothing",
        )
        .await?;
    let tokens: Vec<String> = sqlx::query_scalar(
        "select translate(rtrim(encode(uuid_send(gen_random_uuid()), 'base64'), '='), '+/', '-_')
         from generate_series(1, $1)",
    )
    .bind(i32::try_from(count)?)
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query(
        "select access.session_create(sha256(convert_to(t.token, 'UTF8')), '{}')
         from unnest($1::text[]) t (token)",
    )
    .bind(&tokens)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "select access.session_begin(sha256(convert_to(t.token, 'UTF8')), p.ids[1 + t.n % cardinality(p.ids)],
                    $2::smallint, 'A browser', '127.0.0.*', null, null, null)
         from unnest($1::text[]) with ordinality t (token, n),
              (select array(select id from users where $3 = (team_role is not distinct from 'lead')
                            and ($3 or team_role is null) limit 1000) as ids) p",
    )
    .bind(&tokens)
    .bind(if are_leads { 2_i16 } else { 1_i16 })
    .bind(are_leads)
    .execute(connection)
    .await?;
    Ok(tokens)
}
