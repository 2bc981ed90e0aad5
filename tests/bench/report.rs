//! The reporting process: runs server and works, and gathers the figures.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::table::{self, Figure, Unit};

/// Prints the table.
pub(crate) fn print(brief: bool) {
    let valgrind = Command::new("valgrind").arg("--version").output();
    if valgrind.is_ok_and(|done| done.status.success()) {
        let server = Server::start(2_000);
        let figures = instructions(&server, if brief { 1 } else { 20 });
        table::print(Unit::Instructions, &figures);
        let profile = profiles().join("WORK.WAY");
        println!("By function: callgrind_annotate --auto=no --inclusive=yes {}", profile.display());
    } else {
        let server = Server::start(0);
        let (rounds, batches) = if brief { (1, 10) } else { (20, 50) };
        let mut least = Figures::new();
        for _ in 0..rounds {
            for (cell, figure) in measured(&mut itself(), &server, batches) {
                let least = least.entry(cell).or_insert(figure);
                least.cost = least.cost.min(figure.cost);
            }
        }
        table::print(Unit::Time, &least);
    }
}

/// What each work costs in each way.
pub(crate) type Figures = BTreeMap<(String, String), Figure>;

/// Does all works under valgrind, which writes down after each what it has counted.
fn instructions(server: &Server, batches: usize) -> Figures {
    let profiles = profiles();
    if profiles.exists() {
        fs::remove_dir_all(&profiles).unwrap();
    }
    fs::create_dir_all(&profiles).unwrap();
    let counted = profiles.join("counted");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--toggle-collect=*measured_region*"])
        .args(["--dump-before=*cell_ends*", "--compress-strings=no"])
        .arg(format!("--callgrind-out-file={}", counted.display()))
        .arg(format!("--log-file={}", profiles.join("log").display()))
        .arg(env::current_exe().unwrap());
    let measured = measured(&mut valgrind, server, batches);
    let cells = measured.into_iter().enumerate().map(|(index, (cell, figure))| {
        let counted = profiles.join(format!("counted.{}", index + 1));
        let cost = total(&counted) / figure.times;
        let named = format!("{}.{}", cell.0, cell.1).replace(": ", "-").replace(' ', "-");
        fs::rename(counted, profiles.join(named)).unwrap();
        (cell, Figure { cost, ..figure })
    });
    cells.collect()
}

/// Where the profiles are kept that valgrind writes.
fn profiles() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("yardstick")
}

/// Reads the sum of a profile.
fn total(profile: &Path) -> f64 {
    let text = fs::read_to_string(profile).unwrap();
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")).unwrap();
    total.trim().parse().unwrap()
}

fn itself() -> Command {
    Command::new(env::current_exe().unwrap())
}

/// Has the works done, and reads what is said of them, in their order.
fn measured(
    command: &mut Command,
    server: &Server,
    batches: usize,
) -> Vec<((String, String), Figure)> {
    let command = command.args(["measure", &server.origin, &batches.to_string()]);
    let done = command.stderr(Stdio::inherit()).output().unwrap();
    assert!(done.status.success(), "a work failed: {}", done.status);
    let said = String::from_utf8(done.stdout).unwrap();
    let cell = |line: &str| {
        let words: Vec<_> = line.split('\t').collect();
        let [work, way, times, allocations, reallocations, nanoseconds] = *words else {
            panic!("not the line of a work: {line}");
        };
        let times: f64 = times.parse().unwrap();
        let each = |all: &str| all.parse::<f64>().unwrap() / times;
        let figure = Figure {
            times,
            cost: each(nanoseconds),
            allocations: each(allocations),
            reallocations: each(reallocations),
        };
        ((work.to_owned(), way.to_owned()), figure)
    };
    said.lines().map(cell).collect()
}

/// The server of the round trips, which ends with this.
struct Server {
    process: Child,
    origin: String,
}

impl Server {
    fn start(delay: u64) -> Self {
        let mut process = itself()
            .args(["serve", &delay.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { process, origin: format!("http://127.0.0.1:{}", port.trim()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        drop(self.process.wait());
    }
}
