//! Cache behaviors: which requests go to which origin, over what, with which methods and cache (cf B2, B3, B4).

use adit_model::cache_policy::CachePolicy;
use adit_model::distribution::{Behavior, BehaviorCache, Distribution, OriginGroup, ViewerProtocolPolicy};
use adit_model::id::DistributionId;
use adit_model::origin::Origin;
use adit_model::origin_request_policy::OriginRequestPolicy;
use adit_model::response_headers_policy::ResponseHeadersPolicy;
use adit_wire::{ApiError, Path, Record, errors, record, view};

use super::allowed_methods::{self, AllowedMethods};
use super::association::{self, Functions, Lambdas};
use super::forwarded_values::{self, ForwardedValues, Ttls};
use super::neutral::{Switch, Trusted};
use super::versioned;
use super::{
    cache_policy, edge_function, key_group, origin_request_policy, policy, quantity, response_headers_policy,
};
use crate::cx::Cx;

/// cf G.
const MAX_BEHAVIORS: usize = 75;

/// The default behavior and the listed ones differ in the pattern only.
macro_rules! behavior_views {
    ($($field:ident: $type:ty = $member:literal,)*) => {
        view! {
            pub(super) struct BehaviorView: "cloudfront"/"DefaultCacheBehavior" { $($field: $type = $member),* }
        }
        view! {
            pub(super) struct ListedBehavior: "cloudfront"/"CacheBehavior" {
                path_pattern: String = "PathPattern",
                $($field: $type = $member),*
            }
        }
        impl ListedBehavior {
            fn split(self) -> (String, BehaviorView) {
                (self.path_pattern, BehaviorView { $($field: self.$field),* })
            }
        }
    };
}

behavior_views! {
    target: String = "TargetOriginId",
    trusted_signers: Option<Trusted> = "TrustedSigners",
    trusted_key_groups: Option<Trusted> = "TrustedKeyGroups",
    viewer_protocol: String = "ViewerProtocolPolicy",
    methods: Option<AllowedMethods> = "AllowedMethods",
    smooth_streaming: Option<bool> = "SmoothStreaming",
    compress: Option<bool> = "Compress",
    lambdas: Option<Lambdas> = "LambdaFunctionAssociations",
    functions: Option<Functions> = "FunctionAssociations",
    field_level_encryption: Option<String> = "FieldLevelEncryptionId",
    realtime_log: Option<String> = "RealtimeLogConfigArn",
    cache_policy: Option<String> = "CachePolicyId",
    origin_request_policy: Option<String> = "OriginRequestPolicyId",
    response_headers_policy: Option<String> = "ResponseHeadersPolicyId",
    grpc: Option<Switch> = "GrpcConfig",
    forwarded_values: Option<ForwardedValues> = "ForwardedValues",
    min_ttl: Option<i64> = "MinTTL",
    default_ttl: Option<i64> = "DefaultTTL",
    max_ttl: Option<i64> = "MaxTTL",
}

view! {
    pub(super) struct CacheBehaviors: "cloudfront"/"CacheBehaviors" {
        quantity: i64 = "Quantity",
        items: Vec<ListedBehavior> = "Items",
    }
}

/// What a behavior refers to: the distribution's origins and groups of them, and which distribution that is if it exists already.
#[derive(Clone, Copy)]
pub(super) struct Within<'a> {
    pub(super) origins: &'a [Origin],
    pub(super) groups: &'a [OriginGroup],
    pub(super) distribution: Option<&'a DistributionId>,
}

