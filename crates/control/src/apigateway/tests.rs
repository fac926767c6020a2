//! Calls against a World, committed as they succeed; inputs and answers as JSON by the members' names in the model.
//!
//! Every answer is held against the model. `refused` also shows that a refusal leaves no change behind.

mod api_key;
mod authorizer;
mod deployment;
mod domain_name;
mod integration;
mod method;
mod patch;
mod resource;
mod resource_policy;
mod rest_api;
mod rest_api_import;
mod stage;
mod tag;
mod vpc_link;

use adit_model::certificate::CertificateMaterial;
use adit_model::id::{TargetGroupArn, VpcEndpointId, VpcId};
use adit_model::minter::Minter;
use adit_model::vpc_endpoint::{EndpointState, VpcEndpoint};
use adit_model::world::Entity;
use adit_model::{AccountId, Change, Owner, Region, World};
use adit_wire::model::{Kind, Model, Shape, model};
use adit_wire::{ApiError, Record, Service, Value, conformance};
use serde_json::{Value as Json, json};
use time::OffsetDateTime;

use crate::ports::{CertificateDetails, Certificates, ObservedTarget, Ports, TargetHealth};
use crate::{Request, execute};

/// A caller, with the World that its calls made.
struct Caller {
    world: World,
    minter: Minter,
    account: AccountId,
    region: Region,
    now: OffsetDateTime,
}

impl Caller {
    fn new() -> Self {
        Self {
            world: World::default(),
            minter: Minter::seeded(1),
            account: AccountId::parse("111122223333").unwrap(),
            region: Region::parse("eu-west-1").unwrap(),
            now: OffsetDateTime::UNIX_EPOCH,
        }
    }

    /// The answer to a call.
    fn call(&mut self, operation: &str, input: Json) -> Json {
        let output = self
            .run(operation, &input)
            .unwrap_or_else(|error| panic!("{operation} {input}: {error}"));
        json(&Value::Record(output))
    }

    /// The refusal of a call, as `Code: text`.
    fn refused(&mut self, operation: &str, input: Json) -> String {
        match self.run(operation, &input) {
            Ok(output) => panic!("{operation} {input}: {output:?}"),
            Err(error) => error.to_string(),
        }
    }

    fn run(&mut self, operation: &str, input: &Json) -> Result<Record, ApiError> {
        let facts = model(Service::ApiGateway).operation(operation).unwrap();
        let input = match facts.input() {
            Some(shape) => record(facts.model(), shape, input),
            None => Record::new(),
        };
        let request = Request {
            service: Service::ApiGateway,
            operation,
            account: self.account.clone(),
            region: self.region.clone(),
            access_key: "test",
            input: &input,
        };
        let ports = Ports {
            certificates: &Nothing,
            health: &Nothing,
            objects: &crate::ports::NoObjects,
            deploy_delay: time::Duration::ZERO,
        };
        let outcome = execute(&request, &self.world, self.now, &mut self.minter, ports)?;
        conformance(facts, &outcome.output).unwrap();
        for change in &outcome.changes {
            self.world.apply(change);
        }
        Ok(outcome.output)
    }

    /// The ids of a new API and of its root.
    fn api(&mut self, kind: &str) -> (String, String) {
        let input = json!({ "name": "pets", "endpointConfiguration": { "types": [kind] } });
        let api = self.call("CreateRestApi", input);
        (text(&api, "id"), text(&api, "rootResourceId"))
    }

    /// As [`api`](Self::api), with a MOCK at `GET /`.
    fn mock(&mut self, kind: &str) -> (String, String) {
        let (api, root) = self.api(kind);
        let at = json!({ "restApiId": api, "resourceId": root, "httpMethod": "GET" });
        self.call("PutMethod", with(&at, json!({ "authorizationType": "NONE" })));
        self.call("PutIntegration", with(&at, json!({ "type": "MOCK" })));
        (api, root)
    }

