//! Applies a cure as it was printed: the `aws ec2 authorize-security-group-ingress` command, word by word.

use anyhow::{Context, bail};

use crate::demo::aws::Aws;

/// Runs the printed command. Only the one that the demo's break calls for is understood.
pub(crate) fn apply(aws: &Aws, command: &str) -> anyhow::Result<()> {
    let words = words(command);
    let mut words = words.iter().map(String::as_str);
    if (words.next(), words.next(), words.next())
        != (Some("aws"), Some("ec2"), Some("authorize-security-group-ingress"))
    {
        bail!("not a command that opens a security group");
    }
    let mut parameters = Vec::new();
    while let Some(flag) = words.next() {
        let value = words.next().with_context(|| format!("{flag} has no value"))?;
        match flag {
            "--group-id" => parameters.push(("GroupId".to_owned(), value.to_owned())),
            "--ip-permissions" => parameters.extend(permission(value)?),
            "--region" if value == aws.region => {}
            other => bail!("unexpected {other} {value}"),
        }
    }
    let parameters: Vec<(&str, &str)> = parameters.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    aws.ec2("AuthorizeSecurityGroupIngress", &parameters).map(drop)
}

/// The CLI's shorthand `IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=pl-1}]` as form fields.
fn permission(shorthand: &str) -> anyhow::Result<Vec<(String, String)>> {
    let mut out = Vec::new();
    let mut rest = shorthand;
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').context("expected NAME=VALUE")?;
        if let Some(list) = after.strip_prefix("[{") {
            let (item, behind) = list.split_once("}]").context("expected `}]`")?;
            let (inner, value) = item.split_once('=').context("expected NAME=VALUE")?;
            // The form's names of the CLI's lists.
            let list = match name {
                "UserIdGroupPairs" => "Groups",
                name => name,
            };
            out.push((format!("IpPermissions.1.{list}.1.{inner}"), value.to_owned()));
            rest = behind.trim_start_matches(',');
        } else {
            let (value, behind) = after.split_once(',').unwrap_or((after, ""));
            out.push((format!("IpPermissions.1.{name}"), value.to_owned()));
            rest = behind;
        }
    }
    Ok(out)
}

/// A command line's words; single quotes group.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '\'' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_permission_becomes_form_fields() {
        let fields =
            permission("IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=pl-1}]").unwrap();
        let expected = [
            ("IpPermissions.1.IpProtocol", "tcp"),
            ("IpPermissions.1.FromPort", "443"),
            ("IpPermissions.1.ToPort", "443"),
            ("IpPermissions.1.PrefixListIds.1.PrefixListId", "pl-1"),
        ];
        assert_eq!(
            fields
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_str()))
                .collect::<Vec<_>>(),
            expected
        );
        assert_eq!(words("a --b 'c d'"), ["a", "--b", "c d"]);
    }
}
