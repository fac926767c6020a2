//! Subnets: CreateSubnet, DescribeSubnets, ModifySubnetAttribute, DeleteSubnet.
//!
//! A subnet's block lies in its VPC's, is /16 to /28 and overlaps no other's. It starts with the VPC's default network
//! ACL and its main route table. Without a zone it stands in the region's first; AWS chooses. A subnet with an
//! interface in it cannot be deleted. IPv6 blocks and settings are stored (`subnet_cidr_block`); subnets with IPv6 alone,
//! IPAM's pools and Outposts' settings are refused by name.

use adit_model::id::{NetworkAclAssociationId, SubnetId};
use adit_model::relation::Relation;
use adit_model::subnet::{HostnameType, Subnet};
use adit_model::subnet_cidr_reservation::SubnetCidrReservation;
use adit_model::tag::Tags;
use adit_model::vpc::Vpc;
use adit_model::{ZoneName, arn};
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::Ipv4Net;

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned, unsupported};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::vpc_attribute::AttributeBooleanValue;
use crate::ec2::{cidr, network_interface, subnet_cidr_block};

view! {
    pub struct CreateSubnet: "ec2"."CreateSubnet" {
        vpc: String = "VpcId",
        cidr_block: Option<String> = "CidrBlock",
        zone: Option<String> = "AvailabilityZone",
        zone_id: Option<String> = "AvailabilityZoneId",
        ipv6_cidr_block: Option<String> = "Ipv6CidrBlock",
        ipv6_native: Option<bool> = "Ipv6Native",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DescribeSubnets: "ec2"."DescribeSubnets" {
        ids: Vec<String> = "SubnetIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct ModifySubnetAttribute: "ec2"."ModifySubnetAttribute" {
        subnet: String = "SubnetId",
        map_public_ip_on_launch: Option<AttributeBooleanValue> = "MapPublicIpOnLaunch",
        hostname_type: Option<String> = "PrivateDnsHostnameTypeOnLaunch",
        resource_name_a_record: Option<AttributeBooleanValue> = "EnableResourceNameDnsARecordOnLaunch",
        resource_name_aaaa_record: Option<AttributeBooleanValue> = "EnableResourceNameDnsAAAARecordOnLaunch",
        assign_ipv6: Option<AttributeBooleanValue> = "AssignIpv6AddressOnCreation",
        dns64: Option<AttributeBooleanValue> = "EnableDns64",
    }
}

view! {
    pub struct DeleteSubnet: "ec2"."DeleteSubnet" { subnet: String = "SubnetId" }
}

pub fn create(cx: &mut Cx<'_>, input: CreateSubnet) -> Result<Record, ApiError> {
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    let text = input
        .cidr_block
        .as_deref()
        .ok_or_else(errors::ec2::subnet_cidr_missing)?;
    let block = cidr::ipv4(text, "cidrBlock")?;
    if input.ipv6_native == Some(true) {
        return Err(unsupported("Ipv6Native", "true"));
    }
    if !(16..=28).contains(&block.prefix_len()) || !vpc.ipv4().any(|own| own.contains(&block)) {
        return Err(errors::ec2::subnet_range(text));
    }
    let overlaps = |other: &Subnet| other.cidr.contains(&block) || block.contains(&other.cidr);
    let of_vpc = Relation::SubnetsIn(vpc.id.clone());
    if cx.world().related::<Subnet>(&of_vpc).any(|other| overlaps(other)) {
        return Err(errors::ec2::subnet_conflict(text));
    }
    let zone = zone(cx, input.zone.as_deref(), input.zone_id.as_deref())?;
    let tags = tag::on_create(&input.tag_specifications, "subnet")?;
    let ipv6 = match input.ipv6_cidr_block.as_deref() {
        Some(text) => vec![subnet_cidr_block::block(cx, &vpc, text)?],
        None => Vec::new(),
    };
    let mut subnet = make(cx, &vpc, block, zone, tags)?;
    if !ipv6.is_empty() {
        subnet.more.ipv6 = ipv6;
        cx.put(subnet.clone());
    }
    Ok(record! { "Subnet" => shown(cx, &subnet) })
}

/// A subnet whose block and zone are known to fit.
pub fn make(
    cx: &mut Cx<'_>,
    vpc: &Vpc,
    block: Ipv4Net,
    zone: ZoneName,
    tags: Tags,
) -> Result<Subnet, ApiError> {
    let association = mint(
        cx,
        NetworkAclAssociationId::PREFIX,
        NetworkAclAssociationId::parse,
    )?;
    let subnet = Subnet {
        id: mint(cx, SubnetId::PREFIX, SubnetId::parse)?,
        owner: cx.owner(),
        vpc: vpc.id.clone(),
        cidr: block,
        zone,
        map_public_ip_on_launch: false,
        hostname_type: HostnameType::default(),
        resource_name_a_record: false,
        more: Default::default(),
        acl: (association, vpc.default_acl.clone()),
        route_table: None,
        tags,
    };
    cx.put(subnet.clone());
    Ok(subnet)
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeSubnets) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<Subnet>(cx, FACTS)?;
    Ok(record! { "Subnets" => page.shown(|subnet| shown(cx, subnet)), "NextToken" => page.next_token })
}

