//! Requests: what is given is what is sent.

use oauth_runtime::{Error, SecretString, error::BuildErrorKind, oauth_api};

use super::decoders;

/// An API with a parameter in each place that is encoded.
#[oauth_api(base_url = "https://vendor.example/base", auth = none, body = form | json)]
pub trait Encoded {
    /// All places at once.
    #[post("/{segment}/end", allow(secret_in_url))]
    fn all(
        segment: SecretString,
        #[query] first: String,
        #[query]
        #[name = "se&co=nd"]
        second: Option<String>,
        field: String,
        #[name = "fi&e=ld"] other: Option<SecretString>,
    );
}

/// Sends each line in a place of its own: a path segment, two parameters of the query, two fields, and the rest under a name of
/// the caller's.
pub fn request(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.split('\n');
    let mut next = || lines.next().unwrap_or_default().to_owned();
    let (segment, first, second, field, other) = (next(), next(), next(), next(), next());
    let extra = lines.collect::<Vec<_>>().join("\n");
    let call = |json: bool| {
        let client = EncodedClient::new();
        let call = client.all().segment(&*segment).first(&*first).second(&*second);
        let call = call.field(&*field).other(&*other);
        if json { call.json() } else { call }.into_request().extra("e xtra", &*extra)
    };
    let request = match call(false).build() {
        Ok(request) => request,
        Err(Error::Build(error)) => {
            match error.kind() {
                BuildErrorKind::EmptyPathSegment { .. } => assert!(segment.is_empty()),
                BuildErrorKind::DotPathSegment { .. } => assert!(segment == "." || segment == ".."),
                BuildErrorKind::UrlTooLong => assert!(data.len() > 10_000),
                other => panic!("{other:?}"),
            }
            return;
        }
        Err(other) => panic!("{other:?}"),
    };
    let path = request.uri().path();
    let sent = path.strip_prefix("/base/").and_then(|path| path.strip_suffix("/end")).unwrap();
    assert!(!sent.contains('/'), "{path}");
    assert_eq!(decoders::percent(sent), segment);
    let query = [("first", &first), ("se&co=nd", &second)];
    let fields = [("field", &field), ("fi&e=ld", &other), ("e xtra", &extra)];
    assert_is(request.uri().query().unwrap(), &query);
    assert_is(std::str::from_utf8(request.body()).unwrap(), &fields);
    // Others read the same URL.
    assert_eq!(url::Url::parse(&request.uri().to_string()).unwrap().path(), path);

    let body = call(true).build().unwrap().into_body();
    let json = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&body).unwrap();
    assert_eq!(json.len(), fields.len());
    for (name, value) in &fields {
        assert_eq!(json.get(*name).and_then(|value| value.as_str()), Some(value.as_str()));
    }
}

fn assert_is(encoded: &str, expected: &[(&str, &String)]) {
    let decoded = decoders::form(encoded);
    let decoded: Vec<_> = decoded.iter().map(|(name, value)| (name.as_str(), value)).collect();
    assert_eq!(decoded, expected);
}
