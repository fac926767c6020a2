//! A real server for the proxy to reach: a thread a connection, an answer by a function.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

pub(crate) struct Origin {
    pub(crate) address: SocketAddr,
    pub(crate) connections: Arc<AtomicUsize>,
    /// Request heads and bodies as they came.
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
}

/// What to do after a request: the bytes to write, and whether the connection goes on.
pub(crate) type Reaction = (String, bool);

impl Origin {
    pub(crate) fn plain(react: impl Fn(&str) -> Reaction + Send + Sync + 'static) -> Self {
        Self::start(None, react)
    }

    pub(crate) fn tls(
        certificate: &adit_tls::Issued,
        react: impl Fn(&str) -> Reaction + Send + Sync + 'static,
    ) -> Self {
        let chain = CertificateDer::pem_slice_iter(certificate.certificate.as_bytes())
            .map(Result::unwrap)
            .collect();
        let key = PrivateKeyDer::from_pem_slice(certificate.private_key.as_bytes()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Self::start(Some(Arc::new(config)), react)
    }

    pub(crate) fn count(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn last_request(&self) -> String {
        self.requests.lock().unwrap().last().cloned().unwrap()
    }

    fn start(
        tls: Option<Arc<ServerConfig>>,
        react: impl Fn(&str) -> Reaction + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let (count, log, react) = (connections.clone(), requests.clone(), Arc::new(react));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                count.fetch_add(1, Ordering::SeqCst);
                let (tls, log, react) = (tls.clone(), log.clone(), react.clone());
                std::thread::spawn(move || match tls {
                    None => converse(stream, &log, &*react),
                    Some(config) => converse(
                        StreamOwned::new(ServerConnection::new(config).unwrap(), stream),
                        &log,
                        &*react,
                    ),
                });
            }
        });
        Self {
            address,
            connections,
            requests,
        }
    }
}

pub(crate) fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nX-Origin: yes\r\n\r\n{body}",
        body.len()
    )
}

fn converse(mut stream: impl Read + Write, log: &Mutex<Vec<String>>, react: &dyn Fn(&str) -> Reaction) {
    let mut buffer = Vec::new();
    while let Some(request) = request(&mut stream, &mut buffer) {
        log.lock().unwrap().push(request.clone());
        let (answer, goes_on) = react(&request);
        if stream.write_all(answer.as_bytes()).is_err() || stream.flush().is_err() || !goes_on {
            return;
        }
    }
}

fn request(stream: &mut impl Read, buffer: &mut Vec<u8>) -> Option<String> {
    let mut fill = |buffer: &mut Vec<u8>| {
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => None,
            Ok(count) => {
                buffer.extend_from_slice(&chunk[..count]);
                Some(())
            }
        }
    };
    let end = loop {
        if let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") {
            break end + 4;
        }
        fill(buffer)?;
    };
    let head = String::from_utf8(buffer[..end].to_vec())
        .unwrap()
        .to_ascii_lowercase();
    let length: Option<usize> = head
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.split('\r').next()?.parse().ok());
    let whole = |buffer: &[u8]| match length {
        Some(length) => buffer.len() >= end + length,
        None if head.contains("transfer-encoding: chunked") => buffer.ends_with(b"0\r\n\r\n"),
        None => true,
    };
    while !whole(buffer) {
        fill(buffer)?;
    }
    String::from_utf8(std::mem::take(buffer)).ok()
}
