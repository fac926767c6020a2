//! Network ACLs: entries in order, and which subnet has which.

use super::{Scene, column, expect, text};

#[test]
fn a_new_acl_denies_everything() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let made = scene.ok("CreateNetworkAcl", &format!("VpcId={vpc}&ClientToken=a"));
    let acl = text(&made, "NetworkAcl.NetworkAclId");
    expect(
        &made,
        &[
            ("ClientToken", "a"),
            ("NetworkAcl.IsDefault", "false"),
            ("NetworkAcl.VpcId", &vpc),
            ("NetworkAcl.OwnerId", "111122223333"),
            ("NetworkAcl.Entries", "2 items"),
            ("NetworkAcl.Entries.0.RuleNumber", "32767"),
            ("NetworkAcl.Entries.0.RuleAction", "deny"),
            ("NetworkAcl.Entries.0.Egress", "true"),
            ("NetworkAcl.Entries.0.Protocol", "-1"),
            ("NetworkAcl.Entries.0.CidrBlock", "0.0.0.0/0"),
            ("NetworkAcl.Associations", "0 items"),
        ],
    );
    assert_eq!(
        scene.ok("CreateNetworkAcl", &format!("VpcId={vpc}&ClientToken=a")),
        made
    );

    let entry = |rest: &str| format!("NetworkAclId={acl}&RuleAction=allow&Egress=false&{rest}");
    scene.ok(
        "CreateNetworkAclEntry",
        &entry("RuleNumber=200&Protocol=-1&CidrBlock=0.0.0.0/0"),
    );
    scene.ok(
        "CreateNetworkAclEntry",
        &entry("RuleNumber=100&Protocol=6&CidrBlock=100.68.0.18/18&PortRange.From=443&PortRange.To=443"),
    );
    scene.ok(
        "CreateNetworkAclEntry",
        &entry("RuleNumber=150&Protocol=1&CidrBlock=0.0.0.0/0&Icmp.Type=8&Icmp.Code=-1"),
    );
    for (fields, code, words) in [
        (
            "RuleNumber=100&Protocol=-1&CidrBlock=0.0.0.0/0",
            "NetworkAclEntryAlreadyExists",
            "identified by 100",
        ),
        (
            "RuleNumber=0&Protocol=-1&CidrBlock=0.0.0.0/0",
            "InvalidParameterValue",
            "between 1 and 32766",
        ),
        (
            "RuleNumber=32767&Protocol=-1&CidrBlock=0.0.0.0/0",
            "InvalidParameterValue",
            "between 1 and 32766",
        ),
        (
            "RuleNumber=1&Protocol=6&CidrBlock=0.0.0.0/0",
            "MissingParameter",
            "portRange",
        ),
        (
            "RuleNumber=1&Protocol=1&CidrBlock=0.0.0.0/0",
            "MissingParameter",
            "icmpTypeCode",
        ),
        (
            "RuleNumber=1&Protocol=6&CidrBlock=0.0.0.0/0&PortRange.From=2&PortRange.To=1",
            "InvalidParameterValue",
            "(2:1)",
        ),
        ("RuleNumber=1&Protocol=-1", "MissingParameter", "cidrBlock"),
        (
            "RuleNumber=1&Protocol=xyz&CidrBlock=0.0.0.0/0",
            "InvalidParameterValue",
            "Unknown protocol",
        ),
    ] {
        scene.refused("CreateNetworkAclEntry", &entry(fields), code, words);
    }
    scene.ok(
        "ReplaceNetworkAclEntry",
        &entry("RuleNumber=200&Protocol=17&CidrBlock=10.0.0.0/8&PortRange.From=53&PortRange.To=53"),
    );
    scene.refused(
        "ReplaceNetworkAclEntry",
        &entry("RuleNumber=201&Protocol=-1&CidrBlock=0.0.0.0/0"),
        "InvalidNetworkAclEntry.NotFound",
        "201",
    );
    let shown = scene.ok("DescribeNetworkAcls", &format!("NetworkAclId.1={acl}"));
    assert_eq!(
        column(&shown, "NetworkAcls.0.Entries", "RuleNumber"),
        ["32767", "100", "150", "200", "32767"]
    );
    assert_eq!(
        column(&shown, "NetworkAcls.0.Entries", "Protocol"),
        ["-1", "6", "1", "17", "-1"]
    );
    expect(
        &shown,
        &[
            ("NetworkAcls.0.Entries.1.CidrBlock", "100.68.0.0/18"),
            ("NetworkAcls.0.Entries.1.PortRange.From", "443"),
            ("NetworkAcls.0.Entries.1.RuleAction", "allow"),
            ("NetworkAcls.0.Entries.2.IcmpTypeCode.Type", "8"),
            ("NetworkAcls.0.Entries.2.PortRange", "absent"),
        ],
    );
    let gone = format!("NetworkAclId={acl}&RuleNumber=100&Egress=false");
    scene.ok("DeleteNetworkAclEntry", &gone);
    scene.refused(
        "DeleteNetworkAclEntry",
        &gone,
        "InvalidNetworkAclEntry.NotFound",
        "100",
    );
}

