//! Where a connection is between two requests, seen from outside of the HTTP library: by what it
//! reads and writes, and by the bodies of answers that it lets go of.

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_io_timeout::TimeoutStream;

/// The stream of a connection, with its limit on writing.
pub(super) type Stream = Pin<Box<TimeoutStream<TcpStream>>>;

/// What is known of a connection. Only its own task uses it.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// Requests so far.
    requests: AtomicU64,
    /// Whether one is being answered.
    is_answering: AtomicBool,
    /// Whether its body may still be on its way, as far as is known here.
    has_body: AtomicBool,
    /// Whether anything was read since its head.
    is_heard: AtomicBool,
    /// Whether something could not be written yet.
    is_unsent: AtomicBool,
}

impl Course {
    /// A request begins.
    pub(super) fn begin(self: Arc<Self>, has_body: bool) -> Answering {
        self.requests.fetch_add(1, Relaxed);
        self.has_body.store(has_body, Relaxed);
        self.is_heard.store(false, Relaxed);
        self.is_answering.store(true, Relaxed);
        Answering(self)
    }

    /// How many requests there were, if the last one is answered to its end and nothing has come
    /// since: then the HTTP library holds nothing but empty buffers.
    pub(super) fn quiet_after(&self) -> Option<u64> {
        let is_busy = [
            &self.is_answering,
            &self.has_body,
            &self.is_heard,
            &self.is_unsent,
        ];
        let requests = self.requests.load(Relaxed);
        let is_quiet = requests > 0 && !is_busy.iter().any(|flag| flag.load(Relaxed));
        is_quiet.then_some(requests)
    }
}

/// An answer under way. Dropped when the last of it was taken.
#[derive(Debug)]
pub(super) struct Answering(Arc<Course>);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.is_answering.store(false, Relaxed);
    }
}

/// The body of an answer, which tells when it is over.
pub(super) struct Answer {
    pub(super) body: Body,
    pub(super) _answering: Answering,
}

impl hyper::body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream, and what was read from it already and is still to be looked at.
pub(super) struct Watched {
    pub(super) stream: Stream,
    pub(super) before: Bytes,
    pub(super) course: Arc<Course>,
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = if self.before.is_empty() {
            self.stream.as_mut().poll_read(context, buffer)
        } else {
            let length = self.before.len().min(buffer.remaining());
            buffer.put_slice(&self.before.split_to(length));
            Poll::Ready(Ok(()))
        };
        if read.is_ready() {
            self.course.is_heard.store(true, Relaxed);
        }
        read
    }
}

impl Watched {
    fn noting<T>(&self, written: Poll<T>) -> Poll<T> {
        self.course.is_unsent.store(written.is_pending(), Relaxed);
        written
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = self.stream.as_mut().poll_write(context, bytes);
        self.noting(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = self.stream.as_mut().poll_write_vectored(context, slices);
        self.noting(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = self.stream.as_mut().poll_flush(context);
        self.noting(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_shutdown(context)
    }
}
