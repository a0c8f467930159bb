//! A database with the service before it and people who are signed in.

use crate::Result;
use crate::browser::{Browser, SESSION};
use crate::databases::{Database, Databases};
use crate::people::{self, People};
use crate::server::{Programs, Server};
use crate::visitors::{Reader, Saver, SignsIn, Visitor};
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

/// The question page that is read and saved: a long text and a choice.
const QUESTION: &str = "security/1a";
/// Members of the team who are signed in.
const LEADS: usize = 16;
/// What is looked for in the register: a word of some service's names.
const SEARCHED: &str = "gazetteer";
/// Bytes of a certificate's PDF, about as many as a real one has; made-up ones are next to empty.
const PDF_BYTES: i32 = 30_000;

/// A page that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The supplier's list of tasks.
    TaskList,
    /// A page of the form.
    Question,
    /// The first page of the team's queue.
    Queue,
    /// A page in the middle of it.
    DeepQueue,
    /// A search of the register.
    Search,
    /// A service in the register.
    Register,
    /// The file of a certificate.
    Certificate,
}

impl Route {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::TaskList,
        Self::Question,
        Self::Queue,
        Self::DeepQueue,
        Self::Search,
        Self::Register,
        Self::Certificate,
    ];

    /// For the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::TaskList => "Task list",
            Self::Question => "Question page",
            Self::Queue => "Queue, first page",
            Self::DeepQueue => "Queue, middle",
            Self::Search => "Search of the register",
            Self::Register => "Register page",
            Self::Certificate => "Certificate PDF",
        }
    }
}

/// See the module.
pub struct Site {
    /// The database.
    pub database: Database,
    /// The service.
    pub server: Server,
    /// The suppliers who write.
    pub people: People,
    /// Their browsers, signed in.
    pub browsers: Vec<Browser>,
    leads: Vec<Browser>,
    slugs: Vec<String>,
    middle: String,
    searched: String,
}

impl Site {
    /// Starts the service and signs so many people in.
    pub async fn open(
        programs: &Programs,
        databases: &Databases,
        database: Database,
        people: usize,
    ) -> Result<Self> {
        let server = Server::service(programs, databases, &database).await?;
        let mut connection = databases.connect(&database.name).await?;
        let people = People::find(&mut connection, server.address, people).await?;
        let browsers = people.sign_in(server.address).await?;
        let tokens = people::sessions(&mut connection, true, LEADS).await?;
        let leads = tokens.iter().map(|token| {
            let mut browser = Browser::new(server.address, 0);
            browser.set_cookie(SESSION, token);
            browser
        });
        let site = Self {
            leads: leads.collect(),
            slugs: slugs(&mut connection).await?,
            middle: middle(&mut connection).await?,
            searched: format!("/register?q={SEARCHED}"),
            database,
            server,
            people,
            browsers,
        };
        site.lengthen_certificates(&mut connection).await?;
        connection.close().await?;
        Ok(site)
    }

    /// Gives the certificates that are sent the length of real ones.
    async fn lengthen_certificates(&self, connection: &mut PgConnection) -> Result<()> {
        let writers = self.people.writers.iter();
        let numbers: Vec<&str> = writers.map(|one| one.certificate.as_str()).collect();
        sqlx::query(
            "update certificates set pdf = decode((select string_agg(md5(n::text || number), '')
                 from generate_series(1, $2 / 16) n), 'hex')
             where number = any ($1) and length(pdf) < $2 / 2",
        )
        .bind(numbers)
        .bind(PDF_BYTES)
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Browser and address for one of those who read a page.
    fn visit(&self, route: Route, number: usize) -> (&Browser, Vec<String>) {
        let place = number % self.people.writers.len();
        let writer = &self.people.writers[place];
        let supplier = &self.browsers[place];
        let lead = &self.leads[number % self.leads.len()];
        let draft = format!("/applications/{}", writer.reference);
        match route {
            Route::TaskList => (supplier, vec![draft]),
            Route::Question => (supplier, vec![format!("{draft}/{QUESTION}")]),
            Route::Queue => (lead, vec!["/team".to_owned()]),
            Route::DeepQueue => (lead, vec![self.middle.clone()]),
            Route::Search => (supplier, vec![self.searched.clone()]),
            Route::Register => (supplier, self.slugs.clone()),
            Route::Certificate => {
                let path = format!("/certificates/{}/download.pdf", writer.certificate);
                (supplier, vec![path])
            }
        }
    }

    /// So many who read a page.
    pub fn readers(&self, route: Route, count: usize) -> Vec<Visitor> {
        (0..count)
            .map(|number| Visitor::Reader(self.reader(route, number)))
            .collect()
    }

    /// One of them.
    pub fn reader(&self, route: Route, number: usize) -> Reader {
        let (browser, paths) = self.visit(route, number);
        Reader::of(browser, &paths)
    }

    /// How many bytes a page has, and how many packed.
    pub async fn weigh(&self, route: Route) -> Result<(usize, usize)> {
        let (browser, paths) = self.visit(route, 0);
        let path = paths.first().ok_or("there is no such page")?;
        let mut browser = browser.twin();
        let plain = browser.open(path).await?.bytes;
        browser.takes_gzip = true;
        Ok((plain, browser.open(path).await?.bytes))
    }

    /// Somebody who saves on a draft of their own: no two of the same number.
    pub fn saver(&self, number: usize) -> Saver {
        let place = number % self.people.writers.len();
        let reference = &self.people.writers[place].reference;
        let path = format!("/applications/{reference}/{QUESTION}");
        Saver::new(self.browsers[place].twin(), path)
    }

    /// So many who save, from this number on.
    pub fn savers(&self, first: usize, count: usize) -> Vec<Visitor> {
        (first..first + count)
            .map(|number| Visitor::Saver(Box::new(self.saver(number))))
            .collect()
    }

    /// So many who sign in.
    pub async fn who_sign_in(&self, count: usize) -> Result<Vec<Visitor>> {
        let mut visitors = Vec::new();
        for number in 0..count {
            let place = number % self.people.writers.len();
            let email = &self.people.writers[place].email;
            let browser = self.browsers[place].twin();
            let person = SignsIn::new(browser, email, self.people.password()).await?;
            visitors.push(Visitor::SignsIn(Box::new(person)));
        }
        Ok(visitors)
    }
}

/// Pages of some services, from all over the register.
async fn slugs(connection: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "select '/register/' || slug from (select slug from certificates order by id limit 20000) c
         order by md5(slug) limit 200",
    )
    .fetch_all(connection)
    .await?)
}

/// The address of a page in the middle of the queue.
async fn middle(connection: &mut PgConnection) -> Result<String> {
    Ok(sqlx::query_scalar(
        "with open as (select target_on, id from applications
                       where state in ('submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved'))
         select '/team?after=' || target_on || '_' || id from open
         order by target_on, id offset (select count(*) / 2 from open) limit 1",
    )
    .fetch_one(connection)
    .await?)
}
