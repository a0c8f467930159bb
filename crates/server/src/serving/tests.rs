use super::*;
use axum::routing::get;
use std::time::Instant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

async fn slow() -> &'static str {
    sleep(Duration::from_millis(300)).await;
    "done"
}

#[tokio::test]
async fn a_request_in_flight_is_finished_and_idle_connections_are_closed() {
    let listener = listen(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (ask, stop) = watch::channel(false);
    let mut tasks = JoinSet::new();
    tasks.spawn(serve(listener, Router::new().route("/", get(slow)), stop));

    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut busy = TcpStream::connect(address).await.unwrap();
    busy.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    sleep(Duration::from_millis(100)).await;
    let started = Instant::now();
    ask.send_replace(true);

    let mut answer = String::new();
    busy.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("done"), "{answer}");
    let mut nothing = String::new();
    idle.read_to_string(&mut nothing).await.unwrap();
    assert_eq!(nothing, "");
    tasks.join_all().await;
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let listener = listen(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (ask, stop) = watch::channel(false);
    let mut tasks = JoinSet::new();
    tasks.spawn(serve(listener, Router::new(), stop));
    let mut browser = TcpStream::connect(address).await.unwrap();
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
    ask.send_replace(true);
    tasks.join_all().await;
}
