"""Trust stores, and the listeners that verify client certificates against them. Bundles come from `--objects`."""

import base64
from pathlib import Path

from outside.balancer_place import BalancerPlace, members
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    place = BalancerPlace(aws, "10.83.0.0/16")
    elb, acm = place.elb, aws.client("acm")
    flags = aws.adit.flags
    bucket = Path(flags[flags.index("--objects") + 1]) / "authorities"
    bucket.mkdir(parents=True, exist_ok=True)
    pem = Path(aws.adit.authority).read_text()
    pem = pem[: pem.index("-----END CERTIFICATE-----")] + "-----END CERTIFICATE-----\n"
    (bucket / "one.pem").write_text(pem)
    (bucket / "two.pem").write_text(pem + pem)
    (bucket / "bad.pem").write_text("not a bundle")

    def asked(key):
        return {"CaCertificatesBundleS3Bucket": "authorities", "CaCertificatesBundleS3Key": key}

    with verdicts.case("a trust store is read back"):
        made = elb.create_trust_store(Name="partners", **asked("one.pem"), Tags=[{"Key": "a", "Value": "b"}])["TrustStores"][0]
        arn = made["TrustStoreArn"]
        shown = elb.describe_trust_stores(TrustStoreArns=[arn])["TrustStores"][0]
        members(shown, Name="partners", Status="ACTIVE", NumberOfCaCertificates=1, TotalRevokedEntries=0)
        equal(elb.describe_trust_stores(Names=["partners"])["TrustStores"][0]["TrustStoreArn"], arn)
        location = elb.get_trust_store_ca_certificates_bundle(TrustStoreArn=arn)["Location"]
        equal(base64.b64decode(location.partition("base64,")[2]).decode(), pem)
        tags = elb.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"]
        equal(tags, [{"Key": "a", "Value": "b"}])

    with verdicts.case("a trust store is changed"):
        changed = elb.modify_trust_store(TrustStoreArn=arn, **asked("two.pem"))["TrustStores"][0]
        equal(changed["NumberOfCaCertificates"], 2)

    with verdicts.case("refusals"):
        with refuses("CaCertificatesBundleNotFound", status=400):
            elb.create_trust_store(Name="other", **asked("../authorities/one.pem"))
        with refuses("CaCertificatesBundleNotFound"):
            elb.create_trust_store(Name="other", **asked("none.pem"))
        with refuses("InvalidCaCertificatesBundle"):
            elb.create_trust_store(Name="other", **asked("bad.pem"))
        with refuses("DuplicateTrustStoreName"):
            elb.create_trust_store(Name="partners", **asked("one.pem"))
        with refuses("TrustStoreNotFound", status=400):
            elb.describe_trust_stores(Names=["none"])

    with verdicts.case("a listener verifies against it, and holds it"):
        balancer = place.balancer("mutual")["LoadBalancerArn"]
        group = place.target_group("mutual")["TargetGroupArn"]
        certificate = acm.request_certificate(DomainName="mutual.example.com", ValidationMethod="DNS")["CertificateArn"]
        verify = {"Mode": "verify", "TrustStoreArn": arn, "IgnoreClientCertificateExpiry": True, "AdvertiseTrustStoreCaNames": "on"}
        secure = {"Protocol": "HTTPS", "Certificates": [{"CertificateArn": certificate}], "MutualAuthentication": verify}
        listener = place.listener(balancer, 443, group, **secure)["ListenerArn"]
        mutual = elb.describe_listeners(ListenerArns=[listener])["Listeners"][0]["MutualAuthentication"]
        members(mutual, **verify, TrustStoreAssociationStatus="active")
        users = elb.describe_trust_store_associations(TrustStoreArn=arn)["TrustStoreAssociations"]
        equal(users, [{"ResourceArn": balancer}])
        with refuses("TrustStoreInUse"):
            elb.delete_trust_store(TrustStoreArn=arn)
        elb.modify_listener(ListenerArn=listener, MutualAuthentication={"Mode": "off"})
        equal(elb.describe_trust_store_associations(TrustStoreArn=arn)["TrustStoreAssociations"], [])

    with verdicts.case("trust stores are listed page by page"):
        elb.create_trust_store(Name="suppliers", **asked("one.pem"))
        page = elb.describe_trust_stores(PageSize=1)
        rest = elb.describe_trust_stores(Marker=page["NextMarker"])
        equal({one["Name"] for one in page["TrustStores"] + rest["TrustStores"]}, {"partners", "suppliers"})
        for one in page["TrustStores"] + rest["TrustStores"]:
            elb.delete_trust_store(TrustStoreArn=one["TrustStoreArn"])
        equal(elb.describe_trust_stores()["TrustStores"], [])
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    elb.delete_target_group(TargetGroupArn=group)
