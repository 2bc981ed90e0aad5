//! The same calls over TLS and HTTP/2, where more crates have something to tell.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use oauth_tests::{Carrier, Http as Trusting, Traces, over_each_carrier};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use crate::calls::{Http, To, all, builder};
use crate::canary::{Shown, tells};
use crate::echo::success;
use crate::places::{look, tells_of};

/// A server on a thread of its own, so that what it is told itself is not recorded. It ends with its thread's runtime.
struct Secure {
    address: SocketAddr,
    certificate: CertificateDer<'static>,
    /// Whether each request came with a canary.
    requests: Arc<Mutex<Vec<bool>>>,
    _until_dropped: tokio::sync::oneshot::Sender<()>,
}

impl Secure {
    fn start() -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth();
        let chain = vec![made.cert.der().clone()];
        let mut config = config.with_single_cert(chain, key.into()).unwrap();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::default();
        let (until_dropped, dropped) = tokio::sync::oneshot::channel();
        let serving = serve(listener, TlsAcceptor::from(Arc::new(config)), Arc::clone(&requests));
        std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                tokio::select! { _ = dropped => {}, () = serving => {} }
            });
        });
        let certificate = made.cert.der().clone();
        Self { address, certificate, requests, _until_dropped: until_dropped }
    }
}

async fn serve(listener: std::net::TcpListener, tls: TlsAcceptor, requests: Arc<Mutex<Vec<bool>>>) {
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    while let Ok((stream, _)) = listener.accept().await {
        let (tls, requests) = (tls.clone(), Arc::clone(&requests));
        tokio::spawn(async move {
            let stream = tls.accept(stream).await.unwrap();
            let mut connection = h2::server::handshake(stream).await.unwrap();
            while let Some(Ok((request, mut respond))) = connection.accept().await {
                let requests = Arc::clone(&requests);
                tokio::spawn(async move {
                    let (head, mut body) = request.into_parts();
                    let mut seen = format!("{:?}", head.uri);
                    for value in head.headers.values() {
                        seen.push_str(&String::from_utf8_lossy(value.as_bytes()));
                    }
                    while let Some(Ok(chunk)) = body.data().await {
                        body.flow_control().release_capacity(chunk.len()).unwrap();
                        seen.push_str(&String::from_utf8_lossy(&chunk));
                    }
                    requests.lock().unwrap().push(tells(&seen));
                    let answer = http::Response::builder()
                        .header("content-type", "application/json")
                        .header("set-cookie", "c4n4ry")
                        .header("location", "/c4n4ry");
                    let mut stream =
                        respond.send_response(answer.body(()).unwrap(), false).unwrap();
                    stream.send_data(Bytes::from(success().to_string()), true).unwrap();
                });
            }
        });
    }
}

over_each_carrier! { nothing_is_told_over_tls_and_http2 }

async fn nothing_is_told_over_tls_and_http2(carrier: Carrier) {
    let server = Secure::start();
    let http = match carrier {
        Carrier::Reqwest => {
            let certificate = reqwest::Certificate::from_der(&server.certificate).unwrap();
            Http::Reqwest(builder().tls_certs_only([certificate]).build().unwrap())
        }
        Carrier::Hyper => Http::Hyper(Trusting::trusting([server.certificate.clone()]).hyper()),
    };
    let to = To { origin: format!("https://{}", server.address), http };
    let mut shown = Shown::default();
    let traces = Traces::record();
    for call in all() {
        let of_call = (call.make)(&to).await;
        shown.texts += of_call.texts;
        shown.leaks.extend(of_call.leaks);
    }
    let told: BTreeMap<_, _> = look(&traces, &mut shown);
    println!("{} texts were looked at; told by {told:?}", shown.texts);
    for teller in ["oauth_runtime", tells_of(carrier), "h2", "rustls"] {
        assert!(told.contains_key(teller), "{teller} tells nothing: {told:?}");
    }
    assert_eq!(*server.requests.lock().unwrap(), vec![true; 2 * all().len()]);
    shown.assert_clean(all().len() * 18);
}
