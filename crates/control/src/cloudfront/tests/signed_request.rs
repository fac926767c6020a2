//! Keys for signed requests: public keys, key groups, and the behaviors that trust them.

use adit_wire::{Value, record};

use super::distribution_config::with_behavior;
use super::*;

const RSA: &str = "-----BEGIN PUBLIC KEY-----\n\
     MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxAWF4NFCGYLIy4qtzQeM\n\
     jIYoScToxcU1myjCRhFohtmoayJlq9ZdhKwp7Gd1RyJgPpGqNtPbq3+D26t47gTv\n\
     6YGe+3fI07dTbqwGVcB38fPZzBSvoy1hrI7SMAemHtDvwKVMe2cLteARbaoSjtiO\n\
     Ro8SQwx8b1Jz+SLQiIYqWdzU+FYi+f6+bgyGbDFHBc2OosVcpBVPnUzz84T2evf6\n\
     OexhDTpyLttg/uefB4YTQ91o+4M5J+U4VPBFCDZdCHVicZjjjKF67XYw/7rsigwH\n\
     uWYMGkOMgApMvUBRKVeWhtJkPcVWdraOX2cPjg11JvpNX+r+u0VX+8BiqJU4L0us\n\
     ywIDAQAB\n\
     -----END PUBLIC KEY-----\n";
const P256: &str = "-----BEGIN PUBLIC KEY-----\n\
     MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKg8kTZGrP0E7w5Y5h4Y7cb108nMB\n\
     eY0w44dYpSZRLZDhHK/GCa7b5ChdcIobSQZ/KK/DLGvg7GE7HjObM1t7OQ==\n\
     -----END PUBLIC KEY-----\n";
/// 1024 bits.
const SHORT: &str = "-----BEGIN PUBLIC KEY-----\n\
     MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDA+o5h3IzMOimev2KIUqinyvV0\n\
     Dv3ciW6oOS1gMB3BMvwmQq8zqXmNxdcJpsUY5HRwd1kUDEQzzWuBAosVt+xZzpMt\n\
     XZe+6IqSToyniSkqetYvYg+Fl+VGKexMb+TEGw6KRcmm94WW3iGV+8glH4619Z7A\n\
     HLjH6bP5kW36IECROwIDAQAB\n\
     -----END PUBLIC KEY-----\n";

fn key(name: &str, encoded: &str) -> Record {
    record! {
        "PublicKeyConfig" => record! {
            "CallerReference" => format!("for {name}"), "Name" => name, "EncodedKey" => encoded, "Comment" => "a key",
        },
    }
}

fn group(name: &str, items: Vec<&str>) -> Record {
    record! { "KeyGroupConfig" => record! { "Name" => name, "Items" => items, "Comment" => "a group" } }
}

#[test]
fn a_public_key_is_checked_and_never_changes() {
    let mut stand = Stand::new();
    let sent = key("rsa", RSA);
    let made = stand.ok("CreatePublicKey", &sent);
    let (id, etag) = (text(&made, "PublicKey.Id"), text(&made, "ETag"));
    assert!(id.len() == 14 && id.starts_with('K'), "{id}");
    assert_eq!(text(&stand.ok("CreatePublicKey", &sent), "PublicKey.Id"), id);
    stand.ok("CreatePublicKey", key("ec", P256));
    for (config, expected) in [
        (
            key("short", SHORT),
            "InvalidArgument: Your request contains empty/invalid/out of limits RSA Encoded Key",
        ),
        (key("none", "key"), "InvalidArgument: "),
        (key("rsa", P256), "PublicKeyAlreadyExists: "),
    ] {
        let error = stand.refused("CreatePublicKey", config);
        assert!(error.starts_with(expected), "{error}");
    }
    let read = stand.ok("GetPublicKeyConfig", record! { "Id" => &id });
    assert_eq!(at(&read, "PublicKeyConfig"), at(&sent, "PublicKeyConfig"));
    let update = |config: Record| config.with("Id", &id).with("IfMatch", &etag);
    let other = stand.refused("UpdatePublicKey", update(key("rsa", P256)));
    assert!(
        other.starts_with("CannotChangeImmutablePublicKeyFields: "),
        "{other}"
    );
    let config =
        record! { "CallerReference" => "for rsa", "Name" => "rsa", "EncodedKey" => RSA, "Comment" => "b" };
    let changed = stand.ok("UpdatePublicKey", update(record! { "PublicKeyConfig" => config }));
    assert_eq!(text(&changed, "PublicKey.PublicKeyConfig.Comment"), "b");
    let listed = stand.ok("ListPublicKeys", record! {});
    assert_eq!(at(&listed, "PublicKeyList.Quantity"), &Value::Int(2));
    stand.ok(
        "DeletePublicKey",
        record! { "Id" => &id, "IfMatch" => text(&changed, "ETag") },
    );
    assert!(
        stand
            .refused("GetPublicKey", record! { "Id" => &id })
            .starts_with("NoSuchPublicKey: ")
    );
}

