//! What holds secrets: wiped when dropped, and written down by nobody who does not say so.

use oauth_providers::{mastodon, nutanix, ultracart, usps, voucherify};
use oauth_runtime::{
    Basic, Bearer, ClientCredentials, ExposeSecret, Pkce, Redirect, SecretString, State, Token,
    authorization::AuthorizationCode,
};
use serde::Serialize;

/// Compiles only where none of the types implements the trait: two ways to the same function would be ambiguous.
macro_rules! none_is {
    ($trait:path: $($type:ty),* $(,)?) => {$(
        const _: fn() = || {
            trait IsNot<Way> {
                fn it() {}
            }
            struct Either;
            impl<T> IsNot<()> for T {}
            impl<T: $trait> IsNot<Either> for T {}
            <$type as IsNot<_>>::it();
        };
    )*};
}

none_is! {
    Serialize:
    Token,
    SecretString,
    AuthorizationCode,
    Pkce,
    State,
    Redirect,
    Basic,
    Bearer,
    ClientCredentials,
    mastodon::OauthTokenPost200Response,
    nutanix::OauthClientResponse,
    nutanix::OauthGenerateTokenResponse,
    nutanix::OauthToken,
    nutanix::ProviderOauthToken,
    ultracart::OauthTokenResponse,
    ultracart::UltraCartCredentials,
    usps::InlineResponse200,
    usps::InlineResponse2001,
    usps::StandardErrorResponse,
    voucherify::OAuthTokenGenerateResponseBody,
    voucherify::OAuthTokenIntrospectResponseBody,
    voucherify::VoucherifyCredentials,
}

none_is! { std::fmt::Display: Token, SecretString, AuthorizationCode, Pkce, State, Basic, Bearer, ClientCredentials }

/// What is handed out is a type that wipes itself.
#[test]
fn secrets_are_of_a_type_that_wipes_itself() {
    fn wiped<T: secrecy::zeroize::ZeroizeOnDrop>(_: &T) {}
    let body = br#"{"access_token":"a","token_type":"Bearer","refresh_token":"r"}"#;
    let token = Token::from_json(body, std::time::SystemTime::now()).unwrap();
    wiped(token.access_token());
    wiped(token.refresh_token().unwrap());
    wiped(Pkce::generate().unwrap().verifier());
    let state = State::from_string("s");
    wiped(oauth_runtime::Callback::new(&state).code("?code=c&state=s").unwrap().code());
}

/// Writing a token down takes a type of one's own, and `expose_secret` where it is filled.
#[test]
fn token_is_written_down_by_hand() {
    #[derive(Serialize)]
    struct Kept<'a> {
        access_token: &'a str,
    }
    let body = br#"{"access_token":"made-up","token_type":"Bearer"}"#;
    let token = Token::from_json(body, std::time::SystemTime::now()).unwrap();
    let kept = Kept { access_token: token.access_token().expose_secret() };
    assert_eq!(serde_json::to_string(&kept).unwrap(), r#"{"access_token":"made-up"}"#);
}
