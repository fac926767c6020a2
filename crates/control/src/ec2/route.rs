//! Routes: CreateRoute, ReplaceRoute, DeleteRoute.
//!
//! A route has one destination (a block or a prefix list) and one target (`route_target`); kinds of target that are not
//! there are refused by name. The local routes stay. A route inside one of the VPC's blocks may lead to an interface
//! only, and its destination must be a subnet's block (api F10).

use adit_model::relation::Relation;
use adit_model::route_table::{Route, RouteDestination, RouteOrigin, RouteTable, RouteTarget};
use adit_model::subnet::Subnet;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::IpNet;

use crate::cx::Cx;
use crate::ec2::resource::{named, unsupported};
use crate::ec2::route_target::{self, Wanted};
use crate::ec2::{cidr, prefix_list};

view! {
    pub struct CreateRoute: "ec2"."CreateRoute" {
        table: String = "RouteTableId",
        cidr: Option<String> = "DestinationCidrBlock",
        ipv6_cidr: Option<String> = "DestinationIpv6CidrBlock",
        prefix_list: Option<String> = "DestinationPrefixListId",
        gateway: Option<String> = "GatewayId",
        interface: Option<String> = "NetworkInterfaceId",
        instance: Option<String> = "InstanceId",
        nat_gateway: Option<String> = "NatGatewayId",
        peering: Option<String> = "VpcPeeringConnectionId",
        egress_only: Option<String> = "EgressOnlyInternetGatewayId",
    }
}

view! {
    pub struct ReplaceRoute: "ec2"."ReplaceRoute" {
        table: String = "RouteTableId",
        cidr: Option<String> = "DestinationCidrBlock",
        ipv6_cidr: Option<String> = "DestinationIpv6CidrBlock",
        prefix_list: Option<String> = "DestinationPrefixListId",
        gateway: Option<String> = "GatewayId",
        interface: Option<String> = "NetworkInterfaceId",
        instance: Option<String> = "InstanceId",
        nat_gateway: Option<String> = "NatGatewayId",
        peering: Option<String> = "VpcPeeringConnectionId",
        egress_only: Option<String> = "EgressOnlyInternetGatewayId",
        local: Option<bool> = "LocalTarget",
    }
}

view! {
    pub struct DeleteRoute: "ec2"."DeleteRoute" {
        table: String = "RouteTableId",
        cidr: Option<String> = "DestinationCidrBlock",
        ipv6_cidr: Option<String> = "DestinationIpv6CidrBlock",
        prefix_list: Option<String> = "DestinationPrefixListId",
    }
}

/// Routes that a table may have, the local one apart (api F10).
const MAX_ROUTES: usize = 50;

pub fn create(cx: &mut Cx<'_>, input: CreateRoute) -> Result<Record, ApiError> {
    let mut table = (*named::<RouteTable>(cx, &input.table)?).clone();
    let destination = destination(cx, input.cidr, input.ipv6_cidr, input.prefix_list)?;
    let wanted = Wanted {
        gateway: input.gateway,
        interface: input.interface,
        instance: input.instance,
        nat_gateway: input.nat_gateway,
        peering: input.peering,
        egress_only: input.egress_only,
    };
    let target = route_target::parse(cx, &table, &destination, wanted)?;
    if table.routes.iter().any(|route| route.destination == destination) {
        return Err(errors::ec2::route_exists(text(&destination)));
    }
    check_inside(cx, &table, &destination, &target)?;
    let own = |route: &&Route| route.target != RouteTarget::Local;
    if table.routes.iter().filter(own).count() >= MAX_ROUTES {
        return Err(errors::ec2::route_limit());
    }
    table.routes.push(Route {
        destination,
        target,
        origin: RouteOrigin::CreateRoute,
    });
    cx.put(table);
    Ok(record! { "Return" => true })
}

