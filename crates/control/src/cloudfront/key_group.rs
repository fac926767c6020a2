//! Key groups: the public keys that a behavior trusts (cf E2, G).

use adit_model::distribution::{Behavior, Distribution};
use adit_model::id::{KeyGroupId, PublicKeyId};
use adit_model::key_group::KeyGroup;
use adit_model::public_key::PublicKey;
use adit_wire::{ApiError, Record, errors, record, view};

use super::neutral::Trusted;
use super::versioned::{self, Refusals, Versioned, Words, identity, operations};
use super::{etag, policy, quantity};
use crate::cx::Cx;

const MAX_KEYS: usize = 5;
/// Of one behavior.
const MAX_GROUPS: usize = 4;

view! {
    pub(super) struct Config: "cloudfront"/"KeyGroupConfig" {
        name: String = "Name",
        items: Vec<String> = "Items",
        comment: Option<String> = "Comment",
    }
}

operations! {
    KeyGroup, Config = "KeyGroupConfig";
    CreateKeyGroup "CreateKeyGroup", GetKeyGroup "GetKeyGroup", GetKeyGroupConfig "GetKeyGroupConfig",
    UpdateKeyGroup "UpdateKeyGroup", DeleteKeyGroup "DeleteKeyGroup", ListKeyGroups "ListKeyGroups"
}

impl Versioned for KeyGroup {
    type Config = Config;
    const WORDS: Words = Words {
        resource: "KeyGroup",
        config: "KeyGroupConfig",
        list: "KeyGroupList",
        path: "key-group",
        marked: false,
    };
    const REFUSALS: Refusals = Refusals {
        not_found: errors::cloudfront::no_such_key_group,
        exists: errors::cloudfront::key_group_exists,
        too_many: errors::cloudfront::too_many_key_groups,
        in_use: errors::cloudfront::key_group_in_use,
        managed: None,
    };
    const LIMIT: usize = 10;

    identity! { KeyGroupId, |minter| minter.uuid(), |group| Some(&group.account), |group| Some(&group.name) }

    fn read(cx: &mut Cx<'_>, config: Config, id: KeyGroupId, _: Option<&Self>) -> Result<Self, ApiError> {
        policy::check_name(&config.name)?;
        let comment = config.comment.unwrap_or_default();
        policy::check_comment(&comment)?;
        if config.items.is_empty() {
            return Err(errors::cloudfront::parameter_required("Items"));
        }
        if config.items.len() > MAX_KEYS {
            return Err(errors::cloudfront::too_many_public_keys_in_key_group());
        }
        let mut keys: Vec<PublicKeyId> = Vec::new();
        for item in &config.items {
            let key = versioned::find::<PublicKey>(cx, item)
                .map_err(|_| errors::cloudfront::key_group_key_unknown(item))?;
            if keys.contains(&key.id) {
                let reason = format!("contains {item} twice");
                return Err(errors::cloudfront::parameter_invalid("Items", reason));
            }
            keys.push(key.id);
        }
        Ok(Self {
            id,
            account: cx.account.clone(),
            etag: etag::fresh(cx.minter),
            modified: cx.now,
            name: config.name,
            comment,
            keys,
        })
    }

    fn is_used(&self, cx: &Cx<'_>) -> bool {
        policy::users(cx, uses(&self.id)).next().is_some()
    }

    fn show(&self) -> Record {
        record! {
            "Id" => self.id.as_str(),
            "LastModifiedTime" => self.modified,
            "KeyGroupConfig" => self.show_config(),
        }
    }

    fn show_config(&self) -> Record {
        let keys: Vec<&str> = self.keys.iter().map(PublicKeyId::as_str).collect();
        record! { "Name" => &self.name, "Items" => keys, "Comment" => &self.comment }
    }

    fn summary(&self) -> Record {
        record! { "KeyGroup" => self.show() }
    }
}

/// Whether a behavior trusts the group.
pub(super) fn uses(id: &KeyGroupId) -> impl Fn(&Behavior) -> bool {
    let id = id.clone();
    move |behavior| behavior.key_groups.contains(&id)
}

/// The groups that a behavior trusts, and `TrustedKeyGroups` as it is kept.
pub(super) fn of_behavior(
    cx: &Cx<'_>,
    trusted: Option<Trusted>,
) -> Result<(Vec<KeyGroupId>, Record), ApiError> {
    let items = trusted.map_or_else(|| Ok(Vec::new()), Trusted::checked)?;
    if items.len() > MAX_GROUPS {
        return Err(errors::cloudfront::too_many_key_groups_in_behavior());
    }
    let mut groups = Vec::new();
    for item in &items {
        let group = versioned::find::<KeyGroup>(cx, item)
            .map_err(|_| errors::cloudfront::trusted_key_group_unknown())?;
        groups.push(group.id);
    }
    Ok((groups, trusted_list(&items)))
}

/// The accounts whose key pairs a behavior trusts, and `TrustedSigners` as it is kept.
pub(super) fn signers(trusted: Option<Trusted>) -> Result<(Vec<String>, Record), ApiError> {
    let items = trusted.map_or_else(|| Ok(Vec::new()), Trusted::checked)?;
    if items.len() > MAX_KEYS {
        return Err(errors::cloudfront::too_many_trusted_signers());
    }
    let account = |item: &String| item == "self" || adit_model::AccountId::parse(item).is_some();
    match items.iter().all(account) {
        true => {
            let kept = trusted_list(&items);
            Ok((items, kept))
        }
        false => Err(errors::cloudfront::trusted_signer_unknown()),
    }
}

/// `ActiveTrustedKeyGroups`: the groups of every behavior with their keys.
pub(super) fn active(cx: &Cx<'_>, distribution: &Distribution) -> Record {
    let mut ids: Vec<&KeyGroupId> = policy::behaviors(distribution)
        .flat_map(|b| &b.key_groups)
        .collect();
    ids.sort();
    ids.dedup();
    let keys = |id: &KeyGroupId| -> Vec<String> {
        let group = cx.table::<KeyGroup>().get(id);
        group.map_or_else(Vec::new, |group| {
            group.keys.iter().map(ToString::to_string).collect()
        })
    };
    let shown =
        |id: &&KeyGroupId| record! { "KeyGroupId" => id.as_str(), "KeyPairIds" => quantity::list(keys(id)) };
    let items: Vec<Record> = ids.iter().map(shown).collect();
    enabled(items)
}

/// `ActiveTrustedSigners`: which key pairs an account has is IAM's to know.
pub(super) fn active_signers(distribution: &Distribution) -> Record {
    let mut signers: Vec<&String> = policy::behaviors(distribution).flat_map(|b| &b.signers).collect();
    signers.sort();
    signers.dedup();
    let shown = |signer: &&String| record! { "AwsAccountNumber" => *signer, "KeyPairIds" => record! { "Quantity" => 0 } };
    enabled(signers.iter().map(shown).collect())
}

fn trusted_list(items: &[String]) -> Record {
    let mut list = record! { "Enabled" => !items.is_empty() };
    for (name, value) in quantity::list(items.to_vec()).iter() {
        list.put(name, value.clone());
    }
    list
}

fn enabled(items: Vec<Record>) -> Record {
    let mut list = record! { "Enabled" => !items.is_empty() };
    for (name, value) in quantity::list(items).iter() {
        list.put(name, value.clone());
    }
    list
}
