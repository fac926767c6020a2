//! Security groups and their rules.

use super::{Scene, column, expect, text};

#[test]
fn a_group_lets_nothing_in_and_everything_out() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let made = scene.ok(
        "CreateSecurityGroup",
        &format!("GroupName=web&GroupDescription=the web&VpcId={vpc}"),
    );
    let group = text(&made, "GroupId");
    let arn = format!("arn:aws:ec2:eu-west-1:111122223333:security-group/{group}");
    expect(&made, &[("SecurityGroupArn", &arn), ("Tags", "0 items")]);
    let named =
        format!("Filter.1.Name=group-name&Filter.1.Value.1=w*&Filter.2.Name=vpc-id&Filter.2.Value.1={vpc}");
    expect(
        &scene.ok("DescribeSecurityGroups", &named),
        &[
            ("SecurityGroups", "1 items"),
            ("SecurityGroups.0.GroupId", &group),
            ("SecurityGroups.0.GroupName", "web"),
            ("SecurityGroups.0.Description", "the web"),
            ("SecurityGroups.0.OwnerId", "111122223333"),
            ("SecurityGroups.0.VpcId", &vpc),
            ("SecurityGroups.0.SecurityGroupArn", &arn),
            ("SecurityGroups.0.IpPermissions", "0 items"),
            ("SecurityGroups.0.IpPermissionsEgress.0.IpProtocol", "-1"),
            (
                "SecurityGroups.0.IpPermissionsEgress.0.IpRanges.0.CidrIp",
                "0.0.0.0/0",
            ),
            ("SecurityGroups.0.IpPermissionsEgress.0.PrefixListIds", "0 items"),
        ],
    );
    let create = |name: &str| format!("GroupName={name}&GroupDescription=d&VpcId={vpc}");
    scene.refused(
        "CreateSecurityGroup",
        &create("web"),
        "InvalidGroup.Duplicate",
        "'web' already exists for VPC",
    );
    scene.refused(
        "CreateSecurityGroup",
        &create("default"),
        "InvalidParameterValue",
        "reserved security group name",
    );
    scene.refused(
        "CreateSecurityGroup",
        &create("sg-web"),
        "InvalidParameterValue",
        "sg-*",
    );
    scene.refused(
        "CreateSecurityGroup",
        &create("CloudFront-VPCOrigins-Service-SG-1"),
        "InvalidParameterValue",
        "CloudFront",
    );
    scene.refused(
        "CreateSecurityGroup",
        "GroupName=a&GroupDescription=d",
        "VPCIdNotSpecified",
        "No default VPC",
    );
    scene.refused(
        "CreateSecurityGroup",
        "GroupName=a",
        "MissingParameter",
        "Description",
    );
}

