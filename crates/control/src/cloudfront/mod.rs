//! Operations of cloudfront: distributions, VPC origins, policies, access to origins, functions, keys, invalidations, tags.
//!
//! CloudFront has no regions: what it owns belongs to the account. A map: `distribution_config` and the files of its
//! parts (`origin`, `behavior`, `viewer_certificate`, ...) read a configuration into what decides and into what is
//! read back (`document`); `versioned` is what policies, access controls and keys share, one file each;
//! `distribution`, `vpc_origin`, `edge_function`, `key_value_store`, `monitoring` and `invalidation` are the other
//! operations; `service_interface` is what a VPC origin makes in EC2.

mod alias;
mod allowed_methods;
mod association;
mod behavior;
mod cache_key;
mod cache_policy;
mod custom_header;
mod distribution;
mod distribution_config;
mod distribution_list;
mod document;
mod edge_function;
mod error_page;
mod etag;
mod forwarded_values;
mod geo_restriction;
mod invalidation;
mod key_group;
mod key_value_store;
mod logging;
mod monitoring;
mod neutral;
mod origin;
mod origin_access_control;
mod origin_access_identity;
mod origin_group;
mod origin_protocol;
mod origin_request_policy;
mod page;
mod policy;
mod public_key;
mod quantity;
mod response_cors;
mod response_headers_policy;
mod s3_origin;
mod security_headers;
mod selection;
mod service_interface;
mod tag;
mod versioned;
mod viewer_certificate;
mod vpc_origin;
mod web_acl;

