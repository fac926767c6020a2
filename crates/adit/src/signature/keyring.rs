//! The access keys of the configuration.
//!
//! Given as `ID:SECRET[:ACCOUNT]`, or as a file in the form of AWS's shared credentials file, whose `aws_account_id` is the
//! account. Without any, the pair that `adit env` exports is known, and no other.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use adit_model::AccountId;
use anyhow::{Context, anyhow, bail};

/// The pair that `adit env` exports: its id names the account.
pub(crate) const DEFAULT_KEY: (&str, &str) = (adit_wire::DEFAULT_ACCOUNT, "adit");

/// Its `Debug` keeps the secret to itself.
#[derive(Clone)]
pub(crate) struct AccessKey {
    id: String,
    pub(super) secret: String,
    /// Else the one that the id names, or the default.
    pub(super) account: Option<AccountId>,
}

/// By id.
#[derive(Clone, Debug)]
pub(crate) struct Keyring(HashMap<String, AccessKey>);

impl Keyring {
    pub(crate) fn new(keys: impl IntoIterator<Item = AccessKey>) -> Self {
        let mut keys: HashMap<String, AccessKey> =
            keys.into_iter().map(|key| (key.id.clone(), key)).collect();
        if keys.is_empty() {
            let (id, secret) = DEFAULT_KEY;
            let key = AccessKey {
                id: id.to_owned(),
                secret: secret.to_owned(),
                account: None,
            };
            keys.insert(key.id.clone(), key);
        }
        Self(keys)
    }

    pub(super) fn get(&self, id: &str) -> Option<&AccessKey> {
        self.0.get(id)
    }
}

impl AccessKey {
    fn new(id: &str, secret: &str, account: Option<&str>) -> Result<Self, String> {
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        if !plain(id) || id.contains('/') {
            return Err(format!("`{id}` is no access key id"));
        }
        if !plain(secret) {
            return Err(format!("the secret of `{id}` is empty, or holds a space"));
        }
        let account = account
            .map(|text| {
                AccountId::parse(text).ok_or_else(|| format!("`{text}` is no account: twelve digits"))
            })
            .transpose()?;
        Ok(Self {
            id: id.to_owned(),
            secret: secret.to_owned(),
            account,
        })
    }

    /// Every profile of a shared credentials file.
    pub(crate) fn of_file(file: &Path) -> anyhow::Result<Vec<Self>> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read `{}` given with --credentials", file.display()))?;
        let keys = profiles(&text).with_context(|| format!("`{}`", file.display()))?;
        anyhow::ensure!(!keys.is_empty(), "`{}` names no access key", file.display());
        Ok(keys)
    }
}

impl FromStr for AccessKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(':');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(id), Some(secret), account, None) => Self::new(id, secret, account),
            _ => Err("expected ID:SECRET, or ID:SECRET:ACCOUNT".to_owned()),
        }
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "access key {}", self.id)
    }
}

fn profiles(text: &str) -> anyhow::Result<Vec<AccessKey>> {
    let mut profiles: Vec<(&str, HashMap<&str, &str>)> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            profiles.push((name.trim(), HashMap::new()));
        } else if let (Some((_, settings)), Some((name, value))) = (profiles.last_mut(), line.split_once('='))
        {
            settings.insert(name.trim(), value.trim());
        } else {
            bail!("`{line}` is neither a profile nor one of its settings");
        }
    }
    let mut keys = Vec::new();
    for (profile, settings) in profiles {
        let Some(id) = settings.get("aws_access_key_id") else {
            continue;
        };
        let secret = settings
            .get("aws_secret_access_key")
            .with_context(|| format!("profile `{profile}` has no aws_secret_access_key"))?;
        if settings.contains_key("aws_session_token") {
            bail!("profile `{profile}` is a session; sessions are Adit's own sts's to give");
        }
        let account = settings.get("aws_account_id").copied();
        keys.push(AccessKey::new(id, secret, account).map_err(|why| anyhow!("profile `{profile}`: {why}"))?);
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_parsed() {
        let key: AccessKey = "AKIDEXAMPLE:wJalr/K7+x=:111122223333".parse().unwrap();
        assert_eq!(
            (key.id.as_str(), key.secret.as_str()),
            ("AKIDEXAMPLE", "wJalr/K7+x=")
        );
        assert_eq!(key.account.unwrap().as_str(), "111122223333");
        for bad in [
            "",
            "a",
            "a:",
            ":b",
            "a:b:1",
            "a:b:111122223333:c",
            "a/b:c",
            "a b:c",
        ] {
            assert!(bad.parse::<AccessKey>().is_err(), "{bad}");
        }
        assert!(!format!("{:?}", "AKID:secret".parse::<AccessKey>().unwrap()).contains("secret"));
    }

    #[test]
    fn a_credentials_file_is_read() {
        let text = "# mine\n[default]\naws_access_key_id = AKID1\naws_secret_access_key = a+b/c=\nregion = eu-west-1\n\n\
                    [other]\naws_access_key_id=AKID2\naws_secret_access_key=d\naws_account_id=111122223333\n[none]\n";
        let keys = profiles(text).unwrap();
        assert_eq!(keys.len(), 2);
        assert_eq!(keys[0].secret, "a+b/c=");
        assert_eq!(keys[1].account.as_ref().unwrap().as_str(), "111122223333");
        for bad in [
            "aws_access_key_id = x",
            "[a]\naws_access_key_id = x",
            "[a]\naws_access_key_id = x\naws_secret_access_key = y\naws_session_token = z",
            "[a]\nnonsense",
        ] {
            assert!(profiles(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn without_keys_the_pair_of_adit_env_is_known() {
        let (id, secret) = DEFAULT_KEY;
        assert_eq!(Keyring::new([]).get(id).unwrap().secret, secret);
        assert!(Keyring::new(["a:b".parse().unwrap()]).get(id).is_none());
    }
}
