//! The private design through the edge's listeners.

use std::time::Duration;

use adit_proxy::{Bounds, Proxy, StartError};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls_pki_types::ServerName;

use crate::client::trusting;
use crate::scene::{EDGE, Scene};

const HELLO: &str = r#"{"message":"hello"}"#;

#[test]
fn the_chain_answers_and_leaves_its_trace() {
    let scene = Scene::of(adit_testkit::design_b());
    let mut client = scene.https(EDGE);
    for _ in 0..3 {
        let answer = client.get(EDGE, "/v1/hello");
        assert_eq!((answer.status, answer.body.as_str()), (200, HELLO));
        assert_eq!(answer.all("date").len(), 1);
        assert_eq!(answer.header("x-cache"), Some("Miss from cloudfront"));
        let trace = scene
            .proxy()
            .traces()
            .unwrap()
            .get(answer.header("x-amz-cf-id").unwrap())
            .unwrap();
        assert_eq!((trace.status, trace.method.as_str()), (Some(200), "GET"));
        assert_eq!(trace.url, format!("https://{EDGE}/v1/hello"));
        let mut hops: Vec<_> = trace.entries.iter().map(|entry| entry.hop.as_str()).collect();
        hops.dedup();
        for hop in ["front", "edge", "vpc-origin", "balancer", "endpoint", "gateway"] {
            assert!(hops.contains(&hop), "{hop} is missing in {hops:?}");
        }
        assert_eq!(trace.refusal, None);
    }
    let metrics = scene.proxy().metrics();
    assert_eq!(
        (metrics.requests, metrics.connections, metrics.status_2xx),
        (3, 1, 3)
    );
}

#[test]
fn http2_by_alpn() {
    let scene = Scene::of(adit_testkit::design_b());
    let (address, config) = (
        scene.proxy().addresses().edge_https,
        trusting(scene.clock.clone(), &[b"h2", b"http/1.1"]),
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from(EDGE).unwrap();
        let stream = tokio_rustls::TlsConnector::from(config)
            .connect(name, stream)
            .await
            .unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
                .await
                .unwrap();
        tokio::spawn(connection);
        let request = |path: &str| {
            http::Request::get(format!("https://{EDGE}{path}"))
                .body(Empty::<Bytes>::new())
                .unwrap()
        };
        let (one, other) = tokio::join!(
            sender.clone().send_request(request("/v1/hello")),
            sender.send_request(request("/v1/none"))
        );
        let one = one.unwrap();
        assert_eq!(one.status(), 200);
        assert!(!one.headers().contains_key("connection"));
        assert_eq!(one.into_body().collect().await.unwrap().to_bytes(), HELLO);
        assert_eq!(other.unwrap().status(), 403);
    });
}

#[test]
fn plain_http_is_redirected_and_strangers_are_refused() {
    let scene = Scene::of(adit_testkit::design_b());
    let answer = scene.http().get(EDGE, "/v1/hello?a=1");
    assert_eq!(
        (answer.status, answer.header("location")),
        (301, Some(&*format!("https://{EDGE}/v1/hello?a=1")))
    );
    let answer = scene.https(EDGE).get("stranger.example.com", "/");
    assert!(matches!(answer.status, 403 | 421), "{answer:?}");
    // Private names sent to the edge's listener get what the internet gets: nothing.
    let private = "internal-web.eu-west-1.elb.amazonaws.com";
    let request = format!("GET / HTTP/1.1\r\nHost: {private}\r\n\r\n");
    assert!(scene.https(EDGE).send(&request).is_none());
    assert_eq!(scene.last_trace().status, None);
}

#[test]
fn head_has_no_body() {
    let scene = Scene::of(adit_testkit::design_b());
    let mut client = scene.https(EDGE);
    let head = client
        .send(&format!("HEAD /v1/none HTTP/1.1\r\nHost: {EDGE}\r\n\r\n"))
        .unwrap();
    assert_eq!(head.body, "");
    // The connection is in step: the next answer is a whole one.
    assert_eq!(client.get(EDGE, "/v1/hello").body, HELLO);
}

#[test]
fn a_new_plan_decides_at_once() {
    let scene = Scene::of(adit_testkit::design_b());
    let mut client = scene.https(EDGE);
    assert_eq!(client.get(EDGE, "/v1/hello").status, 200);
    scene.becomes(
        &adit_testkit::design_b().replace("in tcp 443 from cloudfront", "in tcp 443 from 10.0.0.0/16"),
    );
    let answer = client.get(EDGE, "/v1/hello");
    assert_eq!(answer.status, 504);
    let trace = scene.last_trace();
    let refusal = trace.refusal.unwrap();
    assert_eq!(
        (refusal.hop.as_str(), refusal.decision.as_str()),
        ("vpc-origin", "ingress-group")
    );
    assert!(
        refusal
            .cure
            .unwrap()
            .starts_with("aws ec2 authorize-security-group-ingress")
    );
    scene.becomes(adit_testkit::design_b());
    assert_eq!(client.get(EDGE, "/v1/hello").status, 200);
}

#[test]
fn clients_who_leave_are_traced() {
    let scene = Scene::with(
        &adit_testkit::design_b().replace("in tcp 443 from cloudfront", "in tcp 443 from 10.0.0.0/16"),
        Bounds::default(),
        1,
    );
    let mut client = scene.https(EDGE);
    client.write(format!("GET /v1/hello HTTP/1.1\r\nHost: {EDGE}\r\n\r\n").as_bytes());
    scene.soon("the request", || scene.proxy().metrics().requests == 1);
    drop(client);
    scene.soon("the trace", || scene.proxy().metrics().abandoned == 1);
    assert_eq!(scene.last_trace().refusal.unwrap().decision, "ingress-group");
}

#[test]
fn a_taken_port_names_its_flag() {
    let scene = Scene::of(adit_testkit::design_b());
    let addresses = scene.proxy().addresses();
    let settings = adit_proxy::Settings {
        edge_http: addresses.edge_http,
        edge_https: "127.0.0.1:0".parse().unwrap(),
        ..Default::default()
    };
    let error = Proxy::start(&settings, scene.sources()).err().unwrap();
    let named = matches!(
        error,
        StartError::PortTaken {
            flag: "--http-port",
            ..
        }
    );
    assert!(named, "{error:?}");
    assert!(
        error
            .to_string()
            .contains(&addresses.edge_http.port().to_string())
    );
}

#[test]
fn shutdown_lets_requests_finish() {
    let bounds = Bounds {
        drain: Duration::from_secs(5),
        ..Bounds::default()
    };
    // The balancer's group drops packets; haste makes it a wait of 300 ms.
    let text = adit_testkit::design_b().replace("in tcp 443 from cloudfront", "in tcp 443 from 10.0.0.0/16");
    let mut scene = Scene::with(&text, bounds, 100);
    let mut client = scene.https(EDGE);
    let mut idle = scene.https(EDGE);
    client.write(format!("GET /v1/hello HTTP/1.1\r\nHost: {EDGE}\r\n\r\n").as_bytes());
    scene.soon("the request", || scene.proxy().metrics().requests == 1);
    let address = scene.proxy().addresses().edge_https;
    let proxy = scene.proxy.take().unwrap();
    let down = std::thread::spawn(move || proxy.shutdown());
    assert_eq!(client.answer(false).unwrap().status, 504);
    down.join().unwrap();
    assert!(idle.is_closed());
    assert!(std::net::TcpStream::connect(address).is_err());
}
