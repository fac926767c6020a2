//! The conditions of a rule (api E8, E9): their fields, forms and bounds.
//!
//! Regular expressions and rule transforms (api E10) are not here and refused. A single condition may use all of the
//! rule's five values: AWS's own answer to six names that limit and no smaller one.

use adit_model::listener_rule::Condition;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::IpNet;

use crate::elbv2::limit;

view! {
    pub struct AskedCondition: "elbv2"/"RuleCondition" {
        field: Option<String> = "Field",
        values: Vec<String> = "Values",
        host: Option<Values> = "HostHeaderConfig",
        path: Option<Values> = "PathPatternConfig",
        header: Option<HeaderValues> = "HttpHeaderConfig",
        query: Option<QueryValues> = "QueryStringConfig",
        method: Option<Values> = "HttpRequestMethodConfig",
        source: Option<Values> = "SourceIpConfig",
    }
}
view! {
    pub struct Values: "elbv2"/"HostHeaderConditionConfig" { values: Vec<String> = "Values" }
}
view! {
    pub struct HeaderValues: "elbv2"/"HttpHeaderConditionConfig" {
        name: Option<String> = "HttpHeaderName",
        values: Vec<String> = "Values",
    }
}
view! {
    pub struct QueryValues: "elbv2"/"QueryStringConditionConfig" { values: Vec<QueryValue> = "Values" }
}
view! {
    pub struct QueryValue: "elbv2"/"QueryStringKeyValuePair" {
        key: Option<String> = "Key",
        value: Option<String> = "Value",
    }
}

/// The longest string of a condition, and the longest name of a header or a method.
const LONGEST: usize = 128;
const LONGEST_NAME: usize = 40;

pub fn read(asked: Vec<AskedCondition>) -> Result<Vec<Condition>, ApiError> {
    if asked.is_empty() {
        return Err(errors::elbv2::condition_missing());
    }
    let mut conditions: Vec<Condition> = Vec::new();
    for one in asked {
        let condition = read_one(one)?;
        let field = field(&condition);
        let once = !matches!(
            condition,
            Condition::HttpHeader { .. } | Condition::QueryString(_)
        );
        if once && conditions.iter().any(|known| self::field(known) == field) {
            return Err(errors::elbv2::condition_repeated(field));
        }
        conditions.push(condition);
    }
    if conditions.iter().map(count).sum::<usize>() > limit::CONDITION_VALUES {
        return Err(errors::elbv2::condition_values(limit::CONDITION_VALUES));
    }
    if conditions.iter().map(wildcards).sum::<usize>() > limit::CONDITION_WILDCARDS {
        return Err(errors::elbv2::condition_wildcards(limit::CONDITION_WILDCARDS));
    }
    Ok(conditions)
}

/// Host and path are shown twice, in the older form too.
pub fn show(condition: &Condition) -> Record {
    let record = record! { "Field" => field(condition) };
    let list = |values: &[String]| record! { "Values" => values.to_vec() };
    match condition {
        Condition::HostHeader(values) => record
            .with("Values", values.clone())
            .with("HostHeaderConfig", list(values)),
        Condition::PathPattern(values) => record
            .with("Values", values.clone())
            .with("PathPatternConfig", list(values)),
        Condition::HttpHeader { name, values } => record.with(
            "HttpHeaderConfig",
            record! { "HttpHeaderName" => name, "Values" => values.clone() },
        ),
        Condition::HttpRequestMethod(values) => record.with("HttpRequestMethodConfig", list(values)),
        Condition::QueryString(pairs) => {
            let pair =
                |(key, value): &(Option<String>, String)| record! { "Key" => key.clone(), "Value" => value };
            record.with(
                "QueryStringConfig",
                record! { "Values" => pairs.iter().map(pair).collect::<Vec<_>>() },
            )
        }
        Condition::SourceIp(nets) => {
            let nets: Vec<String> = nets.iter().map(ToString::to_string).collect();
            record.with("SourceIpConfig", record! { "Values" => nets })
        }
    }
}

fn field(condition: &Condition) -> &'static str {
    match condition {
        Condition::HostHeader(_) => "host-header",
        Condition::PathPattern(_) => "path-pattern",
        Condition::HttpHeader { .. } => "http-header",
        Condition::HttpRequestMethod(_) => "http-request-method",
        Condition::QueryString(_) => "query-string",
        Condition::SourceIp(_) => "source-ip",
    }
}

