//! Routes: CreateRoute, ReplaceRoute, DeleteRoute.
//!
//! A route has one destination (a block or a prefix list) and one target: an internet gateway attached to the table's
//! VPC, or an interface in it; other kinds of target are refused by name. The local route stays. A route inside the
//! VPC's block may lead to an interface only, and its destination must be a subnet's block (api F10).

use adit_model::id::InternetGatewayId;
use adit_model::internet_gateway::InternetGateway;
use adit_model::network_interface::NetworkInterface;
use adit_model::route_table::{Route, RouteDestination, RouteOrigin, RouteTable, RouteTarget};
use adit_model::subnet::Subnet;
use adit_model::vpc::Vpc;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::IpNet;

use crate::cx::Cx;
use crate::ec2::resource::{named, owned, unsupported};
use crate::ec2::{cidr, prefix_list};

view! {
    pub struct CreateRoute: "ec2"."CreateRoute" {
        table: String = "RouteTableId",
        cidr: Option<String> = "DestinationCidrBlock",
        ipv6_cidr: Option<String> = "DestinationIpv6CidrBlock",
        prefix_list: Option<String> = "DestinationPrefixListId",
        gateway: Option<String> = "GatewayId",
        interface: Option<String> = "NetworkInterfaceId",
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
    let target = target(cx, &table, input.gateway, input.interface)?;
    if table.routes.iter().any(|route| route.destination == destination) {
        return Err(errors::ec2::route_exists(text(&destination)));
    }
    check_inside(cx, &table, &destination, &target)?;
    if table.routes.len() > MAX_ROUTES {
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
    let target = target(cx, &table, input.gateway, input.interface)?;
    check_inside(cx, &table, &destination, &target)?;
    let known = table
        .routes
        .iter_mut()
        .find(|route| route.destination == destination);
    let route = known.ok_or_else(|| errors::ec2::route_not_defined(text(&destination)))?;
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

fn target(
    cx: &Cx<'_>,
    table: &RouteTable,
    gateway: Option<String>,
    interface: Option<String>,
) -> Result<RouteTarget, ApiError> {
    match (gateway, interface) {
        (Some(id), None) if id == "local" => Err(unsupported("GatewayId", "local")),
        (Some(id), None) => {
            let unknown = || errors::ec2::route_target_not_found(&id);
            let parsed = InternetGatewayId::parse(&id).ok_or_else(unknown)?;
            let found = cx
                .table::<InternetGateway>()
                .get(&parsed)
                .filter(|gateway| cx.owns(&gateway.owner));
            if found.ok_or_else(unknown)?.vpc.as_ref() != Some(&table.vpc) {
                return Err(errors::ec2::route_gateway_network(&table.id, &id));
            }
            Ok(RouteTarget::InternetGateway(parsed))
        }
        (None, Some(id)) => {
            let interface = named::<NetworkInterface>(cx, &id)?;
            if interface.vpc != table.vpc {
                return Err(errors::ec2::route_interface_network(&table.id, &id));
            }
            Ok(RouteTarget::NetworkInterface(interface.id.clone()))
        }
        _ => Err(errors::ec2::route_target_missing()),
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
    if !vpc.is_some_and(|vpc| vpc.cidr != *block && vpc.cidr.contains(block)) {
        return Ok(());
    }
    let subnets = || owned::<Subnet>(cx).any(|subnet| subnet.vpc == table.vpc && subnet.cidr == *block);
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
