//! Tags of every kind of resource.

use adit_wire::record;

use super::*;

#[test]
fn every_resource_has_tags() {
    let mut bench = Bench::new();
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    let listener = bench.listener(&balancer, 80, &group);
    let condition = record! { "Field" => "path-pattern", "Values" => vec!["/a"] };
    let made = bench.elb(
        "CreateRule",
        record! {
            "ListenerArn" => &listener, "Priority" => 1, "Conditions" => vec![condition], "Actions" => vec![forward(&group)],
            "Tags" => vec![record! { "Key" => "born", "Value" => "with" }],
        },
    );
    let rule = text(&made, "Rules/0/RuleArn");
    let all = vec![
        balancer.as_str(),
        group.as_str(),
        listener.as_str(),
        rule.as_str(),
    ];
    let tags = vec![record! { "Key" => "a", "Value" => "1" }, record! { "Key" => "b" }];
    bench.elb(
        "AddTags",
        record! { "ResourceArns" => all.clone(), "Tags" => tags },
    );
    bench.elb(
        "RemoveTags",
        record! { "ResourceArns" => all.clone(), "TagKeys" => vec!["a", "none"] },
    );
    let read = bench.elb("DescribeTags", record! { "ResourceArns" => all.clone() });
    for (at, arn) in all.iter().enumerate() {
        assert_eq!(text(&read, &format!("TagDescriptions/{at}/ResourceArn")), *arn);
        assert_eq!(text(&read, &format!("TagDescriptions/{at}/Tags/0/Key")), "b");
        assert_eq!(text(&read, &format!("TagDescriptions/{at}/Tags/0/Value")), "");
    }
    assert_eq!(text(&read, "TagDescriptions/3/Tags/1/Key"), "born");
}

#[test]
fn tags_are_refused() {
    let mut bench = Bench::new();
    let balancer = bench.balancer("web");
    let add = |keys: Vec<String>| {
        let tags: Vec<Record> = keys.into_iter().map(|key| record! { "Key" => key }).collect();
        record! { "ResourceArns" => vec![balancer.as_str()], "Tags" => tags }
    };
    let error = bench.refused("AddTags", add(vec!["aws:x".to_owned()]));
    assert_eq!(
        error,
        "ValidationError: Tag keys beginning with 'aws:' are reserved for AWS use"
    );
    let error = bench.refused("AddTags", add((0..51).map(|n| n.to_string()).collect()));
    assert!(error.starts_with("TooManyTags"), "{error}");
    let missing = format!("{balancer}0");
    let error = bench.refused(
        "DescribeTags",
        record! { "ResourceArns" => vec![missing.as_str()] },
    );
    assert_eq!(
        error,
        format!("LoadBalancerNotFound: Load balancers '[{missing}]' not found")
    );
    let error = bench.refused("DescribeTags", record! { "ResourceArns" => vec!["arn:aws:x"] });
    assert_eq!(error, "ValidationError: 'arn:aws:x' is not a valid resource ARN");
}
