//! Where the compiler leads who looks on a request builder for what comes after its end.
//!
//! A method that a type lacks is looked for in its public fields, in any crate; nothing else that the compiler suggests
//! crosses crates, and methods of the builder itself, which would only refuse, cost each declaration two per cent apiece.

/// What comes next, and after which end of a request builder. It holds nothing: its fields are read, not used.
///
/// How a request is sent is said after `.send()`; what the declaration does not have is added after `.into_request()`:
///
/// ```
/// # use std::time::Duration;
/// # use oauth_runtime::{Bearer, oauth_api};
/// # #[oauth_api(base_url = "https://vendor.example", auth = bearer)]
/// # pub trait Vendor {
/// #     #[delete("/items/{id}")]
/// #     fn remove(id: u64);
/// # }
/// # let vendor = VendorClient::new(Bearer::new("token"));
/// let sending = vendor.remove().id(7).send().timeout(Duration::from_secs(5));
/// let request = vendor.remove().id(7).into_request().extra("force", "true");
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Next {
    /// After `.send()`: `timeout`, `retry`, `with_response`.
    pub after_send: AfterSend,
    /// After `.into_request()`: `extra`, `extra_header`, `build`, `prepare`, `url`, `into_parameters`.
    pub after_into_request: AfterIntoRequest,
}

/// What comes next on the builder of a page, which a browser opens. It holds nothing: its field is read, not used.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NextOfPage {
    /// After `.into_request()`: `extra`, `prepare`, `into_parameters`.
    pub after_into_request: AfterIntoRequest,
}

/// Stands for what `.send()` returns.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AfterSend;

/// Stands for what `.into_request()` returns.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AfterIntoRequest;

/// The value of each builder.
#[doc(hidden)]
pub const NEXT: Next = Next { after_send: AfterSend, after_into_request: AfterIntoRequest };

/// The value of each builder of a page.
#[doc(hidden)]
pub const NEXT_OF_PAGE: NextOfPage = NextOfPage { after_into_request: AfterIntoRequest };

/// What is true of no builder: that it was ended with `.send()`.
#[diagnostic::on_unimplemented(
    message = "this comes after `.send()`",
    label = "the request is not on its way yet",
    note = "write `.send()` in place of `.next.after_send`"
)]
pub trait Sent {
    #[doc(hidden)]
    fn never<T>(self) -> T;
}

/// What is true of no builder: that it was ended with `.into_request()`.
#[diagnostic::on_unimplemented(
    message = "this comes after `.into_request()`",
    label = "the request is not complete yet",
    note = "write `.into_request()` in place of `.next.after_into_request`"
)]
pub trait Ended {
    #[doc(hidden)]
    fn never<T>(self) -> T;
}

// Methods that nobody can call: asked of a reference of any lifetime, what nothing implements is refused where it is called,
// not here. What they return is inferred, so that nothing after them is reported.
#[allow(clippy::must_use_candidate, reason = "nobody can call them")]
impl AfterSend {
    #[doc(hidden)]
    pub fn timeout<T, A>(self, _: A) -> T
    where
        for<'never> &'never Self: Sent,
    {
        (&self).never()
    }

    #[doc(hidden)]
    pub fn retry<T, A>(self, _: A) -> T
    where
        for<'never> &'never Self: Sent,
    {
        (&self).never()
    }

    #[doc(hidden)]
    pub fn with_response<T>(self) -> T
    where
        for<'never> &'never Self: Sent,
    {
        (&self).never()
    }
}

#[allow(clippy::must_use_candidate, reason = "nobody can call them")]
impl AfterIntoRequest {
    #[doc(hidden)]
    pub fn extra<T, A, B>(self, _: A, _: B) -> T
    where
        for<'never> &'never Self: Ended,
    {
        (&self).never()
    }

    #[doc(hidden)]
    pub fn extra_header<T, A, B>(self, _: A, _: B) -> T
    where
        for<'never> &'never Self: Ended,
    {
        (&self).never()
    }

    #[doc(hidden)]
    pub fn build<T>(self) -> T
    where
        for<'never> &'never Self: Ended,
    {
        (&self).never()
    }

    #[doc(hidden)]
    pub fn prepare<T>(self) -> T
    where
        for<'never> &'never Self: Ended,
    {
        (&self).never()
    }

    #[doc(hidden)]
    pub fn url<T>(self) -> T
    where
        for<'never> &'never Self: Ended,
    {
        (&self).never()
    }

    #[doc(hidden)]
    pub fn into_parameters<T>(self) -> T
    where
        for<'never> &'never Self: Ended,
    {
        (&self).never()
    }
}
