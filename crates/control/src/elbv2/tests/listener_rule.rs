//! Rules, conditions and priorities.

use adit_wire::record;

use super::*;

fn condition(field: &str, config: &'static str, value: Record) -> Record {
    record! { "Field" => field }.with(config, value)
}

fn values(values: &[&str]) -> Record {
    record! { "Values" => values.to_vec() }
}

fn path(pattern: &str) -> Record {
    record! { "Field" => "path-pattern", "Values" => vec![pattern] }
}

struct Scene {
    bench: Bench,
    listener: String,
    group: String,
}

impl Scene {
    fn new() -> Self {
        let mut bench = Bench::new();
        let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
        let listener = bench.listener(&balancer, 80, &group);
        Self {
            bench,
            listener,
            group,
        }
    }

    fn input(&self, priority: i64, conditions: Vec<Record>) -> Record {
        record! {
            "ListenerArn" => &self.listener,
            "Priority" => priority,
            "Conditions" => conditions,
            "Actions" => vec![forward(&self.group)],
        }
    }

    #[track_caller]
    fn rule(&mut self, priority: i64, conditions: Vec<Record>) -> Record {
        let input = self.input(priority, conditions);
        self.bench.elb("CreateRule", input)
    }

    /// Priorities in the order of the answer.
    fn priorities(&mut self) -> Vec<String> {
        let rules = self
            .bench
            .elb("DescribeRules", record! { "ListenerArn" => &self.listener });
        (0..list(&rules, "Rules").len())
            .map(|at| text(&rules, &format!("Rules/{at}/Priority")))
            .collect()
    }

