//! The transport of a client that was given none, where there is no reqwest.

use std::future::ready;
use std::sync::OnceLock;

use bytes::Bytes;

use crate::encode::prepared::PreparedRequest;
use crate::error::{BuildErrorKind, Delivery, TransportError, TransportErrorKind};
use crate::transport::hyper::{HyperTransport, HyperTransportBuilder};
use crate::transport::interface::{Transport, TransportFuture};
use crate::transport::limits::Limits;
use crate::transport::settings::Settings;

/// hyper's client, set up when the first call is sent.
pub(crate) struct DefaultTransport {
    transport: OnceLock<HyperTransport>,
    settings: Settings,
}

impl DefaultTransport {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { transport: OnceLock::new(), settings }
    }

    fn transport(&self) -> Result<&HyperTransport, BuildErrorKind> {
        if let Some(transport) = self.transport.get() {
            return Ok(transport);
        }
        let transport = HyperTransportBuilder::with(&self.settings).finish()?;
        Ok(self.transport.get_or_init(|| transport))
    }
}

impl Transport for DefaultTransport {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        match self.transport() {
            Ok(transport) => transport.send(request, limits),
            Err(kind) => {
                let error = TransportError::new(TransportErrorKind::Other, Delivery::NotSent);
                Box::pin(ready(Err(error.with_source(kind.to_string()))))
            }
        }
    }

    fn carry(
        &self,
        request: PreparedRequest,
        limits: Limits,
    ) -> Result<TransportFuture, BuildErrorKind> {
        self.transport()?.carry(request, limits)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;

    use crate::transport::default::default_transport;

    use super::*;

    #[tokio::test]
    async fn client_without_a_transport_has_this_one() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let uri = format!("http://{}/token", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"code=c") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                request.extend(byte);
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").unwrap();
            String::from_utf8(request).unwrap()
        });
        let transport = default_transport(Settings::default());
        let request = http::Request::post(uri).body(Bytes::from_static(b"code=c")).unwrap();
        let response = transport.send(request, Limits::default()).await.unwrap();
        let body = response.into_body().try_into_mut();
        assert_eq!(body.expect("shared, it could not be wiped"), b"{}"[..]);
        let request = server.join().unwrap();
        assert!(request.starts_with("POST /token HTTP/1.1\r\n"), "{request}");
        assert!(request.contains("user-agent: oauth-runtime/"), "{request}");
    }
}
