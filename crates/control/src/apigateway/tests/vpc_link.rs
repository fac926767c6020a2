//! VPC links.

use serde_json::json;

use super::{Caller, patched, text, with};

const TARGET: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/none/0123";

#[test]
fn a_link_is_made_changed_and_deleted() {
    let mut caller = Caller::new();
    let asked =
        json!({ "name": "mine", "description": "of the shop", "targetArns": [TARGET], "tags": { "a": "b" } });
    let made = caller.call("CreateVpcLink", asked.clone());
    for (member, value) in asked.as_object().unwrap() {
        assert_eq!(made[member], *value, "{member}");
    }
    assert_eq!(
        (&made["status"], &made["statusMessage"]),
        (&json!("FAILED"), &json!("NLB ARN is malformed."))
    );
    let id = text(&made, "id");
    let link = json!({ "vpcLinkId": id });
    assert_eq!(caller.call("GetVpcLink", link.clone()), made);
    assert_eq!(caller.call("GetVpcLinks", json!({})), json!({ "items": [made] }));
    assert_eq!(
        caller.call("UpdateVpcLink", patched(&link, "replace", "/name", "yours"))["name"],
        "yours"
    );
    let refused = caller.refused("UpdateVpcLink", patched(&link, "replace", "/targetArns/0", "x"));
    assert_eq!(
        refused,
        "BadRequestException: Target arns are not allowed to be changed/added."
    );
    let arn = format!("arn:aws:apigateway:eu-west-1::/vpclinks/{id}");
    caller.call("TagResource", json!({ "resourceArn": arn, "tags": { "c": "d" } }));
    assert_eq!(
        caller.call("GetVpcLink", link.clone())["tags"],
        json!({ "a": "b", "c": "d" })
    );
    let two = with(&asked, json!({ "targetArns": [TARGET, TARGET] }));
    assert_eq!(
        caller.refused("CreateVpcLink", two),
        "BadRequestException: More than one target arn specified for vpc link."
    );
    caller.call("DeleteVpcLink", link.clone());
    assert!(
        caller
            .refused("GetVpcLink", link)
            .starts_with("NotFoundException: ")
    );
}

#[test]
fn a_link_in_use_stays() {
    let mut caller = Caller::new();
    let link = text(
        &caller.call("CreateVpcLink", json!({ "name": "mine", "targetArns": [TARGET] })),
        "id",
    );
    let (api, root) = caller.api("REGIONAL");
    let at = json!({ "restApiId": api, "resourceId": root, "httpMethod": "GET" });
    caller.call("PutMethod", with(&at, json!({ "authorizationType": "NONE" })));
    let integration = json!({ "type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "http://in.example.com/",
        "connectionType": "VPC_LINK", "connectionId": link });
    caller.call("PutIntegration", with(&at, integration));
    caller.call("CreateDeployment", json!({ "restApiId": api, "stageName": "v1" }));
    assert_eq!(
        caller.refused("DeleteVpcLink", json!({ "vpcLinkId": link })),
        format!(
            "BadRequestException: Cannot delete vpc link. Vpc link '{link}', is referenced in \
             [{api}:GET:{root}:null, {api}:GET:{root}:v1] in format of [RESTApiId:Method:Resource:Stage]."
        )
    );
}
