//! A document that is kept as it was written and parsed only by who asks for what is in it.
//!
//! As a tree, the configurations of ten thousand distributions take most of a start's time and memory, and hardly any is
//! ever looked at again.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

#[derive(Clone, PartialEq, Eq)]
pub struct KeptJson(Box<str>);

impl KeptJson {
    /// What it says.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl From<Value> for KeptJson {
    fn from(value: Value) -> Self {
        Self(value.to_string().into())
    }
}

impl Default for KeptJson {
    fn default() -> Self {
        Value::Null.into()
    }
}

impl fmt::Debug for KeptJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for KeptJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for KeptJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Ok(Self(raw.get().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_survives_within_another() {
        let kept = KeptJson::from(serde_json::json!({"a": [1, "x"], "b": null}));
        let text = serde_json::to_string(&vec![kept.clone()]).unwrap();
        assert_eq!(text, r#"[{"a":[1,"x"],"b":null}]"#);
        let read: Vec<KeptJson> = serde_json::from_str(&text).unwrap();
        assert_eq!(read, [kept]);
        assert_eq!(read[0].value()["a"][0], 1);
    }
}
