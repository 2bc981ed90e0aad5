//! The faults and what each is.

use std::fmt;

use crate::description::{Endpoint, ResponseKind};
use crate::stand_in::fault::class::Class;

/// Where a fault says something else than its class.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Nowhere.
    Everywhere,
    /// Where the body of a success is ignored, it is a success.
    ReadBodies,
    /// It is a fault where a token is answered, and elsewhere nothing is wrong.
    Tokens,
}

macro_rules! faults {
    ($($(#[doc = $doc:literal])+ $name:ident: $class:ident $($scope:ident)?;)+) => {
        /// A way in which a server misbehaves, in place of an answer or in the midst of one.
        ///
        /// Each tells how a good client ends: in which [`Class`]. Except where the answer is a verdict or a redirect, the
        /// vendor has done its part when it happens: a code is spent, a refresh token is rotated.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Fault {
            $(
                $(#[doc = $doc])+
                #[doc = concat!("\n\nA good client ends in [`Class::", stringify!($class), "`].", $(faults!(@text $scope))?)]
                $name,
            )+
            /// Another status, perhaps with `Retry-After`: made with [`Fault::status`].
            ///
            /// A good client ends in [`Class::Throttled`] where it is 429 or 5xx, and else in [`Class::Refused`].
            #[non_exhaustive]
            Status {
                /// The status.
                status: u16,
                /// The value of `Retry-After`.
                retry_after: Option<String>,
            },
        }

        impl Fault {
            const NAMED: &'static [(Self, &'static str, Class, Scope)] = &[
                $((Self::$name, stringify!($name), Class::$class, faults!(@scope $($scope)?)),)+
            ];
        }
    };
    (@scope) => { Scope::Everywhere };
    (@scope read_bodies) => { Scope::ReadBodies };
    (@scope tokens) => { Scope::Tokens };
    (@text read_bodies) => { " Where the body is ignored it ends in [`Class::Value`]." };
    (@text tokens) => { " It is a fault where a token is answered." };
}

