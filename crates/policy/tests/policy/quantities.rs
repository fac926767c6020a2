//! The operators on numbers and dates, on keys that are numbers and on text that is read as one.

use adit_rules::OwnedValue;

use crate::operators::{TAG, absent, line, no, yes};
use crate::{check, invoke};

#[test]
fn numeric() {
    for (operator, below, equal, above) in [
        ("NumericEquals", false, true, false),
        ("NumericNotEquals", true, false, true),
        ("NumericLessThan", true, false, false),
        ("NumericLessThanEquals", true, true, false),
        ("NumericGreaterThan", false, false, true),
        ("NumericGreaterThanEquals", false, true, true),
    ] {
        let negated = operator == "NumericNotEquals";
        // A key that is a number, and one whose text is read as a number.
        for key in ["aws:MultiFactorAuthAge", TAG] {
            let cases = [("9", below), ("10", equal), ("11", above)];
            let cases = cases.map(|(text, applies)| (OwnedValue::from(text), applies));
            line(operator, key, "10", &cases);
            line(operator, key, r#"["10"]"#, &cases);
            line(operator, key, "10", &[absent(negated)]);
        }
        line(
            operator,
            TAG,
            "10",
            &[
                ("10.0".into(), equal),
                ("9.99".into(), below),
                ("ten".into(), negated),
            ],
        );
    }
    line(
        "NumericLessThan",
        "aws:MultiFactorAuthAge",
        "10.5",
        &[yes("10"), no("11")],
    );
    line(
        "NumericGreaterThan",
        "aws:MultiFactorAuthAge",
        "-1",
        &[yes("0"), yes("18446744073709551615")],
    );
    line(
        "NumericLessThanIfExists",
        "aws:MultiFactorAuthAge",
        "3600",
        &[yes("0"), no("3600"), absent(true)],
    );
}

#[test]
fn date() {
    let noon = r#""2026-06-01T12:00:00Z""#;
    for (operator, before, then, after) in [
        ("DateEquals", false, true, false),
        ("DateNotEquals", true, false, true),
        ("DateLessThan", true, false, false),
        ("DateLessThanEquals", true, true, false),
        ("DateGreaterThan", false, false, true),
        ("DateGreaterThanEquals", false, true, true),
    ] {
        let moments = [
            "2026-06-01T11:59:59Z",
            "2026-06-01T14:00:00+02:00",
            "2026-06-01T12:00:01Z",
        ];
        for key in ["aws:CurrentTime", TAG] {
            for (moment, applies) in moments.into_iter().zip([before, then, after]) {
                line(operator, key, noon, &[(moment.into(), applies)]);
            }
            line(operator, key, noon, &[absent(operator == "DateNotEquals")]);
        }
    }
    line(
        "DateLessThan",
        "aws:CurrentTime",
        r#""2026-06""#,
        &[yes("2026-05-31T23:59:59Z"), no("2026-06-01")],
    );
    line(
        "DateGreaterThan",
        "aws:TokenIssueTime",
        "86400",
        &[yes("86401"), no("86400"), absent(false)],
    );
}

#[test]
fn epoch_time_is_the_current_time() {
    let policy = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
        "Condition": {"NumericLessThan": {"aws:EpochTime": "100"}, "DateGreaterThan": {"aws:CurrentTime": "50"}}}}"#;
    check(
        policy,
        &invoke().with("aws:CurrentTime", 60),
        "allow, statement 1",
    );
    check(
        policy,
        &invoke().with("aws:EpochTime", 100),
        "implicit deny, no statement",
    );
}
