//! `api`: a REST API, its methods, its deployments and stages.

use std::collections::BTreeMap;

use adit_model::deployment::Deployment;
use adit_model::id::{DeploymentKey, ResourceId, RestApiId, StageKey, VpcEndpointId};
use adit_model::method::{Integration, IntegrationKind, IntegrationResponse, Method, MethodResponse};
use adit_model::rest_api::{ApiResource, EndpointType, RestApi};
use adit_model::stage::Stage;
use adit_model::tag::Tags;
use adit_model::vpc_endpoint::VpcEndpoint;

use crate::builder::Builder;
use crate::clock::START;
use crate::line::{Result, Statement, Words};

/// `api ID [private|regional|edge] [endpoints VPCE ...] [no-default-endpoint]`; details:
///
/// ```text
/// policy JSON                                   (`execute-api:/...` is expanded to the API's ARN, api A8)
/// METHOD PATH [auth TYPE] [key] mock STATUS [JSON]
/// METHOD PATH [auth TYPE] [key] http-proxy URI
/// METHOD PATH [auth TYPE] [key] http URI
/// deploy STAGE                                  (freezes what stands above; what follows waits for the next one)
/// ```
pub(crate) fn rest_api(world: &mut Builder, mut statement: Statement<'_>) -> Result<()> {
    let words = &mut statement.words;
    let at = words.clone();
    let id = world.declare::<RestApi>(words, "an API's id", RestApiId::parse)?;
    let endpoint_type = words
        .maybe(|t| EndpointType::parse(&t.to_ascii_uppercase()))
        .unwrap_or(EndpointType::Private);
    let mut vpc_endpoints = Vec::new();
    if words.eat("endpoints") {
        loop {
            let at = words.error("");
            let Some(endpoint) = words.maybe(VpcEndpointId::parse) else {
                break;
            };
            world.mention::<VpcEndpoint>(endpoint.clone(), at);
            vpc_endpoints.push(endpoint);
        }
    }
    let disable_execute_api_endpoint = words.eat("no-default-endpoint");
    statement.words.end()?;
    let Some(root) = ResourceId::parse("root") else {
        return Err(at.error("no id for the root"));
    };
    let mut api = RestApi {
        owner: world.owner.clone(),
        name: format!("api {id}"),
        id,
        description: None,
        version: None,
        endpoint_type,
        vpc_endpoints,
        ip_address_type: match endpoint_type {
            EndpointType::Private => "dualstack".to_owned(),
            _ => "ipv4".to_owned(),
        },
        policy: None,
        api_key_source: "HEADER".to_owned(),
        binary_media_types: Vec::new(),
        minimum_compression_size: None,
        disable_execute_api_endpoint,
        security_policy: None,
        endpoint_access_mode: None,
        models: BTreeMap::new(),
        authorizers: BTreeMap::new(),
        request_validators: BTreeMap::new(),
        gateway_responses: BTreeMap::new(),
        resources: BTreeMap::from([(
            root.clone(),
            ApiResource {
                id: root.clone(),
                parent: None,
                path_part: None,
                path: "/".to_owned(),
                methods: BTreeMap::new(),
            },
        )]),
        root,
        created: START,
        tags: Tags::new(),
    };
    let mut deployments = 0;
    for mut line in statement.details {
        if line.eat("policy") {
            api.policy = Some(expanded(line.rest(), &api));
        } else if line.eat("deploy") {
            deployments += 1;
            deploy(world, &mut line, &api, deployments)?;
        } else {
            method(&mut line, &mut api)?;
        }
        line.end()?;
    }
    world.put(api);
    Ok(())
}

fn expanded(policy: &str, api: &RestApi) -> String {
    let arn = format!(
        "\"arn:aws:execute-api:{}:{}:{}/",
        api.owner.region, api.owner.account, api.id
    );
    policy.replace("\"execute-api:/", &arn)
}

fn deploy(world: &mut Builder, line: &mut Words<'_>, api: &RestApi, number: u32) -> Result<()> {
    let at = line.clone();
    let stage = line.next("a stage's name")?.text;
    let deployment = DeploymentKey::of(&api.id, &format!("dep{number:03}"));
    world.put(Deployment {
        id: deployment.clone(),
        owner: api.owner.clone(),
        api: api.id.clone(),
        description: None,
        created: START,
        policy: api.policy.clone(),
        resources: api.resources.clone(),
        disable_execute_api_endpoint: api.disable_execute_api_endpoint,
    });
    if !stage
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    {
        return Err(at.error(format!("`{stage}` cannot be a stage's name")));
    }
    let id = StageKey::of(&api.id, stage);
    world.put(Stage::new(
        id,
        api.owner.clone(),
        api.id.clone(),
        deployment,
        START,
    ));
    Ok(())
}

