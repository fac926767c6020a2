//! Functions in their two stages, the stores they read, and the behaviors that run them.

use adit_wire::{Value, record};

use super::distribution_config::with_behavior;
use super::*;

const CODE: &[u8] = b"function handler(event) { return event.request; }";

fn config(comment: &str, stores: Vec<&str>) -> Record {
    let stores: Vec<Record> = stores
        .into_iter()
        .map(|arn| record! { "KeyValueStoreARN" => arn })
        .collect();
    record! {
        "Comment" => comment, "Runtime" => "cloudfront-js-2.0",
        "KeyValueStoreAssociations" => list(stores),
    }
}

fn create(name: &str) -> Record {
    record! { "Name" => name, "FunctionConfig" => config("first", Vec::new()), "FunctionCode" => CODE.to_vec() }
}

fn associations(arns: Vec<(&str, &str)>) -> Record {
    let one = |(arn, event): (&str, &str)| record! { "FunctionARN" => arn, "EventType" => event };
    let items: Vec<Record> = arns.into_iter().map(one).collect();
    record! { "DistributionConfig" => with_behavior(behavior("api").with("FunctionAssociations", list(items))) }
}

#[test]
fn a_function_is_developed_published_used_and_deleted() {
    let mut stand = Stand::new();
    let made = stand.ok("CreateFunction", create("guard"));
    let arn = "arn:aws:cloudfront::123456789012:function/guard";
    assert_eq!(text(&made, "FunctionSummary.FunctionMetadata.FunctionARN"), arn);
    assert_eq!(text(&made, "FunctionSummary.Status"), "UNPUBLISHED");
    assert_eq!(
        text(&made, "FunctionSummary.FunctionMetadata.Stage"),
        "DEVELOPMENT"
    );
    let again = stand.refused("CreateFunction", create("guard"));
    assert!(again.starts_with("FunctionAlreadyExists: "), "{again}");
    let live = record! { "Name" => "guard", "Stage" => "LIVE" };
    assert!(
        stand
            .refused("DescribeFunction", &live)
            .starts_with("NoSuchFunctionExists: ")
    );
    let error = stand.refused("CreateDistribution", associations(vec![(arn, "viewer-request")]));
    assert!(error.starts_with("InvalidFunctionAssociation: "), "{error}");

    let publish = record! { "Name" => "guard", "IfMatch" => text(&made, "ETag") };
    let published = stand.ok("PublishFunction", publish);
    assert_eq!(text(&published, "FunctionSummary.Status"), "UNASSOCIATED");
    let update = record! {
        "Name" => "guard", "IfMatch" => text(&made, "ETag"),
        "FunctionConfig" => config("second", Vec::new()), "FunctionCode" => b"function handler() {}".to_vec(),
    };
    let updated = stand.ok("UpdateFunction", update.clone());
    assert!(
        stand
            .refused("UpdateFunction", update)
            .starts_with("PreconditionFailed: ")
    );
    let code = stand.ok("GetFunction", &live);
    assert_eq!(at(&code, "FunctionCode"), &Value::Blob(CODE.to_vec()));
    let described = stand.ok("DescribeFunction", record! { "Name" => "guard" });
    assert_eq!(
        text(&described, "FunctionSummary.FunctionConfig.Comment"),
        "second"
    );
    assert_eq!(text(&described, "FunctionSummary.Status"), "UNPUBLISHED");
    for (stage, count) in [(None, 2), (Some("LIVE"), 1), (Some("DEVELOPMENT"), 1)] {
        let listed = stand.ok("ListFunctions", record! { "Stage" => stage });
        assert_eq!(
            at(&listed, "FunctionList.Quantity"),
            &Value::Int(count),
            "{stage:?}"
        );
    }

    for refused in [
        vec![(arn, "origin-request")],
        vec![(arn, "viewer-request"), (arn, "viewer-request")],
    ] {
        let error = stand.refused("CreateDistribution", associations(refused));
        assert!(error.starts_with("InvalidFunctionAssociation: "), "{error}");
    }
    let used = stand.ok("CreateDistribution", associations(vec![(arn, "viewer-request")]));
    assert_eq!(
        text(&stand.ok("DescribeFunction", &live), "FunctionSummary.Status"),
        "DEPLOYED"
    );
    let delete = record! { "Name" => "guard", "IfMatch" => text(&updated, "ETag") };
    assert_eq!(
        stand.refused("DeleteFunction", &delete),
        "FunctionInUse: Cannot delete function guard, it is in use by 1 distributions"
    );
    let distribution = DistributionId::parse(&text(&used, "Distribution.Id")).unwrap();
    stand.remove(Key::Distribution(distribution));
    stand.ok("DeleteFunction", &delete);
    let gone = stand.refused("GetFunction", record! { "Name" => "guard" });
    assert!(gone.starts_with("NoSuchFunctionExists: "), "{gone}");
}

