//! Names that AWS serves: `route53`.
//!
//! Hosted zones for the internet and for VPCs, their record sets, and the changes that made them. What records say is
//! stored and shown, and proves control over names to Certificate Manager; it leads no traffic yet. Health checks, traffic
//! policies, reusable delegation sets, DNSSEC and authorizations between accounts are not here.

pub mod alias_target;
pub mod change_batch;
pub mod delegation_set;
pub mod domain_name;
pub mod hosted_zone;
pub mod hosted_zone_list;
pub mod page;
pub mod record_change;
pub mod record_set;
pub mod record_set_list;
pub mod record_value;
pub mod routing_policy;
pub mod tag;
#[cfg(test)]
mod tests;
pub mod vpc_association;

use crate::operation::{Operation, op};

pub const OPERATIONS: &[Operation] = &[
    op!(change_batch::ChangeResourceRecordSets, change_batch::change),
    op!(hosted_zone::CreateHostedZone, hosted_zone::create),
    op!(hosted_zone::DeleteHostedZone, hosted_zone::delete),
    op!(hosted_zone::GetHostedZone, hosted_zone::get),
    op!(hosted_zone::GetHostedZoneCount, hosted_zone::count),
    op!(hosted_zone::UpdateHostedZoneComment, hosted_zone::update_comment),
    op!(hosted_zone_list::ListHostedZones, hosted_zone_list::list),
    op!(
        hosted_zone_list::ListHostedZonesByName,
        hosted_zone_list::list_by_name
    ),
    op!(
        hosted_zone_list::ListHostedZonesByVpc,
        hosted_zone_list::list_by_vpc
    ),
    op!(record_change::GetChange, record_change::get),
    op!(record_set_list::ListResourceRecordSets, record_set_list::list),
    op!(tag::ChangeTagsForResource, tag::change),
    op!(tag::ListTagsForResource, tag::list),
    op!(tag::ListTagsForResources, tag::list_batch),
    op!(
        vpc_association::AssociateVpcWithHostedZone,
        vpc_association::associate
    ),
    op!(
        vpc_association::DisassociateVpcFromHostedZone,
        vpc_association::disassociate
    ),
];
