//! The lines of an HTTP/1 head, of requests and of answers: found, not copied.
//!
//! A line ends in CRLF or LF (RFC 9112 section 2.2); folded lines and blanks before a colon are malformed.

use std::io::BufRead;

use bytes::Bytes;
use http::HeaderName;

/// The index after the empty line.
pub(crate) fn end_of_head(buffer: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let line = from + line_length(buffer.get(from..)?)?;
        match buffer.get(line..)? {
            [b'\r', b'\n', ..] => return Some(line + 2),
            [b'\n', ..] => return Some(line + 1),
            _ => from = line,
        }
    }
}

/// Bytes of the first line with its end. `skip_until` is the standard library's way to a fast byte search.
fn line_length(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    let length = rest.skip_until(b'\n').ok()?;
    bytes.get(..length)?.ends_with(b"\n").then_some(length)
}

/// The start and end of each line, without its CRLF.
pub(crate) struct Lines<'a> {
    head: &'a [u8],
    from: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(head: &'a [u8]) -> Self {
        Self { head, from: 0 }
    }
}

impl Iterator for Lines<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let rest = self.head.get(self.from..)?;
        let length = line_length(rest)?;
        let start = self.from;
        self.from += length;
        let line = rest.get(..length - 1)?;
        let end = start + line.strip_suffix(b"\r").unwrap_or(line).len();
        Some((start, end))
    }
}

/// Name and value of the header between `start` and `end` of `head`.
pub(crate) fn header(head: &Bytes, start: usize, end: usize) -> Option<(HeaderName, Bytes)> {
    let line = head.get(start..end)?;
    let colon = line.iter().position(|b| *b == b':')?;
    let name = HeaderName::from_bytes(line.get(..colon)?).ok()?;
    let value = line.get(colon + 1..).unwrap_or_default();
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let leading = value.iter().take_while(|b| blank(b)).count();
    let trailing = value.iter().rev().take_while(|b| blank(b)).count();
    let from = start + colon + 1 + leading;
    Some((name, head.slice(from..(end - trailing).max(from))))
}
