//! Whether an answer is JSON, or XML that a strict parser takes: one root, names closed in order, known entities, no
//! character that XML lacks.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

pub(crate) fn json(body: &[u8]) -> Result<(), String> {
    serde_json::from_slice::<serde_json::Value>(body)
        .map(drop)
        .map_err(|error| format!("not JSON: {error}"))
}

pub(crate) fn xml(body: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(body).map_err(|_| "not UTF-8".to_owned())?;
    if let Some(bad) = text.chars().find(|char| !is_xml(*char)) {
        return Err(format!("{bad:?} is no character of XML"));
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut depth, mut roots) = (0usize, 0usize);
    loop {
        let event = reader.read_event().map_err(|error| format!("not XML: {error}"))?;
        match event {
            Event::Start(start) => {
                roots += usize::from(depth == 0);
                depth += 1;
                named(&start)?;
            }
            Event::Empty(start) => {
                roots += usize::from(depth == 0);
                named(&start)?;
            }
            Event::End(_) => depth = depth.checked_sub(1).ok_or("an element ends that is not open")?,
            Event::Text(text) if depth == 0 && !text.trim().is_empty() => {
                return Err("text outside the root".to_owned());
            }
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                let known = ["amp", "lt", "gt", "quot", "apos"].contains(&name);
                let letter = reference.resolve_char_ref();
                if depth == 0 || !(known || letter.is_ok_and(|letter| letter.is_some_and(is_xml))) {
                    return Err(format!("the entity `{name}` is unknown"));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match (depth, roots) {
        (0, 1) => Ok(()),
        _ => Err(format!("{roots} roots, {depth} elements left open")),
    }
}

fn named(start: &BytesStart<'_>) -> Result<(), String> {
    let name = start.name();
    let name: &str = name.as_ref();
    let fits = |char: char| char.is_ascii_alphanumeric() || "_-.:".contains(char);
    if !name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_') || !name.chars().all(fits) {
        return Err(format!("`{name}` is no element's name"));
    }
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("`{name}`: {error}"))?;
        let value = quick_xml::escape::unescape(&attribute.value);
        if attribute.value.contains('<') || value.is_err() {
            return Err(format!("`{name}` has a bad attribute"));
        }
    }
    Ok(())
}

fn is_xml(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
