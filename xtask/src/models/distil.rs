//! From one `service-2.json` to the facts that `crates/wire` reads.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail, ensure};

use super::json::Json;

/// Which operations of a service carry shapes.
#[derive(Default)]
pub(super) struct Wanted {
    all: bool,
    names: BTreeSet<String>,
}

impl Wanted {
    /// Adds an operation, or all with `*`.
    pub(super) fn add(&mut self, operation: &str) {
        match operation {
            "*" => self.all = true,
            name => drop(self.names.insert(name.to_owned())),
        }
    }

    fn has(&self, operation: &str) -> bool {
        self.all || self.names.contains(operation)
    }
}

/// The text of the file for one service.
pub(super) fn distil(model: &Json, wanted: &Wanted, source: &str) -> Result<String> {
    let operations = sorted(model.get("operations").context("no operations")?);
    let shapes = sorted(model.get("shapes").context("no shapes")?);
    if let Some(unknown) = wanted
        .names
        .iter()
        .find(|name| !operations.contains_key(name.as_str()))
    {
        bail!("operations.txt names `{unknown}`, which the model does not have");
    }

    let mut reached = BTreeSet::new();
    let mut operation_lines = Vec::new();
    for (name, operation) in &operations {
        let carried = wanted.has(name);
        if carried {
            reach(operation, &shapes, &mut reached)?;
        }
        operation_lines.push(operation_line(name, operation, carried));
    }
    let mut shape_lines = Vec::new();
    for name in &reached {
        let shape = shapes
            .get(name.as_str())
            .with_context(|| format!("no shape `{name}`"))?;
        shape_lines.push(shape_line(name, shape)?);
    }
    let mut out = String::from("{\n");
    for (key, value) in header(model, source) {
        Json::Text(key.to_owned()).write(&mut out);
        out.push_str(": ");
        value.write(&mut out);
        out.push_str(",\n");
    }
    lines("operations", &operation_lines, &mut out);
    out.push_str(",\n");
    lines("shapes", &shape_lines, &mut out);
    out.push_str("\n}\n");
    Ok(out)
}

fn sorted(object: &Json) -> BTreeMap<&str, &Json> {
    object
        .members()
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect()
}

fn lines(name: &str, values: &[Json], out: &mut String) {
    out.push_str(&format!("\"{name}\": [\n"));
    for (at, value) in values.iter().enumerate() {
        value.write(out);
        out.push_str(if at + 1 < values.len() { ",\n" } else { "\n" });
    }
    out.push(']');
}

/// What the service as a whole is.
fn header(model: &Json, source: &str) -> Vec<(&'static str, Json)> {
    let mut header = vec![("source", Json::Text(source.to_owned()))];
    let Some(metadata) = model.get("metadata") else {
        return header;
    };
    let text = |key: &str| metadata.text(key).map(|text| Json::Text(text.to_owned()));
    for key in [
        "apiVersion",
        "protocol",
        "jsonVersion",
        "endpointPrefix",
        "signingName",
        "targetPrefix",
    ] {
        header.extend(text(key).map(|value| (key, value)));
    }
    let on_a_document = || {
        let operations = model.get("operations")?.members();
        let spaces = operations
            .iter()
            .filter_map(|(_, operation)| operation.get("input")?.get("xmlNamespace"));
        spaces.filter_map(|space| space.get("uri").cloned()).next()
    };
    header.extend(
        text("xmlNamespace")
            .or_else(on_a_document)
            .map(|value| ("xmlNamespace", value)),
    );
    header
}

/// Adds every shape that an operation leads to.
fn reach(operation: &Json, shapes: &BTreeMap<&str, &Json>, reached: &mut BTreeSet<String>) -> Result<()> {
    let roots = ["input", "output"]
        .into_iter()
        .filter_map(|key| operation.get(key));
    let errors = operation.get("errors").map_or(&[][..], Json::items).iter();
    let mut open: Vec<&str> = roots
        .chain(errors)
        .filter_map(|reference| reference.text("shape"))
        .collect();
    while let Some(name) = open.pop() {
        if !reached.insert(name.to_owned()) {
            continue;
        }
        let shape = shapes.get(name).with_context(|| format!("no shape `{name}`"))?;
        let members = shape
            .get("members")
            .map_or(&[][..], Json::members)
            .iter()
            .map(|(_, member)| member);
        let parts = ["member", "key", "value"]
            .into_iter()
            .filter_map(|key| shape.get(key));
        open.extend(
            members
                .chain(parts)
                .filter_map(|reference| reference.text("shape")),
        );
    }
    Ok(())
}

