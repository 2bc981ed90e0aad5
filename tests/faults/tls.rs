//! TLS that must not be trusted: nothing is sent, nothing tried again, and the error says why.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::{
    Delivery, Error, GrantState, Retry,
    error::{TlsReason, TransportErrorKind},
};
use oauth_tests::{Carrier, HOST, Http, NOWHERE, over_each_carrier};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use crate::endpoints::all;
use crate::matrix;
use crate::outcome::Outcome::{NotSent, Untrusted, Value};
use crate::raw::read_request;

/// Trusts the authority of the tests, and nobody else.
pub(crate) fn trusting() -> Http {
    Http::trusting([Authority::trusted().certificate()])
}

/// An authority that signs certificates.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// The one that the clients of the tests trust.
    pub(crate) fn trusted() -> &'static Self {
        static TRUSTED: OnceLock<Authority> = OnceLock::new();
        TRUSTED.get_or_init(|| Self::new("Authority of the tests"))
    }

    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn certificate(&self) -> CertificateDer<'static> {
        self.0.der().clone()
    }

    /// What a server needs that shows a certificate for this host, valid in these years.
    pub(crate) fn server(&self, host: &str, years: [i32; 2], protocols: &[&[u8]]) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(years[0], 1, 1);
        params.not_after = date_time_ymd(years[1], 1, 1);
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key.into())
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        config
    }
}

const VALID: [i32; 2] = [2000, 4000];

/// What a server on an `https` port does.
#[derive(Clone)]
enum Speaks {
    Tls(Arc<ServerConfig>),
    /// These bytes, after what the client says first; then it closes.
    Bytes(Vec<u8>),
}

impl Speaks {
    fn tls(authority: &Authority, host: &str, years: [i32; 2]) -> Self {
        Self::Tls(Arc::new(authority.server(host, years, &[b"http/1.1"])))
    }

    /// The answer of a server that knows nothing newer than TLS 1.0.
    ///
    /// [RFC 2246, section 7.4.1.3](https://www.rfc-editor.org/rfc/rfc2246#section-7.4.1.3)
    fn tls_1_0() -> Self {
        let mut hello = vec![0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1];
        hello.extend([7; 32]);
        // No session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
        hello.extend([0, 0, 0x2f, 0]);
        Self::Bytes(hello)
    }
}

/// A server on an `https` port.
struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    _serving: JoinSet<()>,
}

impl Server {
    async fn start(speaks: Speaks) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (connections, requests) = <(Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
        let (connected, arrived) = (Arc::clone(&connections), Arc::clone(&requests));
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut open = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                connected.fetch_add(1, Ordering::SeqCst);
                open.spawn(serve(stream, speaks.clone(), Arc::clone(&arrived)));
            }
        });
        Self { port, connections, requests, _serving: serving }
    }

    fn origin(&self) -> String {
        format!("https://{HOST}:{}", self.port)
    }

    /// Connections and requests so far.
    fn counts(&self) -> (usize, usize) {
        (self.connections.load(Ordering::SeqCst), self.requests.load(Ordering::SeqCst))
    }
}

async fn serve(mut stream: TcpStream, speaks: Speaks, arrived: Arc<AtomicUsize>) {
    match speaks {
        Speaks::Tls(config) => {
            let Ok(mut stream) = TlsAcceptor::from(config).accept(stream).await else { return };
            if read_request(&mut stream).await.is_some() {
                arrived.fetch_add(1, Ordering::SeqCst);
                let body = matrix::GOOD;
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                drop(
                    stream.write_all([head.as_bytes(), body.as_bytes()].concat().as_slice()).await,
                );
                drop(stream.shutdown().await);
            }
        }
        Speaks::Bytes(bytes) => {
            let mut hello = [0; 4096];
            if stream.read(&mut hello).await.is_ok_and(|read| read > 0) {
                drop(stream.write_all(&bytes).await);
                drop(stream.shutdown().await);
                while stream.read(&mut hello).await.is_ok_and(|read| read > 0) {}
            }
        }
    }
}

/// One row: its name, the server, why it is not trusted, and what the error says of that.
type Row = (&'static str, Speaks, TlsReason, &'static str);

