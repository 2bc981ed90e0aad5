//! What the RFCs say in small: scopes, PKCE, callbacks, `Retry-After`, `WWW-Authenticate`.

use std::time::{Duration, SystemTime};

use data_encoding::BASE64URL_NOPAD;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue};
use oauth_runtime::{
    Callback, Challenge, CodeChallengeMethod, ExposeSecret, LONGEST_RETRY_AFTER, Pkce, Scopes,
    State, authorization::CallbackError, oauth_api, retry_after,
};
use proptest::collection::vec;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::decoders;
use crate::places::config;
use crate::texts::{ascii, text, token};

/// A page for a browser.
#[oauth_api(base_url = "https://vendor.example", auth = none)]
pub(crate) trait Page {
    /// The page.
    #[get("/authorize", browser)]
    fn authorize(
        #[constant = "code"] response_type: String,
        client_id: String,
        redirect_uri: Option<String>,
        scope: Option<Scopes>,
        state: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<CodeChallengeMethod>,
    );
}

fn scope_token() -> impl Strategy<Value = String> {
    prop_oneof!["[!#-\\[\\]-~]{1,12}", text()]
        .prop_map(|text| text.replace([' ', '\t', '\r', '\n', '\x0c'], ""))
        .prop_filter("empty", |text| !text.is_empty())
}

#[derive(Clone, Debug, PartialEq)]
struct Asked {
    scheme: String,
    token68: Option<String>,
    parameters: Vec<(String, String)>,
}

fn challenge() -> impl Strategy<Value = Asked> {
    let value = prop_oneof![token(), "[ -~äé😀\t]{0,16}"];
    let parameters = vec((token(), value), 0..4);
    prop_oneof![
        (token(), parameters).prop_map(|(scheme, parameters)| Asked {
            scheme,
            token68: None,
            parameters
        }),
        (token(), "[A-Za-z0-9._~+/-]{1,12}={0,2}").prop_map(|(scheme, value)| {
            Asked { scheme, token68: Some(value), parameters: vec![] }
        }),
    ]
}

