//! Kept answers: hits, ages, expiry, one request for many.

use std::time::Duration;

use crate::origin::Origin;
use crate::scene::{EDGE, Scene};

fn cached(origin: &Origin) -> String {
    format!(
        "cache-policy short ttl 0 5 60\nbinding origin.test {}\ndistribution E1 {EDGE}\n  origin api origin.test http-only\n  default api allow-all methods read cache short\n",
        origin.address
    )
}

#[test]
fn a_kept_answer_ages_and_expires() {
    let origin = Origin::plain(|_| {
        (
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nhello".to_owned(),
            true,
        )
    });
    let scene = Scene::of(&cached(&origin));
    let mut client = scene.https(EDGE);
    let first = client.get(EDGE, "/a");
    assert_eq!(
        (first.header("x-cache"), first.body.as_str()),
        (Some("Miss from cloudfront"), "hello")
    );
    assert_eq!(first.header("age"), None);
    scene.clock.advance(Duration::from_secs(20));
    let second = client.get(EDGE, "/a");
    assert_eq!(
        (second.header("x-cache"), second.header("age")),
        (Some("Hit from cloudfront"), Some("20"))
    );
    assert_eq!(second.body, "hello");
    assert_eq!(
        client.get(EDGE, "/b").header("x-cache"),
        Some("Miss from cloudfront")
    );
    scene.clock.advance(Duration::from_secs(41));
    assert_ne!(
        client.get(EDGE, "/a").header("x-cache"),
        Some("Hit from cloudfront")
    );
    let metrics = scene.proxy().metrics();
    assert_eq!((metrics.cache_hits, metrics.upstream_requests), (1, 3));
    assert!(scene.proxy().cached_bytes() > 10);
}

#[test]
fn streamed_answers_are_kept_whole() {
    let body = "x".repeat(100_000);
    let text = body.clone();
    let origin = Origin::plain(move |_| {
        let head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nTransfer-Encoding: chunked\r\n\r\n";
        (format!("{head}{:x}\r\n{text}\r\n0\r\n\r\n", text.len()), true)
    });
    let scene = Scene::of(&cached(&origin));
    assert_eq!(scene.get(EDGE, "/a").body, body);
    let hit = scene.get(EDGE, "/a");
    assert_eq!(
        (hit.header("x-cache"), hit.body == body),
        (Some("Hit from cloudfront"), true)
    );
    assert_eq!(origin.count(), 1);
}

#[test]
fn one_request_for_many() {
    let origin = Origin::plain(|_| {
        std::thread::sleep(Duration::from_millis(300));
        (
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nhello".to_owned(),
            true,
        )
    });
    let scene = Scene::with(&cached(&origin), adit_proxy::Bounds::default(), 1);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(scene.get(EDGE, "/a").body, "hello"));
        }
    });
    let metrics = scene.proxy().metrics();
    assert_eq!((metrics.upstream_requests, metrics.cache_follows), (1, 7));
}

#[test]
fn what_is_not_kept_does_not_queue() {
    let origin = Origin::plain(|_| {
        (
            "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 1\r\n\r\nx".to_owned(),
            true,
        )
    });
    let scene = Scene::of(&cached(&origin));
    for _ in 0..3 {
        assert_eq!(
            scene.get(EDGE, "/a").header("x-cache"),
            Some("Miss from cloudfront")
        );
    }
    assert_eq!(scene.proxy().metrics().upstream_requests, 3);
}
