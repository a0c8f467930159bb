//! Load: as many as there are clients, each one request after the other (closed), or so many a
//! second whether they are answered or not (open).

use crate::Result;
use crate::histogram::Histogram;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

/// Somebody who asks again and again.
pub trait Client: Send + 'static {
    /// Asks once; the answer has to be the one that is wanted.
    fn ask(&mut self) -> impl Future<Output = Result<()>> + Send;
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// How long each answer took that was as wanted.
    pub latencies: Histogram,
    /// Answers that were not as wanted.
    pub errors: u64,
    /// The first of them.
    pub first_error: Option<String>,
    /// How long all of it took.
    pub seconds: f64,
}

impl Outcome {
    fn keep(&mut self, result: Result<()>, latency: Duration) {
        match result {
            Ok(()) => self.latencies.add(latency),
            Err(error) => {
                self.errors += 1;
                self.first_error.get_or_insert_with(|| error.to_string());
            }
        }
    }

    fn join(&mut self, other: Self) {
        self.latencies.join(&other.latencies);
        self.errors += other.errors;
        self.first_error = self.first_error.take().or(other.first_error);
    }
}

/// Every client asks one after the other for so long. The clients come back.
pub async fn closed<C: Client>(clients: Vec<C>, time: Duration) -> (Vec<C>, Outcome) {
    let began = Instant::now();
    let end = began + time;
    let mut running = JoinSet::new();
    for mut client in clients {
        running.spawn(async move {
            let mut outcome = Outcome::default();
            while Instant::now() < end {
                let asked = Instant::now();
                let result = client.ask().await;
                outcome.keep(result, asked.elapsed());
            }
            (client, outcome)
        });
    }
    gather(running, began).await
}

/// So many requests a second for so long, on as many connections as there are clients. A request
/// that finds no free client waits for one, and its time counts from when it was due.
pub async fn open<C: Client>(clients: Vec<C>, rate: f64, time: Duration) -> (Vec<C>, Outcome) {
    let began = Instant::now();
    let (sender, receiver) = mpsc::unbounded_channel();
    let receiver = Arc::new(Mutex::new(receiver));
    // The timer of the async runtime is too coarse: a thread says when a request is due.
    let pace = std::thread::spawn(move || {
        let count = (rate * time.as_secs_f64()) as u64;
        for number in 0..count {
            let due = began + Duration::from_secs_f64(number as f64 / rate);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            if sender.send(due).is_err() {
                return;
            }
        }
    });
    let mut running = JoinSet::new();
    for mut client in clients {
        let receiver = Arc::clone(&receiver);
        running.spawn(async move {
            let mut outcome = Outcome::default();
            while let Some(due) = next(&receiver).await {
                let result = client.ask().await;
                outcome.keep(result, due.elapsed());
            }
            (client, outcome)
        });
    }
    let gathered = gather(running, began).await;
    // It has ended: nobody receives from it any more.
    let _ = pace.join();
    gathered
}

async fn next(receiver: &Mutex<mpsc::UnboundedReceiver<Instant>>) -> Option<Instant> {
    receiver.lock().await.recv().await
}

async fn gather<C: Client>(
    mut running: JoinSet<(C, Outcome)>,
    began: Instant,
) -> (Vec<C>, Outcome) {
    let mut all = Outcome::default();
    let mut clients = Vec::new();
    while let Some(ended) = running.join_next().await {
        match ended {
            Ok((client, outcome)) => {
                clients.push(client);
                all.join(outcome);
            }
            Err(error) => all.keep(Err(error.into()), Duration::ZERO),
        }
    }
    all.seconds = began.elapsed().as_secs_f64();
    (clients, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Slow(Duration);

    impl Client for Slow {
        async fn ask(&mut self) -> Result<()> {
            tokio::time::sleep(self.0).await;
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_request_that_waits_for_its_turn_has_waited() {
        // One client of 20 ms can't keep up with 100 a second.
        let clients = vec![Slow(Duration::from_millis(20))];
        let (clients, outcome) = open(clients, 100.0, Duration::from_millis(400)).await;
        assert_eq!(clients.len(), 1);
        assert_eq!(outcome.latencies.total(), 40);
        assert!(outcome.latencies.within(1.0) > 300.0);
    }

    #[tokio::test]
    async fn clients_ask_one_after_the_other() {
        let clients = vec![
            Slow(Duration::from_millis(10)),
            Slow(Duration::from_millis(10)),
        ];
        let (_, outcome) = closed(clients, Duration::from_millis(100)).await;
        assert!((10..=22).contains(&outcome.latencies.total()));
        assert!(outcome.latencies.within(1.0) < 60.0);
    }
}
