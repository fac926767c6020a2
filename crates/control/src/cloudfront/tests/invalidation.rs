//! Invalidations: the effect on the edge, and what is remembered.

use adit_wire::{Value, record};

use super::*;

fn batch(reference: &str, paths: Vec<&str>) -> Record {
    record! { "Paths" => list(paths), "CallerReference" => reference }
}

#[test]
fn an_invalidation_reaches_the_edge_and_is_complete_when_read() {
    let mut stand = Stand::new();
    let made = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => config("c") },
    );
    let (id, etag) = (text(&made, "Distribution.Id"), text(&made, "ETag"));
    let invalidate = |b: Record| record! { "DistributionId" => &id, "InvalidationBatch" => b };
    let first = stand.ok(
        "CreateInvalidation",
        invalidate(batch("one", vec!["/index.html", "/img/*"])),
    );
    assert_eq!(text(&first, "Invalidation.Status"), "InProgress");
    assert_eq!(
        text(&first, "Invalidation.InvalidationBatch.Paths.Items.1"),
        "/img/*"
    );
    let invalidation = text(&first, "Invalidation.Id");
    let paths = ["/index.html", "/img/*"].map(str::to_owned).to_vec();
    assert_eq!(
        stand.effects,
        [Effect::Invalidate {
            distribution: id.clone(),
            paths
        }]
    );
    let read = stand.ok(
        "GetInvalidation",
        record! { "DistributionId" => &id, "Id" => &invalidation },
    );
    assert_eq!(text(&read, "Invalidation.Status"), "Completed");
    assert_eq!(at(&read, "Invalidation.CreateTime"), &Value::Time(NOW));
    // The distribution's version is not moved by it.
    assert_eq!(
        text(&stand.ok("GetDistribution", record! { "Id" => &id }), "ETag"),
        etag
    );

    let again = stand.ok(
        "CreateInvalidation",
        invalidate(batch("one", vec!["/index.html", "/img/*"])),
    );
    assert_eq!(text(&again, "Invalidation.Id"), invalidation);
    assert_eq!(
        stand.refused("CreateInvalidation", invalidate(batch("one", vec!["/other"]))),
        "InvalidArgument: Your request contains a caller reference that was used for a previous invalidation batch \
         for the same distribution."
    );
    stand.ok("CreateInvalidation", invalidate(batch("two", vec!["/*"])));
    let newest = stand.ok(
        "ListInvalidations",
        record! { "DistributionId" => &id, "MaxItems" => "1" },
    );
    let marker = text(&newest, "InvalidationList.NextMarker");
    let older = stand.ok(
        "ListInvalidations",
        record! { "DistributionId" => &id, "Marker" => marker },
    );
    assert_eq!(text(&older, "InvalidationList.Items.0.Id"), invalidation);
    let none = record! { "DistributionId" => &id, "Id" => "I0" };
    assert!(
        stand
            .refused("GetInvalidation", none)
            .starts_with("NoSuchInvalidation: ")
    );

    for n in 0..100 {
        stand.ok(
            "CreateInvalidation",
            invalidate(batch(&format!("more-{n}"), vec!["/x"])),
        );
    }
    let all = stand.ok(
        "ListInvalidations",
        record! { "DistributionId" => &id, "MaxItems" => "500" },
    );
    assert_eq!(at(&all, "InvalidationList.Quantity"), &Value::Int(100));
}

#[test]
fn paths_are_checked() {
    let mut stand = Stand::new();
    let made = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => config("c") },
    );
    let id = text(&made, "Distribution.Id");
    let mut refused = |paths: Vec<&str>| {
        let input = record! { "DistributionId" => &id, "InvalidationBatch" => batch("r", paths) };
        stand.refused("CreateInvalidation", input)
    };
    let invalid = "InvalidArgument: Your request contains one or more invalid invalidation paths.";
    for paths in [vec![], vec!["index.html"], vec!["/a b"]] {
        assert_eq!(refused(paths.clone()), invalid, "{paths:?}");
    }
    assert!(refused(vec!["/*"; 16]).starts_with("TooManyInvalidationsInProgress: "));
    assert!(refused(vec!["/a"; 3001]).starts_with("BatchTooLarge: "));
}