pub fn modify(cx: &mut Cx<'_>, input: ModifySubnetAttribute) -> Result<Record, ApiError> {
    let mut subnet = (*named::<Subnet>(cx, &input.subnet)?).clone();
    let value = |attribute: AttributeBooleanValue| {
        attribute
            .value
            .ok_or_else(|| errors::ec2::missing_parameter("value"))
    };
    let switches = [
        (input.map_public_ip_on_launch, &mut subnet.map_public_ip_on_launch),
        (input.resource_name_a_record, &mut subnet.resource_name_a_record),
        (
            input.resource_name_aaaa_record,
            &mut subnet.more.resource_name_aaaa_record,
        ),
        (input.assign_ipv6, &mut subnet.more.assign_ipv6_on_creation),
        (input.dns64, &mut subnet.more.dns64),
    ];
    let mut changed = 0;
    for (given, switch) in switches {
        if let Some(given) = given {
            *switch = value(given)?;
            changed += 1;
        }
    }
    if let Some(text) = input.hostname_type {
        let unknown = || errors::ec2::invalid_value(&text, "privateDnsHostnameTypeOnLaunch", "");
        subnet.hostname_type = HostnameType::parse(&text).ok_or_else(unknown)?;
        changed += 1;
    }
    match changed {
        0 => return Err(errors::ec2::no_attribute()),
        1 => {}
        _ => {
            return Err(errors::ec2::invalid_combination(
                "Only one subnet attribute can be modified at a time.",
            ));
        }
    }
    if subnet.more.assign_ipv6_on_creation && subnet.more.ipv6.is_empty() {
        return Err(errors::ec2::subnet_ipv6_missing(&subnet.id));
    }
    cx.put(subnet);
    Ok(record! {})
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteSubnet) -> Result<Record, ApiError> {
    let subnet = named::<Subnet>(cx, &input.subnet)?;
    let inside = Relation::InterfacesIn(subnet.id.clone());
    if cx.world().members(&inside).next().is_some() {
        return Err(errors::ec2::subnet_in_use(&subnet.id));
    }
    let kept = owned::<SubnetCidrReservation>(cx).filter(|kept| kept.subnet == subnet.id);
    let kept: Vec<_> = kept.map(|kept| kept.id.clone()).collect();
    for id in kept {
        cx.delete::<SubnetCidrReservation>(&id);
    }
    cx.delete::<Subnet>(&subnet.id);
    Ok(record! {})
}