/// Writes a challenge: [RFC 9110, section 11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1). Values that are
/// tokens have their quotes left out where `bare` says so.
fn written(challenge: &Asked, bare: bool) -> String {
    let is_token = |value: &str| {
        !value.is_empty()
            && value
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let parameters = challenge.parameters.iter().map(|(name, value)| {
        if bare && is_token(value) {
            format!("{name}={value}")
        } else {
            format!("{name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
        }
    });
    let rest = parameters.collect::<Vec<_>>().join(", ");
    match &challenge.token68 {
        Some(value) => format!("{} {value}", challenge.scheme),
        None if rest.is_empty() => challenge.scheme.clone(),
        None => format!("{} {rest}", challenge.scheme),
    }
}

fn read(headers: &HeaderMap) -> Vec<Asked> {
    let own = |text: &str| text.to_owned();
    Challenge::parse_all(headers)
        .iter()
        .map(|challenge| Asked {
            scheme: own(challenge.scheme()),
            token68: challenge.token68().map(own),
            parameters: challenge
                .parameters()
                .map(|(name, value)| (own(name), own(value)))
                .collect(),
        })
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn scopes(tokens in vec(scope_token(), 0..6), blanks in vec("[ \t\r\n]{1,3}", 6)) {
        let scopes: Scopes = tokens.iter().collect();
        prop_assert_eq!(scopes.as_str(), tokens.join(" "));
        prop_assert_eq!(scopes.as_str().split(' ').filter(|it| !it.is_empty()).collect::<Vec<_>>(), tokens.clone());
        prop_assert_eq!(scopes.iter().collect::<Vec<_>>(), tokens.clone());
        let odd: String = tokens.iter().zip(&blanks).flat_map(|(token, blank)| [blank.as_str(), token]).collect();
        prop_assert_eq!(Scopes::from(odd), scopes.clone());
        let json = serde_json::to_string(&scopes).unwrap();
        prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), tokens.join(" "));
        prop_assert_eq!(serde_json::from_str::<Scopes>(&json).unwrap(), scopes.clone());
        let list = serde_json::to_string(&tokens).unwrap();
        prop_assert_eq!(serde_json::from_str::<Scopes>(&list).unwrap(), scopes);
    }

    /// [RFC 7636, section 4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2)
    #[test]
    fn pkce_challenges(verifier in prop_oneof![4 => "[A-Za-z0-9._~-]{40,130}", 1 => text()]) {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let good = (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved);
        match Pkce::from_verifier(verifier.clone().into()) {
            Ok(pkce) => {
                let digest = BASE64URL_NOPAD.decode(pkce.challenge().as_bytes()).unwrap();
                prop_assert_eq!(digest, Sha256::digest(&verifier).to_vec());
                prop_assert_eq!(pkce.verifier().expose_secret(), verifier.as_str());
                prop_assert!(good);
            }
            Err(error) => prop_assert!(!good, "{error}"),
        }
    }

    /// An authorization URL is read by the server, which writes a callback, which is read here.
    #[test]
    fn callbacks(
        client_id in text(),
        state in text(),
        scope in vec(scope_token(), 1..4),
        code in prop_oneof![ascii(), text()],
        other in (token(), text()),
        in_fragment in any::<bool>(),
    ) {
        let redirect_uri = "https://app.example/cb";
        let pkce = Pkce::generate().unwrap();
        let url = PageClient::new().authorize().client_id(&*client_id).redirect_uri(redirect_uri);
        let url = url.scope(scope.iter().collect::<Scopes>()).state(&*state).pkce(&pkce).url().unwrap();
        let asked = decoders::form(url.query().unwrap());
        let said = |name: &str| asked.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        prop_assert_eq!(said("client_id"), Some(client_id.as_str()));
        let scope = scope.join(" ");
        prop_assert_eq!(said("scope"), Some(scope.as_str()));
        prop_assert_eq!(said("code_challenge"), Some(pkce.challenge()));
        prop_assert_eq!(said("code_challenge_method"), Some("S256"));
        prop_assert_eq!(said("state"), Some(state.as_str()));

        let known = ["state", "code", "error", "error_description", "error_uri", "iss", "scope"];
        prop_assume!(!known.contains(&other.0.as_str()));
        let mut callback = url::Url::parse(said("redirect_uri").unwrap()).unwrap();
        let mut answer = url::form_urlencoded::Serializer::new(String::new());
        answer.append_pair(&other.0, &other.1).append_pair("code", &code);
        answer.append_pair("state", said("state").unwrap()).append_pair("scope", &scope);
        if in_fragment {
            callback.set_fragment(Some(&answer.finish()));
        } else {
            callback.set_query(Some(&answer.finish()));
        }
        let state = State::from_string(state);
        let expected = Callback::new(&state).redirect_uri(redirect_uri);
        let expected = if in_fragment { expected.fragment() } else { expected };
        match expected.code(callback.as_str()) {
            Ok(read) => {
                prop_assert_eq!(read.code().expose_secret(), code.as_str());
                let parted = Scopes::from(scope.replace(',', " "));
                prop_assert_eq!(read.scope(), Some(&parted));
                prop_assert_eq!(read.parameters().collect::<Vec<_>>(), [(other.0.as_str(), other.1.as_str())]);
            }
            Err(CallbackError::StateMissing) => prop_assert!(state.as_str().is_empty()),
            Err(CallbackError::CodeMissing(_)) => prop_assert!(code.is_empty()),
            Err(CallbackError::CodeUnreadable) => {
                prop_assert!(!code.chars().all(|character| matches!(character, ' '..='~')));
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    /// No other state is ever taken.
    #[test]
    fn states(own in text(), other in text()) {
        let state = State::from_string(&*own);
        let mut query = url::form_urlencoded::Serializer::new("?".to_owned());
        let query = query.append_pair("code", "c").append_pair("state", &other).finish();
        let read = Callback::new(&state).code(&query);
        prop_assert_eq!(read.is_ok(), own == other && !own.is_empty());
        prop_assert!(Callback::new(&state).code("?code=c").is_err());
    }

    /// [RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)
    #[test]
    fn delays(now in 0_u64..4_000_000_000, seconds in prop_oneof![0_u64..100_000, any::<u64>()]) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(now);
        let read = |value: String| {
            let value = HeaderValue::try_from(value).unwrap();
            retry_after(&HeaderMap::from_iter([(RETRY_AFTER, value)]), time)
        };
        let expected = Some(Duration::from_secs(seconds).min(LONGEST_RETRY_AFTER));
        prop_assert_eq!(read(seconds.to_string()), expected);
        let until = seconds % 1_000_000;
        let expected = Some(Duration::from_secs(until).min(LONGEST_RETRY_AFTER));
        prop_assert_eq!(read(decoders::date(now + until)), expected);
        prop_assert_eq!(read(decoders::date(now.saturating_sub(until))), Some(Duration::ZERO));
        prop_assert_eq!(read(format!("-{seconds}")), None);
    }

    #[test]
    fn challenges(all in vec(vec(challenge(), 0..4), 0..3), bare in any::<bool>(), comma in ",[ \t]{0,2}") {
        let mut headers = HeaderMap::new();
        for line in &all {
            let line: Vec<_> = line.iter().map(|challenge| written(challenge, bare)).collect();
            let value = HeaderValue::from_bytes(line.join(&comma).as_bytes()).unwrap();
            headers.append(WWW_AUTHENTICATE, value);
        }
        prop_assert_eq!(read(&headers), all.concat());
    }
}
