//! Signing a person in from a program without a web server of its own: the device flow and the loopback listener.
//!
//! A program on a machine with a browser listens on loopback for the callback:
//!
//! ```no_run
//! use oauth_runtime::sign_in::{ListenerError, LoopbackListener};
//! use oauth_runtime::{Callback, Pkce, SecretString, State, Token, oauth_api};
//!
//! #[oauth_api(base_url = "https://vendor.example")]
//! pub trait Vendor {
//!     /// Lets a person agree; for a browser.
//!     #[get("/authorize", browser)]
//!     fn authorize(
//!         #[constant = "code"] response_type: String,
//!         client_id: String,
//!         redirect_uri: String,
//!         state: String,
//!         code_challenge: String,
//!         code_challenge_method: String,
//!     );
//!
//!     /// Trades a code for a token.
//!     #[post("/token")]
//!     #[grant(authorization_code, needs(client_id, code, redirect_uri, code_verifier))]
//!     fn token(
//!         client_id: Option<String>,
//!         grant_type: String,
//!         code: Option<SecretString>,
//!         redirect_uri: Option<String>,
//!         code_verifier: Option<SecretString>,
//!     ) -> Token;
//! }
//!
//! async fn sign_in(vendor: &VendorClient) -> Result<Token, Box<dyn std::error::Error>> {
//!     let listener = LoopbackListener::bind().await?;
//!     let redirect_uri = listener.redirect_uri().to_owned();
//!     let (state, pkce) = (State::generate()?, Pkce::generate()?);
//!     let url = vendor.authorize().client_id("id").redirect_uri(&redirect_uri).state(&state).pkce(&pkce).url()?;
//!     println!("open {url}");
//!
//!     let code = listener.code(&Callback::new(&state)).await?;
//!     let request = vendor.token().authorization_code().client_id("id").redirect_uri(redirect_uri);
//!     Ok(request.code(code.into_code()).code_verifier(pkce.into_verifier()).send().await?)
//! }
//! ```
//!
//! A program without a browser shows a code, which the person enters on another device: [`DeviceFlow`].

mod device;
mod listener;

pub use device::authorization::{DeviceAuthorization, DeviceDeviation};
pub use device::error::DeviceError;
pub use device::flow::DeviceFlow;
pub use listener::builder::LoopbackBuilder;
pub use listener::error::{ListenerError, Rejection};
pub use listener::loopback::LoopbackListener;
