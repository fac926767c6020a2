//! The bench on which elbv2 and acm are tested: a World with a network, calls that are committed, answers that are held
//! against the service model, and ports that answer what a test says.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use adit_model::id::*;
use adit_model::internet_gateway::InternetGateway;
use adit_model::minter::Minter;
use adit_model::network_interface::NetworkInterface;
use adit_model::security_group::SecurityGroup;
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_model::vpc::Vpc;
use adit_model::world::Entity;
use adit_model::{AccountId, Change, Owner, Region, World};
use adit_wire::{ApiError, Record, Service, Value, conformance, model, record};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::ports::{ObservedTarget, Ports};
use crate::{Request, execute};

mod listener;
mod listener_rule;
mod load_balancer;
mod network;
mod ports;
mod tag;
mod target;
mod target_group;
mod trust_store;

pub(crate) use ports::paper;
use ports::{Observed, Paper, Shelf};

pub(crate) const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

pub(crate) struct Bench {
    pub(crate) world: World,
    pub(crate) now: OffsetDateTime,
    pub(crate) observed: Vec<ObservedTarget>,
    /// Objects of S3 by bucket and key.
    pub(crate) objects: BTreeMap<(String, String), Vec<u8>>,
    pub(crate) access_key: String,
    pub(crate) deploy_delay: Duration,
    pub(crate) caller: Owner,
    minter: Minter,
}

impl Bench {
    /// `vpc-1` with `subnet-a`, `subnet-b`, `subnet-c` in a zone each, `subnet-a2` beside the first, a gateway, `sg-default` and
    /// `sg-web`; `vpc-2` without a gateway, with `subnet-x`, `subnet-y`, the small `subnet-z` and `sg-other`.
    pub(crate) fn new() -> Self {
        let caller = owner("111122223333", "eu-west-1");
        let mut bench = Self {
            world: World::default(),
            now: NOW,
            observed: Vec::new(),
            objects: BTreeMap::new(),
            access_key: "AKIATEST".to_owned(),
            deploy_delay: Duration::ZERO,
            caller,
            minter: Minter::seeded(1),
        };
        bench.vpc("vpc-1", "10.0.0.0/16", "sg-default");
        bench.vpc("vpc-2", "10.1.0.0/16", "sg-other");
        for (id, vpc, cidr, zone) in [
            ("subnet-a", "vpc-1", "10.0.1.0/24", 0),
            ("subnet-b", "vpc-1", "10.0.2.0/24", 1),
            ("subnet-c", "vpc-1", "10.0.3.0/24", 2),
            ("subnet-a2", "vpc-1", "10.0.4.0/24", 0),
            ("subnet-x", "vpc-2", "10.1.1.0/24", 0),
            ("subnet-y", "vpc-2", "10.1.2.0/24", 1),
            ("subnet-z", "vpc-2", "10.1.3.0/28", 2),
        ] {
            bench.subnet(id, vpc, cidr, zone);
        }
        bench.group("sg-web", "vpc-1");
        let gateway = InternetGateway {
            id: InternetGatewayId::parse("igw-1").unwrap(),
            owner: bench.caller.clone(),
            vpc: VpcId::parse("vpc-1"),
            tags: Tags::new(),
        };
        bench.put(gateway);
        bench
    }

    pub(crate) fn put<T: Entity>(&mut self, resource: T) {
        self.world.apply(&Change::Put(resource.wrap()));
    }

    pub(crate) fn call(
        &mut self,
        service: Service,
        operation: &str,
        input: Record,
    ) -> Result<Record, ApiError> {
        let access_key = self.access_key.clone();
        let request = Request {
            service,
            operation,
            account: self.caller.account.clone(),
            region: self.caller.region.clone(),
            access_key: &access_key,
            input: &input,
        };
        let observed = Observed(self.observed.clone());
        let objects = Shelf(self.objects.clone());
        let ports = Ports {
            certificates: &Paper,
            health: &observed,
            objects: &objects,
            deploy_delay: self.deploy_delay,
        };
        let outcome = execute(&request, &self.world, self.now, &mut self.minter, ports)?;
        let shape = model::model(service).operation(operation).unwrap();
        conformance(shape, &outcome.output).unwrap_or_else(|wrong| panic!("{wrong}"));
        self.world = outcome.world;
        Ok(outcome.output)
    }