/// An object under construction, which leaves out what is not there.
struct Facts(Vec<(String, Json)>);

impl Facts {
    fn put(&mut self, key: &str, value: Option<Json>) {
        self.0.extend(value.map(|value| (key.to_owned(), value)));
    }

    fn copy(&mut self, from: &Json, keys: &[&str]) {
        for key in keys {
            self.put(
                key,
                from.get(key)
                    .filter(|value| **value != Json::Bool(false))
                    .cloned(),
            );
        }
    }
}

fn operation_line(name: &str, operation: &Json, carried: bool) -> Json {
    let mut facts = Facts(vec![("name".to_owned(), Json::Text(name.to_owned()))]);
    let http = operation.get("http").unwrap_or(&Json::Null);
    facts.copy(http, &["method"]);
    facts.put("uri", http.get("requestUri").cloned());
    if !carried {
        facts.put("namedOnly", Some(Json::Bool(true)));
        return Json::Object(facts.0);
    }
    facts.put("code", http.get("responseCode").cloned());
    if let Some(input) = operation.get("input") {
        facts.put("input", input.get("shape").cloned());
        facts.put("inputRoot", input.get("locationName").cloned());
    }
    if let Some(output) = operation.get("output") {
        facts.put("output", output.get("shape").cloned());
        facts.put("resultWrapper", output.get("resultWrapper").cloned());
    }
    let errors = operation.get("errors").map_or(&[][..], Json::items);
    if !errors.is_empty() {
        let names = errors
            .iter()
            .filter_map(|error| error.get("shape").cloned())
            .collect();
        facts.put("errors", Some(Json::List(names)));
    }
    Json::Object(facts.0)
}

const OF_SHAPES: [&str; 8] = [
    "flattened",
    "min",
    "max",
    "pattern",
    "enum",
    "jsonvalue",
    "timestampFormat",
    "payload",
];

const OF_MEMBERS: [&str; 9] = [
    "shape",
    "location",
    "locationName",
    "queryName",
    "flattened",
    "xmlAttribute",
    "streaming",
    "timestampFormat",
    "idempotencyToken",
];

fn shape_line(name: &str, shape: &Json) -> Result<Json> {
    let kind = match shape
        .text("type")
        .with_context(|| format!("`{name}` has no type"))?
    {
        "character" => "string",
        "bigdecimal" => "double",
        "biginteger" => "long",
        known => known,
    };
    let mut facts = Facts(vec![
        ("name".to_owned(), Json::Text(name.to_owned())),
        ("type".to_owned(), Json::Text(kind.to_owned())),
    ]);
    facts.copy(shape, &OF_SHAPES);
    if shape.is_true("exception") {
        let mut error = Facts(Vec::new());
        if let Some(known) = shape.get("error") {
            error.copy(known, &["code", "httpStatusCode", "senderFault"]);
        }
        if shape.is_true("fault") && !error.0.iter().any(|(key, _)| key == "httpStatusCode") {
            error.put("httpStatusCode", Some(Json::Number("500".to_owned())));
        }
        facts.put("error", Some(Json::Object(error.0)));
    }
    for key in ["member", "key", "value"] {
        facts.put(
            key,
            shape.get(key).map(|reference| member(None, reference, false)),
        );
    }
    if let Some(members) = shape.get("members") {
        let required: BTreeSet<&str> = shape
            .get("required")
            .map_or(&[][..], Json::items)
            .iter()
            .filter_map(|name| {
                if let Json::Text(name) = name {
                    Some(name.as_str())
                } else {
                    None
                }
            })
            .collect();
        let known = |name: &&&str| members.members().iter().any(|(member, _)| member == **name);
        ensure!(
            required.iter().all(|name| known(&name)),
            "`{name}` requires a member that it does not have"
        );
        let list = members
            .members()
            .iter()
            .map(|(name, facts)| member(Some(name), facts, required.contains(name.as_str())))
            .collect();
        facts.put("members", Some(Json::List(list)));
    }
    Ok(Json::Object(facts.0))
}

fn member(name: Option<&str>, reference: &Json, required: bool) -> Json {
    let mut facts = Facts(Vec::new());
    facts.put("name", name.map(|name| Json::Text(name.to_owned())));
    facts.copy(reference, &OF_MEMBERS);
    facts.put(
        "xmlNamespace",
        reference
            .get("xmlNamespace")
            .and_then(|space| space.get("uri"))
            .cloned(),
    );
    facts.put("required", required.then_some(Json::Bool(true)));
    Json::Object(facts.0)
}
