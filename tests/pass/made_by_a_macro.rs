//! A declaration whose parts come out of a macro of the user's own, as fragments of every kind.

#![deny(warnings)]

use ::oauth_runtime as runtime;
use runtime::{SecretString, oauth_api};

/// Declares an API with one endpoint.
macro_rules! declare {
    (
        $(#[$attr:meta])*
        $vis:vis $api:ident at $url:literal,
        $method:ident $path:literal $endpoint:ident(
            $first:ident: $type:ty,
            $second:ident: $ident:ident = $value:literal,
            $third:ident,
        ) -> $answer:ty
    ) => {
        $(#[$attr])*
        #[oauth_api(
            crate = $crate::made_by_a_macro::runtime,
            base_url = $url,
            auth = header("X-Key") as $first | none,
            error = $answer
        )]
        $vis trait $api {
            /// An endpoint.
            #[$method($path, errors(404 => $answer))]
            fn $endpoint(
                $first: $type,
                #[server_default = $value] $second: Option<$ident>,
                #[name = $value] $third: Option<$type>,
                #[default = 1] own: u8,
                token: SecretString,
                id: $type,
            ) -> $answer;

            /// Never there.
            #[cfg(not(test))]
            #[$method($path)]
            fn never(gone: NoSuchType) -> $answer;

            /// The same with a JSON body.
            #[put("/json", body = json)]
            fn json(list: Vec<$type>, $first: $type);
        }
    };
}

declare! {
    /// A vendor.
    pub(crate) Made at "https://vendor.example",
    post "/things/{id}" things(name: String, kind: Kind = "plain", other,) -> Answer
}

/// Declares an API that the macro makes whole, and that is `pub` where nobody sees it.
macro_rules! declare_whole {
    ($api:ident, $endpoint:ident) => {
        /// A vendor.
        #[oauth_api(base_urls(live = "https://v.example"), auth = header("X-Key") & basic | bearer)]
        pub trait $api {
            /// An endpoint.
            #[post("/things/{id}", auth = bearer | none)]
            fn $endpoint(id: u64, token: SecretString, kind: Option<Kind>) -> Answer;

            /// A token endpoint.
            #[post("/token")]
            #[grant(client_credentials)]
            fn token(grant_type: String) -> Answer;
        }
    };
}

/// What nobody sees or calls.
mod unseen {
    use super::{Answer, Kind, SecretString, oauth_api};

    declare_whole!(Unseen, things);
}

runtime::open_enum! {
    /// A kind.
    pub(crate) enum Kind {
        /// Plain.
        Plain = "plain",
    }
}

/// An answer.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Answer {
    id: u8,
}

#[test]
fn fragments_are_what_they_stand_for() {
    let client = MadeClient::new(MadeCredentials::None);
    let request = client
        .things()
        .name("n")
        .kind(Kind::Plain)
        .other("o")
        .token("t")
        .id("i")
        .into_request()
        .build();
    let request = request.unwrap();
    assert_eq!(request.uri(), "https://vendor.example/things/i");
    assert_eq!(&request.body()[..], b"name=n&kind=plain&plain=o&own=1&token=t");
    let request = client.json().list(["a"]).name("n").into_request().build().unwrap();
    assert_eq!(&request.body()[..], br#"{"list":["a"],"name":"n"}"#);
    let answer: Answer = serde_json::from_str(r#"{"id":1}"#).unwrap();
    assert_eq!(answer.id, 1);
}
