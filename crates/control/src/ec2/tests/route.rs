//! Route tables, routes, associations.

use super::{Scene, column, expect, text};

#[test]
fn routes_have_one_destination_and_one_target() {
    let mut scene = Scene::new();
    let (vpc, gateway) = (scene.vpc(), scene.gateway());
    let table = text(
        &scene.ok("CreateRouteTable", &format!("VpcId={vpc}")),
        "RouteTable.RouteTableId",
    );
    let through = format!("RouteTableId={table}&DestinationCidrBlock=0.0.0.0/0&GatewayId={gateway}");
    scene.refused(
        "CreateRoute",
        &through,
        "InvalidParameterValue",
        "belong to different networks",
    );
    scene.ok(
        "AttachInternetGateway",
        &format!("InternetGatewayId={gateway}&VpcId={vpc}"),
    );
    scene.refused(
        "ReplaceRoute",
        &through,
        "InvalidParameterValue",
        "Use CreateRoute instead",
    );
    expect(&scene.ok("CreateRoute", &through), &[("Return", "true")]);
    scene.refused(
        "CreateRoute",
        &through,
        "RouteAlreadyExists",
        "identified by 0.0.0.0/0 already exists",
    );
    scene.ok(
        "CreateRoute",
        &format!("RouteTableId={table}&DestinationIpv6CidrBlock=::/0&GatewayId={gateway}"),
    );

    let to = |rest: &str| format!("RouteTableId={table}&{rest}");
    for (fields, code, words) in [
        (
            to(&format!("DestinationCidrBlock=10.0.0.0/16&GatewayId={gateway}")),
            "RouteAlreadyExists",
            "10.0.0.0/16",
        ),
        (
            to(&format!("DestinationCidrBlock=10.0.1.0/24&GatewayId={gateway}")),
            "InvalidParameterValue",
            "more specific",
        ),
        (
            to("DestinationCidrBlock=1.0.0.0/8"),
            "InvalidParameterCombination",
            "exactly one of gatewayId",
        ),
        (
            to("DestinationCidrBlock=1.0.0.0/8&GatewayId=igw-1"),
            "InvalidGatewayID.NotFound",
            "igw-1",
        ),
        (
            to("DestinationCidrBlock=1.0.0.0/8&NatGatewayId=nat-1"),
            "InvalidNatGatewayID.NotFound",
            "nat-1",
        ),
        (
            to("DestinationCidrBlock=1.0.0.0/8&TransitGatewayId=tgw-1"),
            "UnsupportedOperation",
            "TransitGatewayId",
        ),
        (
            to(&format!("GatewayId={gateway}")),
            "MissingParameter",
            "destinationCidrBlock",
        ),
        (
            to(&format!(
                "DestinationCidrBlock=1.0.0.0/8&DestinationPrefixListId=pl-1&GatewayId={gateway}"
            )),
            "InvalidParameterCombination",
            "",
        ),
    ] {
        scene.refused("CreateRoute", &fields, code, words);
    }
    scene.ok("ReplaceRoute", &through);
    let routes = scene.ok("DescribeRouteTables", &format!("RouteTableId.1={table}"));
    assert_eq!(
        column(&routes, "RouteTables.0.Routes", "GatewayId"),
        ["local", &gateway, &gateway]
    );
    assert_eq!(
        column(&routes, "RouteTables.0.Routes", "State"),
        ["active", "active", "active"]
    );
    expect(
        &routes,
        &[
            ("RouteTables.0.Routes.1.DestinationCidrBlock", "0.0.0.0/0"),
            ("RouteTables.0.Routes.1.Origin", "CreateRoute"),
            ("RouteTables.0.Routes.2.DestinationIpv6CidrBlock", "::/0"),
            ("RouteTables.0.PropagatingVgws", "0 items"),
        ],
    );
    scene.ok(
        "DetachInternetGateway",
        &format!("InternetGatewayId={gateway}&VpcId={vpc}"),
    );
    let routes = scene.ok(
        "DescribeRouteTables",
        "Filter.1.Name=route.state&Filter.1.Value.1=blackhole",
    );
    assert_eq!(
        column(&routes, "RouteTables.0.Routes", "State"),
        ["active", "blackhole", "blackhole"]
    );
    scene.ok("DeleteInternetGateway", &format!("InternetGatewayId={gateway}"));
    let gone = format!("Filter.1.Name=route.gateway-id&Filter.1.Value.1={gateway}");
    expect(
        &scene.ok("DescribeRouteTables", &gone),
        &[("RouteTables.0.Routes.1.State", "blackhole")],
    );

    scene.ok("DeleteRoute", &to("DestinationCidrBlock=0.0.0.0/0"));
    scene.refused(
        "DeleteRoute",
        &to("DestinationCidrBlock=0.0.0.0/0"),
        "InvalidRoute.NotFound",
        "destination-cidr-block 0.0.0.0/0",
    );
    scene.refused(
        "DeleteRoute",
        &to("DestinationCidrBlock=10.0.0.0/16"),
        "InvalidParameterValue",
        "cannot remove local route",
    );
}

