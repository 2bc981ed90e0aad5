//! What calls cost in memory, counted by the allocator: one call at a server that never stops, and ten thousand calls.
//!
//! The servers share the process. They allocate before a measurement begins, so that what is counted is the client's, and
//! never less than it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to stop, and this one tells its figures"
)]

mod answers;
mod hostile;
mod load;

use peak_alloc::PeakAlloc;
use tokio::sync::{Mutex, MutexGuard};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The counts are of the whole process: the tests run one after the other.
async fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::const_new(());
    ALONE.lock().await
}
