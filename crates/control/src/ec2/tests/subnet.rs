//! Subnets: blocks, zones, attributes.

use super::{Scene, column, expect, text};

#[test]
fn a_subnet_lies_in_its_vpc() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let made = scene.ok(
        "CreateSubnet",
        &format!("VpcId={vpc}&CidrBlock=10.0.1.9/24&AvailabilityZoneId=euw1-az2"),
    );
    let subnet = text(&made, "Subnet.SubnetId");
    scene.ok(
        "ModifySubnetAttribute",
        &format!("SubnetId={subnet}&MapPublicIpOnLaunch.Value=true"),
    );
    scene.ok(
        "ModifySubnetAttribute",
        &format!("SubnetId={subnet}&PrivateDnsHostnameTypeOnLaunch=resource-name"),
    );
    let arn = format!("arn:aws:ec2:eu-west-1:111122223333:subnet/{subnet}");
    expect(
        &scene.ok("DescribeSubnets", &format!("SubnetId.1={subnet}")),
        &[
            ("Subnets.0.SubnetArn", &arn),
            ("Subnets.0.VpcId", &vpc),
            ("Subnets.0.OwnerId", "111122223333"),
            ("Subnets.0.State", "available"),
            ("Subnets.0.CidrBlock", "10.0.1.0/24"),
            ("Subnets.0.AvailableIpAddressCount", "251"),
            ("Subnets.0.AvailabilityZone", "eu-west-1b"),
            ("Subnets.0.AvailabilityZoneId", "euw1-az2"),
            ("Subnets.0.DefaultForAz", "false"),
            ("Subnets.0.MapPublicIpOnLaunch", "true"),
            (
                "Subnets.0.PrivateDnsNameOptionsOnLaunch.HostnameType",
                "resource-name",
            ),
            ("Subnets.0.Ipv6CidrBlockAssociationSet", "0 items"),
            ("Subnets.0.Tags", "0 items"),
        ],
    );
    for (fields, code, words) in [
        (
            "CidrBlock=10.1.0.0/24",
            "InvalidSubnet.Range",
            "The CIDR '10.1.0.0/24' is invalid.",
        ),
        ("CidrBlock=10.0.0.0/29", "InvalidSubnet.Range", ""),
        (
            "CidrBlock=10.0.0.0/20",
            "InvalidSubnet.Conflict",
            "The CIDR '10.0.0.0/20' conflicts with another subnet",
        ),
        (
            "CidrBlock=10.0.2.0/24&AvailabilityZone=eu-west-1d",
            "InvalidParameterValue",
            "eu-west-1a, eu-west-1b, eu-west-1c",
        ),
        (
            "CidrBlock=x",
            "InvalidParameterValue",
            "Value (x) for parameter cidrBlock is invalid.",
        ),
    ] {
        scene.refused("CreateSubnet", &format!("VpcId={vpc}&{fields}"), code, words);
    }
    scene.refused(
        "CreateSubnet",
        "VpcId=vpc-1&CidrBlock=10.0.2.0/24",
        "InvalidVpcID.NotFound",
        "vpc-1",
    );
    scene.refused(
        "CreateSubnet",
        "VpcId=subnet-1&CidrBlock=10.0.2.0/24",
        "InvalidVpcID.Malformed",
        "subnet-1",
    );
    let zones = scene.ok(
        "DescribeSubnets",
        "Filter.1.Name=availability-zone&Filter.1.Value.1=eu-west-1?",
    );
    assert_eq!(column(&zones, "Subnets", "SubnetId"), [subnet]);
}
