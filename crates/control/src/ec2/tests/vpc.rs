//! VPCs with what comes with them, and their attributes.

use super::{Scene, expect, text};

#[test]
fn a_vpc_comes_with_its_defaults() {
    let mut scene = Scene::new();
    let made = scene.ok(
        "CreateVpc",
        "CidrBlock=10.1.2.3/16&AmazonProvidedIpv6CidrBlock=false&TagSpecification.1.ResourceType=vpc\
         &TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=main",
    );
    let vpc = text(&made, "Vpc.VpcId");
    assert!(vpc.starts_with("vpc-0") && vpc.len() == 21, "{vpc}");
    expect(
        &made,
        &[
            ("Vpc.State", "pending"),
            ("Vpc.CidrBlock", "10.1.0.0/16"),
            ("Vpc.Tags.0.Value", "main"),
        ],
    );

    let shown = scene.ok("DescribeVpcs", &format!("VpcId.1={vpc}"));
    expect(
        &shown,
        &[
            ("Vpcs.0.VpcId", &vpc),
            ("Vpcs.0.State", "available"),
            ("Vpcs.0.OwnerId", "111122223333"),
            ("Vpcs.0.CidrBlock", "10.1.0.0/16"),
            ("Vpcs.0.CidrBlockAssociationSet.0.CidrBlock", "10.1.0.0/16"),
            (
                "Vpcs.0.CidrBlockAssociationSet.0.CidrBlockState.State",
                "associated",
            ),
            ("Vpcs.0.InstanceTenancy", "default"),
            ("Vpcs.0.IsDefault", "false"),
            ("Vpcs.0.Tags.0.Key", "Name"),
        ],
    );
    assert!(text(&shown, "Vpcs.0.DhcpOptionsId").starts_with("dopt-0"));
    assert!(text(&shown, "Vpcs.0.CidrBlockAssociationSet.0.AssociationId").starts_with("vpc-cidr-assoc-0"));

    let of_vpc = format!("Filter.1.Name=vpc-id&Filter.1.Value.1={vpc}");
    let groups = scene.ok(
        "DescribeSecurityGroups",
        &format!("{of_vpc}&Filter.2.Name=group-name&Filter.2.Value.1=default"),
    );
    let group = text(&groups, "SecurityGroups.0.GroupId");
    expect(
        &groups,
        &[
            ("SecurityGroups.0.Description", "default VPC security group"),
            ("SecurityGroups.0.IpPermissions.0.IpProtocol", "-1"),
            ("SecurityGroups.0.IpPermissions.0.FromPort", "absent"),
            (
                "SecurityGroups.0.IpPermissions.0.UserIdGroupPairs.0.GroupId",
                &group,
            ),
            (
                "SecurityGroups.0.IpPermissions.0.UserIdGroupPairs.0.UserId",
                "111122223333",
            ),
            (
                "SecurityGroups.0.IpPermissionsEgress.0.IpRanges.0.CidrIp",
                "0.0.0.0/0",
            ),
        ],
    );
    let acls = scene.ok(
        "DescribeNetworkAcls",
        &format!("{of_vpc}&Filter.2.Name=default&Filter.2.Value.1=true"),
    );
    expect(
        &acls,
        &[
            ("NetworkAcls.0.IsDefault", "true"),
            ("NetworkAcls.0.Entries", "4 items"),
        ],
    );
    let tables = scene.ok(
        "DescribeRouteTables",
        &format!("{of_vpc}&Filter.2.Name=association.main&Filter.2.Value.1=true"),
    );
    expect(
        &tables,
        &[
            ("RouteTables.0.Associations.0.Main", "true"),
            ("RouteTables.0.Associations.0.SubnetId", "absent"),
            (
                "RouteTables.0.Associations.0.AssociationState.State",
                "associated",
            ),
            ("RouteTables.0.Routes.0.DestinationCidrBlock", "10.1.0.0/16"),
            ("RouteTables.0.Routes.0.GatewayId", "local"),
            ("RouteTables.0.Routes.0.Origin", "CreateRouteTable"),
            ("RouteTables.0.Routes.0.State", "active"),
        ],
    );

    scene.ok("DeleteVpc", &format!("VpcId={vpc}"));
    // The region's own DHCP options stay.
    assert_eq!(scene.world.dhcp_options.len(), 1);
    assert_eq!(scene.world.resources().count(), 1);
    scene.refused(
        "DescribeVpcs",
        &format!("VpcId.1={vpc}"),
        "InvalidVpcID.NotFound",
        &vpc,
    );
}

