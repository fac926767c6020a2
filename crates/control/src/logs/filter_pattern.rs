//! Filter patterns: words that an event must have, may not have or of which it must have one; and comparisons of members of
//! an event that is JSON ([`json_pattern`](super::json_pattern)).
//!
//! Space-delimited events (`[ip, ...]`) and regular expressions (`%...%`) are refused.

use adit_wire::{ApiError, errors};

use crate::logs::json_pattern::JsonPattern;

#[derive(Debug)]
pub enum FilterPattern {
    All,
    Terms(Terms),
    Json(JsonPattern),
}

#[derive(Debug, Default)]
pub struct Terms {
    required: Vec<String>,
    excluded: Vec<String>,
    /// One of them is enough; not looked at beside the others.
    optional: Vec<String>,
}

impl FilterPattern {
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let text = text.trim();
        match text.bytes().next() {
            None => Ok(Self::All),
            Some(b'{') => JsonPattern::parse(text)
                .map(Self::Json)
                .map_err(errors::logs::filter_pattern),
            Some(b'[') => Err(errors::logs::filter_pattern(
                "patterns for space-delimited events are not supported",
            )),
            Some(_) => Terms::parse(text)
                .map(Self::Terms)
                .map_err(errors::logs::filter_pattern),
        }
    }

    pub fn matches(&self, message: &str) -> bool {
        match self {
            Self::All => true,
            Self::Terms(terms) => terms.match_message(message),
            Self::Json(pattern) => {
                serde_json::from_str(message).is_ok_and(|event: serde_json::Value| pattern.matches(&event))
            }
        }
    }
}

impl Terms {
    fn parse(text: &str) -> Result<Self, String> {
        let mut terms = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (list, from) = match rest.bytes().next() {
                Some(b'-') => (&mut terms.excluded, 1),
                Some(b'?') => (&mut terms.optional, 1),
                _ => (&mut terms.required, 0),
            };
            let (term, after) = term(rest.get(from..).unwrap_or_default())?;
            list.push(term);
            rest = after.trim_start();
        }
        Ok(terms)
    }

    fn match_message(&self, message: &str) -> bool {
        let has = |term: &String| message.contains(term.as_str());
        if self.required.is_empty() && self.excluded.is_empty() {
            return self.optional.iter().any(has);
        }
        self.required.iter().all(has) && !self.excluded.iter().any(has)
    }
}

/// A word of letters, digits and `_`, or anything in quotation marks; and what follows it.
fn term(text: &str) -> Result<(String, &str), String> {
    if let Some(inside) = text.strip_prefix('"') {
        let mut word = String::new();
        let mut letters = inside.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => return Ok((word, inside.get(at + 1..).unwrap_or_default())),
                '\\' => word.extend(letters.next().map(|(_, letter)| letter)),
                letter => word.push(letter),
            }
        }
        return Err("a quotation mark is not closed".to_owned());
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    if word.starts_with('%') {
        return Err("regular expressions are not supported".to_owned());
    }
    match !word.is_empty()
        && word
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_')
    {
        true => Ok((word.to_owned(), after)),
        false => Err(format!("Invalid character(s) in term '{word}'")),
    }
}

#[cfg(test)]
mod tests {
    use super::FilterPattern;

    fn matches(pattern: &str, message: &str) -> bool {
        FilterPattern::parse(pattern).unwrap().matches(message)
    }

    #[test]
    fn words_are_looked_for() {
        for (pattern, message, found) in [
            ("", "anything", true),
            ("  ", "anything", true),
            ("ERROR", "[ERROR 400] BAD REQUEST", true),
            ("error", "[ERROR 400] BAD REQUEST", false),
            ("ERROR REQUEST", "[ERROR 400] BAD REQUEST", true),
            ("ERROR 500", "[ERROR 400] BAD REQUEST", false),
            ("ERROR -BAD", "[ERROR 400] BAD REQUEST", false),
            ("-GOOD", "[ERROR 400] BAD REQUEST", true),
            ("?GOOD ?BAD", "[ERROR 400] BAD REQUEST", true),
            ("?GOOD ?FINE", "[ERROR 400] BAD REQUEST", false),
            ("ERROR ?FINE", "[ERROR 400] BAD REQUEST", true),
            ("\"ERROR 400\"", "[ERROR 400] BAD REQUEST", true),
            ("-\"ERROR 400\"", "[ERROR 400] BAD REQUEST", false),
            ("\"a\\\"b\"", "a\"b", true),
        ] {
            assert_eq!(matches(pattern, message), found, "{pattern} in {message}");
        }
    }

    #[test]
    fn members_are_compared() {
        let message =
            r#"{"level":"error","n":42,"ok":true,"none":null,"a":{"b":[{"c":"x.y"}]},"ip":"10.0.0.7"}"#;
        for (pattern, found) in [
            (r#"{ $.level = "error" }"#, true),
            (r#"{ $.level = error }"#, true),
            (r#"{ $.level = "info" }"#, false),
            (r#"{ $.level != "info" }"#, true),
            (r#"{ $.missing != "info" }"#, false),
            (r#"{ $.level = "err*" }"#, true),
            (r#"{ $.ip = 10.0.* }"#, true),
            (r#"{ $.n = 42 }"#, true),
            (r#"{ $.n >= 42 && $.n < 43 }"#, true),
            (r#"{ $.n > 42 || $.ok IS TRUE }"#, true),
            (r#"{ $.ok IS FALSE }"#, false),
            (r#"{ $.none IS NULL }"#, true),
            (r#"{ $.gone NOT EXISTS }"#, true),
            (r#"{ $.a.b[0].c = "x.y" }"#, true),
            (r#"{ $['a'].b[0].c = "x.y" }"#, true),
            (r#"{ ($.n = 1 || $.n = 42) && ($.level = "error") }"#, true),
        ] {
            assert_eq!(matches(pattern, message), found, "{pattern}");
        }
        assert!(!matches(r#"{ $.n = 42 }"#, "no JSON 42"));
    }

    #[test]
    fn other_syntax_is_refused() {
        for pattern in [
            "[ip, user]",
            "%ERR.*%",
            "a-b",
            "\"open",
            "-",
            "{ $.a }",
            "{ $.a = %x% }",
            "{ a = 1 }",
            "{ $.a = 1",
            "{ $.a = 1 } x",
            "{ $.a = 1 && }",
            "{ $.a > \"x\" }",
            "{}",
        ] {
            let error = FilterPattern::parse(pattern).unwrap_err();
            assert_eq!(error.code, "InvalidParameterException", "{pattern}");
        }
        let deep = format!("{{{}$.a = 1{}}}", "(".repeat(400), ")".repeat(400));
        assert!(FilterPattern::parse(&deep).is_err());
    }
}