fn rows() -> Vec<Row> {
    let trusted = Authority::trusted();
    vec![
        (
            "2 certificate of another host",
            Speaks::tls(trusted, "other.test", VALID),
            TlsReason::OtherHost,
            "the certificate of the server is for another host",
        ),
        (
            "2 certificate that has expired",
            Speaks::tls(trusted, HOST, [2000, 2001]),
            TlsReason::Expired,
            "the certificate of the server has expired",
        ),
        (
            "2 certificate of the future",
            Speaks::tls(trusted, HOST, [3999, 4000]),
            TlsReason::NotValidYet,
            "the certificate of the server is not valid yet",
        ),
        (
            "2 authority that nobody knows",
            Speaks::tls(&Authority::new("Authority of somebody else"), HOST, VALID),
            TlsReason::UnknownAuthority,
            "the certificate of the server is from an authority that is not trusted here",
        ),
        (
            "2 authority with a borrowed name",
            Speaks::tls(&Authority::new("Authority of the tests"), HOST, VALID),
            TlsReason::UnknownAuthority,
            "the certificate of the server is from an authority that is not trusted here",
        ),
        (
            "2 TLS 1.0",
            Speaks::tls_1_0(),
            TlsReason::NothingInCommon,
            "the server offers no version of TLS or cipher that is taken",
        ),
        (
            // RFC 8446, section 6: a fatal alert `protocol_version`.
            "2 older than what is offered",
            Speaks::Bytes(vec![0x15, 3, 1, 0, 2, 2, 70]),
            TlsReason::NothingInCommon,
            "the server offers no version of TLS or cipher that is taken",
        ),
        (
            "2 plain HTTP on the port of TLS",
            Speaks::Bytes(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
            TlsReason::NotTls,
            "the server does not speak TLS",
        ),
    ]
}

over_each_carrier! {
    nothing_is_sent_to_whom_is_not_trusted,
    authority_of_ones_own_is_taken,
    default_client_trusts_no_stranger,
    unknown_name_reaches_nobody,
}

async fn nothing_is_sent_to_whom_is_not_trusted(carrier: Carrier) {
    let mut wrong = Vec::new();
    for (name, speaks, reason, message) in rows() {
        let server = Server::start(speaks).await;
        let calls = all();
        for (round, retry) in [None, Some(matrix::retry())].into_iter().enumerate() {
            let outcomes =
                matrix::call_all(carrier, &server.origin(), matrix::PATIENCE, retry).await;
            if round == 0 {
                matrix::print(name, &outcomes);
            }
            wrong.extend(matrix::compare(name, &calls, &outcomes, |_| Untrusted(reason)));
            let connections = calls.len() * (round + 1);
            assert_eq!(server.counts(), (connections, 0), "{name}: one connection for each call");
        }
        let error = exchange(carrier, &server.origin(), retrying()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("`oauth_token_post`: {message}; it was not sent"));
        let Error::Transport(transport) = &error else { panic!("{error:?}") };
        assert_eq!(transport.kind(), TransportErrorKind::Tls(reason));
        assert_eq!(
            (error.delivery(), error.grant_state()),
            (Delivery::NotSent, GrantState::Intact)
        );
        assert_eq!(server.counts(), (calls.len() * 2 + 1, 0), "{name}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn retrying() -> Retry {
    Retry::times(3).first_delay(Duration::from_millis(1))
}

/// A code exchange through an HTTP client as a user would make it: with an authority of one's own.
async fn exchange(carrier: Carrier, origin: &str, retry: Retry) -> Result<(), Error> {
    let builder = carrier.with(trusting(), MastodonClient::builder());
    let client = builder.base_url(origin).retry(retry).build()?;
    let request = client.oauth_token_post().authorization_code().client_id("id");
    let request = request.client_secret("canary-secret").code("canary-code");
    request.redirect_uri("https://app.example/cb").send().await.map(drop)
}

/// What the rows above turn on: the same server is fine as soon as its authority, host and time are.
async fn authority_of_ones_own_is_taken(carrier: Carrier) {
    let server = Server::start(Speaks::tls(Authority::trusted(), HOST, VALID)).await;
    exchange(carrier, &server.origin(), retrying()).await.unwrap();
    assert_eq!(server.counts(), (1, 1));
    let outcomes = matrix::call_all(carrier, &server.origin(), matrix::PATIENCE, None).await;
    let wrong = matrix::compare("TLS as it should be", &all(), &outcomes, |_| Value);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(server.counts(), (all().len() + 1, all().len() + 1));
}

/// What a client does that was given no HTTP client, with the authorities of this machine.
async fn default_client_trusts_no_stranger(carrier: Carrier) {
    let server = Server::start(Speaks::tls(Authority::trusted(), "127.0.0.1", VALID)).await;
    let origin = format!("https://127.0.0.1:{}", server.port);
    let client = carrier.on(MastodonClient::builder()).base_url(origin).build().unwrap();
    let request = client.oauth_revoke_post().client_id("id").client_secret("canary-secret");
    let error = request.token("canary-token").send().retry(retrying()).await.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!(transport.kind(), TransportErrorKind::Tls(TlsReason::UnknownAuthority));
    assert_eq!(server.counts(), (1, 0));
}

async fn unknown_name_reaches_nobody(carrier: Carrier) {
    for retry in [None, Some(matrix::retry())] {
        let origin = format!("https://{NOWHERE}");
        let outcomes = matrix::call_all(carrier, &origin, matrix::PATIENCE, retry).await;
        matrix::print("1 name that nobody knows", &outcomes);
        let wrong = matrix::compare("1 name that nobody knows", &all(), &outcomes, |_| NotSent);
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
