//! Made-up credentials, for every scheme that an API declares.

use crate::client::credentials::{
    AuthHeaders, Basic, Bearer, ClientCredentials, ClientId, Credentials,
};
use crate::description::{Api, Scheme};
use crate::secret::SecretString;

/// Credentials for each scheme of an API: a client of this identifier, and made-up tokens and keys.
pub(crate) struct MadeUp {
    pub(crate) api: &'static Api,
    pub(crate) client_id: String,
    pub(crate) client_secret: SecretString,
    pub(crate) access_token: SecretString,
}

impl Credentials for MadeUp {
    fn write_headers(&self, headers: &mut AuthHeaders) {
        let mut schemes: Vec<Scheme> = Vec::new();
        for endpoint in self.api.endpoints() {
            for scheme in endpoint.auth().iter().copied().flatten() {
                if !schemes.contains(scheme) {
                    schemes.push(*scheme);
                }
            }
        }
        let (id, secret) = (&*self.client_id, &self.client_secret);
        let is_of_client = |scheme: &Scheme| {
            matches!(
                scheme,
                Scheme::ClientBasic
                    | Scheme::ClientSecretBasic
                    | Scheme::ClientSecretPost
                    | Scheme::PrefixedSecret(_)
            )
        };
        // One pair serves every scheme of the client.
        if schemes.iter().any(is_of_client) {
            ClientCredentials::new(id, secret.clone()).write_headers(headers);
        } else if schemes.contains(&Scheme::ClientId) {
            ClientId::new(id).write_headers(headers);
        }
        for scheme in schemes {
            match scheme {
                Scheme::Basic => Basic::new(id, secret.clone()).write_headers(headers),
                Scheme::Bearer => Bearer::new(self.access_token.clone()).write_headers(headers),
                Scheme::Header(name) => headers.header(name, &"planted-key".into()),
                Scheme::Prefixed(word) => headers.prefixed(word, &self.access_token),
                Scheme::ClientBasic
                | Scheme::ClientSecretBasic
                | Scheme::ClientSecretPost
                | Scheme::PrefixedSecret(_)
                | Scheme::ClientId => {}
            }
        }
    }
}
