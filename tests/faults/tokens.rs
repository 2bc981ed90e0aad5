//! Token answers: a usable token is never lost to a harmless departure, and a dangerous answer is never taken for a token.

use oauth_runtime::Deviation::{self, *};
use oauth_runtime::{Error, ExposeSecret, SecretString, Token, oauth_api};
use oauth_tests::{Carrier, Response, Server, bomb, chain, over_each_carrier};

/// A token endpoint.
#[oauth_api(base_path = "/")]
pub(crate) trait Tokens {
    /// Trades a code for a token.
    #[post("/token", allow(incomplete_grant))]
    #[grant(authorization_code, needs(code))]
    fn token(grant_type: String, code: Option<SecretString>) -> Token;
}

over_each_carrier! {
    harmless_departures_are_accepted_and_kept,
    dangerous_answers_are_refused,
    token_answers_become_what_they_are,
}

async fn answered(carrier: Carrier, response: Response) -> Result<Token, Error> {
    let server = Server::answering([response]).await;
    let client = carrier.on(TokensClient::builder()).base_url(server.origin()).build().unwrap();
    let result = client.token().authorization_code().code("c").send().await;
    assert_eq!(server.requests().len(), 1);
    result
}

fn with(member: &str) -> Response {
    Response::json(
        200,
        format!(r#"{{"access_token":"at","token_type":"bearer","expires_in":3600,{member}}}"#),
    )
}

fn lifetime(value: &str) -> Response {
    Response::json(
        200,
        format!(r#"{{"access_token":"at","token_type":"bearer","expires_in":{value}}}"#),
    )
}

fn kind(member: &str) -> Response {
    Response::json(200, format!(r#"{{"access_token":"at",{member}"expires_in":3600}}"#))
}

fn of_type(content_type: Option<&str>) -> Response {
    let response = Response::new(200).header("Cache-Control", "no-store");
    let response =
        response.body(r#"{"access_token":"at","token_type":"bearer","expires_in":3600}"#);
    match content_type {
        Some(content_type) => response.header("Content-Type", content_type),
        None => response,
    }
}

/// What does no harm.
pub(crate) fn harmless() -> Vec<(&'static str, Response)> {
    let form = Response::new(200)
        .header("Cache-Control", "no-store")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("access_token=at&token_type=bearer&expires_in=3600");
    vec![
        ("Content-Type: text/html", of_type(Some("text/html"))),
        ("Content-Type: text/plain", of_type(Some("text/plain"))),
        ("no Content-Type", of_type(None)),
        ("Content-Type: application/vnd.api+json", of_type(Some("application/vnd.api+json"))),
        ("form-encoded", form),
        ("expires_in: string", lifetime(r#""3600""#)),
        ("expires_in: float", lifetime("3600.0")),
        ("expires_in: fraction", lifetime("3599.5")),
        ("expires_in: negative", lifetime("-1")),
        ("expires_in: 10^18", lifetime("1000000000000000000")),
        ("expires_in: 2^64+1", lifetime("18446744073709551617")),
        ("expires_in: null", lifetime("null")),
        ("expires_in: empty", lifetime(r#""""#)),
        ("expires_in: never", lifetime(r#""never""#)),
        ("expires_in: boolean", lifetime("true")),
        (
            "expires_in: absent",
            Response::json(200, r#"{"access_token":"at","token_type":"bearer"}"#),
        ),
        ("token_type: absent", kind("")),
        ("token_type: null", kind(r#""token_type":null,"#)),
        ("token_type: vendor's word", kind(r#""token_type":"BearerToken","#)),
        ("scope: array", with(r#""scope":["a","b"]"#)),
        ("scope: commas", with(r#""scope":"a,b""#)),
        ("scope: null", with(r#""scope":null"#)),
        (
            "status 201",
            Response::json(201, r#"{"access_token":"at","token_type":"bearer","expires_in":3600}"#),
        ),
        (
            "byte order mark",
            Response::json(
                200,
                "\u{feff}{\"access_token\":\"at\",\"token_type\":\"bearer\",\"expires_in\":3600}",
            ),
        ),
        ("refresh_token: empty", with(r#""refresh_token":"""#)),
        ("refresh_token: null", with(r#""refresh_token":null"#)),
    ]
}

async fn harmless_departures_are_accepted_and_kept(carrier: Carrier) {
    let rows = harmless();
    let all = rows.len();
    let mut accepted = 0;
    let mut wrong = Vec::new();
    for (name, response) in rows {
        match answered(carrier, response).await {
            Ok(token)
                if token.access_token().expose_secret() == "at"
                    && !token.deviations().is_empty() =>
            {
                accepted += 1;
            }
            other => wrong.push(format!("{name}: {other:?}")),
        }
    }
    println!("harmless accepted: {accepted}/{all}");
    assert_eq!((accepted, all), (26, 26), "{wrong:#?}");
}

/// What must not be taken for a token. Redirects go to this URL.
pub(crate) fn dangerous(elsewhere: &str) -> Vec<(&'static str, Response)> {
    let token = |text: &str| {
        Response::json(200, format!(r#"{{"access_token":{text},"token_type":"bearer"}}"#))
    };
    let redirect = |status| Response::redirect(status, elsewhere);
    let good = r#"{"access_token":"at","token_type":"bearer"}"#;
    vec![
        ("error alone", Response::json(200, r#"{"error":"invalid_grant"}"#)),
        ("error beside a token", with(r#""error":"invalid_grant""#)),
        ("access_token: empty", token(r#""""#)),
        ("access_token: null", token("null")),
        ("access_token: number", token("7")),
        ("access_token: absent", Response::json(200, r#"{"token_type":"bearer"}"#)),
        ("access_token: CR LF", token(r#""a\r\nb""#)),
        ("access_token: blank", token(r#""a b""#)),
        ("access_token: non-ASCII", token(r#""ä""#)),
        ("access_token: twice", Response::json(200, r#"{"access_token":"a","access_token":"b"}"#)),
        ("bytes after the value", Response::json(200, format!("{good} x"))),
        ("two values", Response::json(200, format!("{good}{good}"))),
        (
            "invalid UTF-8 in the token",
            Response::json(200, &b"{\"access_token\":\"a\xFF\",\"token_type\":\"bearer\"}"[..]),
        ),
        ("a list", Response::json(200, format!("[{good}]"))),
        ("null", Response::json(200, "null")),
        ("a string", Response::json(200, r#""at""#)),
        ("400 that looks like a success", Response::json(400, good)),
        ("302 to another host", redirect(302)),
        ("307 to another host", redirect(307)),
        ("308 to another host", redirect(308)),
        ("a gzip bomb", Response::json(200, bomb().unwrap()).header("Content-Encoding", "gzip")),
        ("64 MiB", Response::json(200, vec![b' '; 64 * 1024 * 1024])),
        ("token_type: mac", kind(r#""token_type":"mac","#)),
        ("token_type: nonbearer", kind(r#""token_type":"nonbearer","#)),
        ("token_type: mac-not-bearer", kind(r#""token_type":"mac-not-bearer","#)),
        ("nested 100,000 deep", Response::json(200, "[".repeat(100_000))),
    ]
}

async fn dangerous_answers_are_refused(carrier: Carrier) {
    let elsewhere = Server::start().await;
    let rows = dangerous(&elsewhere.url("/token"));
    let all = rows.len();
    let mut refused = 0;
    let mut wrong = Vec::new();
    for (name, response) in rows {
        match answered(carrier, response).await {
            Err(_) => refused += 1,
            Ok(token) => wrong.push(format!("{name}: {token:?}")),
        }
    }
    println!("dangerous refused: {refused}/{all}");
    assert_eq!((refused, all), (26, 26), "{wrong:#?}");
    assert_eq!(elsewhere.connections(), 0);
}

/// What becomes of a token answer: a token with these departures and so many seconds to live, or a refusal with these words.
pub(crate) type Becomes = Result<(Vec<Deviation>, Option<u64>), &'static str>;

/// One row: its name, the body and what becomes of it.
pub(crate) fn rows() -> Vec<(&'static str, Vec<u8>, Becomes)> {
    let body = |members: &str| {
        let token = r#""access_token":"canary-echo","token_type":"Bearer""#;
        format!("{{{token}{members}}}").into_bytes()
    };
    let hour = |members: &str| body(&format!(r#","expires_in":3600{members}"#));
    let life = |value: &str| body(&format!(r#","expires_in":{value}"#));
    let kind = |member: &str| {
        format!(r#"{{"access_token":"canary-echo",{member}"expires_in":3600}}"#).into_bytes()
    };
    let token = |value: &str| {
        format!(r#"{{"access_token":{value},"token_type":"Bearer","expires_in":3600}}"#)
            .into_bytes()
    };
    let odd = |bytes: Vec<u8>| -> Vec<u8> {
        bytes.into_iter().map(|byte| if byte == b'?' { 0xff } else { byte }).collect()
    };
    let good = |deviations: &[Deviation]| Ok((deviations.to_vec(), Some(3600)));
    let until = |deviation: Deviation, seconds| Ok((vec![deviation], Some(seconds)));
    let unknown = |deviation: Deviation| Ok((vec![deviation], None));
    let longest = Token::LONGEST_EXPIRES_IN.as_secs();
    vec![
        ("a token to the letter", hour(""), good(&[])),
        ("a byte order mark", [b"\xEF\xBB\xBF", &*hour("")].concat(), good(&[ByteOrderMark])),
        ("no UTF-8 in another member", odd(hour(r#","x":"?""#)), good(&[InvalidUtf8])),
        ("no UTF-8 in the token", odd(token(r#""canary-echo?""#)), Err("access_token")),
        (
            "no UTF-8 in the refresh token",
            odd(hour(r#","refresh_token":"canary-echo?""#)),
            Err("refresh_token"),
        ),
        ("token twice", hour(r#","access_token":"canary-echo""#), Err("more than once")),
        ("another member twice", hour(r#","x":1,"x":2"#), good(&[DuplicateMember("x".to_owned())])),
        ("a text", life(r#""3600""#), until(ExpiresInString, 3600)),
        ("a float", life("3600.0"), until(ExpiresInFloat, 3600)),
        ("a fraction", life("3599.5"), until(ExpiresInFraction, 3599)),
        ("zero", life("0"), until(ExpiresInNotPositive, 0)),
        ("negative", life("-1"), until(ExpiresInNotPositive, 0)),
        ("10^18", life("1000000000000000000"), until(ExpiresInTooLarge, longest)),
        ("2^64+1", life("18446744073709551617"), until(ExpiresInTooLarge, longest)),
        ("1e400", life("1e400"), until(ExpiresInTooLarge, longest)),
        ("null", life("null"), unknown(ExpiresInUnreadable)),
        ("empty", life(r#""""#), unknown(ExpiresInUnreadable)),
        ("never", life(r#""never""#), unknown(ExpiresInUnreadable)),
        ("true", life("true"), unknown(ExpiresInUnreadable)),
        ("absent", body(""), unknown(ExpiresInAbsent)),
        ("an instant instead", body(r#","expires_at":1700000000"#), unknown(ExpiresInAbsent)),
        ("milliseconds", life("3600000"), Ok((vec![], Some(3_600_000)))),
        ("absent", kind(""), good(&[TokenTypeAbsent])),
        ("null", kind(r#""token_type":null,"#), good(&[TokenTypeAbsent])),
        ("in capitals", kind(r#""token_type":"BEARER","#), good(&[])),
        ("mac", kind(r#""token_type":"mac","#), Err("token_type")),
        ("a vendor's word", kind(r#""token_type":"BearerToken","#), good(&[TokenTypeVendorWord])),
        ("a list", hour(r#","scope":["a","b"]"#), good(&[ScopeArray])),
        ("commas", hour(r#","scope":"a,b""#), good(&[ScopeCommas])),
        ("empty", hour(r#","scope":"""#), good(&[ScopeEmpty])),
        ("null", hour(r#","scope":null"#), good(&[ScopeNull])),
        ("two blanks", hour(r#","scope":"a  b""#), good(&[ScopeBlanks])),
        ("empty", token(r#""""#), Err("empty")),
        ("null", token("null"), Err("null")),
        ("a number", token("7"), Err("not a text")),
        ("200 kB", token(&format!(r#""{}""#, "canary-echo".repeat(18_000))), good(&[])),
        ("50 CR LF", token(r#""canary-echo\r\nX: 1""#), Err("characters")),
        ("a blank", token(r#""canary-echo ""#), Err("characters")),
        ("not ASCII", token(r#""canary-echoä""#), Err("characters")),
        ("null", hour(r#","refresh_token":null"#), good(&[RefreshTokenNull])),
        ("empty", hour(r#","refresh_token":"""#), good(&[RefreshTokenEmpty])),
        ("rotated", hour(r#","refresh_token":"canary-echo""#), good(&[])),
        ("under `data`", [b"{\"data\":", &*hour(""), b"}"].concat(), Err("data.access_token")),
        ("another name", br#"{"oauth_token":"canary-echo"}"#.to_vec(), Err("oauth_token")),
        ("in camel case", br#"{"accessToken":"canary-echo"}"#.to_vec(), Err("accessToken")),
    ]
}

/// Each departure by its name, and nothing of what came in the texts.
async fn token_answers_become_what_they_are(carrier: Carrier) {
    for (name, body, becomes) in rows() {
        let result = answered(carrier, Response::json(200, body)).await;
        let shown = format!("{result:?} {result:#?}");
        assert!(!shown.contains("canary"), "{name}: {shown}");
        match (result, becomes) {
            (Ok(token), Ok((deviations, seconds))) => {
                println!("{name:40} token {:?}", token.deviations());
                assert_eq!(token.deviations(), deviations, "{name}");
                assert_eq!(token.expires_in().map(|life| life.as_secs()), seconds, "{name}");
                assert!(token.access_token().expose_secret().starts_with("canary-echo"), "{name}");
            }
            (Err(error), Err(words)) => {
                println!("{name:40} {error}");
                assert!(chain(&error).contains(words), "{name}: {error}");
                assert!(!chain(&error).contains("canary"), "{name}: {error}");
                assert!(matches!(error, Error::Unexpected(_)), "{name}: {error:?}");
                assert_eq!(error.grant_state(), oauth_runtime::GrantState::Spent, "{name}");
            }
            (result, becomes) => panic!("{name}: {result:?} in place of {becomes:?}"),
        }
    }
}
