//! Tags by ARN.

use serde_json::json;

use super::Caller;

#[test]
fn apis_and_stages_are_tagged() {
    let mut caller = Caller::new();
    let (api, _) = caller.mock("REGIONAL");
    caller.call("CreateDeployment", json!({ "restApiId": api, "stageName": "v1" }));
    for path in [format!("/restapis/{api}"), format!("/restapis/{api}/stages/v1")] {
        let arn = format!("arn:aws:apigateway:eu-west-1::{path}");
        caller.call(
            "TagResource",
            json!({ "resourceArn": arn, "tags": { "a": "1", "b": "2" } }),
        );
        caller.call("TagResource", json!({ "resourceArn": arn, "tags": { "a": "3" } }));
        let tags = caller.call("GetTags", json!({ "resourceArn": arn }));
        assert_eq!(tags, json!({ "tags": { "a": "3", "b": "2" } }));
        caller.call(
            "UntagResource",
            json!({ "resourceArn": arn, "tagKeys": ["a", "none"] }),
        );
    }
    assert_eq!(
        caller.call("GetRestApi", json!({ "restApiId": api }))["tags"],
        json!({ "b": "2" })
    );
    assert_eq!(
        caller.call("GetStage", json!({ "restApiId": api, "stageName": "v1" }))["tags"],
        json!({ "b": "2" })
    );
}

#[test]
fn what_cannot_be_tagged() {
    let mut caller = Caller::new();
    let (api, _) = caller.api("REGIONAL");
    let mut check = |arn: &str, key: &str, expected: &str| {
        let refused = caller.refused("TagResource", json!({ "resourceArn": arn, "tags": { key: "1" } }));
        assert!(refused.starts_with(expected), "{refused}");
    };
    let arn = format!("arn:aws:apigateway:eu-west-1::/restapis/{api}");
    check(
        "arn:aws:s3:::x",
        "a",
        "BadRequestException: Invalid ARN specified: arn:aws:s3:::x",
    );
    check(
        &format!("{arn}/models/x"),
        "a",
        "BadRequestException: Invalid ARN specified: ",
    );
    let missing = "NotFoundException: Invalid resource specified";
    check("arn:aws:apigateway:eu-west-1::/restapis/none", "a", missing);
    check(&format!("{arn}/stages/none"), "a", missing);
    check(&arn.replace("eu-west-1", "us-east-1"), "a", missing);
    check(&arn, "aws:x", "BadRequestException: Invalid tag aws:x");
    check(&arn, "", "BadRequestException: Invalid tag ");
}
