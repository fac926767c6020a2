//! CreateDefaultVpc and CreateDefaultSubnet: what AWS gives an account at its beginning.
//!
//! 172.31.0.0/16 with both DNS attributes, an internet gateway with a default route in the main table, and a /20
//! subnet in each zone that gives out public addresses. Here an account begins empty, so that a World holds what was
//! asked for and nothing else, and has a default VPC when it calls for one. Each part is made by the operation that
//! makes such a part for anybody.

use adit_model::ZoneName;
use adit_model::id::{SubnetId, VpcId};
use adit_model::relation::Relation;
use adit_model::subnet::Subnet;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, Service, Value, View, errors, record, view};
use ipnet::Ipv4Net;

use crate::cx::Cx;
use crate::ec2::instance_network::default_vpc;
use crate::ec2::resource::unsupported;
use crate::ec2::{internet_gateway, route, subnet, vpc};

view! {
    pub struct CreateDefaultVpc: "ec2"."CreateDefaultVpc" {}
}

view! {
    pub struct CreateDefaultSubnet: "ec2"."CreateDefaultSubnet" {
        zone: Option<String> = "AvailabilityZone",
        zone_id: Option<String> = "AvailabilityZoneId",
        ipv6_native: Option<bool> = "Ipv6Native",
    }
}

const BLOCK: &str = "172.31.0.0/16";
const SUBNET_LENGTH: u8 = 20;

pub fn create_vpc(cx: &mut Cx<'_>, _: CreateDefaultVpc) -> Result<Record, ApiError> {
    if let Some(known) = default_vpc(cx) {
        return Err(errors::ec2::default_vpc_exists(&known.id));
    }
    let answer = vpc::create(cx, View::read(&record! { "CidrBlock" => BLOCK })?)?;
    let id = VpcId::parse(text(&answer, "Vpc", "VpcId")).ok_or_else(lost)?;
    let mut made = cx.get::<Vpc>(&id).ok_or_else(lost)?;
    made.is_default = true;
    made.dns_hostnames = true;
    cx.put(made.clone());

    let answer = internet_gateway::create(cx, View::read(&record! {})?)?;
    let gateway = text(&answer, "InternetGateway", "InternetGatewayId");
    let attach = record! { "InternetGatewayId" => gateway, "VpcId" => id.as_str() };
    internet_gateway::attach(cx, View::read(&attach)?)?;
    let default_route = record! {
        "RouteTableId" => made.main_route_table.as_str(),
        "DestinationCidrBlock" => "0.0.0.0/0",
        "GatewayId" => gateway,
    };
    route::create(cx, View::read(&default_route)?)?;
    for zone in cx.region.zones() {
        make_subnet(cx, &made, &zone)?;
    }
    let answer = vpc::describe(cx, View::read(&record! { "VpcIds" => vec![id.as_str()] })?)?;
    let shown = first(&answer, "Vpcs").ok_or_else(lost)?;
    Ok(record! { "Vpc" => shown.with("State", "pending") })
}

pub fn create_subnet(cx: &mut Cx<'_>, input: CreateDefaultSubnet) -> Result<Record, ApiError> {
    if input.ipv6_native == Some(true) {
        return Err(unsupported("Ipv6Native", "true"));
    }
    let zone = zone(cx, input.zone.as_deref(), input.zone_id.as_deref())?;
    let vpc = default_vpc(cx).ok_or_else(errors::ec2::default_vpc_missing)?;
    let taken = |known: &&Subnet| known.more.default_for_az && known.zone == zone;
    if let Some(known) = in_vpc(cx, &vpc).iter().find(taken) {
        return Err(errors::ec2::default_subnet_exists(&zone, &known.id));
    }
    let made = make_subnet(cx, &vpc, &zone)?;
    let answer = subnet::describe(cx, View::read(&record! { "SubnetIds" => vec![made.as_str()] })?)?;
    Ok(record! { "Subnet" => first(&answer, "Subnets") })
}

/// Takes the first /20 of the VPC that no subnet touches.
fn make_subnet(cx: &mut Cx<'_>, vpc: &Vpc, zone: &ZoneName) -> Result<SubnetId, ApiError> {
    let subnets = in_vpc(cx, vpc);
    let touches = |block: &Ipv4Net, known: &Subnet| known.cidr.contains(block) || block.contains(&known.cidr);
    let mut blocks = vpc
        .cidr
        .subnets(SUBNET_LENGTH)
        .map_err(|_| errors::ec2::subnet_range(vpc.cidr))?;
    let block = blocks.find(|block| !subnets.iter().any(|known| touches(block, known)));
    let block = block.ok_or_else(|| errors::ec2::default_subnet_room(&vpc.id))?;
    let create = record! {
        "VpcId" => vpc.id.as_str(),
        "CidrBlock" => block.to_string(),
        "AvailabilityZone" => zone.as_str(),
    };
    let answer = subnet::create(cx, View::read(&create)?)?;
    let id = SubnetId::parse(text(&answer, "Subnet", "SubnetId")).ok_or_else(lost)?;
    let mut made = cx.get::<Subnet>(&id).ok_or_else(lost)?;
    made.map_public_ip_on_launch = true;
    made.more.default_for_az = true;
    cx.put(made);
    Ok(id)
}

fn in_vpc(cx: &Cx<'_>, vpc: &Vpc) -> Vec<Subnet> {
    let subnets = cx.world().related::<Subnet>(&Relation::SubnetsIn(vpc.id.clone()));
    subnets.map(|subnet| (**subnet).clone()).collect()
}

fn zone(cx: &Cx<'_>, name: Option<&str>, id: Option<&str>) -> Result<ZoneName, ApiError> {
    let zones = cx.region.zones();
    let found = match (name, id) {
        (Some(_), Some(_)) => {
            return Err(errors::ec2::exclusive_parameters(
                "availabilityZone",
                "availabilityZoneId",
            ));
        }
        (None, None) => return Err(errors::ec2::missing_parameter("availabilityZone")),
        (name, id) => zones
            .iter()
            .find(|zone| name == Some(zone.as_str()) || id == Some(zone.id().as_str())),
    };
    found
        .cloned()
        .ok_or_else(|| errors::ec2::zone_not_found(name.or(id).unwrap_or_default()))
}

/// A text within a structure of an answer.
fn text<'a>(answer: &'a Record, structure: &str, member: &str) -> &'a str {
    match answer.get(structure) {
        Some(Value::Record(inner)) => inner.text(member).unwrap_or_default(),
        _ => "",
    }
}

fn first(answer: &Record, list: &str) -> Option<Record> {
    match answer.get(list) {
        Some(Value::List(items)) => match items.first() {
            Some(Value::Record(item)) => Some(item.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// What was just made is not there: never seen.
fn lost() -> ApiError {
    errors::internal_failure(Service::Ec2)
}
