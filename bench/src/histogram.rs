//! Latencies, kept to within 1.6 % in a fixed amount of memory.

use std::time::Duration;

/// Steps within each power of two.
const STEPS: u64 = 64;
/// Powers of two of a microsecond that are told apart: the last is over an hour.
const POWERS: usize = 34;

/// How often each latency was met.
#[derive(Debug, Clone)]
pub struct Histogram {
    counts: Vec<u64>,
    total: u64,
    longest: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self {
            counts: vec![0; POWERS * 64],
            total: 0,
            longest: 0,
        }
    }
}

fn place(microseconds: u64) -> usize {
    if microseconds < STEPS {
        return usize::try_from(microseconds).unwrap_or(0);
    }
    let power = u64::from(microseconds.ilog2()) - 6;
    let step = (microseconds >> power) - STEPS;
    let place = (power + 1) * STEPS + step;
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// The longest latency, in microseconds, that is kept at this place.
fn end_of(place: usize) -> u64 {
    let place = place as u64;
    if place < STEPS {
        return place;
    }
    let (power, step) = (place / STEPS - 1, place % STEPS);
    ((STEPS + step + 1) << power) - 1
}

impl Histogram {
    /// Keeps one.
    pub fn add(&mut self, latency: Duration) {
        let microseconds = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        let place = place(microseconds).min(self.counts.len() - 1);
        self.counts[place] += 1;
        self.total += 1;
        self.longest = self.longest.max(microseconds);
    }

    /// Keeps all of the other's.
    pub fn join(&mut self, other: &Self) {
        for (own, others) in self.counts.iter_mut().zip(&other.counts) {
            *own += others;
        }
        self.total += other.total;
        self.longest = self.longest.max(other.longest);
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The latency in milliseconds that this share of all stays within: 0.5 is the median. 0 when
    /// there are none.
    pub fn within(&self, share: f64) -> f64 {
        let wanted = share * self.total as f64;
        let mut seen = 0;
        for (place, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen > 0 && seen as f64 >= wanted {
                return end_of(place).min(self.longest) as f64 / 1000.0;
            }
        }
        self.longest as f64 / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_latency_is_kept_to_within_two_hundredths() {
        for microseconds in [0, 1, 63, 64, 65, 100, 1_000, 12_345, 999_999, 60_000_000] {
            let end = end_of(place(microseconds));
            assert!(end >= microseconds && end <= microseconds + microseconds / 60 + 1);
        }
    }

    #[test]
    fn shares_are_of_all_that_were_added() {
        let mut odd = Histogram::default();
        let mut even = Histogram::default();
        for milliseconds in 1..=1000 {
            let latency = Duration::from_millis(milliseconds);
            if milliseconds % 2 == 1 {
                odd.add(latency);
            } else {
                even.add(latency);
            }
        }
        odd.join(&even);
        assert_eq!(odd.total(), 1000);
        for (share, expected) in [(0.5, 500.0), (0.99, 990.0), (1.0, 1000.0)] {
            let found = odd.within(share);
            assert!((found - expected).abs() <= expected * 0.02, "{found}");
        }
        assert!(Histogram::default().within(0.5).abs() < f64::EPSILON);
    }
}
