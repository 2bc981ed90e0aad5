//! Each check of a token response runs whatever another found: an `error` that says nothing, a `token_type` that is no
//! text and a wrong label, each beside what is wrong or odd otherwise, read as three types, leniently and strictly.

use bytes::Bytes;
use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::error::UnexpectedReason;
use oauth_runtime::token::TokenError;
use oauth_runtime::transport::{Limits, Transport, TransportFuture};
use oauth_runtime::{Deviation, Error, ExposeSecret, SecretString, Token, oauth_api};
use oauth_tests::chain;

/// An author's model: a part of the page.
#[derive(Debug, serde::Deserialize)]
struct Part {
    access_token: SecretString,
}

/// A vendor whose token responses are read as this crate's token and as a model of an author.
#[oauth_api(base_path = "/")]
pub(crate) trait Odd {
    /// This crate's token.
    #[post("/token", allow(unauthenticated_client))]
    #[grant(client_credentials)]
    fn token(grant_type: String) -> Token;

    /// An author's model.
    #[post("/token", token)]
    fn part(client_id: String) -> Part;

    /// This crate's token, of a vendor that is known for forms.
    #[post("/token", allow(unauthenticated_client), deviations(form_encoded))]
    #[grant(client_credentials)]
    fn token_of_form(grant_type: String) -> Token;

    /// An author's model, of a vendor that is known for forms.
    #[post("/token", token, deviations(form_encoded))]
    fn part_of_form(client_id: String) -> Part;
}

/// What a response is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum As {
    Token,
    Vendor,
    Author,
}

const TYPES: [As; 3] = [As::Token, As::Vendor, As::Author];

/// A token with its departures, or the error.
type Read = Result<(String, Vec<Deviation>), Error>;

/// A response that is there at once.
#[derive(Clone)]
struct Canned {
    status: u16,
    label: Option<&'static str>,
    body: String,
}

impl Canned {
    fn json(body: impl Into<String>) -> Self {
        Self { status: 200, label: Some("application/json"), body: body.into() }
    }
}

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture {
        let mut response = http::Response::builder().status(self.status);
        response = response.header("Cache-Control", "no-store");
        if let Some(label) = self.label {
            response = response.header("Content-Type", label);
        }
        let response = response.body(Bytes::from(self.body.clone())).unwrap();
        Box::pin(std::future::ready(Ok(response)))
    }
}

async fn read(kind: As, strict: bool, response: Canned) -> Read {
    macro_rules! client {
        ($client:ident) => {{
            let builder = $client::builder().base_url("https://vendor.example");
            let builder = builder.transport(response);
            if strict { builder.strict() } else { builder }.build().unwrap()
        }};
    }
    let text = |token: &SecretString| token.expose_secret().to_owned();
    match kind {
        As::Token => {
            let call = client!(OddClient).token().client_credentials().send().with_response();
            call.await.map(|it| (text(it.value().access_token()), it.deviations().to_vec()))
        }
        As::Author => {
            let call = client!(OddClient).part().client_id("i").send().with_response();
            call.await.map(|it| (text(&it.value().access_token), it.deviations().to_vec()))
        }
        As::Vendor => {
            let client = client!(MastodonClient);
            let call = client.oauth_token_post().authorization_code().client_id("i");
            let call = call.client_secret("s").redirect_uri("https://app.example/cb").code("c");
            let read = call.send().with_response().await;
            read.map(|it| (text(&it.value().access_token), it.deviations().to_vec()))
        }
    }
}

