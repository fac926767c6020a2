//! The tree of resources.

use serde_json::{Value, json};

use super::{Caller, patched, text, with};

fn create(caller: &mut Caller, api: &str, parent: &str, part: &str) -> Value {
    caller.call(
        "CreateResource",
        json!({ "restApiId": api, "parentId": parent, "pathPart": part }),
    )
}

#[test]
fn resources_form_a_tree_that_is_listed_by_path() {
    let mut caller = Caller::new();
    let (api, root) = caller.api("REGIONAL");
    let pets = create(&mut caller, &api, &root, "pets");
    let id = text(&pets, "id");
    assert_eq!(id.len(), 6);
    assert_eq!(
        pets,
        json!({ "id": id, "parentId": root, "pathPart": "pets", "path": "/pets" })
    );
    create(&mut caller, &api, &id, "{id}");
    create(&mut caller, &api, &root, "{proxy+}");
    create(&mut caller, &api, &root, "a");
    let list = caller.call("GetResources", json!({ "restApiId": api }));
    let paths: Vec<String> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| text(item, "path"))
        .collect();
    assert_eq!(paths, ["/", "/a", "/pets", "/pets/{id}", "/{proxy+}"]);
    let page = caller.call("GetResources", json!({ "restApiId": api, "limit": 2 }));
    let next = json!({ "restApiId": api, "limit": 2, "position": page["position"] });
    assert_eq!(caller.call("GetResources", next)["items"][0]["path"], "/pets");
}

#[test]
fn methods_are_embedded_when_asked_for() {
    let mut caller = Caller::new();
    let (api, root) = caller.mock("REGIONAL");
    let at = json!({ "restApiId": api, "resourceId": root });
    assert_eq!(
        caller.call("GetResource", at.clone())["resourceMethods"],
        json!({ "GET": {} })
    );
    let embedded = caller.call("GetResource", with(&at, json!({ "embed": ["methods"] })));
    assert_eq!(
        embedded["resourceMethods"]["GET"]["methodIntegration"]["type"],
        "MOCK"
    );
    let list = caller.call("GetResources", json!({ "restApiId": api, "embed": ["methods"] }));
    assert_eq!(list["items"][0]["resourceMethods"]["GET"]["httpMethod"], "GET");
    let refused = caller.refused("GetResource", with(&at, json!({ "embed": ["children"] })));
    assert_eq!(
        refused,
        "BadRequestException: Invalid embed parameter specified: children. Must be one of: [methods]"
    );
}

#[test]
fn what_cannot_stand_in_the_tree() {
    let mut caller = Caller::new();
    let (api, root) = caller.api("REGIONAL");
    let pets = text(&create(&mut caller, &api, &root, "pets"), "id");
    let greedy = text(&create(&mut caller, &api, &root, "{proxy+}"), "id");
    create(&mut caller, &api, &root, "{name}");
    let mut check = |parent: &str, part: &str, expected: &str| {
        let input = json!({ "restApiId": api, "parentId": parent, "pathPart": part });
        assert_eq!(caller.refused("CreateResource", input), expected, "{part}");
    };
    let same = "ConflictException: Another resource with the same parent already has this name: pets";
    check(&root, "pets", same);
    let sibling = |part| {
        format!(
            "BadRequestException: A sibling ({part}) of this resource already has a variable path part -- only one is allowed"
        )
    };
    check(&root, "{rest+}", &sibling("{proxy+}"));
    check(&root, "{id}", &sibling("{name}"));
    let child =
        "BadRequestException: Cannot create a child of a resource with a greedy path variable: {proxy+}";
    check(&greedy, "child", child);
    for part in ["", "a b", "a/b", "{}", "{a", "x{a}", "$metadata"] {
        let expected = "BadRequestException: Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path \
                        variable and curly braces at the beginning and the end.";
        check(&pets, part, expected);
    }
    check(
        "nothing",
        "a",
        "NotFoundException: Invalid Resource identifier specified",
    );
}

