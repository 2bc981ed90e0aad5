//! The vendor in your tests.

pub mod compare;
