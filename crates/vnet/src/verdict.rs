//! The verdict on one flow: a permit with the checks that it passed, or a refusal with its cause and cure.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use smallvec::SmallVec;

/// What is asked of a flow, in the order in which a packet meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// The source's security groups, outwards.
    EgressGroup,
    Route,
    /// The network ACL of the source's subnet, outwards.
    NetworkAclOut,
    /// The network ACL of the destination's subnet, inwards.
    NetworkAclIn,
    /// The destination's security groups, inwards.
    IngressGroup,
    /// A network ACL on the way of the answer.
    NetworkAclReturn,
    /// There is nothing at the address, or the source cannot have its own.
    NoSuchAddress,
    /// The internet knows only public addresses.
    NoPublicAddress,
    /// The VPC has no internet gateway.
    NoGateway,
}

/// VPC Reachability Analyzer's explanation codes, as far as they are used here (api G4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    BadStateAttachment,
    BadStateRoute,
    CannotRoute,
    EniAddressRestriction,
    EniSgRulesMismatch,
    IgwPrivateIpAssociationForIngress,
    IgwPublicIpAssociationForEgress,
    IgwSourceAddressNotInRfc1918Ingress,
    IgwSourceAddressNotInRfc6598Ingress,
    NoPossibleDestination,
    NoRouteToDestination,
    SgHasNoRules,
    SubnetAclRestriction,
}

/// A check that a flow passed, and the object that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    pub check: Check,
    pub by: Arc<str>,
}

/// Proof that one connection may be opened. Only `Net::admit` makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    to: (Ipv4Addr, u16),
    passed: SmallVec<[Passed; 7]>,
}

/// Why a connection is not opened. The client hears nothing (api F11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub check: Check,
    pub reason: Reason,
    /// The object that decided: groups, an entry of an ACL, a route or its table.
    pub by: Arc<str>,
    /// A sentence for the operator.
    pub cause: String,
    /// The `aws` command that would let this flow, and as little else as can be, past this check.
    pub cure: Option<String>,
}

impl Permit {
    pub(crate) fn new(to: Ipv4Addr, port: u16) -> Self {
        Self {
            to: (to, port),
            passed: SmallVec::new(),
        }
    }

    pub(crate) fn pass(&mut self, check: Check, by: &Arc<str>) {
        self.passed.push(Passed {
            check,
            by: by.clone(),
        });
    }

    /// The address and port that it is for.
    pub fn to(&self) -> (Ipv4Addr, u16) {
        self.to
    }

    /// In the order in which they were asked.
    pub fn passed(&self) -> &[Passed] {
        &self.passed
    }
}

impl Reason {
    /// AWS's spelling.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadStateAttachment => "BAD_STATE_ATTACHMENT",
            Self::BadStateRoute => "BAD_STATE_ROUTE",
            Self::CannotRoute => "CANNOT_ROUTE",
            Self::EniAddressRestriction => "ENI_ADDRESS_RESTRICTION",
            Self::EniSgRulesMismatch => "ENI_SG_RULES_MISMATCH",
            Self::IgwPrivateIpAssociationForIngress => "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
            Self::IgwPublicIpAssociationForEgress => "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
            Self::IgwSourceAddressNotInRfc1918Ingress => "IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS",
            Self::IgwSourceAddressNotInRfc6598Ingress => "IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS",
            Self::NoPossibleDestination => "NO_POSSIBLE_DESTINATION",
            Self::NoRouteToDestination => "NO_ROUTE_TO_DESTINATION",
            Self::SgHasNoRules => "SG_HAS_NO_RULES",
            Self::SubnetAclRestriction => "SUBNET_ACL_RESTRICTION",
        }
    }
}

impl Check {
    /// In words, for traces.
    pub fn name(self) -> &'static str {
        match self {
            Self::EgressGroup => "security group, outbound",
            Self::Route => "route",
            Self::NetworkAclOut => "network ACL, outbound",
            Self::NetworkAclIn => "network ACL, inbound",
            Self::IngressGroup => "security group, inbound",
            Self::NetworkAclReturn => "network ACL, answers",
            Self::NoSuchAddress => "address",
            Self::NoPublicAddress => "public address",
            Self::NoGateway => "internet gateway",
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, by {})", self.cause, self.reason, self.by)
    }
}
