//! Files that arrive slowly, or never to their end.

use super::clamd::Clamd;
use super::{BOUNDARY, PDF, added, files_in, form, given};
use crate::given_draft::GivenDraft;
use domain::role::OrganisationRole::Editor;
use std::path::PathBuf;
use std::time::Duration;
use tests::Browser;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

/// An upload of which the head was sent, and the body that is to follow.
pub(super) async fn begun(draft: &GivenDraft, browser: &Browser) -> (TcpStream, Vec<u8>) {
    begun_with(draft, browser, PDF).await
}

/// The same with this file.
pub(super) async fn begun_with(
    draft: &GivenDraft,
    browser: &Browser,
    file: &[u8],
) -> (TcpStream, Vec<u8>) {
    let add = draft.path("documents/add");
    let token = browser.visit(&add).await.csrf();
    let body = form(&token, "a.pdf", file);
    let mut stream = TcpStream::connect(draft.app.address()).await.unwrap();
    let head = format!(
        "POST {add} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {}\r\nContent-Type: multipart/form-data; \
         boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
        browser.cookie_line().unwrap(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    (stream, body)
}

async fn send_slowly(stream: &mut TcpStream, body: &[u8]) {
    for piece in body.chunks(60) {
        stream.write_all(piece).await.unwrap();
        sleep(Duration::from_millis(30)).await;
    }
}

pub(super) async fn answer(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_slow_upload_arrives_and_keeps_nobody_waiting() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let (mut stream, body) = begun(&draft, &browser).await;
    let (first, last) = body.split_at(body.len() / 2);
    send_slowly(&mut stream, first).await;
    browser.visit(&draft.path("documents")).await;
    send_slowly(&mut stream, last).await;
    let answer = answer(stream).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert_eq!(draft.app.count("documents").await, 1);
}

#[tokio::test]
async fn an_upload_that_is_cut_off_leaves_nothing_behind() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let (mut stream, body) = begun(&draft, &browser).await;
    send_slowly(&mut stream, &body[..body.len() - 30]).await;
    assert_eq!(files_in(&folder).len(), 1, "it is arriving");
    drop(stream);
    for _ in 0..100 {
        if files_in(&folder).is_empty() {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    assert_eq!(draft.app.count("documents").await, 0);
}

#[tokio::test]
async fn an_upload_that_stops_is_given_up_after_half_a_minute() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let (mut stream, body) = begun(&draft, &browser).await;
    send_slowly(&mut stream, &body[..body.len() - 30]).await;
    let answer = answer(stream).await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert!(answer.contains("The selected file could not be uploaded – try again"));
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn one_person_does_not_take_every_place_to_upload() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let greedy = draft.browser().await;
    let mut held = Vec::new();
    let mut refused = 0;
    for _ in 0..33 {
        let (mut stream, body) = begun(&draft, &greedy).await;
        stream.write_all(&body[..body.len() / 2]).await.unwrap();
        let mut answer = vec![0; 64 * 1024];
        let mut length = 0;
        while let Ok(Ok(read @ 1..)) = timeout(
            Duration::from_millis(500),
            stream.read(&mut answer[length..]),
        )
        .await
        {
            length += read;
        }
        let answer = String::from_utf8_lossy(&answer[..length]);
        if answer.is_empty() {
            held.push(stream);
        } else {
            refused += 1;
            assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
            let words = "You are uploading too many files at once. Wait until one of them has arrived, then try again";
            assert!(answer.contains(words), "{answer}");
        }
    }
    assert_eq!((held.len(), refused), (4, 29));
    // A colleague's file arrives all the same, and their own once a place is free.
    let colleague = draft.app.given_member(&draft.organisation, Editor).await;
    let colleague = draft.app.sign_in(&colleague).await;
    added(&colleague, &draft, "b.pdf", PDF).await;
    drop(held);
    for _ in 0..100 {
        if files_in(&folder).len() == 1 {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    let other = [PDF, b" "].concat();
    added(&greedy, &draft, "c.pdf", &other).await;
}

#[tokio::test]
async fn an_upload_that_drips_is_cut_off_and_told_why() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let mut file = b"%PDF-1.7\n".to_vec();
    file.resize(300_000, b' ');
    let (stream, body) = begun_with(&draft, &browser, &file).await;
    let (mut reading, mut writing) = stream.into_split();
    let dripping = async {
        for piece in body.chunks(500) {
            if writing.write_all(piece).await.is_err() {
                break;
            }
            sleep(Duration::from_millis(500)).await;
        }
    };
    let answering = async {
        let mut answer = Vec::new();
        // The end may come as a reset, since more was on its way.
        let _end = reading.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    };
    let answer = tokio::select! {
        answer = answering => answer,
        () = dripping => panic!("it was not cut off"),
    };
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    let words =
        "The selected file arrived too slowly, so we stopped – try again on a faster connection";
    assert!(answer.contains(words), "{answer}");
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    assert_eq!(draft.app.count("documents").await, 0);
}
