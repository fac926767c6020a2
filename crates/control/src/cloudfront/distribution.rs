//! Distributions: create, read, update, disable and delete (cf B1).
//!
//! A change is in force at once, and reads say `Deployed` once `--deploy-delay` is over; the answer to the call that made
//! it says `InProgress`, as AWS's does, and clients that wait read again. On update a member that is absent has its default: AWS wants every
//! member of the last configuration.

use adit_model::arn;
use adit_model::distribution::{DeployStatus, Distribution};
use adit_model::id::{DistributionId, DnsName};
use adit_model::tag::Tags;
use adit_wire::{ApiError, Record, Service, errors, record, view};

use super::distribution_config::{self, Accepted, ConfigView};
use super::tag::{self, TagsView};
use super::{LOCATION, document, etag, invalidation, key_group};
use crate::cx::Cx;

/// Distributions of an account (cf G).
const MAX_DISTRIBUTIONS: usize = 500;

view! {
    pub struct CreateDistribution: "cloudfront"."CreateDistribution" { config: ConfigView = "DistributionConfig" }
}
view! {
    pub struct CreateDistributionWithTags: "cloudfront"."CreateDistributionWithTags" {
        tagged: WithTags = "DistributionConfigWithTags",
    }
}
view! {
    pub(super) struct WithTags: "cloudfront"/"DistributionConfigWithTags" {
        config: ConfigView = "DistributionConfig",
        tags: TagsView = "Tags",
    }
}
view! {
    pub struct GetDistribution: "cloudfront"."GetDistribution" { id: String = "Id" }
}
view! {
    pub struct GetDistributionConfig: "cloudfront"."GetDistributionConfig" { id: String = "Id" }
}
view! {
    pub struct UpdateDistribution: "cloudfront"."UpdateDistribution" {
        config: ConfigView = "DistributionConfig",
        id: String = "Id",
        if_match: Option<String> = "IfMatch",
    }
}
view! {
    pub struct DeleteDistribution: "cloudfront"."DeleteDistribution" {
        id: String = "Id",
        if_match: Option<String> = "IfMatch",
    }
}

pub(super) fn create(cx: &mut Cx<'_>, input: CreateDistribution) -> Result<Record, ApiError> {
    make(cx, input.config, Tags::new())
}

pub(super) fn create_with_tags(
    cx: &mut Cx<'_>,
    input: CreateDistributionWithTags,
) -> Result<Record, ApiError> {
    let tags = tag::read(Some(input.tagged.tags))?;
    make(cx, input.tagged.config, tags)
}

pub(super) fn get(cx: &mut Cx<'_>, GetDistribution { id }: GetDistribution) -> Result<Record, ApiError> {
    let distribution = find(cx, &id)?;
    let shown = show(cx, &distribution, said(cx, &distribution));
    Ok(record! { "Distribution" => shown, "ETag" => distribution.etag })
}

pub(super) fn get_config(
    cx: &mut Cx<'_>,
    GetDistributionConfig { id }: GetDistributionConfig,
) -> Result<Record, ApiError> {
    let distribution = find(cx, &id)?;
    Ok(record! { "DistributionConfig" => config(&distribution), "ETag" => distribution.etag })
}

pub(super) fn update(cx: &mut Cx<'_>, input: UpdateDistribution) -> Result<Record, ApiError> {
    let old = find(cx, &input.id)?;
    etag::check(input.if_match.as_deref(), &old.etag)?;
    if input.config.caller_reference != old.caller_reference {
        return Err(errors::cloudfront::caller_reference_changed());
    }
    let Accepted { config, kept, .. } = distribution_config::read(cx, input.config, Some(&old.id))?;
    let distribution = Distribution {
        etag: etag::fresh(cx.minter),
        status: DeployStatus::Deployed,
        modified: cx.now,
        config,
        document: document::keep(&kept),
        ..old
    };
    cx.put(distribution.clone());
    let shown = show(cx, &distribution, DeployStatus::Deploying);
    Ok(record! { "Distribution" => shown, "ETag" => distribution.etag })
}

