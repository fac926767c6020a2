//! Trust stores: bundles of authorities' certificates, read from an object of S3 when they are made or changed.
//!
//! There is no S3 here: objects come from the folder that `adit up --objects` names, and without it none is found.
//! Revocation lists are not here. A bundle is shown as a `data:` address, where AWS signs one of S3's.

use std::collections::BTreeSet;

use adit_model::id::TrustStoreArn;
use adit_model::listener::MutualAuthentication;
use adit_model::trust_store::TrustStore;
use adit_wire::{ApiError, Record, errors, record, view};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::cx::Cx;
use crate::elbv2::arn::{self, ArnKind};
use crate::elbv2::tag::{self, Tag};
use crate::elbv2::{limit, listener_store, page};

view! {
    pub struct CreateTrustStore: "elbv2"."CreateTrustStore" {
        name: String = "Name",
        bucket: String = "CaCertificatesBundleS3Bucket",
        key: String = "CaCertificatesBundleS3Key",
        version: Option<String> = "CaCertificatesBundleS3ObjectVersion",
        tags: Vec<Tag> = "Tags",
    }
}
view! {
    pub struct ModifyTrustStore: "elbv2"."ModifyTrustStore" {
        store: String = "TrustStoreArn",
        bucket: String = "CaCertificatesBundleS3Bucket",
        key: String = "CaCertificatesBundleS3Key",
        version: Option<String> = "CaCertificatesBundleS3ObjectVersion",
    }
}
view! {
    pub struct DescribeTrustStores: "elbv2"."DescribeTrustStores" {
        arns: Vec<String> = "TrustStoreArns",
        names: Vec<String> = "Names",
        marker: Option<String> = "Marker",
        page_size: Option<u32> = "PageSize",
    }
}
view! {
    pub struct DeleteTrustStore: "elbv2"."DeleteTrustStore" { store: String = "TrustStoreArn" }
}
view! {
    pub struct DescribeTrustStoreAssociations: "elbv2"."DescribeTrustStoreAssociations" {
        store: String = "TrustStoreArn",
        marker: Option<String> = "Marker",
        page_size: Option<u32> = "PageSize",
    }
}
view! {
    pub struct GetTrustStoreCaCertificatesBundle: "elbv2"."GetTrustStoreCaCertificatesBundle" {
        store: String = "TrustStoreArn",
    }
}

pub fn create(cx: &mut Cx<'_>, asked: CreateTrustStore) -> Result<Record, ApiError> {
    let tags = tag::read(asked.tags)?;
    if owned(cx).any(|store| store.name == asked.name) {
        return Err(errors::elbv2::duplicate_trust_store_name(asked.name));
    }
    if owned(cx).count() >= limit::TRUST_STORES {
        return Err(errors::elbv2::too_many_trust_stores());
    }
    let (certificates, certificate_count) = bundle(cx, &asked.bucket, &asked.key, asked.version.as_deref())?;
    let store = TrustStore {
        id: arn::mint(cx, &format!("truststore/{}", asked.name), TrustStoreArn::parse)?,
        owner: cx.owner(),
        name: asked.name,
        certificates,
        certificate_count,
        created: cx.now,
        tags,
    };
    let answer = record! { "TrustStores" => vec![show(cx, &store).with("Status", "CREATING")] };
    cx.put(store);
    Ok(answer)
}

pub fn modify(cx: &mut Cx<'_>, asked: ModifyTrustStore) -> Result<Record, ApiError> {
    let mut store = find(cx, &asked.store)?;
    (store.certificates, store.certificate_count) =
        bundle(cx, &asked.bucket, &asked.key, asked.version.as_deref())?;
    let answer = record! { "TrustStores" => vec![show(cx, &store)] };
    cx.put(store);
    Ok(answer)
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeTrustStores) -> Result<Record, ApiError> {
    if !asked.arns.is_empty() && !asked.names.is_empty() {
        return Err(errors::elbv2::exclusive("Trust store names", "trust store ARNs"));
    }
    let mut found: Vec<TrustStore> = Vec::new();
    for text in &asked.arns {
        found.push(find(cx, text)?);
    }
    for name in &asked.names {
        let named = owned(cx).find(|store| store.name == *name);
        found.push(named.ok_or_else(errors::elbv2::trust_stores_not_found)?.clone());
    }
    if asked.arns.is_empty() && asked.names.is_empty() {
        found = owned(cx).cloned().collect();
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
    let items = found.iter().map(|store| (store.id.to_string(), show(cx, store)));
    let page = page::cut(items.collect(), asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "TrustStores" => page.items, "NextMarker" => page.next })
}

