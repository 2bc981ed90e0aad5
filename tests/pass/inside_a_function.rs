//! A declaration inside a function, with types that only the function knows.

#![deny(warnings)]

#[test]
fn expands_inside_a_function() {
    use oauth_runtime::{oauth_api, open_enum};

    open_enum! {
        enum Kind {
            Plain = "plain",
        }
    }

    #[derive(serde::Deserialize)]
    struct Thing {
        id: u8,
    }

    #[oauth_api(base_urls(a = "https://a.example"), auth = basic | none)]
    trait Local {
        #[post("/things/{id}")]
        fn things(id: String, kind: Kind, #[default = "plain"] other: Kind) -> Thing;
    }

    let client = LocalClient::new(LocalCredentials::None);
    let request = client.things().id("i").kind("plain").into_request().build().unwrap();
    assert_eq!(request.uri(), "https://a.example/things/i");
    assert_eq!(&request.body()[..], b"kind=plain&other=plain");
    let thing: Thing = serde_json::from_str(r#"{"id":1}"#).unwrap();
    assert_eq!(thing.id, 1);
}
