//! Scenes at API Gateway over worlds written as text.

mod integration;
mod request_validator;

use adit_model::deployment::Deployment;
use adit_model::method::{Integration, IntegrationKind, Method};
use adit_model::rest_api::RestApi;
use adit_rules::Guard;
use adit_rules::testing::check_agreement;

use crate::balancer::scene::{Ended, Scene};
use crate::gateway::ORDER;
use crate::trace::{Decision, HopKind, Mark};

const ALLOW: &str = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}"#;

/// A private API with these lines, behind an endpoint that stops nobody.
fn private(policy: &str, lines: &str) -> Scene {
    Scene::new(&format!(
        "vpc vpc-a 10.0.0.0/16\nsubnet subnet-a 10.0.1.0/24\nendpoint vpce-a\n\
         api api0000001 private\n  policy {policy}\n{lines}\n"
    ))
}

fn public(lines: &str) -> Scene {
    Scene::new(&format!("api api0000001 regional\n{lines}\n"))
}

fn hello() -> Scene {
    private(
        ALLOW,
        "  GET /hello mock 200 {\"message\":\"hello\"}\n  deploy v1",
    )
}

/// Asks through the endpoint.
fn ask(scene: &Scene, request: &str) -> Ended {
    scene.endpoint(&format!("{request}\nx-apigw-api-id: api0000001"))
}

/// Asks from the internet.
fn ask_public(scene: &Scene, request: &str) -> Ended {
    scene.public(&format!(
        "{request}\nHost: api0000001.execute-api.eu-west-1.amazonaws.com"
    ))
}

/// Changes every deployed method.
fn methods(scene: Scene, edit: impl Fn(&mut Method)) -> Scene {
    scene.edit(|deployment: &mut Deployment| {
        deployment
            .resources
            .values_mut()
            .flat_map(|resource| resource.methods.values_mut())
            .for_each(&edit);
    })
}

fn integrations(scene: Scene, edit: impl Fn(&mut Integration)) -> Scene {
    methods(scene, |method| edit(method.integration.as_mut().unwrap()))
}

fn backed(uri: &str, kind: IntegrationKind, lines: &str) -> Scene {
    let mut scene = integrations(private(ALLOW, lines), |integration| {
        integration.kind = kind;
        integration.uri = Some(uri.to_owned());
    });
    scene = scene.bind("backend.example.com");
    scene.backend = Some(Ok((200, vec![])));
    scene
}

