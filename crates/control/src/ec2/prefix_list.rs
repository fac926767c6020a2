//! Managed prefix lists: AWS's, of the addresses from which CloudFront reaches origins, and of S3 and DynamoDB.
//!
//! Ids differ by region. A rule that names CloudFront's list weighs 55 of the 60 that a group may have (api F4), one
//! that names another list one. Lists of customers are not offered. DescribePrefixLists shows the same lists with
//! their blocks.

use adit_model::Region;
use adit_model::id::PrefixListId;
use adit_model::prefix_list::{
    GatewayService, ORIGIN_FACING_NAME, ORIGIN_FACING_WEIGHT, origin_facing, origin_facing_id,
};
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::Ipv4Net;

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::{Page, Query};

view! {
    pub struct DescribeManagedPrefixLists: "ec2"."DescribeManagedPrefixLists" {
        ids: Vec<String> = "PrefixListIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DescribePrefixLists: "ec2"."DescribePrefixLists" {
        ids: Vec<String> = "PrefixListIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct GetManagedPrefixListEntries: "ec2"."GetManagedPrefixListEntries" {
        list: String = "PrefixListId",
        target_version: Option<i64> = "TargetVersion",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

/// A list that the caller's region has.
struct PrefixList {
    id: PrefixListId,
    name: String,
    blocks: Vec<Ipv4Net>,
    weight: u32,
}

/// The version of AWS's lists, which callers cannot change.
const VERSION: i64 = 1;

pub fn describe_managed(cx: &mut Cx<'_>, input: DescribeManagedPrefixLists) -> Result<Record, ApiError> {
    let facts: Facts<PrefixList> = &[
        ("owner-id", |_, _| vec!["AWS".to_owned()]),
        ("prefix-list-id", |_, list| vec![list.id.to_string()]),
        ("prefix-list-name", |_, list| vec![list.name.clone()]),
    ];
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = select(cx, &query, facts)?;
    let region = &cx.region;
    Ok(record! {
        "PrefixLists" => page.shown(|list| record! {
            "PrefixListId" => list.id.as_str(),
            "PrefixListArn" => format!("arn:aws:ec2:{region}:aws:prefix-list/{}", list.id),
            "PrefixListName" => &list.name,
            "AddressFamily" => "IPv4",
            "State" => "create-complete",
            "OwnerId" => "AWS",
            "Tags" => Vec::<Record>::new(),
        }),
        "NextToken" => page.next_token,
    })
}

pub fn describe(cx: &mut Cx<'_>, input: DescribePrefixLists) -> Result<Record, ApiError> {
    let facts: Facts<PrefixList> = &[
        ("prefix-list-id", |_, list| vec![list.id.to_string()]),
        ("prefix-list-name", |_, list| vec![list.name.clone()]),
    ];
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = select(cx, &query, facts)?;
    Ok(record! {
        "PrefixLists" => page.shown(|list| record! {
            "PrefixListId" => list.id.as_str(),
            "PrefixListName" => &list.name,
            "Cidrs" => texts(&list.blocks),
        }),
        "NextToken" => page.next_token,
    })
}

pub fn entries(cx: &mut Cx<'_>, input: GetManagedPrefixListEntries) -> Result<Record, ApiError> {
    let id = named(cx, &input.list)?;
    if input.target_version.is_some_and(|version| version != VERSION) {
        return Err(errors::ec2::prefix_list_version(id));
    }
    let list = lists(&cx.region).into_iter().find(|list| list.id == id);
    let blocks = list.map(|list| texts(&list.blocks)).unwrap_or_default();
    let query = Query {
        ids: &[],
        filters: &[],
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(cx, blocks, &[], String::clone, None)?;
    Ok(record! {
        "Entries" => page.shown(|block| record! { "Cidr" => block }),
        "NextToken" => page.next_token,
    })
}

/// The list of this id.
pub fn named(cx: &Cx<'_>, text: &str) -> Result<PrefixListId, ApiError> {
    let id = PrefixListId::parse(text).ok_or_else(|| errors::ec2::malformed_id(text, "pl"))?;
    if lists(&cx.region).iter().any(|list| list.id == id) {
        Ok(id)
    } else {
        Err(errors::ec2::prefix_list_not_found(text))
    }
}

/// How many rules a reference to a list counts for, in the region that has it.
pub fn weight(list: &PrefixListId, region: &Region) -> u32 {
    let known = lists(region).into_iter().find(|known| known.id == *list);
    known.map_or(1, |known| known.weight)
}

fn select(cx: &Cx<'_>, query: &Query<'_>, facts: Facts<PrefixList>) -> Result<Page<PrefixList>, ApiError> {
    let wanted = query
        .ids
        .iter()
        .map(|id| named(cx, id))
        .collect::<Result<Vec<_>, _>>()?;
    let lists = lists(&cx.region)
        .into_iter()
        .filter(|list| wanted.is_empty() || wanted.contains(&list.id))
        .collect();
    query.items(cx, lists, facts, |list| list.id.to_string(), None)
}

fn lists(region: &Region) -> Vec<PrefixList> {
    let origin_facing = origin_facing_id(region).map(|id| PrefixList {
        id,
        name: ORIGIN_FACING_NAME.to_owned(),
        blocks: origin_facing(),
        weight: ORIGIN_FACING_WEIGHT,
    });
    let services = GatewayService::ALL.into_iter().filter_map(|service| {
        Some(PrefixList {
            id: service.list_id(region)?,
            name: service.service(region),
            blocks: service.blocks(),
            weight: 1,
        })
    });
    origin_facing.into_iter().chain(services).collect()
}

fn texts(blocks: &[Ipv4Net]) -> Vec<String> {
    blocks.iter().map(ToString::to_string).collect()
}
