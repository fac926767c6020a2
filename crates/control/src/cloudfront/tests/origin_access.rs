//! Access of CloudFront to origins: controls, identities, and the buckets that name them.

use adit_wire::{Value, record};

use super::distribution_config::with_origin;
use super::*;

fn control(name: &str, kind: &str) -> Record {
    record! {
        "OriginAccessControlConfig" => record! {
            "Name" => name, "Description" => "for tests", "SigningProtocol" => "sigv4",
            "SigningBehavior" => "always", "OriginAccessControlOriginType" => kind,
        },
    }
}

fn identity(reference: &str, comment: &str) -> Record {
    record! {
        "CloudFrontOriginAccessIdentityConfig" => record! { "CallerReference" => reference, "Comment" => comment },
    }
}

fn bucket(identity: &str) -> Record {
    record! {
        "Id" => "api", "DomainName" => "bucket.s3.eu-west-1.amazonaws.com",
        "S3OriginConfig" => record! { "OriginAccessIdentity" => identity },
    }
}

#[test]
fn an_access_control_is_made_changed_used_and_deleted() {
    let mut stand = Stand::new();
    let sent = control("mine", "s3");
    let made = stand.ok("CreateOriginAccessControl", &sent);
    let (id, etag) = (text(&made, "OriginAccessControl.Id"), text(&made, "ETag"));
    let read = stand.ok("GetOriginAccessControlConfig", record! { "Id" => &id });
    assert_eq!(
        at(&read, "OriginAccessControlConfig"),
        at(&sent, "OriginAccessControlConfig")
    );
    let again = stand.refused("CreateOriginAccessControl", &sent);
    assert!(again.starts_with("OriginAccessControlAlreadyExists: "), "{again}");
    let other = stand.ok("CreateOriginAccessControl", control("other", "lambda"));
    let changed = control("renamed", "s3").with("Id", &id).with("IfMatch", &etag);
    let etag = text(&stand.ok("UpdateOriginAccessControl", changed), "ETag");
    let listed = stand.ok("ListOriginAccessControls", record! { "MaxItems" => "1" });
    assert_eq!(
        at(&listed, "OriginAccessControlList.IsTruncated"),
        &Value::Bool(true)
    );
    let marker = text(&listed, "OriginAccessControlList.NextMarker");
    let rest = stand.ok("ListOriginAccessControls", record! { "Marker" => marker });
    assert_eq!(at(&rest, "OriginAccessControlList.Quantity"), &Value::Int(1));

    let unsuited = text(&other, "OriginAccessControl.Id");
    for (control, expected) in [
        (unsuited.as_str(), "InvalidDomainNameForOriginAccessControl: "),
        ("E00000000000", "InvalidOriginAccessControl: "),
    ] {
        let input = with_origin(bucket("").with("OriginAccessControlId", control));
        let error = stand.refused("CreateDistribution", record! { "DistributionConfig" => input });
        assert!(error.starts_with(expected), "{error}");
    }
    let used = with_origin(bucket("").with("OriginAccessControlId", &id));
    let made = stand.ok("CreateDistribution", record! { "DistributionConfig" => used });
    let origin = "Distribution.DistributionConfig.Origins.Items.0";
    assert_eq!(text(&made, &format!("{origin}.OriginAccessControlId")), id);
    let delete = record! { "Id" => &id, "IfMatch" => &etag };
    let error = stand.refused("DeleteOriginAccessControl", &delete);
    assert!(error.starts_with("OriginAccessControlInUse: "), "{error}");
    let distribution = DistributionId::parse(&text(&made, "Distribution.Id")).unwrap();
    stand.remove(Key::Distribution(distribution));
    stand.ok("DeleteOriginAccessControl", &delete);
    let gone = stand.refused("GetOriginAccessControl", record! { "Id" => &id });
    assert!(gone.starts_with("NoSuchOriginAccessControl: "), "{gone}");
}

#[test]
fn an_access_identity_is_made_once_for_its_reference() {
    let mut stand = Stand::new();
    let made = stand.ok("CreateCloudFrontOriginAccessIdentity", identity("one", "a"));
    let same = stand.ok("CreateCloudFrontOriginAccessIdentity", identity("one", "a"));
    let id = text(&made, "CloudFrontOriginAccessIdentity.Id");
    assert_eq!(text(&same, "CloudFrontOriginAccessIdentity.Id"), id);
    let other = stand.refused("CreateCloudFrontOriginAccessIdentity", identity("one", "b"));
    assert!(
        other.starts_with("CloudFrontOriginAccessIdentityAlreadyExists: "),
        "{other}"
    );
    let user = text(&made, "CloudFrontOriginAccessIdentity.S3CanonicalUserId");
    assert_eq!(user.len(), 96);
    let update = |reference: &str| {
        identity(reference, "changed")
            .with("Id", &id)
            .with("IfMatch", text(&made, "ETag"))
    };
    let moved = stand.refused("UpdateCloudFrontOriginAccessIdentity", update("two"));
    assert!(moved.starts_with("IllegalUpdate: "), "{moved}");
    let changed = stand.ok("UpdateCloudFrontOriginAccessIdentity", update("one"));
    assert_eq!(
        text(&changed, "CloudFrontOriginAccessIdentity.S3CanonicalUserId"),
        user
    );
    let read = stand.ok("GetCloudFrontOriginAccessIdentityConfig", record! { "Id" => &id });
    assert_eq!(
        text(&read, "CloudFrontOriginAccessIdentityConfig.Comment"),
        "changed"
    );

    let name = format!("origin-access-identity/cloudfront/{id}");
    let access = stand.ok("CreateOriginAccessControl", control("mine", "s3"));
    let both = bucket(&name).with("OriginAccessControlId", text(&access, "OriginAccessControl.Id"));
    let error = stand.refused(
        "CreateDistribution",
        record! { "DistributionConfig" => with_origin(both) },
    );
    assert!(error.starts_with("IllegalOriginAccessConfiguration: "), "{error}");
    let used = record! { "DistributionConfig" => with_origin(bucket(&name)) };
    let shown = stand.ok("CreateDistribution", used);
    let origin = "Distribution.DistributionConfig.Origins.Items.0";
    assert_eq!(
        text(&shown, &format!("{origin}.S3OriginConfig.OriginAccessIdentity")),
        name
    );
    let delete = record! { "Id" => &id, "IfMatch" => text(&changed, "ETag") };
    let error = stand.refused("DeleteCloudFrontOriginAccessIdentity", delete);
    assert!(
        error.starts_with("CloudFrontOriginAccessIdentityInUse: "),
        "{error}"
    );
    let listed = stand.ok("ListCloudFrontOriginAccessIdentities", record! {});
    assert_eq!(
        text(&listed, "CloudFrontOriginAccessIdentityList.Items.0.Comment"),
        "changed"
    );
}
