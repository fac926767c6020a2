//! Names as Route 53 keeps them: lower case, with a final dot, and every character but letters, digits, `-` and `_` as a
//! backslash with three octal digits (`\052` for `*`), however the caller wrote it.

/// The most that a label and a name may have.
const LABEL: usize = 63;
const NAME: usize = 255;

/// The name as Route 53 shows it; the error is AWS's sentence about what is wrong.
pub fn normal(name: &str) -> Result<String, String> {
    let problem =
        |code: &str, text: &str| format!("FATAL problem: {code} ({text}) encountered with '{name}'");
    let empty = || problem("DomainLabelEmpty", "Domain label is empty");
    let trimmed = name.strip_suffix('.').unwrap_or(name);
    if trimmed.is_empty() {
        return Err(empty());
    }
    let mut out = String::with_capacity(name.len() + 1);
    let (mut label, mut length) = (0_usize, 1_usize);
    let mut bytes = trimmed.bytes();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'.' if label == 0 => return Err(empty()),
            b'.' => {
                out.push('.');
                length += label + 1;
                label = 0;
                continue;
            }
            b'\\' => octal(&mut bytes).ok_or_else(|| {
                problem(
                    "InvalidEscape",
                    "Value contains an escape that is not three octal digits",
                )
            })?,
            plain if plain.is_ascii_graphic() || plain == b' ' => plain,
            _ => {
                return Err(problem(
                    "UnsupportedCharacter",
                    "Value contains unsupported characters",
                ));
            }
        };
        match byte.to_ascii_lowercase() {
            plain @ (b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_') => out.push(char::from(plain)),
            other => out.push_str(&format!("\\{other:03o}")),
        }
        label += 1;
        if label > LABEL {
            return Err(problem("DomainLabelTooLong", "Domain label is too long"));
        }
    }
    if label == 0 {
        return Err(empty());
    }
    if length + label + 1 > NAME {
        return Err(problem("DomainNameTooLong", "Domain name is too long"));
    }
    out.push('.');
    Ok(out)
}

fn octal(bytes: &mut std::str::Bytes<'_>) -> Option<u8> {
    let mut value = 0_u16;
    for _ in 0..3 {
        let digit = bytes.next().filter(|byte| (b'0'..=b'7').contains(byte))?;
        value = value * 8 + u16::from(digit - b'0');
    }
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn names_come_out_as_route_53_keeps_them() {
        for (written, kept) in [
            ("Example.COM", "example.com."),
            ("example.com.", "example.com."),
            ("*.example.com", "\\052.example.com."),
            ("\\052.example.com", "\\052.example.com."),
            ("_a-b.example.com", "_a-b.example.com."),
            ("ex\\344mple.com", "ex\\344mple.com."),
            ("\\141.com", "a.com."),
            ("a/b@c.com", "a\\057b\\100c.com."),
        ] {
            assert_eq!(normal(written).as_deref(), Ok(kept), "{written}");
        }
    }

    #[test]
    fn what_is_no_name_is_said() {
        let long = "a".repeat(64);
        for (name, problem) in [
            ("", "DomainLabelEmpty"),
            ("a..b", "DomainLabelEmpty"),
            (".a", "DomainLabelEmpty"),
            ("a.\\9.b", "InvalidEscape"),
            ("é.com", "UnsupportedCharacter"),
            (long.as_str(), "DomainLabelTooLong"),
            (&[long.get(1..).unwrap(); 4].join("."), "DomainNameTooLong"),
        ] {
            let error = normal(name).unwrap_err();
            assert!(error.contains(problem), "{name}: {error}");
        }
    }
}
