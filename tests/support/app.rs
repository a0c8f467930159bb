//! The service under test: everything is real but the mail server, and the time
//! moves when a test says so.

use crate::{Browser, Database, Letters, Statements};
use axum::Router;
use cluster::SUPERUSER;
use domain::clock::Clock;
use mail::{Address, Mailbox, Transport};
use service::documents::Files;
use service::passwords::{Hasher, Pepper, Rules};
use service::session_key::SessionKey;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Postgres};
use std::net::SocketAddr;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Gate, Pools, Role, Store};
use time::{Duration, OffsetDateTime};
use web::{App, Demonstration, Parts};
use worker::{Delivery, Worker};

const GATE_POOLS: Pools = Pools {
    hot: 2,
    transactions: 2,
};

/// What the hasher of all tests mixes into passwords.
pub const PEPPER: [u8; 32] = [7; 32];

/// One hasher for all tests, so that a password hashed once can be given to every database.
pub(crate) static HASHER: LazyLock<Hasher> =
    LazyLock::new(|| Hasher::new(Pepper::try_new(PEPPER.to_vec()).unwrap(), 2));

/// What a test may want otherwise.
pub struct Setup {
    /// Whether the demonstration's addresses exist.
    pub is_demonstration: bool,
    /// Whether [`TestApp::statements`] is counted, which takes a little time.
    pub is_counting: bool,
    /// Whether [`TestApp::statements`] is told the plans too.
    pub is_explaining: bool,
    /// How many connections pages have.
    pub pools: Pools,
    /// What new passwords must be like.
    pub password_rules: Rules,
    /// The host of the address at which people reach the service. Passkeys need a name.
    pub host: &'static str,
    /// Where uploaded files are kept and who scans them.
    pub files: Files,
    /// How many passwords are checked at once and how many wait; as many as usual without this.
    pub password_places: Option<(usize, usize)>,
    /// What is served.
    pub router: fn(App) -> Router,
    /// Where people are told to reach it; where it answers, without this.
    pub public_url: Option<&'static str>,
    /// Whether [`TestApp::browser_from`] is believed.
    pub is_behind_proxy: bool,
}

/// How long it is until half a minute after the next noon: at noon itself a minute may end at once, and what two
/// pages say of the time would differ.
fn until_noon(now: OffsetDateTime) -> Duration {
    let noon = now.replace_time(time::macros::time!(12:00:30));
    if noon > now {
        noon - now
    } else {
        noon + Duration::DAY - now
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            is_demonstration: false,
            is_counting: true,
            is_explaining: false,
            pools: Pools {
                hot: 3,
                transactions: 3,
            },
            password_rules: Rules::default(),
            host: "127.0.0.1",
            files: Files::none(),
            password_places: None,
            router: web::router,
            public_url: None,
            is_behind_proxy: false,
        }
    }
}

/// The service with a database of its own, answering on a port of its own.
pub struct TestApp {
    /// What its pages can reach.
    pub app: App,
    /// What its pages ask of the database.
    pub statements: Statements,
    worker: Worker,
    mailbox: Mailbox,
    superuser: PgPool,
    address: SocketAddr,
    last_audit: AtomicI64,
    /// Dropped last.
    pub database: Database,
}

impl TestApp {
    /// Starts the service on an empty database.
    pub async fn start() -> Self {
        Self::start_with(Setup::default()).await
    }

    /// Starts the service otherwise than usual.
    pub async fn start_with(setup: Setup) -> Self {
        let database = Database::create().await;
        let app = Self::start_on(database, setup).await;
        // The days of a test are the same at every hour: an hour before midnight, what is done half
        // a year later falls on the next day of the United Kingdom.
        app.advance(until_noon(app.app.clock.now())).await;
        app
    }

    /// Starts the service on a database that is not empty.
    pub async fn start_on(database: Database, setup: Setup) -> Self {
        if setup.is_explaining {
            database.explain("psn_app").await;
            database.explain("psn_gate").await;
        }
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let clock = Clock::default();
        let mailbox = Mailbox::new(1000, clock.clone());
        let certificate_key = certificates::SigningKey::generate().unwrap();
        let statements = Statements::default();
        let [url, gate_url] = urls(&database, &setup, &statements).await;
        let app = App::new(Parts {
            store: Store::connect(&url, Role::Pages, setup.pools)
                .await
                .unwrap(),
            gate: Gate::connect(&gate_url, GATE_POOLS).await.unwrap(),
            clock,
            passwords: hasher(&setup),
            public_url: match setup.public_url {
                Some(url) => url.to_owned(),
                None => format!("http://{}:{}", setup.host, address.port()),
            },
            brand: govuk::Brand::default(),
            team_email: "team@psn.example".to_owned(),
            keys: certificates::KeySet::of(&certificate_key),
            certificate_key,
            demonstration: setup.is_demonstration.then(|| Demonstration {
                mailbox: mailbox.clone(),
            }),
            session_key: SessionKey::new(&[9; 32]),
            files: setup.files.clone(),
            trusted_proxies: if setup.is_behind_proxy {
                vec!["127.0.0.1".parse().unwrap()]
            } else {
                Vec::new()
            },
        });
        let worker = connect_worker(&database, mailbox.clone(), format!("http://{address}")).await;
        let worker = worker.with_files(setup.files);
        let superuser = PgPoolOptions::new()
            .max_connections(2)
            .connect(&database.url(SUPERUSER))
            .await
            .unwrap();
        serve(listener, (setup.router)(app.clone()));
        Self {
            app,
            statements,
            worker,
            mailbox,
            superuser,
            address,
            last_audit: AtomicI64::new(0),
            database,
        }
    }

    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A browser that nobody has signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// A browser at this address, for a service behind a proxy.
    pub fn browser_from(&self, address: &str) -> Browser {
        Browser::new(self.address).forwarded_for(address)
    }