    #[track_caller]
    pub(crate) fn ok(&mut self, service: Service, operation: &str, input: Record) -> Record {
        self.call(service, operation, input)
            .unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// Calls elbv2.
    #[track_caller]
    pub(crate) fn elb(&mut self, operation: &str, input: Record) -> Record {
        self.ok(Service::Elbv2, operation, input)
    }

    /// Calls elbv2 and expects a refusal: `Code: text`.
    #[track_caller]
    pub(crate) fn refused(&mut self, operation: &str, input: Record) -> String {
        let before = self.world.clone();
        match self.call(Service::Elbv2, operation, input) {
            Ok(output) => panic!("{operation} was not refused: {output:?}"),
            Err(error) => {
                assert_eq!(before.resources().count(), self.world.resources().count());
                error.to_string()
            }
        }
    }

    pub(crate) fn pass(&mut self, seconds: i64) {
        self.now += Duration::seconds(seconds);
    }

    /// An internal balancer in two zones; its ARN.
    #[track_caller]
    pub(crate) fn balancer(&mut self, name: &str) -> String {
        let made = self.elb(
            "CreateLoadBalancer",
            record! { "Name" => name, "Subnets" => vec!["subnet-a", "subnet-b"], "Scheme" => "internal" },
        );
        text(&made, "LoadBalancers/0/LoadBalancerArn")
    }

    /// An HTTPS target group in `vpc-1`; its ARN.
    #[track_caller]
    pub(crate) fn target_group(&mut self, name: &str) -> String {
        let input = record! {
            "Name" => name, "Protocol" => "HTTPS", "Port" => 443, "VpcId" => "vpc-1", "TargetType" => "ip",
        };
        text(
            &self.elb("CreateTargetGroup", input),
            "TargetGroups/0/TargetGroupArn",
        )
    }

    /// An HTTP listener that forwards; its ARN.
    #[track_caller]
    pub(crate) fn listener(&mut self, balancer: &str, port: i64, group: &str) -> String {
        let input = record! {
            "LoadBalancerArn" => balancer, "Protocol" => "HTTP", "Port" => port, "DefaultActions" => vec![forward(group)],
        };
        text(&self.elb("CreateListener", input), "Listeners/0/ListenerArn")
    }

    /// A certificate of ACM; its ARN.
    #[track_caller]
    pub(crate) fn certificate(&mut self, name: &str) -> String {
        let input = record! { "DomainName" => name, "ValidationMethod" => "DNS" };
        text(
            &self.ok(Service::Acm, "RequestCertificate", input),
            "CertificateArn",
        )
    }

    fn vpc(&mut self, id: &str, cidr: &str, default_group: &str) {
        self.put(Vpc {
            id: VpcId::parse(id).unwrap(),
            owner: self.caller.clone(),
            cidr: cidr.parse().unwrap(),
            cidr_association: format!("vpc-cidr-assoc-{id}"),
            instance_tenancy: "default".to_owned(),
            dhcp_options: "dopt-1".to_owned(),
            dns_support: true,
            dns_hostnames: true,
            network_address_usage_metrics: false,
            more_blocks: Vec::new(),
            is_default: false,
            default_group: SecurityGroupId::parse(default_group).unwrap(),
            default_acl: NetworkAclId::parse("acl-1").unwrap(),
            main_route_table: RouteTableId::parse("rtb-1").unwrap(),
            tags: Tags::new(),
        });
        self.group(default_group, id);
    }

    fn subnet(&mut self, id: &str, vpc: &str, cidr: &str, zone: usize) {
        self.put(Subnet {
            id: SubnetId::parse(id).unwrap(),
            owner: self.caller.clone(),
            vpc: VpcId::parse(vpc).unwrap(),
            cidr: cidr.parse().unwrap(),
            zone: self.caller.region.zones()[zone].clone(),
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
        });
    }

    fn group(&mut self, id: &str, vpc: &str) {
        self.put(SecurityGroup {
            id: SecurityGroupId::parse(id).unwrap(),
            owner: self.caller.clone(),
            vpc: VpcId::parse(vpc).unwrap(),
            name: id.to_owned(),
            description: id.to_owned(),
            rules: Vec::new(),
            tags: Tags::new(),
        });
    }

    pub(crate) fn interfaces(&self) -> Vec<NetworkInterface> {
        self.world
            .network_interfaces
            .iter()
            .map(|interface| interface.as_ref().clone())
            .collect()
    }
}

pub(crate) fn owner(account: &str, region: &str) -> Owner {
    Owner {
        account: AccountId::parse(account).unwrap(),
        region: Region::parse(region).unwrap(),
    }
}

pub(crate) fn forward(group: &str) -> Record {
    record! { "Type" => "forward", "TargetGroupArn" => group }
}

pub(crate) fn fixed(status: &str) -> Record {
    record! { "Type" => "fixed-response", "FixedResponseConfig" => record! { "StatusCode" => status } }
}

/// The value at a path such as `Listeners/0/Port`.
#[track_caller]
pub(crate) fn at<'r>(record: &'r Record, path: &str) -> &'r Value {
    found(record, path).unwrap_or_else(|| panic!("nothing at {path} in {record:?}"))
}

