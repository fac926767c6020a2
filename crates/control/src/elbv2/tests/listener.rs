//! Listeners, their certificates, policies and actions.

use adit_wire::record;

use super::*;

fn https(balancer: &str, certificate: &str, action: Record) -> Record {
    record! {
        "LoadBalancerArn" => balancer,
        "Protocol" => "HTTPS",
        "Port" => 443,
        "Certificates" => vec![record! { "CertificateArn" => certificate }],
        "DefaultActions" => vec![action],
    }
}

#[test]
fn what_was_created_is_read_back() {
    let mut bench = Bench::new();
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    let certificate = bench.certificate("web.example.com");
    let input = https(&balancer, &certificate, forward(&group).with("Order", 1))
        .with("SslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06");
    let made = bench.elb("CreateListener", input);
    let arn = text(&made, "Listeners/0/ListenerArn");
    let parent = balancer.replace(":loadbalancer/", ":listener/");
    assert_eq!(arn.strip_prefix(&format!("{parent}/")).unwrap().len(), 16);
    let read = bench.elb("DescribeListeners", record! { "LoadBalancerArn" => &balancer });
    assert_eq!(read.get("Listeners"), made.get("Listeners"));
    let of = |path: &str| text(&read, &format!("Listeners/0/{path}"));
    assert_eq!(of("LoadBalancerArn"), balancer);
    assert_eq!(of("Protocol"), "HTTPS");
    assert_eq!(at(&read, "Listeners/0/Port"), &Value::Int(443));
    assert_eq!(of("SslPolicy"), "ELBSecurityPolicy-TLS13-1-2-2021-06");
    assert_eq!(of("Certificates/0/CertificateArn"), certificate);
    assert_eq!(of("MutualAuthentication/Mode"), "off");
    assert_eq!(of("DefaultActions/0/Type"), "forward");
    assert_eq!(of("DefaultActions/0/TargetGroupArn"), group);
    assert_eq!(
        of("DefaultActions/0/ForwardConfig/TargetGroups/0/TargetGroupArn"),
        group
    );
    assert_eq!(
        at(
            &read,
            "Listeners/0/DefaultActions/0/ForwardConfig/TargetGroups/0/Weight"
        ),
        &Value::Int(1)
    );
    assert_eq!(at(&read, "Listeners/0/DefaultActions/0/Order"), &Value::Int(1));
    let enabled = "Listeners/0/DefaultActions/0/ForwardConfig/TargetGroupStickinessConfig/Enabled";
    assert_eq!(at(&read, enabled), &Value::Bool(false));
    let all = attributes(&bench.elb("DescribeListenerAttributes", record! { "ListenerArn" => arn }));
    assert_eq!(all["routing.http.response.server.enabled"], "true");
    assert!(all.contains_key("routing.http.request.x_amzn_tls_version.header_name"));
}

