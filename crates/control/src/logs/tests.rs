//! Groups, streams, events, policies, tags.

use std::collections::BTreeMap;

use adit_wire::{Record, Service, Value, record};

use crate::elbv2::tests::{Bench, NOW, found, list, text};

mod log_event;

impl Bench {
    #[track_caller]
    fn logs(&mut self, operation: &str, input: Record) -> Record {
        self.ok(Service::Logs, operation, input)
    }

    #[track_caller]
    fn logs_refused(&mut self, operation: &str, input: Record) -> String {
        match self.call(Service::Logs, operation, input) {
            Ok(output) => panic!("{operation} was not refused: {output:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[track_caller]
    fn stream(&mut self, stream: &str) {
        self.logs("CreateLogStream", of(stream));
    }

    /// Puts events so many seconds from now.
    #[track_caller]
    fn events(&mut self, stream: &str, events: &[(i64, &str)]) -> Record {
        let events: Vec<Record> = events
            .iter()
            .map(|(at, message)| record! { "timestamp" => self.millis() + at * 1_000, "message" => *message })
            .collect();
        self.logs("PutLogEvents", of(stream).with("logEvents", events))
    }

    fn millis(&self) -> i64 {
        self.now.unix_timestamp() * 1_000
    }
}

const GROUP: &str = "/aws/lambda/f";
const ARN: &str = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/f";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";

fn group() -> Record {
    record! { "logGroupName" => GROUP }
}

fn of(stream: &str) -> Record {
    group().with("logStreamName", stream)
}

fn made() -> Bench {
    let mut bench = Bench::new();
    bench.logs("CreateLogGroup", group());
    bench
}

fn messages(answer: &Record) -> Vec<String> {
    let count = list(answer, "events").len();
    (0..count)
        .map(|at| text(answer, &format!("events/{at}/message")))
        .collect()
}

#[test]
fn a_group_is_read_back_and_changed() {
    let mut bench = Bench::new();
    let tags = BTreeMap::from([("a".to_owned(), "1".to_owned())]);
    let input = group()
        .with("kmsKeyId", KEY)
        .with("tags", tags)
        .with("logGroupClass", "INFREQUENT_ACCESS");
    bench.logs("CreateLogGroup", input);
    let error = bench.logs_refused("CreateLogGroup", group());
    assert_eq!(
        error,
        "ResourceAlreadyExistsException: The specified log group already exists"
    );
    bench.logs("PutRetentionPolicy", group().with("retentionInDays", 14));
    let read = bench.logs("DescribeLogGroups", record! { "logGroupNamePrefix" => "/aws" });
    let expected = record! {
        "logGroupName" => GROUP,
        "creationTime" => NOW.unix_timestamp() * 1_000,
        "arn" => format!("{ARN}:*"),
        "logGroupArn" => ARN,
        "retentionInDays" => 14,
        "metricFilterCount" => 0,
        "storedBytes" => 0,
        "kmsKeyId" => KEY,
        "logGroupClass" => "INFREQUENT_ACCESS",
        "deletionProtectionEnabled" => false,
    };
    assert_eq!(list(&read, "logGroups"), [Value::Record(expected)]);
    let error = bench.logs_refused("PutRetentionPolicy", group().with("retentionInDays", 2));
    assert!(
        error.starts_with("InvalidParameterException: 1 validation error detected: Value '2'"),
        "{error}"
    );
    bench.logs("DeleteRetentionPolicy", group());
    bench.logs("DisassociateKmsKey", group());
    let read = bench.logs("DescribeLogGroups", Record::new());
    assert_eq!(found(&read, "logGroups/0/retentionInDays"), None);
    assert_eq!(found(&read, "logGroups/0/kmsKeyId"), None);
    bench.logs(
        "AssociateKmsKey",
        record! { "resourceIdentifier" => ARN, "kmsKeyId" => KEY },
    );
    let error = bench.logs_refused("AssociateKmsKey", group().with("kmsKeyId", "alias/x"));
    assert!(error.starts_with("InvalidParameterException"), "{error}");
    bench.logs("DeleteLogGroup", group());
    let error = bench.logs_refused("DeleteLogGroup", group());
    assert_eq!(
        error,
        "ResourceNotFoundException: The specified log group does not exist."
    );
}

#[test]
fn groups_are_found_and_paged() {
    let mut bench = Bench::new();
    for name in ["b", "a/1", "a/2", "ab"] {
        bench.logs("CreateLogGroup", record! { "logGroupName" => name });
    }
    let names = |answer: &Record| -> Vec<String> {
        let count = list(answer, "logGroups").len();
        (0..count)
            .map(|at| text(answer, &format!("logGroups/{at}/logGroupName")))
            .collect()
    };
    assert_eq!(
        names(&bench.logs("DescribeLogGroups", record! { "logGroupNamePrefix" => "a/" })),
        ["a/1", "a/2"]
    );
    assert_eq!(
        names(&bench.logs("DescribeLogGroups", record! { "logGroupNamePattern" => "b" })),
        ["ab", "b"]
    );
    let both = record! { "logGroupIdentifiers" => vec!["b", "a/1", "none"] };
    assert_eq!(names(&bench.logs("DescribeLogGroups", both)), ["a/1", "b"]);
    let first = bench.logs("DescribeLogGroups", record! { "limit" => 3 });
    assert_eq!(names(&first), ["a/1", "a/2", "ab"]);
    let rest = record! { "limit" => 3, "nextToken" => text(&first, "nextToken") };
    let last = bench.logs("DescribeLogGroups", rest);
    assert_eq!(names(&last), ["b"]);
    assert_eq!(found(&last, "nextToken"), None);
    let wrong = record! { "logGroupNamePrefix" => "a", "logGroupNamePattern" => "a" };
    assert!(
        bench
            .logs_refused("DescribeLogGroups", wrong)
            .starts_with("InvalidParameterException")
    );
    let protected = record! { "logGroupName" => "p", "deletionProtectionEnabled" => true };
    bench.logs("CreateLogGroup", protected);
    let error = bench.logs_refused("DeleteLogGroup", record! { "logGroupName" => "p" });
    assert!(error.starts_with("ValidationException"), "{error}");
    let free = record! { "logGroupIdentifier" => "p", "deletionProtectionEnabled" => false };
    bench.logs("PutLogGroupDeletionProtection", free);
    bench.logs("DeleteLogGroup", record! { "logGroupName" => "p" });
}

#[test]
fn streams_are_listed_in_both_orders() {
    let mut bench = made();
    for name in ["one", "two [$LATEST]", "three"] {
        bench.stream(name);
    }
    let error = bench.logs_refused("CreateLogStream", of("one"));
    assert_eq!(
        error,
        "ResourceAlreadyExistsException: The specified log stream already exists"
    );
    bench.events("one", &[(-10, "a")]);
    bench.events("three", &[(-20, "a")]);
    let names = |answer: &Record| -> Vec<String> {
        let count = list(answer, "logStreams").len();
        (0..count)
            .map(|at| text(answer, &format!("logStreams/{at}/logStreamName")))
            .collect()
    };
    let read = bench.logs("DescribeLogStreams", group());
    assert_eq!(names(&read), ["one", "three", "two [$LATEST]"]);
    assert_eq!(text(&read, "logStreams/0/arn"), format!("{ARN}:log-stream:one"));
    assert_eq!(
        found(&read, "logStreams/0/lastEventTimestamp"),
        Some(&Value::Int(bench.millis() - 10_000))
    );
    let newest = group()
        .with("orderBy", "LastEventTime")
        .with("descending", true)
        .with("limit", 2);
    let first = bench.logs("DescribeLogStreams", newest.clone());
    assert_eq!(names(&first), ["one", "three"]);
    let last = bench.logs(
        "DescribeLogStreams",
        newest.with("nextToken", text(&first, "nextToken")),
    );
    assert_eq!(names(&last), ["two [$LATEST]"]);
    let by_arn = record! { "logGroupIdentifier" => ARN, "logStreamNamePrefix" => "t" };
    assert_eq!(names(&bench.logs("DescribeLogStreams", by_arn)).len(), 2);
    bench.logs("DeleteLogStream", of("one"));
    assert!(
        bench
            .logs_refused("DeleteLogStream", of("one"))
            .contains("log stream does not exist")
    );
    bench.logs("DeleteLogGroup", group());
    assert!(bench.world.log_streams.is_empty() && bench.world.log_chunks.is_empty());
}

#[test]
fn resource_policies_have_revisions() {
    let mut bench = made();
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"es.amazonaws.com"},"Action":"logs:PutLogEvents","Resource":"*"}]}"#;
    let named = |name: &str| record! { "policyName" => name, "policyDocument" => document };
    let put = bench.logs("PutResourcePolicy", named("one"));
    assert_eq!(text(&put, "resourcePolicy/policyDocument"), document);
    let of_group = record! { "resourceArn" => ARN, "policyDocument" => document };
    let made = bench.logs("PutResourcePolicy", of_group.clone());
    let revision = text(&made, "revisionId");
    assert!(
        bench
            .logs_refused("PutResourcePolicy", of_group.clone())
            .contains("revision")
    );
    let again = bench.logs("PutResourcePolicy", of_group.with("expectedRevisionId", revision));
    let read = bench.logs("DescribeResourcePolicies", Record::new());
    assert_eq!(list(&read, "resourcePolicies").len(), 1);
    let read = bench.logs(
        "DescribeResourcePolicies",
        record! { "policyScope" => "RESOURCE" },
    );
    assert_eq!(text(&read, "resourcePolicies/0/resourceArn"), ARN);
    assert!(
        bench
            .logs_refused("DeleteResourcePolicy", record! { "resourceArn" => ARN })
            .contains("revision")
    );
    let gone = record! { "resourceArn" => ARN, "expectedRevisionId" => text(&again, "revisionId") };
    bench.logs("DeleteResourcePolicy", gone);
    for at in 0..9 {
        bench.logs("PutResourcePolicy", named(&format!("p{at}")));
    }
    assert!(
        bench
            .logs_refused("PutResourcePolicy", named("more"))
            .starts_with("LimitExceededException")
    );
    let wrong = record! { "policyName" => "x", "policyDocument" => "{}" };
    assert!(
        bench
            .logs_refused("PutResourcePolicy", wrong)
            .starts_with("InvalidParameterException")
    );
    bench.logs("DeleteResourcePolicy", record! { "policyName" => "one" });
    assert!(
        bench
            .logs_refused("DeleteResourcePolicy", record! { "policyName" => "one" })
            .starts_with("ResourceNotFoundException")
    );
}

