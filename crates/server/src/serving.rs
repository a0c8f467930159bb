//! Connections: accepting them, holding slow ones to time limits both ways, and letting requests
//! in flight finish when the program is asked to stop (docs/adr/0022).

mod connection;
mod course;
mod listener;
mod room;

pub use listener::{inherited, listen};

use axum::Router;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::stop::asked;

/// How long requests in flight may take once the program is asked to stop.
const DRAIN: Duration = Duration::from_secs(25);

/// Serves until `stop` becomes true, then finishes what is in flight. Another process may go on
/// with the same socket: whoever was not accepted yet is answered there.
pub async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let permits = Arc::new(Semaphore::new(room::connections_max()));
    let mut connections = JoinSet::new();
    loop {
        let permit = tokio::select! {
            () = asked(&mut stop) => break,
            Some(_) = connections.join_next() => continue,
            permit = permits.clone().acquire_owned() => permit,
        };
        let (stream, peer) = tokio::select! {
            () = asked(&mut stop) => break,
            accepted = accept(&listener) => accepted,
        };
        let (router, stop) = (router.clone(), stop.clone());
        connections.spawn(async move {
            connection::converse(stream, peer, router, stop).await;
            drop(permit);
        });
    }
    drop(listener);
    let draining = async { while connections.join_next().await.is_some() {} };
    if timeout(DRAIN, draining).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}

/// The next connection. Having no file descriptors left passes.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_the_peer(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted; trying again");
                sleep(Duration::from_millis(500)).await;
            }
        }
    }
}

fn is_of_the_peer(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests;
