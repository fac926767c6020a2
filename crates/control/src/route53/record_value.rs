//! The syntax of a record's value, by its type.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::route53::domain_name;

/// A character string of DNS.
const STRING: usize = 255;

/// Whether a value is one of the type; the error is AWS's sentence.
pub fn check(kind: &str, value: &str) -> Result<(), String> {
    let at = Value { kind, value };
    let fields: Vec<&str> = value.split_ascii_whitespace().collect();
    match (kind, fields.as_slice()) {
        ("A" | "AAAA" | "CNAME" | "NS" | "PTR", [] | [_, _, ..]) if value.trim() != "" => {
            Err(at.problem(&format!("{kind}RRDATANotSingleField"), "Value contains spaces"))
        }
        ("A", _) => match value.parse::<Ipv4Addr>() {
            Ok(_) => Ok(()),
            Err(_) => Err(at.problem("ARRDATAIllegalIPv4Address", "Value is not a valid IPv4 address")),
        },
        ("AAAA", _) => match value.parse::<Ipv6Addr>() {
            Ok(_) => Ok(()),
            Err(_) => Err(at.problem(
                "AAAARRDATAIllegalIPv6Address",
                "Value is not a valid IPv6 address",
            )),
        },
        ("CNAME" | "NS" | "PTR", _) => at.name(value),
        ("TXT" | "SPF", _) => at.strings(value),
        ("MX", [priority, host]) => at.number(priority, 16).and_then(|()| at.name(host)),
        ("MX", _) => Err(at.fields(2)),
        ("SRV", [priority, weight, port, host]) => {
            [priority, weight, port]
                .iter()
                .try_for_each(|number| at.number(number, 16))?;
            at.name(host)
        }
        ("SRV", _) => Err(at.fields(4)),
        ("CAA", [flags, tag, _, ..]) => {
            at.number(flags, 8)?;
            if !tag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return Err(at.problem("CAARRDATAIllegalTag", "Tag is not alphanumeric"));
            }
            let rest = value.splitn(3, [' ', '\t']).nth(2).unwrap_or_default();
            at.strings(rest.trim())
        }
        ("CAA", _) => Err(at.fields(3)),
        ("SOA", [server, mail, numbers @ ..]) if numbers.len() == 5 => {
            at.name(server)?;
            at.name(mail)?;
            numbers.iter().try_for_each(|number| at.number(number, 32))
        }
        ("SOA", _) => Err(at.fields(7)),
        ("NAPTR", [order, preference, _, _, _, replacement]) => {
            at.number(order, 16)?;
            at.number(preference, 16)?;
            match *replacement {
                "." => Ok(()),
                name => at.name(name),
            }
        }
        ("NAPTR", _) => Err(at.fields(6)),
        ("DS", [tag, algorithm, digest, hash]) => {
            at.number(tag, 16)?;
            at.number(algorithm, 8)?;
            at.number(digest, 8)?;
            at.hex(hash)
        }
        ("DS" | "TLSA", fields) if fields.len() != 4 => Err(at.fields(4)),
        ("TLSA", [usage, selector, matching, data]) => {
            [usage, selector, matching]
                .iter()
                .try_for_each(|number| at.number(number, 8))?;
            at.hex(data)
        }
        ("SSHFP", [algorithm, kind, print]) => {
            at.number(algorithm, 8)?;
            at.number(kind, 8)?;
            at.hex(print)
        }
        ("SSHFP", _) => Err(at.fields(3)),
        ("SVCB" | "HTTPS", [priority, host, ..]) => {
            at.number(priority, 16)?;
            match *host {
                "." => Ok(()),
                name => at.name(name),
            }
        }
        ("SVCB" | "HTTPS", _) => Err(at.fields(2)),
        _ => Ok(()),
    }
}

struct Value<'v> {
    kind: &'v str,
    value: &'v str,
}

