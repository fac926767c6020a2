//! The vantage proxy: where a client stands decides what it reaches.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use adit_proxy::Bounds;

use crate::client::{Answer, Client};
use crate::scene::{EDGE, Scene};

const API: &str = "api0000001.execute-api.eu-west-1.amazonaws.com";

/// The private design, with a regional API and an internet-facing balancer beside it.
fn text() -> String {
    adit_testkit::design_b().to_owned()
        + "
distribution EGEO d444444abcdef8.cloudfront.net
  origin api origin.example.com vpc-origin vo_a
  header x-apigw-api-id api0000001
  default api https-only no-cache
  geo allow IE
sg sg-guest
sg sg-public
  in tcp 80 from anywhere
rtb rtb-public
  0.0.0.0/0 igw-a
subnet subnet-p 10.0.9.0/24 rtb rtb-public public
alb shop internet-facing in subnet-p with sg-public
  listener http 80 fixed 200 shop
"
}

/// SOCKS5 with a user name; the stream, or the reply's code.
fn socks(scene: &Scene, user: &str, host: &str, port: u16) -> Result<TcpStream, u8> {
    let mut stream = Client::connect(scene.proxy().addresses().vantage);
    let mut ask = vec![5, 1, 2, 1, user.len() as u8];
    ask.extend(user.as_bytes());
    ask.extend([1, b'x']);
    stream.write_all(&ask).unwrap();
    let mut verdict = [0; 4];
    stream.read_exact(&mut verdict).unwrap();
    assert_eq!(verdict[..3], [5, 2, 1]);
    if verdict[3] != 0 {
        return Err(0xff);
    }
    let mut ask = vec![5, 1, 0];
    match host.parse::<std::net::Ipv4Addr>() {
        Ok(address) => ask.extend([&[1][..], &address.octets()].concat()),
        Err(_) => ask.extend([&[3, host.len() as u8][..], host.as_bytes()].concat()),
    }
    ask.extend(port.to_be_bytes());
    stream.write_all(&ask).unwrap();
    let mut reply = [0; 10];
    stream.read_exact(&mut reply).unwrap();
    match reply[1] {
        0 => Ok(stream),
        code => Err(code),
    }
}

/// A request over TLS from there; the SOCKS code if it does not get that far.
fn https(scene: &Scene, user: &str, host: &str, path: &str) -> Result<Answer, u8> {
    let stream = socks(scene, user, host, 443)?;
    Ok(Client::tls(stream, host, &[], scene.clock.clone())
        .unwrap()
        .get(host, path))
}

fn status(scene: &Scene, user: &str, host: &str, path: &str) -> Result<u16, u8> {
    https(scene, user, host, path).map(|answer| answer.status)
}

#[test]
fn countries() {
    let scene = Scene::of(&text());
    let host = "d444444abcdef8.cloudfront.net";
    assert_eq!(status(&scene, "internet-IE", host, "/v1/hello"), Ok(200));
    assert_eq!(status(&scene, "internet-US", host, "/v1/hello"), Ok(403));
    assert_eq!(scene.last_trace().from, "internet-US");
    // An unknown country is served (cf B5).
    assert_eq!(status(&scene, "internet", host, "/v1/hello"), Ok(200));
    assert_eq!(status(&scene, "nobody", host, "/v1/hello"), Err(0xff));
}

#[test]
fn nothing_private_answers_the_internet() {
    let scene = Scene::of(&text());
    assert_eq!(status(&scene, "internet", API, "/v1/hello"), Err(4));
    assert_eq!(status(&scene, "internet", "nowhere.example.com", "/"), Err(4));
    assert_eq!(scene.last_trace().refusal.unwrap().reason, "NAME_NOT_RESOLVED");
    assert_eq!(socks(&scene, "internet", "10.0.1.10", 443).err(), Some(6));
    let trace = scene.last_trace();
    assert_eq!(
        (trace.method.as_str(), trace.url.as_str(), trace.status),
        ("CONNECT", "10.0.1.10:443", Some(504))
    );
    assert!(trace.refusal.is_some());
    assert_eq!(scene.proxy().metrics().vantage_refusals, 3);
}