faults! {
    /// Reads the request and never answers.
    NeverAnswers: Timeout;
    /// Begins the body, and stops.
    StopsInBody: Timeout;
    /// Sends one byte at a time, each in time.
    OneByteAtATime: Timeout;
    /// Sends the head after half a minute.
    LateHead: Timeout;
    /// Sends `100 Continue` without an end.
    EndlessContinue: Timeout;
    /// Sends `103 Early Hints` without an end.
    EndlessEarlyHints: Timeout;
    /// Reads the request and resets the connection.
    ResetAfterRequest: Ambiguous;
    /// Reads the request and closes the connection.
    ClosesAfterRequest: Ambiguous;
    /// Closes the connection in the middle of the head.
    ClosesInHead: Ambiguous;
    /// Resets the connection in the middle of the body.
    ResetInBody: Ambiguous;
    /// Announces more than it sends, and closes.
    BodyShorterThanAnnounced: Ambiguous;
    /// Leaves out the last chunk, and closes.
    MissingLastChunk: Ambiguous;
    /// Announces three bytes, and sends more.
    BodyLongerThanAnnounced: Malformed read_bodies;
    /// Announces two lengths.
    TwoLengths: Protocol;
    /// Announces a length that is no number.
    LengthNoNumber: Protocol;
    /// Announces a length and sends chunks: these count.
    LengthAndChunks: Value;
    /// Sends a chunk whose size is no number.
    ChunkSizeNoNumber: Protocol;
    /// Sends a chunk longer than its size.
    ChunkLongerThanSize: Protocol;
    /// Speaks HTTP/1.0 and announces no length: the body ends with the connection.
    Http10WithoutLength: Value;
    /// Speaks TLS on a port without.
    TlsOnPlainPort: Protocol;
    /// Sends a page without a head.
    NotHttp: Protocol;
    /// Sends five thousand headers.
    FiveThousandHeaders: Protocol;
    /// Sends a header of one megabyte.
    HeaderOfOneMegabyte: Protocol;
    /// Sends a status line without an end.
    EndlessStatusLine: Protocol;
    /// Sends a header without an end.
    EndlessHeader: Protocol;
    /// Sends headers without an end.
    EndlessHeaders: Protocol;
    /// Sends an extension of a chunk without an end.
    EndlessChunkExtension: Protocol;
    /// Sends trailers without an end.
    EndlessTrailers: Protocol;
    /// Sends 256 MiB in 260 kB of gzip.
    GzipBomb: TooLarge;
    /// Announces two megabytes, and sends them.
    BodyBeyondLimit: TooLarge;
    /// Sends two megabytes, until it closes.
    BodyBeyondLimitUntilClose: TooLarge;
    /// Announces ten gigabytes, and sends without an end.
    TenGigabytes: TooLarge;
    /// Sends chunks without an end.
    EndlessChunks: TooLarge;
    /// Sends a body without an end.
    EndlessBody: TooLarge;

    /// JSON nested a hundred thousand levels deep.
    NestedDeep: Malformed read_bodies;
    /// JSON nested as deep, in a member that nobody reads.
    NestedInUnusedMember: Malformed read_bodies;
    /// Bytes after the JSON value.
    BytesAfterTheValue: Malformed read_bodies;
    /// Two JSON values.
    TwoValues: Malformed read_bodies;
    /// A prefix against scripts before the JSON value.
    PrefixAgainstScripts: Malformed read_bodies;
    /// The JSON value inside a list.
    List: Malformed read_bodies;
    /// A JSON string.
    JsonString: Malformed read_bodies;
    /// `null`.
    Null: Malformed read_bodies;
    /// A page with status 200, as captive portals have it.
    PageWith200: Malformed read_bodies;
    /// Status 200 without a body.
    EmptyBody: Malformed read_bodies;
    /// Status 204.
    NoContent: Malformed read_bodies;
    /// A byte order mark before the JSON value.
    ByteOrderMark: Value;
    /// Bytes that are not UTF-8 in a member that nobody reads.
    InvalidUtf8InUnusedMember: Value;
    /// A member twice that nobody reads.
    UnusedMemberTwice: Value;
    /// JSON as `text/plain`.
    PlainText: Value;
    /// JSON as `text/html`.
    LabelledAsPage: Value;
    /// JSON without a `Content-Type`.
    WithoutType: Value;
    /// JSON as `application/vnd.api+json`.
    VendorType: Value;
    /// A token as a form.
    TokenAsForm: Value tokens;
    /// `expires_in` is a string.
    ExpiresInString: Value tokens;
    /// `expires_in` is `3600.0`.
    ExpiresInFloat: Value tokens;
    /// `expires_in` has a fraction.
    ExpiresInFraction: Value tokens;
    /// `expires_in` is zero.
    ExpiresInZero: Value tokens;
    /// `expires_in` is negative.
    ExpiresInNegative: Value tokens;
    /// `expires_in` is 10^18.
    ExpiresInHuge: Value tokens;
    /// `expires_in` is 2^64 + 1.
    ExpiresInBeyond64Bits: Value tokens;
    /// `expires_in` is `1e400`.
    ExpiresInBeyondAll: Value tokens;
    /// `expires_in` is `null`.
    ExpiresInNull: Value tokens;
    /// `expires_in` is an empty string.
    ExpiresInEmpty: Value tokens;
    /// `expires_in` is `"never"`.
    ExpiresInNever: Value tokens;
    /// `expires_in` is `true`.
    ExpiresInBoolean: Value tokens;
    /// There is no `expires_in`.
    ExpiresInAbsent: Value tokens;
    /// There is no `token_type`.
    TokenTypeAbsent: Value tokens;
    /// `token_type` is `null`.
    TokenTypeNull: Value tokens;
    /// `token_type` is in capitals.
    TokenTypeInCapitals: Value tokens;
    /// `token_type` is a vendor's word that plainly means `Bearer`.
    TokenTypeVendorWord: Value tokens;
    /// `scope` is a list.
    ScopeList: Value tokens;
    /// `scope` has commas.
    ScopeCommas: Value tokens;
    /// `scope` is `null`.
    ScopeNull: Value tokens;
    /// The status is 201.
    Status201: Value tokens;
    /// `refresh_token` is empty.
    RefreshTokenEmpty: Value tokens;
    /// `refresh_token` is `null`.
    RefreshTokenNull: Value tokens;
    /// `access_token` is empty.
    AccessTokenEmpty: Malformed tokens;
    /// `access_token` is `null`.
    AccessTokenNull: Malformed tokens;
    /// `access_token` is a number.
    AccessTokenNumber: Malformed tokens;
    /// There is no `access_token`.
    AccessTokenAbsent: Malformed tokens;
    /// `access_token` has CR LF in it, and what looks like a header.
    AccessTokenWithLineBreak: Malformed tokens;
    /// `access_token` has a space in it.
    AccessTokenWithSpace: Malformed tokens;
    /// `access_token` has a character beyond ASCII.
    AccessTokenBeyondAscii: Malformed tokens;
    /// `access_token` has bytes that are not UTF-8.
    AccessTokenNotUtf8: Malformed tokens;
    /// `access_token` comes twice.
    AccessTokenTwice: Malformed tokens;
    /// `token_type` is `mac`.
    TokenTypeMac: Malformed tokens;
    /// The token is inside `data`.
    TokenUnderData: Malformed tokens;

    /// An OAuth error with status 200.
    ErrorWith200: OAuth;
    /// An OAuth error beside a token.
    ErrorBesideToken: OAuth tokens;
    /// An OAuth error whose description repeats all that was sent, with line breaks, an escape and a mark that turns the
    /// direction of what follows.
    ErrorThatRepeats: OAuth;
    /// An OAuth error as a form, with status 200.
    ErrorAsFormWith200: OAuth;
    /// An OAuth error as a form, with status 400.
    ErrorAsForm: OAuth;
    /// Status 401 with an OAuth error in its challenge, and no body.
    Challenge: OAuth;
    /// Status 401 with a challenge without an error.
    ChallengeWithoutError: Refused;
    /// A success with status 400.
    SuccessWith400: Refused;
    /// Status 403 with JSON that is no OAuth error.
    MessageWith403: Refused;
    /// A page with status 401.
    PageWith401: Refused;
    /// A page with status 404.
    PageWith404: Refused;
    /// A page with status 500.
    PageWith500: Throttled;
    /// Status 500 with an OAuth error: it does not count.
    ErrorWith500: Throttled;
    /// Status 503 with an OAuth error: it does not count.
    ErrorWith503: Throttled;
    /// 301 to another host.
    MovedPermanently: Redirect;
    /// 302 to another host.
    Found: Redirect;
    /// 303 to another host.
    SeeOther: Redirect;
    /// 307 to another host: who follows sends credentials and code there.
    TemporaryRedirect: Redirect;
    /// 308 to another host: who follows sends credentials and code there.
    PermanentRedirect: Redirect;
}

