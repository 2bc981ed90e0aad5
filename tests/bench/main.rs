//! What a call costs, as one table: works × ways of doing them.
//!
//! `cargo bench -p oauth-tests` prints it. Where valgrind is installed, the figures are instructions of the calling thread
//! outside the kernel: what the work costs, with hardly any noise in it. Elsewhere they are times, good as ratios within one
//! run. `BRIEF=1` does everything a few times only, which shows that it works.
//!
//! The program has three roles. The one that cargo starts runs the other two and prints; one is the server of the round
//! trips, a process of its own so that nothing of it is counted; one does the works, under valgrind or not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a work that fails has to stop the bench, and the table is what it is for"
)]

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

mod bare_hyper;
mod by_hand;
mod calls;
mod keeper;
mod meter;
mod oauth2_crate;
mod ours;
mod report;
mod server;
mod table;

/// Counts allocations, for a handful of instructions each.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        ["serve", delay] => server::serve(delay.parse().unwrap()),
        ["measure", origin, batches] => {
            let meter = meter::Meter::new(batches.parse().unwrap());
            ours::measure(&meter, origin);
            by_hand::measure(&meter, origin);
            oauth2_crate::measure(&meter, origin);
            bare_hyper::measure(&meter, origin);
        }
        // Not for its figures: `cargo test --benches`.
        [] => report::print(true),
        _ => {
            report::print(std::env::var_os("BRIEF").is_some());
            keeper::tell();
        }
    }
}
