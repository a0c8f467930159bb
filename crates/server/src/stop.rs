//! Being asked to stop: by Ctrl-C, by SIGTERM, or by the terminal going away.

use std::io;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Tells that the program was asked to stop. Listens from the moment it is made until
/// it is dropped; asking twice changes nothing.
pub struct Stop {
    asked: watch::Receiver<bool>,
    _listening: JoinSet<()>,
}

impl Stop {
    /// Begins to listen. Must be called in the async runtime.
    pub fn on_signals() -> io::Result<Self> {
        let (ask, asked) = watch::channel(false);
        let mut listening = JoinSet::new();
        for kind in [
            SignalKind::interrupt(),
            SignalKind::terminate(),
            SignalKind::hangup(),
        ] {
            let mut signals = signal(kind)?;
            let ask = ask.clone();
            listening.spawn(async move {
                while signals.recv().await.is_some() {
                    ask.send_replace(true);
                }
            });
        }
        Ok(Self {
            asked,
            _listening: listening,
        })
    }

    /// For parts that watch for themselves.
    pub fn watcher(&self) -> watch::Receiver<bool> {
        self.asked.clone()
    }

    /// Completes when the program is asked to stop.
    pub async fn asked(&self) {
        asked(&mut self.watcher()).await;
    }
}

/// Completes when the value becomes true.
pub async fn asked(watcher: &mut watch::Receiver<bool>) {
    if watcher.wait_for(|is_asked| *is_asked).await.is_err() {
        // Nobody is left who could ask.
        std::future::pending::<()>().await;
    }
}
