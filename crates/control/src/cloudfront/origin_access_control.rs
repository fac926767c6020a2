//! Origin access controls: whether CloudFront signs what it asks of a bucket or function (cf B1, G).

use adit_model::distribution::Distribution;
use adit_model::id::{DnsName, OriginAccessControlId};
use adit_model::origin_access_control::OriginAccessControl;
use adit_wire::{ApiError, Record, errors, record, view};

use super::versioned::{self, Refusals, Versioned, Words, identity, operations};
use super::{etag, policy};
use crate::cx::Cx;

view! {
    pub(super) struct Config: "cloudfront"/"OriginAccessControlConfig" {
        name: String = "Name",
        description: Option<String> = "Description",
        protocol: String = "SigningProtocol",
        behavior: String = "SigningBehavior",
        origin_type: String = "OriginAccessControlOriginType",
    }
}

operations! {
    OriginAccessControl, Config = "OriginAccessControlConfig";
    CreateOriginAccessControl "CreateOriginAccessControl", GetOriginAccessControl "GetOriginAccessControl",
    GetOriginAccessControlConfig "GetOriginAccessControlConfig",
    UpdateOriginAccessControl "UpdateOriginAccessControl", DeleteOriginAccessControl "DeleteOriginAccessControl",
    ListOriginAccessControls "ListOriginAccessControls"
}

impl Versioned for OriginAccessControl {
    type Config = Config;
    const WORDS: Words = Words {
        resource: "OriginAccessControl",
        config: "OriginAccessControlConfig",
        list: "OriginAccessControlList",
        path: "origin-access-control",
        marked: true,
    };
    const REFUSALS: Refusals = Refusals {
        not_found: errors::cloudfront::no_such_origin_access_control,
        exists: errors::cloudfront::origin_access_control_exists,
        too_many: errors::cloudfront::too_many_origin_access_controls,
        in_use: errors::cloudfront::origin_access_control_in_use,
        managed: None,
    };
    const LIMIT: usize = 100;

    identity! {
        OriginAccessControlId, |minter| format!("E{}", minter.upper(13)), |one| Some(&one.account), |one| Some(&one.name)
    }

    fn read(
        cx: &mut Cx<'_>,
        config: Config,
        id: OriginAccessControlId,
        _: Option<&Self>,
    ) -> Result<Self, ApiError> {
        let within = |text: &str, low: usize, high: usize| (low..=high).contains(&text.chars().count());
        let description = config.description.unwrap_or_default();
        if !within(&config.name, 1, 64) {
            return Err(errors::cloudfront::parameter_invalid(
                "Name",
                "must have 1 to 64 characters",
            ));
        }
        if !within(&description, 0, 256) {
            let reason = "must have at most 256 characters";
            return Err(errors::cloudfront::parameter_invalid("Description", reason));
        }
        Ok(Self {
            id,
            account: cx.account.clone(),
            etag: etag::fresh(cx.minter),
            name: config.name,
            description,
            signing_protocol: config.protocol,
            signing_behavior: config.behavior,
            origin_type: config.origin_type,
        })
    }

    fn is_used(&self, cx: &Cx<'_>) -> bool {
        policy::own_distributions(cx).any(|d| uses(d, &self.id))
    }

    fn show(&self) -> Record {
        record! { "Id" => self.id.as_str(), "OriginAccessControlConfig" => self.show_config() }
    }

    fn show_config(&self) -> Record {
        record! {
            "Name" => &self.name,
            "Description" => &self.description,
            "SigningProtocol" => &self.signing_protocol,
            "SigningBehavior" => &self.signing_behavior,
            "OriginAccessControlOriginType" => &self.origin_type,
        }
    }

    fn summary(&self) -> Record {
        let mut summary = record! { "Id" => self.id.as_str() };
        for (name, value) in self.show_config().iter() {
            summary.put(name, value.clone());
        }
        summary
    }
}

/// The control that an origin names, if it suits the origin's domain.
pub(super) fn of_origin(
    cx: &Cx<'_>,
    id: Option<String>,
    domain: &DnsName,
) -> Result<Option<OriginAccessControlId>, ApiError> {
    let Some(id) = id.filter(|id| !id.is_empty()) else {
        return Ok(None);
    };
    let control = versioned::find::<OriginAccessControl>(cx, &id)
        .map_err(|_| errors::cloudfront::invalid_origin_access_control())?;
    let name = domain.as_str();
    let suits = match control.origin_type.as_str() {
        "s3" => is_bucket(name),
        "lambda" => name.contains(".lambda-url.") && name.ends_with(".on.aws"),
        "mediastore" => name.contains(".mediastore.") && name.ends_with(".amazonaws.com"),
        _ => name.contains(".mediapackagev2.") && name.ends_with(".amazonaws.com"),
    };
    match suits {
        true => Ok(Some(control.id)),
        false => Err(errors::cloudfront::origin_access_control_domain(
            name,
            control.origin_type,
        )),
    }
}

pub(super) fn uses(distribution: &Distribution, id: &OriginAccessControlId) -> bool {
    let mut origins = distribution.config.origins.iter();
    origins.any(|origin| origin.access_control.as_ref() == Some(id))
}

/// `bucket.s3.amazonaws.com`, `bucket.s3.eu-west-1.amazonaws.com`, `bucket.s3-eu-west-1.amazonaws.com`.
pub(super) fn is_bucket(name: &str) -> bool {
    let bucket = name.strip_suffix(".amazonaws.com").and_then(|rest| {
        let at = rest.rfind(".s3")?;
        let (bucket, region) = rest.split_at_checked(at)?;
        let region = region.strip_prefix(".s3")?;
        (region.is_empty() || region.starts_with(['.', '-'])).then_some(bucket)
    });
    bucket.is_some_and(|bucket| bucket.len() >= 3)
}
