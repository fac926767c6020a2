//! What the subcommands speak with: a small blocking HTTP/1.1 client, through the vantage proxy or straight to the API.
//!
//! One request a connection, bounded in size and time. It exists because a vantage is chosen in the SOCKS greeting and
//! because Adit's own authority is what it trusts.

pub(crate) mod admin;
pub(crate) mod http;
pub(crate) mod socks;
pub(crate) mod tls;
pub(crate) mod url;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use rustls::ClientConfig;

pub(crate) use http::{Answer, Question};
pub(crate) use url::Url;

/// A stream to a server, plain or TLS.
pub(crate) trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

/// How a request is sent from a vantage.
#[derive(Clone)]
pub(crate) struct Viewer {
    pub(crate) proxy: SocketAddr,
    /// `internet-IE`, `subnet-...`.
    pub(crate) from: String,
    pub(crate) tls: Arc<ClientConfig>,
    pub(crate) patience: Duration,
}

/// What came of a request.
#[derive(Debug)]
pub(crate) enum Sent {
    Answered(Answer, Duration),
    /// No connection, or no answer on it; the sentence says which.
    Unanswered(String, Duration),
}

impl Viewer {
    pub(crate) fn send(&self, url: &Url, question: &Question<'_>) -> Sent {
        let started = Instant::now();
        match self.try_send(url, question) {
            Ok(answer) => Sent::Answered(answer, started.elapsed()),
            Err(error) => Sent::Unanswered(format!("{error:#}"), started.elapsed()),
        }
    }

    fn try_send(&self, url: &Url, question: &Question<'_>) -> anyhow::Result<Answer> {
        let stream = TcpStream::connect_timeout(&self.proxy, Duration::from_secs(5))
            .with_context(|| format!("no vantage proxy at {}; is `adit up` running?", self.proxy))?;
        stream.set_read_timeout(Some(self.patience))?;
        stream.set_write_timeout(Some(self.patience))?;
        stream.set_nodelay(true)?;
        let stream = socks::connect(stream, &self.from, &url.host, url.port)?;
        let mut stream: Box<dyn Stream> = if url.https {
            Box::new(tls::wrap(stream, &url.host, self.tls.clone())?)
        } else {
            Box::new(stream)
        };
        http::exchange(&mut *stream, url, question)
    }
}
