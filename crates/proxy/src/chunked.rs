//! The chunked transfer coding (RFC 9112 section 7.1), read from a buffer that fills as bytes arrive.
//!
//! Strict where leniency smuggles: a size is hexadecimal digits and nothing else before an extension or the line's
//! end, a chunk ends in CRLF. Extensions and trailers are dropped.

use bytes::{Buf, Bytes, BytesMut};

/// Bytes of a size line with its extensions, and of all trailers together.
const LINE_LIMIT: usize = 4096;
const TRAILER_LIMIT: usize = 16 * 1024;

/// ```text
/// Size ──▶ Data ──▶ Gap ──▶ Size ... Size(0) ──▶ Trailers ──▶ Done
/// ```
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Chunked {
    Size,
    Data { left: u64 },
    Gap,
    Trailers { seen: usize },
    Done,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    Data(Bytes),
    /// The buffer holds no whole element.
    More,
    End,
}

/// The peer does not speak this coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

impl Chunked {
    pub(crate) fn decode(&mut self, buffer: &mut BytesMut) -> Result<Decoded, Malformed> {
        loop {
            match self {
                Self::Size => {
                    let Some(line) = line(buffer, LINE_LIMIT)? else {
                        return Ok(Decoded::More);
                    };
                    *self = match size(&line)? {
                        0 => Self::Trailers { seen: 0 },
                        left => Self::Data { left },
                    };
                }
                Self::Data { left } => {
                    if buffer.is_empty() {
                        return Ok(Decoded::More);
                    }
                    let take = usize::try_from(*left).unwrap_or(usize::MAX).min(buffer.len());
                    *left -= take as u64;
                    if *left == 0 {
                        *self = Self::Gap;
                    }
                    return Ok(Decoded::Data(buffer.split_to(take).freeze()));
                }
                Self::Gap => {
                    if buffer.len() < 2 {
                        return Ok(Decoded::More);
                    }
                    if !buffer.starts_with(b"\r\n") {
                        return Err(Malformed);
                    }
                    buffer.advance(2);
                    *self = Self::Size;
                }
                Self::Trailers { seen } => {
                    let Some(line) = line(buffer, TRAILER_LIMIT)? else {
                        return Ok(Decoded::More);
                    };
                    if line.is_empty() {
                        *self = Self::Done;
                        continue;
                    }
                    *seen += line.len();
                    if *seen > TRAILER_LIMIT {
                        return Err(Malformed);
                    }
                }
                Self::Done => return Ok(Decoded::End),
            }
        }
    }
}

/// Takes a line off the buffer, without its end.
fn line(buffer: &mut BytesMut, limit: usize) -> Result<Option<BytesMut>, Malformed> {
    let Some(end) = buffer.iter().position(|b| *b == b'\n') else {
        return if buffer.len() > limit {
            Err(Malformed)
        } else {
            Ok(None)
        };
    };
    if end > limit {
        return Err(Malformed);
    }
    let mut line = buffer.split_to(end);
    buffer.advance(1);
    match line.last() {
        Some(b'\r') => line.truncate(line.len() - 1),
        _ => return Err(Malformed),
    }
    Ok(Some(line))
}

fn size(line: &[u8]) -> Result<u64, Malformed> {
    let digits = line
        .split(|b| matches!(b, b';' | b' ' | b'\t'))
        .next()
        .unwrap_or_default();
    if digits.is_empty() || digits.len() > 15 {
        return Err(Malformed);
    }
    digits.iter().try_fold(0_u64, |size, b| {
        let digit = char::from(*b).to_digit(16).ok_or(Malformed)?;
        Ok((size << 4) | u64::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds `wire` byte by byte; the body, or `None` where it is malformed or unfinished.
    fn check(wire: &str) -> Option<String> {
        let (mut state, mut buffer, mut body) = (Chunked::Size, BytesMut::new(), Vec::new());
        for byte in wire.bytes() {
            buffer.extend_from_slice(&[byte]);
            while let Decoded::Data(data) = state.decode(&mut buffer).ok()? {
                body.extend_from_slice(&data);
            }
        }
        (state.decode(&mut buffer) == Ok(Decoded::End)).then(|| String::from_utf8(body).unwrap())
    }

    #[test]
    fn chunks_join() {
        assert_eq!(check("5\r\nhello\r\n0\r\n\r\n"), Some("hello".into()));
        assert_eq!(
            check("1\r\na\r\nA;name=value\r\n0123456789\r\n00\r\nTrailer: x\r\n\r\n"),
            Some("a0123456789".into())
        );
        assert_eq!(check("0\r\n\r\n"), Some(String::new()));
    }

    #[test]
    fn broken_chunking_is_refused() {
        for wire in [
            "5\nhello\r\n0\r\n\r\n",
            "\r\n",
            "-1\r\n",
            "0x5\r\nhello\r\n0\r\n\r\n",
            "5\r\nhelloX\r\n0\r\n\r\n",
            "ffffffffffffffff\r\n",
            "5\r\nhello\r\n0\r\n",
            "5\r\nhel",
        ] {
            assert_eq!(check(wire), None, "{wire:?}");
        }
        let endless = format!("1;{}", "x".repeat(LINE_LIMIT * 2));
        assert_eq!(check(&endless), None);
    }
}