#[test]
fn creation_is_refused() {
    let mut bench = Bench::new();
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    let certificate = bench.certificate("web.example.com");
    bench.listener(&balancer, 80, &group);
    let single = bench.certificate("localhost");
    let other = {
        let caller = std::mem::replace(&mut bench.caller, owner("111122223333", "us-east-1"));
        let arn = bench.certificate("web.example.com");
        bench.caller = caller;
        arn
    };
    let mut check = |input: Record, expected: &str| {
        let error = bench.refused("CreateListener", input);
        assert!(error.starts_with(expected), "{error}");
    };
    let plain = |port: i64| {
        record! {
            "LoadBalancerArn" => &balancer, "Protocol" => "HTTP", "Port" => port, "DefaultActions" => vec![forward(&group)],
        }
    };
    let secure = |certificate: &str| https(&balancer, certificate, forward(&group));
    check(
        plain(80),
        "DuplicateListener: A listener already exists on this port",
    );
    check(
        plain(81).with("Protocol", "TCP"),
        "UnsupportedProtocol: The protocol 'TCP' is not supported",
    );
    check(
        plain(81).with("SslPolicy", "ELBSecurityPolicy-2016-08"),
        "ValidationError: An SSL policy cannot be specified",
    );
    check(
        plain(81).with("Protocol", "HTTPS"),
        "ValidationError: A certificate must be specified for HTTPS listeners",
    );
    let many = secure(&certificate).with(
        "Certificates",
        vec![
            record! { "CertificateArn" => "a" },
            record! { "CertificateArn" => "b" },
        ],
    );
    check(
        many,
        "ValidationError: Up to '1' certificate ARNs can be specified, but '2' were specified",
    );
    check(
        secure(&other),
        &format!("CertificateNotFound: Certificate '{other}' not found"),
    );
    check(
        secure("arn:aws:iam::1:server-certificate/x"),
        "CertificateNotFound: Certificate 'arn:aws:iam::1:server-certificate/x'",
    );
    check(
        secure(&single),
        &format!(
            "UnsupportedCertificate: The certificate '{single}' must have a fully-qualified domain name"
        ),
    );
    check(
        secure(&certificate).with("SslPolicy", "x"),
        "SSLPolicyNotFound: SSL policy 'x' not found",
    );
    let mutual = secure(&certificate).with("MutualAuthentication", record! { "Mode" => "verify" });
    check(
        mutual,
        "ValidationError: A trust store ARN must be specified for mutual authentication mode 'verify'",
    );
    check(
        plain(81).with("LoadBalancerArn", group.as_str()),
        &format!("ValidationError: '{group}' is not a valid load balancer ARN"),
    );
}

#[test]
fn actions_are_refused() {
    let mut bench = Bench::new();
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    let (second, taken) = (bench.balancer("second"), bench.target_group("taken"));
    bench.listener(&second, 80, &taken);
    let certificate = bench.certificate("web.example.com");
    let typed = |kind: &str| record! { "Type" => kind };
    let redirect =
        |config: Record| typed("redirect").with("RedirectConfig", config.with("StatusCode", "HTTP_301"));
    let weighted = |arn: &str, weight: i64| record! { "TargetGroupArn" => arn, "Weight" => weight };
    let groups =
        |list: Vec<Record>| typed("forward").with("ForwardConfig", record! { "TargetGroups" => list });
    let foreign = text(
        &bench.elb(
            "CreateTargetGroup",
            record! { "Name" => "far", "Protocol" => "HTTP", "Port" => 80, "VpcId" => "vpc-2", "TargetType" => "ip" },
        ),
        "TargetGroups/0/TargetGroupArn",
    );
    let mut check = |action: Record, expected: &str| {
        let error = bench.refused("CreateListener", https(&balancer, &certificate, action));
        assert!(error.starts_with(expected), "{error}");
    };
    check(
        typed("forward"),
        "InvalidLoadBalancerAction: For actions of type 'forward', you must specify the following fields: 'TargetGroupArn'",
    );
    check(
        typed("redirect"),
        "InvalidLoadBalancerAction: For actions of type 'redirect', you must specify the following fields: 'RedirectConfig'",
    );
    check(
        typed("authenticate-oidc"),
        "OperationNotPermitted: The value authenticate-oidc for parameter actions",
    );
    check(
        forward(&taken),
        &format!(
            "TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: {taken}"
        ),
    );
    check(
        forward(&foreign),
        "InvalidConfigurationRequest: The following target groups are in a different VPC",
    );
    check(
        forward(&group).with(
            "ForwardConfig",
            record! { "TargetGroups" => vec![weighted(&taken, 1)] },
        ),
        "InvalidLoadBalancerAction: The target group of the forward",
    );
    check(
        groups(vec![weighted(&group, 1000)]),
        "ValidationError: The weight '1000' must be between 0 and 999",
    );
    check(
        groups(vec![weighted(&group, 1), weighted(&group, 2)]),
        "InvalidLoadBalancerAction: Target group",
    );
    check(
        redirect(Record::new()),
        "InvalidLoadBalancerAction: The redirect configuration is not valid because it creates a loop.",
    );
    check(
        redirect(record! { "Protocol" => "HTTP", "Port" => "80" }),
        "InvalidLoadBalancerAction: You cannot redirect requests from HTTPS to HTTP",
    );
    check(
        redirect(record! { "Port" => "70000" }),
        "InvalidLoadBalancerAction: The redirect port '70000' is not valid",
    );
    let html = record! { "StatusCode" => "200", "ContentType" => "image/png" };
    check(
        typed("fixed-response").with("FixedResponseConfig", html),
        "InvalidLoadBalancerAction: The content type 'image/png' is not valid",
    );
    check(
        fixed("200").with("TargetGroupArn", group.as_str()),
        "InvalidLoadBalancerAction: For actions of type 'fixed-response', you cannot specify",
    );
    let two =
        https(&balancer, &certificate, fixed("200")).with("DefaultActions", vec![fixed("200"), fixed("404")]);
    let error = bench.refused("CreateListener", two);
    assert!(
        error.starts_with("InvalidLoadBalancerAction: You can specify exactly one action"),
        "{error}"
    );
}

