//! Filters, pages, owners, zones, regions: what all describe calls share.

use super::{Scene, column, expect, text};

#[test]
fn an_unknown_filter_is_an_error() {
    let mut scene = Scene::new();
    for operation in [
        "DescribeVpcs",
        "DescribeSubnets",
        "DescribeInternetGateways",
        "DescribeRouteTables",
        "DescribeSecurityGroups",
        "DescribeSecurityGroupRules",
        "DescribeNetworkAcls",
        "DescribeVpcEndpoints",
        "DescribeVpcEndpointServices",
        "DescribeNetworkInterfaces",
        "DescribeManagedPrefixLists",
        "DescribePrefixLists",
        "DescribeAvailabilityZones",
        "DescribeRegions",
        "DescribeTags",
    ] {
        scene.refused(
            operation,
            "Filter.1.Name=colour&Filter.1.Value.1=x",
            "InvalidParameterValue",
            "The filter 'colour' is invalid",
        );
    }
    scene.refused(
        "DescribeVpcs",
        "Filter.1.Name=vpc-id",
        "InvalidParameterValue",
        "at least one value",
    );
}

#[test]
fn pages_give_each_item_once() {
    let mut scene = Scene::new();
    let mut all: Vec<String> = (0..13).map(|_| scene.vpc()).collect();
    all.sort();
    let (mut seen, mut fields) = (Vec::new(), "MaxResults=5".to_owned());
    for _ in 0..3 {
        let page = scene.ok("DescribeVpcs", &fields);
        seen.extend(column(&page, "Vpcs", "VpcId"));
        fields = format!("MaxResults=5&NextToken={}", text(&page, "NextToken"));
    }
    assert_eq!(seen, all);
    assert!(fields.ends_with("absent"));
    scene.refused("DescribeVpcs", "NextToken=!", "InvalidNextToken", "'!'");
}

#[test]
fn others_do_not_see_what_is_mine() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    for (account, region) in [("111122223333", "eu-west-2"), ("444455556666", "eu-west-1")] {
        scene.become_caller(account, region);
        expect(&scene.ok("DescribeVpcs", ""), &[("Vpcs", "0 items")]);
        expect(
            &scene.ok("DescribeSecurityGroupRules", ""),
            &[("SecurityGroupRules", "0 items")],
        );
        scene.refused(
            "DeleteVpc",
            &format!("VpcId={vpc}"),
            "InvalidVpcID.NotFound",
            &vpc,
        );
        scene.refused(
            "CreateTags",
            &format!("ResourceId.1={vpc}&Tag.1.Key=a"),
            "InvalidVpcID.NotFound",
            &vpc,
        );
    }
    assert_eq!(scene.world.vpcs.len(), 1);
}

#[test]
fn zones_regions_and_the_account() {
    let mut scene = Scene::new();
    let zones = scene.ok(
        "DescribeAvailabilityZones",
        "Filter.1.Name=state&Filter.1.Value.1=available",
    );
    assert_eq!(
        column(&zones, "AvailabilityZones", "ZoneName"),
        ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    );
    expect(
        &zones,
        &[
            ("AvailabilityZones.0.ZoneId", "euw1-az1"),
            ("AvailabilityZones.0.RegionName", "eu-west-1"),
            ("AvailabilityZones.0.State", "available"),
            ("AvailabilityZones.0.OptInStatus", "opt-in-not-required"),
            ("AvailabilityZones.0.ZoneType", "availability-zone"),
            ("AvailabilityZones.0.NetworkBorderGroup", "eu-west-1"),
        ],
    );
    let one = scene.ok(
        "DescribeAvailabilityZones",
        "ZoneName.1=eu-west-1b&Filter.1.Name=region-name&Filter.1.Value.1=eu-west-1",
    );
    expect(&one, &[("AvailabilityZones", "1 items")]);
    scene.refused(
        "DescribeAvailabilityZones",
        "ZoneName.1=eu-west-1z",
        "InvalidParameterValue",
        "eu-west-1z",
    );

    let region = scene.ok("DescribeRegions", "RegionName.1=eu-west-1");
    expect(
        &region,
        &[
            ("Regions.0.Endpoint", "ec2.eu-west-1.amazonaws.com"),
            ("Regions", "1 items"),
        ],
    );
    expect(&scene.ok("DescribeRegions", ""), &[("Regions", "17 items")]);
    let others = scene.ok(
        "DescribeRegions",
        "AllRegions=true&Filter.1.Name=opt-in-status&Filter.1.Value.1=not-opted-in",
    );
    expect(&others, &[("Regions.0.RegionName", "af-south-1")]);
    scene.refused(
        "DescribeRegions",
        "RegionName.1=xx-west-1",
        "InvalidParameterValue",
        "xx-west-1",
    );

    let account = scene.ok("DescribeAccountAttributes", "AttributeName.1=default-vpc");
    expect(
        &account,
        &[
            ("AccountAttributes", "1 items"),
            ("AccountAttributes.0.AttributeName", "default-vpc"),
            ("AccountAttributes.0.AttributeValues.0.AttributeValue", "none"),
        ],
    );
}
