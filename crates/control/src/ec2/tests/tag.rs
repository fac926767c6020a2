//! Tags of everything that has them.

use super::{Scene, column, expect, text};

#[test]
fn tags_are_set_read_and_removed() {
    let mut scene = Scene::new();
    let (vpc, gateway) = (scene.vpc(), scene.gateway());
    let group = scene.group(&vpc, "g");
    let rules = scene.ok(
        "DescribeSecurityGroupRules",
        &format!("Filter.1.Name=group-id&Filter.1.Value.1={group}"),
    );
    let rule = text(&rules, "SecurityGroupRules.0.SecurityGroupRuleId");
    let both = format!("ResourceId.1={vpc}&ResourceId.2={rule}");
    scene.ok(
        "CreateTags",
        &format!("{both}&Tag.1.Key=Name&Tag.1.Value=main&Tag.2.Key=env"),
    );
    scene.ok(
        "CreateTags",
        &format!("ResourceId.1={gateway}&Tag.1.Key=Name&Tag.1.Value=other"),
    );
    let tags = scene.ok(
        "DescribeTags",
        &format!("Filter.1.Name=resource-id&Filter.1.Value.1={vpc}"),
    );
    assert_eq!(column(&tags, "Tags", "Key"), ["Name", "env"]);
    assert_eq!(column(&tags, "Tags", "Value"), ["main", ""]);
    assert_eq!(column(&tags, "Tags", "ResourceType"), ["vpc", "vpc"]);
    let mains = scene.ok("DescribeTags", "Filter.1.Name=tag:Name&Filter.1.Value.1=m*");
    let mut kinds = column(&mains, "Tags", "ResourceType");
    kinds.sort();
    assert_eq!(kinds, ["security-group-rule", "vpc"]);
    let named = "Filter.1.Name=tag:Name&Filter.1.Value.1=main&Filter.2.Name=tag-key&Filter.2.Value.1=env";
    assert_eq!(
        column(&scene.ok("DescribeVpcs", named), "Vpcs", "VpcId"),
        std::slice::from_ref(&vpc)
    );
    let by_tag = scene.ok(
        "DescribeSecurityGroupRules",
        "Filter.1.Name=tag:Name&Filter.1.Value.1=main",
    );
    expect(&by_tag, &[("SecurityGroupRules", "1 items")]);

    scene.ok(
        "DeleteTags",
        &format!("ResourceId.1={vpc}&Tag.1.Key=Name&Tag.1.Value=wrong&Tag.2.Key=env"),
    );
    let tags = scene.ok(
        "DescribeTags",
        &format!("Filter.1.Name=resource-id&Filter.1.Value.1={vpc}"),
    );
    assert_eq!(column(&tags, "Tags", "Key"), ["Name"]);
    scene.ok("DeleteTags", &both);
    expect(
        &scene.ok("DescribeTags", ""),
        &[("Tags", "1 items"), ("Tags.0.ResourceId", &gateway)],
    );
}

#[test]
fn tags_are_checked() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let long = "k".repeat(129);
    for (fields, code, words) in [
        (
            format!("ResourceId.1={vpc}&Tag.1.Key=aws:x"),
            "InvalidParameterValue",
            "reserved for internal use",
        ),
        (
            format!("ResourceId.1={vpc}&Tag.1.Key={long}"),
            "InvalidParameterValue",
            "maximum length of 128",
        ),
        (
            "ResourceId.1=vpc-1&Tag.1.Key=a".to_owned(),
            "InvalidVpcID.NotFound",
            "vpc-1",
        ),
        (
            "ResourceId.1=zzz-1&Tag.1.Key=a".to_owned(),
            "InvalidID",
            "'zzz-1' is not valid",
        ),
    ] {
        scene.refused("CreateTags", &fields, code, words);
    }
    let tags: String = (0..51).map(|i| format!("&Tag.{}.Key=k{i}", i + 1)).collect();
    scene.refused(
        "CreateTags",
        &format!("ResourceId.1={vpc}{tags}"),
        "TagLimitExceeded",
        "",
    );
    let wrong = "CidrBlock=10.0.0.0/16&TagSpecification.1.ResourceType=subnet&TagSpecification.1.Tag.1.Key=a";
    scene.refused(
        "CreateVpc",
        wrong,
        "InvalidParameterValue",
        "'subnet' is not a valid taggable resource type",
    );
    let empty = "CidrBlock=10.0.0.0/16&TagSpecification.1.ResourceType=vpc";
    scene.refused("CreateVpc", empty, "InvalidParameterValue", "at least one tag");
}