pub fn replace(cx: &mut Cx<'_>, input: ReplaceRoute) -> Result<Record, ApiError> {
    let mut table = (*named::<RouteTable>(cx, &input.table)?).clone();
    let destination = destination(cx, input.cidr, input.ipv6_cidr, input.prefix_list)?;
    if input.local == Some(true) {
        return keep_local(&table, &destination);
    }
    let wanted = Wanted {
        gateway: input.gateway,
        interface: input.interface,
        instance: input.instance,
        nat_gateway: input.nat_gateway,
        peering: input.peering,
        egress_only: input.egress_only,
    };
    let target = route_target::parse(cx, &table, &destination, wanted)?;
    check_inside(cx, &table, &destination, &target)?;
    let known = table
        .routes
        .iter_mut()
        .find(|route| route.destination == destination);
    let route = known.ok_or_else(|| errors::ec2::route_not_defined(text(&destination)))?;
    if let RouteTarget::VpcEndpoint(_) = route.target {
        return Err(errors::ec2::vpc_endpoint_route(text(&destination), &table.id));
    }
    if route.target == RouteTarget::Local {
        return Err(unsupported("NetworkInterfaceId", "for the local route"));
    }
    route.target = target;
    cx.put(table);
    Ok(record! {})
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteRoute) -> Result<Record, ApiError> {
    let mut table = (*named::<RouteTable>(cx, &input.table)?).clone();
    let destination = destination(cx, input.cidr, input.ipv6_cidr, input.prefix_list)?;
    let known = table.routes.iter().find(|route| route.destination == destination);
    match known.map(|route| &route.target) {
        None => {
            return Err(errors::ec2::route_not_found(
                parameter(&destination),
                text(&destination),
                &table.id,
            ));
        }
        Some(RouteTarget::Local) => return Err(errors::ec2::local_route(text(&destination), &table.id)),
        Some(RouteTarget::VpcEndpoint(_)) => {
            return Err(errors::ec2::vpc_endpoint_route(text(&destination), &table.id));
        }
        Some(_) => table.routes.retain(|route| route.destination != destination),
    }
    cx.put(table);
    Ok(record! {})
}

fn destination(
    cx: &Cx<'_>,
    v4: Option<String>,
    v6: Option<String>,
    list: Option<String>,
) -> Result<RouteDestination, ApiError> {
    if [&v4, &v6, &list].into_iter().flatten().count() > 1 {
        return Err(errors::ec2::route_destinations());
    }
    match (cidr::either(v4.as_deref(), v6.as_deref())?, list) {
        (Some(block), _) => Ok(RouteDestination::Cidr(block)),
        (None, Some(list)) => Ok(RouteDestination::PrefixList(prefix_list::named(cx, &list)?)),
        (None, None) => Err(errors::ec2::missing_parameter("destinationCidrBlock")),
    }
}

/// `LocalTarget`: a local route is local already, since nothing else can be made of one here.
fn keep_local(table: &RouteTable, destination: &RouteDestination) -> Result<Record, ApiError> {
    let known = table
        .routes
        .iter()
        .find(|route| route.destination == *destination);
    match known.map(|route| &route.target) {
        Some(RouteTarget::Local) => Ok(record! {}),
        _ => Err(errors::ec2::route_not_defined(text(destination))),
    }
}

/// A route to addresses of the VPC itself.
fn check_inside(
    cx: &Cx<'_>,
    table: &RouteTable,
    destination: &RouteDestination,
    target: &RouteTarget,
) -> Result<(), ApiError> {
    let RouteDestination::Cidr(IpNet::V4(block)) = destination else {
        return Ok(());
    };
    let vpc = cx.table::<Vpc>().get(&table.vpc);
    let within = |vpc: &Vpc| vpc.ipv4().any(|own| own != *block && own.contains(block));
    if !vpc.is_some_and(|vpc| within(vpc)) {
        return Ok(());
    }
    let of_vpc = || {
        cx.world()
            .related::<Subnet>(&Relation::SubnetsIn(table.vpc.clone()))
    };
    let subnets = || of_vpc().any(|subnet| subnet.cidr == *block);
    match target {
        RouteTarget::NetworkInterface(_) if subnets() => Ok(()),
        RouteTarget::NetworkInterface(_) => Err(errors::ec2::route_matches_no_subnet()),
        _ => Err(errors::ec2::route_inside_vpc(block)),
    }
}

fn text(destination: &RouteDestination) -> String {
    match destination {
        RouteDestination::Cidr(block) => block.to_string(),
        RouteDestination::PrefixList(list) => list.to_string(),
    }
}

fn parameter(destination: &RouteDestination) -> &'static str {
    match destination {
        RouteDestination::Cidr(IpNet::V4(_)) => "destination-cidr-block",
        RouteDestination::Cidr(IpNet::V6(_)) => "destination-ipv6-cidr-block",
        RouteDestination::PrefixList(_) => "destination-prefix-list-id",
    }
}
