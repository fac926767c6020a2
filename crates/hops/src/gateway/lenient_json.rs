//! The `statusCode` of a MOCK's template, read as leniently as API Gateway does (api C20).
//!
//! Names may be bare or in single quotes, a comma may stand before the closing brace. Only the outermost object counts;
//! a number in quotes is no integer.

/// `None` without an integer from 100 to 999 at `statusCode`.
pub fn status_code(text: &str) -> Option<u16> {
    let mut reader = Reader { rest: text.trim() };
    reader.eat('{')?;
    let mut found = None;
    loop {
        if reader.eat('}').is_some() {
            return if reader.rest.trim().is_empty() {
                found
            } else {
                None
            };
        }
        let name = reader.name()?;
        reader.eat(':')?;
        let value = reader.value()?;
        if name == "statusCode" {
            found = value.parse().ok().filter(|status| (100..=999).contains(status));
        }
        if reader.eat(',').is_none() && !reader.rest.trim_start().starts_with('}') {
            return None;
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn eat(&mut self, wanted: char) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(wanted)?;
        Some(())
    }

    fn name(&mut self) -> Option<&'t str> {
        let start = self.rest.trim_start();
        match start.chars().next()? {
            '"' | '\'' => {
                let quoted = self.quoted()?;
                quoted.get(1..quoted.len().checked_sub(1)?)
            }
            _ => {
                let end = start.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))?;
                let (name, rest) = start.split_at(end);
                self.rest = rest;
                (!name.is_empty()).then_some(name)
            }
        }
    }

    /// A value as written.
    fn value(&mut self) -> Option<&'t str> {
        let start = self.rest.trim_start();
        match start.chars().next()? {
            '"' | '\'' => self.quoted(),
            '{' | '[' => self.nested(),
            _ => {
                let end = start.find([',', '}']).unwrap_or(start.len());
                let (value, rest) = start.split_at(end);
                self.rest = rest;
                Some(value.trim_end())
            }
        }
    }

    /// A string with its quotes.
    fn quoted(&mut self) -> Option<&'t str> {
        let start = self.rest.trim_start();
        let quote = start.chars().next()?;
        let mut escaped = false;
        for (at, c) in start.char_indices().skip(1) {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if c == quote {
                let (text, rest) = start.split_at(at + c.len_utf8());
                self.rest = rest;
                return Some(text);
            }
        }
        None
    }

    /// An object or a list, up to the bracket that closes it.
    fn nested(&mut self) -> Option<&'t str> {
        let start = self.rest.trim_start();
        let mut depth = 0_usize;
        self.rest = start;
        loop {
            let here = self.rest;
            match here.chars().next()? {
                '"' | '\'' => {
                    self.quoted()?;
                    continue;
                }
                '{' | '[' => depth += 1,
                '}' | ']' => depth -= 1,
                _ => {}
            }
            self.rest = here.get(here.chars().next()?.len_utf8()..)?;
            if depth == 0 {
                return start.get(..start.len() - self.rest.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lenient_objects() {
        for text in [
            r#"{"statusCode": 200}"#,
            "{statusCode: 200}",
            "{ 'statusCode':200, }",
            r#"{"a": {"statusCode": 500}, "b": [1, "}"], "statusCode": 200}"#,
            "\n{\n  \"statusCode\" : 200\n}\n",
        ] {
            assert_eq!(status_code(text), Some(200), "{text}");
        }
        for text in [
            "",
            "{}",
            "200",
            r#"{"statusCode": "200"}"#,
            r#"{"statusCode": 200.5}"#,
            r#"{"statusCode": 20}"#,
            r#"{"statusCode": 200"#,
            r#"{"statusCode": 200} x"#,
            r#"{"a": {"statusCode": 200}}"#,
            r#"{"a": "#,
            r#"{"a": ["#,
        ] {
            assert_eq!(status_code(text), None, "{text}");
        }
    }
}
