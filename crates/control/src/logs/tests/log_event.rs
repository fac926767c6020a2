//! Events: put, read in both directions, searched.

use std::collections::BTreeMap;

use adit_wire::{Record, Value, record};

use super::{group, made, messages, of};
use crate::elbv2::tests::{Bench, NOW, found, text};

#[test]
fn a_reader_goes_through_a_stream_in_both_directions() {
    let mut bench = made();
    bench.stream("s");
    bench.events("s", &[(-30, "1"), (-10, "3")]);
    bench.pass(1);
    bench.events("s", &[(-21, "2"), (-1, "4")]);
    let all = ["1", "2", "3", "4"];
    assert_eq!(messages(&bench.logs("GetLogEvents", of("s"))), all);
    let head = of("s").with("limit", 3).with("startFromHead", true);
    let first = bench.logs("GetLogEvents", head.clone());
    assert_eq!(messages(&first), all[..3]);
    let forward = |answer: &Record| text(answer, "nextForwardToken");
    let second = bench.logs("GetLogEvents", head.clone().with("nextToken", forward(&first)));
    assert_eq!(messages(&second), ["4"]);
    let third = bench.logs("GetLogEvents", head.clone().with("nextToken", forward(&second)));
    assert!(messages(&third).is_empty());
    assert_eq!(forward(&third), forward(&second));
    // Back from the end, which shows what the last page had.
    let back = text(&third, "nextBackwardToken");
    let again = bench.logs(
        "GetLogEvents",
        head.clone().with("limit", 1).with("nextToken", back),
    );
    assert_eq!(messages(&again), ["4"]);
    let tail = bench.logs("GetLogEvents", of("s").with("limit", 2));
    assert_eq!(messages(&tail), ["3", "4"]);
    let before = bench.logs(
        "GetLogEvents",
        of("s").with("nextToken", text(&tail, "nextBackwardToken")),
    );
    assert_eq!(messages(&before), ["1", "2"]);
    let start = text(&before, "nextBackwardToken");
    let nothing = bench.logs("GetLogEvents", of("s").with("nextToken", start.as_str()));
    assert!(messages(&nothing).is_empty());
    assert_eq!(text(&nothing, "nextBackwardToken"), start);
    let onward = bench.logs("GetLogEvents", of("s").with("nextToken", forward(&nothing)));
    assert_eq!(messages(&onward), all);
    // A new event follows the last token.
    bench.events("s", &[(0, "5")]);
    assert_eq!(
        messages(&bench.logs("GetLogEvents", head.clone().with("nextToken", forward(&third)))),
        ["5"]
    );
    let times = of("s")
        .with("startTime", NOW.unix_timestamp() * 1_000 - 20_000)
        .with("endTime", bench.millis());
    assert_eq!(messages(&bench.logs("GetLogEvents", times)), ["2", "3", "4"]);
    let error = bench.logs_refused("GetLogEvents", of("s").with("nextToken", "f/1"));
    assert_eq!(
        error,
        "InvalidParameterException: The specified nextToken is invalid."
    );
}

#[test]
fn batches_are_judged() {
    let mut bench = made();
    bench.stream("s");
    let day = 86_400;
    let put = bench.events("s", &[(-15 * day, "old"), (-1, "good"), (3 * 3600, "new")]);
    assert_eq!(
        found(&put, "rejectedLogEventsInfo/tooOldLogEventEndIndex"),
        Some(&Value::Int(1))
    );
    assert_eq!(
        found(&put, "rejectedLogEventsInfo/tooNewLogEventStartIndex"),
        Some(&Value::Int(2))
    );
    assert_eq!(found(&put, "rejectedLogEventsInfo/expiredLogEventEndIndex"), None);
    assert_eq!(messages(&bench.logs("GetLogEvents", of("s"))), ["good"]);
    bench.logs("PutRetentionPolicy", group().with("retentionInDays", 1));
    let put = bench.events("s", &[(-2 * day, "expired"), (-1, "more")]);
    assert_eq!(
        found(&put, "rejectedLogEventsInfo/expiredLogEventEndIndex"),
        Some(&Value::Int(1))
    );
    let event = |at: i64, message: String| record! { "timestamp" => NOW.unix_timestamp() * 1_000 + at * 1_000, "message" => message };
    let refused = |bench: &mut Bench, events: Vec<Record>, problem: &str| {
        let error = bench.logs_refused("PutLogEvents", of("s").with("logEvents", events));
        assert!(error.contains(problem), "{error}");
    };
    refused(
        &mut bench,
        vec![event(0, "a".into()), event(-1, "b".into())],
        "chronological order",
    );
    let half = "x".repeat(600_000);
    refused(
        &mut bench,
        vec![event(0, half.clone()), event(0, half)],
        "Upload too large: 1200052 bytes exceeds limit of 1048576",
    );
    bench.logs("DeleteRetentionPolicy", group());
    refused(
        &mut bench,
        vec![event(-2 * day, "a".into()), event(0, "b".into())],
        "cannot span more than 24 hours",
    );
    let entity = record! { "keyAttributes" => BTreeMap::from([("Name".to_owned(), "x".to_owned())]) };
    let odd = of("s")
        .with("logEvents", vec![event(0, "c".into())])
        .with("entity", entity);
    let put = bench.logs("PutLogEvents", odd);
    assert_eq!(
        text(&put, "rejectedEntityInfo/errorType"),
        "MissingRequiredFields"
    );
}