#[test]
fn blocks_of_vpcs_are_checked() {
    let mut scene = Scene::new();
    for (fields, code, words) in [
        (
            "CidrBlock=10.0.0.0/8",
            "InvalidVpc.Range",
            "The CIDR '10.0.0.0/8' is invalid.",
        ),
        ("CidrBlock=10.0.0.0/29", "InvalidVpc.Range", ""),
        (
            "CidrBlock=10.0.0.0",
            "InvalidParameterValue",
            "This is not a valid CIDR block.",
        ),
        ("", "MissingParameter", "cidrBlock"),
        (
            "CidrBlock=10.0.0.0/16&InstanceTenancy=host",
            "InvalidParameterValue",
            "instanceTenancy",
        ),
        (
            "CidrBlock=10.0.0.0/16&Ipv6Pool=ipv6pool-ec2-1",
            "UnsupportedOperation",
            "Ipv6Pool",
        ),
        (
            "CidrBlock=10.0.0.0/16&Ipv4IpamPoolId=ipam-pool-1",
            "UnsupportedOperation",
            "Ipv4IpamPoolId",
        ),
        (
            "CidrBlock=10.0.0.0/16&DryRun=true",
            "DryRunOperation",
            "would have succeeded",
        ),
    ] {
        scene.refused("CreateVpc", fields, code, words);
    }
    assert!(scene.world.vpcs.is_empty());
}

#[test]
fn a_vpc_in_use_stays() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let delete = format!("VpcId={vpc}");
    let stays = |scene: &mut Scene| {
        scene.refused(
            "DeleteVpc",
            &delete,
            "DependencyViolation",
            "has dependencies and cannot be deleted",
        );
    };
    let group = scene.group(&vpc, "g");
    stays(&mut scene);
    scene.ok("DeleteSecurityGroup", &format!("GroupId={group}"));
    let gateway = scene.gateway();
    scene.ok(
        "AttachInternetGateway",
        &format!("InternetGatewayId={gateway}&VpcId={vpc}"),
    );
    stays(&mut scene);
    scene.ok(
        "DetachInternetGateway",
        &format!("InternetGatewayId={gateway}&VpcId={vpc}"),
    );
    let subnet = scene.subnet(&vpc, "10.0.0.0/24", "eu-west-1a");
    stays(&mut scene);
    scene.ok("DeleteSubnet", &format!("SubnetId={subnet}"));
    let table = text(
        &scene.ok("CreateRouteTable", &format!("VpcId={vpc}")),
        "RouteTable.RouteTableId",
    );
    stays(&mut scene);
    scene.ok("DeleteRouteTable", &format!("RouteTableId={table}"));
    let acl = text(
        &scene.ok("CreateNetworkAcl", &format!("VpcId={vpc}")),
        "NetworkAcl.NetworkAclId",
    );
    stays(&mut scene);
    scene.ok("DeleteNetworkAcl", &format!("NetworkAclId={acl}"));
    scene.ok("DeleteVpc", &delete);
}

#[test]
fn attributes_are_read_back() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let read = |scene: &mut Scene, attribute: &str, member: &str| {
        let shown = scene.ok(
            "DescribeVpcAttribute",
            &format!("VpcId={vpc}&Attribute={attribute}"),
        );
        text(&shown, &format!("{member}.Value"))
    };
    assert_eq!(read(&mut scene, "enableDnsSupport", "EnableDnsSupport"), "true");
    assert_eq!(
        read(&mut scene, "enableDnsHostnames", "EnableDnsHostnames"),
        "false"
    );
    scene.ok(
        "ModifyVpcAttribute",
        &format!("VpcId={vpc}&EnableDnsHostnames.Value=true"),
    );
    assert_eq!(
        read(&mut scene, "enableDnsHostnames", "EnableDnsHostnames"),
        "true"
    );
    scene.ok(
        "ModifyVpcAttribute",
        &format!("VpcId={vpc}&EnableNetworkAddressUsageMetrics.Value=true"),
    );
    let metrics = read(
        &mut scene,
        "enableNetworkAddressUsageMetrics",
        "EnableNetworkAddressUsageMetrics",
    );
    assert_eq!(metrics, "true");
    let both = format!("VpcId={vpc}&EnableDnsHostnames.Value=true&EnableDnsSupport.Value=true");
    scene.refused(
        "ModifyVpcAttribute",
        &both,
        "InvalidParameterCombination",
        "multiple attribute types",
    );
    scene.refused(
        "ModifyVpcAttribute",
        &format!("VpcId={vpc}"),
        "InvalidParameterCombination",
        "No attributes",
    );
    scene.ok(
        "ModifyVpcAttribute",
        &format!("VpcId={vpc}&EnableDnsHostnames.Value=false"),
    );
    scene.ok(
        "ModifyVpcAttribute",
        &format!("VpcId={vpc}&EnableDnsSupport.Value=false"),
    );
    let hostnames = format!("VpcId={vpc}&EnableDnsHostnames.Value=true");
    scene.refused(
        "ModifyVpcAttribute",
        &hostnames,
        "InvalidParameterCombination",
        "DNS support",
    );
}
