//! `make bench`: how fast the service is, beside what PostgreSQL and axum allow.
//!
//! | File | Does |
//! |---|---|
//! | `plan` | says how much is measured |
//! | `databases`, `people`, `site` | the private cluster, its databases, who takes part |
//! | `server`, `ceiling`, `pgbench`, `hashes` | what is measured, and what can't be passed |
//! | `http`, `browser`, `form`, `visitors`, `load` | those who ask |
//! | `machine`, `counts`, `histogram`, `measure` | what is read off, and how it is compared |
//! | `pages`, `loads`, `refusals`, `resources`, `restarts` | the measurements |
//! | `results`, `targets`, `report`, `tables`, `plot` | the report |
//!
//! It never fails on a time: what is slow is written down.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program"
)]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures of a report"
)]

mod browser;
mod ceiling;
mod counts;
mod databases;
mod form;
mod hashes;
mod histogram;
mod http;
mod load;
mod loads;
mod machine;
mod measure;
mod numbers;
mod pages;
mod people;
mod pgbench;
mod plan;
mod plot;
mod refusals;
mod report;
mod resources;
mod restarts;
mod results;
mod server;
mod site;
mod tables;
mod targets;
mod visitors;

use databases::Databases;
use plan::Plan;
use results::{Results, State};
use server::Programs;
use site::{Route, Site};
use sqlx::Connection as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// What went wrong, in words.
pub type Wrong = Box<dyn std::error::Error + Send + Sync>;
/// With it.
pub type Result<T> = std::result::Result<T, Wrong>;

const USAGE: &str = "usage: bench run PROGRAM FOLDER DOCS APPLICATIONS [quick] | bench seed PROGRAM FOLDER APPLICATIONS";

/// What measurements work with.
pub struct Bench {
    plan: Plan,
    databases: Databases,
    programs: Programs,
    folder: PathBuf,
    large: Site,
    small: Site,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["ceiling", address, bytes] => serve_ceiling(address, bytes),
        ["seed", program, folder, applications] => {
            seed(Path::new(program), Path::new(folder), applications)
        }
        ["run", program, folder, docs, applications, rest @ ..] => {
            let is_quick = rest.contains(&"quick");
            let paths = [program, folder, docs].map(|path| Path::new(*path));
            measure_all(paths, applications, is_quick)
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs this to its end, or until Ctrl-C.
fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut terminations =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            result = work => result,
            _ = tokio::signal::ctrl_c() => Err("stopped".into()),
            _ = terminations.recv() => Err("stopped".into()),
        }
    })
}

fn serve_ceiling(address: &str, bytes: &str) -> Result<()> {
    block_on(ceiling::serve(address.parse()?, bytes.parse()?))
}

/// Starts the cluster with its settings. Blocks.
fn start(folder: &Path, program: &Path) -> Result<Databases> {
    // Twice, because some settings are known only once their library is there.
    for _ in 0..3 {
        let databases = Databases::start(folder, program)?;
        if !block_on(databases.settle())? {
            return Ok(databases);
        }
        databases.stop()?;
    }
    Err("the settings of the cluster do not stay".into())
}

fn seed(program: &Path, folder: &Path, applications: &str) -> Result<()> {
    let databases = start(folder, program)?;
    let prepared = block_on(databases.prepare(applications.parse()?));
    databases.stop()?;
    prepared.map(|_| ())
}

fn measure_all(
    [program, folder, docs]: [&Path; 3],
    applications: &str,
    is_quick: bool,
) -> Result<()> {
    let applications = applications.parse()?;
    let plan = if is_quick {
        Plan::quick(applications)
    } else {
        Plan::full(applications)
    };
    let databases = start(folder, program)?;
    let results = block_on(async {
        let bench = Bench::prepare(plan, databases, program, folder).await?;
        let results = bench.all().await;
        Ok((bench, results))
    });
    let (bench, results) = results?;
    let Bench {
        databases,
        large,
        small,
        ..
    } = bench;
    // The services go before their databases.
    drop((large, small));
    databases.stop()?;
    let results = results?;
    std::fs::create_dir_all(docs.join("images"))?;
    let (text, image) = (
        docs.join("benchmarks.md"),
        docs.join("images/benchmarks.svg"),
    );
    std::fs::write(&text, report::text(&results))?;
    std::fs::write(image, plot::draw(&results))?;
    println!("==> {}", text.display());
    Ok(())
}

fn tell(words: &str) {
    println!("==> {words}");
}

impl Bench {
    async fn prepare(
        plan: Plan,
        databases: Databases,
        program: &Path,
        folder: &Path,
    ) -> Result<Self> {
        let programs = Programs {
            service: program.to_owned(),
            secrets: folder.join("secrets"),
        };
        tell("Preparing the databases");
        let few = databases.prepare(plan.few).await?;
        let many = databases.prepare(plan.applications).await?;
        tell("Signing people in");
        let crowd = plan.growth.last().copied().unwrap_or(1);
        let some = plan.connections + pages::POOL;
        Ok(Self {
            small: Site::open(&programs, &databases, few, some).await?,
            large: Site::open(&programs, &databases, many, some.max(crowd)).await?,
            folder: folder.to_owned(),
            plan,
            databases,
            programs,
        })
    }

    async fn all(&self) -> Result<Results> {
        let began = Instant::now();
        let mut pages = Vec::new();
        for route in Route::ALL {
            tell(route.name());
            pages.push(self.page(route).await?);
        }
        tell("Saves");
        let save = self.save().await?;
        tell("Sign-ins");
        let sign_in = self.sign_in().await?;
        tell("From one connection to many");
        let crowds = self.crowds().await?;
        tell("Starts and memory");
        let starts = self.starts().await?;
        let memory = self.memory().await?;
        tell("Memory while very much is answered");
        let flatness = self.flatness().await?;
        tell("Processes that follow each other");
        let restarts = self.restarts().await?;
        tell("A busy day");
        let mixes = self.mixes().await?;
        tell("A flood of sign-ins");
        let flood = self.flood(sign_in.line.rate).await?;
        tell("Refused sign-ins");
        let refusals = self.refusals().await?;
        Ok(Results {
            state: self.state(began.elapsed().as_secs_f64() / 60.0).await?,
            pages,
            save,
            sign_in,
            crowds,
            memory,
            starts,
            flatness,
            restarts,
            mixes,
            flood,
            refusals,
        })
    }

    async fn state(&self, minutes: f64) -> Result<State> {
        let mut connection = self.databases.connect(&self.large.database.name).await?;
        let (at, megabytes): (String, i64) = sqlx::query_as(
            "select to_char(now() at time zone 'UTC', 'YYYY-MM-DD HH24:MI'),
                    pg_database_size(current_database()) / 1000000",
        )
        .fetch_one(&mut connection)
        .await?;
        connection.close().await?;
        let plan = self.plan;
        Ok(State {
            machine: machine::described(),
            postgres: self.databases.version(),
            at,
            applications: (
                self.large.database.applications,
                self.small.database.applications,
            ),
            megabytes,
            program: server::size(&self.programs.service),
            turns: (plan.connections, plan.window.as_secs_f64(), plan.rounds),
            is_quick: plan.is_quick,
            minutes,
        })
    }
}
