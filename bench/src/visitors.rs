//! Those who ask: readers of pages, people who save answers, people who sign in.

use crate::Result;
use crate::browser::{Browser, SESSION};
use crate::form::Form;
use crate::http::Connection;
use crate::load::Client;
use std::net::SocketAddr;

/// One of them, with a connection of their own.
pub enum Visitor {
    /// Reads pages.
    Reader(Reader),
    /// Saves answers.
    Saver(Box<Saver>),
    /// Signs in.
    SignsIn(Box<SignsIn>),
    /// Reads most of the time, saves sometimes: the share of each is in the order.
    Mixed(Box<Mixed>),
}

impl Client for Visitor {
    async fn ask(&mut self) -> Result<()> {
        match self {
            Self::Reader(reader) => reader.ask().await,
            Self::Saver(saver) => saver.save_once().await,
            Self::SignsIn(person) => person.ask().await,
            Self::Mixed(mixed) => mixed.ask().await,
        }
    }
}

/// Asks for one page after the other.
pub struct Reader {
    address: SocketAddr,
    connection: Option<Connection>,
    requests: Vec<Vec<u8>>,
    next: usize,
}

impl Reader {
    /// Asks for these pages in turn, as this browser does.
    pub fn of(browser: &Browser, paths: &[String]) -> Self {
        let requests = paths.iter().map(|path| browser.request(path, None));
        Self {
            address: browser.address(),
            connection: None,
            requests: requests.collect(),
            next: 0,
        }
    }

    /// The same, asking another process of the service.
    pub fn at(self, address: SocketAddr) -> Self {
        Self { address, ..self }
    }

    async fn ask(&mut self) -> Result<()> {
        let request = &self.requests[self.next % self.requests.len()];
        self.next += 1;
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::open(self.address).await?,
        };
        let answer = connection.ask(request).await?;
        if answer.status != 200 {
            return Err(format!("a page was answered with {}", answer.status).into());
        }
        // It says so when it is the last answer on this connection.
        let is_last = answer.headers("connection").any(|value| value == "close");
        self.connection = (!is_last).then_some(connection);
        Ok(())
    }
}

/// Saves a new text again and again with the form that the page had, as one who stays on it.
pub struct Saver {
    browser: Browser,
    path: String,
    form: Option<Form>,
    saved: u64,
}

impl Saver {
    /// Saves on this question page.
    pub fn new(browser: Browser, path: String) -> Self {
        Self {
            browser,
            path,
            form: None,
            saved: 0,
        }
    }

    /// Opens the page, so that what was saved by others meanwhile is known.
    pub async fn open(&mut self) -> Result<()> {
        let page = self.browser.open(&self.path).await?;
        self.form = Some(Form::find(&page.text, "version")?);
        Ok(())
    }

    /// Saves once.
    pub async fn save_once(&mut self) -> Result<()> {
        if self.form.is_none() {
            self.open().await?;
        }
        self.saved += 1;
        let text = self.text();
        let form = self.form.as_mut().ok_or("the page has no form")?;
        let field = form.last_typed().ok_or("the page has nothing to type")?;
        let field = field.to_owned();
        form.fill_in(&field, &text)?;
        let sent = self.browser.send(form).await;
        match sent {
            Ok(_) => {
                // What a person would find in the page that they open again.
                let version: u64 = form.value("version").unwrap_or("0").parse()?;
                form.fill_in("version", &(version + 1).to_string())
            }
            Err(error) => {
                self.form = None;
                Err(error)
            }
        }
    }

    /// A cookie of theirs.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.browser.cookie(name)
    }

    /// Another text each time, as long as answers are.
    fn text(&self) -> String {
        format!(
            "We review this every quarter and after each change, and record who did it.\n\
             The last review was number {}, with no finding that is open.",
            self.saved
        )
    }
}

/// Signs in again and again with the same browser, which the service knows.
pub struct SignsIn {
    browser: Browser,
    form: Form,
}

impl SignsIn {
    /// Opens the sign-in page once and fills it in.
    pub async fn new(mut browser: Browser, email: &str, password: &str) -> Result<Self> {
        browser.forget(SESSION);
        let form = browser.sign_in_form(email, password).await?;
        Ok(Self { browser, form })
    }

    async fn ask(&mut self) -> Result<()> {
        self.browser.forget(SESSION);
        self.browser.send(&self.form).await.map(|_| ())
    }
}

/// Twenty requests in turn: fourteen pages, five saves, one queue.
pub struct Mixed {
    reader: Reader,
    saver: Saver,
    queue: Reader,
    turn: usize,
}

/// Which of twenty requests are saves and which is the queue: 70 % pages, 25 % saves, 5 % queue.
const SAVES: [usize; 5] = [3, 7, 11, 15, 18];
const QUEUE: usize = 9;
const TURNS: usize = 20;

impl Mixed {
    /// Begins at this of the twenty, so that not all do the same at once.
    pub fn new(reader: Reader, saver: Saver, queue: Reader, turn: usize) -> Self {
        Self {
            reader,
            saver,
            queue,
            turn,
        }
    }

    async fn ask(&mut self) -> Result<()> {
        self.turn = (self.turn + 1) % TURNS;
        if SAVES.contains(&self.turn) {
            self.saver.save_once().await
        } else if self.turn == QUEUE {
            self.queue.ask().await
        } else {
            self.reader.ask().await
        }
    }
}