use self::cache_policy::{
    CreateCachePolicy, DeleteCachePolicy, GetCachePolicy, GetCachePolicyConfig, ListCachePolicies,
    UpdateCachePolicy,
};
use self::distribution::{
    CreateDistribution, CreateDistributionWithTags, DeleteDistribution, GetDistribution,
    GetDistributionConfig, UpdateDistribution,
};
use self::distribution_list::{
    ListDistributions, ListDistributionsByCachePolicyId, ListDistributionsByKeyGroup,
    ListDistributionsByOriginRequestPolicyId, ListDistributionsByResponseHeadersPolicyId,
    ListDistributionsByVpcOriginId,
};
use self::edge_function::{
    CreateFunction, DeleteFunction, DescribeFunction, GetFunction, ListFunctions, PublishFunction,
    UpdateFunction,
};
use self::invalidation::{CreateInvalidation, GetInvalidation, ListInvalidations};
use self::key_group::{
    CreateKeyGroup, DeleteKeyGroup, GetKeyGroup, GetKeyGroupConfig, ListKeyGroups, UpdateKeyGroup,
};
use self::key_value_store::{
    CreateKeyValueStore, DeleteKeyValueStore, DescribeKeyValueStore, ListKeyValueStores, UpdateKeyValueStore,
};
use self::monitoring::{
    CreateMonitoringSubscription, DeleteMonitoringSubscription, GetMonitoringSubscription,
};
use self::origin_access_control::{
    CreateOriginAccessControl, DeleteOriginAccessControl, GetOriginAccessControl,
    GetOriginAccessControlConfig, ListOriginAccessControls, UpdateOriginAccessControl,
};
use self::origin_access_identity::{
    CreateCloudFrontOriginAccessIdentity, DeleteCloudFrontOriginAccessIdentity,
    GetCloudFrontOriginAccessIdentity, GetCloudFrontOriginAccessIdentityConfig,
    ListCloudFrontOriginAccessIdentities, UpdateCloudFrontOriginAccessIdentity,
};
use self::origin_request_policy::{
    CreateOriginRequestPolicy, DeleteOriginRequestPolicy, GetOriginRequestPolicy,
    GetOriginRequestPolicyConfig, ListOriginRequestPolicies, UpdateOriginRequestPolicy,
};
use self::public_key::{
    CreatePublicKey, DeletePublicKey, GetPublicKey, GetPublicKeyConfig, ListPublicKeys, UpdatePublicKey,
};
use self::response_headers_policy::{
    CreateResponseHeadersPolicy, DeleteResponseHeadersPolicy, GetResponseHeadersPolicy,
    GetResponseHeadersPolicyConfig, ListResponseHeadersPolicies, UpdateResponseHeadersPolicy,
};
use self::tag::{ListTagsForResource, TagResource, UntagResource};
use self::vpc_origin::{CreateVpcOrigin, DeleteVpcOrigin, GetVpcOrigin, ListVpcOrigins, UpdateVpcOrigin};
use self::web_acl::{
    AssociateDistributionWebACL, DisassociateDistributionWebACL, ListDistributionsByWebACLId,
};
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
    op!(
        ListDistributionsByResponseHeadersPolicyId,
        distribution_list::by_response_headers_policy
    ),
    op!(ListDistributionsByKeyGroup, distribution_list::by_key_group),
    op!(ListDistributionsByWebACLId, web_acl::list),
    op!(AssociateDistributionWebACL, web_acl::associate),
    op!(DisassociateDistributionWebACL, web_acl::disassociate),
    op!(CreateMonitoringSubscription, monitoring::create),
    op!(GetMonitoringSubscription, monitoring::get),
    op!(DeleteMonitoringSubscription, monitoring::delete),
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
    op!(CreateResponseHeadersPolicy, response_headers_policy::create),
    op!(GetResponseHeadersPolicy, response_headers_policy::get),
    op!(
        GetResponseHeadersPolicyConfig,
        response_headers_policy::get_config
    ),
    op!(UpdateResponseHeadersPolicy, response_headers_policy::update),
    op!(DeleteResponseHeadersPolicy, response_headers_policy::delete),
    op!(ListResponseHeadersPolicies, response_headers_policy::list),
    op!(CreateOriginAccessControl, origin_access_control::create),
    op!(GetOriginAccessControl, origin_access_control::get),
    op!(GetOriginAccessControlConfig, origin_access_control::get_config),
    op!(UpdateOriginAccessControl, origin_access_control::update),
    op!(DeleteOriginAccessControl, origin_access_control::delete),
    op!(ListOriginAccessControls, origin_access_control::list),
    op!(
        CreateCloudFrontOriginAccessIdentity,
        origin_access_identity::create
    ),
    op!(GetCloudFrontOriginAccessIdentity, origin_access_identity::get),
    op!(
        GetCloudFrontOriginAccessIdentityConfig,
        origin_access_identity::get_config
    ),
    op!(
        UpdateCloudFrontOriginAccessIdentity,
        origin_access_identity::update
    ),
    op!(
        DeleteCloudFrontOriginAccessIdentity,
        origin_access_identity::delete
    ),
    op!(ListCloudFrontOriginAccessIdentities, origin_access_identity::list),
    op!(CreatePublicKey, public_key::create),
    op!(GetPublicKey, public_key::get),
    op!(GetPublicKeyConfig, public_key::get_config),
    op!(UpdatePublicKey, public_key::update),
    op!(DeletePublicKey, public_key::delete),
    op!(ListPublicKeys, public_key::list),
    op!(CreateKeyGroup, key_group::create),
    op!(GetKeyGroup, key_group::get),
    op!(GetKeyGroupConfig, key_group::get_config),
    op!(UpdateKeyGroup, key_group::update),
    op!(DeleteKeyGroup, key_group::delete),
    op!(ListKeyGroups, key_group::list),
    op!(CreateFunction, edge_function::create),
    op!(DescribeFunction, edge_function::describe),
    op!(GetFunction, edge_function::get),
    op!(UpdateFunction, edge_function::update),
    op!(PublishFunction, edge_function::publish),
    op!(DeleteFunction, edge_function::delete),
    op!(ListFunctions, edge_function::list),
    op!(CreateKeyValueStore, key_value_store::create),
    op!(DescribeKeyValueStore, key_value_store::describe),
    op!(UpdateKeyValueStore, key_value_store::update),
    op!(DeleteKeyValueStore, key_value_store::delete),
    op!(ListKeyValueStores, key_value_store::list),
    op!(CreateInvalidation, invalidation::create),
    op!(GetInvalidation, invalidation::get),
    op!(ListInvalidations, invalidation::list),
    op!(TagResource, tag::tag_resource),
    op!(UntagResource, tag::untag_resource),
    op!(ListTagsForResource, tag::list_tags),
];

#[cfg(test)]
mod tests;
