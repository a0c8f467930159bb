//! What /proc tells: CPU time and memory of the processes that are measured, and what the machine
//! is and does beside.

use std::collections::HashMap;
use std::fs;

/// /proc counts CPU time in hundredths of a second on every Linux.
const MICROSECONDS_A_TICK: u64 = 10_000;

/// CPU time so far, in microseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// The server that is measured.
    pub server: u64,
    /// PostgreSQL with all its processes.
    pub postgres: u64,
    /// The load, and what else belongs to the benchmark.
    pub load: u64,
    /// Everything that runs on the machine.
    pub busy: u64,
    /// The same and the time in which nothing ran.
    pub all: u64,
}

impl Reading {
    /// From `earlier` to this one.
    pub fn since(self, earlier: Self) -> Self {
        Self {
            server: self.server.saturating_sub(earlier.server),
            postgres: self.postgres.saturating_sub(earlier.postgres),
            load: self.load.saturating_sub(earlier.load),
            busy: self.busy.saturating_sub(earlier.busy),
            all: self.all.saturating_sub(earlier.all),
        }
    }

    /// The share of the machine, 0 to 1, that processes held which don't belong to the benchmark.
    pub fn share_of_others(self) -> f64 {
        let ours = self.server + self.postgres + self.load;
        self.busy.saturating_sub(ours) as f64 / self.all.max(1) as f64
    }
}

/// Whose time is counted.
#[derive(Debug, Clone, Copy)]
pub struct Meter {
    /// The server that is measured; none when only the database is.
    pub server: Option<u32>,
    /// PostgreSQL's first process.
    pub postgres: u32,
}

/// A process as /proc has it.
struct Process {
    parent: u32,
    /// Its own CPU time, and that of its children that have ended, in ticks.
    ticks: u64,
}

impl Meter {
    /// Reads now.
    pub fn read(self) -> Reading {
        let processes = processes();
        let microseconds = |root| ticks_of_tree(&processes, root) * MICROSECONDS_A_TICK;
        let server = self.server.map_or(0, microseconds);
        let own = microseconds(std::process::id());
        let (busy, all) = machine();
        Reading {
            server,
            postgres: microseconds(self.postgres),
            // The server is one of our children.
            load: own.saturating_sub(server),
            busy,
            all,
        }
    }
}

/// CPU time of a process and all below it.
fn ticks_of_tree(processes: &HashMap<u32, Process>, root: u32) -> u64 {
    let own = processes.get(&root).map_or(0, |process| process.ticks);
    let children = processes
        .iter()
        .filter(|(_, process)| process.parent == root);
    own + children
        .map(|(id, _)| ticks_of_tree(processes, *id))
        .sum::<u64>()
}

fn processes() -> HashMap<u32, Process> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return HashMap::new();
    };
    let entries = entries.flatten().filter_map(|entry| {
        let id: u32 = entry.file_name().to_str()?.parse().ok()?;
        let text = fs::read_to_string(entry.path().join("stat")).ok()?;
        Some((id, process(&text)?))
    });
    entries.collect()
}

/// Reads /proc/ID/stat: the name may hold anything, so what counts begins after its bracket.
fn process(stat: &str) -> Option<Process> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |place: usize| fields.get(place)?.parse::<u64>().ok();
    Some(Process {
        parent: fields.get(1)?.parse().ok()?,
        ticks: number(11)? + number(12)? + number(13)? + number(14)?,
    })
}

/// How long the machine was busy, and how long it ran.
fn machine() -> (u64, u64) {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let ticks: Vec<u64> = line
        .split_whitespace()
        .skip(1)
        .take(8)
        .filter_map(|field| field.parse().ok())
        .collect();
    let all: u64 = ticks.iter().sum();
    // The fourth and fifth are idle, the second of them waiting for a disk.
    let idle: u64 = ticks.iter().skip(3).take(2).sum();
    (
        (all - idle) * MICROSECONDS_A_TICK,
        all * MICROSECONDS_A_TICK,
    )
}

/// Memory of a process that is its own or shared, in kB; 0 when it is gone.
pub fn resident(process: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    field(&text, "VmRSS:")
}

fn field(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The machine in a sentence.
pub fn described() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cores = cpus
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count();
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("an unknown processor", |line| {
        line.trim_start_matches([' ', '\t', ':'])
    });
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{cores} cores ({model}), {} GB of memory, Linux {}",
        field(&memory, "MemTotal:").div_ceil(1024 * 1024),
        kernel.trim()
    )
}

/// How many files this process may have open.
pub fn open_files_max() -> u64 {
    let text = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next());
    soft.and_then(|number| number.parse().ok()).unwrap_or(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_read_whatever_its_name() {
        let stat = "42 (a ) b) S 7 1 1 0 -1 4194304 9 9 9 9 5 6 7 8 20 0 1 0 1 1";
        let process = process(stat).unwrap();
        assert_eq!((process.parent, process.ticks), (7, 26));
    }

    #[test]
    fn a_tree_has_the_time_of_all_its_processes() {
        let process = |parent, ticks| Process { parent, ticks };
        let processes = [(2, process(1, 10)), (3, process(2, 5)), (4, process(1, 99))];
        assert_eq!(ticks_of_tree(&HashMap::from(processes), 2), 15);
    }

    #[test]
    fn this_process_has_memory() {
        assert!(resident(std::process::id()) > 1000);
    }
}
