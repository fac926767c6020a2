//! Schemas become models, by name; references between them become references between models.

use adit_wire::{ApiError, record};
use serde_json::Value;

use super::Import;
use super::document::Document;

pub(super) fn apply(import: &mut Import<'_, '_>) -> Result<(), ApiError> {
    let document = import.document;
    for (name, schema) in document.schemas().into_iter().flatten() {
        if !alphanumeric(name) {
            import.warn(format!("Model name must be alphanumeric: {name}. Ignoring."));
            continue;
        }
        import.edit(|api| {
            api.models.remove(name);
        })?;
        create(import, name, schema);
    }
    Ok(())
}

/// The model of a body: the one that it refers to, or one made for it.
pub(super) fn model_of(import: &mut Import<'_, '_>, schema: &Value) -> Option<String> {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            let name = Document::schema_name(reference)
                .filter(|name| alphanumeric(name) && is_schema(import.document, name));
            if name.is_none() {
                import.warn(format!("Reference to model '{reference}' not found. Ignoring."));
            }
            name.map(str::to_owned)
        }
        None => {
            let name = format!("MODEL{}", import.cx.minter.lower(6));
            create(import, &name, schema).then_some(name)
        }
    }
}

fn is_schema(document: &Document, name: &str) -> bool {
    document.schemas().is_some_and(|all| all.contains_key(name))
}

fn create(import: &mut Import<'_, '_>, name: &str, schema: &Value) -> bool {
    let mut schema = schema.clone();
    rewrite(&mut schema, &import.api);
    let description = schema
        .get("description")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let input = record! {
        "restApiId" => &import.api,
        "name" => name,
        "description" => description.filter(|text| !text.is_empty()),
        "schema" => schema.to_string(),
        "contentType" => "application/json",
    };
    let what = || format!("Unable to create model '{name}'");
    import.call(&what, "CreateModel", &input).is_some()
}

fn alphanumeric(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// References to schemas of the definition become addresses of models.
fn rewrite(value: &mut Value, api: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(reference) if name == "$ref" => {
                        if let Some(model) = Document::schema_name(reference) {
                            *reference =
                                format!("https://apigateway.amazonaws.com/restapis/{api}/models/{model}");
                        }
                    }
                    other => rewrite(other, api),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, api)),
        _ => {}
    }
}
