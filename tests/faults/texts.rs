//! Answers that are not JSON, or may be nothing.

use oauth_runtime::bytes::Bytes;
use oauth_runtime::description::ResponseKind;
use oauth_runtime::error::UnexpectedReason;
use oauth_runtime::{Deviation, Error, ExposeSecret, RedirectOr, Text, Token, oauth_api};
use oauth_tests::{Carrier, Response, Server, chain, over_each_carrier};

/// A problem.
#[derive(serde::Deserialize)]
pub(crate) struct Problem {
    message: String,
}

/// A vendor with answers of each kind.
#[oauth_api(base_path = "/", error = Problem)]
pub(crate) trait Raw {
    /// A signed token.
    #[get("/userinfo", headers("Accept" = "application/jwt"))]
    fn userinfo() -> Text;

    /// A text.
    #[get("/text")]
    fn text() -> Text;

    /// A text of a vendor that is known for its marks.
    #[get("/marked", deviations(byte_order_mark))]
    fn marked() -> Text;

    /// A picture.
    #[get("/picture")]
    fn picture() -> Bytes;

    /// A number, or nothing.
    #[get("/number")]
    fn number() -> Option<u8>;

    /// A token, or nothing yet.
    #[post("/token", token)]
    fn token() -> Option<Token>;

    /// Another place, a number or nothing.
    #[get("/redirect")]
    fn redirect() -> RedirectOr<Option<u8>>;
}

over_each_carrier! {
    text_is_what_came,
    text_that_is_none_is_unexpected,
    bytes_are_what_came,
    no_body_is_no_value,
    success_that_says_error_is_none,
}

async fn client(carrier: Carrier, response: Response, strict: bool) -> (Server, RawClient) {
    let server = Server::answering([response]).await;
    let builder = carrier.on(RawClient::builder()).base_url(server.origin());
    let builder = if strict { builder.strict() } else { builder };
    (server, builder.build().unwrap())
}

