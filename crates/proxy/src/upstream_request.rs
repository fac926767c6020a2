//! A request on its way to a real server: its head as bytes, its body as it comes from the viewer.
//!
//! The framing is ours: what the viewer's headers said about it is not repeated, so two readers cannot disagree.

use std::io;
use std::time::Duration;

use adit_hops::head::{BodyLength, Head};
use bytes::BytesMut;
use http::Method;
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT, HOST, TRANSFER_ENCODING};
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use crate::request_body::RequestBody;
use crate::wire::Wire;

/// Why an exchange on an open connection failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Nothing came back: on a kept connection, the server had closed it.
    Early,
    /// It began and did not end.
    Late,
    /// The viewer's own body did not arrive whole, or was too long.
    Viewer,
    /// It took too long.
    Slow,
}

pub(crate) fn head(head: &Head, has_body: bool) -> BytesMut {
    let mut out = BytesMut::with_capacity(512 + head.target.as_str().len());
    let mut put = |parts: &[&[u8]]| {
        for part in parts {
            out.extend_from_slice(part);
        }
    };
    put(&[
        head.method.as_str().as_bytes(),
        b" ",
        head.target.as_str().as_bytes(),
        b" HTTP/1.1\r\nHost: ",
        head.host.as_bytes(),
    ]);
    if let Some(port) = head.port {
        put(&[b":", port.to_string().as_bytes()]);
    }
    put(&[b"\r\n"]);
    for (name, value) in &head.headers {
        if [HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, EXPECT].contains(name) {
            continue;
        }
        put(&[name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"]);
    }
    match head.body {
        BodyLength::Known(length) if has_body => {
            put(&[b"content-length: ", length.to_string().as_bytes(), b"\r\n"]);
        }
        BodyLength::Chunked if has_body => put(&[b"transfer-encoding: chunked\r\n"]),
        _ if matches!(head.method, Method::POST | Method::PUT | Method::PATCH) => {
            put(&[b"content-length: 0\r\n"]);
        }
        _ => {}
    }
    put(&[b"\r\n"]);
    out
}

pub(crate) async fn write(wire: &mut Wire, bytes: &[u8]) -> io::Result<()> {
    wire.write_all(bytes).await?;
    wire.flush().await
}

/// Head and body, each step within `between`; a body longer than `limit` is broken off.
pub(crate) async fn write_all(
    wire: &mut Wire,
    head: &[u8],
    body: &mut RequestBody<'_>,
    length: BodyLength,
    limit: u64,
    between: Duration,
) -> Result<(), Broken> {
    let chunked = length == BodyLength::Chunked;
    step(wire, head, between).await?;
    let mut sent = 0_u64;
    while let Some(data) = timeout(between, body.data()).await.map_err(|_| Broken::Viewer)? {
        let data = data.map_err(|_| Broken::Viewer)?;
        sent += data.len() as u64;
        if sent > limit {
            return Err(Broken::Viewer);
        }
        if chunked {
            step(wire, format!("{:x}\r\n", data.len()).as_bytes(), between).await?;
        }
        step(wire, &data, between).await?;
        if chunked {
            step(wire, b"\r\n", between).await?;
        }
    }
    if chunked {
        step(wire, b"0\r\n\r\n", between).await?;
    }
    wire.flush().await.map_err(|_| Broken::Early)
}

async fn step(wire: &mut Wire, bytes: &[u8], between: Duration) -> Result<(), Broken> {
    match timeout(between, wire.write_all(bytes)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Broken::Early),
        Err(_) => Err(Broken::Slow),
    }
}
