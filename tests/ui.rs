//! Mistakes, each with the message that its author reads.

/// The messages are those of one compiler; others word some of them differently.
#[rustversion::attr(not(stable(1.95)), ignore = "the expected messages are those of Rust 1.95")]
#[test]
fn mistakes_are_told_in_the_users_words() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
}
