//! What every call does, whichever vendor it goes to.

mod bad_input;
mod concurrency;
mod errors;
mod invented;
mod options;
mod seam;