#[test]
fn a_function_is_checked() {
    let mut stand = Stand::new();
    let big = create("big").with("FunctionCode", vec![b' '; 10_241]);
    assert!(
        stand
            .refused("CreateFunction", big)
            .starts_with("FunctionSizeLimitExceeded: ")
    );
    let arn = "arn:aws:cloudfront::123456789012:key-value-store/00000000-0000-4000-8000-000000000000";
    let unknown = create("f").with("FunctionConfig", config("", vec![arn]));
    assert!(
        stand
            .refused("CreateFunction", unknown)
            .starts_with("InvalidArgument: The key value store")
    );
    let old = config("", vec![arn]).with("Runtime", "cloudfront-js-1.0");
    let error = stand.refused("CreateFunction", create("f").with("FunctionConfig", old));
    assert!(
        error.starts_with("InvalidArgument: The parameter KeyValueStoreAssociations"),
        "{error}"
    );
}

#[test]
fn a_key_value_store_is_kept_while_a_function_reads_it() {
    let mut stand = Stand::new();
    let tags = record! { "Items" => vec![record! { "Key" => "team", "Value" => "edge" }] };
    let made = stand.ok(
        "CreateKeyValueStore",
        record! { "Name" => "routes", "Comment" => "first", "Tags" => tags },
    );
    assert_eq!(text(&made, "KeyValueStore.Status"), "PROVISIONING");
    let arn = text(&made, "KeyValueStore.ARN");
    let shown = stand.ok("ListTagsForResource", record! { "Resource" => &arn });
    assert_eq!(text(&shown, "Tags.Items.0.Value"), "edge");
    let again = stand.refused("CreateKeyValueStore", record! { "Name" => "routes" });
    assert!(again.starts_with("EntityAlreadyExists: "), "{again}");
    let update = record! { "Name" => "routes", "Comment" => "second", "IfMatch" => text(&made, "ETag") };
    let updated = stand.ok("UpdateKeyValueStore", update);
    let read = stand.ok("DescribeKeyValueStore", record! { "Name" => "routes" });
    assert_eq!(text(&read, "KeyValueStore.Comment"), "second");
    assert_eq!(text(&read, "KeyValueStore.Status"), "READY");
    for (status, count) in [("READY", 1), ("PROVISIONING", 0)] {
        let listed = stand.ok("ListKeyValueStores", record! { "Status" => status });
        assert_eq!(at(&listed, "KeyValueStoreList.Quantity"), &Value::Int(count));
    }
    let reading = create("reader").with("FunctionConfig", config("", vec![&arn]));
    let function = stand.ok("CreateFunction", reading);
    let stores = "FunctionSummary.FunctionConfig.KeyValueStoreAssociations.Items.0.KeyValueStoreARN";
    assert_eq!(text(&function, stores), arn);
    let delete = record! { "Name" => "routes", "IfMatch" => text(&updated, "ETag") };
    let held = stand.refused("DeleteKeyValueStore", &delete);
    assert!(held.starts_with("CannotDeleteEntityWhileInUse: "), "{held}");
    stand.ok(
        "DeleteFunction",
        record! { "Name" => "reader", "IfMatch" => text(&function, "ETag") },
    );
    stand.ok("DeleteKeyValueStore", &delete);
    let gone = stand.refused("DescribeKeyValueStore", record! { "Name" => "routes" });
    assert!(gone.starts_with("EntityNotFound: "), "{gone}");
}
