//! The ceilings of saving: PostgreSQL's own load program with the very statement of a save, and with
//! a change of one row.

use crate::Result;
use crate::databases::{Database, Databases};
use crate::load::Outcome;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The statement of `Store::save_answer` in crate store.
const SAVE: &str = "select outcome, next_version from page.save_answer(:credential{n}, :application{n}::uuid, \
    'draft', null, :page{n}, 0::smallint, :answer{n}::jsonb, true, :seen{n}::int, :seen{n}::int + 1, :name{n}, \
    :service{n}, :organisation{n}, '{}'::text[], :events{n}::jsonb, '[]'::jsonb);";

/// The settings of the service's own connections for single statements (`crates/store/src/connect.rs`).
const SETTINGS: &str = "-c jit=off -c plan_cache_mode=force_generic_plan";

/// A script for pgbench, ready to run.
pub struct Script {
    file: PathBuf,
    database: String,
    role: &'static str,
    clients: usize,
    /// By client: what the save begins with. None for other scripts.
    savers: Vec<Arguments>,
}

/// The arguments of a client's saves, as the service made them for its last save.
#[derive(Debug, Clone, sqlx::FromRow)]
struct Arguments {
    credential: String,
    application: String,
    page: String,
    answer: String,
    seen: i32,
    name: String,
    service: String,
    organisation: String,
    events: String,
}

impl Script {
    /// Saves as these people do, who each have saved once by the page just now.
    pub async fn saves(
        folder: &Path,
        database: &Database,
        connection: &mut PgConnection,
        savers: &[(String, String)],
    ) -> Result<Self> {
        let mut arguments = Vec::new();
        for (token, application) in savers {
            arguments.push(last_save(connection, token, application).await?);
        }
        let mut text = String::new();
        for number in 0..arguments.len() {
            let word = if number == 0 { "if" } else { "elif" };
            let save = SAVE.replace("{n}", &number.to_string());
            // Writing to a String can't fail.
            let _ = write!(
                text,
                "\\{word} :client_id = {number}\n{save}\n\\set seen{number} :seen{number} + 1\n"
            );
        }
        text.push_str("\\endif\n");
        let file = folder.join("saves.pgbench");
        std::fs::write(&file, text)?;
        Ok(Self {
            file,
            database: database.name.clone(),
            role: "psn_app",
            clients: arguments.len(),
            savers: arguments,
        })
    }

    /// Changes one row for each transaction, in a table of its own.
    pub async fn updates(
        folder: &Path,
        database: &Database,
        connection: &mut PgConnection,
        clients: usize,
    ) -> Result<Self> {
        sqlx::raw_sql(
            "drop table if exists bench_rows;
             create table bench_rows (id int primary key, number int not null, filler text not null);
             insert into bench_rows select n, 0, repeat('x', 100) from generate_series(1, 10000) n",
        )
        .execute(connection)
        .await?;
        let file = folder.join("updates.pgbench");
        std::fs::write(
            &file,
            "\\set id random(1, 10000)\nupdate bench_rows set number = number + 1 where id = :id;\n",
        )?;
        Ok(Self {
            file,
            database: database.name.clone(),
            role: cluster::SUPERUSER,
            clients,
            savers: Vec::new(),
        })
    }

