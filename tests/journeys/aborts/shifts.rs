//! The service as it runs in the program, told to stop again and again while the next goes on with
//! the same socket and the same connections to the database.

use axum::Router;
use server::serving;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// One service after the other.
pub(super) struct Shifts {
    socket: std::net::TcpListener,
    address: SocketAddr,
    router: Router,
    stop: watch::Sender<bool>,
    serving: JoinSet<()>,
}

impl Shifts {
    /// Begins to serve.
    pub(super) async fn begin(router: Router) -> Self {
        let listener = serving::listen(([127, 0, 0, 1], 0).into()).await.unwrap();
        let mut shifts = Self {
            address: listener.local_addr().unwrap(),
            socket: listener.into_std().unwrap(),
            router,
            stop: watch::channel(false).0,
            serving: JoinSet::new(),
        };
        shifts.next();
        shifts
    }

    /// Where it answers.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Tells the service to stop with whatever it is doing; another one goes on.
    pub(super) fn next(&mut self) {
        let listener = TcpListener::from_std(self.socket.try_clone().unwrap()).unwrap();
        let (stop, asked) = watch::channel(false);
        let serving = serving::serve(listener, self.router.clone(), asked);
        self.serving.spawn(serving);
        self.stop.send_replace(true);
        self.stop = stop;
    }

    /// Tells the last one to stop, and waits until all have.
    pub(super) async fn end(self) {
        self.stop.send_replace(true);
        self.serving.join_all().await;
    }
}
