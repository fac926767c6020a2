//! Distributions as resources: ids, versions, status, deletion, lists.

use adit_model::distribution::DeployStatus;
use adit_wire::{Value, record};

use super::*;

#[test]
fn a_new_distribution_has_awss_forms_and_is_deployed_when_read_again() {
    let mut stand = Stand::new();
    let made = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => config("one") },
    );
    let id = text(&made, "Distribution.Id");
    assert!(
        id.len() == 14
            && id.starts_with('E')
            && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    );
    let domain = text(&made, "Distribution.DomainName");
    assert!(
        domain.starts_with('d') && domain.ends_with(".cloudfront.net") && domain.len() == 29,
        "{domain}"
    );
    let etag = text(&made, "ETag");
    assert!(etag.len() == 14 && etag.starts_with('E'));
    assert_eq!(
        text(&made, "Distribution.ARN"),
        format!("arn:aws:cloudfront::{ACCOUNT}:distribution/{id}")
    );
    assert_eq!(
        text(&made, "Location"),
        format!("https://cloudfront.amazonaws.com/2020-05-31/distribution/{id}")
    );
    assert_eq!(text(&made, "Distribution.Status"), "InProgress");

    let read = stand.ok("GetDistribution", record! { "Id" => &id });
    assert_eq!(text(&read, "Distribution.Status"), "Deployed");
    assert_eq!(text(&read, "ETag"), etag);
    assert_eq!(at(&read, "Distribution.LastModifiedTime"), &Value::Time(NOW));
    assert_eq!(
        at(&read, "Distribution.DistributionConfig"),
        at(&made, "Distribution.DistributionConfig")
    );
    let only = stand.ok("GetDistributionConfig", record! { "Id" => &id });
    assert_eq!(
        at(&only, "DistributionConfig"),
        at(&made, "Distribution.DistributionConfig")
    );
    let stored = stand.world.distributions.iter().next().unwrap();
    assert_eq!(stored.status, DeployStatus::Deployed);
}

#[test]
fn a_caller_reference_is_used_once() {
    let mut stand = Stand::new();
    let made = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => config("one") },
    );
    let again = stand.refused(
        "CreateDistribution",
        record! { "DistributionConfig" => config("one") },
    );
    let id = text(&made, "Distribution.Id");
    assert_eq!(
        again,
        format!(
            "DistributionAlreadyExists: The caller reference that you are using to create a distribution is \
             associated with another distribution. Already exists: {id}"
        )
    );
    // Another account is free to use it.
    stand.account = "210987654321";
    stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => config("one") },
    );
    let hidden = stand.refused("GetDistribution", record! { "Id" => id });
    assert_eq!(
        hidden,
        "NoSuchDistribution: The specified distribution does not exist."
    );
}

#[test]
fn an_update_names_the_version_that_it_replaces() {
    let mut stand = Stand::new();
    let made = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => config("one") },
    );
    let (id, etag) = (text(&made, "Distribution.Id"), text(&made, "ETag"));
    let changed = || config("one").with("Comment", "changed");
    let update = |if_match: Option<&str>| {
        record! { "DistributionConfig" => changed(), "Id" => &id, "IfMatch" => if_match }
    };
    for missing in [None, Some(""), Some("*"), Some("not-an-etag")] {
        let error = stand.refused("UpdateDistribution", update(missing));
        assert_eq!(
            error, "InvalidIfMatchVersion: The If-Match version is missing or not valid for the resource.",
            "{missing:?}"
        );
    }
    let stale = stand
        .call("UpdateDistribution", &update(Some("E1PA6795UKMFR9")))
        .unwrap_err();
    assert_eq!((&*stale.code, stale.status), ("PreconditionFailed", Some(412)));

    let updated = stand.ok("UpdateDistribution", update(Some(&etag)));
    assert_eq!(text(&updated, "Distribution.Status"), "InProgress");
    assert_eq!(
        text(&updated, "Distribution.DistributionConfig.Comment"),
        "changed"
    );
    let new = text(&updated, "ETag");
    assert_ne!(new, etag);
    // What was read can be written back as it is.
    let read = stand.ok("GetDistributionConfig", record! { "Id" => &id });
    let input = record! {
        "DistributionConfig" => at(&read, "DistributionConfig").clone(), "Id" => &id, "IfMatch" => &new,
    };
    let same = stand.ok("UpdateDistribution", input);
    assert_eq!(
        at(&same, "Distribution.DistributionConfig"),
        at(&read, "DistributionConfig")
    );

    let renamed =
        record! { "DistributionConfig" => config("two"), "Id" => &id, "IfMatch" => text(&same, "ETag") };
    assert!(
        stand
            .refused("UpdateDistribution", renamed)
            .starts_with("IllegalUpdate: ")
    );
}

#[test]
fn only_a_disabled_distribution_is_deleted() {
    let mut stand = Stand::new();
    let made = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => config("one") },
    );
    let (id, etag) = (text(&made, "Distribution.Id"), text(&made, "ETag"));
    let error = stand.refused("DeleteDistribution", record! { "Id" => &id, "IfMatch" => &etag });
    assert_eq!(
        error,
        "DistributionNotDisabled: The distribution you are trying to delete has not been disabled."
    );
    let disabled = record! {
        "DistributionConfig" => config("one").with("Enabled", false), "Id" => &id, "IfMatch" => &etag,
    };
    let etag = text(&stand.ok("UpdateDistribution", disabled), "ETag");
    stand.ok("DeleteDistribution", record! { "Id" => &id, "IfMatch" => &etag });
    assert!(stand.world.distributions.is_empty());
    let gone = stand.refused("DeleteDistribution", record! { "Id" => &id, "IfMatch" => &etag });
    assert!(gone.starts_with("NoSuchDistribution: "));
}

#[test]
fn distributions_are_listed_in_pages() {
    let mut stand = Stand::new();
    let empty = stand.ok("ListDistributions", record! {});
    let nothing = record! { "Marker" => "", "IsTruncated" => false, "MaxItems" => 100, "Quantity" => 0 };
    assert_eq!(empty, record! { "DistributionList" => nothing });
    for reference in ["a", "b", "c"] {
        stand.ok(
            "CreateDistribution",
            record! { "DistributionConfig" => config(reference) },
        );
    }
    let first = stand.ok("ListDistributions", record! { "MaxItems" => "2" });
    assert_eq!(at(&first, "DistributionList.IsTruncated"), &Value::Bool(true));
    assert_eq!(at(&first, "DistributionList.MaxItems"), &Value::Int(2));
    let marker = text(&first, "DistributionList.NextMarker");
    assert_eq!(text(&first, "DistributionList.Items.1.Id"), marker);
    assert_eq!(text(&first, "DistributionList.Items.1.Status"), "Deployed");
    assert_eq!(text(&first, "DistributionList.Items.1.HttpVersion"), "http2");
    let rest = stand.ok("ListDistributions", record! { "Marker" => &marker });
    assert_eq!(at(&rest, "DistributionList.Quantity"), &Value::Int(1));
    assert_eq!(at(&rest, "DistributionList.IsTruncated"), &Value::Bool(false));
    assert!(
        stand
            .refused("ListDistributions", record! { "MaxItems" => "many" })
            .starts_with("InvalidArgument: ")
    );
}
