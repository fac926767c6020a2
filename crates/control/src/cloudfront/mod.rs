//! Operations of cloudfront: distributions, VPC origins, policies, invalidations, tags.
//!
//! CloudFront has no regions: what it owns belongs to the account. A map: `distribution_config` and the files of its
//! parts (`origin`, `behavior`, `viewer_certificate`, ...) read a configuration into what decides and into what is
//! read back (`document`); `distribution`, `vpc_origin`, `cache_policy`, `origin_request_policy` and `invalidation`
//! are the operations; `service_interface` is what a VPC origin makes in EC2.

mod alias;
mod allowed_methods;
mod behavior;
mod cache_key;
mod cache_policy;
mod custom_header;
mod distribution;
mod distribution_config;
mod distribution_list;
mod document;
mod error_page;
mod etag;
mod forwarded_values;
mod geo_restriction;
mod invalidation;
mod neutral;
mod origin;
mod origin_protocol;
mod origin_request_policy;
mod page;
mod policy;
mod quantity;
mod selection;
mod service_interface;
mod tag;
mod viewer_certificate;
mod vpc_origin;

use self::cache_policy::{
    CreateCachePolicy, DeleteCachePolicy, GetCachePolicy, GetCachePolicyConfig, ListCachePolicies,
    UpdateCachePolicy,
};
use self::distribution::{
    CreateDistribution, CreateDistributionWithTags, DeleteDistribution, GetDistribution,
    GetDistributionConfig, UpdateDistribution,
};
use self::distribution_list::{
    ListDistributions, ListDistributionsByCachePolicyId, ListDistributionsByOriginRequestPolicyId,
    ListDistributionsByVpcOriginId,
};
use self::invalidation::{CreateInvalidation, GetInvalidation, ListInvalidations};
use self::origin_request_policy::{
    CreateOriginRequestPolicy, DeleteOriginRequestPolicy, GetOriginRequestPolicy,
    GetOriginRequestPolicyConfig, ListOriginRequestPolicies, UpdateOriginRequestPolicy,
};
use self::tag::{ListTagsForResource, TagResource, UntagResource};
use self::vpc_origin::{CreateVpcOrigin, DeleteVpcOrigin, GetVpcOrigin, ListVpcOrigins, UpdateVpcOrigin};
use crate::operation::{Operation, op};

/// What `Location` begins with.
const LOCATION: &str = "https://cloudfront.amazonaws.com/2020-05-31";

pub const OPERATIONS: &[Operation] = &[
    op!(CreateDistribution, distribution::create),
    op!(CreateDistributionWithTags, distribution::create_with_tags),
    op!(GetDistribution, distribution::get),
    op!(GetDistributionConfig, distribution::get_config),
    op!(UpdateDistribution, distribution::update),
    op!(DeleteDistribution, distribution::delete),
    op!(ListDistributions, distribution_list::list),
    op!(ListDistributionsByVpcOriginId, distribution_list::by_vpc_origin),
    op!(
        ListDistributionsByCachePolicyId,
        distribution_list::by_cache_policy
    ),
    op!(
        ListDistributionsByOriginRequestPolicyId,
        distribution_list::by_origin_request_policy
    ),
    op!(CreateVpcOrigin, vpc_origin::create),
    op!(GetVpcOrigin, vpc_origin::get),
    op!(ListVpcOrigins, vpc_origin::list),
    op!(UpdateVpcOrigin, vpc_origin::update),
    op!(DeleteVpcOrigin, vpc_origin::delete),
    op!(CreateCachePolicy, cache_policy::create),
    op!(GetCachePolicy, cache_policy::get),
    op!(GetCachePolicyConfig, cache_policy::get_config),
    op!(UpdateCachePolicy, cache_policy::update),
    op!(DeleteCachePolicy, cache_policy::delete),
    op!(ListCachePolicies, cache_policy::list),
    op!(CreateOriginRequestPolicy, origin_request_policy::create),
    op!(GetOriginRequestPolicy, origin_request_policy::get),
    op!(GetOriginRequestPolicyConfig, origin_request_policy::get_config),
    op!(UpdateOriginRequestPolicy, origin_request_policy::update),
    op!(DeleteOriginRequestPolicy, origin_request_policy::delete),
    op!(ListOriginRequestPolicies, origin_request_policy::list),
    op!(CreateInvalidation, invalidation::create),
    op!(GetInvalidation, invalidation::get),
    op!(ListInvalidations, invalidation::list),
    op!(TagResource, tag::tag_resource),
    op!(UntagResource, tag::untag_resource),
    op!(ListTagsForResource, tag::list_tags),
];

#[cfg(test)]
mod tests;
