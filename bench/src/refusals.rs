//! Whether the time of a refused sign-in tells if an address has an account: wrong passwords for one
//! that has and for others that have not, in turns, compared by Welch's t. Between them the right
//! password is entered, so that no limit is met.

use crate::browser::Browser;
use crate::results::Refusals;
use crate::{Bench, Result};
use std::time::Instant;

/// Fewer than the eight wrong passwords that lock.
const WRONG_BEFORE_RIGHT: usize = 6;
/// The slowest tenth is the machine's other work.
const KEPT: f64 = 0.9;

impl Bench {
    /// See the module.
    pub async fn refusals(&self) -> Result<Refusals> {
        let site = &self.large;
        let email = &site
            .people
            .writers
            .last()
            .ok_or("nobody has an account")?
            .email;
        let mut stranger = Tries {
            browser: Browser::new(site.server.address, 0x00F0_0000),
            caller: 0x00F0_0000,
        };
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for number in 0..self.plan.refusals {
            if number % WRONG_BEFORE_RIGHT == 0 {
                stranger.enter(email, site.people.password(), 303).await?;
            }
            let nobody = format!("nobody-{}@example.com", number / WRONG_BEFORE_RIGHT);
            let wrong = "not the password";
            if number % 2 == 0 {
                known.push(stranger.enter(email, wrong, 422).await?);
                unknown.push(stranger.enter(&nobody, wrong, 422).await?);
            } else {
                unknown.push(stranger.enter(&nobody, wrong, 422).await?);
                known.push(stranger.enter(email, wrong, 422).await?);
            }
        }
        Ok(compare(known, unknown))
    }
}

struct Tries {
    browser: Browser,
    caller: u32,
}

impl Tries {
    /// Enters this with a browser that nobody knows; how long the answer took, in milliseconds.
    async fn enter(&mut self, email: &str, password: &str, expected: u16) -> Result<f64> {
        self.caller += 1;
        self.browser = Browser::new(self.browser.address(), self.caller);
        let form = self.browser.sign_in_form(email, password).await?;
        let request = self.browser.request(&form.action, Some(&form.body()));
        let asked = Instant::now();
        let page = self.browser.ask(&request).await?;
        let time = asked.elapsed().as_secs_f64() * 1000.0;
        if page.status == expected {
            Ok(time)
        } else {
            Err(format!(
                "a sign-in was answered with {}, not {expected}",
                page.status
            )
            .into())
        }
    }
}

fn compare(known: Vec<f64>, unknown: Vec<f64>) -> Refusals {
    let count = known.len();
    let (known, unknown) = (Kept::of(known), Kept::of(unknown));
    let spread = known.variance / known.count + unknown.variance / unknown.count;
    Refusals {
        count,
        known: known.mean,
        unknown: unknown.mean,
        t: (known.mean - unknown.mean) / spread.sqrt().max(1e-9),
    }
}

struct Kept {
    count: f64,
    mean: f64,
    variance: f64,
}

impl Kept {
    fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        times.truncate((times.len() as f64 * KEPT).ceil() as usize);
        let count = times.len() as f64;
        let mean = times.iter().sum::<f64>() / count;
        let squares = times.iter().map(|time| (time - mean).powi(2));
        Self {
            count,
            mean,
            variance: squares.sum::<f64>() / (count - 1.0).max(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_by_more_than_chance_is_told_apart() {
        let times = |middle: f64| {
            (0..200)
                .map(|n| middle + f64::from(n % 20) / 10.0)
                .collect()
        };
        assert!(compare(times(25.0), times(25.0)).t.abs() < 0.1);
        assert!(compare(times(25.0), times(26.0)).t.abs() > 4.5);
    }
}
