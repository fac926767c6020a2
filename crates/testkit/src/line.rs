//! Lines and words of a world's text, with the place of each for errors.
//!
//! A statement is a line that starts at the margin; the indented lines below it are its details. `#` begins a comment
//! when it stands at a line's start or after a space, and is followed by a space or the line's end, so that
//! `#{host}` in a redirect and fragments in JSON are text.

use std::fmt;

/// What is wrong with a text, and where; line and column count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

/// A statement and its details.
pub(crate) struct Statement<'a> {
    pub(crate) words: Words<'a>,
    pub(crate) details: Vec<Words<'a>>,
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The words of one line, taken from left to right.
#[derive(Clone)]
pub(crate) struct Words<'a> {
    line: usize,
    text: &'a str,
    at: usize,
}

/// Cuts a text into statements.
pub(crate) fn statements(text: &str) -> Result<Vec<Statement<'_>>> {
    let mut found: Vec<Statement<'_>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = without_comment(line).trim_end();
        let words = Words {
            line: index + 1,
            text: line,
            at: 0,
        };
        if line.is_empty() {
            continue;
        }
        if !line.starts_with([' ', '\t']) {
            found.push(Statement {
                words,
                details: Vec::new(),
            });
        } else if let Some(statement) = found.last_mut() {
            statement.details.push(words);
        } else {
            return Err(words.error("an indented line belongs to a statement above it, and there is none"));
        }
    }
    Ok(found)
}

fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let after = line.get(at + 1..).unwrap_or_default();
        if c == '#' && before.is_whitespace() && (after.is_empty() || after.starts_with(' ')) {
            return line.get(..at).unwrap_or_default();
        }
        before = c;
    }
    line
}

impl Word<'_> {
    pub(crate) fn error(self, message: impl Into<String>) -> Error {
        Error {
            line: self.line,
            column: self.column,
            message: message.into(),
        }
    }
}

impl<'a> Words<'a> {
    /// The next word, where `what` is expected.
    pub(crate) fn next(&mut self, what: &str) -> Result<Word<'a>> {
        self.take()
            .ok_or_else(|| self.error(format!("expected {what}, found the line's end")))
    }

    /// The next word, read by `parse`.
    pub(crate) fn read<T>(&mut self, what: &str, parse: impl FnOnce(&'a str) -> Option<T>) -> Result<T> {
        let word = self.next(what)?;
        parse(word.text).ok_or_else(|| word.error(format!("expected {what}, found `{}`", word.text)))
    }

    /// The next word if there is one.
    pub(crate) fn take(&mut self) -> Option<Word<'a>> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + (rest.len() - rest.trim_start().len());
        let rest = self.text.get(start..)?;
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let text = rest.get(..end).filter(|t| !t.is_empty())?;
        let column = self.column(start);
        self.at = start + end;
        Some(Word {
            text,
            line: self.line,
            column,
        })
    }

    /// The next word if `parse` reads it; else nothing is taken.
    pub(crate) fn maybe<T>(&mut self, parse: impl FnOnce(&'a str) -> Option<T>) -> Option<T> {
        let mut ahead = self.clone();
        let value = parse(ahead.take()?.text)?;
        *self = ahead;
        Some(value)
    }

    /// Takes `keyword` if it is next.
    pub(crate) fn eat(&mut self, keyword: &str) -> bool {
        self.maybe(|text| (text == keyword).then_some(())).is_some()
    }

    /// Everything up to the line's end.
    pub(crate) fn rest(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default().trim();
        self.at = self.text.len();
        rest
    }

    /// That nothing is left.
    pub(crate) fn end(mut self) -> Result<()> {
        match self.take() {
            None => Ok(()),
            Some(word) => Err(word.error(format!("`{}` is not understood here", word.text))),
        }
    }

    /// At the next word, or at the line's end.
    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        let rest = self.text.get(self.at..).unwrap_or_default();
        Error {
            line: self.line,
            column: self.column(self.at + (rest.len() - rest.trim_start().len())),
            message: message.into(),
        }
    }

    fn column(&self, offset: usize) -> usize {
        self.text.get(..offset).map_or(1, |t| t.chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_statements_with_details() {
        let text = "# a comment\nvpc vpc-a # another\n  detail #{host} x\n\nigw igw-a\n";
        let found = statements(text).unwrap();
        assert_eq!(found.len(), 2);
        let mut detail = found[0].details[0].clone();
        assert_eq!(detail.next("a word").unwrap().text, "detail");
        assert_eq!(detail.rest(), "#{host} x");
        let mut words = found[1].words.clone();
        assert!(words.eat("igw") && !words.eat("vpc"));
        assert_eq!(words.next("an id").unwrap().column, 5);
        assert_eq!(
            words.next("a VPC").unwrap_err().to_string(),
            "line 5, column 10: expected a VPC, found the line's end"
        );
    }

    #[test]
    fn an_orphan_is_an_error() {
        assert_eq!(statements("  x").err().unwrap().line, 1);
    }
}
