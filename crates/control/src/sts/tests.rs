//! Who may assume which role, and whom the credentials make the caller.

use adit_wire::{Record, Service, record};

use crate::elbv2::tests::{Bench, owner, text};
use crate::iam::tests::{TRUST, role};

const ACCOUNT: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}]}"#;
const OUTSIDER: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":["sts:AssumeRole","sts:TagSession"],"Condition":{"StringEquals":{"sts:ExternalId":"tea"}}}]}"#;

fn said(bench: &mut Bench, input: Record) -> String {
    match bench.call(Service::Sts, "AssumeRole", input) {
        Ok(output) => panic!("AssumeRole was not refused: {output:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_assumed_role_is_the_caller() {
    let mut bench = Bench::new();
    let arn = role(&mut bench, "deploy", ACCOUNT);
    let assumed = bench.ok(
        Service::Sts,
        "AssumeRole",
        record! { "RoleArn" => &arn, "RoleSessionName" => "ci-1" },
    );
    let session = "arn:aws:sts::111122223333:assumed-role/deploy/ci-1";
    assert_eq!(text(&assumed, "AssumedRoleUser/Arn"), session);
    bench.access_key = text(&assumed, "Credentials/AccessKeyId");
    assert!(bench.access_key.starts_with("ASIA"));
    // The key alone tells the account.
    bench.caller = owner("999999999999", "eu-west-1");
    let caller = bench.ok(Service::Sts, "GetCallerIdentity", record! {});
    assert_eq!(text(&caller, "Arn"), session);
    assert_eq!(text(&caller, "Account"), "111122223333");
    assert_eq!(
        text(&caller, "UserId"),
        text(&assumed, "AssumedRoleUser/AssumedRoleId")
    );
    let refused = bench
        .call(Service::Sts, "GetSessionToken", record! {})
        .unwrap_err();
    assert_eq!(refused.code, "AccessDenied");
    let chained = record! { "RoleArn" => &arn, "RoleSessionName" => "ci-2", "DurationSeconds" => 900 };
    bench.ok(Service::Sts, "AssumeRole", chained);
    bench.pass(3_601);
    let late = bench
        .call(Service::Sts, "GetCallerIdentity", record! {})
        .unwrap_err();
    assert_eq!((late.code.as_ref(), late.status), ("ExpiredToken", Some(403)));
}

#[test]
fn the_trust_policy_decides() {
    let mut bench = Bench::new();
    let service = role(&mut bench, "lambda", TRUST);
    assert_eq!(
        said(
            &mut bench,
            record! { "RoleArn" => &service, "RoleSessionName" => "me" }
        ),
        format!(
            "AccessDenied: User: arn:aws:iam::111122223333:root is not authorized to perform: sts:AssumeRole on resource: {service}"
        )
    );
    let outside = role(&mut bench, "partner", OUTSIDER);
    bench.caller = owner("444455556666", "eu-west-1");
    assert!(
        said(
            &mut bench,
            record! { "RoleArn" => &outside, "RoleSessionName" => "me" }
        )
        .starts_with("AccessDenied")
    );
    let with_id = record! { "RoleArn" => &outside, "RoleSessionName" => "me", "ExternalId" => "tea" };
    bench.ok(Service::Sts, "AssumeRole", with_id.clone());
    assert!(
        said(&mut bench, with_id.clone().with("SourceIdentity", "alice"))
            .contains("is not authorized to perform: sts:SetSourceIdentity")
    );
    let tagged = with_id
        .clone()
        .with("Tags", vec![record! { "Key" => "a", "Value" => "b" }]);
    bench.ok(Service::Sts, "AssumeRole", tagged);
    assert_eq!(
        said(&mut bench, with_id.with("DurationSeconds", 7200)),
        "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    );
    let none = record! { "RoleArn" => "arn:aws:iam::111122223333:role/none", "RoleSessionName" => "me" };
    assert!(said(&mut bench, none).starts_with("AccessDenied"));
    let wrong = record! { "RoleArn" => "arn:aws:iam::111122223333:user/none", "RoleSessionName" => "me" };
    assert_eq!(
        said(&mut bench, wrong),
        "ValidationError: arn:aws:iam::111122223333:user/none is invalid"
    );
}
