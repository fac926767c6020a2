//! Identifiers, one newtype a resource, in AWS's forms.
//!
//! An identifier is opaque: parsing checks its prefix and characters, and whether it names anything is asked of the
//! World. Cloning is cheap, since traces and plans carry identifiers by value.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::account::{AccountId, Owner, Region};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(Arc<str>);

        impl $name {
            /// What the id begins with, empty where AWS's has no fixed start.
            pub const PREFIX: &'static str = $prefix;

            /// `None` when the prefix or the characters are not of this kind of id.
            pub fn parse(text: &str) -> Option<Self> {
                well_formed(text, $prefix).then(|| Self(text.into()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text itself, shared.
            pub fn text(&self) -> Arc<str> {
                self.0.clone()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )* };
}

ids! {
    VpcId = "vpc-";
    SubnetId = "subnet-";
    InternetGatewayId = "igw-";
    RouteTableId = "rtb-";
    /// A subnet's (or a VPC's, for the main table) association with a route table.
    RouteTableAssociationId = "rtbassoc-";
    SecurityGroupId = "sg-";
    SecurityGroupRuleId = "sgr-";
    NetworkAclId = "acl-";
    NetworkAclAssociationId = "aclassoc-";
    VpcEndpointId = "vpce-";
    NetworkInterfaceId = "eni-";
    PrefixListId = "pl-";
    InstanceId = "i-";
    VolumeId = "vol-";
    KeyPairId = "key-";
    EndpointServiceId = "vpce-svc-";
    /// An elastic IP address.
    AllocationId = "eipalloc-";
    NatGatewayId = "nat-";
    VpcPeeringConnectionId = "pcx-";
    DhcpOptionsId = "dopt-";
    SubnetCidrReservationId = "scr-";
    VpnGatewayId = "vgw-";
    CustomerGatewayId = "cgw-";
    EgressOnlyInternetGatewayId = "eigw-";
    FlowLogId = "fl-";
    LoadBalancerArn = "arn:";
    TargetGroupArn = "arn:";
    ListenerArn = "arn:";
    ListenerRuleArn = "arn:";
    CertificateArn = "arn:";
    RestApiId = "";
    /// A resource (path) of a REST API.
    ResourceId = "";
    /// `{api}/{deployment}`: unique in the World.
    DeploymentKey = "";
    /// `{api}/{stage}`: unique in the World.
    StageKey = "";
    /// `{region}/{name}`, and `+{id}` for a private one: unique in the World.
    DomainNameKey = "";
    DomainNameAccessAssociationArn = "arn:";
    VpcLinkId = "";
    ApiKeyId = "";
    UsagePlanId = "";
    /// `{account}/{region}`: what an account set for API Gateway.
    GatewayAccountKey = "";
    DistributionId = "E";
    VpcOriginId = "vo_";
    CachePolicyId = "";
    OriginRequestPolicyId = "";
    ResponseHeadersPolicyId = "";
    OriginAccessControlId = "E";
    OriginAccessIdentityId = "E";
    /// CloudFront's, for signed URLs.
    PublicKeyId = "K";
    KeyGroupId = "";
    /// `{account}/{name}` of a CloudFront function: unique in the World.
    EdgeFunctionKey = "";
    /// `{account}/{name}`: unique in the World.
    KeyValueStoreKey = "";
    /// `{account}/{name}`, lower case: names of IAM are unique in an account whatever their case and path.
    IamName = "";
    RoleDeletionId = "task/";
    /// Of a temporary key.
    AccessKeyId = "ASIA";
    TrustStoreArn = "arn:";
    HostedZoneId = "Z";
    /// `{zone} {name, labels reversed} {type} {set identifier}`: in Route 53's order within a zone.
    RecordSetKey = "";
    RecordChangeId = "C";
    /// `{account}/{region} {name}`: in order of name.
    LogGroupKey = "";
    /// `{group} {name}`: in order of name.
    LogStreamKey = "";
    /// `{stream} {number}`: in order of number.
    LogChunkKey = "";
    LogResourcePolicyKey = "";
    /// A DNS name, lower case, without the final dot.
    DnsName = "";
}

impl DnsName {
    /// Lower-cases `text` and drops a final dot; `None` when it is no host name (RFC 1123, wildcard label allowed).
    pub fn of(text: &str) -> Option<Self> {
        let text = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let label = |l: &str| {
            l == "*"
                || (!l.is_empty()
                    && l.len() <= 63
                    && l.bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
        };
        (text.len() <= 253 && text.split('.').all(label)).then(|| Self(text.into()))
    }
}

impl IamName {
    pub fn of(account: &AccountId, name: &str) -> Self {
        // A comma is no character of ids, a colon none of names.
        Self(format!("{account}/{}", name.to_ascii_lowercase().replace(',', ":")).into())
    }
}

impl DeploymentKey {
    pub fn of(api: &RestApiId, deployment: &str) -> Self {
        Self(format!("{api}/{deployment}").into())
    }

    /// The deployment's id within its API.
    pub fn short(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, id)| id)
    }
}

impl StageKey {
    pub fn of(api: &RestApiId, stage: &str) -> Self {
        Self(format!("{api}/{stage}").into())
    }

    /// The stage's name within its API.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, name)| name)
    }
}

