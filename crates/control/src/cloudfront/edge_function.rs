//! CloudFront functions: code in two stages, of which behaviors run the published one (cf E1).
//!
//! Each stage has its ETag; changes, publishing and deletion name the development stage's. The code is kept and read
//! back; running it, and so TestFunction, is not built.

use adit_model::arn;
use adit_model::distribution::Behavior;
use adit_model::edge_function::{EdgeFunction, FunctionVersion};
use adit_model::id::EdgeFunctionKey;
use adit_model::key_value_store::KeyValueStore;
use adit_wire::{ApiError, Record, Value, errors, record, view};

use super::page::Pages;
use super::tag::{self, TagsView};
use super::{LOCATION, distribution, etag, key_value_store, policy, quantity};
use crate::cx::Cx;

/// cf G.
const MAX_FUNCTIONS: usize = 100;
const MAX_CODE: usize = 10_240;
const MAX_STORES: usize = 1;

view! {
    pub(super) struct Config: "cloudfront"/"FunctionConfig" {
        comment: String = "Comment",
        runtime: String = "Runtime",
        stores: Option<Stores> = "KeyValueStoreAssociations",
    }
}
view! {
    pub(super) struct Stores: "cloudfront"/"KeyValueStoreAssociations" {
        quantity: i64 = "Quantity",
        items: Vec<Store> = "Items",
    }
}
view! {
    pub(super) struct Store: "cloudfront"/"KeyValueStoreAssociation" { arn: String = "KeyValueStoreARN" }
}
view! {
    pub struct CreateFunction: "cloudfront"."CreateFunction" {
        name: String = "Name",
        config: Config = "FunctionConfig",
        code: Vec<u8> = "FunctionCode",
        tags: Option<TagsView> = "Tags",
    }
}
view! {
    pub struct DescribeFunction: "cloudfront"."DescribeFunction" {
        name: String = "Name",
        stage: Option<String> = "Stage",
    }
}
view! {
    pub struct GetFunction: "cloudfront"."GetFunction" { name: String = "Name", stage: Option<String> = "Stage" }
}
view! {
    pub struct UpdateFunction: "cloudfront"."UpdateFunction" {
        name: String = "Name",
        if_match: Option<String> = "IfMatch",
        config: Config = "FunctionConfig",
        code: Vec<u8> = "FunctionCode",
    }
}
view! {
    pub struct PublishFunction: "cloudfront"."PublishFunction" {
        name: String = "Name",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct DeleteFunction: "cloudfront"."DeleteFunction" {
        name: String = "Name",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct ListFunctions: "cloudfront"."ListFunctions" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
        stage: Option<String> = "Stage",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateFunction) -> Result<Record, ApiError> {
    let tags = tag::read(input.tags)?;
    let id = EdgeFunctionKey::of(&cx.account, &input.name);
    if cx.table::<EdgeFunction>().contains(&id) {
        return Err(errors::cloudfront::function_exists());
    }
    if own(cx).count() >= MAX_FUNCTIONS {
        return Err(errors::cloudfront::too_many_functions());
    }
    let function = EdgeFunction {
        id,
        account: cx.account.clone(),
        created: cx.now,
        development: version(cx, input.config, input.code)?,
        live: None,
        tags,
    };
    cx.put(function.clone());
    let location = format!("{LOCATION}/function/{}", arn_of(&function));
    let shown = show(cx, &function, Stage::Development)?;
    Ok(record! { "FunctionSummary" => shown, "Location" => location, "ETag" => function.development.etag })
}

pub(super) fn describe(cx: &mut Cx<'_>, input: DescribeFunction) -> Result<Record, ApiError> {
    let function = find(cx, &input.name)?;
    let stage = Stage::read(input.stage.as_deref());
    let version = stage.version(&function)?;
    Ok(record! { "FunctionSummary" => show(cx, &function, stage)?, "ETag" => &version.etag })
}

pub(super) fn get(cx: &mut Cx<'_>, input: GetFunction) -> Result<Record, ApiError> {
    let function = find(cx, &input.name)?;
    let version = Stage::read(input.stage.as_deref()).version(&function)?;
    Ok(record! {
        "FunctionCode" => version.code.clone(),
        "ETag" => &version.etag,
        "ContentType" => "application/octet-stream",
    })
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateFunction) -> Result<Record, ApiError> {
    let old = find(cx, &input.name)?;
    etag::check(input.if_match.as_deref(), &old.development.etag)?;
    let function = EdgeFunction {
        development: version(cx, input.config, input.code)?,
        ..old
    };
    cx.put(function.clone());
    let shown = show(cx, &function, Stage::Development)?;
    Ok(record! { "FunctionSummary" => shown, "ETag" => function.development.etag })
}

pub(super) fn publish(cx: &mut Cx<'_>, input: PublishFunction) -> Result<Record, ApiError> {
    let mut function = find(cx, &input.name)?;
    etag::check(input.if_match.as_deref(), &function.development.etag)?;
    function.live = Some(FunctionVersion {
        etag: etag::fresh(cx.minter),
        modified: cx.now,
        ..function.development.clone()
    });
    cx.put(function.clone());
    Ok(record! { "FunctionSummary" => show(cx, &function, Stage::Live)? })
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteFunction) -> Result<Record, ApiError> {
    let function = find(cx, &input.name)?;
    etag::check(input.if_match.as_deref(), &function.development.etag)?;
    let users = policy::users(cx, uses(&function.id)).count();
    if users > 0 {
        return Err(errors::cloudfront::function_in_use(function.name(), users));
    }
    cx.delete::<EdgeFunction>(&function.id);
    Ok(Record::new())
}

/// A function stands in the list once for each of its stages.
pub(super) fn list(cx: &mut Cx<'_>, input: ListFunctions) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let asked = input.stage.as_deref().map(|stage| Stage::read(Some(stage)));
    let stages = [Stage::Development, Stage::Live];
    let mut all: Vec<(String, &EdgeFunction, Stage)> = Vec::new();
    for function in own(cx) {
        for stage in stages {
            if asked.is_none_or(|asked| asked == stage) && stage.version(function).is_ok() {
                all.push((format!("{}/{}", function.name(), stage.name()), function, stage));
            }
        }
    }
    let page = pages.cut(all, |(key, ..)| key);
    let summary = |(_, function, stage): (String, &EdgeFunction, Stage)| -> Value {
        show(cx, function, stage).unwrap_or_default().into()
    };
    Ok(record! { "FunctionList" => pages.short_list(page, summary) })
}

/// One of the caller's functions.
pub(super) fn find(cx: &Cx<'_>, name: &str) -> Result<EdgeFunction, ApiError> {
    let found = cx.get::<EdgeFunction>(&EdgeFunctionKey::of(&cx.account, name));
    found.ok_or_else(errors::cloudfront::no_such_function)
}

/// Whether a behavior runs the function.
pub(super) fn uses(id: &EdgeFunctionKey) -> impl Fn(&Behavior) -> bool {
    let id = id.clone();
    move |behavior| behavior.functions.iter().any(|f| f.function == id)
}

pub(super) fn arn_of(function: &EdgeFunction) -> String {
    arn::global(
        "cloudfront",
        &function.account,
        &format!("function/{}", function.name()),
    )
}

/// Functions that may look up a store, in either stage.
pub(super) fn readers<'a>(
    cx: &'a Cx<'_>,
    store: &'a KeyValueStore,
) -> impl Iterator<Item = &'a EdgeFunction> {
    let arn = key_value_store::arn_of(store);
    own(cx).filter(move |function| {
        let mut stages = std::iter::once(&function.development).chain(&function.live);
        stages.any(|version| version.stores.contains(&arn))
    })
}

