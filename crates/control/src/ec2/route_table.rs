//! Route tables: create, describe, delete. Routes and associations have files of their own.
//!
//! A table begins with the local route of its VPC (api F10). One that has an association, or is the VPC's main table,
//! cannot be deleted.

use adit_model::World;
use adit_model::id::{RouteTableAssociationId, RouteTableId, SubnetId};
use adit_model::relation::Relation;
use adit_model::route_table::{Route, RouteDestination, RouteOrigin, RouteTable, RouteTarget};
use adit_model::subnet::Subnet;
use adit_model::vpc::Vpc;
use adit_model::vpc_peering_connection::PeeringStatus;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::IpNet;

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named};
use crate::ec2::tag::{self, TagSpecification};
use crate::ec2::{client_token, nat_gateway};

view! {
    pub struct CreateRouteTable: "ec2"."CreateRouteTable" {
        vpc: String = "VpcId",
        client_token: Option<String> = "ClientToken",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct DescribeRouteTables: "ec2"."DescribeRouteTables" {
        ids: Vec<String> = "RouteTableIds",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteRouteTable: "ec2"."DeleteRouteTable" { table: String = "RouteTableId" }
}

pub fn create(cx: &mut Cx<'_>, input: CreateRouteTable) -> Result<Record, ApiError> {
    let vpc = named::<Vpc>(cx, &input.vpc)?;
    let tags = tag::on_create(&input.tag_specifications, "route-table")?;
    let client_token = client_token::of(input.client_token.as_deref(), &input);
    let table = match client_token::replay::<RouteTable>(cx, client_token.as_ref())? {
        Some(made) => made,
        None => {
            let table = RouteTable {
                id: mint(cx, RouteTableId::PREFIX, RouteTableId::parse)?,
                owner: cx.owner(),
                vpc: vpc.id.clone(),
                main_association: None,
                routes: local_routes(&vpc),
                client_token,
                tags,
            };
            cx.put(table.clone());
            table.into()
        }
    };
    Ok(record! { "RouteTable" => shown(cx.world(), &table), "ClientToken" => input.client_token })
}

pub fn describe(cx: &mut Cx<'_>, input: DescribeRouteTables) -> Result<Record, ApiError> {
    let query = Query {
        ids: &input.ids,
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let page = query.resources::<RouteTable>(cx, FACTS)?;
    Ok(
        record! { "RouteTables" => page.shown(|table| shown(cx.world(), table)), "NextToken" => page.next_token },
    )
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteRouteTable) -> Result<Record, ApiError> {
    let table = named::<RouteTable>(cx, &input.table)?;
    if !associations(cx.world(), &table).is_empty() {
        return Err(errors::ec2::route_table_in_use(&table.id));
    }
    cx.delete::<RouteTable>(&table.id);
    Ok(record! {})
}

/// The routes that a table is born with.
fn local_routes(vpc: &Vpc) -> Vec<Route> {
    let more = vpc.more_blocks.iter().map(|more| more.block);
    std::iter::once(IpNet::V4(vpc.cidr))
        .chain(more)
        .map(local_route)
        .collect()
}

/// The route that every table has to each of its VPC's blocks.
pub fn local_route(block: IpNet) -> Route {
    Route {
        destination: RouteDestination::Cidr(block),
        target: RouteTarget::Local,
        origin: RouteOrigin::CreateRouteTable,
    }
}

/// A table's associations: with a subnet, or as the main table with none.
fn associations(world: &World, table: &RouteTable) -> Vec<(RouteTableAssociationId, Option<SubnetId>)> {
    let main = table.main_association.iter().map(|id| (id.clone(), None));
    let of_vpc = world.related::<Subnet>(&Relation::SubnetsIn(table.vpc.clone()));
    let subnets = of_vpc.filter_map(|subnet| {
        let (association, with) = subnet.route_table.as_ref()?;
        (*with == table.id).then(|| (association.clone(), Some(subnet.id.clone())))
    });
    main.chain(subnets).collect()
}

const FACTS: Facts<RouteTable> = &[
    ("association.gateway-id", |_, _| Vec::new()),
    ("association.main", |world, table| {
        associations(world, table)
            .iter()
            .map(|(_, subnet)| subnet.is_none().to_string())
            .collect()
    }),
    ("association.route-table-association-id", |world, table| {
        associations(world, table)
            .iter()
            .map(|(id, _)| id.to_string())
            .collect()
    }),
    ("association.route-table-id", |world, table| {
        associations(world, table)
            .iter()
            .map(|_| table.id.to_string())
            .collect()
    }),
    ("association.subnet-id", |world, table| {
        associations(world, table)
            .iter()
            .filter_map(|(_, subnet)| Some(subnet.as_ref()?.to_string()))
            .collect()
    }),
    ("owner-id", |_, table| vec![table.owner.account.to_string()]),
    ("route-table-id", |_, table| vec![table.id.to_string()]),
    ("route.destination-cidr-block", |world, table| {
        texts(world, table, "DestinationCidrBlock")
    }),
    ("route.destination-ipv6-cidr-block", |world, table| {
        texts(world, table, "DestinationIpv6CidrBlock")
    }),
    ("route.destination-prefix-list-id", |world, table| {
        texts(world, table, "DestinationPrefixListId")
    }),
    ("route.carrier-gateway-id", |_, _| Vec::new()),
    ("route.egress-only-internet-gateway-id", |world, table| {
        texts(world, table, "EgressOnlyInternetGatewayId")
    }),
    ("route.gateway-id", |world, table| {
        texts(world, table, "GatewayId")
    }),
    ("route.instance-id", |world, table| {
        texts(world, table, "InstanceId")
    }),
    ("route.nat-gateway-id", |world, table| {
        texts(world, table, "NatGatewayId")
    }),
    ("route.network-interface-id", |world, table| {
        texts(world, table, "NetworkInterfaceId")
    }),
    ("route.origin", |world, table| texts(world, table, "Origin")),
    ("route.state", |world, table| texts(world, table, "State")),
    ("route.transit-gateway-id", |_, _| Vec::new()),
    ("route.vpc-peering-connection-id", |world, table| {
        texts(world, table, "VpcPeeringConnectionId")
    }),
    ("vpc-id", |_, table| vec![table.vpc.to_string()]),
];

fn texts(world: &World, table: &RouteTable, member: &str) -> Vec<String> {
    let routes = table.routes.iter().map(|route| shown_route(world, table, route));
    routes
        .filter_map(|route| route.text(member).map(str::to_owned))
        .collect()
}

fn shown(world: &World, table: &RouteTable) -> Record {
    let associations = associations(world, table).into_iter().map(|(id, subnet)| {
        record! {
            "RouteTableAssociationId" => id.as_str(),
            "RouteTableId" => table.id.as_str(),
            "SubnetId" => subnet.as_ref().map(SubnetId::as_str),
            "Main" => subnet.is_none(),
            "AssociationState" => record! { "State" => "associated" },
        }
    });
    record! {
        "RouteTableId" => table.id.as_str(),
        "VpcId" => table.vpc.as_str(),
        "OwnerId" => table.owner.account.as_str(),
        "Associations" => associations.collect::<Vec<_>>(),
        "PropagatingVgws" => Vec::<Record>::new(),
        "Routes" => table.routes.iter().map(|route| shown_route(world, table, route)).collect::<Vec<_>>(),
        "Tags" => tag::shown(&table.tags),
    }
}

fn shown_route(world: &World, table: &RouteTable, route: &Route) -> Record {
    let shown = match &route.destination {
        RouteDestination::Cidr(IpNet::V4(block)) => record! { "DestinationCidrBlock" => block.to_string() },
        RouteDestination::Cidr(IpNet::V6(block)) => {
            record! { "DestinationIpv6CidrBlock" => block.to_string() }
        }
        RouteDestination::PrefixList(list) => record! { "DestinationPrefixListId" => list.as_str() },
    };
    let (member, target, active) = match &route.target {
        RouteTarget::Local => ("GatewayId", "local", true),
        RouteTarget::InternetGateway(id) => {
            let gateway = world.internet_gateways.get(id);
            (
                "GatewayId",
                id.as_str(),
                gateway.is_some_and(|gateway| gateway.vpc.as_ref() == Some(&table.vpc)),
            )
        }
        RouteTarget::NetworkInterface(id) => (
            "NetworkInterfaceId",
            id.as_str(),
            world.network_interfaces.contains(id),
        ),
        RouteTarget::NatGateway(id) => {
            let stands = world
                .nat_gateways
                .get(id)
                .is_some_and(|gateway| nat_gateway::stands(gateway));
            ("NatGatewayId", id.as_str(), stands)
        }
        RouteTarget::VpcPeeringConnection(id) => {
            let known = world.vpc_peering_connections.get(id);
            let active = known.is_some_and(|known| known.status == PeeringStatus::Active);
            ("VpcPeeringConnectionId", id.as_str(), active)
        }
        RouteTarget::VpnGateway(id) => {
            let gateway = world.vpn_gateways.get(id);
            (
                "GatewayId",
                id.as_str(),
                gateway.is_some_and(|gateway| gateway.vpc.as_ref() == Some(&table.vpc)),
            )
        }
        RouteTarget::EgressOnlyInternetGateway(id) => (
            "EgressOnlyInternetGatewayId",
            id.as_str(),
            world.egress_only_internet_gateways.contains(id),
        ),
        RouteTarget::VpcEndpoint(id) => ("GatewayId", id.as_str(), world.vpc_endpoints.contains(id)),
        RouteTarget::Blackhole(id) if id.starts_with("eni-") => ("NetworkInterfaceId", id.as_str(), false),
        RouteTarget::Blackhole(id) => ("GatewayId", id.as_str(), false),
    };
    let origin = match route.origin {
        RouteOrigin::CreateRouteTable => "CreateRouteTable",
        RouteOrigin::CreateRoute => "CreateRoute",
    };
    let state = if active { "active" } else { "blackhole" };
    let host = match &route.target {
        RouteTarget::NetworkInterface(id) => world.network_interfaces.get(id),
        _ => None,
    };
    let host = host.and_then(|eni| Some((eni.more.attachment.as_ref()?, &eni.owner.account)));
    shown
        .with(
            "InstanceId",
            host.map(|(attachment, _)| attachment.instance.as_str()),
        )
        .with("InstanceOwnerId", host.map(|(_, account)| account.as_str()))
        .with(member, target)
        .with("Origin", origin)
        .with("State", state)
}
