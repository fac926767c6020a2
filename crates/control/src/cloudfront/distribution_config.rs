//! A distribution's configuration: what of it decides, and the whole with AWS's defaults as it is read back (cf B2).
//!
//! Staging distributions, Anycast addresses and tenants are taken with the value that turns them off and refused by name
//! otherwise; what the view does not list at all (multi-tenant, viewer mTLS, cache tags) is refused whatever its value.

use adit_model::distribution::DistributionConfig;
use adit_model::id::DistributionId;
use adit_wire::{ApiError, Path, Record, Service, errors, record, view};

use super::alias;
use super::behavior::{self, BehaviorView, CacheBehaviors, Within};
use super::error_page::{self, ErrorResponses};
use super::geo_restriction::{self, Restrictions};
use super::logging::{self, Logging};
use super::neutral;
use super::origin::{self, Origins};
use super::origin_group::{self, OriginGroups};
use super::policy::check_comment;
use super::quantity::Names;
use super::viewer_certificate::{self, CertificateView};
use super::web_acl;
use crate::cx::Cx;

view! {
    pub(super) struct ConfigView: "cloudfront"/"DistributionConfig" {
        caller_reference: String = "CallerReference",
        aliases: Option<Names> = "Aliases",
        default_root_object: Option<String> = "DefaultRootObject",
        origins: Origins = "Origins",
        origin_groups: Option<OriginGroups> = "OriginGroups",
        default_behavior: BehaviorView = "DefaultCacheBehavior",
        behaviors: Option<CacheBehaviors> = "CacheBehaviors",
        error_responses: Option<ErrorResponses> = "CustomErrorResponses",
        comment: String = "Comment",
        logging: Option<Logging> = "Logging",
        price_class: Option<String> = "PriceClass",
        enabled: bool = "Enabled",
        certificate: Option<CertificateView> = "ViewerCertificate",
        restrictions: Option<Restrictions> = "Restrictions",
        web_acl: Option<String> = "WebACLId",
        http_version: Option<String> = "HttpVersion",
        ipv6: Option<bool> = "IsIPV6Enabled",
        continuous_deployment: Option<String> = "ContinuousDeploymentPolicyId",
        staging: Option<bool> = "Staging",
        anycast: Option<String> = "AnycastIpListId",
        connection_mode: Option<String> = "ConnectionMode",
    }
}
/// A configuration that was accepted.
pub(super) struct Accepted {
    pub(super) caller_reference: String,
    pub(super) config: DistributionConfig,
    /// `DistributionConfig` as it is kept and answered.
    pub(super) kept: Record,
}

/// Checks a configuration; `own` is the distribution that it is to replace the configuration of.
pub(super) fn read(
    cx: &Cx<'_>,
    view: ConfigView,
    own: Option<&DistributionId>,
) -> Result<Accepted, ApiError> {
    let root = Path::root(Service::CloudFront);
    let path = root.member("DistributionConfig");
    check_neutral(&view, &path)?;
    if view.caller_reference.is_empty() {
        return Err(errors::cloudfront::parameter_required("CallerReference"));
    }
    check_comment(&view.comment)?;
    let default_root_object = view.default_root_object.unwrap_or_default();
    check_root_object(&default_root_object)?;
    let price_class = view.price_class.unwrap_or_else(|| "PriceClass_All".to_owned());
    neutral::off(price_class != "None", &path, "PriceClass", &price_class)?;
    let http_version = view.http_version.unwrap_or_else(|| "http2".to_owned());

    let (origins, kept_origins) = origin::read(cx, view.origins, own, &path.member("Origins"))?;
    let (origin_groups, kept_groups) = origin_group::read(view.origin_groups, &origins)?;
    let within = Within {
        origins: &origins,
        groups: &origin_groups,
        distribution: own,
    };
    let (default_behavior, kept_default) = behavior::read(
        cx,
        view.default_behavior,
        within,
        &path.member("DefaultCacheBehavior"),
    )?;
    let (behaviors, kept_behaviors) =
        behavior::read_all(cx, view.behaviors, within, &path.member("CacheBehaviors"))?;
    let (error_responses, kept_errors) = error_page::read(view.error_responses)?;
    let (geo, kept_restrictions) = geo_restriction::read(view.restrictions)?;
    let (aliases, kept_aliases) = alias::read(cx, view.aliases, own)?;
    let (certificate, kept_certificate) =
        viewer_certificate::read(cx, view.certificate, &aliases, &path.member("ViewerCertificate"))?;
    let ipv6 = view.ipv6.unwrap_or(false);
    let kept_logging = logging::read(view.logging)?;
    let web_acl = web_acl::read(cx, view.web_acl)?;

    let kept = record! {
        "CallerReference" => &view.caller_reference,
        "Aliases" => kept_aliases,
        "DefaultRootObject" => &default_root_object,
        "Origins" => kept_origins,
        "OriginGroups" => kept_groups,
        "DefaultCacheBehavior" => kept_default,
        "CacheBehaviors" => kept_behaviors,
        "CustomErrorResponses" => kept_errors,
        "Comment" => &view.comment,
        "Logging" => kept_logging,
        "PriceClass" => &price_class,
        "Enabled" => view.enabled,
        "ViewerCertificate" => kept_certificate,
        "Restrictions" => kept_restrictions,
        "WebACLId" => web_acl.clone().unwrap_or_default(),
        "HttpVersion" => &http_version,
        "IsIPV6Enabled" => ipv6,
        "ContinuousDeploymentPolicyId" => "",
        "Staging" => false,
        "AnycastIpListId" => view.anycast,
        "ConnectionMode" => view.connection_mode,
    };
    let config = DistributionConfig {
        enabled: view.enabled,
        aliases,
        default_root_object: Some(default_root_object).filter(|object| !object.is_empty()),
        origins,
        default_behavior,
        behaviors,
        error_responses,
        geo,
        certificate,
        price_class,
        // HTTP/3 is not served; its viewers fall back, as they do where UDP is blocked.
        http2: matches!(http_version.as_str(), "http2" | "http2and3"),
        ipv6,
        comment: view.comment,
        origin_groups,
        web_acl,
    };
    Ok(Accepted {
        caller_reference: view.caller_reference,
        config,
        kept,
    })
}

/// Features of a distribution that nothing serves.
fn check_neutral(view: &ConfigView, path: &Path<'_>) -> Result<(), ApiError> {
    if view
        .continuous_deployment
        .as_deref()
        .is_some_and(|id| !id.is_empty())
    {
        return Err(errors::cloudfront::no_such_continuous_deployment_policy());
    }
    neutral::is_false(view.staging, path, "Staging")?;
    neutral::empty(view.anycast.as_deref(), path, "AnycastIpListId")?;
    let mode = view.connection_mode.as_deref();
    neutral::off(
        mode.is_none_or(|mode| mode == "direct"),
        path,
        "ConnectionMode",
        mode.unwrap_or_default(),
    )
}

/// A path without its first slash (cf B8).
fn check_root_object(object: &str) -> Result<(), ApiError> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"_-.*$/~\"'&".contains(&b);
    if object.len() <= 255 && !object.starts_with('/') && object.bytes().all(fits) {
        Ok(())
    } else {
        Err(errors::cloudfront::invalid_default_root_object())
    }
}