    /// A browser of another process of the service on the same database.
    pub async fn browser_of_another_process(&self) -> Browser {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let url = self.database.url("psn_app");
        let store = Store::connect(&url, Role::Pages, GATE_POOLS).await.unwrap();
        let url = self.database.url("psn_gate");
        let gate = Gate::connect(&url, GATE_POOLS).await.unwrap();
        serve(listener, web::router(self.app.with_database(store, gate)));
        Browser::new(address)
    }

    /// Moves the time forward, for pages, worker and database alike.
    pub async fn advance(&self, by: Duration) {
        let offset = self.app.clock.offset() + by;
        self.app.clock.set_offset(offset);
        let moved: Option<i64> = sqlx::query_scalar("select access.move_clock($1)")
            .bind(offset.whole_seconds())
            .fetch_one(&self.superuser)
            .await
            .unwrap();
        assert_eq!(
            moved,
            Some(offset.whole_seconds()),
            "the clock did not move"
        );
    }

    /// All mail so far, after the worker has delivered what is due.
    pub async fn mail(&self) -> Letters {
        self.run_due_work().await;
        Letters::new(self.mailbox.entries(), self.address)
    }

    /// The mail to one address.
    pub async fn mail_to(&self, address: &str) -> Letters {
        self.run_due_work().await;
        let address = Address::parse(address).unwrap();
        Letters::new(self.mailbox.entries_to(&address), self.address)
    }

    /// Does what the worker would do now.
    pub async fn run_due_work(&self) {
        self.worker.run_due().await.unwrap();
    }

    /// The kinds of everything that was recorded since this was last asked, in order,
    /// are exactly these.
    pub async fn expect_audit<const N: usize>(&self, kinds: [&str; N]) {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("select id, kind from audit_events where id > $1 order by id")
                .bind(self.last_audit.load(Ordering::Relaxed))
                .fetch_all(&self.superuser)
                .await
                .unwrap();
        if let Some((id, _)) = rows.last() {
            self.last_audit.store(*id, Ordering::Relaxed);
        }
        let recorded: Vec<&str> = rows.iter().map(|(_, kind)| kind.as_str()).collect();
        assert_eq!(recorded, kinds, "what the audit log holds since last asked");
    }

    /// Forgets what was recorded so far, for [`TestApp::expect_audit`].
    pub async fn skip_audit(&self) {
        let last = self
            .value::<Option<i64>>("select max(id) from audit_events")
            .await;
        self.last_audit.store(last.unwrap_or(0), Ordering::Relaxed);
    }

    /// Runs statements as superuser, for given states.
    pub async fn sql(&self, statements: &str) {
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned()))
            .execute(&self.superuser)
            .await
            .unwrap_or_else(|error| panic!("{statements}: {error}"));
    }

    /// One value as superuser, for assertions.
    pub async fn value<T>(&self, query: &str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres>,
    {
        sqlx::query_scalar(AssertSqlSafe(query.to_owned()))
            .fetch_one(&self.superuser)
            .await
            .unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    /// How many rows there are: `app.count("invitations where accepted_at is null")`.
    pub async fn count(&self, from: &str) -> i64 {
        self.value(&format!("select count(*) from {from}")).await
    }

    /// The database as superuser.
    pub fn superuser(&self) -> &PgPool {
        &self.superuser
    }
}

/// Where pages and sign-in reach the database.
async fn urls(database: &Database, setup: &Setup, statements: &Statements) -> [String; 2] {
    let mut urls = ["psn_app", "psn_gate"].map(|role| database.url(role));
    if setup.is_counting {
        for (url, role) in urls.iter_mut().zip(["psn_app", "psn_gate"]) {
            *url = database.url_through(statements, role).await;
        }
    }
    urls
}

/// The hasher of all tests, as this one wants it.
fn hasher(setup: &Setup) -> Hasher {
    let hasher = HASHER.clone().with_rules(setup.password_rules);
    match setup.password_places {
        Some((permits, queue)) => hasher.with_places(permits, queue),
        None => hasher,
    }
}

/// The worker, delivering into this mailbox.
async fn connect_worker(database: &Database, mailbox: Mailbox, public_url: String) -> Worker {
    let pools = Pools {
        hot: 1,
        transactions: 1,
    };
    let store = Store::connect(&database.url("psn_worker"), Role::Worker, pools)
        .await
        .unwrap();
    Worker::new(
        store,
        Delivery {
            transport: Transport::Memory(mailbox),
            from: Address::parse("psn@psn.example").unwrap(),
            reply_to: None,
            host: "psn.example".to_owned(),
            public_url,
            team_email: "team@psn.example".to_owned(),
        },
    )
}

/// Serves until the test's runtime ends.
#[expect(
    clippy::disallowed_methods,
    reason = "the server runs beside the test and ends with its runtime"
)]
fn serve(listener: tokio::net::TcpListener, router: Router) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
}
