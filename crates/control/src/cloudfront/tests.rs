//! Calls against a World with one VPC, one internal balancer and one certificate, checked against the service model.

mod distribution;
mod distribution_config;
mod edge_function;
mod feature;
mod forwarded_values;
mod invalidation;
mod neutral;
mod origin_access;
mod policy;
mod response_headers_policy;
mod signed_request;
mod state;
mod tag;
mod viewer_certificate;
mod vpc_origin;

use std::borrow::Borrow;

use adit_model::certificate::{Certificate, CertificateKind, CertificateMaterial, CertificateStatus};
use adit_model::id::*;
use adit_model::internet_gateway::InternetGateway;
use adit_model::load_balancer::{BalancerState, BalancerZone, LoadBalancer, Scheme};
use adit_model::minter::Minter;
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_model::world::Entity;
use adit_model::{AccountId, Change, Key, Owner, Region, World};
use adit_wire::model::model;
use adit_wire::{ApiError, Record, Service, Value, conformance, record};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::ports::{CertificateDetails, Certificates, ObservedTarget, Ports, TargetHealth};
use crate::{Effect, Request, execute};

const ACCOUNT: &str = "123456789012";
const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);
const BALANCER: &str =
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/private/50dc6c495c0c9188";
const CERTIFICATE: &str =
    "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER: &str = "216adef6-5c7f-47e4-b989-5492eafa07d3";

/// A caller and the World that its calls change.
struct Stand {
    world: World,
    minter: Minter,
    account: &'static str,
    effects: Vec<Effect>,
    now: OffsetDateTime,
    delay: Duration,
}

impl Stand {
    fn new() -> Self {
        Self {
            world: network(),
            minter: Minter::seeded(7),
            account: ACCOUNT,
            effects: Vec::new(),
            now: NOW,
            delay: Duration::ZERO,
        }
    }

    #[track_caller]
    fn ok(&mut self, operation: &str, input: impl Borrow<Record>) -> Record {
        match self.call(operation, input.borrow()) {
            Ok(output) => output,
            Err(error) => panic!("{operation}: {error}"),
        }
    }

    /// The code of a refusal, with its text.
    #[track_caller]
    fn refused(&mut self, operation: &str, input: impl Borrow<Record>) -> String {
        let before = self.world.resources().count();
        let error = self.call(operation, input.borrow()).expect_err("refused");
        assert_eq!(self.world.resources().count(), before);
        error.to_string()
    }

    fn call(&mut self, operation: &str, input: &Record) -> Result<Record, ApiError> {
        let request = Request {
            service: Service::CloudFront,
            operation,
            account: AccountId::parse(self.account).unwrap(),
            region: Region::parse("us-east-1").unwrap(),
            access_key: "AKIDEXAMPLE",
            input,
        };
        let ports = Ports {
            certificates: &Nobody,
            health: &Nobody,
            objects: &crate::ports::NoObjects,
            deploy_delay: self.delay,
        };
        let outcome = execute(&request, &self.world, self.now, &mut self.minter, ports)?;
        self.world = outcome.world;
        self.effects.extend(outcome.effects);
        let modelled = model(Service::CloudFront).operation(operation).unwrap();
        conformance(modelled, &outcome.output).unwrap();
        Ok(outcome.output)
    }

    fn put<T: Entity>(&mut self, resource: T) {
        self.world.apply(&Change::Put(resource.wrap()));
    }

    fn remove(&mut self, key: Key) {
        self.world.apply(&Change::Delete(key));
    }
}

/// Walks into a record: `at(&output, "Distribution.DistributionConfig.Origins.Items.0.Id")`.
#[track_caller]
fn at<'a>(record: &'a Record, path: &str) -> &'a Value {
    let mut parts = path.split('.');
    let first = parts.next().unwrap();
    let mut value = record
        .get(first)
        .unwrap_or_else(|| panic!("no {first} in {record:?}"));
    for part in parts {
        value = match value {
            Value::Record(inner) => inner
                .get(part)
                .unwrap_or_else(|| panic!("no {part} of {path} in {inner:?}")),
            Value::List(items) => &items[part.parse::<usize>().unwrap()],
            other => panic!("{part} of {path}: {other:?}"),
        };
    }
    value
}

#[track_caller]
fn text(record: &Record, path: &str) -> String {
    match at(record, path) {
        Value::Text(text) => text.clone(),
        other => panic!("{path} is {other:?}"),
    }
}

fn list<T: Into<Value>>(items: Vec<T>) -> Record {
    record! { "Quantity" => items.len(), "Items" => items }
}

/// What a minimal behavior needs; callers replace members.
fn behavior(origin: &str) -> Record {
    record! {
        "TargetOriginId" => origin,
        "ViewerProtocolPolicy" => "https-only",
        "CachePolicyId" => CACHING_DISABLED,
    }
}

fn custom_origin(id: &str, domain: &str) -> Record {
    record! {
        "Id" => id,
        "DomainName" => domain,
        "CustomOriginConfig" => record! { "HTTPPort" => 80, "HTTPSPort" => 443, "OriginProtocolPolicy" => "https-only" },
    }
}

