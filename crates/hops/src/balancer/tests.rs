//! Scenes at the balancer over worlds written as text.

use std::time::Duration;

use adit_model::id::CertificateArn;
use adit_model::load_balancer::LoadBalancer;
use adit_model::target_group::TargetGroup;
use adit_rules::Guard;
use adit_rules::testing::check_agreement;
use adit_testkit::design_b;

use crate::balancer::ORDER;
use crate::balancer::plan::{Balancer, Listener};
use crate::balancer::scene::{Scene, load};
use crate::plan::Settings;
use crate::step::Health;
use crate::tls::CertificateFact;
use crate::trace::{Decision, HopKind, Mark};

const HELLO: &str = "GET /v1/hello\nHost: origin.example.com\nx-apigw-api-id: api0000001";

/// Design B with another balancer than its own.
fn with_listener(lines: &str) -> Scene {
    let text = design_b();
    let (before, behind) = text.split_once("alb web internal").unwrap();
    let (_, behind) = behind.split_once("\napi ").unwrap();
    let behind = behind.split_once("\nvpc-origin").unwrap().0;
    Scene::new(&format!(
        "{before}alb web internal with sg-alb\n{lines}\napi {behind}\n"
    ))
}

/// Design B behind a backend, so that what arrives can be read.
fn echoing(attributes: &str, port: u16) -> Scene {
    let lines = format!("{attributes}\n  listener https {port} certificate cert-origin forward tg-api");
    let mut scene = with_listener(&lines).edit(|deployment: &mut adit_model::deployment::Deployment| {
        for method in deployment
            .resources
            .values_mut()
            .flat_map(|resource| resource.methods.values_mut())
        {
            let integration = method.integration.as_mut().unwrap();
            integration.kind = adit_model::method::IntegrationKind::HttpProxy;
            integration.http_method = Some("ANY".to_owned());
            integration.uri = Some("https://backend.example.com/".to_owned());
        }
    });
    scene = scene.bind("backend.example.com");
    scene.port = port;
    scene.backend = Some(Ok((200, vec![])));
    scene
}