pub(super) fn delete(
    cx: &mut Cx<'_>,
    DeleteDistribution { id, if_match }: DeleteDistribution,
) -> Result<Record, ApiError> {
    let distribution = find(cx, &id)?;
    etag::check(if_match.as_deref(), &distribution.etag)?;
    // AWS says the same of one that was disabled and is not deployed yet.
    if distribution.config.enabled || !is_deployed(cx, &distribution) {
        return Err(errors::cloudfront::distribution_not_disabled());
    }
    cx.delete::<Distribution>(&distribution.id);
    Ok(Record::new())
}

/// One of the caller's distributions.
pub(super) fn find(cx: &Cx<'_>, id: &str) -> Result<Distribution, ApiError> {
    let found = DistributionId::parse(id).and_then(|id| cx.get::<Distribution>(&id));
    found
        .filter(|d| d.account == cx.account)
        .ok_or_else(errors::cloudfront::no_such_distribution)
}

/// `DistributionConfig` as answered.
pub(super) fn config(distribution: &Distribution) -> Record {
    document::restore(&distribution.document, "DistributionConfig")
}

/// Whether the last change has reached every edge.
pub(super) fn is_deployed(cx: &Cx<'_>, distribution: &Distribution) -> bool {
    said(cx, distribution) == DeployStatus::Deployed
}

/// What reads say of a distribution.
pub(super) fn said(cx: &Cx<'_>, distribution: &Distribution) -> DeployStatus {
    match cx.settled(distribution.modified) {
        true => distribution.status,
        false => DeployStatus::Deploying,
    }
}

/// `InProgress` or `Deployed`.
pub(super) fn status(status: DeployStatus) -> &'static str {
    match status {
        DeployStatus::Deploying => "InProgress",
        DeployStatus::Deployed => "Deployed",
    }
}

/// What CloudFront says of each alias; only in China is there anything to approve.
pub(super) fn alias_records(distribution: &Distribution) -> Option<Vec<Record>> {
    let approved = |alias: &DnsName| record! { "CNAME" => alias.as_str(), "ICPRecordalStatus" => "APPROVED" };
    let records: Vec<Record> = distribution.config.aliases.iter().map(approved).collect();
    (!records.is_empty()).then_some(records)
}

fn make(cx: &mut Cx<'_>, view: ConfigView, tags: Tags) -> Result<Record, ApiError> {
    let own = || {
        cx.table::<Distribution>()
            .iter()
            .filter(|d| d.account == cx.account)
    };
    if let Some(other) = own().find(|d| d.caller_reference == view.caller_reference) {
        return Err(errors::cloudfront::distribution_exists(&other.id));
    }
    if own().count() >= MAX_DISTRIBUTIONS {
        return Err(errors::cloudfront::too_many_distributions());
    }
    let Accepted {
        caller_reference,
        config,
        kept,
    } = distribution_config::read(cx, view, None)?;
    let id = DistributionId::parse(&format!("E{}", cx.minter.upper(13)));
    let domain = DnsName::of(&format!("d{}.cloudfront.net", cx.minter.lower(13)));
    let (Some(id), Some(domain)) = (id, domain) else {
        return Err(errors::internal_failure(Service::CloudFront));
    };
    let distribution = Distribution {
        id,
        account: cx.account.clone(),
        domain,
        etag: etag::fresh(cx.minter),
        status: DeployStatus::Deployed,
        modified: cx.now,
        caller_reference,
        config,
        document: document::keep(&kept),
        invalidations: Vec::new(),
        realtime_metrics: None,
        tags,
    };
    cx.put(distribution.clone());
    let shown = show(cx, &distribution, DeployStatus::Deploying);
    let location = format!("{LOCATION}/distribution/{}", distribution.id);
    Ok(record! { "Distribution" => shown, "Location" => location, "ETag" => distribution.etag })
}

fn show(cx: &Cx<'_>, distribution: &Distribution, said: DeployStatus) -> Record {
    record! {
        "Id" => distribution.id.as_str(),
        "ARN" => arn::distribution(&distribution.account, &distribution.id),
        "Status" => status(said),
        "LastModifiedTime" => distribution.modified,
        "InProgressInvalidationBatches" => invalidation::in_progress(cx, distribution),
        "DomainName" => distribution.domain.as_str(),
        "ActiveTrustedSigners" => key_group::active_signers(distribution),
        "ActiveTrustedKeyGroups" => key_group::active(cx, distribution),
        "DistributionConfig" => config(distribution),
        "AliasICPRecordals" => alias_records(distribution),
    }
}