const FACTS: Facts<Subnet> = &[
    ("availability-zone", |_, subnet| vec![subnet.zone.to_string()]),
    ("availabilityZone", |_, subnet| vec![subnet.zone.to_string()]),
    ("availability-zone-id", |_, subnet| vec![subnet.zone.id()]),
    ("availabilityZoneId", |_, subnet| vec![subnet.zone.id()]),
    ("available-ip-address-count", |world, subnet| {
        vec![network_interface::available_in(world, subnet).to_string()]
    }),
    ("cidr", |_, subnet| vec![subnet.cidr.to_string()]),
    ("cidr-block", |_, subnet| vec![subnet.cidr.to_string()]),
    ("cidrBlock", |_, subnet| vec![subnet.cidr.to_string()]),
    ("assign-ipv6-address-on-creation", |_, subnet| {
        vec![subnet.more.assign_ipv6_on_creation.to_string()]
    }),
    ("customer-owned-ipv4-pool", |_, _| Vec::new()),
    ("default-for-az", |_, subnet| {
        vec![subnet.more.default_for_az.to_string()]
    }),
    ("defaultForAz", |_, subnet| {
        vec![subnet.more.default_for_az.to_string()]
    }),
    ("enable-dns64", |_, subnet| vec![subnet.more.dns64.to_string()]),
    ("ipv6-cidr-block-association.association-id", |_, subnet| {
        subnet
            .more
            .ipv6
            .iter()
            .map(|ipv6| ipv6.association.clone())
            .collect()
    }),
    ("ipv6-cidr-block-association.ipv6-cidr-block", |_, subnet| {
        subnet
            .more
            .ipv6
            .iter()
            .map(|ipv6| ipv6.block.to_string())
            .collect()
    }),
    ("ipv6-cidr-block-association.state", |_, subnet| {
        subnet.more.ipv6.iter().map(|_| "associated".to_owned()).collect()
    }),
    ("ipv6-native", |_, _| vec!["false".to_owned()]),
    ("map-customer-owned-ip-on-launch", |_, _| vec!["false".to_owned()]),
    ("map-public-ip-on-launch", |_, subnet| {
        vec![subnet.map_public_ip_on_launch.to_string()]
    }),
    ("outpost-arn", |_, _| Vec::new()),
    ("owner-id", |_, subnet| vec![subnet.owner.account.to_string()]),
    ("private-dns-name-options-on-launch.hostname-type", |_, subnet| {
        vec![subnet.hostname_type.name().to_owned()]
    }),
    (
        "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
        |_, subnet| vec![subnet.resource_name_a_record.to_string()],
    ),
    (
        "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
        |_, subnet| vec![subnet.more.resource_name_aaaa_record.to_string()],
    ),
    ("state", |_, _| vec!["available".to_owned()]),
    ("subnet-arn", |_, subnet| {
        vec![arn::ec2(&subnet.owner, "subnet", subnet.id.as_str())]
    }),
    ("subnet-id", |_, subnet| vec![subnet.id.to_string()]),
    ("vpc-id", |_, subnet| vec![subnet.vpc.to_string()]),
];

pub fn shown(cx: &Cx<'_>, subnet: &Subnet) -> Record {
    record! {
        "SubnetId" => subnet.id.as_str(),
        "SubnetArn" => arn::ec2(&subnet.owner, "subnet", subnet.id.as_str()),
        "VpcId" => subnet.vpc.as_str(),
        "OwnerId" => subnet.owner.account.as_str(),
        "State" => "available",
        "CidrBlock" => subnet.cidr.to_string(),
        "AvailableIpAddressCount" => network_interface::available(cx, subnet),
        "AvailabilityZone" => subnet.zone.as_str(),
        "AvailabilityZoneId" => subnet.zone.id(),
        "DefaultForAz" => subnet.more.default_for_az,
        "MapPublicIpOnLaunch" => subnet.map_public_ip_on_launch,
        "MapCustomerOwnedIpOnLaunch" => false,
        "AssignIpv6AddressOnCreation" => subnet.more.assign_ipv6_on_creation,
        "Ipv6CidrBlockAssociationSet" => subnet_cidr_block::shown(cx, subnet),
        "Ipv6Native" => false,
        "EnableDns64" => subnet.more.dns64,
        "PrivateDnsNameOptionsOnLaunch" => record! {
            "HostnameType" => subnet.hostname_type.name(),
            "EnableResourceNameDnsARecord" => subnet.resource_name_a_record,
            "EnableResourceNameDnsAAAARecord" => subnet.more.resource_name_aaaa_record,
        },
        "BlockPublicAccessStates" => record! { "InternetGatewayBlockMode" => "off" },
        "Tags" => tag::shown(&subnet.tags),
    }
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
        (Some(name), None) => zones.iter().find(|zone| zone.as_str() == name),
        (None, Some(id)) => zones.iter().find(|zone| zone.id() == id),
        (None, None) => zones.first(),
    };
    found.cloned().ok_or_else(|| {
        let known: Vec<&str> = zones.iter().map(ZoneName::as_str).collect();
        errors::ec2::subnet_zone(name.or(id).unwrap_or_default(), known.join(", "))
    })
}
