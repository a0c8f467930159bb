//! One connection: its requests, and the silence between them.

use super::course::{Answer, Course, Stream, Watched};
use crate::stop::asked;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, HeaderValue};
use axum::http::{Request, Response};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

/// How long a browser may take to send the head of a request, and how long a
/// connection may be idle.
const HEAD: Duration = Duration::from_secs(20);
/// How long a browser may take nothing of an answer before it is cut off.
const STALLED: Duration = Duration::from_secs(30);
/// The longest head of a request, in bytes.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// The most headers of a request.
const HEADERS_MAX: usize = 100;
/// After how long a silence the buffers of a connection are given back: between one and two of
/// these. Busy connections keep theirs. Unit tests are not to wait for it.
const SILENCE: Duration = Duration::from_millis(if cfg!(test) { 200 } else { 1000 });
/// How long idle connections stay open once the program is asked to stop. A request that is on its
/// way meanwhile is answered, with the word that the connection closes; closed at once it would be
/// lost, though its sender did nothing wrong.
const LINGER: Duration = Duration::from_secs(3);

/// Answers the requests of one connection.
pub(super) async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut stop: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    let mut stream: Stream = Box::pin(stream);
    let mut before = Bytes::new();
    while !before.is_empty() || is_heard(stream.get_ref(), &mut stop).await {
        // In a box of its own, so that nothing of it is left while nobody speaks.
        let talk = Box::pin(talk(stream, before, peer, router.clone(), stop.clone()));
        match talk.await {
            Some(silent) => (stream, before) = silent,
            None => return,
        }
    }
}

/// Waits for something to read. False when the connection was idle for too long.
async fn is_heard(stream: &TcpStream, stop: &mut watch::Receiver<bool>) -> bool {
    let mut first = [0; 1];
    tokio::select! {
        biased;
        // Looking is surer than being told: the system may wake somebody for nothing.
        peeked = stream.peek(&mut first) => peeked.is_ok_and(|bytes| bytes > 0),
        () = sleep(HEAD) => false,
        () = leaving(stop) => false,
    }
}

/// Completes some time after the program is asked to stop.
async fn leaving(stop: &mut watch::Receiver<bool>) {
    asked(stop).await;
    sleep(LINGER).await;
}

/// Answers requests until the connection ends or is silent for a while. Silent, it is given back
/// with what was read and not looked at, which the HTTP library's buffers were for.
async fn talk(
    stream: Stream,
    before: Bytes,
    peer: SocketAddr,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> Option<(Stream, Bytes)> {
    let course = Arc::new(Course::default());
    let watched = Watched {
        stream,
        before,
        course: course.clone(),
    };
    let (requests, is_stopping) = (course.clone(), stop.clone());
    let service = service_fn(move |request: Request<Incoming>| {
        let answering = requests.clone().begin(!request.body().is_end_stream());
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let (answer, is_stopping) = (router.clone().oneshot(request), is_stopping.clone());
        async move {
            let mut response: Response<Body> = answer.await?;
            if *is_stopping.borrow() {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(CONNECTION, close);
            }
            Ok::<_, Infallible>(response.map(|body| Answer {
                body,
                _answering: answering,
            }))
        }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(watched), service);
    let mut silence = pin!(sleep(SILENCE));
    let mut leaving = pin!(leaving(&mut stop));
    let (mut is_leaving, mut quiet_before) = (false, None);
    let is_silent = poll_fn(|context| {
        if !is_leaving && leaving.as_mut().poll(context).is_ready() {
            is_leaving = true;
            Pin::new(&mut connection).graceful_shutdown();
        }
        // Errors are the browser's: it went away, was too slow, or spoke no HTTP.
        if Pin::new(&mut connection).poll(context).is_ready() {
            return Poll::Ready(false);
        }
        while silence.as_mut().poll(context).is_ready() {
            let quiet = course.quiet_after();
            if quiet.is_some() && quiet == quiet_before {
                return Poll::Ready(true);
            }
            quiet_before = quiet;
            silence.as_mut().reset(Instant::now() + SILENCE);
        }
        Poll::Pending
    });
    if !is_silent.await {
        return None;
    }
    let parts = connection.into_parts();
    // Even with nothing in it, it would keep the whole buffer.
    let before = Some(parts.read_buf).filter(|read| !read.is_empty());
    Some((parts.io.into_inner().stream, before.unwrap_or_default()))
}