#[test]
fn a_stream_keeps_the_newest_within_its_bounds() {
    let mut bench = made();
    bench.stream("s");
    let big = "x".repeat(1_000_000);
    for at in 0..20 {
        bench.events("s", &[(at, big.as_str())]);
    }
    assert!(
        bench.world.log_chunks.len() <= 16,
        "{}",
        bench.world.log_chunks.len()
    );
    let newest = bench.logs("GetLogEvents", of("s").with("limit", 1));
    assert_eq!(
        found(&newest, "events/0/timestamp"),
        Some(&Value::Int(bench.millis() + 19_000))
    );
}

#[test]
fn events_are_searched_over_streams() {
    let mut bench = made();
    for name in ["a/1", "a/2", "b"] {
        bench.stream(name);
    }
    bench.events("a/1", &[(-5, "ERROR one"), (-2, "fine")]);
    bench.events("a/2", &[(-4, r#"{"level":"ERROR","n":2}"#)]);
    bench.events("b", &[(-3, "ERROR three")]);
    let search = |bench: &mut Bench, input: Record| messages(&bench.logs("FilterLogEvents", input));
    assert_eq!(search(&mut bench, group()).len(), 4);
    assert_eq!(
        search(&mut bench, group().with("filterPattern", "ERROR -one")).len(),
        2
    );
    assert_eq!(
        search(
            &mut bench,
            group().with("filterPattern", "{ $.level = \"ERROR\" }")
        ),
        [r#"{"level":"ERROR","n":2}"#]
    );
    assert_eq!(
        search(&mut bench, group().with("logStreamNamePrefix", "a/")).len(),
        3
    );
    assert_eq!(
        search(&mut bench, group().with("logStreamNames", vec!["b"])),
        ["ERROR three"]
    );
    let mut input = group().with("limit", 3).with("startFromHead", false);
    let first = bench.logs("FilterLogEvents", input.clone());
    assert_eq!(messages(&first)[..2], ["fine", "ERROR three"]);
    assert_eq!(text(&first, "events/0/eventId").len(), 56);
    input.put("nextToken", text(&first, "nextToken"));
    let last = bench.logs("FilterLogEvents", input);
    assert_eq!(
        (messages(&last), found(&last, "nextToken")),
        (vec!["ERROR one".to_owned()], None)
    );
    for (input, problem) in [
        (group().with("filterPattern", "[a, b]"), "space-delimited"),
        (
            group().with("logStreamNames", vec!["none"]),
            "log stream does not exist",
        ),
        (
            group()
                .with("logStreamNames", vec!["b"])
                .with("logStreamNamePrefix", "b"),
            "at the same time",
        ),
        (group().with("nextToken", "x"), "nextToken is invalid"),
        (
            group().with("startFromHead", false).with("startTime", 1_i64),
            "2024",
        ),
        (
            Record::new(),
            "Exactly one of logGroupName and logGroupIdentifier",
        ),
    ] {
        let error = bench.logs_refused("FilterLogEvents", input);
        assert!(error.contains(problem), "{error}");
    }
}
