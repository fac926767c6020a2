//! DHCP options: sets of them, and which set a VPC has. Stored and shown; nothing here asks a DHCP server.
//!
//! A region's VPCs begin with a set of their own, which names Amazon's resolver and the region's domain and comes with
//! the first VPC. Associating `default` leaves a VPC without a set. A set that a VPC has cannot be deleted.

use std::net::IpAddr;

use adit_model::dhcp_options::DhcpOptions;
use adit_model::id::DhcpOptionsId;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct NewDhcpConfiguration: "ec2"/"NewDhcpConfiguration" {
        key: Option<String> = "Key",
        values: Vec<String> = "Values",
    }
}

view! {
    pub struct CreateDhcpOptions: "ec2"."CreateDhcpOptions" {
        configurations: Vec<NewDhcpConfiguration> = "DhcpConfigurations",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct AssociateDhcpOptions: "ec2"."AssociateDhcpOptions" {
        options: String = "DhcpOptionsId",
        vpc: String = "VpcId",
    }
}

view! {
    pub struct DescribeDhcpOptions: "ec2"."DescribeDhcpOptions" {
        ids: Vec<String> = "DhcpOptionsIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteDhcpOptions: "ec2"."DeleteDhcpOptions" { options: String = "DhcpOptionsId" }
}

/// What a VPC without a set has instead.
const NONE: &str = "default";
const AMAZON_DNS: &str = "AmazonProvidedDNS";
/// Servers that one option may list.
const MAX_SERVERS: usize = 4;

pub fn create(cx: &mut Cx<'_>, input: CreateDhcpOptions) -> Result<Record, ApiError> {
    let tags = tag::on_create(&input.tag_specifications, "dhcp-options")?;
    let mut options: Vec<(String, Vec<String>)> = Vec::new();
    for given in input.configurations {
        let key = given.key.ok_or_else(|| errors::ec2::missing_parameter("key"))?;
        check(&key, &given.values)?;
        match options.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.extend(given.values),
            None => options.push((key, given.values)),
        }
    }
    if options.is_empty() {
        return Err(errors::ec2::missing_parameter("dhcpConfiguration"));
    }
    let made = DhcpOptions {
        id: mint(cx, DhcpOptionsId::PREFIX, DhcpOptionsId::parse)?,
        owner: cx.owner(),
        options,
        is_default: false,
        tags,
    };
    let answer = record! { "DhcpOptions" => shown(&made) };
    cx.put(made);
    Ok(answer)
}

pub fn associate(cx: &mut Cx<'_>, input: AssociateDhcpOptions) -> Result<Record, ApiError> {
    let mut vpc = (*named::<Vpc>(cx, &input.vpc)?).clone();
    vpc.dhcp_options = match input.options.as_str() {
        NONE => NONE.to_owned(),
        id => named::<DhcpOptions>(cx, id)?.id.to_string(),
    };
    cx.put(vpc);
    Ok(record! {})
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeDhcpOptions) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<DhcpOptions>(cx, FACTS)?;
    Ok(record! { "DhcpOptions" => page.shown(|options| shown(options)), "NextToken" => page.next_token })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteDhcpOptions) -> Result<Record, ApiError> {
    let options = named::<DhcpOptions>(cx, &input.options)?;
    if owned::<Vpc>(cx).any(|vpc| vpc.dhcp_options == options.id.as_str()) {
        return Err(errors::ec2::dhcp_options_in_use(&options.id));
    }
    cx.delete::<DhcpOptions>(&options.id);
    Ok(record! {})
}

/// The set that a new VPC has: the region's own, made if it is not there.
pub fn of_region(cx: &mut Cx<'_>) -> Result<String, ApiError> {
    if let Some(known) = owned::<DhcpOptions>(cx).find(|options| options.is_default) {
        return Ok(known.id.to_string());
    }
    let domain = match cx.region.as_str() {
        "us-east-1" => "ec2.internal".to_owned(),
        region => format!("{region}.compute.internal"),
    };
    let made = DhcpOptions {
        id: mint(cx, DhcpOptionsId::PREFIX, DhcpOptionsId::parse)?,
        owner: cx.owner(),
        options: vec![
            ("domain-name".to_owned(), vec![domain]),
            ("domain-name-servers".to_owned(), vec![AMAZON_DNS.to_owned()]),
        ],
        is_default: true,
        tags: Default::default(),
    };
    cx.put(made.clone());
    Ok(made.id.to_string())
}

fn check(key: &str, values: &[String]) -> Result<(), ApiError> {
    if values.is_empty() {
        return Err(errors::ec2::dhcp_option_empty(key));
    }
    for value in values {
        if !fits(key, value).ok_or_else(|| errors::ec2::dhcp_option_key(key))? {
            return Err(errors::ec2::dhcp_option_value(value, key));
        }
    }
    let servers = key.ends_with("-servers");
    match values.get(if servers { MAX_SERVERS } else { 1 }) {
        Some(excess) => Err(errors::ec2::dhcp_option_value(excess, key)),
        None => Ok(()),
    }
}

/// `None` for an option that there is not.
fn fits(key: &str, value: &str) -> Option<bool> {
    let address = value.parse::<IpAddr>().is_ok();
    Some(match key {
        "domain-name-servers" => address || value == AMAZON_DNS,
        "ntp-servers" | "netbios-name-servers" => address,
        "netbios-node-type" => ["1", "2", "4", "8"].contains(&value),
        "ipv6-address-preferred-lease-time" => value.parse::<u32>().is_ok_and(|seconds| seconds >= 140),
        "domain-name" => !value.is_empty(),
        _ => return None,
    })
}

const FACTS: Facts<DhcpOptions> = &[
    ("dhcp-options-id", |_, options| vec![options.id.to_string()]),
    ("key", |_, options| {
        options.options.iter().map(|(key, _)| key.clone()).collect()
    }),
    ("owner-id", |_, options| vec![options.owner.account.to_string()]),
    ("value", |_, options| {
        options
            .options
            .iter()
            .flat_map(|(_, values)| values.clone())
            .collect()
    }),
];

fn shown(options: &DhcpOptions) -> Record {
    let configurations = options.options.iter().map(|(key, values)| {
        let values = values.iter().map(|value| record! { "Value" => value });
        record! { "Key" => key, "Values" => values.collect::<Vec<_>>() }
    });
    record! {
        "DhcpOptionsId" => options.id.as_str(),
        "OwnerId" => options.owner.account.as_str(),
        "DhcpConfigurations" => configurations.collect::<Vec<_>>(),
        "Tags" => tag::shown(&options.tags),
    }
}
