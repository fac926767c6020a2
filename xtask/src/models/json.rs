//! JSON with the order of its members, which a service model's XML follows and a sorted map would lose.
//!
//! Numbers stay the text that they were. Only models of botocore are read, so errors are short.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail, ensure};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Reads one document.
pub(super) fn parse(text: &str) -> Result<Json> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.space();
    ensure!(
        reader.at == text.len(),
        "text after the document at byte {}",
        reader.at
    );
    Ok(value)
}

impl Json {
    pub(super) fn get(&self, key: &str) -> Option<&Json> {
        self.members()
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.get(key) == Some(&Json::Bool(true))
    }

    pub(super) fn members(&self) -> &[(String, Json)] {
        match self {
            Json::Object(members) => members,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Json] {
        match self {
            Json::List(items) => items,
            _ => &[],
        }
    }

    /// Appends the value in compact form.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(is) => out.push_str(if *is { "true" } else { "false" }),
            Json::Number(number) => out.push_str(number),
            Json::Text(text) => write_text(text, out),
            Json::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Json::Object(members) => {
                out.push('{');
                for (at, (key, value)) in members.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    write_text(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: u8) -> Result<()> {
        self.space();
        ensure!(
            self.peek() == Some(wanted),
            "expected `{}` at byte {}",
            char::from(wanted),
            self.at
        );
        self.at += 1;
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<Json> {
        ensure!(depth < 128, "nested too deep at byte {}", self.at);
        self.space();
        match self.peek().context("the document ends early")? {
            b'{' => {
                let mut members = Vec::new();
                self.sequence(b'{', b'}', |reader| {
                    let key = reader.string()?;
                    reader.take(b':')?;
                    members.push((key, reader.value(depth + 1)?));
                    Ok(())
                })?;
                Ok(Json::Object(members))
            }
            b'[' => {
                let mut items = Vec::new();
                self.sequence(b'[', b']', |reader| {
                    items.push(reader.value(depth + 1)?);
                    Ok(())
                })?;
                Ok(Json::List(items))
            }
            b'"' => Ok(Json::Text(self.string()?)),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => {
                let from = self.at;
                while self
                    .peek()
                    .is_some_and(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
                {
                    self.at += 1;
                }
                let number = self.text.get(from..self.at).unwrap_or_default();
                ensure!(number.parse::<f64>().is_ok(), "no value at byte {from}");
                Ok(Json::Number(number.to_owned()))
            }
        }
    }

    fn sequence(&mut self, open: u8, close: u8, mut item: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        self.take(open)?;
        self.space();
        if self.peek() == Some(close) {
            return self.take(close);
        }
        loop {
            item(self)?;
            self.space();
            if self.peek() == Some(close) {
                return self.take(close);
            }
            self.take(b',')?;
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json> {
        let found = self
            .text
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word));
        ensure!(found, "expected `{word}` at byte {}", self.at);
        self.at += word.len();
        Ok(value)
    }

    /// A string; `serde_json` undoes its escapes.
    fn string(&mut self) -> Result<String> {
        self.take(b'"')?;
        let from = self.at - 1;
        loop {
            match self.peek().context("a string is not closed")? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        let Some(quoted) = self.text.get(from..self.at) else {
            bail!("a bad escape at byte {from}")
        };
        Ok(serde_json::from_str(quoted)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_escapes_survive() {
        let text = r#"{"b":[1,-2.5e3,true,null],"a":"x\"\\\u00e9\n","c":{}}"#;
        let value = parse(text).unwrap();
        assert_eq!(value.text("a"), Some("x\"\\é\n"));
        let mut out = String::new();
        value.write(&mut out);
        assert_eq!(out, r#"{"b":[1,-2.5e3,true,null],"a":"x\"\\é\n","c":{}}"#);
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "{", "[1,]", "{\"a\"}", "\"a", "tru", "1 2", "-"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