#[test]
fn subnets_and_their_groups() {
    let scene = Scene::of(&text());
    // The endpoint's group admits the balancer's group only.
    assert_eq!(status(&scene, "subnet-a", API, "/v1/hello"), Err(6));
    let refusal = scene.last_trace().refusal.unwrap();
    assert_eq!(refusal.decision, "ingress-group");
    assert!(refusal.cure.is_some());
    let answer = https(&scene, "subnet-a+sg-alb", API, "/v1/hello").unwrap();
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (200, r#"{"message":"hello"}"#)
    );
    assert_eq!(answer.header("x-amz-cf-id"), None);
    // Out of a private subnet there is no way to the edge.
    assert_eq!(status(&scene, "subnet-a", EDGE, "/v1/hello"), Err(6));
    assert_eq!(scene.last_trace().refusal.unwrap().decision, "route");
    assert_eq!(status(&scene, "subnet-p", EDGE, "/v1/hello"), Ok(200));
}

#[test]
fn balancers() {
    let scene = Scene::of(&text());
    let world = adit_testkit::world(&text());
    let shop = world
        .load_balancers
        .iter()
        .find(|b| b.name == "shop")
        .unwrap()
        .dns_name
        .clone();
    let mut client = Client::plain(socks(&scene, "internet-DE", &shop, 80).unwrap());
    let answer = client.get(&shop, "/");
    assert_eq!(
        (answer.status, answer.body.as_str(), answer.header("server")),
        (200, "shop", Some("awselb/2.0"))
    );
    // The group drops what does not go to 80.
    assert_eq!(socks(&scene, "internet-DE", &shop, 8080).err(), Some(6));
    let web = world
        .load_balancers
        .iter()
        .find(|b| b.name == "web")
        .unwrap()
        .dns_name
        .clone();
    assert_eq!(socks(&scene, "internet", &web, 443).err(), Some(6));
    scene.becomes(&text().replace("in tcp 443 from cloudfront", "in tcp 0-65535 from sg-guest"));
    assert_eq!(socks(&scene, "subnet-a+sg-guest", &web, 8443).err(), Some(5));
    assert!(socks(&scene, "subnet-a+sg-guest", &web, 443).is_ok());
}

#[test]
fn http_connect() {
    let scene = Scene::of(&text());
    let connect = |target: &str, authorization: &str| {
        let mut client = Client::plain(Client::connect(scene.proxy().addresses().vantage));
        client.send(&format!(
            "CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{authorization}\r\n"
        ))
    };
    // `internet-IE:x` and `nobody:x`.
    let ireland = "Proxy-Authorization: Basic aW50ZXJuZXQtSUU6eA==\r\n";
    let nobody = "Proxy-Authorization: Basic bm9ib2R5Ong=\r\n";
    let refused = connect("nowhere.example.com:443", ireland).unwrap();
    assert_eq!(refused.status, 502);
    assert!(
        refused
            .header("adit-reason")
            .unwrap()
            .starts_with("NAME_NOT_RESOLVED")
    );
    assert_eq!(connect("10.0.1.10:443", ireland).unwrap().status, 504);
    assert_eq!(connect(&format!("{EDGE}:443"), nobody).unwrap().status, 407);
    let mut stream = Client::connect(scene.proxy().addresses().vantage);
    stream
        .write_all(format!("CONNECT {EDGE}:443 HTTP/1.1\r\n{ireland}\r\n").as_bytes())
        .unwrap();
    let mut granted = [0; 39];
    stream.read_exact(&mut granted).unwrap();
    assert_eq!(&granted, b"HTTP/1.1 200 Connection Established\r\n\r\n");
    let mut client = Client::tls(stream, EDGE, &[], scene.clock.clone()).unwrap();
    assert_eq!(client.get(EDGE, "/v1/hello").status, 200);
    assert_eq!(scene.last_trace().from, "internet-IE");
}

#[test]
fn drops_are_waited_for() {
    let bounds = Bounds {
        dropped_attempt: Duration::from_secs(60),
        ..Bounds::default()
    };
    let scene = Scene::with(&text(), bounds, 100);
    let started = Instant::now();
    assert_eq!(socks(&scene, "internet", "10.0.1.10", 443).err(), Some(6));
    assert!(started.elapsed() >= Duration::from_millis(600));
}
