//! What EC2's resources have in common: an id with a prefix, an owner, tags, and one way to be found.
//!
//! A caller sees its own account's resources in the region of the call; another's do not exist for it. An id whose
//! prefix fits but which names nothing is `NotFound`; one of another form is `Malformed`.

use std::sync::Arc;

use adit_model::Owner;
use adit_model::address::Address;
use adit_model::dhcp_options::DhcpOptions;
use adit_model::egress_only_internet_gateway::EgressOnlyInternetGateway;
use adit_model::endpoint_service::EndpointService;
use adit_model::flow_log::FlowLog;
use adit_model::id::*;
use adit_model::instance::Instance;
use adit_model::internet_gateway::InternetGateway;
use adit_model::key_pair::KeyPair;
use adit_model::nat_gateway::NatGateway;
use adit_model::network_acl::NetworkAcl;
use adit_model::network_interface::NetworkInterface;
use adit_model::route_table::RouteTable;
use adit_model::security_group::SecurityGroup;
use adit_model::subnet::Subnet;
use adit_model::subnet_cidr_reservation::SubnetCidrReservation;
use adit_model::tag::Tags;
use adit_model::volume::Volume;
use adit_model::vpc::Vpc;
use adit_model::vpc_endpoint::VpcEndpoint;
use adit_model::vpn_gateway::{CustomerGateway, VpnGateway};
use adit_model::world::Entity;
use adit_wire::{ApiError, Service, errors};

use crate::cx::Cx;

/// A resource that EC2 names by an id.
pub trait Ec2Resource: Entity + Clone + 'static {
    /// What its ids begin with, as `vpc-`.
    const PREFIX: &'static str;
    /// As tags name its kind, `route-table`.
    const TYPE: &'static str;
    fn parse(text: &str) -> Option<Self::Id>;
    fn id_text(&self) -> &str;
    fn owner(&self) -> &Owner;
    fn tags(&self) -> &Tags;
    fn tags_mut(&mut self) -> &mut Tags;
    fn not_found(id: &str) -> ApiError;
}

/// The caller's resource of this id.
pub fn named<T: Ec2Resource>(cx: &Cx<'_>, text: &str) -> Result<Arc<T>, ApiError> {
    let id =
        T::parse(text).ok_or_else(|| errors::ec2::malformed_id(text, T::PREFIX.trim_end_matches('-')))?;
    let found = cx
        .table::<T>()
        .get(&id)
        .filter(|resource| cx.owns(resource.owner()));
    found.cloned().ok_or_else(|| T::not_found(text))
}

/// All of the caller's resources of this kind, in order of id.
pub fn owned<'a, T: Ec2Resource>(cx: &'a Cx<'_>) -> impl Iterator<Item = &'a Arc<T>> {
    cx.table::<T>()
        .iter()
        .filter(|resource| cx.owns(resource.owner()))
}

/// A new id: `mint(cx, VpcId::PREFIX, VpcId::parse)`.
pub fn mint<I>(cx: &mut Cx<'_>, prefix: &str, parse: fn(&str) -> Option<I>) -> Result<I, ApiError> {
    parse(&cx.minter.ec2(prefix)).ok_or_else(|| errors::internal_failure(Service::Ec2))
}

/// A parameter's value that nothing here honours.
pub fn unsupported(member: &str, value: &str) -> ApiError {
    errors::unsupported_value(&adit_wire::Path::root(Service::Ec2).member(member), value)
}

/// The tags of one resource, for DescribeTags.
pub struct Tagged {
    pub id: String,
    pub kind: &'static str,
    pub tags: Tags,
}

macro_rules! resources {
    ($($name:ident($id:ident) is $kind:literal, else $not_found:ident;)+) => {
        $(impl Ec2Resource for $name {
            const PREFIX: &'static str = $id::PREFIX;
            const TYPE: &'static str = $kind;

            fn parse(text: &str) -> Option<$id> {
                $id::parse(text)
            }

            fn id_text(&self) -> &str {
                self.id.as_str()
            }

            fn owner(&self) -> &Owner {
                &self.owner
            }

            fn tags(&self) -> &Tags {
                &self.tags
            }

            fn tags_mut(&mut self) -> &mut Tags {
                &mut self.tags
            }

            fn not_found(id: &str) -> ApiError {
                errors::ec2::$not_found(id)
            }
        })+

        /// Changes the tags of the resource of this id; `None` when its prefix is of none of these kinds.
        pub fn edit_tags(
            cx: &mut Cx<'_>,
            text: &str,
            edit: &dyn Fn(&mut Tags) -> Result<(), ApiError>,
        ) -> Option<Result<(), ApiError>> {
            $(if text.starts_with($id::PREFIX) {
                return Some(edit_one::<$name>(cx, text, edit));
            })+
            None
        }

        /// The caller's resources that have tags.
        pub fn tagged(cx: &Cx<'_>) -> Vec<Tagged> {
            let mut all = Vec::new();
            $(all.extend(owned::<$name>(cx).filter(|r| !r.tags.is_empty()).map(|r| Tagged {
                id: r.id.as_str().to_owned(),
                kind: $kind,
                tags: r.tags.clone(),
            }));)+
            all
        }
    };
}

resources! {
    Vpc(VpcId) is "vpc", else vpc_not_found;
    Subnet(SubnetId) is "subnet", else subnet_not_found;
    InternetGateway(InternetGatewayId) is "internet-gateway", else internet_gateway_not_found;
    RouteTable(RouteTableId) is "route-table", else route_table_not_found;
    SecurityGroup(SecurityGroupId) is "security-group", else security_group_not_found;
    NetworkAcl(NetworkAclId) is "network-acl", else network_acl_not_found;
    EndpointService(EndpointServiceId) is "vpc-endpoint-service", else endpoint_service_not_found;
    VpcEndpoint(VpcEndpointId) is "vpc-endpoint", else vpc_endpoint_not_found;
    Instance(InstanceId) is "instance", else instance_not_found;
    Volume(VolumeId) is "volume", else volume_not_found;
    KeyPair(KeyPairId) is "key-pair", else key_pair_not_found;
    NetworkInterface(NetworkInterfaceId) is "network-interface", else network_interface_not_found;
    Address(AllocationId) is "elastic-ip", else allocation_not_found;
    NatGateway(NatGatewayId) is "natgateway", else nat_gateway_not_found;
    DhcpOptions(DhcpOptionsId) is "dhcp-options", else dhcp_options_not_found;
    SubnetCidrReservation(SubnetCidrReservationId) is "subnet-cidr-reservation", else cidr_reservation_not_found;
    VpnGateway(VpnGatewayId) is "vpn-gateway", else vpn_gateway_not_found;
    CustomerGateway(CustomerGatewayId) is "customer-gateway", else customer_gateway_not_found;
    EgressOnlyInternetGateway(EgressOnlyInternetGatewayId) is "egress-only-internet-gateway", else gateway_not_found;
    FlowLog(FlowLogId) is "vpc-flow-log", else flow_log_not_found;
}

fn edit_one<T: Ec2Resource>(
    cx: &mut Cx<'_>,
    text: &str,
    edit: &dyn Fn(&mut Tags) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let mut resource = (*named::<T>(cx, text)?).clone();
    edit(resource.tags_mut())?;
    cx.put(resource);
    Ok(())
}
