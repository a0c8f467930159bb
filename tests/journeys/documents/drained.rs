//! Files that are refused while the browser still sends them: it gets to see why, within limits.

use super::arriving::{answer, begun, begun_with};
use super::clamd::Clamd;
use super::{BOUNDARY, form, given};
use crate::given_draft::GivenDraft;
use std::time::{Duration, Instant};
use tests::Browser;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

/// More than fits into the buffers between a browser and the service.
const LARGE: usize = 12_000_000;
/// To how many at once anybody listens.
const AT_ONCE: usize = 32;

/// Sends a form with a file that declares to be of this length, and so much of it.
async fn sending(draft: &GivenDraft, cookies: &str, body: &[u8], length: usize) -> TcpStream {
    let mut stream = TcpStream::connect(draft.app.address()).await.unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nCookie: {cookies}\r\nContent-Type: multipart/form-data; \
         boundary={BOUNDARY}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n",
        draft.path("documents/add"),
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    stream
}

/// A form without our token is refused at its first field.
async fn refused(draft: &GivenDraft, browser: &Browser, length: usize) -> TcpStream {
    let body = form("another token", "a.pdf", b"%PDF-1.7\n");
    let cookies = browser.cookie_line().unwrap();
    let mut stream = sending(draft, &cookies, &body, length).await;
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 403");
    stream
}

/// After how long the service closes a connection to which this many bytes are sent every tenth of a second.
async fn closes_after(mut stream: TcpStream, bytes: usize) -> Duration {
    let begun = Instant::now();
    let piece = vec![b' '; bytes];
    let mut taken = vec![0; 64 * 1024];
    loop {
        assert!(begun.elapsed() < Duration::from_secs(30), "it stays open");
        let is_sent = stream.write_all(&piece).await.is_ok();
        let read = timeout(Duration::from_millis(100), stream.read(&mut taken)).await;
        let is_closed = matches!(read, Ok(Ok(0) | Err(_)));
        if !is_sent || is_closed {
            return begun.elapsed();
        }
        if read.is_ok() {
            sleep(Duration::from_millis(100)).await;
        }
    }
}

#[tokio::test]
async fn whoever_sends_all_of_it_before_reading_sees_why_it_is_refused() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let cookies = browser.cookie_line().unwrap();
    let file = vec![b' '; LARGE];
    // Another token, and nobody signed in.
    let body = form("another token", "a.pdf", &file);
    for (cookies, status) in [(cookies.as_str(), "403"), ("", "303")] {
        let stream = sending(&draft, cookies, &body, body.len()).await;
        let answer = answer(stream).await;
        let expected = format!("HTTP/1.1 {status}");
        assert!(answer.starts_with(&expected), "{answer}");
        assert!(status == "303" || answer.contains("</html>"), "{answer}");
    }
    // No place is left.
    let mut held = Vec::new();
    for _ in 0..4 {
        let (mut stream, body) = begun_with(&draft, &browser, &file).await;
        stream.write_all(&body[..1000]).await.unwrap();
        held.push(stream);
    }
    sleep(Duration::from_millis(500)).await;
    let (mut stream, body) = begun_with(&draft, &browser, &file).await;
    stream.write_all(&body).await.unwrap();
    let answer = answer(stream).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(answer.contains("You are uploading too many files at once."));
    assert!(answer.contains("</html>"), "{answer}");
    // A file of the form for answers, and a form without a file that is larger than forms may be.
    let path = draft.path("documents/add");
    let sent = browser
        .raw_post(
            &path,
            "application/x-www-form-urlencoded",
            vec![b'a'; 900_000],
        )
        .await;
    sent.expect_status(413);
    drop(held);
}

#[tokio::test]
async fn nobody_listens_to_a_refused_file_for_long() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    browser.visit(&draft.path("documents")).await;
    // What is larger than any form may be is not listened to at all.
    let after = closes_after(refused(&draft, &browser, 100_000_000).await, 0).await;
    assert!(after < Duration::from_secs(2), "{after:?}");
    // Silence and drips end soon, and what comes fast enough ends too.
    let (silent, drip, fast) = tokio::join!(
        async { closes_after(refused(&draft, &browser, LARGE).await, 0).await },
        async { closes_after(refused(&draft, &browser, LARGE).await, 100).await },
        async { closes_after(refused(&draft, &browser, LARGE).await, 2000).await },
    );
    for (after, most) in [(silent, 5), (drip, 5), (fast, 13)] {
        assert!(after < Duration::from_secs(most), "{after:?} of {most}");
    }
    assert!(silent > Duration::from_secs(1), "{silent:?}");
    assert!(fast > Duration::from_secs(7), "{fast:?}");
}

#[tokio::test]
async fn so_many_refused_files_are_listened_to_at_once() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    browser.visit(&draft.path("documents")).await;
    let mut streams = Vec::new();
    for _ in 0..=AT_ONCE {
        streams.push(refused(&draft, &browser, LARGE).await);
        // Fast enough, so that none of them ends meanwhile.
        for stream in &mut streams {
            let _of_the_last_one = stream.write_all(&[b' '; 6000]).await;
        }
    }
    let mut closed = 0;
    for stream in &mut streams {
        let mut taken = vec![0; 64 * 1024];
        while let Ok(read) = timeout(Duration::from_millis(20), stream.read(&mut taken)).await {
            if !matches!(read, Ok(1..)) {
                closed += 1;
                break;
            }
        }
    }
    assert_eq!(closed, 1, "the last one is not listened to");
    drop(streams);
    // They make room again, and pages and uploads went on meanwhile.
    let (stream, _) = begun(&draft, &browser).await;
    drop(stream);
}