#[test]
fn every_kind_of_action_is_read_back() {
    let mut bench = Bench::new();
    let (balancer, one, two) = (
        bench.balancer("web"),
        bench.target_group("one"),
        bench.target_group("two"),
    );
    let mut port = 80;
    let mut made = |action: Record| {
        port += 1;
        let input = record! {
            "LoadBalancerArn" => &balancer, "Protocol" => "HTTP", "Port" => port, "DefaultActions" => vec![action],
        };
        bench.elb("CreateListener", input)
    };
    let redirect = record! { "Protocol" => "HTTPS", "Port" => "443", "StatusCode" => "HTTP_301" };
    let shown = made(record! { "Type" => "redirect", "RedirectConfig" => redirect });
    let expected = record! {
        "Protocol" => "HTTPS", "Port" => "443", "Host" => "#{host}", "Path" => "/#{path}", "Query" => "#{query}", "StatusCode" => "HTTP_301",
    };
    assert_eq!(
        at(&shown, "Listeners/0/DefaultActions/0/RedirectConfig"),
        &Value::Record(expected)
    );

    let config = record! { "MessageBody" => "no", "StatusCode" => "403", "ContentType" => "text/plain" };
    let shown = made(record! { "Type" => "fixed-response", "FixedResponseConfig" => config.clone() });
    assert_eq!(
        at(&shown, "Listeners/0/DefaultActions/0/FixedResponseConfig"),
        &Value::Record(config)
    );

    let groups = vec![
        record! { "TargetGroupArn" => &one, "Weight" => 0 },
        record! { "TargetGroupArn" => &two, "Weight" => 100 },
    ];
    let sticky = record! { "Enabled" => true, "DurationSeconds" => 600 };
    let config = record! { "TargetGroups" => groups, "TargetGroupStickinessConfig" => sticky };
    let shown = made(record! { "Type" => "forward", "ForwardConfig" => config.clone() });
    assert_eq!(
        at(&shown, "Listeners/0/DefaultActions/0/ForwardConfig"),
        &Value::Record(config)
    );
    assert_eq!(found(&shown, "Listeners/0/DefaultActions/0/TargetGroupArn"), None);
}

#[test]
fn what_is_not_named_stays() {
    let mut bench = Bench::new();
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    let (first, second) = (
        bench.certificate("a.example.com"),
        bench.certificate("b.example.com"),
    );
    let made = bench.elb("CreateListener", https(&balancer, &first, forward(&group)));
    assert_eq!(text(&made, "Listeners/0/SslPolicy"), "ELBSecurityPolicy-2016-08");
    let arn = text(&made, "Listeners/0/ListenerArn");
    let change = || record! { "ListenerArn" => &arn };
    let list_of = |certificate: &str| vec![record! { "CertificateArn" => certificate }];
    let shown = bench.elb("ModifyListener", change().with("Port", 8443));
    assert_eq!(text(&shown, "Listeners/0/Certificates/0/CertificateArn"), first);
    bench.elb("ModifyListener", change().with("Certificates", list_of(&second)));
    let shown = bench.elb(
        "ModifyListener",
        change().with("DefaultActions", vec![fixed("404")]),
    );
    assert_eq!(text(&shown, "Listeners/0/Certificates/0/CertificateArn"), second);
    assert_eq!(
        text(&shown, "Listeners/0/DefaultActions/0/Type"),
        "fixed-response"
    );
    assert_eq!(at(&shown, "Listeners/0/Port"), &Value::Int(8443));
    let shown = bench.elb("ModifyListener", change().with("Protocol", "HTTP"));
    assert_eq!(found(&shown, "Listeners/0/Certificates"), None);
    assert_eq!(found(&shown, "Listeners/0/SslPolicy"), None);
    let error = bench.refused("ModifyListener", change().with("Protocol", "HTTPS"));
    assert_eq!(
        error,
        "ValidationError: A certificate must be specified for HTTPS listeners"
    );
    bench.listener(&balancer, 80, &group);
    let error = bench.refused("ModifyListener", change().with("Port", 80));
    assert!(error.starts_with("DuplicateListener"), "{error}");
}

