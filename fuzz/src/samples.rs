//! A request for each operation and each of its members, made from the service models: what the engine starts from.
//!
//! Ids are references where a member's name tells what it is of; enums have their first value, texts one that fits the
//! name. Most samples are good requests, and the others are a mutation away from one.

use std::path::Path;
use std::{env, fs};

use adit_model::world::Kind as ResourceKind;
use adit_wire::Service;
use adit_wire::model::{Kind, List, Location, Map, Member, Model, Operation, Shape, Structure, Text};

use crate::{Dialect, spelling};

/// Deeper, only what is required stands in a sample, and below twice that nothing: some shapes hold themselves.
const DEPTH: usize = 4;

/// Which members of the input a sample has.
#[derive(Clone, Copy)]
enum Extent<'m> {
    Required,
    /// And this one.
    With(&'m str),
    All,
}

/// A value with what its spelling depends on.
pub(crate) enum Sample {
    Text(String),
    Number(String),
    Bool(bool),
    Blob(&'static [u8]),
    Time,
    List(&'static List, Vec<Sample>),
    Map(&'static Map, Vec<(String, Sample)>),
    Record(Vec<(&'static Member, Sample)>),
}

/// Writes the samples of a dialect into the folder that `ADIT_FUZZ_SAMPLES` names, if it names one; called before the
/// engine looks for its corpus.
pub fn write(dialect: Dialect) {
    let Some(folder) = env::var_os("ADIT_FUZZ_SAMPLES") else {
        return;
    };
    let write = |name: String, request: Vec<u8>| {
        if let Err(error) = fs::write(Path::new(&folder).join(&name), request) {
            panic!("the sample {name} cannot be written: {error}");
        }
    };
    for operation in adit_control::operations() {
        let Some(facts) = adit_wire::model::model(operation.service).operation(operation.name) else {
            continue;
        };
        if Dialect::of(facts.service) != dialect {
            continue;
        }
        let name = |part: &str| format!("{}-{}-{part}", facts.service.name(), facts.name);
        write(name("required"), request(facts, Extent::Required));
        write(name("all"), request(facts, Extent::All));
        let input = facts.input().and_then(Shape::structure);
        let members = input.into_iter().flat_map(|input| &input.members);
        for member in members.filter(|member| !member.required) {
            write(name(member.name), request(facts, Extent::With(member.name)));
        }
    }
}

/// A request in the form in which its dialect's target takes it.
fn request(operation: &'static Operation, extent: Extent<'_>) -> Vec<u8> {
    let chooser = Chooser {
        operation,
        model: operation.model(),
    };
    let input = match operation.input().and_then(Shape::structure) {
        Some(structure) => chooser.structure(structure, extent, 0),
        None => Vec::new(),
    };
    spelling::request(operation, input)
}

struct Chooser {
    operation: &'static Operation,
    model: &'static Model,
}

impl Chooser {
    fn structure(
        &self,
        structure: &'static Structure,
        extent: Extent<'_>,
        depth: usize,
    ) -> Vec<(&'static Member, Sample)> {
        let wanted = |member: &&Member| match extent {
            _ if member.name == "DryRun" => false,
            _ if member.required || member.location == Location::Uri => true,
            Extent::Required => false,
            Extent::With(name) => member.name == name,
            Extent::All => true,
        };
        let members = structure.members.iter().filter(wanted);
        members
            .filter_map(|member| {
                let shape = member.shape(self.model)?;
                Some((member, self.value(shape, member.name, depth + 1)?))
            })
            .collect()
    }

    fn value(&self, shape: &'static Shape, name: &str, depth: usize) -> Option<Sample> {
        if depth > 2 * DEPTH {
            return None;
        }
        Some(match &shape.kind {
            Kind::Structure(structure) => {
                let extent = if depth > DEPTH {
                    Extent::Required
                } else {
                    Extent::All
                };
                Sample::Record(self.structure(structure, extent, depth))
            }
            Kind::List(list) => {
                let element = self.value(list.element(self.model)?, name, depth + 1);
                Sample::List(list, element.into_iter().collect())
            }
            Kind::Map(map) => {
                let key = match &map.key(self.model)?.kind {
                    Kind::Text(text) => self.text(text, "Key"),
                    _ => "a".to_owned(),
                };
                let value = self.value(map.value(self.model)?, name, depth + 1)?;
                Sample::Map(map, vec![(key, value)])
            }
            Kind::Text(text) => Sample::Text(self.text(text, name)),
            Kind::Integer(number) | Kind::Long(number) => {
                // A count of what stands beside it, or anything.
                Sample::Number(number.min.unwrap_or(1).max(1).to_string())
            }
            Kind::Float(number) => Sample::Number(number.min.unwrap_or(1.5).to_string()),
            Kind::Boolean => Sample::Bool(true),
            Kind::Blob(_) if name.contains("Certificate") => Sample::Blob(b"-----BEGIN CERTIFICATE-----"),
            Kind::Blob(_) => Sample::Blob(br#"{"swagger":"2.0","info":{"title":"a"},"paths":{}}"#),
            Kind::Timestamp(_) => Sample::Time,
        })
    }

    fn text(&self, text: &Text, name: &str) -> String {
        if let Some(value) = text.values.first() {
            return value.to_string();
        }
        let lower = name.to_ascii_lowercase();
        let ec2 = self.operation.service == Service::Ec2;
        if let Some((_, value)) = BY_NAME
            .iter()
            .find(|(part, _)| lower.contains(part) && !(ec2 && *part == "resourceid"))
        {
            return (*value).to_owned();
        }
        if let Some(id) = self.id(&lower) {
            return id;
        }
        let least = usize::try_from(text.constraints.min.unwrap_or(0)).unwrap_or(0);
        format!("{:a<least$}", "sample")
    }

    /// A reference to the kind that the member is named after, or else the operation.
    fn id(&self, name: &str) -> Option<String> {
        let singular = name.trim_end_matches('s');
        let ends = |end: &str| singular.ends_with(end);
        if !["id", "arn", "name", "resource"].iter().any(|end| ends(end)) {
            return None;
        }
        let alias = ALIASES.iter().find(|(alias, _)| singular == *alias);
        let kind = alias
            .map(|(_, kind)| *kind)
            .or_else(|| named(singular))
            .or_else(|| named(&self.operation.name.to_ascii_lowercase()))?;
        // Of what is made the name is new, and what has an ARN for a key is not known by its name.
        let by_arn = matches!(
            kind,
            ResourceKind::LoadBalancer
                | ResourceKind::TargetGroup
                | ResourceKind::Listener
                | ResourceKind::TrustStore
        );
        (!ends("name") || !(by_arn || self.operation.name.starts_with("Create")))
            .then(|| format!("{{{}}}", kind.name()))
    }
}

/// The kind with the longest name within `text`.
fn named(text: &str) -> Option<ResourceKind> {
    let within = ResourceKind::ALL
        .iter()
        .copied()
        .filter(|kind| text.contains(&kind.name().to_ascii_lowercase()));
    within.max_by_key(|kind| kind.name().len())
}

const ALIASES: &[(&str, ResourceKind)] = &[
    ("groupid", ResourceKind::SecurityGroup),
    ("group", ResourceKind::SecurityGroup),
    ("grouparn", ResourceKind::SecurityGroup),
    ("serviceid", ResourceKind::EndpointService),
    ("keyname", ResourceKind::KeyPair),
    ("peervpcid", ResourceKind::Vpc),
    ("allocationid", ResourceKind::Address),
    ("rulearn", ResourceKind::ListenerRule),
    ("resource", ResourceKind::Vpc),
    ("resourceid", ResourceKind::Vpc),
];

/// The first whose part is in the member's name, in lower case.
const BY_NAME: &[(&str, &str)] = &[
    ("restapiid", "api0000001"),
    ("authorizationtype", "NONE"),
    ("contenttype", "application/json"),
    ("modelname", "Item"),
    ("imageid", "{Image}"),
    ("instancetype", "t3.micro"),
    ("securitygrouprule", "sgr-0aaaaaaaaaaaaaaa1"),
    ("ipv6cidr", "2001:db8::/64"),
    ("reservationid", "{SubnetCidrReservation}"),
    ("cidr", "10.0.9.0/24"),
    (
        "assumerolepolicydocument",
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}"#,
    ),
    (
        "policydocument",
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
    ),
    ("policyarn", "arn:aws:iam::123456789012:policy/policy"),
    ("rolearn", "arn:aws:iam::123456789012:role/role"),
    ("instanceprofilename", "profile"),
    ("rolename", "role"),
    ("zonename", "us-east-1a"),
    ("availabilityzone", "us-east-1a"),
    ("region", "us-east-1"),
    ("privateip", "10.0.1.50"),
    ("ipaddress", "10.0.1.51"),
    ("publicip", "192.0.2.1"),
    ("servicename", "com.amazonaws.us-east-1.execute-api"),
    ("certificatebody", "-----BEGIN CERTIFICATE-----"),
    ("domainname", "origin.example.com"),
    ("alternativename", "b.example.com"),
    ("resourceid", "root"),
    (
        "authorizeruri",
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations",
    ),
    ("embed", "methods"),
    ("maxitems", "1"),
    ("pathpart", "items"),
    ("path", "/"),
    ("httpmethod", "GET"),
    ("statuscode", "200"),
    ("stagename", "v1"),
    ("loggroupidentifier", "group"),
    ("loggroupname", "group"),
    ("logstreamname", "stream"),
    ("etag", "{ETag}"),
    ("ifmatch", "{ETag}"),
    ("uri", "https://backend.example.com/"),
    ("ipprotocol", "tcp"),
];