#[test]
fn a_key_group_holds_keys_and_behaviors_hold_it() {
    let mut stand = Stand::new();
    let made = stand.ok("CreatePublicKey", key("rsa", RSA));
    let (rsa, rsa_etag) = (text(&made, "PublicKey.Id"), text(&made, "ETag"));
    let unknown = stand.refused("CreateKeyGroup", group("mine", vec!["K0"]));
    assert!(unknown.starts_with("InvalidArgument: "), "{unknown}");
    let made = stand.ok("CreateKeyGroup", group("mine", vec![&rsa]));
    let (id, etag) = (text(&made, "KeyGroup.Id"), text(&made, "ETag"));
    let read = stand.ok("GetKeyGroupConfig", record! { "Id" => &id });
    assert_eq!(text(&read, "KeyGroupConfig.Items.0"), rsa);
    let again = stand.refused("CreateKeyGroup", group("mine", vec![&rsa]));
    assert!(again.starts_with("KeyGroupAlreadyExists: "), "{again}");
    let held = stand.refused(
        "DeletePublicKey",
        record! { "Id" => &rsa, "IfMatch" => &rsa_etag },
    );
    assert!(held.starts_with("PublicKeyInUse: "), "{held}");
    let update = group("renamed", vec![&rsa])
        .with("Id", &id)
        .with("IfMatch", &etag);
    let etag = text(&stand.ok("UpdateKeyGroup", update), "ETag");

    let trusted = record! { "Enabled" => true, "Quantity" => 1, "Items" => vec![id.as_str()] };
    let config = with_behavior(behavior("api").with("TrustedKeyGroups", trusted.clone()));
    let made = stand.ok("CreateDistribution", record! { "DistributionConfig" => config });
    let kept = "Distribution.DistributionConfig.DefaultCacheBehavior.TrustedKeyGroups";
    assert_eq!(at(&made, kept), &Value::Record(trusted));
    let active = "Distribution.ActiveTrustedKeyGroups";
    assert_eq!(text(&made, &format!("{active}.Items.0.KeyPairIds.Items.0")), rsa);
    let users = stand.ok("ListDistributionsByKeyGroup", record! { "KeyGroupId" => &id });
    assert_eq!(at(&users, "DistributionIdList.Quantity"), &Value::Int(1));
    let delete = record! { "Id" => &id, "IfMatch" => &etag };
    let held = stand.refused("DeleteKeyGroup", &delete);
    assert!(held.starts_with("ResourceInUse: "), "{held}");
    let distribution = DistributionId::parse(&text(&made, "Distribution.Id")).unwrap();
    stand.remove(Key::Distribution(distribution));
    let listed = stand.ok("ListKeyGroups", record! {});
    assert_eq!(
        text(&listed, "KeyGroupList.Items.0.KeyGroup.KeyGroupConfig.Name"),
        "renamed"
    );
    stand.ok("DeleteKeyGroup", &delete);
    assert!(
        stand
            .refused("GetKeyGroup", record! { "Id" => &id })
            .starts_with("NoSuchResource: ")
    );
}

#[test]
fn signers_are_accounts() {
    let mut stand = Stand::new();
    let signers = |items: Vec<&str>| {
        let trusted = record! { "Enabled" => true, "Quantity" => items.len(), "Items" => items };
        record! { "DistributionConfig" => with_behavior(behavior("api").with("TrustedSigners", trusted)) }
    };
    let error = stand.refused("CreateDistribution", signers(vec!["somebody"]));
    assert!(error.starts_with("TrustedSignerDoesNotExist: "), "{error}");
    let made = stand.ok("CreateDistribution", signers(vec!["self", "210987654321"]));
    assert_eq!(
        at(&made, "Distribution.ActiveTrustedSigners.Quantity"),
        &Value::Int(2)
    );
}
