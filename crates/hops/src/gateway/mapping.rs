//! Parameter mappings: where a value of the integration's request, or of the method's response, comes from (api C27).
//!
//! Compiled once; stage variables are literals by then. Values out of a body (`...body.path`) are not built;
//! integrations and responses that map them refuse.

use std::collections::BTreeMap;

use http::HeaderMap;

use crate::facts::Facts;
use crate::gateway::Request;
use crate::gateway::context::Context;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Literal(String),
    Context(Context),
    /// A header of the request, or of the backend's response. Of several the last counts, unless `all` joins them.
    Header {
        name: String,
        all: bool,
    },
    /// A query parameter of the request.
    Query {
        name: String,
        all: bool,
    },
    /// A path parameter of the request.
    Path(String),
}

impl Source {
    /// `side` is `method.request` in requests and `integration.response` in responses.
    pub fn parse(text: &str, side: &str, variables: &BTreeMap<String, String>) -> Option<Self> {
        if let Some(literal) = text.strip_prefix('\'') {
            return literal
                .strip_suffix('\'')
                .map(|literal| Self::Literal(literal.to_owned()));
        }
        if let Some(name) = text.strip_prefix("context.") {
            return Context::parse(name).map(Self::Context);
        }
        if let Some(name) = text.strip_prefix("stageVariables.") {
            return variables.get(name).cloned().map(Self::Literal);
        }
        let (place, name) = text.strip_prefix(side)?.strip_prefix('.')?.split_once('.')?;
        let name = name.to_owned();
        match place {
            "header" => Some(Self::Header { name, all: false }),
            "multivalueheader" => Some(Self::Header { name, all: true }),
            "querystring" => Some(Self::Query { name, all: false }),
            "multivaluequerystring" => Some(Self::Query { name, all: true }),
            "path" => Some(Self::Path(name)),
            _ => None,
        }
    }

    /// `headers` are those of the side that the mapping reads.
    pub fn value(&self, request: &Request, headers: &HeaderMap, facts: &Facts) -> Option<String> {
        match self {
            Self::Literal(text) => Some(text.clone()),
            Self::Context(context) => context.value(request, facts),
            Self::Header { name, all } => joined(
                headers
                    .get_all(name.as_str())
                    .iter()
                    .filter_map(|value| value.to_str().ok()),
                *all,
            ),
            Self::Query { name, all } => {
                let pairs = request.head.query()?.split('&').filter_map(|pair| {
                    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (key == name).then_some(value)
                });
                joined(pairs, *all)
            }
            Self::Path(name) => {
                let method = request.method.as_ref()?;
                method
                    .path_parameter(name, request.target().path)
                    .map(str::to_owned)
            }
        }
    }
}

fn joined<'v>(values: impl Iterator<Item = &'v str>, all: bool) -> Option<String> {
    let values: Vec<&str> = values.collect();
    match values.as_slice() {
        [] => None,
        values if all => Some(values.join(",")),
        [.., last] => Some((*last).to_owned()),
    }
}

/// `${stageVariables.x}` replaced; a variable that is not set leaves nothing.
pub fn with_stage_variables(text: &str, variables: &BTreeMap<String, String>) -> String {
    const START: &str = "${stageVariables.";
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(START) {
        out.push_str(before);
        let Some((name, behind)) = behind.split_once('}') else {
            out.push_str(START);
            rest = behind;
            continue;
        };
        out.push_str(variables.get(name).map(String::as_str).unwrap_or_default());
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_are_parsed() {
        let variables = BTreeMap::from([("host".to_owned(), "b.example.com".to_owned())]);
        let parse = |text: &str| Source::parse(text, "method.request", &variables);
        assert_eq!(parse("'a b'"), Some(Source::Literal("a b".to_owned())));
        assert_eq!(
            parse("stageVariables.host"),
            Some(Source::Literal("b.example.com".to_owned()))
        );
        assert_eq!(parse("context.stage"), Some(Source::Context(Context::Stage)));
        assert_eq!(
            parse("method.request.path.proxy"),
            Some(Source::Path("proxy".to_owned()))
        );
        assert_eq!(parse("method.request.body.a"), None);
        assert_eq!(parse("context.nonsense"), None);
        assert_eq!(
            with_stage_variables("https://${stageVariables.host}/${stageVariables.x}", &variables),
            "https://b.example.com/"
        );
    }
}