#[test]
fn certificates_beside_the_default_one() {
    let mut bench = Bench::new();
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    let (first, second) = (
        bench.certificate("a.example.com"),
        bench.certificate("b.example.com"),
    );
    let made = bench.elb("CreateListener", https(&balancer, &first, forward(&group)));
    let arn = text(&made, "Listeners/0/ListenerArn");
    let with = |certificate: &str| record! { "ListenerArn" => &arn, "Certificates" => vec![record! { "CertificateArn" => certificate }] };
    let added = bench.elb("AddListenerCertificates", with(&second));
    assert_eq!(at(&added, "Certificates/0/IsDefault"), &Value::Bool(false));
    bench.elb("AddListenerCertificates", with(&second));
    let all = bench.elb("DescribeListenerCertificates", record! { "ListenerArn" => &arn });
    assert_eq!(list(&all, "Certificates").len(), 2);
    assert_eq!(text(&all, "Certificates/0/CertificateArn"), first);
    assert_eq!(at(&all, "Certificates/0/IsDefault"), &Value::Bool(true));
    assert_eq!(text(&all, "Certificates/1/CertificateArn"), second);
    // The default one named again leaves the others where they are.
    bench.elb("ModifyListener", with(&first));
    let again = bench.elb("DescribeListenerCertificates", record! { "ListenerArn" => &arn });
    assert_eq!(again, all);
    assert_eq!(
        bench.refused("RemoveListenerCertificates", with(&first)),
        format!(
            "OperationNotPermitted: The default certificate '{first}' cannot be removed from the listener"
        )
    );
    bench.elb("RemoveListenerCertificates", with(&second));
    let all = bench.elb("DescribeListenerCertificates", record! { "ListenerArn" => &arn });
    assert_eq!(list(&all, "Certificates").len(), 1);
    for number in 0..25 {
        let extra = bench.certificate(&format!("n{number}.example.com"));
        bench.elb("AddListenerCertificates", with(&extra));
    }
    assert!(
        bench
            .refused("AddListenerCertificates", with(&second))
            .starts_with("TooManyCertificates")
    );
}

#[test]
fn policies_are_told() {
    let mut bench = Bench::new();
    let names = vec!["ELBSecurityPolicy-TLS13-1-3-2021-06"];
    let one = bench.elb("DescribeSSLPolicies", record! { "Names" => names });
    assert_eq!(text(&one, "SslPolicies/0/SslProtocols/0"), "TLSv1.3");
    assert_eq!(
        text(&one, "SslPolicies/0/Ciphers/0/Name"),
        "TLS_AES_128_GCM_SHA256"
    );
    assert_eq!(at(&one, "SslPolicies/0/Ciphers/2/Priority"), &Value::Int(3));
    let error = bench.refused("DescribeSSLPolicies", record! { "Names" => vec!["x"] });
    assert_eq!(error, "SSLPolicyNotFound: SSL policy 'x' not found");
    let all = bench.elb("DescribeSSLPolicies", Record::new());
    assert_eq!(text(&all, "SslPolicies/0/Name"), "ELBSecurityPolicy-2016-08");
    assert!(list(&all, "SslPolicies").len() > 30);
}
