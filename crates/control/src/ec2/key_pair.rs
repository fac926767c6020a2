//! Key pairs: ImportKeyPair, CreateKeyPair, DescribeKeyPairs, DeleteKeyPair.
//!
//! A name is unique in an account's region. Deleting a name that is not there succeeds, as on AWS, and instances
//! that were launched with the key keep its name. Keys in PuTTY's form are refused.

use std::sync::Arc;

use adit_model::id::KeyPairId;
use adit_model::key_pair::{KeyKind, KeyPair};
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::public_key::PublicKey;
use crate::ec2::resource::{mint, named, owned, unsupported};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::{key_material, resource::Ec2Resource};

view! {
    pub struct ImportKeyPair: "ec2"."ImportKeyPair" {
        name: String = "KeyName",
        material: Vec<u8> = "PublicKeyMaterial",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct CreateKeyPair: "ec2"."CreateKeyPair" {
        name: String = "KeyName",
        kind: Option<String> = "KeyType",
        format: Option<String> = "KeyFormat",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DescribeKeyPairs: "ec2"."DescribeKeyPairs" {
        names: Vec<String> = "KeyNames",
        ids: Vec<String> = "KeyPairIds",
        public_key: Option<bool> = "IncludePublicKey",
        filters: Vec<Filter> = "Filters",
    }
}

view! {
    pub struct DeleteKeyPair: "ec2"."DeleteKeyPair" {
        name: Option<String> = "KeyName",
        id: Option<String> = "KeyPairId",
    }
}

const MAX_NAME: usize = 255;

pub fn import(cx: &mut Cx<'_>, input: ImportKeyPair) -> Result<Record, ApiError> {
    check_name(cx, &input.name)?;
    let key = PublicKey::parse(&input.material)?;
    let tags = tag::on_create(&input.tag_specifications, KeyPair::TYPE)?;
    let pair = keep(cx, input.name, &key, key.fingerprint(), tags)?;
    Ok(answer(&pair))
}

pub fn create(cx: &mut Cx<'_>, input: CreateKeyPair) -> Result<Record, ApiError> {
    check_name(cx, &input.name)?;
    if let Some(format) = input.format.filter(|format| format != "pem") {
        return Err(unsupported("KeyFormat", &format));
    }
    let kind = match input.kind.as_deref() {
        Some("ed25519") => KeyKind::Ed25519,
        _ => KeyKind::Rsa,
    };
    let tags = tag::on_create(&input.tag_specifications, KeyPair::TYPE)?;
    let made = key_material::make(kind, cx.minter.draw())?;
    let pair = keep(cx, input.name, &made.public, made.fingerprint, tags)?;
    Ok(answer(&pair).with("KeyMaterial", made.material))
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeKeyPairs) -> Result<Record, ApiError> {
    let mut ids = input.ids;
    for name in &input.names {
        let pair = by_name(cx, name).ok_or_else(|| errors::ec2::key_pair_not_found(name))?;
        ids.push(pair.id.to_string());
    }
    let query = Query {
        ids: &ids,
        filters: &input.filters,
        max_results: None,
        next_token: None,
    };
    let page = query.resources::<KeyPair>(cx, FACTS)?;
    let with_key = input.public_key == Some(true);
    Ok(record! {
        "KeyPairs" => page.shown(|pair| record! {
            "KeyPairId" => pair.id.as_str(),
            "KeyName" => &pair.name,
            "KeyType" => pair.kind.name(),
            "KeyFingerprint" => &pair.fingerprint,
            "PublicKey" => with_key.then_some(pair.public_key.as_str()),
            "CreateTime" => pair.created,
            "Tags" => tag::shown(&pair.tags),
        }),
    })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteKeyPair) -> Result<Record, ApiError> {
    let found = match (&input.name, &input.id) {
        (_, Some(id)) => Some(named::<KeyPair>(cx, id)?),
        (Some(name), None) => by_name(cx, name),
        (None, None) => return Err(errors::ec2::missing_parameter("KeyName")),
    };
    if let Some(pair) = &found {
        cx.delete::<KeyPair>(&pair.id);
    }
    Ok(record! { "Return" => true, "KeyPairId" => found.as_ref().map(|pair| pair.id.as_str()) })
}

/// The caller's key pair of this name.
pub fn by_name(cx: &Cx<'_>, name: &str) -> Option<Arc<KeyPair>> {
    owned::<KeyPair>(cx).find(|pair| pair.name == name).cloned()
}

fn check_name(cx: &Cx<'_>, name: &str) -> Result<(), ApiError> {
    if name.is_empty() || name.len() > MAX_NAME || !name.is_ascii() {
        let text = format!("The key name must have at most {MAX_NAME} ASCII characters.");
        return Err(errors::ec2::invalid_value(name, "keyName", text));
    }
    match by_name(cx, name) {
        Some(_) => Err(errors::ec2::key_pair_duplicate(name)),
        None => Ok(()),
    }
}

fn keep(
    cx: &mut Cx<'_>,
    name: String,
    key: &PublicKey,
    fingerprint: String,
    tags: Tags,
) -> Result<KeyPair, ApiError> {
    let pair = KeyPair {
        id: mint(cx, KeyPairId::PREFIX, KeyPairId::parse)?,
        owner: cx.owner(),
        kind: key.kind(),
        fingerprint,
        public_key: key.line(&name),
        name,
        created: cx.now,
        tags,
    };
    cx.put(pair.clone());
    Ok(pair)
}

const FACTS: Facts<KeyPair> = &[
    ("fingerprint", |_, pair| vec![pair.fingerprint.clone()]),
    ("key-name", |_, pair| vec![pair.name.clone()]),
    ("key-pair-id", |_, pair| vec![pair.id.to_string()]),
];

fn answer(pair: &KeyPair) -> Record {
    record! {
        "KeyPairId" => pair.id.as_str(),
        "KeyName" => &pair.name,
        "KeyFingerprint" => &pair.fingerprint,
        "Tags" => tag::shown(&pair.tags),
    }
}
