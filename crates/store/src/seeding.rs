//! Made-up applications by the hundred thousand, for load tests: loaded by the owner of an empty
//! database in one transaction, so that a load that is broken off leaves nothing behind.
//!
//! | File | Does |
//! |---|---|
//! | `begin.sql` | puts aside what checks each row by itself, and makes numbers of the seed |
//! | `found.sql` | people, organisations and infrastructure |
//! | `applications.sql` | what each application of a batch is |
//! | `rows.sql`, `certificates.sql` | the rows of a batch |
//! | `finish.sql` | puts everything back, which checks all rows |

use crate::setup::{SetUpError, connect};
use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Executor as _, raw_sql};

/// How many applications are made by one round of statements.
const BATCH: i64 = 10_000;

/// An answered page that applications get.
#[derive(Debug, Clone)]
pub struct Page {
    /// The page's id.
    pub page: String,
    /// The item of a list, or 0.
    pub item: i16,
    /// The answer's values as JSON. `@ORGANISATION@`, `@SERVICE@`, and of the infrastructure
    /// `@ID@`, `@NAME@`, `@OWNER@`, `@NUMBER@` and `@EXPIRES@` are filled in.
    pub answer: serde_json::Value,
    /// True when every application has it, not only the whole ones.
    pub is_thin: bool,
}

/// Something that assessors judge.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// True when it is judged in every application, not only in the whole ones.
    pub is_thin: bool,
}

/// What is to be made.
#[derive(Debug, Clone)]
pub struct Seed {
    /// How many applications.
    pub applications: i64,
    /// Of how many organisations, at least 1.
    pub organisations: i64,
    /// The same number makes the same rows, on the same day.
    pub number: i64,
    /// Id, version and hash of the question set.
    pub set: (String, String, String),
    /// Version of the commitments.
    pub commitments_version: String,
    /// What was signed, of an application with a few answers and of a whole one. `@REFERENCE@`,
    /// `@ORGANISATION@` and `@SERVICE@` are filled in.
    pub snapshots: (String, String),
    /// The file of every certificate.
    pub pdf: Vec<u8>,
    /// The answers.
    pub pages: Vec<Page>,
    /// The judgements.
    pub subjects: Vec<Subject>,
}

/// A certificate that needs its names.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Unnamed {
    /// The application's place, from 1.
    pub place: i64,
    /// The service.
    pub service_name: String,
    /// The year of issue.
    pub year: i32,
}

/// The names of a certificate, which follow rules of their own.
#[derive(Debug, Clone)]
pub struct Named {
    /// Its number.
    pub number: String,
    /// The service's code.
    pub code: String,
    /// Its place in the register.
    pub slug: String,
}

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum SeedingError {
    /// There are organisations.
    #[error(
        "the database holds organisations: only an empty one is filled, so that nothing real is mixed with what is made up"
    )]
    NotEmpty,
    /// The database refused or could not be reached.
    #[error("{0}")]
    Database(#[from] SetUpError),
}

impl From<sqlx::Error> for SeedingError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Fills the empty database behind `owner_url`. `name` gives certificates their names; `tell` hears
/// how many applications are there so far.
///
/// # Errors
/// [`SeedingError`]; the database is then as it was.
pub async fn fill(
    owner_url: &str,
    seed: &Seed,
    name: impl Fn(&Unnamed) -> Named,
    tell: impl Fn(i64),
) -> Result<(), SeedingError> {
    let mut connection = connect(owner_url).await?;
    let mut transaction = connection.begin().await?;
    transaction.execute("set local jit = off").await?;
    // Whoever else would fill it waits here, and then finds it filled.
    transaction
        .execute("lock table organisations in share row exclusive mode")
        .await?;
    transaction
        .execute(raw_sql(include_str!("seeding/begin.sql")))
        .await?;
    if sqlx::query_scalar("select exists (select from organisations)")
        .fetch_one(&mut *transaction)
        .await?
    {
        return Err(SeedingError::NotEmpty);
    }
    settle(&mut transaction, seed).await?;
    transaction
        .execute(raw_sql(include_str!("seeding/found.sql")))
        .await?;
    let mut first = 1;
    while first <= seed.applications {
        let last = seed.applications.min(first + BATCH - 1);
        add_batch(&mut transaction, first, last, &name).await?;
        tell(last);
        first = last + 1;
    }
    transaction
        .execute(raw_sql(include_str!("seeding/finish.sql")))
        .await?;
    transaction.commit().await?;
    connection.execute("analyze").await?;
    Ok(connection.close().await?)
}

