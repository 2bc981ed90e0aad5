//! Token answers: a usable token is never lost to a harmless departure, and a dangerous answer is never taken for a token.

use oauth_runtime::{Error, ExposeSecret, SecretString, Token, oauth_api};
use oauth_tests::{Response, Server};

/// A token endpoint.
#[oauth_api(base_path = "/")]
pub(crate) trait Tokens {
    /// Trades a code for a token.
    #[post("/token", allow(incomplete_grant))]
    #[grant(authorization_code, needs(code))]
    fn token(grant_type: String, code: Option<SecretString>) -> Token;
}

async fn answered(response: Response) -> Result<Token, Error> {
    let server = Server::answering([response]).await;
    let client = TokensClient::builder().base_url(server.origin()).build().unwrap();
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
    let response =
        Response::new(200).body(r#"{"access_token":"at","token_type":"bearer","expires_in":3600}"#);
    match content_type {
        Some(content_type) => response.header("Content-Type", content_type),
        None => response,
    }
}

#[tokio::test]
async fn harmless_departures_are_accepted_and_kept() {
    let form = Response::new(200)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("access_token=at&token_type=bearer&expires_in=3600");
    let rows = [
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
    ];
    let all = rows.len();
    let mut accepted = 0;
    let mut wrong = Vec::new();
    for (name, response) in rows {
        match answered(response).await {
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

#[tokio::test]
async fn dangerous_answers_are_refused() {
    let elsewhere = Server::start().await;
    let token = |text: &str| {
        Response::json(200, format!(r#"{{"access_token":{text},"token_type":"bearer"}}"#))
    };
    let redirect = |status| Response::redirect(status, &elsewhere.url("/token"));
    let good = r#"{"access_token":"at","token_type":"bearer"}"#;
    let rows = [
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
        ("a gzip bomb", Response::json(200, bomb()).header("Content-Encoding", "gzip")),
        ("64 MiB", Response::json(200, vec![b' '; 64 * 1024 * 1024])),
        ("token_type: mac", kind(r#""token_type":"mac","#)),
        ("nested 100,000 deep", Response::json(200, "[".repeat(100_000))),
    ];
    let all = rows.len();
    let mut refused = 0;
    let mut wrong = Vec::new();
    for (name, response) in rows {
        match answered(response).await {
            Err(_) => refused += 1,
            Ok(token) => wrong.push(format!("{name}: {token:?}")),
        }
    }
    println!("dangerous refused: {refused}/{all}");
    assert_eq!((refused, all), (24, 24), "{wrong:#?}");
    assert_eq!(elsewhere.connections(), 0);
}

/// 256 MiB of blanks in 250 kB.
fn bomb() -> Vec<u8> {
    use std::io::Write as _;

    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..256 {
        bomb.write_all(&block).unwrap();
    }
    bomb.finish().unwrap()
}
