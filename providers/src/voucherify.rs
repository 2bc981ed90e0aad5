//! Voucherify: OAuth.
//!
//! From the `OAuthApi` page of the vendor's TypeScript client; endpoints in the order of that page, which shows names in
//! the manner of TypeScript, `grantType`, where the wire has `grant_type`.

use std::time::Duration;

use oauth_runtime::{Scopes, SecretString, lenient, oauth_api, open_enum};
use serde::Deserialize;

/// OAuth endpoints of Voucherify.
///
/// Each region is a cluster of its own, Europe unless another one is chosen; a project on a dedicated host is reached with
/// [`VoucherifyClient::at`]. Every call carries the identifier of an application and its token, both from the settings of
/// the project. The access tokens made here are for the other APIs of the vendor, as `Authorization: Bearer`.
///
/// Answers tell how many calls are left in `X-Rate-Limit-Limit`, `X-Rate-Limit-Remaining`, `X-Rate-Limit-Retry` (Unix
/// seconds) and `X-Rate-Limit-Type`: `response.header(…)` (after `.send().with_response()`) and `error.header(…)` read them.
#[oauth_api(
    base_urls(
        europe = "https://api.voucherify.io",
        united_states = "https://us1.api.voucherify.io",
        asia = "https://as1.api.voucherify.io"
    ),
    auth = header("X-App-Id") as app_id & header("X-App-Token") as app_token,
    error = Error,
    reason = message,
    response_headers(
        /// How many calls are allowed.
        "X-Rate-Limit-Limit": u64,
        /// How many calls are left.
        "X-Rate-Limit-Remaining": u64,
        /// When calls are allowed again, in Unix seconds.
        "X-Rate-Limit-Retry": u64,
        /// Which limit it is.
        "X-Rate-Limit-Type": String,
        /// How long to wait, in seconds.
        "Retry-After": Duration
    )
)]
pub trait Voucherify {
    /// Makes an access token.
    ///
    /// It lives for 900 seconds. A project has at most 1,000 tokens at a time.
    ///
    /// [RFC 6749, section 4.4.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2)
    #[doc(alias = "generateOauthToken")]
    #[post("/v1/oauth/token", deviations(scope_null, expires_in_unreadable, token_type_absent))]
    #[grant(client_credentials, may(scope, api_version))]
    fn generate_oauth_token(
        /// Kind of the grant: there is only the one of client credentials.
        #[doc(alias = "grantType")]
        #[default = "client_credentials"]
        grant_type: GrantType,
        /// What the token is good for, as words of [`Scope`] with a blank between them.
        ///
        /// The server asks for it although its page does not; words joined by commas are refused as `invalid_scope`.
        scope: Option<Scopes>,
        /// Version of the API to talk to, such as `v2018-08-01`, in place of the project's.
        #[header("X-Voucherify-API-Version")]
        api_version: Option<String>,
    ) -> OAuthTokenGenerateResponseBody;

    /// Tells whether an access token works, and what it is good for.
    ///
    /// An unknown token is no error: it is not active.
    ///
    /// [RFC 7662, section 2.1](https://www.rfc-editor.org/rfc/rfc7662#section-2.1)
    #[doc(alias = "introspectOauthToken")]
    #[post("/v1/oauth/introspect")]
    fn introspect_oauth_token(
        /// Token to look at. The server asks for it although its page does not.
        #[doc(alias = "accessToken")]
        access_token: Option<SecretString>,
        /// Version of the API to talk to, such as `v2018-08-01`, in place of the project's.
        #[header("X-Voucherify-API-Version")]
        api_version: Option<String>,
    ) -> OAuthTokenIntrospectResponseBody;

    /// Invalidates an access token.
    ///
    /// A token that is unknown, or works no longer, is answered with 404 and no body.
    ///
    /// [RFC 7009, section 2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1)
    // Nothing comes back, so no media type is asked for; the errors that have a body have it in JSON all the same.
    #[doc(alias = "revokeOauthToken")]
    #[post("/v1/oauth/token/revoke", error = none)]
    fn revoke_oauth_token(
        /// Token to invalidate. The server asks for it although its page does not.
        #[doc(alias = "accessToken")]
        access_token: Option<SecretString>,
        /// Version of the API to talk to, such as `v2018-08-01`, in place of the project's.
        #[header("X-Voucherify-API-Version")]
        api_version: Option<String>,
    );
}

open_enum! {
    /// Kind of a grant.
    pub enum GrantType {
        /// The client's own credentials.
        ClientCredentials = "client_credentials",
    }
}

