//! Scenes at the endpoint over worlds written as text.

use adit_rules::Guard;
use adit_rules::testing::check_agreement;
use adit_testkit::design_b;

use crate::balancer::scene::Scene;
use crate::endpoint::ORDER;
use crate::endpoint::plan::Endpoint;
use crate::plan::Settings;
use crate::trace::{Decision, HopKind, Mark};

const DEFAULT: &str = "api0000001.execute-api.eu-west-1.amazonaws.com";

/// Design B with a policy on its endpoint.
fn with_policy(policy: &str) -> Scene {
    let endpoint = "endpoint vpce-a with sg-endpoint";
    Scene::new(&design_b().replace(endpoint, &format!("{endpoint}\n  policy {policy}")))
}

/// A second private API, and a public one, beside design B's.
fn with_others() -> Scene {
    Scene::new(&format!(
        "{}
api api0000009 private
  policy {{\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"execute-api:/*\"}}]}}
  GET /hello mock 200 {{\"message\":\"nine\"}}
  deploy v1
api api0000008 regional
  GET /hello mock 200 {{\"message\":\"eight\"}}
  deploy v1
",
        design_b()
    ))
}

#[test]
fn a_request_goes_through() {
    let ended = Scene::new(design_b()).endpoint(&format!("GET /v1/hello\nHost: {DEFAULT}"));
    assert_eq!((ended.status(), ended.text()), (200, r#"{"message":"hello"}"#));
    assert_eq!(ended.order(HopKind::Endpoint), ORDER);
    assert_eq!(ended.by(Decision::ApiName), (Mark::Chosen, "api0000001 by Host"));
    assert_eq!(
        ended.by(Decision::EndpointPolicy),
        (Mark::Allowed, "the policy of vpce-a")
    );
}

#[test]
fn only_tls_on_443() {
    let request = format!("GET /v1/hello\nHost: {DEFAULT}");
    let mut scene = Scene::new(design_b());
    scene.port = 8443;
    scene
        .endpoint(&request)
        .refused(0, Decision::EndpointPort, "PORT_NOT_SERVED");
    let mut scene = Scene::new(design_b());
    scene.scheme = crate::head::Scheme::Http;
    scene
        .endpoint(&request)
        .refused(0, Decision::EndpointPort, "PLAIN_HTTP");
    let pending = Scene::new(&design_b().replace("with sg-endpoint", "with sg-endpoint pending"));
    pending
        .endpoint(&request)
        .refused(0, Decision::EndpointPort, "NO_ENDPOINT");
}

#[test]
fn how_an_api_is_named() {
    let scene = with_others();
    let check = |host: &str, id: Option<&str>, by: &str| {
        let header = id.map(|id| format!("\nx-apigw-api-id: {id}")).unwrap_or_default();
        let ended = scene.endpoint(&format!("GET /v1/hello\nHost: {host}{header}"));
        assert_eq!(ended.by(Decision::ApiName).1, by, "{host} {id:?}");
    };
    check(DEFAULT, None, "api0000001 by Host");
    check(
        "web.elb.amazonaws.com",
        Some("api0000001"),
        "api0000001 by x-apigw-api-id",
    );
    check(
        "api0000001-vpce-a.execute-api.eu-west-1.amazonaws.com",
        None,
        "api0000001 by its alias as Host",
    );
    // Two names: the header wins by default. A header that names nothing does not spoil a Host that names.
    check(DEFAULT, Some("api0000009"), "api0000009 by x-apigw-api-id");
    check(DEFAULT, Some("nonsense"), "api0000001 by Host");
    let host_first = with_others().set(Settings {
        api_id_header_wins: false,
        ..Settings::default()
    });
    let ended = host_first.endpoint(&format!(
        "GET /v1/hello\nHost: {DEFAULT}\nx-apigw-api-id: api0000009"
    ));
    assert_eq!(ended.by(Decision::ApiName).1, "api0000001 by Host");
}

#[test]
fn who_names_no_api_is_forbidden() {
    let scene = with_others();
    // The health checker's request (api E29), a listed-endpoint name of an API that does not list it, and a stranger's.
    for request in [
        "GET /\nHost: 10.0.1.7\nUser-Agent: ELB-HealthChecker/2.0",
        "GET /v1/hello\nHost: api0000009-vpce-a.execute-api.eu-west-1.amazonaws.com",
        "GET /v1/hello\nHost: api0000001.execute-api.us-east-1.amazonaws.com",
        "GET /v1/hello\nHost: origin.example.com\nx-apigw-api-id: other",
        "GET /v1/hello",
    ] {
        let ended = scene.endpoint(request);
        ended.refused(403, Decision::ApiName, "API_NOT_NAMED");
        assert_eq!(ended.text(), r#"{"message":"Forbidden"}"#);
        assert_eq!((ended.body.len(), ended.header("content-length")), (23, "23"));
        assert_eq!(ended.header("x-amzn-errortype"), "ForbiddenException");
        assert_eq!(ended.header("content-type"), "application/json");
        assert_eq!(ended.header("connection"), "keep-alive");
        assert_eq!(ended.header("x-amzn-requestid").len(), 36);
        assert!(ended.header("x-amz-apigw-id").len() == 16 && ended.header("x-amz-apigw-id").ends_with('='));
        assert_eq!(ended.header("server"), "-");
    }
}

#[test]
fn a_public_api_does_not_answer_through_an_endpoint() {
    let ended = with_others().endpoint("GET /v1/hello\nHost: api0000008.execute-api.eu-west-1.amazonaws.com");
    let refusal = ended.refused(403, Decision::EndpointType, "PUBLIC_API");
    assert!(
        refusal
            .cure
            .as_deref()
            .unwrap()
            .contains("path=/endpointConfiguration/types/REGIONAL,value=PRIVATE")
    );
    assert_eq!(ended.body.len(), 23);
}

#[test]
fn the_endpoints_policy() {
    let request = format!("GET /v1/hello\nHost: {DEFAULT}");
    let allow = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;
    let ended = with_policy(allow).endpoint(&request);
    assert_eq!(
        ended.by(Decision::EndpointPolicy),
        (Mark::Allowed, "statement 1 of the policy of vpce-a")
    );
    let other = r#"{"Statement":[{"Sid":"One","Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:eu-west-1:111122223333:other/*"}]}"#;
    let ended = with_policy(other).endpoint(&request);
    let refusal = ended.refused(403, Decision::EndpointPolicy, "VPC_ENDPOINT_POLICY_NO_ALLOW");
    assert_eq!(
        ended.text(),
        r#"{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********3333:api0000001/v1/GET/hello because no VPC endpoint policy allows the execute-api:Invoke action"}"#
    );
    assert_eq!(ended.header("x-amzn-errortype"), "AccessDeniedException");
    let cure = refusal.cure.as_deref().unwrap();
    let start = "aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-a --region eu-west-1 --policy-document '";
    let document = cure.strip_prefix(start).unwrap().strip_suffix('\'').unwrap();
    assert_eq!(
        with_policy(document).endpoint(&request).status(),
        200,
        "{document}"
    );
    let deny = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"*","Resource":"arn:aws:execute-api:*:*:api0000001/*/GET/*"}]}"#;
    let ended = with_policy(deny).endpoint(&request);
    let refusal = ended.refused(403, Decision::EndpointPolicy, "VPC_ENDPOINT_POLICY_EXPLICIT_DENY");
    assert_eq!(refusal.by.as_str(), "statement 2 of the policy of vpce-a");
    assert!(
        ended
            .text()
            .ends_with(r#"/v1/GET/hello with an explicit deny in a VPC endpoint policy"}"#)
    );
    // A principal that is not everybody does not match anonymous callers (api A32).
    let principal = r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}]}"#;
    with_policy(principal).endpoint(&request).refused(
        403,
        Decision::EndpointPolicy,
        "VPC_ENDPOINT_POLICY_NO_ALLOW",
    );
}

#[test]
fn a_method_override_is_the_method() {
    let get_only = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"arn:aws:execute-api:*:*:*/*/GET/*"}]}"#;
    let scene = with_policy(get_only);
    let request = format!("GET /v1/hello\nHost: {DEFAULT}");
    assert_eq!(scene.endpoint(&request).status(), 200);
    let ended = scene.endpoint(&format!("{request}\nX-HTTP-Method-Override: DELETE"));
    ended.refused(403, Decision::EndpointPolicy, "VPC_ENDPOINT_POLICY_NO_ALLOW");
    assert!(ended.text().contains("/v1/DELETE/hello"));
}

#[test]
fn the_proof_reads_what_traffic_reads() {
    let scene = with_others();
    let endpoint: &Endpoint = scene.plan.private.endpoints.values().next().unwrap();
    let names = scene.plan.private.region_names.values();
    let lists = names.flat_map(|names| [&names.header, &names.host]);
    for rules in lists.chain([&endpoint.aliases.rules]) {
        assert_eq!(check_agreement(rules, &Guard::any()).unwrap().unknown, 0);
    }
    assert_eq!(check_agreement(&endpoint.port, &Guard::any()).unwrap().unknown, 0);
    assert_eq!(
        check_agreement(&endpoint.policy.judge.rules, &Guard::any())
            .unwrap()
            .unknown,
        0
    );
}