fn method(line: &mut Words<'_>, api: &mut RestApi) -> Result<()> {
    const METHODS: [&str; 8] = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    let http_method = line.read("`policy`, `deploy` or an HTTP method", |t| {
        METHODS.contains(&t).then(|| t.to_owned())
    })?;
    let at = line.clone();
    let path = line.read("a path", |t| t.starts_with('/').then_some(t))?;
    let resource =
        resource(api, path).ok_or_else(|| at.error(format!("`{path}` cannot be a resource's path")))?;
    let mut method = Method {
        authorization: "NONE".to_owned(),
        ..Method::default()
    };
    if line.eat("auth") {
        method.authorization = line.next("NONE, AWS_IAM or CUSTOM")?.text.to_owned();
    }
    method.api_key_required = line.eat("key");
    let mut integration = Integration {
        kind: IntegrationKind::Mock,
        http_method: None,
        uri: None,
        connection_type: None,
        connection_id: None,
        credentials: None,
        request_parameters: BTreeMap::new(),
        request_templates: BTreeMap::new(),
        passthrough: "WHEN_NO_MATCH".to_owned(),
        content_handling: None,
        timeout_millis: 29_000,
        cache_namespace: resource.as_str().to_owned(),
        cache_key_parameters: Vec::new(),
        tls_insecure: None,
        transfer_mode: None,
        target: None,
        responses: BTreeMap::new(),
    };
    if line.eat("mock") {
        let status: u16 = line.read("a status", |t| t.parse().ok())?;
        mock(&mut method, &mut integration, status, line.rest());
    } else {
        integration.kind = line.read("`mock`, `http-proxy` or `http`", |t| match t {
            "http-proxy" => Some(IntegrationKind::HttpProxy),
            "http" => Some(IntegrationKind::Http),
            _ => None,
        })?;
        let uri = line.next("a URI")?.text;
        backend(&mut method, &mut integration, &http_method, uri);
    }
    method.integration = Some(integration);
    if let Some(resource) = api.resources.get_mut(&resource) {
        resource.methods.insert(http_method, method);
    }
    Ok(())
}

/// The template `{"statusCode": N}` chooses the answer, whose template is the body (api C18).
fn mock(method: &mut Method, integration: &mut Integration, status: u16, body: &str) {
    let json = || "application/json".to_owned();
    integration
        .request_templates
        .insert(json(), format!("{{\"statusCode\": {status}}}"));
    let mut response = IntegrationResponse::default();
    if !body.is_empty() {
        response.templates.insert(json(), body.to_owned());
    }
    integration.responses.insert(status.to_string(), response);
    method
        .responses
        .insert(status.to_string(), MethodResponse::default());
}

/// Path parameters of the method stand in the URI by the same name.
fn backend(method: &mut Method, integration: &mut Integration, http_method: &str, uri: &str) {
    for name in uri.split('{').skip(1).filter_map(|part| part.split('}').next()) {
        method
            .request_parameters
            .insert(format!("method.request.path.{name}"), true);
        integration.request_parameters.insert(
            format!("integration.request.path.{name}"),
            format!("method.request.path.{name}"),
        );
    }
    integration.http_method = Some(http_method.to_owned());
    integration.uri = Some(uri.to_owned());
    if integration.kind == IntegrationKind::Http {
        integration
            .responses
            .insert("200".to_owned(), IntegrationResponse::default());
        method
            .responses
            .insert("200".to_owned(), MethodResponse::default());
    }
}

/// The resource at `path`, made with its parents where missing: `res1`, `res2`, ...
fn resource(api: &mut RestApi, path: &str) -> Option<ResourceId> {
    let mut at = api.root.clone();
    let mut full = String::new();
    for part in path.split('/').skip(1).filter(|p| !p.is_empty()) {
        full.push('/');
        full.push_str(part);
        let known = api.resources.values().find(|r| r.path == full);
        at = if let Some(known) = known {
            known.id.clone()
        } else {
            let id = ResourceId::parse(&format!("res{}", api.resources.len()))?;
            let made = ApiResource {
                id: id.clone(),
                parent: Some(at),
                path_part: Some(part.to_owned()),
                path: full.clone(),
                methods: BTreeMap::new(),
            };
            api.resources.insert(id.clone(), made);
            id
        };
    }
    Some(at)
}