#[test]
fn rules_are_joined_into_permissions() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let (group, peer) = (scene.group(&vpc, "web"), scene.group(&vpc, "peer"));
    let made = scene.ok(
        "AuthorizeSecurityGroupIngress",
        &format!(
            "GroupId={group}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=443&IpPermissions.1.ToPort=443\
             &IpPermissions.1.IpRanges.1.CidrIp=100.68.0.18/18&IpPermissions.1.IpRanges.1.Description=one\
             &IpPermissions.1.Ipv6Ranges.1.CidrIpv6=::/0&IpPermissions.1.Groups.1.GroupId={peer}\
             &IpPermissions.2.IpProtocol=icmp&IpPermissions.2.FromPort=-1&IpPermissions.2.ToPort=-1\
             &IpPermissions.2.IpRanges.1.CidrIp=0.0.0.0/0\
             &TagSpecification.1.ResourceType=security-group-rule&TagSpecification.1.Tag.1.Key=k"
        ),
    );
    expect(
        &made,
        &[
            ("Return", "true"),
            ("SecurityGroupRules", "4 items"),
            ("SecurityGroupRules.0.GroupId", &group),
            ("SecurityGroupRules.0.GroupOwnerId", "111122223333"),
            ("SecurityGroupRules.0.IsEgress", "false"),
            ("SecurityGroupRules.0.IpProtocol", "tcp"),
            ("SecurityGroupRules.0.FromPort", "443"),
            ("SecurityGroupRules.0.CidrIpv4", "100.68.0.0/18"),
            ("SecurityGroupRules.0.Description", "one"),
            ("SecurityGroupRules.0.Tags.0.Key", "k"),
            ("SecurityGroupRules.1.CidrIpv6", "::/0"),
            ("SecurityGroupRules.2.ReferencedGroupInfo.GroupId", &peer),
            ("SecurityGroupRules.2.ReferencedGroupInfo.UserId", "111122223333"),
            ("SecurityGroupRules.3.IpProtocol", "icmp"),
        ],
    );
    let flat = format!("GroupId={group}&IpProtocol=tcp&FromPort=443&ToPort=443&CidrIp=10.0.0.0/8");
    scene.ok("AuthorizeSecurityGroupIngress", &flat);
    let words = "\"peer: 10.0.0.0/8, TCP, from port: 443, to port: 443, ALLOW\" already exists";
    scene.refused(
        "AuthorizeSecurityGroupIngress",
        &flat,
        "InvalidPermission.Duplicate",
        words,
    );
    let shown = scene.ok("DescribeSecurityGroups", &format!("GroupId.1={group}"));
    expect(&shown, &[("SecurityGroups.0.IpPermissions", "2 items")]);
    assert_eq!(
        column(&shown, "SecurityGroups.0.IpPermissions.0.IpRanges", "CidrIp"),
        ["100.68.0.0/18", "10.0.0.0/8"]
    );
    expect(
        &shown,
        &[
            (
                "SecurityGroups.0.IpPermissions.0.UserIdGroupPairs.0.GroupId",
                &peer,
            ),
            ("SecurityGroups.0.IpPermissions.0.Ipv6Ranges.0.CidrIpv6", "::/0"),
            ("SecurityGroups.0.IpPermissions.1.FromPort", "-1"),
        ],
    );

    let rules = scene.ok(
        "DescribeSecurityGroupRules",
        &format!("Filter.1.Name=group-id&Filter.1.Value.1={group}"),
    );
    expect(&rules, &[("SecurityGroupRules", "6 items")]);
    let first = scene.ok("DescribeSecurityGroupRules", "MaxResults=5");
    let next = text(&first, "NextToken");
    let second = scene.ok(
        "DescribeSecurityGroupRules",
        &format!("MaxResults=5&NextToken={next}"),
    );
    expect(&first, &[("SecurityGroupRules", "5 items")]);
    let mut all = column(&first, "SecurityGroupRules", "SecurityGroupRuleId");
    all.extend(column(&second, "SecurityGroupRules", "SecurityGroupRuleId"));
    let sorted: std::collections::BTreeSet<_> = all.iter().cloned().collect();
    assert_eq!(sorted.len(), all.len());
    assert_eq!(
        all.len(),
        9,
        "two of the default group, six of the first, one of the second"
    );

    scene.refused(
        "DeleteSecurityGroup",
        &format!("GroupId={peer}"),
        "DependencyViolation",
        "has a dependent object",
    );
    let revoke = format!(
        "GroupId={group}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=443&IpPermissions.1.ToPort=443\
         &IpPermissions.1.Groups.1.GroupId={peer}"
    );
    let revoked = scene.ok("RevokeSecurityGroupIngress", &revoke);
    expect(
        &revoked,
        &[
            ("Return", "true"),
            ("RevokedSecurityGroupRules.0.ReferencedGroupId", &peer),
            ("RevokedSecurityGroupRules.0.FromPort", "443"),
        ],
    );
    scene.refused(
        "RevokeSecurityGroupIngress",
        &revoke,
        "InvalidPermission.NotFound",
        "does not exist in this security group",
    );
    scene.ok("DeleteSecurityGroup", &format!("GroupId={peer}"));
}

