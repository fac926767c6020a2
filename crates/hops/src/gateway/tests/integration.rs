//! What happens behind a method: passthrough, templates, backends, responses.

use adit_model::method::{Integration, IntegrationKind, IntegrationResponse};
use adit_model::stage::Stage;

use super::{ALLOW, ask, ask_public, backed, hello, integrations, methods, private, public};
use crate::balancer::scene::Scene;
use crate::step::Fault;
use crate::trace::Decision;

#[test]
fn row_23_passthrough() {
    let with = |passthrough: &'static str, templates: &'static [&'static str]| {
        integrations(hello(), move |integration| {
            integration.passthrough = passthrough.to_owned();
            integration.request_templates = templates
                .iter()
                .map(|kind| ((*kind).to_owned(), r#"{"statusCode": 200}"#.to_owned()))
                .collect();
        })
    };
    let check = |scene: &Scene, request: &str, status: u16| {
        let ended = ask(scene, request);
        assert_eq!(ended.status(), status, "{request}");
        ended
    };
    const XML: &str = "GET /v1/hello\nContent-Type: text/xml; charset=utf-8";
    let ended = check(&with("NEVER", &["application/json"]), XML, 415);
    ended.refused(415, Decision::Passthrough, "UNSUPPORTED_MEDIA_TYPE");
    assert_eq!(ended.text(), r#"{"message":"Unsupported Media Type"}"#);
    assert_eq!(ended.header("x-amzn-errortype"), "BadRequestException");
    check(&with("NEVER", &["application/json"]), "GET /v1/hello", 200);
    check(&with("NEVER", &["text/xml"]), XML, 200);
    check(&with("NEVER", &["text/xml"]), "GET /v1/hello", 415);
    check(&with("NEVER", &[]), "GET /v1/hello", 415);
    check(&with("WHEN_NO_TEMPLATES", &["application/json"]), XML, 415);
    check(&with("WHEN_NO_TEMPLATES", &[]), XML, 200);
    // Passed as it is, the body chooses no response.
    check(&with("WHEN_NO_MATCH", &["application/json"]), XML, 500);
    check(&with("WHEN_NO_MATCH", &[]), XML, 200);
}

#[test]
fn row_24a_broken_templates() {
    let with = |template: &'static str| {
        integrations(hello(), move |integration| {
            integration
                .request_templates
                .insert("application/json".to_owned(), template.to_owned());
        })
    };
    for (template, reason) in [
        ("{}", "MOCK_WITHOUT_STATUS"),
        (r#"{"statusCode": "200"}"#, "MOCK_WITHOUT_STATUS"),
        (r##"#set($x = 1){"statusCode": 200}"##, "NOT_BUILT"),
    ] {
        let ended = ask(&with(template), "GET /v1/hello");
        ended.refused(500, Decision::RequestTemplate, reason);
        assert_eq!(
            (ended.text(), ended.body.len()),
            (r#"{"message": "Internal server error"}"#, 36)
        );
        assert_eq!(ended.header("x-amzn-errortype"), "InternalServerErrorException");
    }
    assert_eq!(ask(&with("{statusCode: 200}"), "GET /v1/hello").status(), 200);
    let vtl = integrations(hello(), |integration| {
        for response in integration.responses.values_mut() {
            response
                .templates
                .insert("application/json".to_owned(), "$context.requestId".to_owned());
        }
    });
    ask(&vtl, "GET /v1/hello").refused(500, Decision::IntegrationResponse, "NOT_BUILT");
}

#[test]
fn responses_by_status() {
    let with = |status: u16, default: bool| {
        integrations(hello(), move |integration| {
            let template = format!("{{\"statusCode\": {status}}}");
            integration
                .request_templates
                .insert("application/json".to_owned(), template);
            let response = |pattern: Option<&str>, body: &str| IntegrationResponse {
                selection_pattern: pattern.map(str::to_owned),
                templates: [("application/json".to_owned(), body.to_owned())].into(),
                parameters: [
                    ("method.response.header.X-Literal".to_owned(), "'a b'".to_owned()),
                    (
                        "method.response.header.X-Stage".to_owned(),
                        "context.stage".to_owned(),
                    ),
                    (
                        "method.response.header.X-Variable".to_owned(),
                        "stageVariables.color".to_owned(),
                    ),
                    (
                        "method.response.header.X-Ip".to_owned(),
                        "context.identity.sourceIp".to_owned(),
                    ),
                    (
                        "method.response.header.X-Vpce".to_owned(),
                        "context.identity.vpceId".to_owned(),
                    ),
                    (
                        "method.response.header.X-None".to_owned(),
                        "integration.response.header.X".to_owned(),
                    ),
                ]
                .into(),
                ..IntegrationResponse::default()
            };
            integration.responses.clear();
            integration
                .responses
                .insert("404".to_owned(), response(Some("4\\d{2}"), "missing"));
            if default {
                integration
                    .responses
                    .insert("202".to_owned(), response(None, "default"));
            }
        })
        .edit(|stage: &mut Stage| {
            stage.variables.insert("color".to_owned(), "blue".to_owned());
        })
    };
    let ended = ask(&with(410, true), "GET /v1/hello");
    assert_eq!((ended.status(), ended.text()), (404, "missing"));
    let headers =
        ["x-literal", "x-stage", "x-variable", "x-ip", "x-vpce", "x-none"].map(|name| ended.header(name));
    assert_eq!(headers, ["a b", "v1", "blue", "203.0.113.9", "vpce-a", "-"]);
    assert_eq!(ask(&with(200, true), "GET /v1/hello").status(), 202);
    let ended = ask(&with(200, false), "GET /v1/hello");
    ended.refused(500, Decision::IntegrationResponse, "NO_INTEGRATION_RESPONSE");
}

#[test]
fn http_proxy_passes_by_the_header_table() {
    let lines = "  ANY /items/{proxy+} http-proxy https://backend.example.com/\n  deploy v1";
    let mut scene = backed(
        "https://backend.example.com:8443/in/{proxy}?k=1",
        IntegrationKind::HttpProxy,
        lines,
    );
    scene.backend = Some(Ok((
        418,
        vec![
            ("server", "nginx"),
            ("date", "x"),
            ("via", "1.1 p"),
            ("x-own", "1"),
            ("etag", "e"),
        ],
    )));
    let scene = integrations(scene, |integration| {
        let map = (
            "integration.request.path.proxy".to_owned(),
            "method.request.path.proxy".to_owned(),
        );
        integration.request_parameters.extend([
            map,
            (
                "integration.request.header.X-Stage".to_owned(),
                "context.stage".to_owned(),
            ),
            (
                "integration.request.querystring.who".to_owned(),
                "'me'".to_owned(),
            ),
        ]);
    });
    let mut scene = scene;
    scene.backend = Some(Ok((
        418,
        vec![
            ("server", "nginx"),
            ("date", "x"),
            ("via", "1.1 p"),
            ("x-own", "1"),
            ("etag", "e"),
        ],
    )));
    let ended = ask(
        &scene,
        "POST /v1/items/a%20b//c/?q=1&q=2\nAccept: text/html\nVia: 1.1 v\nUser-Agent: curl\nX-Own: 2\nbody 3\nx-forwarded-for: 1.2.3.4",
    );
    let sent = ended.sent.as_ref().unwrap();
    assert_eq!(sent.head.method, "POST");
    assert_eq!(sent.head.target.as_str(), "/in/a%20b//c?k=1&q=1&q=2&who=me");
    assert_eq!(
        (&*sent.head.host, sent.head.port),
        ("backend.example.com", Some(8443))
    );
    assert_eq!(sent.to, "127.0.0.1:3000".parse().unwrap());
    assert_eq!(sent.tls.as_ref().unwrap().sni.as_str(), "backend.example.com");
    assert_eq!(sent.head.body, crate::head::BodyLength::Known(3));
    for (name, value) in [
        ("accept", "-"),
        ("via", "-"),
        ("user-agent", "curl"),
        ("x-own", "2"),
        ("x-stage", "v1"),
        ("x-apigw-api-id", "api0000001"),
        ("x-amzn-apigateway-api-id", "api0000001"),
        ("x-forwarded-for", "1.2.3.4, 203.0.113.9"),
        ("x-amzn-vpce-id", "vpce-a"),
        ("x-amzn-vpc-id", "vpc-a"),
        ("x-amzn-vpce-config", "1"),
        ("x-amzn-tls-version", "TLSv1.2"),
        ("x-amzn-cipher-suite", "ECDHE-RSA-AES128-GCM-SHA256"),
    ] {
        assert_eq!(ended.sent(name), value, "{name}");
    }
    assert!(ended.sent("x-amzn-trace-id").starts_with("Root=1-"));
    assert_eq!((ended.status(), ended.text()), (418, "<stream>"));
    for (name, value) in [
        ("x-amzn-remapped-server", "nginx"),
        ("server", "-"),
        ("x-amzn-remapped-date", "x"),
        ("date", "Mon, 21 Sep 2026 14:13:20 GMT"),
        ("via", "-"),
        ("x-own", "1"),
        ("etag", "e"),
        ("x-amzn-trace-id", "-"),
    ] {
        assert_eq!(ended.header(name), value, "{name}");
    }
    assert_eq!(ended.header("x-amzn-requestid").len(), 36);
}

#[test]
fn http_sends_what_is_mapped() {
    let lines = "  GET /hello http https://backend.example.com/\n  deploy v1";
    let mut scene = backed("http://backend.example.com/x", IntegrationKind::Http, lines);
    scene.backend = Some(Ok((200, vec![("content-type", "text/plain"), ("x-own", "1")])));
    let ended = ask(&scene, "GET /v1/hello?q=1\nX-Own: 2\nAccept: text/html");
    let sent = ended.sent.as_ref().unwrap();
    assert_eq!((sent.head.target.as_str(), sent.tls.is_none()), ("/x", true));
    assert_eq!(
        (ended.sent("accept"), ended.sent("x-own")),
        ("application/json", "-")
    );
    assert_eq!(ended.sent("user-agent"), "AmazonAPIGateway_api0000001");
    assert_eq!(
        (
            ended.status(),
            ended.header("content-type"),
            ended.header("x-own")
        ),
        (200, "text/plain", "-")
    );
    assert!(ended.header("x-amzn-trace-id").starts_with("Root=1-"));
}

#[test]
fn rows_25_and_26_backends_that_fail() {
    let lines = "  ANY /hello http-proxy https://backend.example.com/\n  deploy v1";
    let check = |fault: Fault, status: u16, body: &str, reason: &str| {
        let mut scene = backed("https://backend.example.com/", IntegrationKind::HttpProxy, lines);
        scene.backend = Some(Err(fault));
        let ended = ask(&scene, "GET /v1/hello");
        ended.refused(status, Decision::Integration, reason);
        assert_eq!(ended.text(), body);
        assert_eq!(ended.header("x-amzn-errortype"), "InternalServerErrorException");
    };
    let network = r#"{"message": "Network error communicating with endpoint"}"#;
    check(Fault::Refused, 504, network, "BACKEND_REFUSED");
    check(Fault::Reset, 504, network, "BACKEND_RESET");
    check(
        Fault::ReadTimedOut,
        504,
        r#"{"message": "Endpoint request timed out"}"#,
        "INTEGRATION_TIMEOUT",
    );
    check(
        Fault::Tls,
        500,
        r#"{"message": "Internal server error"}"#,
        "BACKEND_TLS",
    );
    let unbound = ask(&private(ALLOW, lines), "GET /v1/hello");
    let refusal = unbound.refused(504, Decision::Integration, "BACKEND_NOT_BOUND");
    assert_eq!(
        refusal.cure.as_deref(),
        Some("adit bind backend.example.com=127.0.0.1:PORT")
    );
    assert_eq!((unbound.text(), unbound.body.len()), (network, 56));
}

#[test]
fn mappings_that_must_not_be() {
    let lines = "  ANY /hello http-proxy https://backend.example.com/\n  deploy v1";
    let scene = integrations(private(ALLOW, lines), |integration| {
        let target = "integration.request.header.Content-Length".to_owned();
        integration.request_parameters.insert(target, "'1'".to_owned());
    });
    ask(&scene, "GET /v1/hello").refused(500, Decision::Integration, "FORBIDDEN_MAPPING");
    let scene = integrations(private(ALLOW, lines), |integration| {
        integration.uri = Some("ftp://x".to_owned());
    });
    ask(&scene, "GET /v1/hello").refused(500, Decision::Integration, "BAD_URI");
    let scene = methods(private(ALLOW, lines), |method| method.integration = None);
    ask(&scene, "GET /v1/hello").refused(500, Decision::Integration, "NO_INTEGRATION");
}

#[test]
fn a_public_api_tells_its_backend_who_asked() {
    let lines = "  ANY /hello http-proxy https://backend.example.com/\n  deploy v1";
    let mut scene = public(lines).bind("backend.example.com");
    scene.backend = Some(Ok((200, vec![])));
    let ended = ask_public(&scene, "GET /v1/hello");
    assert_eq!(
        (ended.sent("x-forwarded-for"), ended.sent("x-forwarded-proto")),
        ("203.0.113.9", "https")
    );
}

#[test]
fn what_is_stored_and_not_built_refuses() {
    let wants = |edit: fn(&mut Integration)| {
        let scene = integrations(hello(), edit);
        ask(&scene, "GET /v1/hello").refused(500, Decision::Integration, "NOT_BUILT");
    };
    wants(|integration| {
        integration.request_templates.clear();
        integration.kind = IntegrationKind::Aws;
    });
    wants(|integration| integration.kind = IntegrationKind::AwsProxy);
    wants(|integration| {
        integration.kind = IntegrationKind::HttpProxy;
        integration.uri = Some("http://backend.example.com/".to_owned());
        integration.connection_type = Some("VPC_LINK".to_owned());
    });
    wants(|integration| {
        let header = "integration.request.header.a".to_owned();
        integration
            .request_parameters
            .insert(header, "method.request.body.a".to_owned());
    });
    let response = integrations(hello(), |integration| {
        for response in integration.responses.values_mut() {
            let header = "method.response.header.a".to_owned();
            response
                .parameters
                .insert(header, "integration.response.body.a".to_owned());
        }
    });
    ask(&response, "GET /v1/hello").refused(500, Decision::IntegrationResponse, "NOT_BUILT");
}