/// Says what is to be made where the statements read it.
async fn settle(connection: &mut PgConnection, seed: &Seed) -> Result<(), sqlx::Error> {
    sqlx::query(
        "create temp table seed_settings on commit drop as
         select $1::bigint as seed, $2::bigint as applications, $3::bigint as organisations,
             -- All is counted from the beginning of the day: the same data at each of its hours.
             date_trunc('day', access.now() at time zone 'Europe/London') at time zone 'Europe/London' as now,
             (access.now() at time zone 'Europe/London')::date as today, $4::text as password_hash,
             $5::text as set_id, $6::text as set_version, $7::text as set_hash,
             $8::text as commitments_version, $9::text as thin_snapshot, $10::text as whole_snapshot,
             $11::bytea as pdf",
    )
    .bind(seed.number)
    .bind(seed.applications)
    .bind(seed.organisations)
    .bind(crate::accounts::NO_PASSWORD)
    .bind(&seed.set.0)
    .bind(&seed.set.1)
    .bind(&seed.set.2)
    .bind(&seed.commitments_version)
    .bind(&seed.snapshots.0)
    .bind(&seed.snapshots.1)
    .bind(&seed.pdf)
    .execute(&mut *connection)
    .await?;
    connection
        .execute(raw_sql(
            "create temp table seed_batch (first_place bigint, last_place bigint) on commit drop;
             create temp table seed_pages (place serial, page text, item smallint, answer jsonb, is_thin boolean,
                 has_names boolean generated always as (answer::text ~ '@[A-Z_]+@') stored) on commit drop;
             create temp table seed_subjects (place serial, subject text, is_thin boolean) on commit drop;
             create temp table seed_names (place bigint primary key, number text, code text, slug text) on commit drop",
        ))
        .await?;
    for page in &seed.pages {
        sqlx::query("insert into seed_pages (page, item, answer, is_thin) values ($1, $2, $3, $4)")
            .bind(&page.page)
            .bind(page.item)
            .bind(&page.answer)
            .bind(page.is_thin)
            .execute(&mut *connection)
            .await?;
    }
    for subject in &seed.subjects {
        sqlx::query("insert into seed_subjects (subject, is_thin) values ($1, $2)")
            .bind(&subject.id)
            .bind(subject.is_thin)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn add_batch(
    connection: &mut PgConnection,
    first: i64,
    last: i64,
    name: &impl Fn(&Unnamed) -> Named,
) -> Result<(), sqlx::Error> {
    connection
        .execute("truncate seed_batch, seed_names")
        .await?;
    sqlx::query("insert into seed_batch values ($1, $2)")
        .bind(first)
        .bind(last)
        .execute(&mut *connection)
        .await?;
    for script in [
        include_str!("seeding/applications.sql"),
        include_str!("seeding/rows.sql"),
    ] {
        connection.execute(raw_sql(script)).await?;
    }
    add_names(connection, name).await?;
    connection
        .execute(raw_sql(include_str!("seeding/certificates.sql")))
        .await?;
    Ok(())
}

/// Names the certificates of the batch.
async fn add_names(
    connection: &mut PgConnection,
    name: &impl Fn(&Unnamed) -> Named,
) -> Result<(), sqlx::Error> {
    let unnamed: Vec<Unnamed> = sqlx::query_as(
        "select place, service_name, extract(year from issued_at at time zone 'Europe/London')::int as year
         from seed_applications where state = 'certified' order by place",
    )
    .fetch_all(&mut *connection)
    .await?;
    let places: Vec<i64> = unnamed.iter().map(|one| one.place).collect();
    let named: Vec<Named> = unnamed.iter().map(name).collect();
    let numbers: Vec<&str> = named.iter().map(|one| one.number.as_str()).collect();
    let codes: Vec<&str> = named.iter().map(|one| one.code.as_str()).collect();
    let slugs: Vec<&str> = named.iter().map(|one| one.slug.as_str()).collect();
    sqlx::query("insert into seed_names select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[])")
        .bind(places)
        .bind(numbers)
        .bind(codes)
        .bind(slugs)
        .execute(connection)
        .await?;
    Ok(())
}
