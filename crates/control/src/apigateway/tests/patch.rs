//! What all patches share.

use serde_json::json;

use super::{Caller, with};

#[test]
fn malformed_operations_are_refused() {
    let mut caller = Caller::new();
    let (id, _) = caller.api("REGIONAL");
    let api = json!({ "restApiId": id });
    let mut check = |operation, expected: &str| {
        let input = with(&api, json!({ "patchOperations": [operation] }));
        assert_eq!(caller.refused("UpdateRestApi", input), expected);
    };
    let operations = "BadRequestException: Invalid patch operation specified. \
                      Must be one of: [add, remove, move, test, replace, copy]";
    check(json!({ "path": "/name", "value": "x" }), operations);
    check(
        json!({ "op": "replace", "value": "x" }),
        "BadRequestException: Invalid patch path null",
    );
    check(
        json!({ "op": "replace", "path": "name", "value": "x" }),
        "BadRequestException: Invalid patch path name",
    );
    let source = json!({ "op": "replace", "path": "/name", "value": "x", "from": "/description" });
    check(
        source,
        "BadRequestException: Invalid patch operation specified. Must be one of: [move, copy]",
    );
    let replace = "BadRequestException: Invalid patch operation specified. Must be one of: [replace]";
    check(
        json!({ "op": "copy", "path": "/name", "from": "/description" }),
        replace,
    );
    check(
        json!({ "op": "replace", "path": "/name" }),
        "BadRequestException: API Name cannot be blank",
    );
    let empty = "BadRequestException: Invalid null or empty value in /endpointConfiguration/types/0";
    check(
        json!({ "op": "replace", "path": "/endpointConfiguration/types/0" }),
        empty,
    );
}

#[test]
fn no_operations_change_nothing() {
    let mut caller = Caller::new();
    let (id, _) = caller.api("REGIONAL");
    let api = json!({ "restApiId": id });
    let before = caller.call("GetRestApi", api.clone());
    assert_eq!(caller.call("UpdateRestApi", api), before);
}
