//! What the type of a request says: which required parameters were given, and what kind of request it is.

/// The state of a required parameter that was given. It stands in the type of a request builder.
#[derive(Debug)]
#[non_exhaustive]
pub struct Set;

/// The state of a required parameter that was not given yet. It stands in the type of a request builder.
#[derive(Debug)]
#[non_exhaustive]
pub struct Missing;

/// Keeps the states of parameters to those of this module.
pub trait State {}

impl State for Set {}

/// What the setter of a required parameter asks for.
#[diagnostic::on_unimplemented(
    message = "this parameter is set twice",
    label = "it was set before",
    note = "help: remove one of the two calls"
)]
pub trait NotSet {}

#[diagnostic::do_not_recommend]
impl NotSet for Missing {}

/// A request with a body.
#[derive(Debug)]
#[non_exhaustive]
pub struct WithBody;

/// A request that its URL says whole.
#[derive(Debug)]
#[non_exhaustive]
pub struct WithoutBody;

/// A page that a person opens.
#[derive(Debug)]
#[non_exhaustive]
pub struct Page;

/// What `.send()` asks, which no page for a browser is.
#[diagnostic::on_unimplemented(
    message = "a page for a browser is not sent",
    label = "a person opens it",
    note = "help: end it with `.url()`, and open that URL in a browser"
)]
pub trait MayBeSent<'never> {}

#[diagnostic::do_not_recommend]
impl MayBeSent<'_> for WithBody {}

#[diagnostic::do_not_recommend]
impl MayBeSent<'_> for WithoutBody {}

/// What `.url()` asks, which no request with a body is.
#[diagnostic::on_unimplemented(
    message = "a request with a body is more than its URL",
    label = "the body would be lost",
    note = "help: end it with `.send()`, or with `.build()` to look at the whole request"
)]
pub trait FitsIntoUrl {}

#[diagnostic::do_not_recommend]
impl FitsIntoUrl for WithoutBody {}

#[diagnostic::do_not_recommend]
impl FitsIntoUrl for Page {}