fn config(reference: &str) -> Record {
    record! {
        "CallerReference" => reference,
        "Origins" => list(vec![custom_origin("api", "api.example.com")]),
        "DefaultCacheBehavior" => behavior("api"),
        "Comment" => "",
        "Enabled" => true,
    }
}

fn endpoint(name: &str) -> Record {
    record! {
        "Name" => name,
        "Arn" => BALANCER,
        "HTTPPort" => 80,
        "HTTPSPort" => 443,
        "OriginProtocolPolicy" => "https-only",
        "OriginSslProtocols" => list(vec!["TLSv1.2"]),
    }
}

fn owner() -> Owner {
    Owner {
        account: AccountId::parse(ACCOUNT).unwrap(),
        region: Region::parse("eu-west-1").unwrap(),
    }
}

/// `vpc-1` with two subnets of 11 free addresses, an internet gateway, and an internal balancer; a certificate.
fn network() -> World {
    let mut world = World::default();
    let vpc = VpcId::parse("vpc-1").unwrap();
    let mut put = |resource| world.apply(&Change::Put(resource));
    let [zone_a, zone_b, _] = owner().region.zones();
    let places = [
        ("subnet-a", "10.0.0.0/28", zone_a),
        ("subnet-b", "10.0.1.0/28", zone_b),
    ];
    for (id, cidr, zone) in places.clone() {
        put(Subnet {
            id: SubnetId::parse(id).unwrap(),
            owner: owner(),
            vpc: vpc.clone(),
            cidr: cidr.parse().unwrap(),
            zone,
            map_public_ip_on_launch: false,
            hostname_type: Default::default(),
            resource_name_a_record: false,
            more: Default::default(),
            acl: (
                NetworkAclAssociationId::parse("aclassoc-1").unwrap(),
                NetworkAclId::parse("acl-1").unwrap(),
            ),
            route_table: None,
            tags: Tags::new(),
        }
        .wrap());
    }
    put(InternetGateway {
        id: InternetGatewayId::parse("igw-1").unwrap(),
        owner: owner(),
        vpc: Some(vpc.clone()),
        tags: Tags::new(),
    }
    .wrap());
    let nodes = places.map(|(subnet, _, zone)| BalancerZone {
        zone,
        subnet: SubnetId::parse(subnet).unwrap(),
        interface: NetworkInterfaceId::parse("eni-lb").unwrap(),
    });
    put(LoadBalancer {
        id: LoadBalancerArn::parse(BALANCER).unwrap(),
        owner: owner(),
        name: "private".to_owned(),
        scheme: Scheme::Internal,
        vpc,
        zones: nodes.to_vec(),
        groups: vec![SecurityGroupId::parse("sg-lb").unwrap()],
        dns_name: "internal-private-1.eu-west-1.elb.amazonaws.com".to_owned(),
        hosted_zone: "Z32O12XQLNTSW2".to_owned(),
        ip_address_type: "ipv4".to_owned(),
        state: BalancerState::Active,
        attributes: Default::default(),
        created: NOW,
        network: None,
        capacity: None,
        tags: Tags::new(),
    }
    .wrap());
    put(certificate(CERTIFICATE, &["www.example.com", "*.example.org"]).wrap());
    world
}

fn certificate(arn: &str, names: &[&str]) -> Certificate {
    let region = arn.split(':').nth(3).unwrap();
    Certificate {
        id: CertificateArn::parse(arn).unwrap(),
        owner: Owner {
            account: AccountId::parse(ACCOUNT).unwrap(),
            region: Region::parse(region).unwrap(),
        },
        domain: names[0].to_owned(),
        names: names.iter().map(|n| (*n).to_owned()).collect(),
        kind: CertificateKind::AmazonIssued,
        status: CertificateStatus::Issued,
        validation_method: None,
        validations: Vec::new(),
        material: Some(CertificateMaterial {
            certificate: String::new(),
            chain: None,
            private_key: String::new(),
            not_before: NOW - Duration::days(1),
            not_after: NOW + Duration::days(30),
        }),
        created: NOW,
        imported: None,
        issued: Some(NOW),
        key_algorithm: "EC_prime256v1".to_owned(),
        token: None,
        transparency_logging: true,
        terms: Default::default(),
        tags: Tags::new(),
    }
}

/// CloudFront asks no port.
struct Nobody;

impl Certificates for Nobody {
    fn inspect(
        &self,
        _: &str,
        _: Option<&str>,
        _: &str,
        _: OffsetDateTime,
    ) -> Result<CertificateDetails, String> {
        Err("not asked".to_owned())
    }

    fn describe(&self, _: &str) -> Result<CertificateDetails, String> {
        Err("not asked".to_owned())
    }

    fn issue(&self, _: &[String], _: &str, _: OffsetDateTime) -> Result<CertificateMaterial, String> {
        Err("not asked".to_owned())
    }
}

impl TargetHealth for Nobody {
    fn states(&self, _: &TargetGroupArn) -> Vec<ObservedTarget> {
        Vec::new()
    }
}
