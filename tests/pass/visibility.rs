//! Private, restricted and public traits.

#![deny(warnings, private_interfaces, private_bounds)]

mod inner {
    use oauth_runtime::{SecretString, oauth_api};

    /// Private.
    #[oauth_api(base_urls(a = "https://a.example"), auth = basic | none)]
    trait Private {
        #[post("/a")]
        fn a(token: SecretString);
    }

    /// To the parent.
    #[oauth_api(base_urls(a = "https://a.example"), auth = header("X-A") & header("X-B"))]
    pub(super) trait ToParent {
        #[post("/a")]
        fn a(token: SecretString);
    }

    /// To a path.
    #[oauth_api(base_urls(a = "https://a.example"), auth = basic | none)]
    pub(in crate::visibility) trait ToPath {
        #[post("/a", auth = bearer)]
        fn a(token: SecretString);
    }

    /// To the crate.
    #[oauth_api(base_urls(a = "https://a.example"), auth = basic | none)]
    pub(crate) trait ToCrate {
        #[post("/a")]
        fn a(token: SecretString);
    }

    #[test]
    fn private_is_usable_where_it_is() {
        let client = PrivateClient::new(PrivateCredentials::None);
        assert!(client.a().token("t").into_request().build().is_ok());
    }
}

#[test]
fn others_are_usable_where_they_are_seen() {
    use inner::{
        ToCrateClient, ToCrateCredentials, ToParentClient, ToParentCredentials, ToPathClient,
    };
    assert!(
        ToParentClient::new(ToParentCredentials::new("a", "b"))
            .a()
            .token("t")
            .into_request()
            .build()
            .is_ok()
    );
    assert!(
        ToCrateClient::new(ToCrateCredentials::None).a().token("t").into_request().build().is_ok()
    );
    let client = ToPathClient::new(oauth_runtime::Basic::new("u", "p"));
    assert!(
        client.a().token("t").auth(oauth_runtime::Bearer::new("t")).into_request().build().is_ok()
    );
}