impl Fault {
    /// Makes a fault of a status alone: `Fault::status(503).retry_after(2)`.
    #[must_use]
    pub const fn status(status: u16) -> Self {
        Self::Status { status, retry_after: None }
    }

    /// Has the answer ask to come back after so many seconds. Only a status can.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.retry_after_text(seconds.to_string())
    }

    /// Has the answer ask to come back later, in words of its own: a date, a negative number, nonsense.
    #[must_use]
    pub fn retry_after_text(self, text: impl Into<String>) -> Self {
        match self {
            Self::Status { status, .. } => Self::Status { status, retry_after: Some(text.into()) },
            other => other,
        }
    }

    /// Returns all faults, those of a status with the statuses that matter.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let named = Self::NAMED.iter().map(|(fault, ..)| fault.clone());
        let refusals = [403, 404, 405, 410, 415, 500, 501, 502, 504].map(Self::status);
        let delays = [
            "120",
            "0",
            "-5",
            "planted-echo soon",
            "1000000000000",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Fri, 31 Dec 9999 23:59:59 GMT",
        ];
        let late = delays.iter().flat_map(|delay| {
            [429, 503].map(|status| Self::status(status).retry_after_text(*delay))
        });
        named.chain(refusals).chain(late).collect()
    }

    fn named(&self) -> Option<&'static (Self, &'static str, Class, Scope)> {
        Self::NAMED.iter().find(|(fault, ..)| fault == self)
    }

    /// Returns how a good client ends, where an answer is read.
    #[must_use]
    pub fn class(&self) -> Class {
        match (self, self.named()) {
            (_, Some((_, _, class, _))) => *class,
            (Self::Status { status: 429 | 500.., .. }, None) => Class::Throttled,
            (_, None) => Class::Refused,
        }
    }

    /// Returns how a good client ends at this endpoint.
    #[must_use]
    pub fn class_at(&self, endpoint: &Endpoint) -> Class {
        let ignores_bodies = matches!(
            endpoint.response(),
            ResponseKind::Nothing
                | ResponseKind::RedirectOrNothing
                | ResponseKind::Text
                | ResponseKind::Bytes
        );
        let may_be_empty = matches!(
            endpoint.response(),
            ResponseKind::JsonOrNothing | ResponseKind::RedirectOrJsonOrNothing
        );
        match (self.class(), self.named().map(|(_, _, _, scope)| *scope)) {
            (Class::Redirect, _) if endpoint.response().is_redirect() => Class::Value,
            (_, Some(Scope::ReadBodies)) if ignores_bodies => Class::Value,
            _ if may_be_empty && matches!(self, Self::EmptyBody | Self::NoContent) => Class::Value,
            (class, _) => class,
        }
    }

    /// Tells whether it is a fault at this endpoint: those of tokens are where a token is answered.
    #[must_use]
    pub fn concerns(&self, endpoint: &Endpoint) -> bool {
        let is_of_tokens = self.named().is_some_and(|(_, _, _, scope)| *scope == Scope::Tokens);
        let has_token = match endpoint.token() {
            // Their members are not where the faults look for them.
            Some(token) => token.places().is_empty(),
            None => !endpoint.grants().is_empty(),
        };
        !endpoint.response().is_browser() && (!is_of_tokens || has_token)
    }
}

/// Shows the name.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.named()) {
            (_, Some((_, name, ..))) => f.write_str(name),
            (Self::Status { status, retry_after: Some(delay) }, _) => {
                write!(f, "{status} with Retry-After: {delay}")
            }
            (Self::Status { status, .. }, _) => write!(f, "{status}"),
            _ => f.write_str("?"),
        }
    }
}