#[test]
fn a_request_goes_through() {
    let ended = Scene::new(design_b()).balancer(HELLO);
    assert_eq!((ended.status(), ended.text()), (200, r#"{"message":"hello"}"#));
    assert!(ended.trail.refusal.is_none() && ended.waits.is_empty());
    let order = ended.order(HopKind::Balancer);
    assert!(
        ORDER
            .iter()
            .filter(|decision| order.contains(decision))
            .eq(order.iter().take(ORDER.len())),
        "{order:?}"
    );
    assert!(
        ended
            .by(Decision::ListenerRule)
            .1
            .starts_with("default rule of arn:aws:elasticloadbalancing")
    );
    assert!(
        ended
            .by(Decision::Target)
            .1
            .contains(":443 of arn:aws:elasticloadbalancing")
    );
}

#[test]
fn every_decision_of_the_order_is_taken() {
    // A new decision that nobody takes would pass in silence.
    let ended = Scene::new(design_b()).balancer(HELLO);
    let order = ended.order(HopKind::Balancer);
    let same_subnet_takes_no_acl = [
        Decision::NetworkAclOut,
        Decision::NetworkAclIn,
        Decision::NetworkAclReturn,
        Decision::Route,
    ];
    for decision in ORDER
        .iter()
        .filter(|decision| !same_subnet_takes_no_acl.contains(decision))
    {
        assert!(order.contains(decision), "{decision:?} is missing from {order:?}");
    }
}

#[test]
fn request_syntax() {
    let scene = Scene::new(design_b());
    scene
        .balancer("TRACE /v1/hello")
        .refused(405, Decision::RequestSyntax, "METHOD_TRACE");
    let long = format!("GET /{}", "a".repeat(16 * 1024));
    let ended = scene.balancer(&long);
    ended.refused(414, Decision::RequestSyntax, "REQUEST_LINE_TOO_LONG");
    assert_eq!(ended.body.len(), 142);
    let header = format!("GET /\nx-a: {}", "a".repeat(16 * 1024));
    scene
        .balancer(&header)
        .refused(400, Decision::RequestSyntax, "HEADER_TOO_LARGE");
    let headers: String = (0..5)
        .map(|n| format!("\nx-{n}: {}", "a".repeat(15_000)))
        .collect();
    scene
        .balancer(&format!("GET /{headers}"))
        .refused(400, Decision::RequestSyntax, "HEADERS_TOO_LARGE");
}

#[test]
fn strictest_mode_blocks_what_is_ambiguous() {
    let with_body = format!("{HELLO}\nbody 3");
    assert_eq!(Scene::new(design_b()).balancer(&with_body).status(), 200);
    let strict = Scene::new(design_b()).edit(|balancer: &mut LoadBalancer| {
        balancer.attributes.insert(
            "routing.http.desync_mitigation_mode".to_owned(),
            "strictest".to_owned(),
        );
    });
    let refusal_by = |request: &str| strict.balancer(request).refusal().by.to_string();
    assert!(refusal_by(&with_body).starts_with("desync_mitigation_mode strictest of arn:"));
    strict.balancer(&format!("{HELLO}\ncontent-length: 0")).refused(
        400,
        Decision::RequestSyntax,
        "DESYNC_ZERO_LENGTH",
    );
    assert_eq!(strict.balancer(HELLO).status(), 200);
}

#[test]
fn forwarded_for_lists_at_most_30_addresses() {
    let scene = Scene::new(design_b());
    let request = |count: usize| format!("{HELLO}\nX-Forwarded-For: {}", vec!["10.0.0.1"; count].join(", "));
    assert_eq!(scene.balancer(&request(30)).status(), 200);
    let ended = scene.balancer(&request(31));
    ended.refused(463, Decision::ForwardedFor, "TOO_MANY_FORWARDED_ADDRESSES");
    assert_eq!(ended.body.len(), 0);
}

#[test]
fn rules_by_condition() {
    let scene = with_listener(
        "  listener https 443 certificate cert-origin fixed 404 default
  rule 60 source 198.51.100.0/24 fixed 206 source
  rule 10 host *.Example.com,b.example.org fixed 201 host
  rule 20 path /img/*,/logo.?ng fixed 202 path
  rule 30 header X-Key se*t fixed 203 header
  rule 40 method PUT,PATCH fixed 204
  rule 50 query version=v1 fixed 205 query
  rule 55 query tok\\*n fixed 207 any",
    );
    let check = |request: &str, status: u16| {
        let ended = scene.balancer(request);
        assert_eq!(ended.status(), status, "{request}");
    };
    check("GET /", 404);
    check("GET /\nHost: a.EXAMPLE.com", 201);
    check("GET /\nHost: example.com", 404);
    check("GET /\nHost: b.example.org", 201);
    check("GET /img/a/b?x", 202);
    check("GET /logo.png", 202);
    check("GET /IMG/a", 404);
    check("GET /\nx-key: SECRET", 203);
    check("GET /\nx-key: no\nx-key: secret", 203);
    check("GET /\nx-key: no\nx-key: no\nx-key: secret", 203);
    check("GET /\nx-key: no", 404);
    check("PATCH /", 204);
    check("GET /?a=1&Version=V1", 205);
    check("GET /?version=v12", 404);
    check("GET /?a=tok*n", 207);
    check("GET /?a=token", 404);
    let mut near = with_listener(
        "  listener https 443 certificate cert-origin fixed 404\n  rule 1 source 198.51.100.0/24 fixed 206",
    );
    near.source = "198.51.100.7".parse().unwrap();
    assert_eq!(near.balancer("GET /").status(), 206);
}

#[test]
fn the_lowest_priority_wins_and_conditions_must_all_hold() {
    let scene = with_listener(
        "  listener https 443 certificate cert-origin fixed 404
  rule 20 path /a* fixed 202
  rule 10 path /a* header x-key 1 fixed 201",
    );
    assert_eq!(scene.balancer("GET /a").status(), 202);
    let ended = scene.balancer("GET /a\nx-key: 1");
    assert_eq!(ended.status(), 201);
    let (mark, by) = ended.by(Decision::ListenerRule);
    assert_eq!(mark, Mark::Chosen);
    assert!(by.contains(":listener-rule/app/web/"), "{by}");
}

#[test]
fn fixed_responses_say_what_they_are_told() {
    let scene = with_listener("  listener https 443 certificate cert-origin fixed 403 Access denied");
    let ended = scene.balancer("GET /");
    ended.refused(403, Decision::ListenerRule, "FIXED_RESPONSE");
    assert_eq!(ended.text(), "Access denied");
    assert_eq!(ended.header("server"), "awselb/2.0");
    assert_eq!(ended.header("content-length"), "13");
    assert_eq!(ended.header("content-type"), "text/plain; charset=utf-8");
}

#[test]
fn redirects_fill_their_placeholders() {
    let scene = with_listener(
        "  listener https 443 certificate cert-origin redirect 301 protocol HTTPS port 8443
  rule 10 path /old/* redirect 302 host new.example.com path /new/#{path} query from=#{host}&#{query}",
    );
    let ended = scene.balancer("GET /a/b?c=d\nHost: x.example.com");
    assert_eq!(ended.status(), 301);
    assert_eq!(ended.header("location"), "https://x.example.com:8443/a/b?c=d");
    assert_eq!((ended.body.len(), ended.header("content-length")), (134, "134"));
    assert_eq!(ended.by(Decision::ListenerRule).0, Mark::Chosen);
    let ended = scene.balancer("GET /old/1?z\nHost: x.example.com");
    assert_eq!(
        ended.header("location"),
        "https://new.example.com:443/new/old/1?from=x.example.com&z"
    );
}

#[test]
fn no_registered_targets() {
    let scene = Scene::new(design_b()).edit(|group: &mut TargetGroup| group.targets.clear());
    let ended = scene.balancer(HELLO);
    let refusal = ended.refused(503, Decision::TargetGroup, "NO_REGISTERED_TARGETS");
    let cure = refusal.cure.as_deref().unwrap();
    assert!(
        cure.starts_with("aws elbv2 register-targets --target-group-arn arn:")
            && cure.contains(" Id=10.0.1."),
        "{cure}"
    );
    assert_eq!(
        ended.text(),
        "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n\
         <center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n"
    );
    let headers = ["server", "content-type", "content-length", "connection"].map(|name| ended.header(name));
    assert_eq!(headers, ["awselb/2.0", "text/html", "162", "keep-alive"]);
    assert_eq!(ended.header("date"), "Mon, 21 Sep 2026 14:13:20 GMT");
}

#[test]
fn targets_by_health() {
    let chosen = |scene: &Scene| {
        let ended = scene.balancer(HELLO);
        assert_eq!(ended.status(), 200);
        ended.by(Decision::Target).1.split(':').next().unwrap().to_owned()
    };
    let mut scene = Scene::new(design_b());
    let spread = |scene: &mut Scene| {
        let mut seen = std::collections::BTreeSet::new();
        for draw in 0..32 {
            scene.draw = draw;
            seen.insert(chosen(scene));
        }
        seen.len()
    };
    assert_eq!(spread(&mut scene), 2);
    scene.health = vec![load(Health::Unhealthy, 0), load(Health::Healthy, 0)];
    assert_eq!(spread(&mut scene), 1);
    scene.health = vec![load(Health::Initial, 0), load(Health::Healthy, 0)];
    assert_eq!(spread(&mut scene), 1);
    // All unhealthy: to all of them (api E33).
    scene.health = vec![load(Health::Unhealthy, 0), load(Health::Unhealthy, 0)];
    assert_eq!(spread(&mut scene), 2);
    let mut least = Scene::new(design_b()).edit(|group: &mut TargetGroup| {
        let key = "load_balancing.algorithm.type".to_owned();
        group
            .attributes
            .insert(key, "least_outstanding_requests".to_owned());
    });
    least.health = vec![load(Health::Healthy, 3), load(Health::Healthy, 1)];
    assert_eq!(spread(&mut least), 1);
    let mut draining = Scene::new(design_b()).edit(|group: &mut TargetGroup| {
        group.targets[0].draining_until = Some(adit_testkit::START);
    });
    draining.health = vec![load(Health::Healthy, 0), load(Health::Unhealthy, 0)];
    assert_eq!(spread(&mut draining), 1);
}

#[test]
fn versions_must_fit_the_group() {
    let grpc = |version: &'static str| {
        Scene::new(design_b())
            .edit(move |group: &mut TargetGroup| group.protocol_version = version.to_owned())
    };
    let ended = grpc("HTTP2").balancer(HELLO);
    ended.refused(464, Decision::TargetProtocol, "PROTOCOL_VERSION_MISMATCH");
    assert_eq!(ended.header("content-length"), "0");
    let mut scene = grpc("GRPC");
    scene.version = http::Version::HTTP_2;
    scene
        .balancer(HELLO)
        .refused(464, Decision::TargetProtocol, "PROTOCOL_VERSION_MISMATCH");
    // The endpoint speaks HTTP/1.1 only.
    let mut scene = grpc("HTTP2");
    scene.version = http::Version::HTTP_2;
    scene
        .balancer(HELLO)
        .refused(502, Decision::EndpointPort, "HTTP2_NOT_SERVED");
    let grpc_call = format!("{HELLO}\ncontent-type: application/grpc");
    Scene::new(design_b()).balancer(&grpc_call).refused(
        464,
        Decision::TargetProtocol,
        "PROTOCOL_VERSION_MISMATCH",
    );
}

#[test]
fn the_network_between_balancer_and_endpoint() {
    let blocked = |from: &str, to: &str| Scene::new(&design_b().replace(from, to));
    let closed = blocked("  in tcp 443 from sg-alb", "  in tcp 443 from 192.0.2.0/24");
    let ended = closed.balancer(HELLO);
    let refusal = ended.refused(504, Decision::IngressGroup, "ENI_SG_RULES_MISMATCH");
    assert!(
        refusal
            .cure
            .as_deref()
            .unwrap()
            .starts_with("aws ec2 authorize-security-group-ingress --group-id sg-endpoint")
    );
    assert_eq!(ended.waits, [Duration::from_secs(10)]);
    assert_eq!(ended.body.len(), 132);
    let ended = blocked("  out tcp 443 to sg-endpoint", "  out tcp 80 to sg-endpoint").balancer(HELLO);
    ended.refused(504, Decision::EgressGroup, "ENI_SG_RULES_MISMATCH");
    let hasty = Scene::new(&design_b().replace("  in tcp 443 from sg-alb", "  in tcp 80 from sg-alb")).set(
        Settings {
            haste: 100,
            ..Settings::default()
        },
    );
    assert_eq!(hasty.balancer(HELLO).waits, [Duration::from_millis(100)]);
}

#[test]
fn nobody_at_the_target() {
    let stale = design_b().replace("  target endpoint vpce-a", "  target 10.0.1.200");
    let ended = Scene::new(&stale).balancer(HELLO);
    assert_eq!((ended.status(), ended.waits.len()), (504, 1));
    let other = format!(
        "{}\neni eni-idle in subnet-a=10.0.1.200 with sg-endpoint\n",
        stale.replace("  in tcp 443 from sg-alb", "  in tcp 443 from 10.0.0.0/16")
    );
    let ended = Scene::new(&other.replace("  out tcp 443 to sg-endpoint", "  out tcp 443 to 10.0.0.0/16"))
        .balancer(HELLO);
    let refusal = ended.refused(504, Decision::Target, "NO_SUCH_TARGET");
    assert!(
        refusal.cure.as_deref().unwrap().contains("register-targets"),
        "{refusal:?}"
    );
}

#[test]
fn what_stands_at_the_target_must_speak_the_groups_protocol() {
    let plain = Scene::new(design_b()).edit(|group: &mut TargetGroup| {
        group.protocol = adit_model::listener::ListenerProtocol::Http;
    });
    let ended = plain.balancer(HELLO);
    ended.refused(502, Decision::EndpointPort, "PLAIN_HTTP");
    assert_eq!((ended.body.len(), ended.waits.len()), (122, 0));
    let open = design_b().replace("tcp 443", "tcp 1-65535");
    let other_port = Scene::new(&open).edit(|group: &mut TargetGroup| group.targets[0].port = 8443);
    let mut other_port = other_port.edit(|group: &mut TargetGroup| group.targets.truncate(1));
    other_port.draw = 1;
    let ended = other_port.balancer(HELLO);
    ended.refused(504, Decision::EndpointPort, "PORT_NOT_SERVED");
    assert_eq!(ended.waits, [Duration::from_secs(10)]);
}

#[test]
fn headers_towards_the_target() {
    let hello = "GET /v1/hello\nHost: origin.example.com:443\nx-apigw-api-id: api0000001\nConnection: close";
    let sent = |scene: &Scene, more: &str, name: &str| {
        scene.balancer(&format!("{hello}{more}")).sent(name).to_owned()
    };
    let plain = echoing("", 443);
    let forwarded = sent(&plain, "\nX-Forwarded-For: 1.2.3.4", "x-forwarded-for");
    assert!(
        forwarded.starts_with("1.2.3.4, 203.0.113.9, 10.0."),
        "{forwarded}"
    );
    assert_eq!(sent(&plain, "", "x-forwarded-proto"), "https");
    assert_eq!(sent(&plain, "", "x-forwarded-port"), "443");
    assert_eq!(sent(&plain, "", "connection"), "-");
    assert!(sent(&plain, "", "x-amzn-trace-id").starts_with("Root=1-6ab13b80-"));
    let trace = sent(&plain, "\nX-Amzn-Trace-Id: Root=1-a-b;Own=x", "x-amzn-trace-id");
    assert!(
        trace.starts_with("Self=1-") && trace.ends_with(";Root=1-a-b;Own=x"),
        "{trace}"
    );
    let kept = echoing(
        "  attribute routing.http.xff_header_processing.mode preserve",
        443,
    );
    assert!(sent(&kept, "\nX-Forwarded-For: 1.2.3.4", "x-forwarded-for").starts_with("1.2.3.4, 10.0."));
    let removed = echoing("  attribute routing.http.xff_header_processing.mode remove", 443);
    assert!(sent(&removed, "\nX-Forwarded-For: 1.2.3.4", "x-forwarded-for").starts_with("10.0."));
    let port = echoing("  attribute routing.http.xff_client_port.enabled true", 443);
    assert!(sent(&port, "", "x-forwarded-for").starts_with("203.0.113.9:"));
    let strict = echoing(
        "  attribute routing.http.drop_invalid_header_fields.enabled true",
        443,
    );
    assert_eq!(sent(&strict, "\nx_bad: 1", "x_bad"), "-");
    assert_eq!(sent(&plain, "\nx_bad: 1", "x_bad"), "1");
    let tls = echoing(
        "  attribute routing.http.x_amzn_tls_version_and_cipher_suite.enabled true",
        443,
    );
    assert_eq!(
        sent(&tls, "", "x-amzn-tls-cipher-suite"),
        "ECDHE-RSA-AES128-GCM-SHA256"
    );
}

#[test]
fn host_by_listener_port() {
    use crate::balancer::forwarding::HostPort;
    let host = |attributes: &str, port| {
        let scene = echoing(attributes, port);
        let balancer = scene.plan.private.balancers.values().next().unwrap().clone();
        balancer.listener(port).unwrap().forwarding.host
    };
    assert_eq!(host("", 443), HostPort::Stripped);
    assert_eq!(host("", 8443), HostPort::Appended(8443));
    assert_eq!(
        host("  attribute routing.http.preserve_host_header.enabled true", 8443),
        HostPort::Kept
    );
}

#[test]
fn a_port_without_listener() {
    let mut scene = Scene::new(design_b());
    scene.port = 80;
    assert_eq!(
        scene
            .balancer(HELLO)
            .refused(0, Decision::ListenerPort, "NO_LISTENER")
            .cure,
        None
    );
}

#[test]
fn certificates_by_server_name() {
    let arn = |name: &str| CertificateArn::parse(&format!("arn:aws:acm:{name}")).unwrap();
    let fact = |names: &[&str]| CertificateFact {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        not_before: 0,
        not_after: 1,
        chain: Ok(()),
    };
    let scene = Scene::new(design_b());
    let balancer = scene.plan.private.balancers.values().next().unwrap();
    let own = &balancer.listeners()[0];
    let listener = Listener {
        id: own.id.clone(),
        by: own.by.clone(),
        port: 443,
        protocol: own.protocol,
        ssl_policy: None,
        certificates: vec![
            (arn("default"), fact(&["default.example.com"])),
            (arn("wild"), fact(&["*.example.com"])),
            (arn("exact"), fact(&["a.example.com"])),
        ],
        rules: own.rules.clone(),
        forwarding: own.forwarding.clone(),
    };
    let check = |sni, wanted: &str| assert_eq!(listener.certificate_for(sni), Some(&arn(wanted)), "{sni:?}");
    check(None, "default");
    check(Some("a.example.com"), "exact");
    check(Some("b.example.com"), "wild");
    check(Some("x.b.example.com"), "default");
    check(Some("example.org"), "default");
}

#[test]
fn internet_facing_nodes_have_public_addresses() {
    let internal = Scene::new(design_b());
    let node = |scene: &Scene| {
        scene
            .plan
            .private
            .balancers
            .values()
            .next()
            .unwrap()
            .public_node(3)
    };
    assert_eq!(node(&internal), None);
    let public = Scene::new(
        design_b()
            .replace("alb web internal", "alb web internet-facing")
            .split("\nvpc-origin")
            .next()
            .unwrap(),
    );
    assert!(node(&public).is_some());
}

#[test]
fn the_proof_reads_what_traffic_reads() {
    let scene = with_listener(
        "  attribute routing.http.desync_mitigation_mode strictest
  listener https 443 certificate cert-origin fixed 404 default
  rule 10 host *.example.com,b.example.org path /a*,/b fixed 201
  rule 20 header X-Key se*t,other method GET fixed 203
  rule 50 query version=v1 source 10.0.0.0/8 fixed 205",
    );
    let balancer: &Balancer = scene.plan.private.balancers.values().next().unwrap();
    check_agreement(&balancer.listeners()[0].rules, &Guard::any()).unwrap();
    check_agreement(&balancer.syntax, &Guard::any()).unwrap();
    check_agreement(&balancer.forwarded_for, &Guard::any()).unwrap();
    check_agreement(&balancer.response_size, &Guard::any()).unwrap();
    let design = Scene::new(design_b());
    for group in design
        .plan
        .private
        .balancers
        .values()
        .flat_map(|balancer| balancer.groups())
    {
        check_agreement(&group.versions, &Guard::any()).unwrap();
    }
}