    #[track_caller]
    fn check(&mut self, conditions: Vec<Record>, expected: &str) {
        let input = self.input(1, conditions);
        let error = self.bench.refused("CreateRule", input);
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn what_was_created_is_read_back() {
    let mut scene = Scene::new();
    let query = record! { "Values" => vec![record! { "Key" => "v", "Value" => "1" }] };
    let header = record! { "HttpHeaderName" => "X-Secret", "Values" => vec!["yes"] };
    let made = scene.rule(
        7,
        vec![
            condition("host-header", "HostHeaderConfig", values(&["*.example.com"])),
            condition("http-header", "HttpHeaderConfig", header.clone()),
            condition("query-string", "QueryStringConfig", query.clone()),
            condition("http-request-method", "HttpRequestMethodConfig", values(&["GET"])),
            condition("source-ip", "SourceIpConfig", values(&["10.0.0.7/16"])),
        ],
    );
    let arn = text(&made, "Rules/0/RuleArn");
    let parent = scene.listener.replace(":listener/", ":listener-rule/");
    assert_eq!(arn.strip_prefix(&format!("{parent}/")).unwrap().len(), 16);
    let read = scene
        .bench
        .elb("DescribeRules", record! { "RuleArns" => vec![arn.as_str()] });
    assert_eq!(read.get("Rules"), made.get("Rules"));
    assert_eq!(text(&read, "Rules/0/Priority"), "7");
    assert_eq!(at(&read, "Rules/0/IsDefault"), &Value::Bool(false));
    assert_eq!(text(&read, "Rules/0/Conditions/0/Values/0"), "*.example.com");
    assert_eq!(
        text(&read, "Rules/0/Conditions/0/HostHeaderConfig/Values/0"),
        "*.example.com"
    );
    assert_eq!(
        at(&read, "Rules/0/Conditions/1/HttpHeaderConfig"),
        &Value::Record(header)
    );
    assert_eq!(
        at(&read, "Rules/0/Conditions/2/QueryStringConfig"),
        &Value::Record(query)
    );
    assert_eq!(
        text(&read, "Rules/0/Conditions/4/SourceIpConfig/Values/0"),
        "10.0.0.7/16"
    );
    assert_eq!(text(&read, "Rules/0/Actions/0/TargetGroupArn"), scene.group);
}

#[test]
fn rules_stand_by_priority_and_the_default_one_is_last() {
    let mut scene = Scene::new();
    for priority in [100, 9, 50_000] {
        scene.rule(priority, vec![path("/a*")]);
    }
    assert_eq!(scene.priorities(), ["9", "100", "50000", "default"]);
    let listener = scene.listener.clone();
    let first = scene.bench.elb(
        "DescribeRules",
        record! { "ListenerArn" => &listener, "PageSize" => 3 },
    );
    let marker = text(&first, "NextMarker");
    let last = scene.bench.elb(
        "DescribeRules",
        record! { "ListenerArn" => &listener, "Marker" => marker },
    );
    assert_eq!(at(&last, "Rules/0/IsDefault"), &Value::Bool(true));
    let default = text(&last, "Rules/0/RuleArn");
    let again = scene
        .bench
        .elb("DescribeRules", record! { "RuleArns" => vec![default.as_str()] });
    assert_eq!(text(&again, "Rules/0/Priority"), "default");
    let error = scene
        .bench
        .refused("DeleteRule", record! { "RuleArn" => &default });
    assert_eq!(
        error,
        "OperationNotPermitted: Default rule cannot be deleted or modified"
    );
    let error = scene.bench.refused("DescribeRules", Record::new());
    assert_eq!(
        error,
        "ValidationError: You must specify either a listener ARN or rule ARNs"
    );
}

#[test]
fn conditions_are_refused() {
    let mut scene = Scene::new();
    let header = |name: &str| {
        condition(
            "http-header",
            "HttpHeaderConfig",
            record! { "HttpHeaderName" => name, "Values" => vec!["a"] },
        )
    };
    let host = |value: &str| condition("host-header", "HostHeaderConfig", values(&[value]));
    let source = |value: &str| condition("source-ip", "SourceIpConfig", values(&[value]));
    scene.check(vec![], "ValidationError: A condition must be specified");
    scene.check(
        vec![record! { "Field" => "nonsense" }],
        "ValidationError: Condition field 'nonsense' is not valid",
    );
    scene.check(
        vec![path("/a"), path("/b")],
        "ValidationError: A rule can only have one condition with field 'path-pattern'",
    );
    scene.check(
        vec![header("Host")],
        "ValidationError: The http-header name 'Host' is not valid",
    );
    scene.check(
        vec![header("X-*")],
        "ValidationError: The http-header name 'X-*' is not valid",
    );
    scene.check(
        vec![host("localhost")],
        "ValidationError: The host-header condition value 'localhost' is not valid",
    );
    scene.check(
        vec![host("a.b1")],
        "ValidationError: The host-header condition value 'a.b1' is not valid",
    );
    scene.check(
        vec![source("255.255.255.255/32")],
        "ValidationError: The source-ip condition value",
    );
    scene.check(
        vec![source("10.0.0.1")],
        "ValidationError: The source-ip condition value '10.0.0.1' is not valid",
    );
    let method = condition("http-request-method", "HttpRequestMethodConfig", values(&["get"]));
    scene.check(
        vec![method],
        "ValidationError: The http-request-method condition value 'get' is not valid",
    );
    let six = condition(
        "path-pattern",
        "PathPatternConfig",
        values(&["/1", "/2", "/3", "/4", "/5", "/6"]),
    );
    scene.check(
        vec![six],
        "ValidationError: A rule can only have '5' condition values",
    );
    scene.check(
        vec![path("/*/*/*/*/*/?")],
        "ValidationError: A rule can only have '5' condition wildcards",
    );
    let both = path("/a").with("PathPatternConfig", values(&["/b"]));
    scene.check(
        vec![both],
        "ValidationError: For conditions with field 'path-pattern', you must specify 'PathPatternConfig'",
    );
    let regex = record! { "Field" => "path-pattern", "PathPatternConfig" => record! { "RegexValues" => vec!["^/a"] } };
    scene.check(vec![regex], "OperationNotPermitted: The parameter conditions.1.member.pathPatternConfig.regexValues is not supported.");
    scene.rule(1, vec![path("/a")]);
    scene.check(
        vec![path("/b")],
        "PriorityInUse: Priority '1' is currently in use",
    );
}

#[test]
fn priorities_change_places() {
    let mut scene = Scene::new();
    let first = text(&scene.rule(1, vec![path("/a")]), "Rules/0/RuleArn");
    let second = text(&scene.rule(2, vec![path("/b")]), "Rules/0/RuleArn");
    scene.rule(3, vec![path("/c")]);
    let pair = |rule: &str, priority: i64| record! { "RuleArn" => rule, "Priority" => priority };
    let swapped = vec![pair(&first, 2), pair(&second, 1)];
    let shown = scene
        .bench
        .elb("SetRulePriorities", record! { "RulePriorities" => swapped });
    assert_eq!(text(&shown, "Rules/0/Priority"), "2");
    let taken = record! { "RulePriorities" => vec![pair(&first, 3)] };
    assert_eq!(
        scene.bench.refused("SetRulePriorities", taken),
        "PriorityInUse: Priority '3' is currently in use"
    );
    assert_eq!(scene.priorities(), ["1", "2", "3", "default"]);
}

#[test]
fn a_rule_is_changed_and_deleted() {
    let mut scene = Scene::new();
    let arn = text(&scene.rule(1, vec![path("/a")]), "Rules/0/RuleArn");
    let shown = scene.bench.elb(
        "ModifyRule",
        record! { "RuleArn" => &arn, "Actions" => vec![fixed("403")] },
    );
    assert_eq!(text(&shown, "Rules/0/Conditions/0/Values/0"), "/a");
    assert_eq!(
        text(&shown, "Rules/0/Actions/0/FixedResponseConfig/StatusCode"),
        "403"
    );
    let shown = scene.bench.elb(
        "ModifyRule",
        record! { "RuleArn" => &arn, "Conditions" => vec![path("/b")] },
    );
    assert_eq!(text(&shown, "Rules/0/Conditions/0/Values/0"), "/b");
    assert_eq!(text(&shown, "Rules/0/Actions/0/Type"), "fixed-response");
    scene.bench.elb("DeleteRule", record! { "RuleArn" => &arn });
    let error = scene.bench.refused("DeleteRule", record! { "RuleArn" => &arn });
    assert_eq!(error, "RuleNotFound: One or more rules not found");
}