pub(crate) fn found<'r>(record: &'r Record, path: &str) -> Option<&'r Value> {
    let mut steps = path.split('/');
    let mut value = record.get(steps.next()?)?;
    for step in steps {
        value = match value {
            Value::Record(record) => record.get(step)?,
            Value::List(values) => values.get(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}

#[track_caller]
pub(crate) fn text(record: &Record, path: &str) -> String {
    match at(record, path) {
        Value::Text(text) => text.clone(),
        other => panic!("{path} is {other:?}"),
    }
}

#[track_caller]
pub(crate) fn list<'r>(record: &'r Record, path: &str) -> &'r [Value] {
    match at(record, path) {
        Value::List(values) => values,
        other => panic!("{path} is {other:?}"),
    }
}

/// `Attributes` as a map.
pub(crate) fn attributes(record: &Record) -> BTreeMap<String, String> {
    let pair = |value: &Value| match value {
        Value::Record(record) => (text(record, "Key"), text(record, "Value")),
        other => panic!("{other:?}"),
    };
    list(record, "Attributes").iter().map(pair).collect()
}

#[test]
fn a_balancer_of_another_account_or_region_does_not_exist() {
    let mut bench = Bench::new();
    let balancer = bench.balancer("web");
    for caller in [
        owner("111122223333", "us-east-1"),
        owner("444455556666", "eu-west-1"),
    ] {
        bench.caller = caller;
        let input = record! { "LoadBalancerArns" => vec![balancer.as_str()] };
        let error = bench.refused("DescribeLoadBalancers", input);
        assert_eq!(
            error,
            format!("LoadBalancerNotFound: Load balancers '[{balancer}]' not found")
        );
        let all = bench.elb("DescribeLoadBalancers", Record::new());
        assert!(list(&all, "LoadBalancers").is_empty());
    }
}

#[test]
fn nodes_have_addresses_of_their_subnets() {
    let mut bench = Bench::new();
    bench.balancer("web");
    let addresses: Vec<Ipv4Addr> = bench
        .interfaces()
        .iter()
        .map(|interface| interface.address)
        .collect();
    assert_eq!(addresses.len(), 2);
    assert!(
        addresses.contains(&Ipv4Addr::new(10, 0, 1, 4)) && addresses.contains(&Ipv4Addr::new(10, 0, 2, 4))
    );
}
