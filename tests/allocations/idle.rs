//! What a connection holds while nobody speaks on it (docs/adr/0022).

use allocation_counter::measure;
use axum::Router;
use axum::routing::get;
use server::serving;
use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How many there are: so many wait in the socket until the service comes to them.
const CONNECTIONS: i64 = 100;
/// The most bytes that each may hold, its place in the list of tasks included.
const BYTES_MAX: i64 = 4_096;
/// The fewest: fewer, and it is not there yet.
const BYTES_MIN: i64 = 256;
const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The service, and what its connections hold.
struct Service {
    runtime: Runtime,
    held: i64,
}

impl Service {
    /// Lets it work for a while, again and again until this is so, but not forever.
    fn work_until(&mut self, mut is_so: impl FnMut(i64) -> bool) -> i64 {
        for _ in 0..60 {
            let worked = measure(|| {
                let while_working = async { sleep(Duration::from_millis(200)).await };
                self.runtime.block_on(while_working);
            });
            self.held += worked.bytes_current;
            if is_so(self.held / CONNECTIONS) {
                break;
            }
        }
        self.held / CONNECTIONS
    }
}

/// Whether the answer is there.
fn is_answered(stream: &TcpStream) -> bool {
    let mut answer = [0; 200];
    let read = stream.peek(&mut answer).unwrap_or_default();
    answer[..read].ends_with(b"fine")
}

#[test]
fn an_idle_connection_holds_little() {
    let runtime = crate::one_thread();
    let mut running = JoinSet::new();
    let (_ask, stop) = watch::channel(false);
    let address = runtime.block_on(async {
        let router = Router::new().route("/", get(async || "fine"));
        let listener = serving::listen(([127, 0, 0, 1], 0).into()).await.unwrap();
        let address = listener.local_addr().unwrap();
        running.spawn(serving::serve(listener, router, stop));
        sleep(Duration::from_millis(100)).await;
        address
    });
    let connect = |_| TcpStream::connect(address).unwrap();
    let mut streams: Vec<TcpStream> = (0..CONNECTIONS).map(connect).collect();
    let mut service = Service { runtime, held: 0 };
    let new = service.work_until(|held| held > BYTES_MIN);
    assert!(new <= BYTES_MAX, "{new} bytes before the first request");
    for stream in &mut streams {
        stream.set_nonblocking(true).unwrap();
        stream.write_all(REQUEST).unwrap();
    }
    service.work_until(|_| streams.iter().all(is_answered));
    let used = service.work_until(|held| held <= BYTES_MAX);
    assert!(used <= BYTES_MAX, "{used} bytes after a request");
    assert!(streams.iter().all(is_answered));
}
