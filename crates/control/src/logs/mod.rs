//! CloudWatch Logs: `logs`.
//!
//! Groups, streams, events and what reads them. A stream keeps the newest of its events, within bounds that are ours
//! ([`log_event`]). Queries, metric and subscription filters, deliveries and data protection are not here, and no service of
//! the World writes events by itself yet.

pub mod event_search;
pub mod filter_pattern;
pub mod json_pattern;
pub mod kms_key;
pub mod log_event;
pub mod log_group;
pub mod log_group_list;
pub mod log_stream;
pub mod page;
pub mod place;
pub mod resource_policy;
pub mod retention_policy;
pub mod stream_events;
pub mod tag;
#[cfg(test)]
mod tests;

use crate::operation::{Operation, op};

pub const OPERATIONS: &[Operation] = &[
    op!(event_search::FilterLogEvents, event_search::filter),
    op!(kms_key::AssociateKmsKey, kms_key::associate),
    op!(kms_key::DisassociateKmsKey, kms_key::disassociate),
    op!(log_event::PutLogEvents, log_event::put),
    op!(log_group::CreateLogGroup, log_group::create),
    op!(log_group::DeleteLogGroup, log_group::delete),
    op!(log_group_list::DescribeLogGroups, log_group_list::describe),
    op!(log_group::PutLogGroupDeletionProtection, log_group::protect),
    op!(log_stream::CreateLogStream, log_stream::create),
    op!(log_stream::DeleteLogStream, log_stream::delete),
    op!(log_stream::DescribeLogStreams, log_stream::describe),
    op!(resource_policy::DeleteResourcePolicy, resource_policy::delete),
    op!(
        resource_policy::DescribeResourcePolicies,
        resource_policy::describe
    ),
    op!(resource_policy::PutResourcePolicy, resource_policy::put),
    op!(retention_policy::DeleteRetentionPolicy, retention_policy::delete),
    op!(retention_policy::PutRetentionPolicy, retention_policy::put),
    op!(stream_events::GetLogEvents, stream_events::get),
    op!(tag::ListTagsForResource, tag::list),
    op!(tag::ListTagsLogGroup, tag::list_group),
    op!(tag::TagLogGroup, tag::tag_group),
    op!(tag::TagResource, tag::tag),
    op!(tag::UntagLogGroup, tag::untag_group),
    op!(tag::UntagResource, tag::untag),
];