impl Value<'_> {
    fn problem(&self, code: &str, text: &str) -> String {
        format!("FATAL problem: {code} ({text}) encountered with '{}'", self.value)
    }

    fn fields(&self, wanted: usize) -> String {
        let number = match wanted {
            2 => "Two",
            3 => "Three",
            4 => "Four",
            6 => "Six",
            _ => "Seven",
        };
        let code = format!("{}RRDATANot{number}Fields", self.kind);
        self.problem(
            &code,
            &format!("{} record doesn't have {wanted} fields", self.kind),
        )
    }

    fn name(&self, name: &str) -> Result<(), String> {
        domain_name::normal(name).map(drop)
    }

    fn number(&self, text: &str, bits: u32) -> Result<(), String> {
        let number = text.parse::<u64>().ok().filter(|number| number >> bits == 0);
        let code = format!("{}RRDATAIllegalInteger", self.kind);
        number
            .map(drop)
            .ok_or_else(|| self.problem(&code, &format!("{text} is not a number of {bits} bits")))
    }

    fn hex(&self, text: &str) -> Result<(), String> {
        let code = format!("{}RRDATAIllegalHex", self.kind);
        match !text.is_empty() && text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit())
        {
            true => Ok(()),
            false => Err(self.problem(&code, "Value is not hexadecimal")),
        }
    }

    /// One or more strings in quotation marks, in which a backslash escapes one character or three octal digits.
    fn strings(&self, text: &str) -> Result<(), String> {
        let unquoted = || {
            self.problem(
                "InvalidCharacterString",
                "Value should be enclosed in quotation marks",
            )
        };
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(unquoted());
        }
        while !rest.is_empty() {
            let inside = rest.strip_prefix('"').ok_or_else(unquoted)?;
            let (mut length, mut end) = (0_usize, None);
            let mut letters = inside.char_indices();
            while let Some((at, letter)) = letters.next() {
                match letter {
                    '"' => {
                        end = Some(at);
                        break;
                    }
                    '\\' => {
                        let digits = inside.get(at + 1..at + 4).unwrap_or_default();
                        let octal = digits.len() == 3 && digits.bytes().all(|b| (b'0'..=b'7').contains(&b));
                        for _ in 0..if octal { 3 } else { 1 } {
                            letters.next();
                        }
                        length += 1;
                    }
                    letter => length += letter.len_utf8(),
                }
            }
            let end = end.ok_or_else(unquoted)?;
            if length > STRING {
                return Err(self.problem("CharacterStringTooLong", "Value is too long"));
            }
            let after = inside.get(end + 1..).unwrap_or_default();
            rest = after.trim_start();
            if !rest.is_empty() && rest.len() == after.len() {
                return Err(unquoted());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn values_fit_their_types() {
        let long = format!("\"{}\"", "a".repeat(256));
        for (kind, value, problem) in [
            ("A", "192.0.2.1", ""),
            ("A", "192.0.2.256", "ARRDATAIllegalIPv4Address"),
            ("A", "192.0.2.1 192.0.2.2", "ARRDATANotSingleField"),
            ("AAAA", "2001:db8::1", ""),
            ("AAAA", "192.0.2.1", "AAAARRDATAIllegalIPv6Address"),
            ("CNAME", "www.example.com", ""),
            ("CNAME", "www..com", "DomainLabelEmpty"),
            ("CNAME", "", "DomainLabelEmpty"),
            ("TXT", "\"v=spf1 -all\" \"b\\\"c\\052\"", ""),
            (
                "TXT",
                "v=spf1",
                "InvalidCharacterString (Value should be enclosed in quotation marks)",
            ),
            ("TXT", "\"a\"\"b\"", "InvalidCharacterString"),
            ("TXT", long.as_str(), "CharacterStringTooLong"),
            ("MX", "10 mail.example.com", ""),
            (
                "MX",
                "mail.example.com",
                "MXRRDATANotTwoFields (MX record doesn't have 2 fields)",
            ),
            ("MX", "70000 mail.example.com", "MXRRDATAIllegalInteger"),
            ("SRV", "1 10 5269 xmpp.example.com.", ""),
            ("SRV", "1 10 xmpp.example.com.", "SRVRRDATANotFourFields"),
            ("CAA", "0 issue \"amazon.com\"", ""),
            ("CAA", "0 issue amazon.com", "InvalidCharacterString"),
            (
                "NAPTR",
                "100 50 \"u\" \"E2U+sip\" \"!^.*$!sip:info@example.com!\" .",
                "",
            ),
            ("DS", "123 4 5 1234567890abcdef", ""),
            ("DS", "123 4 5", "DSRRDATANotFourFields"),
            ("HTTPS", "1 . alpn=h2", ""),
        ] {
            match check(kind, value) {
                Ok(()) => assert_eq!(problem, "", "{kind} {value}"),
                Err(error) => assert!(
                    !problem.is_empty() && error.contains(problem),
                    "{kind} {value}: {error}"
                ),
            }
        }
    }
}
