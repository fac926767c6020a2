//! Managed prefix lists: AWS's list of the addresses from which CloudFront reaches origins.
//!
//! Its id differs by region; a rule that names it weighs 55 of the 60 that a group may have (api F4). Lists of
//! customers are not offered. DescribePrefixLists shows the same list with its blocks.

use adit_model::id::PrefixListId;
use adit_model::prefix_list::{ORIGIN_FACING_NAME, ORIGIN_FACING_WEIGHT, origin_facing, origin_facing_id};
use adit_wire::{ApiError, Record, errors, record, view};

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
    name: &'static str,
}

/// The version of AWS's lists, which callers cannot change.
const VERSION: i64 = 1;

pub fn describe_managed(cx: &mut Cx<'_>, input: DescribeManagedPrefixLists) -> Result<Record, ApiError> {
    let facts: Facts<PrefixList> = &[
        ("owner-id", |_, _| vec!["AWS".to_owned()]),
        ("prefix-list-id", |_, list| vec![list.id.to_string()]),
        ("prefix-list-name", |_, list| vec![list.name.to_owned()]),
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
            "PrefixListName" => list.name,
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
        ("prefix-list-name", |_, list| vec![list.name.to_owned()]),
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
            "PrefixListName" => list.name,
            "Cidrs" => blocks(),
        }),
        "NextToken" => page.next_token,
    })
}

pub fn entries(cx: &mut Cx<'_>, input: GetManagedPrefixListEntries) -> Result<Record, ApiError> {
    let list = named(cx, &input.list)?;
    if input.target_version.is_some_and(|version| version != VERSION) {
        return Err(errors::ec2::prefix_list_version(list));
    }
    let query = Query {
        ids: &[],
        filters: &[],
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.items(cx, blocks(), &[], String::clone, None)?;
    Ok(record! {
        "Entries" => page.shown(|block| record! { "Cidr" => block }),
        "NextToken" => page.next_token,
    })
}

/// The list of this id.
pub fn named(cx: &Cx<'_>, text: &str) -> Result<PrefixListId, ApiError> {
    let id = PrefixListId::parse(text).ok_or_else(|| errors::ec2::malformed_id(text, "pl"))?;
    if origin_facing_id(&cx.region).as_ref() == Some(&id) {
        Ok(id)
    } else {
        Err(errors::ec2::prefix_list_not_found(text))
    }
}

/// How many rules a reference to a list counts for.
pub fn weight(_: &PrefixListId) -> u32 {
    ORIGIN_FACING_WEIGHT
}

fn select(cx: &Cx<'_>, query: &Query<'_>, facts: Facts<PrefixList>) -> Result<Page<PrefixList>, ApiError> {
    let wanted = query
        .ids
        .iter()
        .map(|id| named(cx, id))
        .collect::<Result<Vec<_>, _>>()?;
    let all = origin_facing_id(&cx.region).map(|id| PrefixList {
        id,
        name: ORIGIN_FACING_NAME,
    });
    let lists = all
        .into_iter()
        .filter(|list| wanted.is_empty() || wanted.contains(&list.id))
        .collect();
    query.items(cx, lists, facts, |list| list.id.to_string(), None)
}

fn blocks() -> Vec<String> {
    origin_facing().iter().map(ToString::to_string).collect()
}
