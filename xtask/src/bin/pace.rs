//! An open-loop loader over TLS: requests are due by the clock, spread evenly over the connections, and their time
//! counts from when they were due. A server that stalls is charged for every request that had to wait.
//!
//! One blocking thread a connection: precise enough (a sleep is off by some 50 microseconds) and the same for every
//! arm. Certificates are not verified, since the peers' authority and Adit's are both made for the occasion.
//!
//! `pace PORT HOST PATH RATE SECONDS CONNECTIONS` prints one line of JSON.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};

const PATIENCE: Duration = Duration::from_secs(10);
const HEAD_LIMIT: usize = 64 << 10;

type Connection = StreamOwned<ClientConnection, TcpStream>;

struct Plan {
    port: u16,
    host: String,
    path: String,
    rate: f64,
    seconds: f64,
    connections: usize,
}

/// What one connection saw: the time of each answered request, and how many failed.
#[derive(Default)]
struct Seen {
    micros: Vec<u64>,
    failed: u64,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match Plan::read(&args).and_then(|plan| load(&plan)) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("pace: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Plan {
    fn read(args: &[String]) -> anyhow::Result<Self> {
        let [port, host, path, rate, seconds, connections] = args else {
            bail!("usage: pace PORT HOST PATH RATE SECONDS CONNECTIONS");
        };
        let plan = Self {
            port: port.parse().context("PORT")?,
            host: host.clone(),
            path: path.clone(),
            rate: rate.parse().context("RATE")?,
            seconds: seconds.parse().context("SECONDS")?,
            connections: connections.parse().context("CONNECTIONS")?,
        };
        if plan.rate <= 0.0 || plan.seconds <= 0.0 || plan.connections == 0 {
            bail!("RATE, SECONDS and CONNECTIONS are above 0");
        }
        Ok(plan)
    }

    /// The path with a number in its placeholder, and a query that varies with it.
    fn request(&self, number: usize) -> String {
        let Self { host, path, .. } = self;
        let varied = match (path.split_once('{'), path.split_once('}')) {
            (Some((before, _)), Some((_, after))) => format!("{before}{number}{after}"),
            _ => path.clone(),
        };
        format!(
            "GET {varied}?page={}&size={} HTTP/1.1\r\nHost: {host}\r\n\r\n",
            number % 97,
            number % 13
        )
    }
}

fn load(plan: &Plan) -> anyhow::Result<serde_json::Value> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Unverified(aws_lc_rs::default_provider())))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let config = Arc::new(config);
    let mut connections = Vec::with_capacity(plan.connections);
    for _ in 0..plan.connections {
        connections.push(connect(plan, &config)?);
    }

    let start = Barrier::new(plan.connections);
    let (start, first) = (&start, Instant::now() + Duration::from_millis(200));
    let seen: Vec<Seen> = std::thread::scope(|scope| {
        let spawn = |(place, connection)| {
            scope.spawn(move || {
                start.wait();
                drive(plan, place, connection, first)
            })
        };
        let threads: Vec<_> = connections.into_iter().enumerate().map(spawn).collect();
        let lost = || Seen {
            micros: Vec::new(),
            failed: 1,
        };
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| lost()))
            .collect()
    });
    let elapsed = first.elapsed().as_secs_f64();
    let failed: u64 = seen.iter().map(|seen| seen.failed).sum();
    let mut micros: Vec<u64> = seen.into_iter().flat_map(|seen| seen.micros).collect();
    micros.sort_unstable();
    let at =
        |part: f64| micros.get(((micros.len() as f64 * part) as usize).min(micros.len().saturating_sub(1)));
    Ok(serde_json::json!({
        "answered": micros.len(), "failed": failed, "per_second": micros.len() as f64 / elapsed,
        "p50_us": at(0.5), "p90_us": at(0.9), "p99_us": at(0.99), "max_us": micros.last(),
    }))
}

/// Sends this connection's share of the schedule. A connection that breaks is not opened again: the rest of its share failed.
fn drive(plan: &Plan, place: usize, mut connection: Connection, first: Instant) -> Seen {
    let mut seen = Seen::default();
    let total = (plan.rate * plan.seconds) as usize;
    let mut buffer = Vec::with_capacity(HEAD_LIMIT);
    for number in (place..total).step_by(plan.connections) {
        let due = first + Duration::from_secs_f64(number as f64 / plan.rate);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        // Primes far from the connection count, so that neighbours in time differ in path.
        let request = plan.request(number * 7919 % 1_000_003);
        match exchange(&mut connection, &request, &mut buffer) {
            Ok(200) => seen.micros.push(due.elapsed().as_micros() as u64),
            Ok(_) => seen.failed += 1,
            Err(_) => {
                seen.failed += (total - number).div_ceil(plan.connections) as u64;
                break;
            }
        }
    }
    seen
}

fn exchange(connection: &mut Connection, request: &str, buffer: &mut Vec<u8>) -> anyhow::Result<u16> {
    connection.write_all(request.as_bytes())?;
    connection.flush()?;
    buffer.clear();
    let mut chunk = [0_u8; 4096];
    loop {
        let count = connection.read(&mut chunk)?;
        let Some(bytes) = chunk.get(..count).filter(|bytes| !bytes.is_empty()) else {
            bail!("closed")
        };
        buffer.extend_from_slice(bytes);
        if let Some(head_len) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head =
                String::from_utf8_lossy(buffer.get(..head_len).unwrap_or_default()).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length
                .context("an answer without content-length")?
                .trim()
                .parse()?;
            if buffer.len() >= head_len + 4 + length {
                let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
                return status.context("an answer without status");
            }
        } else if buffer.len() > HEAD_LIMIT {
            bail!("an answer's head beyond {HEAD_LIMIT} bytes");
        }
    }
}

fn connect(plan: &Plan, config: &Arc<ClientConfig>) -> anyhow::Result<Connection> {
    let stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, plan.port)), PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let name = ServerName::try_from(plan.host.clone())?;
    let mut connection = StreamOwned::new(ClientConnection::new(Arc::clone(config), name)?, stream);
    while connection.conn.is_handshaking() {
        connection.conn.complete_io(&mut connection.sock)?;
    }
    Ok(connection)
}

#[derive(Debug)]
struct Unverified(CryptoProvider);

impl ServerCertVerifier for Unverified {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
