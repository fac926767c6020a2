"""Certificates: requested with every option, imported, listed, tagged, renewed, deleted."""

import subprocess
import tempfile
from pathlib import Path

from outside.errors import refuses
from outside.verdicts import contains, equal

AUTHORITY = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555"


def run(aws, verdicts):
    acm = aws.client("acm")

    def described(arn):
        return acm.describe_certificate(CertificateArn=arn)["Certificate"]

    with verdicts.case("a certificate is requested with every member and read back"):
        members = dict(
            DomainName="Certificate.example.com",
            ValidationMethod="DNS",
            SubjectAlternativeNames=["*.certificate.example.com", "other.example.com"],
            IdempotencyToken="token1",
            Options={"CertificateTransparencyLoggingPreference": "DISABLED", "Export": "ENABLED"},
            Tags=[{"Key": "a", "Value": "1"}],
            KeyAlgorithm="EC_prime256v1",
        )
        arn = acm.request_certificate(**members)["CertificateArn"]
        assert arn.startswith("arn:aws:acm:eu-west-1:123456789012:certificate/"), arn
        equal(acm.request_certificate(**members)["CertificateArn"], arn, "the same token")
        found = described(arn)
        equal(found["DomainName"], "certificate.example.com")
        equal(
            found["SubjectAlternativeNames"],
            ["certificate.example.com", "*.certificate.example.com", "other.example.com"],
        )
        equal((found["Status"], found["Type"], found["KeyAlgorithm"]), ("ISSUED", "AMAZON_ISSUED", "EC_prime256v1"))
        equal(found["Options"], {"CertificateTransparencyLoggingPreference": "DISABLED", "Export": "ENABLED"})
        equal((found["InUseBy"], found["RenewalEligibility"]), ([], "INELIGIBLE"))
        for member in ("Serial", "Subject", "Issuer", "NotBefore", "NotAfter", "IssuedAt", "CreatedAt"):
            assert found[member], member
        record = found["DomainValidationOptions"][0]["ResourceRecord"]
        equal(record["Type"], "CNAME")
        assert record["Name"].endswith(".certificate.example.com."), record
        assert record["Value"].endswith(".acm-validations.aws."), record
        contains(acm.get_certificate(CertificateArn=arn)["Certificate"], "BEGIN CERTIFICATE")
        abroad = aws.client("acm", region="us-east-1")
        theirs = abroad.request_certificate(DomainName="cdn.example.com", ValidationMethod="DNS")["CertificateArn"]
        assert theirs.startswith("arn:aws:acm:us-east-1:123456789012:certificate/"), theirs
        with refuses("ResourceNotFoundException"):
            acm.describe_certificate(CertificateArn=theirs)
        abroad.delete_certificate(CertificateArn=theirs)
    with verdicts.case("options are updated"):
        acm.update_certificate_options(
            CertificateArn=arn, Options={"CertificateTransparencyLoggingPreference": "ENABLED", "Export": "DISABLED"}
        )
        equal(described(arn)["Options"], {"CertificateTransparencyLoggingPreference": "ENABLED", "Export": "DISABLED"})
    with verdicts.case("tags"):
        acm.add_tags_to_certificate(CertificateArn=arn, Tags=[{"Key": "b", "Value": "2"}, {"Key": "c"}])
        acm.remove_tags_from_certificate(CertificateArn=arn, Tags=[{"Key": "a", "Value": "other"}, {"Key": "b"}])
        tags = acm.list_tags_for_certificate(CertificateArn=arn)["Tags"]
        equal({tag["Key"]: tag.get("Value", "") for tag in tags}, {"a": "1", "c": ""})
    with verdicts.case("lists have filters, order and pages"):
        plain = [acm.request_certificate(DomainName=f"n{n}.example.com", ValidationMethod="DNS")["CertificateArn"] for n in range(3)]
        arns = lambda said: [each["CertificateArn"] for each in said["CertificateSummaryList"]]
        equal(sorted(arns(acm.list_certificates())), sorted(plain), "RSA_2048 only by default")
        equal(arns(acm.list_certificates(Includes={"keyTypes": ["EC_prime256v1"]})), [arn])
        equal(arns(acm.list_certificates(CertificateStatuses=["FAILED"])), [])
        sort = {"SortBy": "CREATED_AT", "SortOrder": "ASCENDING"}
        first = acm.list_certificates(MaxItems=2, **sort)
        last = acm.list_certificates(MaxItems=2, NextToken=first["NextToken"], **sort)
        equal((len(arns(first)), sorted(arns(first) + arns(last))), (2, sorted(plain)))
        with refuses("ValidationException"):
            acm.list_certificates(SortBy="CREATED_AT")
        for each in plain:
            acm.delete_certificate(CertificateArn=each)
    with verdicts.case("a private authority that is not there"):
        failed = acm.request_certificate(DomainName="private.example.com", CertificateAuthorityArn=AUTHORITY)["CertificateArn"]
        found = described(failed)
        equal((found["Status"], found["FailureReason"]), ("FAILED", "PCA_RESOURCE_NOT_FOUND"))
        equal((found["Type"], found["CertificateAuthorityArn"]), ("PRIVATE", AUTHORITY))
        acm.delete_certificate(CertificateArn=failed)
    with verdicts.case("CloudFront's own"):
        managed = acm.request_certificate(DomainName="m.example.com", ValidationMethod="HTTP", ManagedBy="CLOUDFRONT")["CertificateArn"]
        found = described(managed)
        equal(found["ManagedBy"], "CLOUDFRONT")
        contains(found["DomainValidationOptions"][0]["HttpRedirect"]["RedirectFrom"], "http://m.example.com/.well-known/")
        acm.delete_certificate(CertificateArn=managed)
    imported(acm, described, verdicts)
    in_use(aws, acm, described, verdicts)
    with verdicts.case("what is refused"):
        nowhere = "arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
        for call in (acm.describe_certificate, acm.get_certificate, acm.delete_certificate, acm.renew_certificate):
            with refuses("ResourceNotFoundException", status=400):
                call(CertificateArn=nowhere)
        with refuses("ValidationException"):
            acm.renew_certificate(CertificateArn=arn)
        with refuses("InvalidParameterException"):
            acm.request_certificate(DomainName="a.example.com", ValidationMethod="HTTP")
        with refuses("InvalidDomainValidationOptionsException"):
            options = [{"DomainName": "a.example.com", "ValidationDomain": "example.org"}]
            acm.request_certificate(DomainName="a.example.com", DomainValidationOptions=options)
    acm.delete_certificate(CertificateArn=arn)
    with verdicts.case("a deleted certificate is gone"), refuses("ResourceNotFoundException"):
        acm.describe_certificate(CertificateArn=arn)