    /// Runs it for so long. Blocks.
    pub fn run(&mut self, databases: &Databases, time: Duration) -> Result<Outcome> {
        let clients = self.clients.to_string();
        let seconds = time.as_secs().max(1).to_string();
        let mut command = databases.tool("pgbench");
        command.env("PGOPTIONS", SETTINGS);
        command.args([
            "--no-vacuum",
            "--protocol",
            "prepared",
            "--username",
            self.role,
        ]);
        command.args(["--client", &clients, "--jobs", "1", "--time", &seconds]);
        for (number, saver) in self.savers.iter().enumerate() {
            for (name, value) in saver.variables() {
                command
                    .arg("--define")
                    .arg(format!("{name}{number}={value}"));
            }
        }
        let began = Instant::now();
        let output = command
            .arg("--file")
            .arg(&self.file)
            .arg(&self.database)
            .output()?;
        let spent = began.elapsed();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("pgbench failed: {}", said.trim()).into());
        }
        let count = number_after(&text, "number of transactions actually processed: ")?;
        let rate = number_after(&text, "tps = ")?;
        let latency = number_after(&text, "latency average = ")?;
        let mut outcome = Outcome::default();
        // Its own times are averages: all that is known of each.
        for _ in 0..count as u64 {
            outcome
                .latencies
                .add(Duration::from_secs_f64(latency / 1000.0));
        }
        outcome.seconds = if rate > 0.0 {
            count / rate
        } else {
            spent.as_secs_f64()
        };
        Ok(outcome)
    }

    /// Reads how far the answers have come; a save that the database refused is an error.
    pub async fn catch_up(&mut self, databases: &Databases, outcome: &mut Outcome) -> Result<()> {
        if self.savers.is_empty() {
            return Ok(());
        }
        let mut connection = databases.connect(&self.database).await?;
        let mut saved = 0;
        for saver in &mut self.savers {
            let version: i32 = sqlx::query_scalar(
                "select version from answers where application_id = $1::uuid and page = $2 and item = 0",
            )
            .bind(&saver.application)
            .bind(&saver.page)
            .fetch_one(&mut connection)
            .await?;
            saved += u64::try_from(version - saver.seen)?;
            saver.seen = version;
        }
        outcome.errors += outcome.latencies.total().saturating_sub(saved);
        Ok(connection.close().await?)
    }
}

impl Arguments {
    fn variables(&self) -> [(&'static str, String); 9] {
        [
            ("credential", self.credential.clone()),
            ("application", self.application.clone()),
            ("page", self.page.clone()),
            ("answer", self.answer.clone()),
            ("seen", self.seen.to_string()),
            ("name", self.name.clone()),
            ("service", self.service.clone()),
            ("organisation", self.organisation.clone()),
            ("events", self.events.clone()),
        ]
    }
}

fn number_after(text: &str, words: &str) -> Result<f64> {
    let rest = text
        .split(words)
        .nth(1)
        .ok_or("pgbench said something else")?;
    let number = rest.split([' ', '\n', '/']).next().unwrap_or_default();
    Ok(number.parse()?)
}

/// What the person's last save handed to the database: its event is in the record.
async fn last_save(
    connection: &mut PgConnection,
    token: &str,
    application: &str,
) -> Result<Arguments> {
    Ok(sqlx::query_as(
        "select encode(sha256(convert_to($1, 'UTF8')), 'hex') as credential, a.id::text as application,
                w.page, w.answer::text as answer, w.version as seen, w.saved_by_name as name,
                a.service_name as service, a.organisation_name as organisation,
                json_build_array(json_build_object('kind', e.kind, 'by', e.by, 'organisation', e.organisation_id,
                                                   'event', e.event))::text as events
         from applications a
         join lateral (select * from answers w where w.application_id = a.id order by w.saved_at desc limit 1) w on true
         join lateral (select * from audit_events e where e.application_id = a.id order by e.id desc limit 1) e on true
         where a.id = $2::uuid",
    )
    .bind(token)
    .bind(application)
    .fetch_one(connection)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pgbench_says_is_read() {
        let said = "number of transactions actually processed: 6242\nlatency average = 3.2 ms\n\
                    tps = 2081.5 (without initial connection time)\n";
        let count = number_after(said, "actually processed: ").unwrap();
        let rate = number_after(said, "tps = ").unwrap();
        assert!((count - 6242.0).abs() < 1e-9 && (rate - 2081.5).abs() < 1e-9);
        assert!(number_after("nothing", "tps = ").is_err());
    }
}
