//! Public keys for signed URLs and cookies: RSA of 2048 bits or ECDSA on P-256, as PEM (cf E2, G).

use adit_model::id::PublicKeyId;
use adit_model::key_group::KeyGroup;
use adit_model::public_key::PublicKey;
use adit_wire::{ApiError, Record, errors, record, view};
use aws_lc_rs::rsa::PublicEncryptingKey;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ParsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::versioned::{self, Refusals, Versioned, Words, identity, operations};
use super::{etag, policy};
use crate::cx::Cx;

view! {
    pub(super) struct Config: "cloudfront"/"PublicKeyConfig" {
        caller_reference: String = "CallerReference",
        name: String = "Name",
        encoded: String = "EncodedKey",
        comment: Option<String> = "Comment",
    }
}

operations! {
    PublicKey, Config = "PublicKeyConfig";
    CreatePublicKey "CreatePublicKey", GetPublicKey "GetPublicKey", GetPublicKeyConfig "GetPublicKeyConfig",
    UpdatePublicKey "UpdatePublicKey", DeletePublicKey "DeletePublicKey", ListPublicKeys "ListPublicKeys"
}

impl Versioned for PublicKey {
    type Config = Config;
    const WORDS: Words = Words {
        resource: "PublicKey",
        config: "PublicKeyConfig",
        list: "PublicKeyList",
        path: "public-key",
        marked: false,
    };
    const REFUSALS: Refusals = Refusals {
        not_found: errors::cloudfront::no_such_public_key,
        exists: errors::cloudfront::public_key_exists,
        too_many: errors::cloudfront::too_many_public_keys,
        in_use: errors::cloudfront::public_key_in_use,
        managed: None,
    };
    const LIMIT: usize = 10;

    identity! {
        PublicKeyId, |minter| format!("K{}", minter.upper(13)), |key| Some(&key.account), |key| Some(&key.name)
    }

    fn made_before(cx: &Cx<'_>, config: &Config) -> Result<Option<Self>, ApiError> {
        let mut own = versioned::own::<Self>(cx);
        let earlier = own.find(|key| key.caller_reference == config.caller_reference);
        let Some(earlier) = earlier else { return Ok(None) };
        let comment = config.comment.as_deref().unwrap_or_default();
        let same =
            earlier.name == config.name && earlier.encoded == config.encoded && earlier.comment == comment;
        match same {
            true => Ok(Some(earlier.clone())),
            false => Err(errors::cloudfront::public_key_exists()),
        }
    }

    fn read(cx: &mut Cx<'_>, config: Config, id: PublicKeyId, old: Option<&Self>) -> Result<Self, ApiError> {
        if config.caller_reference.is_empty() {
            return Err(errors::cloudfront::parameter_required("CallerReference"));
        }
        policy::check_name(&config.name)?;
        let comment = config.comment.unwrap_or_default();
        policy::check_comment(&comment)?;
        let changed = |old: &Self| {
            (
                old.caller_reference.as_str(),
                old.name.as_str(),
                old.encoded.trim(),
            ) != (
                config.caller_reference.as_str(),
                config.name.as_str(),
                config.encoded.trim(),
            )
        };
        if old.is_some_and(changed) {
            return Err(errors::cloudfront::public_key_immutable());
        }
        if !is_key(&config.encoded) {
            return Err(errors::cloudfront::invalid_encoded_key());
        }
        Ok(Self {
            id,
            account: cx.account.clone(),
            etag: etag::fresh(cx.minter),
            created: old.map_or(cx.now, |old| old.created),
            caller_reference: config.caller_reference,
            name: config.name,
            comment,
            encoded: config.encoded,
        })
    }

    fn is_used(&self, cx: &Cx<'_>) -> bool {
        versioned::own::<KeyGroup>(cx).any(|group| group.keys.contains(&self.id))
    }

    fn show(&self) -> Record {
        record! {
            "Id" => self.id.as_str(),
            "CreatedTime" => self.created,
            "PublicKeyConfig" => self.show_config(),
        }
    }

    fn show_config(&self) -> Record {
        record! {
            "CallerReference" => &self.caller_reference,
            "Name" => &self.name,
            "EncodedKey" => &self.encoded,
            "Comment" => &self.comment,
        }
    }

    fn summary(&self) -> Record {
        record! {
            "Id" => self.id.as_str(),
            "Name" => &self.name,
            "CreatedTime" => self.created,
            "EncodedKey" => &self.encoded,
            "Comment" => &self.comment,
        }
    }
}

/// A SubjectPublicKeyInfo in PEM of a kind that CloudFront takes.
fn is_key(pem: &str) -> bool {
    let body = pem
        .trim()
        .strip_prefix("-----BEGIN PUBLIC KEY-----")
        .and_then(|rest| rest.strip_suffix("-----END PUBLIC KEY-----"));
    let text: Option<String> = body.map(|body| body.split_whitespace().collect());
    let Some(der) = text.and_then(|text| STANDARD.decode(text).ok()) else {
        return false;
    };
    PublicEncryptingKey::from_der(&der).is_ok_and(|key| key.key_size_bits() == 2048)
        || ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &der).is_ok()
}
