//! One client connection: the TLS handshake where the door has one, then HTTP/1 or HTTP/2.

use std::sync::Arc;

use adit_hops::facts::ViewerTls;
use adit_hops::{Plan, Scheme};
use rustls::ServerConfig;
use rustls::server::Acceptor;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;

use crate::certificate_store::CertificateStore;
use crate::cipher;
use crate::door::{Client, Door, Visit};
use crate::worker::{Seat, Worker};
use crate::{http1, http2};

/// Whether a connection speaks TLS, which the client finds out by its port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    Tls,
    Plain,
}

/// Serves a connection to its end.
pub(crate) async fn serve(
    worker: Arc<Worker>,
    stream: TcpStream,
    transport: Transport,
    door: Door,
    client: Client,
    seat: Seat,
) {
    match transport {
        Transport::Plain => {
            let visit = Visit {
                door,
                client,
                scheme: Scheme::Http,
                tls: None,
            };
            http1::serve(worker, stream, visit).await;
        }
        Transport::Tls => serve_tls(worker, stream, door, client).await,
    }
    drop(seat);
}

async fn serve_tls(worker: Arc<Worker>, stream: TcpStream, door: Door, client: Client) {
    let handshake = async {
        let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await.ok()?;
        let sni: Option<Arc<str>> = start
            .client_hello()
            .server_name()
            .map(|name| name.to_ascii_lowercase().into());
        let config = config(
            &worker.shared.certificates.load(),
            &worker.shared.plan.load(),
            &door,
            sni.as_deref(),
        )?;
        let stream = start.into_stream(config).await.ok()?;
        Some((stream, sni))
    };
    // Boxed, since a connection is a request far longer than it is a handshake.
    let Ok(Some((stream, sni))) = timeout(worker.shared.bounds.handshake, Box::pin(handshake)).await else {
        worker.counters.failed_handshakes.add();
        return;
    };
    let session = stream.get_ref().1;
    let http2 = session.alpn_protocol() == Some(b"h2");
    let tls = ViewerTls {
        sni,
        version: cipher::version(session.protocol_version()),
        cipher: session
            .negotiated_cipher_suite()
            .map_or("", |suite| cipher::name(suite.suite())),
    };
    let visit = Visit {
        door,
        client,
        scheme: Scheme::Https,
        tls: Some(tls),
    };
    if http2 {
        http2::serve(worker, stream, visit).await;
    } else {
        http1::serve(worker, stream, visit).await;
    }
}

/// The configuration with the certificate that AWS would present there.
fn config(
    store: &CertificateStore,
    plan: &Plan,
    door: &Door,
    sni: Option<&str>,
) -> Option<Arc<ServerConfig>> {
    match door {
        Door::Public => store.edge(sni),
        Door::Balancer { balancer, port, .. } => {
            let arn = plan
                .private
                .balancers
                .get(balancer)?
                .listener(*port)?
                .certificate_for(sni)?;
            store.listener(balancer, *port, arn)
        }
        Door::Endpoint { interface, .. } => store.endpoint(interface),
    }
}