#[test]
fn rules_are_revoked_and_changed_by_id() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let group = scene.group(&vpc, "web");
    let all = "IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0";
    let all_v6 = "IpPermissions.1.IpProtocol=-1&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=::/0";
    scene.ok("RevokeSecurityGroupEgress", &format!("GroupId={group}&{all}"));
    scene.refused(
        "RevokeSecurityGroupEgress",
        &format!("GroupId={group}&{all_v6}"),
        "InvalidPermission.NotFound",
        "",
    );
    let made = scene.ok("AuthorizeSecurityGroupEgress", &format!("GroupId={group}&{all}"));
    expect(
        &made,
        &[
            ("SecurityGroupRules.0.FromPort", "-1"),
            ("SecurityGroupRules.0.IsEgress", "true"),
        ],
    );
    scene.refused(
        "AuthorizeSecurityGroupEgress",
        &format!("GroupId={group}&{all}"),
        "InvalidPermission.Duplicate",
        "peer: 0.0.0.0/0, ALL, ALLOW",
    );
    let rule = text(&made, "SecurityGroupRules.0.SecurityGroupRuleId");
    assert!(rule.starts_with("sgr-0"));
    let modify = format!(
        "GroupId={group}&SecurityGroupRule.1.SecurityGroupRuleId={rule}&SecurityGroupRule.1.SecurityGroupRule.IpProtocol=tcp\
         &SecurityGroupRule.1.SecurityGroupRule.FromPort=80&SecurityGroupRule.1.SecurityGroupRule.ToPort=81\
         &SecurityGroupRule.1.SecurityGroupRule.CidrIpv4=10.0.0.0/8&SecurityGroupRule.1.SecurityGroupRule.Description=x"
    );
    scene.ok("ModifySecurityGroupRules", &modify);
    expect(
        &scene.ok(
            "DescribeSecurityGroupRules",
            &format!("SecurityGroupRuleId.1={rule}"),
        ),
        &[
            ("SecurityGroupRules.0.IpProtocol", "tcp"),
            ("SecurityGroupRules.0.ToPort", "81"),
            ("SecurityGroupRules.0.CidrIpv4", "10.0.0.0/8"),
            ("SecurityGroupRules.0.Description", "x"),
            ("SecurityGroupRules.0.IsEgress", "true"),
        ],
    );
    let describe = format!(
        "GroupId={group}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=80&IpPermissions.1.ToPort=81\
         &IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8&IpPermissions.1.IpRanges.1.Description=new"
    );
    scene.ok("UpdateSecurityGroupRuleDescriptionsEgress", &describe);
    scene.refused(
        "UpdateSecurityGroupRuleDescriptionsIngress",
        &describe,
        "InvalidPermission.NotFound",
        "",
    );
    let by_id = format!(
        "GroupId={group}&SecurityGroupRuleDescription.1.SecurityGroupRuleId={rule}&SecurityGroupRuleDescription.1.Description=y"
    );
    scene.refused(
        "UpdateSecurityGroupRuleDescriptionsIngress",
        &by_id,
        "InvalidSecurityGroupRuleId.NotFound",
        &rule,
    );
    let shown = scene.ok(
        "DescribeSecurityGroupRules",
        &format!("SecurityGroupRuleId.1={rule}"),
    );
    expect(&shown, &[("SecurityGroupRules.0.Description", "new")]);
    let revoke = format!("GroupId={group}&SecurityGroupRuleId.1={rule}");
    scene.refused(
        "RevokeSecurityGroupIngress",
        &revoke,
        "InvalidSecurityGroupRuleId.NotFound",
        &rule,
    );
    scene.ok("RevokeSecurityGroupEgress", &revoke);
    scene.refused(
        "DescribeSecurityGroupRules",
        &format!("SecurityGroupRuleId.1={rule}"),
        "InvalidSecurityGroupRuleId.NotFound",
        "",
    );
}

