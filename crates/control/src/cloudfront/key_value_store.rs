//! Key value stores, which functions look things up in (cf E1, G). Their pairs are another API's.
//!
//! Importing from S3 is not built: a request with an import source is refused.

use adit_model::arn;
use adit_model::id::KeyValueStoreKey;
use adit_model::key_value_store::KeyValueStore;
use adit_wire::{ApiError, Record, Value, errors, record, view};

use super::page::Pages;
use super::tag::{self, TagsView};
use super::{LOCATION, edge_function, etag};
use crate::cx::Cx;

/// cf G.
const MAX_STORES: usize = 50;

view! {
    pub struct CreateKeyValueStore: "cloudfront"."CreateKeyValueStore" {
        name: String = "Name",
        comment: Option<String> = "Comment",
        tags: Option<TagsView> = "Tags",
    }
}
view! {
    pub struct DescribeKeyValueStore: "cloudfront"."DescribeKeyValueStore" { name: String = "Name" }
}
view! {
    pub struct UpdateKeyValueStore: "cloudfront"."UpdateKeyValueStore" {
        name: String = "Name",
        comment: String = "Comment",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct DeleteKeyValueStore: "cloudfront"."DeleteKeyValueStore" {
        name: String = "Name",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct ListKeyValueStores: "cloudfront"."ListKeyValueStores" {
        marker: Option<String> = "Marker",
        max_items: Option<String> = "MaxItems",
        status: Option<String> = "Status",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateKeyValueStore) -> Result<Record, ApiError> {
    let tags = tag::read(input.tags)?;
    let id = KeyValueStoreKey::of(&cx.account, &input.name);
    if cx.table::<KeyValueStore>().contains(&id) {
        return Err(errors::cloudfront::key_value_store_exists());
    }
    if own(cx).count() >= MAX_STORES {
        return Err(errors::cloudfront::key_value_store_limit());
    }
    let store = KeyValueStore {
        id,
        account: cx.account.clone(),
        etag: etag::fresh(cx.minter),
        uuid: cx.minter.uuid(),
        comment: input.comment.unwrap_or_default(),
        created: cx.now,
        modified: cx.now,
        tags,
    };
    cx.put(store.clone());
    let location = format!("{LOCATION}/key-value-store/{}", arn_of(&store));
    Ok(
        record! { "KeyValueStore" => show(&store, "PROVISIONING"), "ETag" => store.etag, "Location" => location },
    )
}

pub(super) fn describe(cx: &mut Cx<'_>, input: DescribeKeyValueStore) -> Result<Record, ApiError> {
    let store = find(cx, &input.name)?;
    Ok(record! { "KeyValueStore" => show(&store, status(cx, &store)), "ETag" => store.etag })
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateKeyValueStore) -> Result<Record, ApiError> {
    let old = find(cx, &input.name)?;
    etag::check(input.if_match.as_deref(), &old.etag)?;
    let store = KeyValueStore {
        etag: etag::fresh(cx.minter),
        comment: input.comment,
        modified: cx.now,
        ..old
    };
    cx.put(store.clone());
    Ok(record! { "KeyValueStore" => show(&store, status(cx, &store)), "ETag" => store.etag })
}

pub(super) fn delete(cx: &mut Cx<'_>, input: DeleteKeyValueStore) -> Result<Record, ApiError> {
    let store = find(cx, &input.name)?;
    etag::check(input.if_match.as_deref(), &store.etag)?;
    if edge_function::readers(cx, &store).next().is_some() {
        return Err(errors::cloudfront::key_value_store_in_use());
    }
    cx.delete::<KeyValueStore>(&store.id);
    Ok(Record::new())
}

pub(super) fn list(cx: &mut Cx<'_>, input: ListKeyValueStores) -> Result<Record, ApiError> {
    let pages = Pages::read(input.marker, input.max_items.as_deref())?;
    let asked = input.status.filter(|status| !status.is_empty());
    let takes = |store: &&KeyValueStore| asked.as_ref().is_none_or(|asked| status(cx, store) == asked);
    let page = pages.cut(own(cx).filter(takes).collect(), |store: &&KeyValueStore| {
        store.id.name()
    });
    let summary = |store: &KeyValueStore| -> Value { show(store, status(cx, store)).into() };
    Ok(record! { "KeyValueStoreList" => pages.short_list(page, summary) })
}

/// One of the caller's stores.
pub(super) fn find(cx: &Cx<'_>, name: &str) -> Result<KeyValueStore, ApiError> {
    let found = cx.get::<KeyValueStore>(&KeyValueStoreKey::of(&cx.account, name));
    found.ok_or_else(errors::cloudfront::key_value_store_not_found)
}

/// One of the caller's stores.
pub(super) fn by_arn(cx: &Cx<'_>, arn: &str) -> Option<KeyValueStore> {
    own(cx).find(|store| arn_of(store) == arn).cloned()
}

pub(super) fn arn_of(store: &KeyValueStore) -> String {
    arn::global(
        "cloudfront",
        &store.account,
        &format!("key-value-store/{}", store.uuid),
    )
}

fn own<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a KeyValueStore> {
    let all = cx.table::<KeyValueStore>().iter().map(AsRef::as_ref);
    all.filter(|store: &&KeyValueStore| store.account == cx.account)
}

fn status(cx: &Cx<'_>, store: &KeyValueStore) -> &'static str {
    match cx.settled(store.created) {
        true => "READY",
        false => "PROVISIONING",
    }
}

fn show(store: &KeyValueStore, said: &str) -> Record {
    record! {
        "Name" => store.id.name(),
        "Id" => &store.uuid,
        "Comment" => &store.comment,
        "ARN" => arn_of(store),
        "Status" => said,
        "LastModifiedTime" => store.modified,
    }
}