open_enum! {
    /// A word of `scope`: one resource of the vendor's API, or a whole side of it.
    ///
    /// ```
    /// use oauth_providers::voucherify::Scope;
    /// use oauth_runtime::Scopes;
    ///
    /// let scopes: Scopes = [Scope::Vouchers, Scope::Campaigns].into_iter().collect();
    /// assert_eq!(scopes, "vouchers campaigns");
    /// ```
    pub enum Scope {
        /// The server-side API.
        Api = "api",
        /// Assets.
        Assets = "assets",
        /// Actions that run in the background.
        AsyncActions = "async-actions",
        /// Campaigns.
        Campaigns = "campaigns",
        /// Categories.
        Categories = "categories",
        /// The client-side API.
        ClientApi = "client_api",
        /// Consents, on the client side.
        ClientConsents = "client_consents",
        /// Customers, on the client side.
        ClientCustomers = "client_customers",
        /// Custom events, on the client side.
        ClientEvents = "client_events",
        /// Promotions, on the client side.
        ClientPromotions = "client_promotions",
        /// Publishing, on the client side.
        ClientPublish = "client_publish",
        /// Qualifications, on the client side.
        ClientQualifications = "client_qualifications",
        /// Redeeming, on the client side.
        ClientRedeem = "client_redeem",
        /// Redemptions, on the client side.
        ClientRedemptions = "client_redemptions",
        /// Validating, on the client side.
        ClientValidate = "client_validate",
        /// Validations, on the client side.
        ClientValidations = "client_validations",
        /// Vouchers, on the client side.
        ClientVouchers = "client_vouchers",
        /// Consents.
        Consents = "consents",
        /// Customers.
        Customers = "customers",
        /// Custom events.
        Events = "events",
        /// Exports.
        Exports = "exports",
        /// Locations.
        Locations = "locations",
        /// Loyalty programmes.
        Loyalties = "loyalties",
        /// Metadata schemas.
        MetadataSchemas = "metadata-schemas",
        /// Orders.
        Orders = "orders",
        /// Collections of products.
        ProductCollections = "product-collections",
        /// Products.
        Products = "products",
        /// Promotions.
        Promotions = "promotions",
        /// Publications.
        Publications = "publications",
        /// Qualifications.
        Qualifications = "qualifications",
        /// Redemptions.
        Redemptions = "redemptions",
        /// Referrals.
        Referrals = "referrals",
        /// Rewards.
        Rewards = "rewards",
        /// Segments of customers.
        Segments = "segments",
        /// Stock keeping units. Older pages print `SKUs`, which was never right.
        Skus = "skus",
        /// Results of tasks.
        TaskResults = "task-results",
        /// Templates.
        Templates = "templates",
        /// The trash bin.
        TrashBin = "trash-bin",
        /// Assignments of validation rules.
        ValidationRulesAssignments = "validation-rules-assignments",
        /// Validation rules.
        ValidationRules = "validation-rules",
        /// Validations.
        Validations = "validations",
        /// Vouchers.
        Vouchers = "vouchers",
    }
}

open_enum! {
    /// How a token is used.
    #[ignore_case]
    pub enum TokenType {
        /// Whoever has the token may use it.
        Bearer = "Bearer",
    }
}

/// A new access token.
///
/// The vendor's description promises every field, its own clients take null in each: only the token is insisted on.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OAuthTokenGenerateResponseBody {
    /// The token.
    #[serde(deserialize_with = "lenient::access_token")]
    pub access_token: SecretString,
    /// Client that the token belongs to.
    #[serde(default, deserialize_with = "lenient::text")]
    pub client_id: Option<String>,
    /// When it ends, in Unix seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_at: Option<u64>,
    /// How long it lives, in seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
    /// Scopes granted.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub scope: Option<Scopes>,
    /// How the token is used.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub token_type: Option<TokenType>,
}

/// What is known of a token.
///
/// A token that does not work has nothing but `active`.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct OAuthTokenIntrospectResponseBody {
    /// The token.
    #[serde(default, deserialize_with = "lenient::secret")]
    pub access_token: Option<SecretString>,
    /// Client that the token belongs to.
    #[serde(default, deserialize_with = "lenient::text")]
    pub client_id: Option<String>,
    /// When it ends, in Unix seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_at: Option<u64>,
    /// How long it has to live, in seconds.
    #[serde(default, deserialize_with = "lenient::number")]
    pub expires_in: Option<u64>,
    /// Scopes granted.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub scope: Option<Scopes>,
    /// How the token is used.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub token_type: Option<TokenType>,
    /// Whether it works now.
    pub active: bool,
}

/// Why a call was refused.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct Error {
    /// The status of the answer, once more, where it is there.
    #[serde(default, deserialize_with = "lenient::number")]
    pub code: Option<i64>,
    /// Short text.
    pub message: String,
    /// Reason for programs, such as `invalid_scope`, `invalid_grant_type` or `missing_parameters`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub key: Option<String>,
    /// Longer text.
    #[serde(default, deserialize_with = "lenient::text")]
    pub details: Option<String>,
    /// Identifier of the call, for the vendor's support.
    #[serde(default, deserialize_with = "lenient::text")]
    pub request_id: Option<String>,
    /// Identifier of the object that the call was about.
    #[serde(default, deserialize_with = "lenient::text")]
    pub resource_id: Option<String>,
    /// Type of that object.
    #[serde(default, deserialize_with = "lenient::text")]
    pub resource_type: Option<String>,
    /// What caused it.
    #[serde(default, deserialize_with = "lenient::optional")]
    pub error: Option<ErrorCause>,
}

/// What caused an [`Error`].
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize)]
pub struct ErrorCause {
    /// Text.
    #[serde(default, deserialize_with = "lenient::text")]
    pub message: Option<String>,
}