#[test]
fn a_table_has_room_for_fifty_routes() {
    let mut scene = Scene::new();
    let (vpc, gateway) = (scene.vpc(), scene.gateway());
    scene.ok(
        "AttachInternetGateway",
        &format!("InternetGatewayId={gateway}&VpcId={vpc}"),
    );
    let table = text(
        &scene.ok("CreateRouteTable", &format!("VpcId={vpc}")),
        "RouteTable.RouteTableId",
    );
    let route =
        |i: u32| format!("RouteTableId={table}&DestinationCidrBlock=20.{i}.0.0/16&GatewayId={gateway}");
    for i in 0..50 {
        scene.ok("CreateRoute", &route(i));
    }
    scene.refused("CreateRoute", &route(50), "RouteLimitExceeded", "");
}

#[test]
fn associations_follow_the_subnet() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let subnet = scene.subnet(&vpc, "10.0.0.0/24", "eu-west-1a");
    let mut table = || {
        text(
            &scene.ok("CreateRouteTable", &format!("VpcId={vpc}")),
            "RouteTable.RouteTableId",
        )
    };
    let (first, second) = (table(), table());
    let made = scene.ok(
        "AssociateRouteTable",
        &format!("RouteTableId={first}&SubnetId={subnet}"),
    );
    expect(&made, &[("AssociationState.State", "associated")]);
    let association = text(&made, "AssociationId");
    let again = format!("RouteTableId={second}&SubnetId={subnet}");
    scene.refused(
        "AssociateRouteTable",
        &again,
        "Resource.AlreadyAssociated",
        "conflicts with an existing association",
    );
    let by_id =
        |id: &str| format!("Filter.1.Name=association.route-table-association-id&Filter.1.Value.1={id}");
    expect(
        &scene.ok("DescribeRouteTables", &by_id(&association)),
        &[
            ("RouteTables.0.RouteTableId", &first),
            ("RouteTables.0.Associations.0.SubnetId", &subnet),
            ("RouteTables.0.Associations.0.Main", "false"),
        ],
    );
    scene.refused(
        "DeleteRouteTable",
        &format!("RouteTableId={first}"),
        "DependencyViolation",
        &first,
    );
    let replaced = scene.ok(
        "ReplaceRouteTableAssociation",
        &format!("AssociationId={association}&RouteTableId={second}"),
    );
    let new = text(&replaced, "NewAssociationId");
    assert_ne!(new, association);
    scene.ok("DeleteRouteTable", &format!("RouteTableId={first}"));
    scene.refused(
        "DisassociateRouteTable",
        &format!("AssociationId={association}"),
        "InvalidAssociationID.NotFound",
        "",
    );
    scene.ok("DisassociateRouteTable", &format!("AssociationId={new}"));
    scene.ok("DeleteRouteTable", &format!("RouteTableId={second}"));
}

#[test]
fn the_main_table_can_be_another() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let main = "Filter.1.Name=association.main&Filter.1.Value.1=true";
    let old = scene.ok("DescribeRouteTables", main);
    let (old, association) = (
        text(&old, "RouteTables.0.RouteTableId"),
        text(&old, "RouteTables.0.Associations.0.RouteTableAssociationId"),
    );
    scene.refused(
        "DisassociateRouteTable",
        &format!("AssociationId={association}"),
        "InvalidParameterValue",
        "main route table",
    );
    let table = text(
        &scene.ok("CreateRouteTable", &format!("VpcId={vpc}")),
        "RouteTable.RouteTableId",
    );
    scene.ok(
        "ReplaceRouteTableAssociation",
        &format!("AssociationId={association}&RouteTableId={table}"),
    );
    assert_eq!(
        column(
            &scene.ok("DescribeRouteTables", main),
            "RouteTables",
            "RouteTableId"
        ),
        std::slice::from_ref(&table)
    );
    scene.refused(
        "DeleteRouteTable",
        &format!("RouteTableId={table}"),
        "DependencyViolation",
        "",
    );
    scene.refused("DeleteVpc", &format!("VpcId={vpc}"), "DependencyViolation", "");
    scene.ok("DeleteRouteTable", &format!("RouteTableId={old}"));
    scene.ok("DeleteVpc", &format!("VpcId={vpc}"));
}

#[test]
fn a_token_makes_a_table_once() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let fields = format!("VpcId={vpc}&ClientToken=t");
    let first = scene.ok("CreateRouteTable", &fields);
    let again = scene.ok("CreateRouteTable", &fields);
    assert_eq!(first, again);
    expect(&again, &[("ClientToken", "t")]);
    let tagged =
        format!("{fields}&TagSpecification.1.ResourceType=route-table&TagSpecification.1.Tag.1.Key=k");
    scene.refused(
        "CreateRouteTable",
        &tagged,
        "IdempotentParameterMismatch",
        "Client token: t",
    );
}
