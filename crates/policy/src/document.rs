//! The policy document: versions, limits, its statements.

use adit_rules::{Rule, RuleList};
use serde_json::Value;

use crate::json::Node;
use crate::statement::Statement;
use crate::{Compiled, Effect, PolicyError, StatementRef};

/// Characters that a resource policy of an API may have (api A12).
pub const RESOURCE_POLICY_CHARS: usize = 8_192;
/// Characters that an endpoint policy may have, white space included (api A33).
pub const ENDPOINT_POLICY_CHARS: usize = 20_480;

/// A parsed policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    id: Option<String>,
    statements: Vec<Statement>,
}

/// What a policy is attached to, which decides whether it names principals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PolicyKind {
    /// A resource policy, such as an API's: every statement names principals.
    Resource,
    /// A VPC endpoint's policy: every statement names principals.
    Endpoint,
    /// A policy of a user or role, or one that an authorizer returns: none does.
    Identity,
}

impl Policy {
    /// Parses the text of a document of at most `limit` characters.
    pub fn parse(text: &str, kind: PolicyKind, limit: usize) -> Result<Policy, PolicyError> {
        let chars = text.chars().count();
        if chars > limit {
            return Err(PolicyError::TooLong { chars, limit });
        }
        let value = serde_json::from_str(text);
        let value = value.map_err(|error| PolicyError::NotJson {
            reason: error.to_string(),
        })?;
        Policy::from_json(&value, kind)
    }

    pub fn from_json(document: &Value, kind: PolicyKind) -> Result<Policy, PolicyError> {
        let root = Node::root(document);
        root.only(&["Version", "Id", "Statement"])?;
        let variables = match root.field("Version")? {
            // The default of a document without a version.
            None => false,
            Some(version) => match version.text()? {
                "2012-10-17" => true,
                "2008-10-17" => false,
                other => return Err(version.error(format!("is not a version: `{other}`"))),
            },
        };
        let id = root
            .field("Id")?
            .map(|id| id.text().map(str::to_owned))
            .transpose()?;
        let list = root.required("Statement")?;
        let nodes = list.one_or_more();
        if nodes.is_empty() {
            return Err(list.error("is empty"));
        }
        let statements = nodes.iter().map(|node| Statement::parse(node, kind, variables));
        Ok(Policy {
            id,
            statements: statements.collect::<Result<_, _>>()?,
        })
    }

    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// All denials, then all permissions, then the implicit denial: the first that matches decides, so an explicit
    /// denial wins wherever it stands (api B20).
    pub fn compile(&self) -> Compiled {
        let of = |effect| {
            let statements = self.statements.iter().enumerate();
            statements
                .filter(move |(_, statement)| statement.effect == effect)
                .map(|(index, statement)| {
                    let by = StatementRef::Statement {
                        index,
                        sid: statement.sid.clone(),
                    };
                    Rule::new(statement.guard(), statement.effect, by)
                })
        };
        let rules = of(Effect::ExplicitDeny).chain(of(Effect::Allow));
        RuleList::new(rules, Effect::ImplicitDeny, StatementRef::NoStatement)
    }
}
