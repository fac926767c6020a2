//! Tags of distributions and VPC origins.

use adit_wire::record;

use super::*;

fn tags(pairs: &[(&str, &str)]) -> Record {
    record! { "Items" => pairs.iter().map(|(k, v)| record! { "Key" => *k, "Value" => *v }).collect::<Vec<_>>() }
}

#[test]
fn tags_are_set_changed_and_removed() {
    let mut stand = Stand::new();
    let tagged = record! { "DistributionConfig" => config("c"), "Tags" => tags(&[("a", "1"), ("b", "2")]) };
    let made = stand.ok(
        "CreateDistributionWithTags",
        record! { "DistributionConfigWithTags" => tagged },
    );
    let origin = stand.ok(
        "CreateVpcOrigin",
        record! { "VpcOriginEndpointConfig" => endpoint("one"), "Tags" => tags(&[("a", "1"), ("b", "2")]) },
    );
    for arn in [text(&made, "Distribution.ARN"), text(&origin, "VpcOrigin.Arn")] {
        stand.ok(
            "TagResource",
            record! { "Resource" => &arn, "Tags" => tags(&[("b", "3"), ("c", "")]) },
        );
        let listed = stand.ok("ListTagsForResource", record! { "Resource" => &arn });
        let expected = record! { "Tags" => tags(&[("a", "1"), ("b", "3"), ("c", "")]) };
        assert_eq!(listed, expected);
        let keys = record! { "Items" => vec!["a", "unknown"] };
        stand.ok("UntagResource", record! { "Resource" => &arn, "TagKeys" => keys });
        let listed = stand.ok("ListTagsForResource", record! { "Resource" => &arn });
        assert_eq!(listed, record! { "Tags" => tags(&[("b", "3"), ("c", "")]) });
        let reserved = record! { "Resource" => &arn, "Tags" => tags(&[("aws:x", "1")]) };
        assert!(
            stand
                .refused("TagResource", reserved)
                .starts_with("InvalidTagging: ")
        );
        let names: Vec<String> = (0..51).map(|n| format!("k{n}")).collect();
        let many: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "v")).collect();
        let many = record! { "Resource" => &arn, "Tags" => tags(&many) };
        assert!(stand.refused("TagResource", many).starts_with("InvalidTagging: "));
    }
    for arn in [
        "arn:aws:cloudfront::123456789012:distribution/E0",
        "arn:aws:cloudfront::210987654321:distribution/E0",
    ] {
        let error = stand
            .call("ListTagsForResource", &record! { "Resource" => arn })
            .unwrap_err();
        assert_eq!((&*error.code, error.status), ("NoSuchResource", Some(404)));
    }
}