#[test]
fn a_resource_moves_with_its_subtree() {
    let mut caller = Caller::new();
    let (api, root) = caller.api("REGIONAL");
    let pets = text(&create(&mut caller, &api, &root, "pets"), "id");
    let sub = text(&create(&mut caller, &api, &pets, "sub"), "id");
    let leaf = text(&create(&mut caller, &api, &sub, "pets"), "id");
    let at = |id: &str| json!({ "restApiId": api, "resourceId": id });
    let mut patch =
        |id: &str, path, value: &str| caller.call("UpdateResource", patched(&at(id), "replace", path, value));
    assert_eq!(patch(&pets, "/pathPart", "dogs")["path"], "/dogs");
    assert_eq!(patch(&sub, "/parentId", &root)["path"], "/sub");
    assert_eq!(caller.call("GetResource", at(&leaf))["path"], "/sub/pets");
    caller.call(
        "UpdateResource",
        patched(&at(&pets), "replace", "/pathPart", "pets"),
    );
    let mut refused = |id: &str, op, path, value: &str, expected: &str| {
        assert_eq!(
            caller.refused("UpdateResource", patched(&at(id), op, path, value)),
            expected
        );
    };
    let same = "ConflictException: Another resource with the same parent already has this name: pets";
    refused(&leaf, "replace", "/parentId", &root, same);
    refused(&sub, "replace", "/pathPart", "pets", same);
    refused(
        &sub,
        "replace",
        "/parentId",
        &leaf,
        "BadRequestException: Resources cannot be cyclical.",
    );
    refused(
        &sub,
        "replace",
        "/parentId",
        "none",
        "NotFoundException: Invalid Resource identifier specified",
    );
    refused(
        "none",
        "replace",
        "/pathPart",
        "x",
        "NotFoundException: Invalid Resource identifier specified",
    );
    refused(
        &root,
        "replace",
        "/pathPart",
        "x",
        "BadRequestException: Root resource cannot update its pathPart.",
    );
    refused(
        &root,
        "replace",
        "/parentId",
        &pets,
        "BadRequestException: Root resource cannot update its parentId.",
    );
    let path = "BadRequestException: Invalid patch path  '/invalid' specified for op 'replace'. \
                Must be one of: [/parentId, /pathPart]";
    refused(&sub, "replace", "/invalid", "x", path);
    let op = "BadRequestException: Invalid patch path  '/pathPart' specified for op 'remove'. \
              Please choose supported operations";
    refused(&sub, "remove", "/pathPart", "x", op);
}

#[test]
fn a_resource_goes_with_its_subtree() {
    let mut caller = Caller::new();
    let (api, root) = caller.api("REGIONAL");
    let pets = text(&create(&mut caller, &api, &root, "pets"), "id");
    let id = text(&create(&mut caller, &api, &pets, "{id}"), "id");
    caller.call("DeleteResource", json!({ "restApiId": api, "resourceId": pets }));
    let missing = "NotFoundException: Invalid Resource identifier specified";
    assert_eq!(
        caller.refused("GetResource", json!({ "restApiId": api, "resourceId": id })),
        missing
    );
    let refused = caller.refused("DeleteResource", json!({ "restApiId": api, "resourceId": root }));
    assert_eq!(refused, "BadRequestException: Root resource cannot be deleted");
}

#[test]
fn an_api_has_three_hundred_resources() {
    let mut caller = Caller::new();
    let (api, root) = caller.api("REGIONAL");
    for n in 1..300 {
        create(&mut caller, &api, &root, &format!("r{n}"));
    }
    let refused = caller.refused(
        "CreateResource",
        json!({ "restApiId": api, "parentId": root, "pathPart": "more" }),
    );
    assert!(
        refused.starts_with("LimitExceededException: Maximum number of Resources for this API"),
        "{refused}"
    );
}
