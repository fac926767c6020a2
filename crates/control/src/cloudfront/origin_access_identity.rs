//! Origin access identities: the older way in which a bucket knows CloudFront (cf G).

use adit_model::distribution::Distribution;
use adit_model::id::OriginAccessIdentityId;
use adit_model::origin::OriginKind;
use adit_model::origin_access_identity::OriginAccessIdentity;
use adit_wire::{ApiError, Record, errors, record, view};

use super::versioned::{self, Refusals, Versioned, Words, identity, operations};
use super::{etag, policy};
use crate::cx::Cx;

/// What an origin's name of an identity begins with.
const PREFIX: &str = "origin-access-identity/cloudfront/";

view! {
    pub(super) struct Config: "cloudfront"/"CloudFrontOriginAccessIdentityConfig" {
        caller_reference: String = "CallerReference",
        comment: String = "Comment",
    }
}

operations! {
    OriginAccessIdentity, Config = "CloudFrontOriginAccessIdentityConfig";
    CreateCloudFrontOriginAccessIdentity "CreateCloudFrontOriginAccessIdentity",
    GetCloudFrontOriginAccessIdentity "GetCloudFrontOriginAccessIdentity",
    GetCloudFrontOriginAccessIdentityConfig "GetCloudFrontOriginAccessIdentityConfig",
    UpdateCloudFrontOriginAccessIdentity "UpdateCloudFrontOriginAccessIdentity",
    DeleteCloudFrontOriginAccessIdentity "DeleteCloudFrontOriginAccessIdentity",
    ListCloudFrontOriginAccessIdentities "ListCloudFrontOriginAccessIdentities"
}

impl Versioned for OriginAccessIdentity {
    type Config = Config;
    const WORDS: Words = Words {
        resource: "CloudFrontOriginAccessIdentity",
        config: "CloudFrontOriginAccessIdentityConfig",
        list: "CloudFrontOriginAccessIdentityList",
        path: "origin-access-identity/cloudfront",
        marked: true,
    };
    const REFUSALS: Refusals = Refusals {
        not_found: errors::cloudfront::no_such_origin_access_identity,
        // Nothing but the caller reference is unique, and that is asked before.
        exists: errors::cloudfront::no_such_origin_access_identity,
        too_many: errors::cloudfront::too_many_origin_access_identities,
        in_use: errors::cloudfront::origin_access_identity_in_use,
        managed: None,
    };
    const LIMIT: usize = 100;

    identity! {
        OriginAccessIdentityId, |minter| format!("E{}", minter.upper(13)), |one| Some(&one.account), |_| None
    }

    fn made_before(cx: &Cx<'_>, config: &Config) -> Result<Option<Self>, ApiError> {
        let mut own = versioned::own::<Self>(cx);
        match own.find(|one| one.caller_reference == config.caller_reference) {
            Some(earlier) if earlier.comment == config.comment => Ok(Some(earlier.clone())),
            Some(_) => Err(errors::cloudfront::origin_access_identity_exists(
                &config.caller_reference,
            )),
            None => Ok(None),
        }
    }

    fn read(
        cx: &mut Cx<'_>,
        config: Config,
        id: OriginAccessIdentityId,
        old: Option<&Self>,
    ) -> Result<Self, ApiError> {
        if config.caller_reference.is_empty() {
            return Err(errors::cloudfront::parameter_required("CallerReference"));
        }
        policy::check_comment(&config.comment)?;
        if old.is_some_and(|old| old.caller_reference != config.caller_reference) {
            return Err(errors::cloudfront::origin_access_identity_reference_changed());
        }
        let canonical_user = match old {
            Some(old) => old.canonical_user.clone(),
            None => cx.minter.hex(96),
        };
        Ok(Self {
            id,
            account: cx.account.clone(),
            etag: etag::fresh(cx.minter),
            caller_reference: config.caller_reference,
            comment: config.comment,
            canonical_user,
        })
    }

    fn is_used(&self, cx: &Cx<'_>) -> bool {
        policy::own_distributions(cx).any(|d| uses(d, &self.id))
    }

    fn show(&self) -> Record {
        record! {
            "Id" => self.id.as_str(),
            "S3CanonicalUserId" => &self.canonical_user,
            "CloudFrontOriginAccessIdentityConfig" => self.show_config(),
        }
    }

    fn show_config(&self) -> Record {
        record! { "CallerReference" => &self.caller_reference, "Comment" => &self.comment }
    }

    fn summary(&self) -> Record {
        record! {
            "Id" => self.id.as_str(),
            "S3CanonicalUserId" => &self.canonical_user,
            "Comment" => &self.comment,
        }
    }
}

/// The identity that an S3 origin names, or none.
pub(super) fn of_origin(cx: &Cx<'_>, name: &str) -> Result<Option<OriginAccessIdentityId>, ApiError> {
    if name.is_empty() {
        return Ok(None);
    }
    let found = name
        .strip_prefix(PREFIX)
        .and_then(|id| versioned::find::<OriginAccessIdentity>(cx, id).ok());
    found
        .map(|one| Some(one.id))
        .ok_or_else(errors::cloudfront::invalid_origin_access_identity)
}

/// An identity as an S3 origin names it.
pub(super) fn name(id: Option<&OriginAccessIdentityId>) -> String {
    id.map_or_else(String::new, |id| format!("{PREFIX}{id}"))
}

fn uses(distribution: &Distribution, id: &OriginAccessIdentityId) -> bool {
    let mut origins = distribution.config.origins.iter();
    origins.any(|origin| matches!(&origin.kind, OriginKind::S3 { identity: Some(own) } if own == id))
}
