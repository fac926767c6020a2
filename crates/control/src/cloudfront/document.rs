//! A configuration as JSON, in the members of the service model: how a distribution keeps what it was asked for.

use adit_model::kept_json::KeptJson;
use adit_wire::model::{Kind, Shape, model};
use adit_wire::{Record, Service, Value};
use serde_json::{Map, Value as Json};

/// Only what CloudFront's configurations are made of: text, numbers, booleans, lists, structures.
pub(super) fn keep(record: &Record) -> KeptJson {
    keep_record(record).into()
}

/// The record that [`keep`] was given; `shape` is its name in the model.
pub(super) fn restore(document: &KeptJson, shape: &str) -> Record {
    let shape = model(Service::CloudFront).shape(shape);
    match (shape, document.value()) {
        (Some(shape), Json::Object(members)) => restore_record(&members, shape),
        _ => Record::new(),
    }
}

fn keep_record(record: &Record) -> Json {
    Json::Object(
        record
            .iter()
            .map(|(name, value)| (name.to_owned(), keep_value(value)))
            .collect(),
    )
}

fn keep_value(value: &Value) -> Json {
    match value {
        Value::Bool(is) => Json::from(*is),
        Value::Int(int) => Json::from(*int),
        Value::Text(text) => Json::from(text.as_str()),
        Value::List(values) => Json::Array(values.iter().map(keep_value).collect()),
        Value::Record(record) => keep_record(record),
        Value::Float(_) | Value::Blob(_) | Value::Time(_) | Value::Map(_) => Json::Null,
    }
}

fn restore_record(members: &Map<String, Json>, shape: &Shape) -> Record {
    let mut record = Record::new();
    let Some(structure) = shape.structure() else {
        return record;
    };
    for member in &structure.members {
        let kept = members
            .get(member.name)
            .zip(member.shape(model(Service::CloudFront)));
        record.put(
            member.name,
            kept.and_then(|(json, shape)| restore_value(json, shape)),
        );
    }
    record
}

fn restore_value(json: &Json, shape: &Shape) -> Option<Value> {
    Some(match json {
        Json::Bool(is) => Value::Bool(*is),
        Json::Number(number) => Value::Int(number.as_i64()?),
        Json::String(text) => Value::Text(text.clone()),
        Json::Object(members) => Value::Record(restore_record(members, shape)),
        Json::Array(values) => {
            let Kind::List(list) = &shape.kind else {
                return None;
            };
            let element = list.element(model(Service::CloudFront))?;
            Value::List(
                values
                    .iter()
                    .filter_map(|value| restore_value(value, element))
                    .collect(),
            )
        }
        Json::Null => return None,
    })
}
