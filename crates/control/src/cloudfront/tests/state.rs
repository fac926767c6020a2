//! States on the way, which `--deploy-delay` prolongs.

use adit_wire::{Value, record};

use super::*;

#[test]
fn a_distribution_is_deployed_once_the_delay_is_over() {
    let mut stand = Stand::new();
    stand.delay = Duration::minutes(5);
    let off = config("c").with("Enabled", false);
    let made = stand.ok("CreateDistribution", record! { "DistributionConfig" => off });
    let (id, etag) = (text(&made, "Distribution.Id"), text(&made, "ETag"));
    let get = record! { "Id" => &id };
    assert_eq!(
        text(&stand.ok("GetDistribution", &get), "Distribution.Status"),
        "InProgress"
    );
    let listed = stand.ok("ListDistributions", record! {});
    assert_eq!(text(&listed, "DistributionList.Items.0.Status"), "InProgress");
    let delete = record! { "Id" => &id, "IfMatch" => &etag };
    let early = stand.refused("DeleteDistribution", &delete);
    assert!(early.starts_with("DistributionNotDisabled: "), "{early}");
    let batch = record! { "Paths" => list(vec!["/*"]), "CallerReference" => "one" };
    let invalidation = stand.ok(
        "CreateInvalidation",
        record! { "DistributionId" => &id, "InvalidationBatch" => batch },
    );
    let shown = stand.ok("GetDistribution", &get);
    assert_eq!(
        at(&shown, "Distribution.InProgressInvalidationBatches"),
        &Value::Int(1)
    );

    stand.now += Duration::minutes(5);
    assert_eq!(
        text(&stand.ok("GetDistribution", &get), "Distribution.Status"),
        "Deployed"
    );
    let read = record! { "DistributionId" => &id, "Id" => text(&invalidation, "Invalidation.Id") };
    assert_eq!(
        text(&stand.ok("GetInvalidation", read), "Invalidation.Status"),
        "Completed"
    );
    stand.ok("DeleteDistribution", &delete);
}

#[test]
fn so_is_a_vpc_origin() {
    let mut stand = Stand::new();
    stand.delay = Duration::minutes(5);
    let made = stand.ok(
        "CreateVpcOrigin",
        record! { "VpcOriginEndpointConfig" => endpoint("one") },
    );
    let get = record! { "Id" => text(&made, "VpcOrigin.Id") };
    assert_eq!(
        text(&stand.ok("GetVpcOrigin", &get), "VpcOrigin.Status"),
        "Deploying"
    );
    stand.now += Duration::minutes(5);
    assert_eq!(
        text(&stand.ok("GetVpcOrigin", &get), "VpcOrigin.Status"),
        "Deployed"
    );
    let listed = stand.ok("ListVpcOrigins", record! {});
    assert_eq!(text(&listed, "VpcOriginList.Items.0.Status"), "Deployed");
}