fn own<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a EdgeFunction> {
    let all = cx.table::<EdgeFunction>().iter().map(AsRef::as_ref);
    all.filter(|function: &&EdgeFunction| function.account == cx.account)
}

fn version(cx: &mut Cx<'_>, config: Config, code: Vec<u8>) -> Result<FunctionVersion, ApiError> {
    policy::check_comment(&config.comment)?;
    if code.is_empty() {
        return Err(errors::cloudfront::parameter_required("FunctionCode"));
    }
    if code.len() > MAX_CODE {
        return Err(errors::cloudfront::function_too_large());
    }
    let stores = config
        .stores
        .map_or_else(|| Ok(Vec::new()), |s| quantity::items(s.quantity, s.items))?;
    if stores.len() > MAX_STORES {
        return Err(errors::cloudfront::too_many_function_stores());
    }
    if !stores.is_empty() && config.runtime == "cloudfront-js-1.0" {
        return Err(errors::cloudfront::function_store_runtime());
    }
    let unknown = |store: &&Store| key_value_store::by_arn(cx, &store.arn).is_none();
    if let Some(store) = stores.iter().find(unknown) {
        return Err(errors::cloudfront::function_store_unknown(&store.arn));
    }
    Ok(FunctionVersion {
        etag: etag::fresh(cx.minter),
        modified: cx.now,
        comment: config.comment,
        runtime: config.runtime,
        stores: stores.into_iter().map(|store| store.arn).collect(),
        code,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Development,
    Live,
}

impl Stage {
    fn read(given: Option<&str>) -> Self {
        match given {
            Some("LIVE") => Self::Live,
            _ => Self::Development,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Development => "DEVELOPMENT",
            Self::Live => "LIVE",
        }
    }

    fn version(self, function: &EdgeFunction) -> Result<&FunctionVersion, ApiError> {
        match self {
            Self::Development => Ok(&function.development),
            Self::Live => function
                .live
                .as_ref()
                .ok_or_else(errors::cloudfront::no_such_function),
        }
    }
}

/// `UNPUBLISHED`, or what the published code is at: `UNASSOCIATED`, `IN_PROGRESS`, `DEPLOYED`.
fn status(cx: &Cx<'_>, function: &EdgeFunction, stage: Stage) -> &'static str {
    if stage == Stage::Development && !function.is_published() {
        return "UNPUBLISHED";
    }
    let mut users = policy::users(cx, uses(&function.id)).peekable();
    if users.peek().is_none() {
        return "UNASSOCIATED";
    }
    let published = function
        .live
        .as_ref()
        .is_none_or(|live| cx.settled(live.modified));
    match published && users.all(|user| distribution::is_deployed(cx, user)) {
        true => "DEPLOYED",
        false => "IN_PROGRESS",
    }
}

fn show(cx: &Cx<'_>, function: &EdgeFunction, stage: Stage) -> Result<Record, ApiError> {
    let version = stage.version(function)?;
    let stores = version
        .stores
        .iter()
        .map(|arn| record! { "KeyValueStoreARN" => arn });
    Ok(record! {
        "Name" => function.name(),
        "Status" => status(cx, function, stage),
        "FunctionConfig" => record! {
            "Comment" => &version.comment,
            "Runtime" => &version.runtime,
            "KeyValueStoreAssociations" => quantity::list(stores.collect::<Vec<_>>()),
        },
        "FunctionMetadata" => record! {
            "FunctionARN" => arn_of(function),
            "Stage" => stage.name(),
            "CreatedTime" => function.created,
            "LastModifiedTime" => version.modified,
        },
    })
}
