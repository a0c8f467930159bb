//! The ceiling of signing in: nothing but argon2id with the parameters of the service.

use crate::Result;
use crate::load::Outcome;
use argon2::{Algorithm, Argon2, Params, Version};
use std::time::{Duration, Instant};

/// As in crate service, `passwords::hashing`: 19 MiB, 2 passes, 1 lane, 32 bytes.
const PARAMETERS: (u32, u32, u32, usize) = (19 * 1024, 2, 1, 32);

/// Hashes on so many threads for so long. Blocks.
pub fn run(threads: usize, time: Duration) -> Result<Outcome> {
    let began = Instant::now();
    let mut outcome = Outcome::default();
    std::thread::scope(|scope| -> Result<()> {
        let running: Vec<_> = (0..threads)
            .map(|_| scope.spawn(move || one_thread(began + time)))
            .collect();
        for thread in running {
            let latencies = thread.join().map_err(|_| "hashing failed")??;
            outcome.latencies.join(&latencies.latencies);
        }
        Ok(())
    })?;
    outcome.seconds = began.elapsed().as_secs_f64();
    Ok(outcome)
}

fn one_thread(end: Instant) -> Result<Outcome> {
    let (memory, passes, lanes, length) = PARAMETERS;
    let wrong = |error: argon2::Error| error.to_string();
    let parameters = Params::new(memory, passes, lanes, Some(length)).map_err(wrong)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
    let mut outcome = Outcome::default();
    let mut output = vec![0; length];
    while Instant::now() < end {
        let asked = Instant::now();
        argon
            .hash_password_into(b"Copper7 lanterns drift", b"some salt of 16b", &mut output)
            .map_err(wrong)?;
        outcome.latencies.add(asked.elapsed());
    }
    Ok(outcome)
}