/// Patterns with their behaviors in order, and `CacheBehaviors` as it is kept.
pub(super) fn read_all(
    cx: &Cx<'_>,
    behaviors: Option<CacheBehaviors>,
    within: Within<'_>,
    path: &Path<'_>,
) -> Result<(Vec<(String, Behavior)>, Record), ApiError> {
    let views = behaviors.map_or_else(|| Ok(Vec::new()), |b| quantity::items(b.quantity, b.items))?;
    if views.len() > MAX_BEHAVIORS {
        return Err(errors::cloudfront::too_many_cache_behaviors());
    }
    let mut read: Vec<(String, Behavior)> = Vec::new();
    let mut kept: Vec<Record> = Vec::new();
    let list = path.member("Items");
    for (at, view) in views.into_iter().enumerate() {
        let (pattern, view) = view.split();
        check_pattern(&pattern)?;
        if read.iter().any(|(other, _)| *other == pattern) {
            return Err(errors::cloudfront::parameter_invalid(
                "PathPattern",
                format!("{pattern} is used twice"),
            ));
        }
        let (behavior, record) = self::read(cx, view, within, &list.index(at))?;
        let mut shown = record! { "PathPattern" => &pattern };
        for (name, value) in record.iter() {
            shown.put(name, value.clone());
        }
        read.push((pattern, behavior));
        kept.push(shown);
    }
    Ok((read, quantity::list(kept)))
}

/// A behavior, and how it is kept.
pub(super) fn read(
    cx: &Cx<'_>,
    view: BehaviorView,
    within: Within<'_>,
    path: &Path<'_>,
) -> Result<(Behavior, Record), ApiError> {
    Switch::off(view.grpc, path, "GrpcConfig")?;
    check_absent(
        view.realtime_log.as_deref(),
        view.field_level_encryption.as_deref(),
    )?;
    let target = &view.target;
    if !within.origins.iter().any(|o| o.id == *target) && !within.groups.iter().any(|g| g.id == *target) {
        return Err(errors::cloudfront::no_such_origin());
    }
    let viewer_protocol = match view.viewer_protocol.as_str() {
        "allow-all" => ViewerProtocolPolicy::AllowAll,
        "https-only" => ViewerProtocolPolicy::HttpsOnly,
        "redirect-to-https" => ViewerProtocolPolicy::RedirectToHttps,
        _ => return Err(errors::cloudfront::parameter_not_valid("ViewerProtocolPolicy")),
    };
    let methods = allowed_methods::read(view.methods)?;
    let compress = view.compress.unwrap_or(false);
    let (signers, kept_signers) = key_group::signers(view.trusted_signers)?;
    let (key_groups, kept_groups) = key_group::of_behavior(cx, view.trusted_key_groups)?;
    let (functions, kept_functions) = association::functions(cx, view.functions)?;
    let (lambdas, kept_lambdas) = association::lambdas(view.lambdas)?;
    let mut kept = record! {
        "TargetOriginId" => &view.target,
        "TrustedSigners" => kept_signers,
        "TrustedKeyGroups" => kept_groups,
        "ViewerProtocolPolicy" => &view.viewer_protocol,
        "AllowedMethods" => methods.kept,
        "SmoothStreaming" => view.smooth_streaming.unwrap_or(false),
        "Compress" => compress,
        "LambdaFunctionAssociations" => kept_lambdas,
        "FunctionAssociations" => kept_functions,
        "FieldLevelEncryptionId" => "",
        "GrpcConfig" => record! { "Enabled" => false },
    };
    let ttls = Ttls {
        min: view.min_ttl,
        default: view.default_ttl,
        max: view.max_ttl,
    };
    let cache = match present(view.cache_policy) {
        Some(id) => {
            exclude_older(view.forwarded_values.is_some(), &ttls)?;
            let policy = versioned::find::<CachePolicy>(cx, &id)?;
            let uses = cache_policy::uses(&policy.id);
            if others(cx, within, uses) >= policy::MAX_DISTRIBUTIONS {
                return Err(errors::cloudfront::too_many_cache_policy_distributions());
            }
            kept.put("CachePolicyId", policy.id.as_str());
            BehaviorCache::Policy(policy.id)
        }
        None => {
            let (legacy, forwarded) = forwarded_values::read(view.forwarded_values, &ttls, path)?;
            kept.put("ForwardedValues", forwarded);
            kept.put("MinTTL", legacy.min_ttl);
            kept.put("DefaultTTL", legacy.default_ttl);
            kept.put("MaxTTL", legacy.max_ttl);
            BehaviorCache::Legacy(legacy)
        }
    };
    let mut origin_request_policy = None;
    if let Some(id) = present(view.origin_request_policy) {
        if matches!(cache, BehaviorCache::Legacy(_)) {
            return Err(errors::cloudfront::origin_request_policy_alone());
        }
        let policy = versioned::find::<OriginRequestPolicy>(cx, &id)?;
        if others(cx, within, origin_request_policy::uses(&policy.id)) >= policy::MAX_DISTRIBUTIONS {
            return Err(errors::cloudfront::too_many_origin_request_policy_distributions());
        }
        kept.put("OriginRequestPolicyId", policy.id.as_str());
        origin_request_policy = Some(policy.id);
    }
    let mut response_headers_policy = None;
    if let Some(id) = present(view.response_headers_policy) {
        let policy = versioned::find::<ResponseHeadersPolicy>(cx, &id)?;
        if others(cx, within, response_headers_policy::uses(&policy.id)) >= policy::MAX_DISTRIBUTIONS {
            return Err(errors::cloudfront::too_many_response_headers_policy_distributions());
        }
        kept.put("ResponseHeadersPolicyId", policy.id.as_str());
        response_headers_policy = Some(policy.id);
    }
    let behavior = Behavior {
        origin: view.target,
        viewer_protocol,
        allowed_methods: methods.allowed,
        cached_methods: methods.cached,
        compress,
        cache,
        origin_request_policy,
        response_headers_policy,
        functions,
        lambdas,
        key_groups,
        signers,
    };
    association::check_together(&behavior)?;
    check_users(cx, within, &behavior)?;
    Ok((behavior, kept))
}

