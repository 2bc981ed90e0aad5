//! The measured process: does each work a number of times, and says what that took.

use std::fmt::Debug;
use std::hint::black_box;
use std::time::Instant;

use stats_alloc::Region;
use tokio::runtime::{Builder, Runtime};

/// Work that is done before anything is measured: what is made once is made.
const WARM_UP: usize = 3;

/// Does works so many times each, on one thread.
pub(crate) struct Meter {
    times: usize,
    runtime: Runtime,
}

impl Meter {
    pub(crate) fn new(times: usize) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        Self { times, runtime }
    }

    /// Measures work that has its result at once. Values are made before, results looked at and dropped after.
    pub(crate) fn at_once<V, R, S: PartialEq + Debug>(
        &self,
        (work, way): (&str, &str),
        values: impl Fn() -> V,
        act: impl Fn(V) -> R,
        (look, expected): (impl Fn(&R) -> S, S),
    ) {
        for _ in 0..WARM_UP {
            drop(act(values()));
        }
        let mut results = Vec::with_capacity(self.times);
        let mut values: Vec<_> = (0..self.times).map(|_| values()).collect();
        self.measure((work, way), &mut || {
            results.extend(values.drain(..).map(|values| act(black_box(values))));
        });
        check((work, way), &results, look, &expected);
    }

    /// Measures work that waits, as [`at_once`](Self::at_once) does.
    pub(crate) fn awaited<V, R, S: PartialEq + Debug>(
        &self,
        (work, way): (&str, &str),
        values: impl Fn() -> V,
        act: impl AsyncFn(V) -> R,
        (look, expected): (impl Fn(&R) -> S, S),
    ) {
        self.runtime.block_on(async {
            for _ in 0..WARM_UP {
                drop(act(values()).await);
            }
        });
        let mut results = Vec::with_capacity(self.times);
        let mut values: Vec<_> = (0..self.times).map(|_| values()).collect();
        self.measure((work, way), &mut || {
            self.runtime.block_on(async {
                for values in values.drain(..) {
                    results.push(act(black_box(values)).await);
                }
            });
        });
        check((work, way), &results, look, &expected);
    }

    /// Runs `repeated`, which does the work `times` times, and tells in one line what the program can see itself.
    fn measure(&self, (work, way): (&str, &str), repeated: &mut dyn FnMut()) {
        let heap = Region::new(crate::ALLOCATOR);
        let begin = Instant::now();
        measured_region(repeated);
        let nanoseconds = begin.elapsed().as_nanos();
        let heap = heap.change();
        cell_ends();
        let (allocations, reallocations) = (heap.allocations, heap.reallocations);
        println!("{work}\t{way}\t{}\t{allocations}\t{reallocations}\t{nanoseconds}", self.times);
    }
}

fn check<R, S: PartialEq + Debug>(
    (work, way): (&str, &str),
    results: &[R],
    look: impl Fn(&R) -> S,
    expected: &S,
) {
    for result in results {
        assert_eq!(&look(result), expected, "{work}, {way}");
    }
}

/// What happens in here is counted, and nothing else: valgrind is told the name, and that of [`cell_ends`].
#[inline(never)]
fn measured_region(repeated: &mut dyn FnMut()) {
    repeated();
    black_box(());
}

/// Valgrind writes down here what it has counted, and begins anew.
#[inline(never)]
fn cell_ends() {
    black_box(());
}