impl DomainNameKey {
    pub fn of(region: &Region, name: &str, domain_name_id: Option<&str>) -> Self {
        Self(match domain_name_id {
            Some(id) => format!("{region}/{name}+{id}").into(),
            None => format!("{region}/{name}").into(),
        })
    }
}

impl GatewayAccountKey {
    pub fn of(owner: &Owner) -> Self {
        Self(format!("{}/{}", owner.account, owner.region).into())
    }
}

impl RecordSetKey {
    pub fn of(zone: &HostedZoneId, name: &str, kind: &str, set_identifier: Option<&str>) -> Self {
        let name = reversed(name);
        Self(format!("{zone} {name} {kind} {}", set_identifier.unwrap_or_default()).into())
    }

    /// What is at or before every record set of the zone whose name is not below `name`.
    pub fn first(zone: &HostedZoneId, name: &str) -> Self {
        Self(format!("{zone} {}", reversed(name)).into())
    }
}

/// `www.example.com.` as `com.example.www.`: how Route 53 sorts names.
pub fn reversed(name: &str) -> String {
    let labels = name.trim_end_matches('.').rsplit('.').filter(|l| !l.is_empty());
    labels.flat_map(|label| [label, "."]).collect()
}

impl LogGroupKey {
    /// With an empty name: what stands before every group of the owner.
    pub fn of(owner: &Owner, name: &str) -> Self {
        Self(format!("{}/{} {name}", owner.account, owner.region).into())
    }
}

impl LogStreamKey {
    /// With an empty name: what stands before every stream of the group.
    pub fn of(group: &LogGroupKey, name: &str) -> Self {
        Self(format!("{group} {name}").into())
    }
}

impl LogChunkKey {
    pub fn of(stream: &LogStreamKey, number: u64) -> Self {
        Self(format!("{stream} {number:020}").into())
    }
}

impl LogResourcePolicyKey {
    /// `subject` is the policy's name, or the ARN of the resource that it is of.
    pub fn of(owner: &Owner, subject: &str) -> Self {
        Self(format!("{}/{} {subject}", owner.account, owner.region).into())
    }
}

impl EdgeFunctionKey {
    pub fn of(account: &AccountId, name: &str) -> Self {
        Self(format!("{account}/{name}").into())
    }

    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, name)| name)
    }
}

impl KeyValueStoreKey {
    pub fn of(account: &AccountId, name: &str) -> Self {
        Self(format!("{account}/{name}").into())
    }

    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, name)| name)
    }
}

fn well_formed(text: &str, prefix: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"-_./:$*+=@".contains(&b);
    text.len() <= 512
        && text
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(fits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_know_their_prefix() {
        assert!(VpcId::parse("vpc-0123").is_some());
        assert!(VpcId::parse("subnet-0123").is_none());
        assert!(VpcId::parse("vpc-").is_none());
        assert!(VpcId::parse("vpc-a b").is_none());
        assert_eq!(
            DnsName::of("API.Example.COM.").unwrap().as_str(),
            "api.example.com"
        );
        assert!(DnsName::of("a..b").is_none());
    }
}