    fn endpoint(&mut self, id: &str, account: &str, service: &str) {
        let endpoint = VpcEndpoint {
            id: VpcEndpointId::parse(id).unwrap(),
            owner: Owner {
                account: AccountId::parse(account).unwrap(),
                region: self.region.clone(),
            },
            vpc: VpcId::parse("vpc-1").unwrap(),
            service: service.to_owned(),
            state: EndpointState::Available,
            subnets: Vec::new(),
            interfaces: Vec::new(),
            groups: Vec::new(),
            policy: None,
            private_dns: true,
            dns_suffix: "abc".to_owned(),
            created: self.now,
            more: Default::default(),
            client_token: None,
            tags: Default::default(),
        };
        self.world.apply(&Change::Put(endpoint.wrap()));
    }
}

/// `base` with the members of `more`.
fn with(base: &Json, more: Json) -> Json {
    let mut all = base.as_object().unwrap().clone();
    all.extend(more.as_object().unwrap().clone());
    Json::Object(all)
}

/// Adds one patch operation to what names the resource.
fn patched(base: &Json, op: &str, path: &str, value: &str) -> Json {
    with(
        base,
        json!({ "patchOperations": [{ "op": op, "path": path, "value": value }] }),
    )
}

fn text(answer: &Json, member: &str) -> String {
    answer[member]
        .as_str()
        .unwrap_or_else(|| panic!("no {member} in {answer}"))
        .to_owned()
}

/// An input as the wire would read it.
fn record(model: &Model, shape: &Shape, input: &Json) -> Record {
    let structure = shape.structure().unwrap();
    let mut record = Record::new();
    for (name, given) in input.as_object().unwrap() {
        let member = structure
            .member(name)
            .unwrap_or_else(|| panic!("{} has no {name}", shape.name));
        record.put(member.name, value(model, member.shape(model).unwrap(), given));
    }
    record
}

fn value(model: &Model, shape: &Shape, given: &Json) -> Value {
    match (&shape.kind, given) {
        (Kind::Structure(_), _) => Value::Record(record(model, shape, given)),
        (Kind::List(list), Json::Array(items)) => items
            .iter()
            .map(|item| value(model, list.element(model).unwrap(), item))
            .collect(),
        (Kind::Map(map), Json::Object(entries)) => {
            let of = map.value(model).unwrap();
            Value::Map(
                entries
                    .iter()
                    .map(|(key, item)| (key.clone(), value(model, of, item)))
                    .collect(),
            )
        }
        (Kind::Blob(_), Json::String(text)) => Value::Blob(text.clone().into_bytes()),
        (_, Json::Bool(is)) => Value::Bool(*is),
        (Kind::Float(_), Json::Number(number)) => Value::Float(number.as_f64().unwrap()),
        (_, Json::Number(number)) => Value::Int(number.as_i64().unwrap()),
        (_, Json::String(text)) => Value::Text(text.clone()),
        (_, other) => panic!("{}: {other}", shape.name),
    }
}

/// An answer, times as seconds.
fn json(value: &Value) -> Json {
    match value {
        Value::Bool(is) => (*is).into(),
        Value::Int(int) => (*int).into(),
        Value::Float(float) => (*float).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Blob(bytes) => String::from_utf8_lossy(bytes).into(),
        Value::Time(moment) => moment.unix_timestamp().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(entries) => entries
            .iter()
            .map(|(key, item)| (key.clone(), json(item)))
            .collect(),
        Value::Record(record) => record
            .iter()
            .map(|(name, item)| (name.to_owned(), json(item)))
            .collect(),
    }
}

/// Ports that no operation here reaches.
struct Nothing;

impl Certificates for Nothing {
    fn inspect(
        &self,
        _: &str,
        _: Option<&str>,
        _: &str,
        _: OffsetDateTime,
    ) -> Result<CertificateDetails, String> {
        Err("unreached".to_owned())
    }

    fn describe(&self, _: &str) -> Result<CertificateDetails, String> {
        Err("unreached".to_owned())
    }

    fn issue(&self, _: &[String], _: &str, _: OffsetDateTime) -> Result<CertificateMaterial, String> {
        Err("unreached".to_owned())
    }
}

impl TargetHealth for Nothing {
    fn states(&self, _: &TargetGroupArn) -> Vec<ObservedTarget> {
        Vec::new()
    }
}
