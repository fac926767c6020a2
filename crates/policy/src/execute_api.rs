//! What API Gateway does to a resource policy when it saves it.
//!
//! The shorthand `execute-api:/stage/METHOD/path` becomes a full ARN of the API, and a `Principal.AWS` list of one
//! element becomes that element (api A8, B10). Both show when the policy is read back. The shorthand exists in
//! resource policies of APIs only; an endpoint policy must write ARNs.

use serde_json::Value;

/// Whose policy it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Owner<'a> {
    pub region: &'a str,
    pub account: &'a str,
    pub api: &'a str,
}

/// The document as API Gateway stores and returns it. What is not well formed is left for the parser to refuse.
pub fn normalise(document: &Value, owner: Owner<'_>) -> Value {
    let mut document = document.clone();
    let statements = match document.get_mut("Statement") {
        Some(Value::Array(statements)) => statements.iter_mut().collect(),
        Some(statement) => vec![statement],
        None => Vec::new(),
    };
    for statement in statements {
        for name in ["Resource", "NotResource"] {
            match statement.get_mut(name) {
                Some(Value::Array(resources)) => resources.iter_mut().for_each(|text| expand_in(text, owner)),
                Some(resource) => expand_in(resource, owner),
                None => {}
            }
        }
        for name in ["Principal", "NotPrincipal"] {
            if let Some(aws) = statement
                .get_mut(name)
                .and_then(|principal| principal.get_mut("AWS"))
            {
                unwrap_single(aws);
            }
        }
    }
    document
}

/// The full ARN of a shorthand resource; any other resource as it is.
pub fn expand(resource: &str, owner: Owner<'_>) -> String {
    let Owner { region, account, api } = owner;
    match resource.strip_prefix("execute-api:/") {
        Some(rest) => format!("arn:aws:execute-api:{region}:{account}:{api}/{rest}"),
        None => resource.to_owned(),
    }
}

fn expand_in(resource: &mut Value, owner: Owner<'_>) {
    if let Value::String(text) = resource {
        *text = expand(text, owner);
    }
}

fn unwrap_single(list: &mut Value) {
    if let Value::Array(elements) = list
        && elements.len() == 1
        && let Some(only) = elements.pop()
    {
        *list = only;
    }
}