async fn text_is_what_came(carrier: Carrier) {
    let jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.";
    let response = Response::new(200).header("Content-Type", "application/jwt").body(jwt);
    let (server, client_) = client(carrier, response, true).await;
    let answer = client_.userinfo().send().with_response().await.unwrap();
    assert_eq!(server.only_request().header("accept"), Some("application/jwt"));
    let shown = format!("{answer:?} {answer:#?}");
    assert!(!shown.contains("eyJ") && shown.contains("Text(43 bytes)"), "{shown}");
    assert_eq!(answer.into_value().into_string(), jwt);

    for (body, read, deviations) in [
        (&b""[..], "", &[][..]),
        (b"7", "7", &[]),
        (br#""quoted""#, r#""quoted""#, &[]),
        (b"{\"a\":1} ", "{\"a\":1} ", &[]),
        ("schön\n".as_bytes(), "schön\n", &[]),
        ("\u{feff}a".as_bytes(), "a", &[Deviation::ByteOrderMark]),
        (b"a\xffb", "a\u{fffd}b", &[Deviation::InvalidUtf8]),
    ] {
        let response = Response::text(200, body);
        let (server, lenient) = client(carrier, response.clone(), false).await;
        let answer = lenient.text().send().with_response().await.unwrap();
        assert_eq!((answer.value().as_str(), answer.deviations()), (read, deviations));
        // JSON is not asked for, whatever the type of errors is.
        let accept = server.only_request().header("accept").map(str::to_owned);
        assert!(accept.is_none_or(|accept| accept == "*/*"));
        let (_server, strict) = client(carrier, response, true).await;
        let taken = strict.text().send().await;
        assert_eq!(taken.is_ok(), deviations.is_empty(), "{taken:?}");
        let marked = strict.marked().send().await;
        let is_known = deviations.iter().all(|it| *it == Deviation::ByteOrderMark);
        assert_eq!(marked.is_ok(), is_known, "{marked:?}");
    }
    let latin = Response::new(200).header("Content-Type", "text/plain; charset=iso-8859-1");
    let (_server, client) = client(carrier, latin.body("a"), false).await;
    let answer = client.text().send().with_response().await.unwrap();
    assert_eq!(answer.deviations(), [Deviation::Charset]);
}

async fn text_that_is_none_is_unexpected(carrier: Carrier) {
    let (_server, client_) = client(carrier, Response::text(200, vec![0xff; 4096]), false).await;
    // One run of bytes is one replacement; many are no text.
    let odd: Vec<u8> = b"a\xff".repeat(4096);
    assert!(client_.text().send().await.is_err());
    let (_server, client) = client(carrier, Response::text(200, odd), false).await;
    let error = client.text().send().await.unwrap_err();
    let Error::Unexpected(unexpected) = &error else { panic!("{error:?}") };
    assert!(matches!(unexpected.reason(), UnexpectedReason::NotUtf8(_)), "{error:?}");
    assert!(chain(&error).contains("not UTF-8"), "{error}");
}

async fn bytes_are_what_came(carrier: Carrier) {
    let picture: Vec<u8> = (0..=255).cycle().take(4096).collect();
    let response = Response::new(200).header("Content-Type", "image/png").body(picture.clone());
    let (server, client) = client(carrier, response, true).await;
    assert_eq!(client.picture().send().await.unwrap(), picture);
    assert!(server.only_request().header("accept").is_none_or(|accept| accept == "*/*"));
    let kinds = ["text", "picture", "number", "redirect"]
        .map(|name| RawClient::API.endpoint(name).unwrap().response());
    let [text, bytes, optional, redirect] = kinds;
    assert_eq!((text, bytes), (ResponseKind::Text, ResponseKind::Bytes));
    assert_eq!(optional, ResponseKind::JsonOrNothing);
    assert_eq!(redirect, ResponseKind::RedirectOrJsonOrNothing);
    assert!(redirect.is_redirect() && !optional.is_redirect());
}

async fn no_body_is_no_value(carrier: Carrier) {
    for nothing in [
        Response::new(204),
        Response::json(200, ""),
        Response::json(202, " \r\n"),
        Response::json(200, "\u{feff}"),
        Response::json(200, "null"),
    ] {
        let (_server, client) = client(carrier, nothing, true).await;
        assert_eq!(client.number().send().await.unwrap(), None);
        assert!(client.token().send().await.unwrap().is_none());
        let redirect = client.redirect().send().await.unwrap();
        assert!(matches!(redirect, RedirectOr::Value(None)), "{redirect:?}");
    }
    let (server, client_) = client(carrier, Response::json(200, "7"), true).await;
    assert_eq!(client_.number().send().await.unwrap(), Some(7));
    assert_eq!(server.only_request().header("accept"), Some("application/json"));
    assert!(matches!(client_.redirect().send().await.unwrap(), RedirectOr::Value(Some(7))));
    let (_server, client_) = client(carrier, Response::redirect(302, "/there"), true).await;
    assert!(client_.redirect().send().await.unwrap().redirect().is_some());
    let body = r#"{"access_token":"at","token_type":"Bearer","expires_in":"60"}"#;
    let (_server, client_) = client(carrier, Response::json(200, body), false).await;
    let answer = client_.token().send().with_response().await.unwrap();
    assert_eq!(answer.deviations(), [Deviation::ExpiresInString]);
    assert!(answer.expires_at().is_some());
    assert_eq!(answer.into_value().unwrap().access_token().expose_secret(), "at");
    for other in [r#""7""#, "{}", "7 7", "<html>"] {
        let (_server, client) = client(carrier, Response::json(200, other), false).await;
        assert!(matches!(client.number().send().await, Err(Error::Unexpected(_))), "{other}");
    }
}

async fn success_that_says_error_is_none(carrier: Carrier) {
    let body = r#"{"error":"invalid_token","error_description":"dead","message":"m"}"#;
    for status in [200, 401] {
        let (_server, client) = client(carrier, Response::json(status, body), false).await;
        let errors = [
            client.text().send().await.map(drop),
            client.picture().send().await.map(drop),
            client.number().send().await.map(drop),
            client.token().send().await.map(drop),
        ];
        for result in errors {
            let error = result.unwrap_err();
            assert!(matches!(error, Error::Refused(_)), "{error:?}");
            assert_eq!(error.oauth().unwrap().error(), "invalid_token");
            assert_eq!(error.body_as::<Problem>().unwrap().message, "m");
        }
    }
}