/// Members that once switched the other checks off, with what is noted of them. This crate's own type refuses them: it has
/// nobody to leave them to.
const SWITCHES: [(&str, &str); 9] = [
    (r#""error":false"#, "error_unreadable"),
    (r#""error":0"#, "error_unreadable"),
    (r#""error":[]"#, "error_unreadable"),
    (r#""error":{}"#, "error_unreadable"),
    (r#""error":true"#, "error_unreadable"),
    (r#""error":1e400"#, "error_unreadable"),
    (r#""token_type":7"#, "token_type_unreadable"),
    (r#""token_type":{}"#, "token_type_unreadable"),
    (r#""token_type":["Bearer"]"#, "token_type_unreadable"),
];

fn body(switch: &str, others: &[&str]) -> String {
    let mut members = others.to_vec();
    members.push(switch);
    if !members.iter().any(|member| member.contains("token_type")) {
        members.insert(others.len(), r#""token_type":"Bearer""#);
    }
    format!("{{{}}}", members.join(","))
}

/// Why a response was not taken for a token.
fn danger(error: &Error) -> Option<&TokenError> {
    let Error::Unexpected(unexpected) = error else { return None };
    match unexpected.reason() {
        UnexpectedReason::Token(error) => Some(error),
        _ => None,
    }
}

/// Whether a type may refuse a response by itself, before it is judged: each takes only a text that comes once, and those of
/// vendors know which characters a token has.
fn may_find_it_first(kind: As, danger: &TokenError) -> bool {
    use TokenError::{
        AccessTokenCharacters, AccessTokenDuplicate, AccessTokenEmpty, AccessTokenNotText,
        AccessTokenNull,
    };
    match danger {
        AccessTokenNull | AccessTokenNotText | AccessTokenDuplicate => kind != As::Token,
        AccessTokenEmpty | AccessTokenCharacters => kind == As::Vendor,
        _ => false,
    }
}

/// Why a response with one of [`SWITCHES`] is no token to this crate's own type, whatever else it has.
fn refusal_of(switch: &str) -> TokenError {
    if switch.contains("token_type") {
        TokenError::TokenTypeNotText
    } else {
        TokenError::ErrorUnreadable
    }
}

/// What is dangerous beside them is refused, whichever comes first.
#[tokio::test]
async fn dangers_are_found_beside_what_says_nothing() {
    let dangers = [
        (r#""access_token":"canary\r\nX: 1""#, TokenError::AccessTokenCharacters),
        (r#""access_token":"canary token""#, TokenError::AccessTokenCharacters),
        (r#""access_token":"""#, TokenError::AccessTokenEmpty),
        (r#""access_token":null"#, TokenError::AccessTokenNull),
        (r#""access_token":7"#, TokenError::AccessTokenNotText),
        (r#""access_token":"canary","access_token":"canary""#, TokenError::AccessTokenDuplicate),
    ];
    let mac = r#""access_token":"canary","token_type":"mac""#;
    for (switch, _) in SWITCHES {
        let of_tokens = dangers.iter().flat_map(|(danger, expected)| {
            [body(switch, &[danger]), body(danger, &[switch])].map(|body| (body, expected.clone()))
        });
        let of_types = [format!("{{{mac},{switch}}}"), format!("{{{switch},{mac}}}")]
            .map(|body| (body, TokenError::TokenTypeUnusable));
        for (body, expected) in of_tokens.chain(of_types) {
            let comes_twice = body.matches("token_type").count() > 1;
            for kind in TYPES {
                let may_give_up = may_find_it_first(kind, &expected)
                    || (comes_twice && may_find_it_first(kind, &TokenError::AccessTokenDuplicate));
                for strict in [false, true] {
                    let result = read(kind, strict, Canned::json(body.clone())).await;
                    let row = format!("{body} as {kind:?}, strict: {strict}");
                    let Err(error) = result else { panic!("{row}: {result:?}") };
                    let told = chain(&error);
                    assert!(!told.contains("canary"), "{row}: {told}");
                    if may_give_up && told.contains("another shape") {
                        continue;
                    }
                    let found = danger(&error).unwrap_or_else(|| panic!("{row}: {told}"));
                    let is_of_switch = kind == As::Token && *found == refusal_of(switch);
                    assert!(*found == expected || is_of_switch, "{row}: {told}");
                }
            }
        }
    }
}

/// What is dangerous in a form is refused like in JSON, whatever the form is labelled as.
#[tokio::test]
async fn dangers_of_a_form_are_found_under_every_label() {
    let rows = [
        ("access_token=&token_type=Bearer", TokenError::AccessTokenEmpty),
        ("access_token=canary%0D%0AX&token_type=Bearer", TokenError::AccessTokenCharacters),
        ("access_token=canary+b&token_type=Bearer", TokenError::AccessTokenCharacters),
        (
            "access_token=canary&token_type=Bearer&access_token=canary",
            TokenError::AccessTokenDuplicate,
        ),
        ("access_token=canary&token_type=mac", TokenError::TokenTypeUnusable),
    ];
    let form = Some("application/x-www-form-urlencoded");
    for (body, expected) in rows {
        for label in [form, Some("text/html"), Some("text/plain"), None] {
            for kind in TYPES {
                for strict in [false, true] {
                    let row = format!("{label:?}, {body} as {kind:?}, strict: {strict}");
                    let result = read(kind, strict, labelled(label, body)).await;
                    let Err(error) = result else { panic!("{row}: {result:?}") };
                    let told = chain(&error);
                    assert!(!told.contains("canary"), "{row}: {told}");
                    if may_find_it_first(kind, &expected) && told.contains("not what is declared") {
                        continue;
                    }
                    assert_eq!(danger(&error), Some(&expected), "{row}: {told}");
                }
            }
        }
    }
}

/// What is harmless beside them is noted, and refused by a strict client.
#[tokio::test]
async fn departures_are_noted_beside_what_says_nothing() {
    let departures = [
        (r#""expires_in":"3600""#, "expires_in_string"),
        (r#""expires_in":-1"#, "expires_in_not_positive"),
        (r#""scope":"a,b""#, "scope_commas"),
        (r#""refresh_token":null"#, "refresh_token_null"),
        (r#""x":1,"x":2"#, "duplicate_member"),
    ];
    for (switch, named) in SWITCHES {
        for (departure, name) in departures {
            let others = [r#""access_token":"at""#, departure];
            for kind in [As::Vendor, As::Author] {
                let response = Canned::json(body(switch, &others));
                let row = format!("{switch}, {departure} as {kind:?}");
                let (token, deviations) = read(kind, false, response.clone()).await.unwrap();
                assert_eq!(token, "at", "{row}");
                let names: Vec<&str> = deviations.iter().map(Deviation::name).collect();
                assert!(names.contains(&named) && names.contains(&name), "{row}: {names:?}");

                let error = read(kind, true, response).await.unwrap_err();
                let Error::Unexpected(unexpected) = &error else { panic!("{row}: {error}") };
                let UnexpectedReason::Deviations(refused) = unexpected.reason() else {
                    panic!("{row}: {}", chain(&error));
                };
                assert_eq!(refused.len(), deviations.len(), "{row}");
            }
            let response = Canned::json(body(switch, &others));
            for strict in [false, true] {
                let error = read(As::Token, strict, response.clone()).await.unwrap_err();
                let Error::Unexpected(unexpected) = &error else { panic!("{switch}: {error}") };
                let why = match unexpected.reason() {
                    UnexpectedReason::Token(error) => error,
                    other => panic!("{switch}: {other}"),
                };
                let expected = [TokenError::ErrorUnreadable, TokenError::TokenTypeNotText];
                assert!(expected.contains(why), "{switch}: {why}");
            }
        }
    }
}

const GOOD: &str = r#"{"access_token":"canary-token","token_type":"Bearer","expires_in":3600}"#;
const FORM: &str = "access_token=canary-token&token_type=Bearer&expires_in=3600";

fn labelled(label: Option<&'static str>, body: &str) -> Canned {
    Canned { status: 200, label, body: body.to_owned() }
}

/// A body is what it is, whatever its label says.
#[tokio::test]
async fn label_does_not_make_the_body() {
    let form = "application/x-www-form-urlencoded";
    for (label, body, expected) in [
        (Some(form), GOOD, Deviation::ContentType),
        (Some("text/html; charset=utf-8"), FORM, Deviation::FormEncoded),
        (Some("text/plain"), FORM, Deviation::FormEncoded),
        (Some("Text/Plain;Charset=UTF-8"), FORM, Deviation::FormEncoded),
        (None, FORM, Deviation::FormEncoded),
        (Some(form), FORM, Deviation::FormEncoded),
        (Some("text/html"), GOOD, Deviation::ContentType),
        (None, GOOD, Deviation::ContentType),
    ] {
        for kind in TYPES {
            let row = format!("{label:?}, {body} as {kind:?}");
            let (token, deviations) = read(kind, false, labelled(label, body)).await.unwrap();
            assert_eq!(
                (&*token, &deviations[..]),
                ("canary-token", &[expected.clone()][..]),
                "{row}"
            );
            let error = read(kind, true, labelled(label, body)).await.unwrap_err();
            let Error::Unexpected(unexpected) = &error else { panic!("{row}: {error}") };
            let reason = unexpected.reason();
            assert!(matches!(reason, UnexpectedReason::Deviations(_)), "{row}: {reason}");
        }
    }
}

/// A vendor that is known for forms may label them as text, or not at all.
#[tokio::test]
async fn form_that_is_known_is_taken_strictly_under_every_label() {
    for label in
        [Some("application/x-www-form-urlencoded"), Some("text/html"), Some("text/plain"), None]
    {
        let client = OddClient::builder().base_url("https://vendor.example");
        let client = client.transport(labelled(label, FORM)).strict().build().unwrap();
        let token = client.token_of_form().client_credentials().send().with_response().await;
        let token = token.unwrap_or_else(|error| panic!("{label:?}: {}", chain(&error)));
        assert_eq!(token.value().access_token().expose_secret(), "canary-token", "{label:?}");
        assert_eq!((token.deviations(), token.value().deviations()), (&[][..], &[][..]));

        let part = client.part_of_form().client_id("i").send().with_response().await;
        let part = part.unwrap_or_else(|error| panic!("{label:?}: {}", chain(&error)));
        assert_eq!(part.value().access_token.expose_secret(), "canary-token", "{label:?}");
        assert_eq!(part.deviations(), [], "{label:?}");
    }
}

/// A refusal is one in whatever wrapping.
#[tokio::test]
async fn label_does_not_hide_a_refusal() {
    let refusal = "error=invalid_grant&error_description=no";
    for (label, body) in [
        (Some("application/x-www-form-urlencoded"), r#"{"error":"invalid_grant"}"#),
        (Some("text/html"), refusal),
        (Some("text/plain"), refusal),
        (Some("TEXT/HTML"), refusal),
        (None, refusal),
        (Some("text/html"), r#"{"error":"invalid_grant"}"#),
    ] {
        for kind in TYPES {
            for strict in [false, true] {
                for status in [200, 400] {
                    let response = Canned { status, ..labelled(label, body) };
                    let error = read(kind, strict, response).await.unwrap_err();
                    let code = error.oauth().map(|error| error.error().to_owned());
                    let row = format!("{label:?}, {body} as {kind:?}, {status}");
                    assert_eq!(code.as_deref(), Some("invalid_grant"), "{row}: {error}");
                }
            }
        }
    }
}

/// Nothing that may be a value is shown as a name.
#[tokio::test]
async fn no_value_is_shown_as_a_name() {
    let form = Some("application/x-www-form-urlencoded");
    for (label, body) in [
        (form, "canary-token"),
        (form, "canary_token"),
        (form, "canary_token="),
        (form, "canary=="),
        (form, "canaryToken4711=x&token_type=Bearer"),
        (form, r#"{"token":"canary-token"}"#),
        (Some("application/json"), r#"{"tokens":{"canary4711token-made-up":1}}"#),
        (Some("application/json"), r#"{"data":["canary-token"],"canary token":{"a":1}}"#),
        (Some("text/plain"), "canary-token"),
        (None, "token=canary-token"),
    ] {
        for kind in TYPES {
            for strict in [false, true] {
                let error = read(kind, strict, labelled(label, body)).await.unwrap_err();
                let told = format!("{} {error:?} {error:#?}", chain(&error));
                assert!(!told.contains("canary"), "{label:?}, {body} as {kind:?}: {told}");
            }
        }
    }
}
