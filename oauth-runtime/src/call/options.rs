//! Options of one call: what a caller adds beyond the declaration.

use secrecy::SecretString;

use crate::client::credentials::{AuthHeaders, Credentials};
use crate::description::{BodyKind, Endpoint};
use crate::erased::Erased;

/// What one call has beyond its parameters. Empty in nearly every call, and then it allocates nothing.
#[derive(Default)]
pub(crate) struct Options {
    body: Option<BodyKind>,
    grant: Option<&'static str>,
    more: Option<Box<dyn Erased<More>>>,
}

#[derive(Default)]
struct More {
    extras: Vec<(String, SecretString)>,
    headers: Vec<(String, SecretString)>,
    auth: Option<AuthHeaders>,
}

impl Options {
    pub(crate) fn set_body(&mut self, kind: BodyKind) {
        self.body = Some(kind);
    }

    pub(crate) fn set_grant(&mut self, grant_type: &'static str) {
        self.grant = Some(grant_type);
    }

    pub(crate) fn set_auth(&mut self, credentials: &dyn Credentials) {
        self.more().auth = Some(AuthHeaders::of(credentials));
    }

    pub(crate) fn push_extra(&mut self, name: String, value: SecretString) {
        self.more().extras.push((name, value));
    }

    pub(crate) fn push_header(&mut self, name: String, value: SecretString) {
        self.more().headers.push((name, value));
    }

    fn more(&mut self) -> &mut More {
        let more = self.more.get_or_insert_with(|| Box::new(More::default()));
        (**more).inner_mut()
    }

    fn existing(&self) -> Option<&More> {
        self.more.as_ref().map(|more| (**more).inner())
    }

    /// The content type of the body: what the call picks among those declared, or else the first of them.
    pub(crate) fn body_kind(&self, endpoint: &Endpoint) -> Option<BodyKind> {
        let declared = endpoint.bodies();
        let picked = self.body.filter(|kind| declared.contains(kind));
        picked.or_else(|| declared.first().copied())
    }

    /// The value of `grant_type`, where the call began at the entry of a grant.
    pub(crate) fn grant(&self) -> Option<&'static str> {
        self.grant
    }

    pub(crate) fn auth(&self) -> Option<&AuthHeaders> {
        self.existing()?.auth.as_ref()
    }

    pub(crate) fn extras(&self) -> &[(String, SecretString)] {
        self.existing().map_or(&[], |more| &more.extras)
    }

    pub(crate) fn headers(&self) -> &[(String, SecretString)] {
        self.existing().map_or(&[], |more| &more.headers)
    }
}
