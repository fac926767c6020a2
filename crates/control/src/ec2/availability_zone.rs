//! Zones of the caller's region, regions, and what EC2 says of an account.
//!
//! Every region of AWS's form has the zones `a` to `c`. DescribeRegions lists the regions that accounts have without
//! opting in, with `AllRegions` the others too, and always the caller's own. Attributes of an account are AWS's defaults,
//! and the default VPC where one was made.

use adit_model::{Region, ZoneName};
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::instance_network::default_vpc;
use crate::ec2::page::Query;

view! {
    pub struct DescribeAvailabilityZones: "ec2"."DescribeAvailabilityZones" {
        names: Vec<String> = "ZoneNames",
        ids: Vec<String> = "ZoneIds",
        all: Option<bool> = "AllAvailabilityZones",
        filters: Vec<Filter> = "Filters",
    }
}

view! {
    pub struct DescribeRegions: "ec2"."DescribeRegions" {
        names: Vec<String> = "RegionNames",
        all: Option<bool> = "AllRegions",
        filters: Vec<Filter> = "Filters",
    }
}

view! {
    pub struct DescribeAccountAttributes: "ec2"."DescribeAccountAttributes" {
        names: Vec<String> = "AttributeNames",
    }
}

/// Regions that are enabled for every account.
const REGIONS: [&str; 17] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// Regions that an account must opt into.
const OPT_IN_REGIONS: [&str; 13] = [
    "af-south-1",
    "ap-east-1",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
];

/// Attributes of an account with their values; `default-vpc` besides.
const ATTRIBUTES: [(&str, &str); 5] = [
    ("supported-platforms", "VPC"),
    ("vpc-max-security-groups-per-interface", "5"),
    ("max-elastic-ips", "5"),
    ("max-instances", "20"),
    ("vpc-max-elastic-ips", "5"),
];

pub fn describe(cx: &mut Cx<'_>, input: DescribeAvailabilityZones) -> Result<Record, ApiError> {
    let facts: Facts<(Region, ZoneName)> = &[
        ("group-name", |_, (region, _)| vec![group(region)]),
        ("message", |_, _| Vec::new()),
        ("opt-in-status", |_, _| vec!["opt-in-not-required".to_owned()]),
        ("parent-zone-id", |_, _| Vec::new()),
        ("parent-zone-name", |_, _| Vec::new()),
        ("region-name", |_, (region, _)| vec![region.to_string()]),
        ("state", |_, _| vec!["available".to_owned()]),
        ("zone-id", |_, (_, zone)| vec![zone.id()]),
        ("zone-name", |_, (_, zone)| vec![zone.to_string()]),
        ("zone-type", |_, _| vec!["availability-zone".to_owned()]),
    ];
    let zones = cx.region.zones();
    let known = |wanted: &&String| {
        zones
            .iter()
            .any(|zone| zone.as_str() == *wanted || zone.id() == **wanted)
    };
    if let Some(unknown) = input.names.iter().chain(&input.ids).find(|wanted| !known(wanted)) {
        return Err(errors::ec2::zone_not_found(unknown));
    }
    let asked = |zone: &ZoneName| {
        (input.names.is_empty() || input.names.iter().any(|name| name == zone.as_str()))
            && (input.ids.is_empty() || input.ids.contains(&zone.id()))
    };
    let items = zones
        .iter()
        .filter(|zone| asked(zone))
        .map(|zone| (cx.region.clone(), zone.clone()))
        .collect();
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: None,
        next_token: None,
    };
    let page = query.items(cx, items, facts, |(_, zone)| zone.to_string(), None)?;
    Ok(record! {
        "AvailabilityZones" => page.shown(|(region, zone)| record! {
            "ZoneName" => zone.as_str(),
            "ZoneId" => zone.id(),
            "RegionName" => region.as_str(),
            "State" => "available",
            "OptInStatus" => "opt-in-not-required",
            "GroupName" => group(region),
            "NetworkBorderGroup" => region.as_str(),
            "ZoneType" => "availability-zone",
            "Messages" => Vec::<Record>::new(),
        }),
    })
}

pub fn regions(cx: &mut Cx<'_>, input: DescribeRegions) -> Result<Record, ApiError> {
    /// Name and opt-in status.
    type Line = (String, &'static str);
    let facts: Facts<Line> = &[
        ("endpoint", |_, (region, _)| vec![endpoint(region)]),
        ("opt-in-status", |_, (_, status)| vec![(*status).to_owned()]),
        ("region-name", |_, (region, _)| vec![region.clone()]),
    ];
    let mut regions: Vec<Line> = REGIONS
        .iter()
        .map(|region| ((*region).to_owned(), "opt-in-not-required"))
        .collect();
    if !regions.iter().any(|(region, _)| region == cx.region.as_str()) {
        regions.push((cx.region.to_string(), "opted-in"));
    }
    if input.all == Some(true) || !input.names.is_empty() {
        let others = OPT_IN_REGIONS
            .iter()
            .filter(|region| **region != cx.region.as_str());
        regions.extend(others.map(|region| ((*region).to_owned(), "not-opted-in")));
    }
    if let Some(unknown) = input
        .names
        .iter()
        .find(|name| !regions.iter().any(|(region, _)| region == *name))
    {
        return Err(errors::ec2::region_not_found(unknown));
    }
    regions.retain(|(region, _)| input.names.is_empty() || input.names.contains(region));
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: None,
        next_token: None,
    };
    let page = query.items(cx, regions, facts, |(region, _)| region.clone(), None)?;
    Ok(record! {
        "Regions" => page.shown(|(region, status)| record! {
            "RegionName" => region,
            "Endpoint" => endpoint(region),
            "OptInStatus" => *status,
        }),
    })
}

pub fn account_attributes(cx: &mut Cx<'_>, input: DescribeAccountAttributes) -> Result<Record, ApiError> {
    let default_vpc = default_vpc(cx).map_or_else(|| "none".to_owned(), |vpc| vpc.id.to_string());
    let all = ATTRIBUTES
        .iter()
        .copied()
        .chain([("default-vpc", default_vpc.as_str())]);
    let asked = |name: &str| input.names.is_empty() || input.names.iter().any(|wanted| wanted == name);
    let attributes = all.filter(|(name, _)| asked(name)).map(|(name, value)| {
        record! { "AttributeName" => name, "AttributeValues" => vec![record! { "AttributeValue" => value }] }
    });
    Ok(record! { "AccountAttributes" => attributes.collect::<Vec<_>>() })
}

fn group(region: &Region) -> String {
    format!("{region}-zg-1")
}

fn endpoint(region: &str) -> String {
    format!("ec2.{region}.amazonaws.com")
}
