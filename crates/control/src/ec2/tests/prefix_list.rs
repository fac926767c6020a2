//! The list of CloudFront's addresses.

use super::{Scene, expect, text};

#[test]
fn the_origin_facing_list_has_real_entries() {
    let mut scene = Scene::new();
    let named =
        "Filter.1.Name=prefix-list-name&Filter.1.Value.1=com.amazonaws.global.cloudfront.origin-facing";
    let shown = scene.ok("DescribeManagedPrefixLists", named);
    let list = text(&shown, "PrefixLists.0.PrefixListId");
    expect(
        &shown,
        &[
            ("PrefixLists", "1 items"),
            (
                "PrefixLists.0.PrefixListName",
                "com.amazonaws.global.cloudfront.origin-facing",
            ),
            ("PrefixLists.0.AddressFamily", "IPv4"),
            ("PrefixLists.0.State", "create-complete"),
            ("PrefixLists.0.OwnerId", "AWS"),
            (
                "PrefixLists.0.PrefixListArn",
                &format!("arn:aws:ec2:eu-west-1:aws:prefix-list/{list}"),
            ),
        ],
    );
    let first = scene.ok(
        "GetManagedPrefixListEntries",
        &format!("PrefixListId={list}&MaxResults=5"),
    );
    expect(&first, &[("Entries", "5 items")]);
    let all = scene.ok("GetManagedPrefixListEntries", &format!("PrefixListId={list}"));
    expect(
        &all,
        &[
            ("NextToken", "absent"),
            ("Entries.0.Cidr", &text(&first, "Entries.0.Cidr")),
        ],
    );
    scene.refused(
        "GetManagedPrefixListEntries",
        "PrefixListId=pl-1",
        "InvalidPrefixListID.NotFound",
        "pl-1",
    );
    let own = scene.ok(
        "DescribeManagedPrefixLists",
        "Filter.1.Name=owner-id&Filter.1.Value.1=111122223333",
    );
    expect(&own, &[("PrefixLists", "0 items")]);
    expect(
        &scene.ok("DescribePrefixLists", named),
        &[("PrefixLists.0.PrefixListId", &list)],
    );
    let service = "Filter.1.Name=prefix-list-name&Filter.1.Value.1=com.amazonaws.eu-west-1.execute-api";
    expect(
        &scene.ok("DescribePrefixLists", service),
        &[("PrefixLists", "0 items")],
    );
    scene.become_caller("111122223333", "us-east-1");
    assert_ne!(
        text(&scene.ok("DescribePrefixLists", ""), "PrefixLists.0.PrefixListId"),
        list
    );
}
