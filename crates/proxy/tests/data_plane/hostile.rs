//! What clients should not send: answered or closed, never believed, never kept waiting for.

use std::time::Duration;

use adit_proxy::Bounds;

use crate::client::Client;
use crate::scene::{EDGE, Scene};

fn scene() -> Scene {
    let bounds = Bounds {
        head_read: Duration::from_millis(500),
        handshake: Duration::from_millis(500),
        ..Bounds::default()
    };
    Scene::with(adit_testkit::design_b(), bounds, 100)
}

/// The statuses, in order, that come back for these bytes; the connection ends afterwards.
#[track_caller]
fn check(scene: &Scene, bytes: &[u8], expected: &[u16]) {
    for mut client in [scene.http(), scene.https(EDGE)] {
        client.write(bytes);
        let mut statuses = Vec::new();
        while let Some(answer) = client.answer(false) {
            statuses.push(answer.status);
        }
        let statuses: Vec<u16> = statuses
            .into_iter()
            .map(|s| if s == 301 { 200 } else { s })
            .collect();
        assert_eq!(
            statuses,
            expected,
            "{}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(80)])
        );
    }
}

#[test]
fn hosts() {
    let scene = scene();
    check(&scene, b"GET / HTTP/1.1\r\n\r\n", &[400]);
    check(
        &scene,
        format!("GET / HTTP/1.1\r\nHost: {EDGE}\r\nHost: {EDGE}\r\n\r\n").as_bytes(),
        &[400],
    );
    check(&scene, b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", &[400]);
    check(
        &scene,
        b"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n",
        &[400],
    );
}

#[test]
fn lengths_that_conflict() {
    let scene = scene();
    let post = |headers: &str| format!("POST /v1/hello HTTP/1.1\r\nHost: {EDGE}\r\n{headers}\r\n\r\nhello");
    check(
        &scene,
        post("Content-Length: 5\r\nContent-Length: 6").as_bytes(),
        &[400],
    );
    check(&scene, post("Content-Length: -5").as_bytes(), &[400]);
    check(&scene, post("Content-Length: 5x").as_bytes(), &[400]);
    check(&scene, post("Transfer-Encoding: gzip").as_bytes(), &[400]);
    // Both: the coding counts, and what follows the body is not read as a request.
    let both = format!(
        "POST /v1/hello HTTP/1.1\r\nHost: {EDGE}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: {EDGE}\r\n\r\n"
    );
    for mut client in [scene.http(), scene.https(EDGE)] {
        client.write(both.as_bytes());
        assert!(client.answer(false).is_some());
        assert!(client.is_closed());
    }
    assert!(
        scene
            .proxy()
            .traces()
            .unwrap()
            .last(100)
            .iter()
            .all(|trace| !trace.url.contains("smuggled"))
    );
}

#[test]
fn broken_chunking() {
    let scene = scene();
    for body in [
        "zz\r\nhello\r\n0\r\n\r\n",
        "5\r\nhelloXX0\r\n\r\n",
        "fffffffffffffffff\r\n",
    ] {
        let request =
            format!("POST /v1/hello HTTP/1.1\r\nHost: {EDGE}\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        let mut client = scene.https(EDGE);
        client.write(request.as_bytes());
        // Whatever was answered, nothing after it is believed.
        while client.answer(false).is_some() {}
    }
    assert_eq!(scene.get(EDGE, "/v1/hello").status, 200);
}

#[test]
fn sizes() {
    let scene = scene();
    let mut client = scene.https(EDGE);
    let long = "a".repeat(8200);
    assert_eq!(client.get(EDGE, &format!("/{long}")).status, 414);
    let mut client = scene.https(EDGE);
    let header = "b".repeat(33_000);
    let request = format!("GET /v1/hello HTTP/1.1\r\nHost: {EDGE}\r\nX-Big: {header}\r\n\r\n");
    assert_eq!(client.send(&request).unwrap().status, 494);
    let huge = "c".repeat(200_000);
    let mut client = scene.https(EDGE);
    let answer = client.send(&format!(
        "GET / HTTP/1.1\r\nHost: {EDGE}\r\nX-Huge: {huge}\r\n\r\n"
    ));
    assert!(answer.is_none_or(|answer| answer.status == 431));
    let mut client = scene.https(EDGE);
    let answer = client.send(&format!(
        "POST / HTTP/1.1\r\nHost: {EDGE}\r\nContent-Length: 99999999999\r\n\r\n"
    ));
    assert!(answer.is_none_or(|answer| answer.status == 413));
}

#[test]
fn garbage() {
    let scene = scene();
    check(&scene, b"\x00\x01\x02\x03\r\n\r\n", &[400]);
    check(&scene, b"GET  HTTP/1.1\r\n\r\n", &[400]);
    check(&scene, b"GET / HTTP/1.1\r\nno colon here\r\n\r\n", &[400]);
    // HTTP/2 is agreed in the handshake or not spoken.
    check(&scene, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &[505]);
    let addresses = scene.proxy().addresses();
    for address in [addresses.edge_https, addresses.edge_http, addresses.vantage] {
        for bytes in [
            &b"\x16\x03\x01\xff\xff\xff\xff"[..],
            &[0xff; 4096],
            b"GET / HTTP/1.1\r\nHost: a\r\n",
            b"\x05",
            b"",
        ] {
            let mut client = Client::plain(Client::connect(address));
            client.write(bytes);
            while client.answer(false).is_some() {}
        }
    }
    assert_eq!(scene.get(EDGE, "/v1/hello").status, 200);
    scene.soon("closed connections", || {
        scene.proxy().metrics().open_connections == 0
    });
}

#[test]
fn slow_heads() {
    let scene = scene();
    let mut client = scene.https(EDGE);
    client.write(format!("GET /v1/hello HTTP/1.1\r\nHost: {EDGE}\r\nX-Slow: ").as_bytes());
    assert!(client.is_closed() || client.answer(false).is_some());
}

#[test]
fn more_connections_than_there_may_be() {
    let scene = Scene::with(
        adit_testkit::design_b(),
        Bounds {
            connections: 2,
            ..Bounds::default()
        },
        100,
    );
    let mut first = scene.https(EDGE);
    let _second = scene.https(EDGE);
    let mut third = Client::plain(Client::connect(scene.proxy().addresses().edge_https));
    assert!(third.is_closed());
    assert_eq!(first.get(EDGE, "/v1/hello").status, 200);
    assert_eq!(scene.proxy().metrics().refused_connections, 1);
}
