//! Amazon Resource Names, made in one place.
//!
//! Only the `aws` partition: the architecture is not offered in China or GovCloud (cf A4).

use crate::account::{AccountId, Owner};
use crate::id::{DistributionId, RestApiId, VpcOriginId};

/// `arn:aws:{service}:{region}:{account}:{resource}`.
pub fn regional(service: &str, owner: &Owner, resource: &str) -> String {
    format!("arn:aws:{service}:{}:{}:{resource}", owner.region, owner.account)
}

/// `arn:aws:{service}::{account}:{resource}`, for services without regions.
pub fn global(service: &str, account: &AccountId, resource: &str) -> String {
    format!("arn:aws:{service}::{account}:{resource}")
}

/// An EC2 object's ARN, such as `.../security-group/sg-0123`.
pub fn ec2(owner: &Owner, kind: &str, id: &str) -> String {
    regional("ec2", owner, &format!("{kind}/{id}"))
}

pub fn distribution(account: &AccountId, id: &DistributionId) -> String {
    global("cloudfront", account, &format!("distribution/{id}"))
}

pub fn vpc_origin(account: &AccountId, id: &VpcOriginId) -> String {
    global("cloudfront", account, &format!("vpcorigin/{id}"))
}

/// The management ARN of a REST API; its path form names what is below it (`/stages/v1`).
pub fn rest_api(owner: &Owner, id: &RestApiId) -> String {
    format!("arn:aws:apigateway:{}::/restapis/{id}", owner.region)
}

/// The ARN that `execute-api` policies name (api B10).
pub fn execute_api(owner: &Owner, api: &RestApiId, stage: &str, method: &str, path: &str) -> String {
    format!(
        "arn:aws:execute-api:{}:{}:{api}/{stage}/{method}/{path}",
        owner.region, owner.account
    )
}
