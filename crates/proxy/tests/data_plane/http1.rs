//! HTTP/1 as it may be spoken: several requests at once, old versions, closed connections, awaited bodies.

use std::io::{Read, Write};

use crate::client::Client;
use crate::origin::Origin;
use crate::scene::{EDGE, Scene};

const HELLO: &str = r#"{"message":"hello"}"#;

fn hello(more: &str) -> String {
    format!("GET /v1/hello HTTP/1.1\r\nHost: {EDGE}\r\n{more}\r\n")
}

/// A distribution that answers a POST with its body.
fn echo() -> (Origin, String) {
    let origin = Origin::plain(|request| {
        let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        (
            format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()),
            true,
        )
    });
    let text = format!(
        "binding origin.test {}\ndistribution E1 {EDGE}\n  origin api origin.test http-only\n  default api allow-all methods all no-cache\n",
        origin.address
    );
    (origin, text)
}

#[test]
fn requests_that_come_at_once_are_answered_in_order() {
    let scene = Scene::of(adit_testkit::design_b());
    let mut client = scene.https(EDGE);
    client.write((hello("") + &hello("").replace("/v1/hello", "/v1/none") + &hello("")).as_bytes());
    let statuses: Vec<_> = (0..3).map(|_| client.answer(false).unwrap().status).collect();
    assert_eq!(statuses, [200, 403, 200]);
    // One that comes while another is driven.
    let (_origin, text) = echo();
    let scene = Scene::of(&text);
    let mut client = scene.https(EDGE);
    let post = |body: &str| {
        format!(
            "POST / HTTP/1.1\r\nHost: {EDGE}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    client.write((post("one") + &hello("") + &post("three")).as_bytes());
    let bodies: Vec<_> = (0..3).map(|_| client.answer(false).unwrap().body).collect();
    assert_eq!(bodies, ["one", "", "three"]);
}

#[test]
fn connections_end_when_asked() {
    let scene = Scene::of(adit_testkit::design_b());
    let mut client = scene.https(EDGE);
    let answer = client.send(&hello("Connection: close\r\n")).unwrap();
    assert_eq!(
        (answer.body.as_str(), answer.header("connection")),
        (HELLO, Some("close"))
    );
    assert!(client.is_closed());
    let mut client = scene.https(EDGE);
    let old = hello("").replace("HTTP/1.1", "HTTP/1.0");
    assert_eq!(client.send(&old).unwrap().header("connection"), Some("close"));
    assert!(client.is_closed());
    let mut client = scene.https(EDGE);
    let kept = hello("Connection: keep-alive\r\n").replace("HTTP/1.1", "HTTP/1.0");
    for _ in 0..2 {
        assert_eq!(
            client.send(&kept).unwrap().header("connection"),
            Some("keep-alive")
        );
    }
}

#[test]
fn names_are_written_as_aws_writes_them() {
    let scene = Scene::of(adit_testkit::design_b());
    let answer = scene.get(EDGE, "/v1/hello");
    let names: Vec<_> = answer.headers.iter().map(|(name, _)| name.as_str()).collect();
    for name in [
        "Content-Type",
        "X-Cache",
        "X-Amz-Cf-Id",
        "x-amzn-RequestId",
        "x-amz-apigw-id",
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
}

#[test]
fn awaited_bodies() {
    let (_origin, text) = echo();
    let scene = Scene::of(&text);
    let mut stream = Client::connect(scene.proxy().addresses().edge_http);
    let head =
        format!("POST / HTTP/1.1\r\nHost: {EDGE}\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"hello").unwrap();
    let mut client = Client::plain(stream);
    assert_eq!(client.answer(false).unwrap().body, "hello");
    // Refused without being asked for: the body is not.
    let scene = Scene::of(adit_testkit::design_b());
    let mut client = scene.https(EDGE);
    let answer = client.send(&head.replace("POST /", "POST /v1/none")).unwrap();
    assert_eq!((answer.status, answer.header("connection")), (403, Some("close")));
}

#[test]
fn bodies_that_nobody_wants_are_read_away() {
    let scene = Scene::of(adit_testkit::design_b());
    let mut client = scene.https(EDGE);
    let body = "x".repeat(100_000);
    let post = format!(
        "POST /v1/none HTTP/1.1\r\nHost: {EDGE}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(client.send(&post).unwrap().status, 403);
    assert_eq!(client.get(EDGE, "/v1/hello").body, HELLO);
    // Up to a bound: then the connection ends.
    let body = "x".repeat(1_000_000);
    let post = format!(
        "POST /v1/none HTTP/1.1\r\nHost: {EDGE}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(client.send(&post).unwrap().header("connection"), Some("close"));
}

#[test]
fn long_bodies_come_whole() {
    let body = "0123456789".repeat(50_000);
    let text = body.clone();
    let origin = Origin::plain(move |_| {
        (
            format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len()),
            true,
        )
    });
    let scene = Scene::of(&format!(
        "binding origin.test {}\ndistribution E1 {EDGE}\n  origin api origin.test http-only\n  default api allow-all no-cache\n",
        origin.address
    ));
    let mut client = scene.https(EDGE);
    for _ in 0..3 {
        assert!(client.get(EDGE, "/").body == body);
    }
    assert_eq!(origin.count(), 1);
}