#[test]
fn a_mock_answers() {
    let ended = ask(&hello(), "GET /v1/hello");
    assert_eq!((ended.status(), ended.text()), (200, r#"{"message":"hello"}"#));
    let headers = [
        "content-type",
        "content-length",
        "connection",
        "x-amzn-errortype",
        "x-amzn-trace-id",
        "server",
    ];
    assert_eq!(
        headers.map(|name| ended.header(name)),
        ["application/json", "19", "keep-alive", "-", "-", "-"]
    );
    assert_eq!(ended.header("date"), "Mon, 21 Sep 2026 14:13:20 GMT");
    assert_eq!(ended.header("x-amzn-requestid").len(), 36);
    let taken = ended.order(HopKind::Gateway);
    // What a plain method does not ask for leaves no entry.
    assert!(
        ORDER
            .iter()
            .filter(|decision| ![Decision::ApiKey, Decision::RequestValidator].contains(decision))
            .eq(&taken),
        "{taken:?}"
    );
    assert_eq!(ended.by(Decision::Stage), (Mark::Chosen, "api0000001/v1"));
    assert_eq!(
        ended.by(Decision::ResourceMethod),
        (Mark::Chosen, "GET /hello of api0000001/v1")
    );
    assert_eq!(
        ended.by(Decision::ResourcePolicy),
        (Mark::Allowed, "statement 1 of the resource policy of api0000001")
    );
}

#[test]
fn row_2_unknown_stages() {
    for path in ["/", "/hello", "/v2/hello", "/v11", "//v1/hello"] {
        let ended = ask(&hello(), &format!("GET {path}"));
        ended.refused(403, Decision::Stage, "NO_SUCH_STAGE");
        assert_eq!(
            (ended.text(), ended.body.len()),
            (r#"{"message":"Forbidden"}"#, 23)
        );
        assert_eq!(ended.header("x-amzn-errortype"), "ForbiddenException");
    }
    let ended = ask(&hello(), "GET /v2/hello");
    let cure = "aws apigateway create-deployment --rest-api-id api0000001 --stage-name v2 --region eu-west-1";
    assert_eq!(ended.refusal().cure.as_deref(), Some(cure));
}

#[test]
fn private_apis_have_no_public_endpoint() {
    // Neither its own name nor that of no API resolves on the internet (hops::front).
    for host in ["api0000001", "nothing"] {
        let ended = hello().public(&format!(
            "GET /v1/hello\nHost: {host}.execute-api.eu-west-1.amazonaws.com"
        ));
        assert_eq!(ended.refusal().decision, Decision::PublicName);
    }
    let open = public("  GET /hello mock 200 {\"message\":\"hello\"}\n  deploy v1");
    assert_eq!(ask_public(&open, "GET /v1/hello").status(), 200);
    let disabled = open.edit(|deployment: &mut Deployment| deployment.disable_execute_api_endpoint = true);
    let ended = ask_public(&disabled, "GET /v1/hello");
    ended.refused(403, Decision::Stage, "DEFAULT_ENDPOINT_DISABLED");
    assert_eq!(ended.body.len(), 23);
}

#[test]
fn row_4_unknown_paths_and_methods() {
    for request in ["GET /v1", "GET /v1/other", "POST /v1/hello", "GET /v1/hello/more"] {
        let ended = ask(&hello(), request);
        ended.refused(403, Decision::ResourceMethod, "NO_SUCH_METHOD");
        assert_eq!(
            (ended.text(), ended.body.len()),
            (r#"{"message":"Missing Authentication Token"}"#, 42)
        );
        assert_eq!(
            ended.header("x-amzn-errortype"),
            "MissingAuthenticationTokenException"
        );
    }
    let signed = ask(
        &hello(),
        "GET /v1/other\nAuthorization: AWS4-HMAC-SHA256 Credential=x",
    );
    assert_eq!(signed.body.len(), 42);
}

#[test]
fn row_5_an_authorization_header_that_is_no_signature() {
    let ended = ask(&hello(), "GET /v1/other\nAuthorization: Bearer x");
    ended.refused(403, Decision::ResourceMethod, "NO_SUCH_METHOD");
    assert_eq!(
        ended.text(),
        r#"{"message":"'x' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer x'."}"#
    );
    assert_eq!(ended.header("x-amzn-errortype"), "IncompleteSignatureException");
}

#[test]
fn resources_by_specificity() {
    let scene = private(
        ALLOW,
        "  GET / mock 200 root
  GET /pets/cat mock 200 cat
  ANY /pets/{id} mock 200 id
  POST /pets/{id} mock 200 post-id
  GET /pets/{id}/toys mock 200 toys
  ANY /{proxy+} mock 200 proxy
  POST /test mock 200 test
  deploy v1",
    );
    let check = |request: &str, body: &str| assert_eq!(ask(&scene, request).text(), body, "{request}");
    check("GET /v1", "root");
    check("GET /v1/", "root");
    check("GET /v1/pets/cat", "cat");
    check("GET /v1/pets/cat/", "cat");
    check("GET /v1//pets/cat", "cat");
    check("GET /v1/pets/dog", "id");
    check("DELETE /v1/pets/cat", "id");
    check("POST /v1/pets/dog", "post-id");
    check("GET /v1/pets/dog/toys", "toys");
    check("GET /v1/pets/dog/toys/7", "proxy");
    check("POST /v1/test", "test");
    check("OPTIONS /v1/test", "proxy");
    check("GET /v1/pets", "proxy");
    check("GET /v1/a//b", "proxy");
    assert_eq!(ask(&scene, "PROPFIND /v1/a").status(), 403);
    check("GET /v1/test\nX-HTTP-Method-Override: POST", "test");
}

#[test]
fn the_index_finds_what_the_list_says() {
    let scene = private(
        ALLOW,
        "  GET / mock 200 r
  GET /a mock 200 r
  ANY /a/b mock 200 r
  POST /a/{x} mock 200 r
  GET /{y}/b mock 200 r
  ANY /a/{p+} mock 200 r
  GET /{y}/{z}/c mock 200 r
  PUT /{p+} mock 200 r
  deploy v1",
    );
    let api = scene.plan.private.apis.values().next().unwrap();
    let routes = &api.stages[0].routes;
    let segments = ["a", "b", "c", "q", ""];
    let mut paths = vec!["/".to_owned()];
    for one in segments {
        paths.push(format!("/{one}"));
        for two in segments {
            paths.push(format!("/{one}/{two}"));
            paths.extend(segments.map(|three| format!("/{one}/{two}/{three}")));
        }
    }
    for method in ["GET", "POST", "PUT", "DELETE", "HEAD", "PROPFIND"] {
        for path in &paths {
            let head = scene.head(&format!("{method} {path}"));
            let facts = scene.facts();
            let listed = routes
                .rules
                .eval(&crate::dim::RequestPoint::new(&head, &facts))
                .rule;
            assert_eq!(routes.index().find(method, path), listed, "{method} {path}");
        }
    }
}

#[test]
fn methods_that_want_a_caller() {
    let iam = private(ALLOW, "  GET /hello auth AWS_IAM mock 200 x\n  deploy v1");
    let ended = ask(&iam, "GET /v1/hello");
    ended.refused(403, Decision::Authorization, "NOT_SIGNED");
    assert_eq!(
        (ended.body.len(), ended.header("x-amzn-errortype")),
        (42, "MissingAuthenticationTokenException")
    );
    let ended = ask(&iam, "GET /v1/hello\nAuthorization: Bearer x");
    assert_eq!(ended.header("x-amzn-errortype"), "IncompleteSignatureException");
    for request in [
        "GET /v1/hello\nAuthorization: AWS4-HMAC-SHA256 Credential=x",
        "GET /v1/hello?X-Amz-Signature=x",
    ] {
        ask(&iam, request).refused(500, Decision::Authorization, "NOT_BUILT");
    }
    for kind in ["CUSTOM", "COGNITO_USER_POOLS"] {
        let scene = private(
            ALLOW,
            &format!("  GET /hello auth {kind} mock 200 x\n  deploy v1"),
        );
        let ended = ask(&scene, "GET /v1/hello");
        ended.refused(500, Decision::Authorization, "NOT_BUILT");
        assert_eq!((ended.text(), ended.body.len()), (r#"{"message":null}"#, 16));
        assert_eq!(
            ended.header("x-amzn-errortype"),
            "AuthorizerConfigurationException"
        );
    }
    // Authentication comes before the policy (api B5).
    let deny = ALLOW.replace("Allow", "Deny");
    let scene = private(&deny, "  GET /hello auth AWS_IAM mock 200 x\n  deploy v1");
    ask(&scene, "GET /v1/hello").refused(403, Decision::Authorization, "NOT_SIGNED");
}

#[test]
fn methods_that_want_a_key() {
    let scene = private(ALLOW, "  GET /hello key mock 200 x\n  deploy v1");
    let ended = ask(&scene, "GET /v1/hello\nx-api-key: 12345678901234567890");
    ended.refused(403, Decision::ApiKey, "NOT_BUILT");
    assert_eq!(
        (ended.body.len(), ended.header("x-amzn-errortype")),
        (23, "ForbiddenException")
    );
}

#[test]
fn row_6_explicit_denials() {
    let policy = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},{"Sid":"Outside","Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"StringNotEquals":{"aws:sourceVpce":"vpce-b"}}}]}"#;
    let scene = private(policy, "  GET /open mock 200 x\n  deploy v1");
    let ended = ask(&scene, "GET /v1/open");
    let refusal = ended.refused(403, Decision::ResourcePolicy, "RESOURCE_POLICY_EXPLICIT_DENY");
    assert_eq!(
        refusal.by.as_str(),
        "statement 2 (Outside) of the resource policy of api0000001"
    );
    assert_eq!(
        ended.text(),
        r#"{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********3333:api0000001/v1/GET/open with an explicit deny in a resource-based policy"}"#
    );
    assert_eq!(ended.header("x-amzn-errortype"), "AccessDeniedException");
    let right = private(
        &policy.replace("vpce-b", "vpce-a"),
        "  GET /open mock 200 x\n  deploy v1",
    );
    assert_eq!(ask(&right, "GET /v1/open").status(), 200);
}

#[test]
fn row_8_implicit_denials() {
    // api B8: a policy that only denies blocks everything when the method has no authorization.
    let policy = r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-a"}}}]}"#;
    let scene = private(policy, "  GET / mock 200 x\n  deploy v1");
    let ended = ask(&scene, "GET /v1");
    ended.refused(403, Decision::ResourcePolicy, "RESOURCE_POLICY_NO_ALLOW");
    assert_eq!(
        ended.text(),
        r#"{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********3333:api0000001/v1/GET/ because no resource-based policy allows the execute-api:Invoke action"}"#
    );
    let without = hello().edit(|deployment: &mut Deployment| deployment.policy = None);
    ask(&without, "GET /v1/hello").refused(403, Decision::ResourcePolicy, "RESOURCE_POLICY_NO_ALLOW");
    let broken = hello().edit(|deployment: &mut Deployment| deployment.policy = Some("{".to_owned()));
    ask(&broken, "GET /v1/hello").refused(403, Decision::ResourcePolicy, "RESOURCE_POLICY_EXPLICIT_DENY");
}

#[test]
fn condition_keys_of_a_call() {
    let check = |condition: &str, request: &str, public: bool, status: u16| {
        let policy = format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{condition}}}]}}"#
        );
        let lines = "  GET /hello mock 200 x\n  deploy v1";
        let ended = match public {
            true => ask_public(&self::public(&format!("  policy {policy}\n{lines}")), request),
            false => ask(&private(&policy, lines), request),
        };
        assert_eq!(ended.status(), status, "{condition} {request} {public}");
    };
    let get = "GET /v1/hello";
    check(r#"{"StringEquals":{"aws:SourceVpc":"vpc-a"}}"#, get, false, 200);
    check(r#"{"StringEquals":{"aws:SourceVpc":"vpc-a"}}"#, get, true, 403);
    check(
        r#"{"IpAddress":{"aws:VpcSourceIp":"203.0.113.0/24"}}"#,
        get,
        false,
        200,
    );
    check(
        r#"{"IpAddress":{"aws:VpcSourceIp":"203.0.113.0/24"}}"#,
        get,
        true,
        403,
    );
    check(
        r#"{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#,
        get,
        true,
        200,
    );
    // api B16: absent through an endpoint, so the one is a lock-out and the other lets everybody in.
    check(
        r#"{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#,
        get,
        false,
        403,
    );
    check(
        r#"{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#,
        get,
        false,
        200,
    );
    check(
        r#"{"StringEquals":{"aws:Referer":"secret"}}"#,
        "GET /v1/hello\nReferer: secret",
        true,
        200,
    );
    check(r#"{"StringEquals":{"aws:Referer":"secret"}}"#, get, true, 403);
    check(
        r#"{"StringLike":{"aws:UserAgent":"curl/*"}}"#,
        "GET /v1/hello\nUser-Agent: curl/8",
        false,
        200,
    );
    check(r#"{"Bool":{"aws:SecureTransport":"true"}}"#, get, false, 200);
    check(
        r#"{"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}"#,
        get,
        false,
        200,
    );
    check(
        r#"{"DateGreaterThan":{"aws:EpochTime":"1890000000"}}"#,
        get,
        false,
        403,
    );
    check(
        r#"{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}"#,
        get,
        false,
        403,
    );
}

#[test]
fn what_is_not_deployed_is_not_in_force() {
    let scene = hello().edit(|api: &mut RestApi| api.policy = None);
    assert_eq!(ask(&scene, "GET /v1/hello").status(), 200);
    let denied = private(
        &ALLOW.replace("Allow", "Deny"),
        "  GET /hello mock 200 x\n  deploy v1",
    );
    let denied = denied.edit(|api: &mut RestApi| api.policy = Some(ALLOW.to_owned()));
    let ended = ask(&denied, "GET /v1/hello");
    let refusal = ended.refusal();
    assert!(
        refusal
            .cause
            .ends_with("; the policy was changed since the deployment"),
        "{}",
        refusal.cause
    );
    assert!(
        refusal
            .cure
            .as_deref()
            .unwrap()
            .starts_with("aws apigateway create-deployment")
    );
    let late = private(
        ALLOW,
        "  GET /hello mock 200 x\n  deploy v1\n  GET /late mock 200 x",
    );
    let ended = ask(&late, "GET /v1/late");
    let refusal = ended.refused(403, Decision::ResourceMethod, "NO_SUCH_METHOD");
    assert!(
        refusal
            .cure
            .as_deref()
            .unwrap()
            .ends_with("--stage-name v1 --region eu-west-1")
    );
}

#[test]
fn rows_27_and_29_limits() {
    let ended = ask(&hello(), "GET /v1/hello\nbody 10485761");
    ended.refused(413, Decision::RequestSize, "BODY_TOO_LARGE");
    assert_eq!(ended.text(), "HTTP content length exceeded 10485760 bytes.");
    assert_eq!(
        (ended.header("content-type"), ended.header("x-amzn-errortype")),
        ("text/plain", "-")
    );
    assert_eq!(ask(&hello(), "GET /v1/hello\nbody 10485760").status(), 200);
    let scene = private(ALLOW, "  GET /{p+} mock 200 x\n  deploy v1");
    let ended = ask(&scene, &format!("GET /v1/{}", "a".repeat(1_600)));
    ended.refused(414, Decision::ResourcePolicy, "ARN_TOO_LONG");
    assert_eq!(ended.text(), "Request URI too long");
}

#[test]
fn the_proof_reads_what_traffic_reads() {
    let scene = private(
        ALLOW,
        "  GET / mock 200 r
  ANY /a/b auth AWS_IAM mock 200 r
  POST /a/{x} auth CUSTOM mock 200 r
  ANY /{p+} key mock 200 r
  deploy v1",
    );
    let api = scene.plan.private.apis.values().next().unwrap();
    let any = Guard::any();
    assert_eq!(check_agreement(&api.types, &any).unwrap().unknown, 0);
    assert_eq!(check_agreement(&api.sizes, &any).unwrap().unknown, 0);
    assert_eq!(check_agreement(&api.stage_rules, &any).unwrap().unknown, 0);
    for stage in &api.stages {
        assert_eq!(check_agreement(&stage.routes.rules, &any).unwrap().unknown, 0);
        check_agreement(&stage.policy.judge.rules, &Guard::any()).unwrap();
        for method in &stage.routes.methods {
            assert_eq!(check_agreement(&method.authorization, &any).unwrap().unknown, 0);
            assert_eq!(check_agreement(&method.key, &any).unwrap().unknown, 0);
            assert_eq!(check_agreement(&method.passthrough, &any).unwrap().unknown, 0);
            let integration = method.integration.as_ref().unwrap();
            assert_eq!(check_agreement(&integration.rules, &any).unwrap().unknown, 0);
            assert_eq!(
                check_agreement(&integration.responses.rules, &any)
                    .unwrap()
                    .unknown,
                0
            );
        }
    }
}
