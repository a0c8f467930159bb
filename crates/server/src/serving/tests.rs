use super::*;
use axum::body::{Body, Bytes};
use axum::routing::get;
use hyper::body::Frame;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::Sleep;

const REQUEST: &str = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const LAST_REQUEST: &str = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
/// Longer than it takes until a silent connection has no buffers any more.
const LONG_SILENCE: Duration = Duration::from_millis(500);

async fn slow() -> &'static str {
    sleep(Duration::from_millis(300)).await;
    "done"
}

/// A body of three parts with a long pause before each.
struct Hesitant(Pin<Box<Sleep>>, u8);

impl hyper::body::Body for Hesitant {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.1 == 0 {
            return Poll::Ready(None);
        }
        ready!(self.0.as_mut().poll(context));
        self.0 = Box::pin(sleep(LONG_SILENCE));
        self.1 -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"part")))))
    }
}

async fn hesitant() -> Body {
    Body::new(Hesitant(Box::pin(sleep(LONG_SILENCE)), 3))
}

/// A service, where it answers, and how it is told to stop.
struct Serving {
    address: SocketAddr,
    ask: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Serving {
    async fn begin(router: Router) -> Self {
        let listener = listen(([127, 0, 0, 1], 0).into()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (ask, stop) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, router, stop));
        Self {
            address,
            ask,
            tasks,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn end(self) {
        self.ask.send_replace(true);
        self.tasks.join_all().await;
    }
}

async fn send(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
}

/// Reads up to these words.
async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut answer = String::new();
    while !answer.ends_with(end) {
        let byte = stream.read_u8().await.unwrap();
        answer.push(char::from(byte));
    }
    answer
}

async fn read_all(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_request_in_flight_is_finished_and_idle_connections_are_closed() {
    let serving = Serving::begin(Router::new().route("/", get(slow))).await;
    let idle = serving.connect().await;
    let mut busy = serving.connect().await;
    send(&mut busy, REQUEST).await;
    sleep(Duration::from_millis(100)).await;
    let started = Instant::now();
    serving.ask.send_replace(true);

    let answer = read_all(busy).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("done"), "{answer}");
    assert_eq!(read_all(idle).await, "");
    let address = serving.address;
    serving.end().await;
    assert!(started.elapsed() < DRAIN);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_request_that_is_on_its_way_when_the_program_stops_is_answered() {
    let serving = Serving::begin(Router::new().route("/", get(slow))).await;
    let (mut new, mut used, mut silent) = (
        serving.connect().await,
        serving.connect().await,
        serving.connect().await,
    );
    for stream in [&mut used, &mut silent] {
        send(stream, REQUEST).await;
        let answer = read_until(stream, "done").await;
        assert!(!answer.contains("connection: close"), "{answer}");
    }
    sleep(LONG_SILENCE).await;
    send(&mut used, REQUEST).await;
    read_until(&mut used, "done").await;
    serving.ask.send_replace(true);
    sleep(Duration::from_millis(300)).await;
    for stream in [&mut new, &mut used, &mut silent] {
        send(stream, REQUEST).await;
    }
    for stream in [new, used, silent] {
        let answer = read_all(stream).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("connection: close"), "{answer}");
    }
    serving.end().await;
}

#[tokio::test]
async fn a_connection_goes_on_after_a_long_silence() {
    let serving = Serving::begin(Router::new().route("/", get(slow))).await;
    let mut stream = serving.connect().await;
    for _ in 0..2 {
        send(&mut stream, REQUEST).await;
        read_until(&mut stream, "done").await;
        sleep(LONG_SILENCE).await;
    }
    // Silent in the middle of a head, and with the next one half there already.
    let (begin, end) = REQUEST.split_at(20);
    send(&mut stream, begin).await;
    sleep(LONG_SILENCE).await;
    send(&mut stream, &format!("{end}{begin}")).await;
    read_until(&mut stream, "done").await;
    sleep(LONG_SILENCE).await;
    send(&mut stream, end).await;
    read_until(&mut stream, "done").await;
    send(&mut stream, LAST_REQUEST).await;
    let answer = read_all(stream).await;
    assert!(answer.ends_with("done"), "{answer}");
    serving.end().await;
}

#[tokio::test]
async fn a_long_silence_in_the_middle_of_an_answer_or_a_body_changes_nothing() {
    let router = Router::new().route("/", get(hesitant).post(async |text: String| text));
    let serving = Serving::begin(router).await;
    let mut stream = serving.connect().await;
    send(&mut stream, REQUEST).await;
    let answer = read_until(&mut stream, "\r\n0\r\n\r\n").await;
    assert_eq!(answer.matches("part").count(), 3, "{answer}");
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n";
    send(&mut stream, &format!("{head}half")).await;
    sleep(LONG_SILENCE).await;
    send(&mut stream, "half").await;
    let answer = read_until(&mut stream, "halfhalf").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    sleep(LONG_SILENCE).await;
    send(&mut stream, &format!("{head}whole...")).await;
    read_until(&mut stream, "whole...").await;
    serving.end().await;
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let serving = Serving::begin(Router::new()).await;
    let mut browser = serving.connect().await;
    let head = format!(
        "GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n",
        "x".repeat(60_000)
    );
    let _ = browser.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = browser.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    serving.end().await;
}

#[tokio::test]
async fn a_silent_connection_is_small() {
    let listener = listen(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (there, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
    let (_there, (stream, peer)) = (there.unwrap(), accepted.unwrap());
    let (_ask, stop) = watch::channel(false);
    let conversation = connection::converse(stream, peer, Router::new(), stop);
    let bytes = std::mem::size_of_val(&conversation);
    assert!(bytes <= 1_500, "{bytes} bytes");
}
