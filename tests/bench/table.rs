//! The table: a row per work, a column per way of doing it.

use std::collections::BTreeMap;

use crate::calls::{mastodon_token, nutanix_get, nutanix_put, voucherify_token};

/// What one work costs in one way, each time that it is done.
#[derive(Clone, Copy)]
pub(crate) struct Figure {
    /// How often it was done.
    pub(crate) times: f64,
    /// Instructions or nanoseconds.
    pub(crate) cost: f64,
    pub(crate) allocations: f64,
    pub(crate) reallocations: f64,
}

/// What costs are counted in.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Instructions,
    Time,
}

pub(crate) const BUILD: &str = "build";
pub(crate) const ROUND_TRIP: &str = "round trip";
pub(crate) const READ: &str = "read: Mastodon token";
/// The call around the answer that is read, without it: not counted as reading.
pub(crate) const WITHOUT_READING: &str = "read: nothing";

pub(crate) const OURS_ON_REQWEST: &str = "ours on reqwest";
pub(crate) const OURS_ON_HYPER: &str = "ours on hyper";
pub(crate) const BY_HAND: &str = "by hand with reqwest";
pub(crate) const OAUTH2: &str = "the crate oauth2";
pub(crate) const BARE_HYPER: &str = "bare hyper";

const CALLS: [&str; 4] =
    [mastodon_token::NAME, nutanix_put::NAME, voucherify_token::NAME, nutanix_get::NAME];
const WAYS: [&str; 5] = [OURS_ON_REQWEST, OURS_ON_HYPER, BY_HAND, OAUTH2, BARE_HYPER];

/// Names a work with one of the calls.
pub(crate) fn of_call(work: &str, call: &str) -> String {
    format!("{work}: {call}")
}

/// Prints the figures. In parentheses is the ratio to what is written by hand with reqwest.
pub(crate) fn print(unit: Unit, figures: &BTreeMap<(String, String), Figure>) {
    let title = match unit {
        Unit::Instructions => "instructions each time",
        Unit::Time => "time each time (no valgrind here to count instructions)",
    };
    println!("| {title} | {} |", WAYS.join(" | "));
    println!("|---{}|", "|---".repeat(WAYS.len()));
    let figure = |work: &str, way: &str| figures.get(&(work.to_owned(), way.to_owned())).copied();
    let row = |name: &str, text: &dyn Fn(&str) -> Option<String>| {
        let cells = WAYS.map(|way| text(way).unwrap_or_else(|| String::from("–")));
        println!("| {name} | {} |", cells.join(" | "));
    };
    let costs = |work: &str| {
        let cost = |way: &str| {
            let without = figure(WITHOUT_READING, way).filter(|_| work == READ);
            Some(figure(work, way)?.cost - without.map_or(0.0, |without| without.cost))
        };
        row(work, &|way| {
            let (cost, by_hand) = (cost(way)?, cost(BY_HAND)?);
            Some(format!("{} ({:.2})", amount(unit, cost), cost / by_hand))
        });
    };
    for work in [BUILD, ROUND_TRIP] {
        for call in CALLS {
            costs(&of_call(work, call));
        }
    }
    costs(READ);
    for call in CALLS {
        row(&of_call("heap, build", call), &|way| {
            let Figure { allocations, reallocations, .. } = figure(&of_call(BUILD, call), way)?;
            Some(format!("{allocations}+{reallocations}"))
        });
    }
    println!("\nHeap: allocations + reallocations. `–`: not to be had in this way.");
    println!("What an endpoint costs to compile: INSTRUCTIONS=1 tests/compile-cost.sh 10 100");
}

/// Writes a cost: instructions in groups of three digits, nanoseconds as microseconds.
fn amount(unit: Unit, cost: f64) -> String {
    match unit {
        Unit::Time => format!("{:.2} µs", cost / 1000.0),
        Unit::Instructions => {
            let digits = format!("{cost:.0}");
            let mut grouped = String::new();
            for (index, digit) in digits.chars().enumerate() {
                if index > 0 && (digits.len() - index) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            grouped
        }
    }
}
