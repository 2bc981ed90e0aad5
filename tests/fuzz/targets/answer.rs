#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| oauth_fuzz::answer(data));
