//! A VPC origin: CloudFront's way into private subnets (cf A1-A5).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::account::AccountId;
use crate::distribution::DeployStatus;
use crate::id::{LoadBalancerArn, NetworkInterfaceId, VpcOriginId};
use crate::origin::OriginProtocolPolicy;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpcOrigin {
    pub id: VpcOriginId,
    pub account: AccountId,
    pub etag: String,
    pub status: DeployStatus,
    pub name: String,
    /// The balancer it leads to.
    pub target: LoadBalancerArn,
    pub http_port: u16,
    pub https_port: u16,
    pub protocol: OriginProtocolPolicy,
    /// `SSLv3`, `TLSv1`, `TLSv1.1`, `TLSv1.2`.
    pub ssl_protocols: Vec<String>,
    pub ip_address_type: Option<String>,
    /// The service-managed interfaces in the target's subnets.
    pub interfaces: Vec<NetworkInterfaceId>,
    pub created: OffsetDateTime,
    pub modified: OffsetDateTime,
    pub tags: Tags,
}
