//! Real servers behind the edge: reuse, retries, bodies both ways, certificates, faults.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use adit_tls::{KeyAlgorithm, Window};

use crate::origin::{Origin, ok};
use crate::scene::{EDGE, Scene};

/// A distribution in front of `origin`, `http-only` or `https-only`.
fn front(origin: &Origin, protocol: &str) -> String {
    format!(
        "binding origin.test {}\ndistribution E1 {EDGE}\n  origin api origin.test {protocol}\n  default api allow-all methods all no-cache\n",
        origin.address
    )
}

#[test]
fn connections_are_kept_and_headers_of_one_connection_are_not() {
    let origin = Origin::plain(|_| {
        ("HTTP/1.1 200 OK\r\nConnection: keep-alive, x-secret\r\nKeep-Alive: 5\r\nX-Secret: 1\r\nContent-Length: 2\r\n\r\nok".to_owned(), true)
    });
    let scene = Scene::of(&front(&origin, "http-only"));
    let mut client = scene.https(EDGE);
    for _ in 0..5 {
        let request = format!(
            "GET /a HTTP/1.1\r\nHost: {EDGE}\r\nConnection: x-mine\r\nX-Mine: 1\r\nTE: trailers\r\nX-Kept: 1\r\n\r\n"
        );
        let answer = client.send(&request).unwrap();
        assert_eq!(
            (answer.status, answer.body.as_str(), answer.header("x-secret")),
            (200, "ok", None)
        );
    }
    assert_eq!(origin.count(), 1);
    assert_eq!(scene.proxy().metrics().upstream_reused, 4);
    let sent = origin.last_request().to_ascii_lowercase();
    assert!(
        sent.starts_with("get /a http/1.1\r\nhost: origin.test\r\n"),
        "{sent}"
    );
    assert!(!sent.contains("x-mine") && !sent.contains("\r\nte:"), "{sent}");
    assert!(sent.contains("via: ") && sent.contains("x-amz-cf-id: "), "{sent}");
}

#[test]
fn a_kept_connection_that_was_closed_is_replaced() {
    // Each connection answers once and then breaks at the next request.
    let seen = AtomicUsize::new(0);
    let origin = Origin::plain(move |_| match seen.fetch_add(1, Ordering::SeqCst) {
        1 => (String::new(), false),
        _ => (ok("fine"), true),
    });
    let scene = Scene::of(&front(&origin, "http-only"));
    let mut client = scene.https(EDGE);
    assert_eq!(client.get(EDGE, "/1").body, "fine");
    assert_eq!(client.get(EDGE, "/2").body, "fine");
    assert_eq!((origin.count(), scene.proxy().metrics().upstream_retries), (2, 1));
}

#[test]
fn bodies_go_both_ways() {
    let origin = Origin::plain(|request| {
        let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        (
            format!(
                "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
                body.len()
            ),
            true,
        )
    });
    let scene = Scene::of(&front(&origin, "http-only"));
    let mut client = scene.https(EDGE);
    let answer = client
        .send(&format!(
            "POST / HTTP/1.1\r\nHost: {EDGE}\r\nContent-Length: 5\r\n\r\nhello"
        ))
        .unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (201, "hello"));
    let request = format!(
        "POST / HTTP/1.1\r\nHost: {EDGE}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
    );
    let answer = client.send(&request).unwrap();
    assert_eq!(answer.status, 201);
    let sent = origin.last_request();
    let body = sent.split_once("\r\n\r\n").unwrap().1;
    let text: String = body.split("\r\n").skip(1).step_by(2).collect();
    assert_eq!(text, "hello", "{sent}");
    assert_eq!(origin.count(), 1);
    // Until the connection is closed.
    let origin = Origin::plain(|_| ("HTTP/1.1 200 OK\r\n\r\nuntil the end".to_owned(), false));
    let scene = Scene::of(&front(&origin, "http-only"));
    assert_eq!(scene.get(EDGE, "/").body, "until the end");
}

#[test]
fn certificates_of_real_servers_are_judged() {
    let window = Window {
        not_before: 1_700_000_000,
        not_after: 1_800_000_000,
    };
    let issue = |name: &str| {
        adit_testkit::authority()
            .issue(&[name], KeyAlgorithm::P256, window)
            .unwrap()
    };
    let status = |certificate: &adit_tls::Issued| {
        let origin = Origin::tls(certificate, |_| (ok("fine"), true));
        let scene = Scene::of(&front(&origin, "https-only"));
        let mut client = scene.https(EDGE);
        let first = client.get(EDGE, "/").status;
        assert_eq!(client.get(EDGE, "/").status, first);
        (first, origin.count())
    };
    assert_eq!(status(&issue("origin.test")), (200, 1));
    assert_eq!(status(&issue("other.test")).0, 502);
    assert_eq!(
        status(&adit_tls::self_signed(&["origin.test"], KeyAlgorithm::P256, window).unwrap()).0,
        502
    );
}

#[test]
fn faults_become_the_edges_answers() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let scene = Scene::of(&format!(
        "binding origin.test {closed}\ndistribution E1 {EDGE}\n  origin api origin.test http-only\n  default api allow-all no-cache\n"
    ));
    assert_eq!(scene.get(EDGE, "/").status, 502);
    let garbage = Origin::plain(|_| ("SSH-2.0-OpenSSH_9\r\n\r\n".to_owned(), false));
    assert_eq!(
        Scene::of(&front(&garbage, "http-only")).get(EDGE, "/").status,
        502
    );
    let silent = Origin::plain(|_| {
        std::thread::sleep(Duration::from_secs(20));
        (String::new(), false)
    });
    assert_eq!(
        Scene::of(&front(&silent, "http-only attempts 1 read 1"))
            .get(EDGE, "/")
            .status,
        504
    );
}

#[test]
fn a_body_that_breaks_off_breaks_the_answer() {
    let origin = Origin::plain(|_| {
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nhe".to_owned(),
            false,
        )
    });
    let scene = Scene::of(&front(&origin, "http-only"));
    let mut client = scene.https(EDGE);
    client.write(format!("GET / HTTP/1.1\r\nHost: {EDGE}\r\n\r\n").as_bytes());
    let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| client.answer(false)));
    // Nothing, or less than it said.
    assert!(
        matches!(broken, Err(_) | Ok(None)),
        "the answer must not look whole"
    );
}