/// Objects that nobody can make here, so none of that name is there.
fn check_absent(realtime_log: Option<&str>, field_level_encryption: Option<&str>) -> Result<(), ApiError> {
    if realtime_log.is_some_and(|arn| !arn.is_empty()) {
        return Err(errors::cloudfront::no_such_realtime_log_config());
    }
    if field_level_encryption.is_some_and(|id| !id.is_empty()) {
        return Err(errors::cloudfront::no_such_field_level_encryption_config());
    }
    Ok(())
}

/// How many distributions a function or a key group may serve.
fn check_users(cx: &Cx<'_>, within: Within<'_>, behavior: &Behavior) -> Result<(), ApiError> {
    for association in &behavior.functions {
        if others(cx, within, edge_function::uses(&association.function)) >= policy::MAX_DISTRIBUTIONS {
            return Err(errors::cloudfront::too_many_function_distributions());
        }
    }
    for group in &behavior.key_groups {
        if others(cx, within, key_group::uses(group)) >= policy::MAX_DISTRIBUTIONS {
            return Err(errors::cloudfront::too_many_key_group_distributions());
        }
    }
    Ok(())
}

/// A cache policy stands in for the older settings.
fn exclude_older(forwarded_values: bool, ttls: &Ttls) -> Result<(), ApiError> {
    let sent = [
        ("ForwardedValues", forwarded_values),
        ("MinTTL", ttls.min.is_some()),
        ("DefaultTTL", ttls.default.is_some()),
        ("MaxTTL", ttls.max.is_some()),
    ];
    let first = sent.into_iter().find(|(_, sent)| *sent);
    first.map_or(Ok(()), |(name, _)| {
        Err(errors::cloudfront::excluded_by_cache_policy(name))
    })
}

/// How many other distributions have a behavior that `uses` a policy.
fn others(cx: &Cx<'_>, within: Within<'_>, uses: impl Fn(&Behavior) -> bool) -> usize {
    let other = |d: &&Distribution| Some(&d.id) != within.distribution;
    policy::users(cx, uses).filter(other).count()
}

/// Clients send an empty id for none.
fn present(id: Option<String>) -> Option<String> {
    id.filter(|id| !id.is_empty())
}

/// cf B3.
fn check_pattern(pattern: &str) -> Result<(), ApiError> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"_-.*?$/~\"'@:+&".contains(&b);
    if (1..=255).contains(&pattern.len()) && pattern.bytes().all(fits) {
        return Ok(());
    }
    let reason = "must have 1 to 255 characters, letters, digits or _ - . * ? $ / ~ \" ' @ : + &";
    Err(errors::cloudfront::parameter_invalid("PathPattern", reason))
}
