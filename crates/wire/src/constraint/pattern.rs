//! A pattern of the model, compiled when it is first needed.
//!
//! The models' patterns are Java's and match a whole value. What `regex-lite` lacks is translated: Unicode
//! categories to ASCII plus everything beyond it (a little too lenient), and the two look-aheads of ACM's domain
//! names to what they mean. A pattern that still does not compile is not checked; a test lists them.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A pattern.
#[derive(Debug)]
pub struct Pattern {
    source: Box<str>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) fn new(source: &str) -> Pattern {
        Pattern {
            source: source.into(),
            compiled: OnceLock::new(),
        }
    }

    /// As the model has it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it can be checked at all.
    pub fn is_checked(&self) -> bool {
        self.regex().is_some()
    }

    /// Whether a whole text matches; true where the pattern cannot be checked.
    pub fn matches(&self, text: &str) -> bool {
        self.regex().is_none_or(|regex| regex.is_match(text))
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| Regex::new(&format!("^(?:{})$", translate(&self.source))).ok())
            .as_ref()
    }
}

fn translate(source: &str) -> String {
    const BEYOND: &str = r"\x{80}-\x{10FFFF}";
    let replaced = [
        (r"\p{L}", format!("A-Za-z{BEYOND}")),
        (r"\p{Z}", format!(" {BEYOND}")),
        (r"\p{N}", format!("0-9{BEYOND}")),
        (
            "(?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9]",
            "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?".to_owned(),
        ),
        (
            "(?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9]",
            "[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9]".to_owned(),
        ),
    ];
    replaced
        .iter()
        .fold(source.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Service;
    use crate::model::{Kind, Model};

    #[test]
    fn every_pattern_of_the_models_compiles_but_these() {
        let mut unchecked = Vec::new();
        for service in Service::ALL {
            for shape in Model::load(service).unwrap().shapes() {
                if let Kind::Text(text) = &shape.kind
                    && text.pattern.as_ref().is_some_and(|pattern| !pattern.is_checked())
                {
                    unchecked.push(format!("{} {}", service.name(), shape.name));
                }
            }
        }
        assert_eq!(unchecked, Vec::<String>::new());
    }

    #[test]
    fn a_domain_name_is_what_the_look_aheads_say() {
        let pattern = Pattern::new(
            r"(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])",
        );
        for good in ["example.com", "*.example.com", "a.b-c.io"] {
            assert!(pattern.matches(good), "{good}");
        }
        for bad in ["example", "-a.com", "a-.com", "a..com", "*.*.com", "a.c"] {
            assert!(!pattern.matches(bad), "{bad}");
        }
    }
}
