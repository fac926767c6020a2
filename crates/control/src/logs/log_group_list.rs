//! DescribeLogGroups: in order of name, by prefix, by a part of the name, or of given names.

use adit_model::id::LogGroupKey;
use adit_model::log_group::LogGroup;
use adit_wire::{ApiError, Record, errors, record, view};

use crate::cx::Cx;
use crate::logs::log_group::{identified, streams};
use crate::logs::page::Page;

view! {
    pub struct DescribeLogGroups: "logs"."DescribeLogGroups" {
        accounts: Vec<String> = "accountIdentifiers",
        prefix: Option<String> = "logGroupNamePrefix",
        pattern: Option<String> = "logGroupNamePattern",
        next_token: Option<String> = "nextToken",
        limit: Option<i32> = "limit",
        linked: Option<bool> = "includeLinkedAccounts",
        class: Option<String> = "logGroupClass",
        identifiers: Vec<String> = "logGroupIdentifiers",
    }
}

pub fn describe(cx: &mut Cx<'_>, asked: DescribeLogGroups) -> Result<Record, ApiError> {
    let page = Page::read(asked.next_token.as_deref(), asked.limit)?;
    if asked.prefix.is_some() && asked.pattern.is_some() {
        return Err(errors::logs::prefix_and_pattern());
    }
    if !asked.accounts.is_empty() && asked.linked != Some(true) {
        return Err(errors::logs::accounts_without_linked());
    }
    let filtered = asked.prefix.is_some() || asked.pattern.is_some() || asked.class.is_some();
    if !asked.identifiers.is_empty() && (filtered || !asked.accounts.is_empty()) {
        return Err(errors::logs::identifiers_alone());
    }
    // Nothing links accounts here: there is only the caller's own.
    let other_accounts = !asked.accounts.is_empty()
        && !asked
            .accounts
            .iter()
            .any(|account| account == cx.account.as_str());
    let wanted = |group: &&LogGroup| {
        asked.class.as_ref().is_none_or(|class| group.class == *class)
            && asked
                .pattern
                .as_ref()
                .is_none_or(|part| group.name.contains(part.as_str()))
            && !other_accounts
    };
    let (groups, next) = if asked.identifiers.is_empty() {
        let all = mine(cx, asked.prefix.as_deref().unwrap_or_default());
        let (groups, next) = page.cut(all.filter(wanted), |group| &group.name);
        (groups.into_iter().cloned().collect(), next)
    } else {
        let found = asked.identifiers.iter().filter_map(|id| identified(cx, id).ok());
        let mut found: Vec<LogGroup> = found.collect();
        found.sort_by(|one, other| one.name.cmp(&other.name));
        found.dedup_by(|one, other| one.name == other.name);
        page.cut(found.into_iter(), |group| &group.name)
    };
    // A search by a part of the name shows less (AWS's reference of logGroupNamePattern).
    let brief = asked.pattern.as_ref().is_some_and(|pattern| !pattern.is_empty());
    let shown = groups.iter().map(|group| show(cx, group, brief));
    Ok(record! { "logGroups" => shown.collect::<Vec<_>>(), "nextToken" => next })
}

/// The caller's groups whose names begin so, in order of name.
fn mine<'c>(cx: &'c Cx<'_>, prefix: &str) -> impl Iterator<Item = &'c LogGroup> + use<'c> {
    let (owner, prefix) = (cx.owner(), prefix.to_owned());
    let first = LogGroupKey::of(&owner, &prefix);
    let rest = cx.table::<LogGroup>().range_from(first).map(AsRef::as_ref);
    rest.take_while(move |group: &&LogGroup| group.owner == owner && group.name.starts_with(&prefix))
}

fn show(cx: &Cx<'_>, group: &LogGroup, brief: bool) -> Record {
    let arn = group.arn();
    let shown = record! {
        "logGroupName" => &group.name,
        "creationTime" => milliseconds(group.created),
        "arn" => format!("{arn}:*"),
    };
    if brief {
        return shown;
    }
    let stored: u64 = streams(cx, group, "").map(|stream| stream.stored_bytes).sum();
    shown
        .with("logGroupArn", arn)
        .with("retentionInDays", group.retention_days)
        .with("metricFilterCount", 0)
        .with("storedBytes", stored)
        .with("kmsKeyId", group.kms_key.as_ref())
        .with("logGroupClass", &group.class)
        .with("deletionProtectionEnabled", group.deletion_protection)
}

/// A time as CloudWatch Logs gives it.
pub fn milliseconds(time: time::OffsetDateTime) -> i64 {
    i64::try_from(time.unix_timestamp_nanos() / 1_000_000).unwrap_or_default()
}
