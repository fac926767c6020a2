//! What names mean, and where.

use super::*;
use crate::{Named, PublicName, Resolution, Vantage};

const WORLD: &str = "vpc vpc-a 10.0.0.0/16
igw igw-a
rtb rtb-public
  0.0.0.0/0 igw-a
subnet subnet-a 10.0.1.0/24
subnet subnet-b 10.0.2.0/24
endpoint vpce-a in subnet-a=10.0.1.20 subnet-b=10.0.2.20
alb web in subnet-a=10.0.1.10 subnet-b=10.0.2.10
alb open internet-facing in subnet-a=10.0.1.11
vpc vpc-b 10.1.0.0/16
subnet subnet-c 10.1.1.0/24
endpoint vpce-b in subnet-c=10.1.1.20 no-private-dns
vpc vpc-c 10.2.0.0/16 no-dns-hostnames
subnet subnet-d 10.2.1.0/24
endpoint vpce-c in subnet-d=10.2.1.20
api private1 private endpoints vpce-b
api regional1 regional
distribution E1 d111111abcdef8.cloudfront.net
  origin api regional1.execute-api.eu-west-1.amazonaws.com
  default api
  alias www.example.com *.apps.example.com
binding backend.example.com 127.0.0.1:3000";

/// `NAME from internet|VPC = MEANING`
#[track_caller]
fn check_names(table: &[(&str, &str, &str)]) {
    let net = Net::compile(&adit_testkit::world(WORLD));
    for (name, from, wanted) in table {
        let from = VpcId::parse(from).map_or(Vantage::Internet, Vantage::Vpc);
        let told = match net.resolve(&from, &DnsName::of(name).unwrap()) {
            Resolution::NotFound => "nothing".to_owned(),
            Resolution::Public(PublicName::Api(id)) => format!("api {id}"),
            Resolution::Public(PublicName::Distribution(id)) => format!("distribution {id}"),
            Resolution::Public(PublicName::Balancer(id)) => format!("balancer {}", short(&id)),
            Resolution::Public(PublicName::Binding(name)) => format!("binding {name}"),
            Resolution::Addresses(found) => {
                let of = match &found.of {
                    Named::Balancer(id) => short(id).to_owned(),
                    Named::Endpoint(id) => id.to_string(),
                };
                format!("{of} {:?}", found.addresses)
            }
        };
        assert_eq!(told, *wanted, "{name} from {from:?}");
    }
}

fn short(id: &LoadBalancerArn) -> &str {
    id.as_str().split('/').nth(2).unwrap()
}

#[test]
fn default_names_of_apis() {
    let private = "private1.execute-api.eu-west-1.amazonaws.com";
    let regional = "regional1.execute-api.eu-west-1.amazonaws.com";
    check_names(&[
        (regional, "internet", "api regional1"),
        (private, "internet", "nothing"),
        // Private DNS captures both.
        (private, "vpc-a", "vpce-a [10.0.1.20, 10.0.2.20]"),
        (regional, "vpc-a", "vpce-a [10.0.1.20, 10.0.2.20]"),
        // Not here: the endpoint has none; there: the VPC lacks an attribute.
        (private, "vpc-b", "nothing"),
        (regional, "vpc-b", "api regional1"),
        (private, "vpc-c", "nothing"),
        ("private1.execute-api.us-east-1.amazonaws.com", "vpc-a", "nothing"),
    ]);
}

#[test]
fn names_of_endpoints_resolve_from_anywhere() {
    let world = adit_testkit::world(WORLD);
    let endpoint = world
        .vpc_endpoints
        .get(&VpcEndpointId::parse("vpce-a").unwrap())
        .unwrap();
    let zone = &endpoint.owner.region.zones()[1];
    check_names(&[
        (
            &endpoint.regional_name(),
            "internet",
            "vpce-a [10.0.1.20, 10.0.2.20]",
        ),
        (
            &endpoint.regional_name(),
            "vpc-b",
            "vpce-a [10.0.1.20, 10.0.2.20]",
        ),
        (&endpoint.zonal_name(zone), "vpc-a", "vpce-a [10.0.2.20]"),
        (
            "private1-vpce-b.execute-api.eu-west-1.amazonaws.com",
            "internet",
            "vpce-b [10.1.1.20]",
        ),
        // In vpc-a the private zone answers before the alias.
        (
            "private1-vpce-b.execute-api.eu-west-1.amazonaws.com",
            "vpc-a",
            "vpce-a [10.0.1.20, 10.0.2.20]",
        ),
        (
            "private1-vpce-a.execute-api.eu-west-1.amazonaws.com",
            "internet",
            "nothing",
        ),
    ]);
}

#[test]
fn balancers_distributions_bindings() {
    let world = adit_testkit::world(WORLD);
    let name = |which: &str| {
        let mut all = world.load_balancers.iter();
        all.find(|b| b.name == which).unwrap().dns_name.clone()
    };
    check_names(&[
        (&name("web"), "internet", "web [10.0.1.10, 10.0.2.10]"),
        (&name("web"), "vpc-b", "web [10.0.1.10, 10.0.2.10]"),
        (&name("open"), "internet", "balancer open"),
        (&name("open"), "vpc-a", "balancer open"),
        ("d111111abcdef8.cloudfront.net", "internet", "distribution E1"),
        ("WWW.example.com.", "vpc-a", "distribution E1"),
        ("a.apps.example.com", "internet", "distribution E1"),
        ("a.b.apps.example.com", "internet", "nothing"),
        ("apps.example.com", "internet", "nothing"),
        ("backend.example.com", "internet", "binding backend.example.com"),
        ("elsewhere.example.com", "internet", "nothing"),
    ]);
}