pub fn delete(cx: &mut Cx<'_>, asked: DeleteTrustStore) -> Result<Record, ApiError> {
    let store = find(cx, &asked.store)?;
    if !users(cx, &store.id).is_empty() {
        return Err(errors::elbv2::trust_store_in_use(store.id));
    }
    cx.delete::<TrustStore>(&store.id);
    Ok(Record::new())
}

pub fn associations(cx: &mut Cx<'_>, asked: DescribeTrustStoreAssociations) -> Result<Record, ApiError> {
    let store = find(cx, &asked.store)?;
    let users = users(cx, &store.id);
    let items = users
        .into_iter()
        .map(|arn| (arn.clone(), record! { "ResourceArn" => arn }));
    let page = page::cut(items.collect(), asked.marker.as_deref(), asked.page_size)?;
    Ok(record! { "TrustStoreAssociations" => page.items, "NextMarker" => page.next })
}

pub fn location(cx: &mut Cx<'_>, asked: GetTrustStoreCaCertificatesBundle) -> Result<Record, ApiError> {
    let store = find(cx, &asked.store)?;
    let bytes = STANDARD.encode(store.certificates);
    Ok(record! { "Location" => format!("data:application/x-pem-file;base64,{bytes}") })
}

/// The caller's trust store with this ARN.
pub fn find(cx: &Cx<'_>, text: &str) -> Result<TrustStore, ApiError> {
    let id = ArnKind::TrustStore.read(text, TrustStoreArn::parse)?;
    let found = cx.get::<TrustStore>(&id).filter(|store| cx.owns(&store.owner));
    found.ok_or_else(errors::elbv2::trust_stores_not_found)
}

fn owned<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c TrustStore> {
    cx.table::<TrustStore>()
        .iter()
        .map(AsRef::as_ref)
        .filter(|store| cx.owns(&store.owner))
}

/// ARNs of the balancers of which a listener verifies against the store.
fn users(cx: &Cx<'_>, id: &TrustStoreArn) -> BTreeSet<String> {
    let verifies = |mutual: &Option<MutualAuthentication>| matches!(mutual, Some(MutualAuthentication::Verify { trust_store, .. }) if trust_store == id);
    listener_store::all(cx)
        .filter(|listener| verifies(&listener.mutual))
        .map(|listener| listener.balancer.to_string())
        .collect()
}

/// The bundle's text and how many certificates it has.
fn bundle(cx: &Cx<'_>, bucket: &str, key: &str, version: Option<&str>) -> Result<(String, u32), ApiError> {
    let bytes = cx.ports.objects.get(bucket, key, version);
    let bytes = bytes.ok_or_else(|| errors::elbv2::bundle_not_found(bucket, key))?;
    let text = String::from_utf8(bytes).map_err(|_| errors::elbv2::invalid_bundle())?;
    let blocks = blocks(&text).ok_or_else(errors::elbv2::invalid_bundle)?;
    if blocks.len() > limit::BUNDLE_CERTIFICATES {
        return Err(errors::elbv2::too_many_bundle_certificates());
    }
    for block in &blocks {
        if cx.ports.certificates.describe(block).is_err() {
            return Err(errors::elbv2::invalid_bundle());
        }
    }
    let count = u32::try_from(blocks.len()).unwrap_or(u32::MAX);
    Ok((text, count))
}

/// The PEM blocks of certificates; `None` where there is none, one does not end, or one holds something else.
fn blocks(text: &str) -> Option<Vec<&str>> {
    const BEGIN: &str = "-----BEGIN ";
    const END: &str = "-----END CERTIFICATE-----";
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(BEGIN) {
        let block = rest.get(start..)?;
        if !block.starts_with("-----BEGIN CERTIFICATE-----") {
            return None;
        }
        let end = block.find(END)? + END.len();
        blocks.push(block.get(..end)?);
        rest = block.get(end..)?;
    }
    (!blocks.is_empty()).then_some(blocks)
}

fn show(cx: &Cx<'_>, store: &TrustStore) -> Record {
    record! {
        "Name" => &store.name,
        "TrustStoreArn" => store.id.as_str(),
        "Status" => if cx.settled(store.created) { "ACTIVE" } else { "CREATING" },
        "NumberOfCaCertificates" => store.certificate_count,
        "TotalRevokedEntries" => 0,
    }
}
