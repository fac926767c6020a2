//! Rust text with its comments and literals blanked, so that a rule about code does not trip over prose, and so that
//! the rules' own search words do not trip over themselves.
//!
//! Line breaks stay, so that a position in the result has the line number of the original. This is a lexer of four
//! literals, not a parser: macros' inner text counts as code.

pub(super) fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    let mut previous = ' ';
    while let Some(first) = rest.chars().next() {
        let inert = inert_prefix(rest, previous);
        if inert > 0 {
            let (blanked, left) = rest.split_at_checked(inert).unwrap_or((rest, ""));
            code.extend(blanked.chars().map(|char| if char == '\n' { '\n' } else { ' ' }));
            rest = left;
            previous = ' ';
        } else {
            code.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or("");
            previous = first;
        }
    }
    code
}

/// The line (from 1) of each place where `word` stands in `code`.
pub(super) fn lines_with(code: &str, word: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    for (number, line) in code.lines().enumerate() {
        lines.extend(line.match_indices(word).map(|_| number + 1));
    }
    lines
}

/// Length in bytes of the comment or literal that `rest` begins with; 0 when it begins with code.
fn inert_prefix(rest: &str, previous: char) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('"') {
        return quoted(rest);
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    if previous.is_alphanumeric() || previous == '_' {
        return 0;
    }
    raw_string(rest)
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(left) = rest.get(at..) {
        if left.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if left.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else if let Some(char) = left.chars().next() {
            at += char.len_utf8();
        } else {
            break;
        }
    }
    rest.len()
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, char) in rest.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'x'` and `'\n'` are literals, `'a` is a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => chars
            .skip(1)
            .find(|(_, char)| *char == '\'')
            .map_or(0, |(at, _)| at + 1),
        Some(_) => chars
            .next()
            .filter(|(_, char)| *char == '\'')
            .map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

fn raw_string(rest: &str) -> usize {
    let Some(after) = ["br", "cr", "r"]
        .iter()
        .find_map(|prefix| rest.strip_prefix(prefix))
    else {
        return 0;
    };
    let inner = after.trim_start_matches('#');
    let hashes = after.len() - inner.len();
    if !inner.starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let Some(closing) = inner.get(1..).and_then(|body| body.find(&end)) else {
        return rest.len();
    };
    rest.len() - inner.len() + 1 + closing + end.len()
}