fn read_one(asked: AskedCondition) -> Result<Condition, ApiError> {
    let field = asked.field.unwrap_or_default();
    let forms = [
        !asked.values.is_empty(),
        asked.host.is_some(),
        asked.path.is_some(),
        asked.header.is_some(),
        asked.query.is_some(),
        asked.method.is_some(),
        asked.source.is_some(),
    ];
    let one_form = forms.iter().filter(|given| **given).count() <= 1;
    let only = |config: &str| match one_form {
        true => Ok(()),
        false => Err(errors::elbv2::condition_config(&field, config)),
    };
    let missing = |config: &str| errors::elbv2::condition_config(&field, config);
    match field.as_str() {
        "host-header" => {
            only("HostHeaderConfig")?;
            let values = asked.host.map_or(asked.values, |config| config.values);
            Ok(Condition::HostHeader(checked("host-header", values, is_host)?))
        }
        "path-pattern" => {
            only("PathPatternConfig")?;
            let values = asked.path.map_or(asked.values, |config| config.values);
            Ok(Condition::PathPattern(checked(
                "path-pattern",
                values,
                is_printable,
            )?))
        }
        "http-header" => {
            only("HttpHeaderConfig")?;
            let config = asked.header.ok_or_else(|| missing("HttpHeaderConfig"))?;
            let name = config.name.unwrap_or_default();
            if !is_header_name(&name) {
                return Err(errors::elbv2::condition_header_name(name));
            }
            Ok(Condition::HttpHeader {
                name,
                values: checked("http-header", config.values, is_text)?,
            })
        }
        "http-request-method" => {
            only("HttpRequestMethodConfig")?;
            let config = asked.method.ok_or_else(|| missing("HttpRequestMethodConfig"))?;
            Ok(Condition::HttpRequestMethod(checked(
                "http-request-method",
                config.values,
                is_method,
            )?))
        }
        "query-string" => {
            only("QueryStringConfig")?;
            let config = asked.query.ok_or_else(|| missing("QueryStringConfig"))?;
            read_query(config.values).map(Condition::QueryString)
        }
        "source-ip" => {
            only("SourceIpConfig")?;
            let config = asked.source.ok_or_else(|| missing("SourceIpConfig"))?;
            let nets = checked("source-ip", config.values, is_source)?;
            Ok(Condition::SourceIp(
                nets.iter().filter_map(|net| net.parse().ok()).collect(),
            ))
        }
        _ => Err(errors::elbv2::condition_field(field)),
    }
}

fn checked(field: &str, values: Vec<String>, fits: fn(&str) -> bool) -> Result<Vec<String>, ApiError> {
    if values.is_empty() {
        return Err(errors::elbv2::condition_empty(field));
    }
    match values
        .iter()
        .find(|value| value.is_empty() || value.chars().count() > LONGEST || !fits(value))
    {
        Some(value) => Err(errors::elbv2::condition_value(field, value)),
        None => Ok(values),
    }
}

fn read_query(pairs: Vec<QueryValue>) -> Result<Vec<(Option<String>, String)>, ApiError> {
    if pairs.is_empty() {
        return Err(errors::elbv2::condition_empty("query-string"));
    }
    let mut read = Vec::new();
    for QueryValue { key, value } in pairs {
        let value = value.unwrap_or_default();
        let key = key.filter(|key| !key.is_empty());
        let bad_key = key
            .as_deref()
            .filter(|key| key.chars().count() > LONGEST || !is_text(key));
        if let Some(bad) = bad_key {
            return Err(errors::elbv2::condition_value("query-string", bad));
        }
        if value.is_empty() || value.chars().count() > LONGEST || !is_text(&value) {
            return Err(errors::elbv2::condition_value("query-string", value));
        }
        read.push((key, value));
    }
    Ok(read)
}

/// Letters, digits, `-`, `.`, `*`, `?`; a dot, and only letters after the last one.
fn is_host(value: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"-.*?".contains(&b);
    let top = value.rsplit_once('.').map(|(_, top)| top);
    value.bytes().all(fits)
        && top.is_some_and(|top| !top.is_empty() && top.bytes().all(|b| b.is_ascii_alphabetic()))
}

fn is_printable(value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_graphic())
}

fn is_text(value: &str) -> bool {
    !value.chars().any(char::is_control)
}

/// A header's name without wildcards; the Host header has a field of its own.
fn is_header_name(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'+-.^_`|~".contains(&b);
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name.bytes().all(fits)
        && !name.eq_ignore_ascii_case("host")
}

fn is_method(value: &str) -> bool {
    value.len() <= LONGEST_NAME
        && value
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b == b'-' || b == b'_')
}

fn is_source(value: &str) -> bool {
    value != "255.255.255.255/32" && value.parse::<IpNet>().is_ok()
}

fn count(condition: &Condition) -> usize {
    match condition {
        Condition::HostHeader(values)
        | Condition::PathPattern(values)
        | Condition::HttpHeader { values, .. }
        | Condition::HttpRequestMethod(values) => values.len(),
        Condition::QueryString(pairs) => pairs.len(),
        Condition::SourceIp(nets) => nets.len(),
    }
}

/// `*` and `?`; escaped ones do not count.
fn wildcards(condition: &Condition) -> usize {
    let in_text = |text: &str| {
        let mut escaped = false;
        let mut found = 0;
        for c in text.chars() {
            found += usize::from(!escaped && matches!(c, '*' | '?'));
            escaped = !escaped && c == '\\';
        }
        found
    };
    match condition {
        Condition::HostHeader(values)
        | Condition::PathPattern(values)
        | Condition::HttpHeader { values, .. } => values.iter().map(|value| in_text(value)).sum(),
        Condition::QueryString(pairs) => pairs
            .iter()
            .map(|(key, value)| key.as_deref().map_or(0, in_text) + in_text(value))
            .sum(),
        Condition::HttpRequestMethod(_) | Condition::SourceIp(_) => 0,
    }
}
