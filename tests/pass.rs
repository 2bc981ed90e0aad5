//! Crates that a declaration must not disturb: each compiles without one warning.

#[path = "pass/answers.rs"]
mod answers;
#[path = "pass/conditional.rs"]
mod conditional;
#[path = "pass/extremes.rs"]
mod extremes;
#[path = "pass/four_hundred.rs"]
mod four_hundred;
#[path = "pass/inside_a_function.rs"]
mod inside_a_function;
#[path = "pass/made_by_a_macro.rs"]
mod made_by_a_macro;
#[path = "pass/no_implicit_prelude.rs"]
mod no_implicit_prelude;
#[path = "pass/other_vendors.rs"]
mod other_vendors;
#[path = "pass/permitted.rs"]
mod permitted;
#[path = "pass/reexported_runtime.rs"]
mod reexported_runtime;
#[path = "pass/shadowed_names.rs"]
mod shadowed_names;
#[path = "pass/strict_lints.rs"]
pub mod strict_lints;
#[path = "pass/two_in_one_module.rs"]
mod two_in_one_module;
#[path = "pass/visibility.rs"]
mod visibility;