#[test]
fn a_direction_has_room_for_twenty_entries() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let acl = text(
        &scene.ok("CreateNetworkAcl", &format!("VpcId={vpc}")),
        "NetworkAcl.NetworkAclId",
    );
    let entry = |number: u32, egress: bool| {
        format!(
            "NetworkAclId={acl}&RuleNumber={number}&Egress={egress}&Protocol=-1&RuleAction=deny&CidrBlock=0.0.0.0/0"
        )
    };
    for number in 1..=20 {
        scene.ok("CreateNetworkAclEntry", &entry(number, true));
    }
    scene.refused(
        "CreateNetworkAclEntry",
        &entry(21, true),
        "NetworkAclEntryLimitExceeded",
        "",
    );
    scene.ok("CreateNetworkAclEntry", &entry(21, false));
}

#[test]
fn a_subnet_always_has_one_acl() {
    let mut scene = Scene::new();
    let vpc = scene.vpc();
    let subnet = scene.subnet(&vpc, "10.0.0.0/24", "eu-west-1a");
    let of_subnet = format!("Filter.1.Name=association.subnet-id&Filter.1.Value.1={subnet}");
    let first = scene.ok("DescribeNetworkAcls", &of_subnet);
    expect(
        &first,
        &[("NetworkAcls", "1 items"), ("NetworkAcls.0.IsDefault", "true")],
    );
    let association = text(&first, "NetworkAcls.0.Associations.0.NetworkAclAssociationId");
    let default = text(&first, "NetworkAcls.0.NetworkAclId");
    let acl = text(
        &scene.ok("CreateNetworkAcl", &format!("VpcId={vpc}")),
        "NetworkAcl.NetworkAclId",
    );
    let replace = format!("AssociationId={association}&NetworkAclId={acl}");
    let new = text(
        &scene.ok("ReplaceNetworkAclAssociation", &replace),
        "NewAssociationId",
    );
    assert_ne!(new, association);
    let by_id = format!("Filter.1.Name=association.association-id&Filter.1.Value.1={new}");
    assert_eq!(
        column(
            &scene.ok("DescribeNetworkAcls", &by_id),
            "NetworkAcls",
            "NetworkAclId"
        ),
        std::slice::from_ref(&acl)
    );
    scene.refused(
        "ReplaceNetworkAclAssociation",
        &replace,
        "InvalidAssociationID.NotFound",
        &association,
    );
    scene.refused(
        "DeleteNetworkAcl",
        &format!("NetworkAclId={acl}"),
        "DependencyViolation",
        "cannot be deleted",
    );
    scene.refused(
        "DeleteNetworkAcl",
        &format!("NetworkAclId={default}"),
        "InvalidParameterValue",
        "cannot delete default",
    );
    scene.ok(
        "ReplaceNetworkAclAssociation",
        &format!("AssociationId={new}&NetworkAclId={default}"),
    );
    scene.ok("DeleteNetworkAcl", &format!("NetworkAclId={acl}"));
}