#[test]
fn tags_by_both_ways() {
    let mut bench = made();
    let tags = |key: &str| BTreeMap::from([(key.to_owned(), "v".to_owned())]);
    bench.logs("TagLogGroup", group().with("tags", tags("a")));
    bench.logs(
        "TagResource",
        record! { "resourceArn" => ARN, "tags" => tags("b") },
    );
    let by_name = bench.logs("ListTagsLogGroup", group());
    assert_eq!(
        by_name,
        bench.logs("ListTagsForResource", record! { "resourceArn" => ARN })
    );
    bench.logs("UntagLogGroup", group().with("tags", vec!["a"]));
    bench.logs(
        "UntagResource",
        record! { "resourceArn" => ARN, "tagKeys" => vec!["b"] },
    );
    assert_eq!(
        found(&bench.logs("ListTagsLogGroup", group()), "tags"),
        Some(&Value::Map(Vec::new()))
    );
    let nowhere = record! { "resourceArn" => format!("{ARN}x") };
    assert_eq!(
        bench.logs_refused("ListTagsForResource", nowhere),
        "ResourceNotFoundException: The specified resource does not exist."
    );
    let reserved = record! { "resourceArn" => ARN, "tags" => tags("aws:x") };
    assert!(
        bench
            .logs_refused("TagResource", reserved)
            .starts_with("InvalidParameterException")
    );
}
