//! `Principal` and `NotPrincipal`: who a statement is about.
//!
//! A caller is the text of its ARN (`arn:aws:iam::111122223333:user/u`, or for a role's session
//! `arn:aws:sts::111122223333:assumed-role/Role/session`), or a service's name; an anonymous caller is `Absent` and
//! matches only `*` (api A32). An account stands for all its callers, a role for all its sessions. `{"AWS": "*"}` is
//! `*`. Wildcards inside an ARN are not allowed.

use adit_rules::{Glob, Set, TextSet};

use crate::PolicyError;
use crate::json::Node;
use crate::template::ARN_FIELDS;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Principals {
    named: Vec<Named>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Named {
    Everyone,
    /// An account by its number, or by the ARN of its root, which names the partition too.
    Account {
        partition: Option<String>,
        id: String,
    },
    Role {
        partition: String,
        account: String,
        arn: String,
        name: String,
    },
    /// A user, a session, a service, an identity provider, a canonical id.
    Exactly(String),
}

impl Principals {
    pub(crate) fn parse(node: &Node<'_>) -> Result<Principals, PolicyError> {
        if node.value().is_string() {
            return match node.text()? {
                "*" => Ok(Principals {
                    named: vec![Named::Everyone],
                }),
                other => Err(node.error(format!("must be `*` or an object, not `{other}`"))),
            };
        }
        let mut named = Vec::new();
        for (kind, values) in node.fields()? {
            for value in values.one_or_more() {
                let text = value.text()?;
                named.push(match kind {
                    "AWS" => parse_aws(text).map_err(|what| value.error(what))?,
                    "Service" | "Federated" | "CanonicalUser" if !text.is_empty() && !text.contains('*') => {
                        Named::Exactly(text.to_owned())
                    }
                    "Service" | "Federated" | "CanonicalUser" => {
                        return Err(value.error(format!("is not a principal: `{text}`")));
                    }
                    _ => return Err(node.error(format!("has an unknown kind of principal `{kind}`"))),
                });
            }
        }
        if named.is_empty() {
            return Err(node.error("names no principal"));
        }
        Ok(Principals { named })
    }

    /// The callers that are named.
    pub(crate) fn callers(&self) -> Set {
        if self.named.contains(&Named::Everyone) {
            return TextSet::full().into();
        }
        Set::any_of(self.named.iter().flat_map(Named::patterns))
    }
}

impl Named {
    fn patterns(&self) -> Vec<Glob> {
        let fields = |pattern: String| Glob::new(&pattern).segmented(':', ARN_FIELDS);
        match self {
            Named::Everyone => vec![Glob::new("*")],
            Named::Account { partition, id } => {
                let partition = partition.as_deref().unwrap_or("*");
                let services = ["iam", "sts"].into_iter();
                services
                    .map(|service| fields(format!("arn:{partition}:{service}::{id}:*")))
                    .collect()
            }
            Named::Role {
                partition,
                account,
                arn,
                name,
            } => {
                let sessions = fields(format!("arn:{partition}:sts::{account}:assumed-role/{name}/*"));
                vec![Glob::literal(arn), sessions]
            }
            Named::Exactly(text) => vec![Glob::literal(text)],
        }
    }
}

fn parse_aws(text: &str) -> Result<Named, String> {
    if text == "*" {
        return Ok(Named::Everyone);
    }
    if is_account(text) {
        return Ok(Named::Account {
            partition: None,
            id: text.to_owned(),
        });
    }
    let invalid = || format!("is not a principal: `{text}`");
    if text.contains(['*', '?']) || text.is_empty() {
        return Err(invalid());
    }
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        // A unique id (`AIDA...`): what AWS leaves of a principal that was deleted.
        return Ok(Named::Exactly(text.to_owned()));
    }
    let fields: Vec<&str> = text.splitn(ARN_FIELDS, ':').collect();
    let &["arn", partition, service @ ("iam" | "sts"), "", account, resource] = fields.as_slice() else {
        return Err(invalid());
    };
    if partition.is_empty() || account.is_empty() || resource.is_empty() {
        return Err(invalid());
    }
    let (partition, account) = (partition.to_owned(), account.to_owned());
    Ok(match (service, resource.split_once('/')) {
        ("iam", None) if resource == "root" => Named::Account {
            partition: Some(partition),
            id: account,
        },
        ("iam", Some(("role", path))) => {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            Named::Role {
                partition,
                account,
                arn: text.to_owned(),
                name,
            }
        }
        _ => Named::Exactly(text.to_owned()),
    })
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}
