//! Models as schemas: those that a definition can name, with references between models made references within it.

use serde_json::{Map, Value, json};

use super::Export;

pub(super) fn all(export: &Export<'_>) -> Value {
    let used = export
        .api
        .models
        .values()
        .filter(|model| is_used(export, &model.name));
    let schemas = used.map(|model| {
        let text = model.schema.as_deref().unwrap_or("{}");
        let mut schema = serde_json::from_str(text).unwrap_or_else(|_| json!({ "type": "object" }));
        rewrite(&mut schema, export);
        if let Some(members) = schema.as_object_mut() {
            members.remove("$schema");
        }
        (model.name.clone(), schema)
    });
    Value::Object(schemas.collect())
}

pub(super) fn reference(export: &Export<'_>, model: &str) -> Value {
    let place = if export.openapi {
        "components/schemas"
    } else {
        "definitions"
    };
    json!({ "$ref": format!("#/{place}/{model}") })
}

/// The two models that every API has are exported where a method names them.
fn is_used(export: &Export<'_>, name: &str) -> bool {
    if name != "Empty" && name != "Error" {
        return true;
    }
    let methods = export
        .deployment
        .resources
        .values()
        .flat_map(|resource| resource.methods.values());
    let mut named = methods.flat_map(|method| {
        let answers = method
            .responses
            .values()
            .flat_map(|response| response.models.values());
        method.request_models.values().chain(answers)
    });
    named.any(|model| model == name)
}

fn rewrite(value: &mut Value, export: &Export<'_>) {
    match value {
        Value::Object(members) => rewrite_members(members, export),
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, export)),
        _ => {}
    }
}

fn rewrite_members(members: &mut Map<String, Value>, export: &Export<'_>) {
    for (name, member) in members {
        let model = member
            .as_str()
            .filter(|_| name == "$ref")
            .and_then(|address| address.rsplit_once("/models/"))
            .map(|(_, model)| model.to_owned());
        match model {
            Some(model) => {
                if let Some(address) = reference(export, &model).get("$ref") {
                    *member = address.clone();
                }
            }
            None => rewrite(member, export),
        }
    }
}
