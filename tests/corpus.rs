//! The seeds of fuzzing, replayed by an ordinary compiler: what was found once stays found.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to stop"
)]

use std::collections::BTreeSet;
use std::path::Path;

#[path = "fuzz/invariants.rs"]
mod invariants;

use invariants::TARGETS;

#[test]
fn seeds_are_replayed() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let folders = std::fs::read_dir(&seeds).unwrap();
    let folders = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap());
    let names = TARGETS.iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(folders.collect::<BTreeSet<_>>(), names.collect());
    for (name, target) in TARGETS {
        let mut replayed = 0;
        for seed in std::fs::read_dir(seeds.join(name)).unwrap() {
            let seed = seed.unwrap().path();
            for data in variants(&std::fs::read(&seed).unwrap()) {
                let result = std::panic::catch_unwind(|| target(&data));
                assert!(result.is_ok(), "{}: {}", seed.display(), data.escape_ascii());
            }
            replayed += 1;
        }
        assert!(replayed >= 8, "{name} has {replayed} seeds");
    }
}

/// The seed, cut off anywhere, and with one bit changed in each byte.
fn variants(seed: &[u8]) -> Vec<Vec<u8>> {
    let cut = (0..=seed.len()).map(|at| seed[..at].to_vec());
    let changed = (0..seed.len()).map(|at| {
        let mut changed = seed.to_vec();
        changed[at] ^= 1 << (at % 8);
        changed
    });
    cut.chain(changed).collect()
}