#[test]
fn permissions_are_checked() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let group = scene.group(&vpc, "web");
    let foreign = {
        let other = text(&scene.ok("CreateVpc", "CidrBlock=10.9.0.0/16"), "Vpc.VpcId");
        scene.group(&other, "other")
    };
    for (fields, code, words) in [
        ("FromPort=1&ToPort=2&CidrIp=0.0.0.0/0".to_owned(), "InvalidParameterValue", "must specify protocols explicitly"),
        ("IpProtocol=foo&CidrIp=0.0.0.0/0".to_owned(), "InvalidParameterValue", "Unknown protocol"),
        ("IpProtocol=tcp&CidrIp=0.0.0.0/0".to_owned(), "InvalidParameterValue", "both from and to ports"),
        ("IpProtocol=tcp&FromPort=2&ToPort=1&CidrIp=0.0.0.0/0".to_owned(), "InvalidParameterValue", "port range (2:1)"),
        ("IpProtocol=tcp&FromPort=1&ToPort=70000&CidrIp=0.0.0.0/0".to_owned(), "InvalidParameterValue", "(70000) out of range"),
        ("IpProtocol=tcp&FromPort=1&ToPort=1".to_owned(), "MissingParameter", "Missing source specification"),
        ("IpProtocol=tcp&FromPort=1&ToPort=1&CidrIp=10.0.0.1".to_owned(), "InvalidParameterValue", "CIDR block 10.0.0.1 is malformed"),
        ("IpProtocol=tcp&FromPort=1&ToPort=1&CidrIp=::/0".to_owned(), "InvalidParameterValue", "malformed"),
        ("IpProtocol=icmp&FromPort=8&CidrIp=0.0.0.0/0".to_owned(), "InvalidParameterValue", "both ICMP type and code"),
        (
            format!("IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId={foreign}"),
            "InvalidGroup.NotFound",
            "different networks",
        ),
        ("IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId=sg-1".to_owned(), "InvalidGroup.NotFound", "sg-1"),
        ("IpPermissions.1.IpProtocol=-1&IpPermissions.1.PrefixListIds.1.PrefixListId=pl-1".to_owned(), "InvalidPrefixListID.NotFound", "pl-1"),
        (
            "IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0&IpPermissions.1.IpRanges.1.Description=é".to_owned(),
            "InvalidParameterValue",
            "Invalid rule description",
        ),
        (
            "IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=1.0.0.0/8&IpPermissions.1.IpRanges.2.CidrIp=1.2.0.0/8".to_owned(),
            "InvalidParameterValue",
            "must not appear multiple times",
        ),
        (String::new(), "MissingParameter", "ipPermissions"),
        ("SourceSecurityGroupName=web".to_owned(), "UnsupportedOperation", "SourceSecurityGroupName"),
    ] {
        scene.refused("AuthorizeSecurityGroupIngress", &format!("GroupId={group}&{fields}"), code, words);
    }
}

#[test]
fn a_prefix_list_weighs_fifty_five_of_sixty() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let group = scene.group(&vpc, "alb");
    let lists = scene.ok("DescribeManagedPrefixLists", "");
    let list = text(&lists, "PrefixLists.0.PrefixListId");
    let from_list = |port: u32| {
        format!(
            "GroupId={group}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort={port}&IpPermissions.1.ToPort={port}\
             &IpPermissions.1.PrefixListIds.1.PrefixListId={list}"
        )
    };
    let one = |i: u32| format!("GroupId={group}&IpProtocol=tcp&FromPort={i}&ToPort={i}&CidrIp=10.0.0.0/8");
    scene.ok("AuthorizeSecurityGroupIngress", &from_list(443));
    scene.refused(
        "AuthorizeSecurityGroupIngress",
        &from_list(80),
        "RulesPerSecurityGroupLimitExceeded",
        "maximum number of rules",
    );
    for i in 1..=5 {
        scene.ok("AuthorizeSecurityGroupIngress", &one(i));
    }
    scene.refused(
        "AuthorizeSecurityGroupIngress",
        &one(6),
        "RulesPerSecurityGroupLimitExceeded",
        "",
    );
    let v6 =
        format!("GroupId={group}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=::/0");
    scene.ok("AuthorizeSecurityGroupIngress", &v6);
    scene.ok("AuthorizeSecurityGroupEgress", &from_list(443));
    let by_list = format!("Filter.1.Name=ip-permission.prefix-list-id&Filter.1.Value.1={list}");
    assert_eq!(
        column(
            &scene.ok("DescribeSecurityGroups", &by_list),
            "SecurityGroups",
            "GroupId"
        ),
        [group]
    );
}

#[test]
fn the_default_group_stays() {
    let mut scene = Scene::new();
    scene.vpc();
    let groups = scene.ok("DescribeSecurityGroups", "");
    let group = text(&groups, "SecurityGroups.0.GroupId");
    scene.refused(
        "DeleteSecurityGroup",
        &format!("GroupId={group}"),
        "CannotDelete",
        "cannot be deleted by a user",
    );
}
