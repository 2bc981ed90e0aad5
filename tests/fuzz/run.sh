#!/usr/bin/env bash
# Looks for answers and requests of which tests/fuzz/invariants.rs does not hold.
#
#   tests/fuzz/run.sh            each target for 5 seconds
#   tests/fuzz/run.sh 600 token  one target for ten minutes
#
# Needs a nightly compiler and a C++ compiler, for libFuzzer. `cargo fuzz` is not needed, but works here too, beginning
# without the seeds: `cargo +nightly fuzz run --fuzz-dir tests/fuzz token`.
#
# What is found is written into tests/fuzz/artifacts; mend it, and keep the file among the seeds, which an ordinary test
# replays (`cargo test -p oauth-tests --test corpus`).
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-5}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    for folder in seeds/*; do targets+=("${folder##*/}"); done
fi

host=$(rustc +nightly -vV | sed -n 's/^host: //p')
# What `cargo fuzz` passes, without a sanitizer: there is no unsafe code here to watch.
export RUSTFLAGS='--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares'
cargo +nightly build --release --target "$host"
programs=${CARGO_TARGET_DIR:-target}/$host/release

found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
for target in "${targets[@]}"; do
    mkdir -p "$found/$target" "artifacts/$target"
    printf '%s: ' "$target"
    if ! "$programs/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="artifacts/$target/" "$found/$target" "seeds/$target" >"$found/log" 2>&1; then
        cat "$found/log"
        exit 1
    fi
    sed -n 's/^stat::number_of_executed_units: */inputs tried: /p' "$found/log"
done
