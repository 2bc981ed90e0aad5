//! The measured process: does each work a number of times, and says what that took.

use std::fmt::Debug;
use std::hint::black_box;
use std::time::{Duration, Instant};

use stats_alloc::Region;
use tokio::runtime::{Builder, Runtime};

/// How often a work is done before its results are dropped. Were they all kept, memory would never be used again, and each
/// allocation would cost more than it does in a program that runs.
const BATCH: usize = 5;

/// Does works so many times each, on one thread.
pub(crate) struct Meter {
    batches: usize,
    runtime: Runtime,
}

impl Meter {
    pub(crate) fn new(batches: usize) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        Self { batches, runtime }
    }

    /// Measures work that has its result at once. Values are made before, results looked at and dropped after.
    pub(crate) fn at_once<V, R, S: PartialEq + Debug>(
        &self,
        cell: (&str, &str),
        values: impl Fn() -> V,
        act: impl Fn(V) -> R,
        look: (impl Fn(&R) -> S, S),
    ) {
        self.measure(cell, values, look, |values, results| {
            results.extend(values.map(|values| act(black_box(values))));
        });
    }

    /// Measures work that waits, as [`at_once`](Self::at_once) does.
    pub(crate) fn awaited<V, R, S: PartialEq + Debug>(
        &self,
        cell: (&str, &str),
        values: impl Fn() -> V,
        act: impl AsyncFn(V) -> R,
        look: (impl Fn(&R) -> S, S),
    ) {
        self.measure(cell, values, look, |values, results| {
            self.runtime.block_on(async {
                for values in values {
                    results.push(act(black_box(values)).await);
                }
            });
        });
    }

    /// Does a batch to warm up, so that what is made once is made, measures the others, and tells in one line what the
    /// program can see itself.
    fn measure<V, R, S: PartialEq + Debug>(
        &self,
        (work, way): (&str, &str),
        values: impl Fn() -> V,
        (look, expected): (impl Fn(&R) -> S, S),
        act: impl Fn(&mut dyn Iterator<Item = V>, &mut Vec<R>),
    ) {
        let (mut allocations, mut reallocations, mut time) = (0, 0, Duration::ZERO);
        for batch in 0..=self.batches {
            let mut values = (0..BATCH).map(|_| values()).collect::<Vec<_>>().into_iter();
            let mut results = Vec::with_capacity(BATCH);
            if batch == 0 {
                act(&mut values, &mut results);
            } else {
                let heap = Region::new(crate::ALLOCATOR);
                let begin = Instant::now();
                measured_region(&mut || act(&mut values, &mut results));
                time += begin.elapsed();
                let heap = heap.change();
                allocations += heap.allocations;
                reallocations += heap.reallocations;
            }
            assert_eq!(results.len(), BATCH);
            for result in &results {
                assert_eq!(look(result), expected, "{work}, {way}");
            }
        }
        cell_ends();
        let (times, nanoseconds) = (self.batches * BATCH, time.as_nanos());
        println!("{work}\t{way}\t{times}\t{allocations}\t{reallocations}\t{nanoseconds}");
    }
}

/// What happens in here is counted, and nothing else: valgrind is told the name, and that of [`cell_ends`].
#[inline(never)]
fn measured_region(work: &mut dyn FnMut()) {
    work();
    black_box(());
}

/// Valgrind writes down here what it has counted, and begins anew.
#[inline(never)]
fn cell_ends() {
    black_box(());
}
