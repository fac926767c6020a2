//! Every condition operator, with the key present, absent, and in its negated, suffixed and prefixed forms.

use adit_rules::OwnedValue;

use crate::{check, invoke};

/// One line of a condition block and, for each value of its key, whether the statement applies.
#[track_caller]
pub(crate) fn line(operator: &str, key: &str, operands: &str, cases: &[(OwnedValue, bool)]) {
    let policy = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Principal": "*", "Action": "*",
            "Resource": "*", "Condition": {{"{operator}": {{"{key}": {operands}}}}}}}}}"#
    );
    for (value, applies) in cases {
        let expected = if *applies {
            "allow, statement 1"
        } else {
            "implicit deny, no statement"
        };
        check(&policy, &invoke().with(key, value.clone()), expected);
    }
}

pub(crate) fn no(text: &str) -> (OwnedValue, bool) {
    (OwnedValue::from(text), false)
}

pub(crate) fn yes(text: &str) -> (OwnedValue, bool) {
    (OwnedValue::from(text), true)
}

pub(crate) fn absent(applies: bool) -> (OwnedValue, bool) {
    (OwnedValue::Absent, applies)
}

const KEY: &str = "aws:SourceVpce";
pub(crate) const TAG: &str = "aws:PrincipalTag/level";

#[test]
fn string_equals() {
    line(
        "StringEquals",
        KEY,
        r#""vpce-1""#,
        &[yes("vpce-1"), no("VPCE-1"), no("vpce-12"), no(""), absent(false)],
    );
    line(
        "StringEquals",
        KEY,
        r#"["vpce-1", "vpce-2"]"#,
        &[yes("vpce-1"), yes("vpce-2"), no("vpce-3")],
    );
    line("StringEquals", KEY, r#""vpce-*""#, &[yes("vpce-*"), no("vpce-1")]);
    line("StringEquals", KEY, "[]", &[no("x"), absent(false)]);
    line(
        "StringNotEquals",
        KEY,
        r#"["vpce-1", "vpce-2"]"#,
        &[no("vpce-1"), no("vpce-2"), yes("x"), absent(true)],
    );
    line(
        "StringEqualsIfExists",
        KEY,
        r#""vpce-1""#,
        &[yes("vpce-1"), no("x"), absent(true)],
    );
    line(
        "StringNotEqualsIfExists",
        KEY,
        r#""vpce-1""#,
        &[no("vpce-1"), yes("x"), absent(true)],
    );
}

#[test]
fn string_equals_ignore_case() {
    line(
        "StringEqualsIgnoreCase",
        KEY,
        r#""Vpce-A""#,
        &[yes("vpce-a"), yes("VPCE-A"), no("x"), absent(false)],
    );
    line(
        "StringNotEqualsIgnoreCase",
        KEY,
        r#""Vpce-A""#,
        &[no("vPCE-a"), yes("x"), absent(true)],
    );
}

#[test]
fn string_like() {
    let like = r#"["vpce-?", "x*y"]"#;
    line(
        "StringLike",
        KEY,
        like,
        &[
            yes("vpce-1"),
            yes("xy"),
            yes("x/:y"),
            no("vpce-12"),
            no("VPCE-1"),
            absent(false),
        ],
    );
    line(
        "StringNotLike",
        KEY,
        like,
        &[no("vpce-1"), no("xaay"), yes("vpce-12"), absent(true)],
    );
    line("StringLike", KEY, r#""*""#, &[yes(""), yes("x"), absent(false)]);
}

#[test]
fn bool() {
    let key = "aws:SecureTransport";
    line(
        "Bool",
        key,
        r#""true""#,
        &[yes("true"), yes("True"), no("false"), no("1"), absent(false)],
    );
    line("Bool", key, "false", &[yes("false"), no("true"), absent(false)]);
    line(
        "BoolIfExists",
        key,
        "false",
        &[yes("false"), no("true"), absent(true)],
    );
}

#[test]
fn binary_equals() {
    line(
        "BinaryEquals",
        TAG,
        r#""QmluYXJ5""#,
        &[yes("QmluYXJ5"), no("QmluYXJ6"), absent(false)],
    );
}

#[test]
fn ip_address() {
    let blocks = r#"["10.0.0.7/24", "2001:db8::/32", "192.0.2.1"]"#;
    let inside = [
        yes("10.0.0.0"),
        yes("10.0.0.255"),
        yes("2001:db8:ffff::1"),
        yes("192.0.2.1"),
    ];
    for key in ["aws:SourceIp", "aws:VpcSourceIp", TAG] {
        line("IpAddress", key, blocks, &inside);
        line(
            "IpAddress",
            key,
            blocks,
            &[no("10.0.1.0"), no("192.0.2.2"), no("2001:db9::"), absent(false)],
        );
        line(
            "NotIpAddress",
            key,
            blocks,
            &[no("10.0.0.9"), yes("10.0.1.0"), yes("::1"), absent(true)],
        );
    }
    line(
        "IpAddress",
        "aws:SourceIp",
        r#""10.0.0.0/8""#,
        &[yes("::ffff:10.0.0.1")],
    );
    line(
        "IpAddressIfExists",
        "aws:SourceIp",
        blocks,
        &[yes("10.0.0.9"), no("10.0.1.0"), absent(true)],
    );
    line("NotIpAddress", TAG, blocks, &[yes("no address")]);
}

#[test]
fn arn() {
    let key = "aws:SourceArn";
    for operator in ["ArnEquals", "ArnLike"] {
        let like = r#""arn:aws:iam::*:role/app-?/*""#;
        line(
            operator,
            key,
            like,
            &[
                yes("arn:aws:iam::1:role/app-1/x:y"),
                no("arn:aws:iam:eu::1:role/app-1/x"),
            ],
        );
        line(
            operator,
            key,
            like,
            &[
                no("arn:aws:iam::1:role/app-12/x"),
                no("role/app-1/x"),
                absent(false),
            ],
        );
        line(
            operator,
            key,
            r#""*""#,
            &[yes("arn:aws:iam::1:root"), absent(false)],
        );
        line(operator, key, r#""arn:aws:iam::*""#, &[no("arn:aws:iam::1:root")]);
    }
    for operator in ["ArnNotEquals", "ArnNotLike"] {
        line(
            operator,
            key,
            r#""arn:aws:*:::x""#,
            &[no("arn:aws:s3:::x"), yes("arn:aws:s3:::y"), absent(true)],
        );
    }
}

#[test]
fn null() {
    for key in [KEY, "aws:SourceIp", "aws:CurrentTime"] {
        line("Null", key, r#""true""#, &[absent(true)]);
        line("Null", key, "false", &[absent(false)]);
        line("Null", key, r#"["true", "false"]"#, &[absent(true)]);
    }
    line("Null", KEY, "true", &[no("vpce-1"), no("")]);
    line("Null", "aws:SourceIp", "false", &[yes("10.0.0.1")]);
    line("Null", "aws:CurrentTime", "true", &[no("0")]);
}

#[test]
fn set_operators() {
    let operands = r#"["a", "b"]"#;
    line(
        "ForAllValues:StringEquals",
        TAG,
        operands,
        &[yes("a"), yes("b"), no("c"), absent(true)],
    );
    line(
        "ForAnyValue:StringEquals",
        TAG,
        operands,
        &[yes("a"), no("c"), absent(false)],
    );
    line(
        "ForAnyValue:StringNotEquals",
        TAG,
        operands,
        &[no("a"), yes("c"), absent(false)],
    );
    line(
        "ForAllValues:StringNotLike",
        TAG,
        operands,
        &[no("a"), yes("c"), absent(true)],
    );
    line(
        "ForAnyValue:StringEqualsIfExists",
        TAG,
        operands,
        &[yes("a"), absent(false)],
    );
}

#[test]
fn text_operators_on_typed_keys() {
    line(
        "StringEquals",
        "aws:SourceIp",
        r#"["10.0.0.1", "x"]"#,
        &[yes("10.0.0.1"), no("10.0.0.2"), absent(false)],
    );
    line(
        "StringNotEquals",
        "aws:SourceIp",
        r#""10.0.0.1""#,
        &[no("10.0.0.1"), yes("10.0.0.2"), absent(true)],
    );
    line(
        "StringEquals",
        "aws:SourceIp",
        r#""10.0.0.0/8""#,
        &[no("10.0.0.0")],
    );
    line(
        "StringLike",
        "aws:SourceIp",
        r#""10.0.*""#,
        &[yes("10.0.9.9"), no("10.1.0.0"), absent(false)],
    );
    line(
        "StringLike",
        "aws:CurrentTime",
        r#""2026-*""#,
        &[yes("2026-01-01"), no("2027-01-01")],
    );
    line("StringEquals", "aws:EpochTime", r#""60""#, &[yes("60"), no("61")]);
    line("Bool", "aws:SourceIp", "true", &[no("10.0.0.1"), absent(false)]);
}
