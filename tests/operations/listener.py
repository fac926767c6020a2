"""Listeners: protocols, certificates, policies, attributes, client certificates; those of network balancers too."""

from outside.balancer_place import BalancerPlace, attributes, members
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    place = BalancerPlace(aws, "10.78.0.0/16")
    elb, acm = place.elb, aws.client("acm")
    balancer = place.balancer("lsn-app")["LoadBalancerArn"]
    group = place.target_group("lsn-app")["TargetGroupArn"]
    request = {"DomainName": "listener.example.com", "ValidationMethod": "DNS"}
    certificate = acm.request_certificate(**request)["CertificateArn"]

    with verdicts.case("an HTTPS listener is read back"):
        secure = {"Protocol": "HTTPS", "Certificates": [{"CertificateArn": certificate}]}
        made = place.listener(balancer, 443, group, **secure, Tags=[{"Key": "a", "Value": "b"}])
        arn = made["ListenerArn"]
        found = elb.describe_listeners(ListenerArns=[arn])["Listeners"][0]
        members(
            found,
            LoadBalancerArn=balancer,
            Port=443,
            Protocol="HTTPS",
            SslPolicy="ELBSecurityPolicy-2016-08",
            Certificates=[{"CertificateArn": certificate}],
            MutualAuthentication={"Mode": "off"},
        )
        equal(found["DefaultActions"][0]["TargetGroupArn"], group)

    with verdicts.case("a listener is changed"):
        text = {"StatusCode": "404", "ContentType": "text/plain", "MessageBody": "no"}
        actions = [{"Type": "fixed-response", "FixedResponseConfig": text}]
        changed = elb.modify_listener(
            ListenerArn=arn,
            Port=8443,
            SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06",
            DefaultActions=actions,
            MutualAuthentication={"Mode": "passthrough"},
        )["Listeners"][0]
        members(changed, Port=8443, SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06", MutualAuthentication={"Mode": "passthrough"})
        equal(changed["DefaultActions"][0]["FixedResponseConfig"], text)
        with refuses("ValidationError"):
            elb.modify_listener(ListenerArn=arn, MutualAuthentication={"Mode": "verify"})

    with verdicts.case("attributes"):
        key = "routing.http.response.strict_transport_security.header_value"
        equal(attributes(elb.describe_listener_attributes(ListenerArn=arn))[key], "")
        pairs = [{"Key": key, "Value": "max-age=31536000"}, {"Key": "routing.http.response.server.enabled", "Value": "false"}]
        elb.modify_listener_attributes(ListenerArn=arn, Attributes=pairs)
        known = attributes(elb.describe_listener_attributes(ListenerArn=arn))
        equal((known[key], known["routing.http.response.server.enabled"]), ("max-age=31536000", "false"))
        with refuses("ValidationError"):
            elb.modify_listener_attributes(ListenerArn=arn, Attributes=[{"Key": "no.such", "Value": "1"}])

    with verdicts.case("policies are listed"):
        named = elb.describe_ssl_policies(Names=["ELBSecurityPolicy-TLS13-1-2-2021-06"])["SslPolicies"][0]
        equal(sorted(named["SslProtocols"]), ["TLSv1.2", "TLSv1.3"])
        assert "NextMarker" in elb.describe_ssl_policies(PageSize=2)

    with verdicts.case("refusals"):
        with refuses("DuplicateListener"):
            place.listener(balancer, 8443, group)
        with refuses("ValidationError"):
            place.listener(balancer, 81, group, Protocol="HTTPS")
        with refuses("UnsupportedProtocol"):
            place.listener(balancer, 81, group, Protocol="TCP")
        with refuses("SSLPolicyNotFound"):
            elb.modify_listener(ListenerArn=arn, SslPolicy="none")
        with refuses("ListenerNotFound"):
            elb.describe_listeners(ListenerArns=[arn[:-4] + "0000"])

    with verdicts.case("listeners are listed page by page"):
        place.listener(balancer, 80, group)
        page = elb.describe_listeners(LoadBalancerArn=balancer, PageSize=1)
        rest = elb.describe_listeners(LoadBalancerArn=balancer, Marker=page["NextMarker"])
        equal(sorted(one["Port"] for one in page["Listeners"] + rest["Listeners"]), [80, 8443])

    with verdicts.case("a network balancer's listener"):
        net = place.balancer("lsn-net", Type="network", Subnets=place.subnets[:1])["LoadBalancerArn"]
        tcp = place.target_group("lsn-tcp", Protocol="TCP")["TargetGroupArn"]
        made = place.listener(net, 443, tcp, Protocol="TCP")
        members(elb.describe_listeners(LoadBalancerArn=net)["Listeners"][0], Protocol="TCP", Port=443)
        tls = {"Protocol": "TLS", "Certificates": [{"CertificateArn": certificate}], "AlpnPolicy": ["HTTP2Preferred"]}
        turned = elb.modify_listener(ListenerArn=made["ListenerArn"], **tls)["Listeners"][0]
        members(turned, Protocol="TLS", AlpnPolicy=["HTTP2Preferred"], SslPolicy="ELBSecurityPolicy-2016-08")
        with refuses("IncompatibleProtocols"):
            place.listener(net, 80, group, Protocol="TCP")
        with refuses("ResourceInUse"):
            elb.delete_target_group(TargetGroupArn=tcp)
        elb.delete_load_balancer(LoadBalancerArn=net)
        elb.delete_target_group(TargetGroupArn=tcp)

    with verdicts.case("a listener that is deleted is gone"):
        elb.delete_listener(ListenerArn=arn)
        with refuses("ListenerNotFound", status=400):
            elb.delete_listener(ListenerArn=arn)
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    elb.delete_target_group(TargetGroupArn=group)
    acm.delete_certificate(CertificateArn=certificate)
