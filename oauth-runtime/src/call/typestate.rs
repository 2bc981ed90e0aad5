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
    note = "remove one of the two calls"
)]
pub trait NotSet {}

#[diagnostic::do_not_recommend]
impl NotSet for Missing {}

/// The kind of a request with a body.
#[derive(Debug)]
#[non_exhaustive]
pub struct WithBody;

/// The kind of a request that its URL says whole.
#[derive(Debug)]
#[non_exhaustive]
pub struct WithoutBody;

/// The kind of a page that a person opens.
#[derive(Debug)]
#[non_exhaustive]
pub struct Browser;

/// Kinds of requests that a program sends: all but pages for a browser.
#[diagnostic::on_unimplemented(
    message = "a page for a browser is not sent",
    label = "a person opens it",
    note = "end it with `.url()`, and open that URL in a browser"
)]
pub trait Sendable {}

#[diagnostic::do_not_recommend]
impl Sendable for WithBody {}

#[diagnostic::do_not_recommend]
impl Sendable for WithoutBody {}

/// Kinds of requests that are no more than their URL: all without a body.
#[diagnostic::on_unimplemented(
    message = "a request with a body is more than its URL",
    label = "the body would be lost",
    note = "end it with `.send()`, or with `.build()` to look at the whole request"
)]
pub trait UrlOnly {}

#[diagnostic::do_not_recommend]
impl UrlOnly for WithoutBody {}

#[diagnostic::do_not_recommend]
impl UrlOnly for Browser {}
