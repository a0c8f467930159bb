//! The socket on which connections come in.

use listenfd::ListenFd;
use socket2::SockRef;
use std::io;
use std::net::SocketAddr;
use std::os::fd::AsRawFd as _;
use tokio::net::TcpListener;

/// Takes the address, so that nobody else can while the rest gets ready.
pub async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// The socket that this process was started with, as systemd and others pass it (`LISTEN_FDS`);
/// none when it was started without.
///
/// # Errors
/// When there is more than one, or it is no TCP socket that listens: a file, a socket of another
/// kind, a connection, or a socket that is bound only.
pub fn inherited() -> io::Result<Option<std::net::TcpListener>> {
    let mut sockets = ListenFd::from_env();
    if sockets.len() > 1 {
        return Err(io::Error::other("there are several"));
    }
    let Some(listener) = sockets.take_tcp_listener(0)? else {
        return Ok(None);
    };
    // Nobody could ever connect, and nothing else would say so.
    if !SockRef::from(&listener).is_listener()? {
        let number = listener.as_raw_fd();
        return Err(io::Error::other(format!("fd {number} does not listen")));
    }
    listener.set_nonblocking(true)?;
    Ok(Some(listener))
}