def imported(acm, described, verdicts):
    with verdicts.case("a certificate is imported, and imported again"):
        pem, key = self_signed("imported.example.net")
        arn = acm.import_certificate(Certificate=pem, PrivateKey=key, Tags=[{"Key": "k", "Value": "v"}])["CertificateArn"]
        found = described(arn)
        equal((found["Type"], found["Status"], found["DomainName"]), ("IMPORTED", "ISSUED", "imported.example.net"))
        serial = found["Serial"]
        pem, key = self_signed("imported.example.net")
        equal(acm.import_certificate(CertificateArn=arn, Certificate=pem, PrivateKey=key)["CertificateArn"], arn)
        assert described(arn)["Serial"] != serial
        with refuses("InvalidStateException"):
            acm.update_certificate_options(CertificateArn=arn, Options={"Export": "ENABLED"})
        acm.delete_certificate(CertificateArn=arn)


def in_use(aws, acm, described, verdicts):
    with verdicts.case("a certificate in use is renewed, and not deleted"):
        ec2, elb = aws.client("ec2"), aws.client("elbv2")
        vpc = ec2.create_vpc(CidrBlock="10.77.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.77.{n}.0/24", AvailabilityZone=f"eu-west-1{zone}")["Subnet"]["SubnetId"]
            for n, zone in enumerate("ab")
        ]
        balancer = elb.create_load_balancer(Name="certified", Subnets=subnets, Scheme="internal")
        balancer = balancer["LoadBalancers"][0]["LoadBalancerArn"]
        arn = acm.request_certificate(DomainName="used.example.com", ValidationMethod="DNS")["CertificateArn"]
        answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}
        listener = elb.create_listener(
            LoadBalancerArn=balancer,
            Protocol="HTTPS",
            Port=443,
            Certificates=[{"CertificateArn": arn}],
            DefaultActions=[answer],
        )["Listeners"][0]["ListenerArn"]
        before = described(arn)
        equal((before["InUseBy"], before["RenewalEligibility"]), ([balancer], "ELIGIBLE"))
        acm.renew_certificate(CertificateArn=arn)
        after = described(arn)
        assert after["Serial"] != before["Serial"], after
        equal(after["RenewalSummary"]["RenewalStatus"], "SUCCESS")
        with refuses("ResourceInUseException"):
            acm.delete_certificate(CertificateArn=arn)
        elb.delete_listener(ListenerArn=listener)
        elb.delete_load_balancer(LoadBalancerArn=balancer)
        acm.delete_certificate(CertificateArn=arn)


def self_signed(name):
    with tempfile.TemporaryDirectory() as folder:
        key, pem = Path(folder, "key.pem"), Path(folder, "cert.pem")
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "90", "-subj", f"/CN={name}"]
        command += ["-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(pem)]
        subprocess.run(command, check=True, capture_output=True)
        return pem.read_bytes(), key.read_bytes()
