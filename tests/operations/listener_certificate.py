"""Certificates of listeners beside the default one."""

from outside.balancer_place import BalancerPlace
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    place = BalancerPlace(aws, "10.80.0.0/16")
    elb, acm = place.elb, aws.client("acm")
    balancer = place.balancer("certs")["LoadBalancerArn"]
    group = place.target_group("certs")["TargetGroupArn"]
    names = ["first.example.com", "second.example.com", "third.example.com"]
    arns = [acm.request_certificate(DomainName=name, ValidationMethod="DNS")["CertificateArn"] for name in names]
    secure = {"Protocol": "HTTPS", "Certificates": [{"CertificateArn": arns[0]}]}
    listener = place.listener(balancer, 443, group, **secure)["ListenerArn"]

    with verdicts.case("certificates are added and listed, the default one first"):
        more = [{"CertificateArn": arn} for arn in arns[1:]]
        elb.add_listener_certificates(ListenerArn=listener, Certificates=more)
        elb.add_listener_certificates(ListenerArn=listener, Certificates=more)
        page = elb.describe_listener_certificates(ListenerArn=listener, PageSize=2)
        rest = elb.describe_listener_certificates(ListenerArn=listener, Marker=page["NextMarker"])
        shown = page["Certificates"] + rest["Certificates"]
        equal([(one["CertificateArn"], one["IsDefault"]) for one in shown], list(zip(arns, [True, False, False])))

    with verdicts.case("all but the default one may be removed"):
        elb.remove_listener_certificates(ListenerArn=listener, Certificates=[{"CertificateArn": arns[2]}])
        left = elb.describe_listener_certificates(ListenerArn=listener)["Certificates"]
        equal([one["CertificateArn"] for one in left], arns[:2])
        with refuses("OperationNotPermitted"):
            elb.remove_listener_certificates(ListenerArn=listener, Certificates=[{"CertificateArn": arns[0]}])

    with verdicts.case("refusals"):
        with refuses("CertificateNotFound"):
            none = [{"CertificateArn": arns[0][:-4] + "0000"}]
            elb.add_listener_certificates(ListenerArn=listener, Certificates=none)
        plain = place.listener(balancer, 80, group)["ListenerArn"]
        with refuses("ValidationError"):
            elb.add_listener_certificates(ListenerArn=plain, Certificates=[{"CertificateArn": arns[1]}])
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    elb.delete_target_group(TargetGroupArn=group)
