"""ACM: certificates requested, validated, imported, listed, tagged, deleted."""

import subprocess
import tempfile
from pathlib import Path

from outside.errors import refuses
from outside.self_signed import self_signed
from outside.verdicts import contains, equal


def run(cloud, verdicts):
    acm = cloud.client("acm")
    requested(acm, cloud, verdicts)
    imported(acm, verdicts)
    refused(acm, verdicts)


def requested(acm, cloud, verdicts):
    with verdicts.case("acm: a certificate is issued by Adit's authority, with its validation records"):
        names = ["www.example.com", "*.example.com"]
        arn = acm.request_certificate(
            DomainName="example.com",
            SubjectAlternativeNames=names,
            ValidationMethod="DNS",
            IdempotencyToken="once",
            Tags=[{"Key": "team", "Value": "edge"}],
        )["CertificateArn"]
        assert arn.startswith(f"arn:aws:acm:{cloud.region}:123456789012:certificate/"), arn
        cloud.wait(acm, "certificate_validated", CertificateArn=arn)
        found = acm.describe_certificate(CertificateArn=arn)["Certificate"]
        equal((found["DomainName"], found["Status"], found["Type"]), ("example.com", "ISSUED", "AMAZON_ISSUED"))
        equal(set(found["SubjectAlternativeNames"]), {"example.com", *names})
        equal(found["InUseBy"], [])
        options = {option["DomainName"]: option for option in found["DomainValidationOptions"]}
        equal(set(options), {"example.com", *names})
        record = options["www.example.com"]["ResourceRecord"]
        equal(record["Type"], "CNAME")
        assert record["Name"].endswith(".www.example.com.") and record["Name"].startswith("_"), record
        contains(record["Value"], ".acm-validations.aws.")
        equal(options["example.com"]["ResourceRecord"], options["*.example.com"]["ResourceRecord"])
        said = acm.get_certificate(CertificateArn=arn)
        contains(said["Certificate"], "-----BEGIN CERTIFICATE-----")
        contains(said["CertificateChain"], "-----BEGIN CERTIFICATE-----")
        with tempfile.TemporaryDirectory() as folder:
            pem, chain = Path(folder, "cert.pem"), Path(folder, "chain.pem")
            pem.write_text(said["Certificate"])
            chain.write_text(said["CertificateChain"])
            verify = ["openssl", "verify", "-partial_chain", "-CAfile", str(chain), "-verify_hostname", "a.example.com", str(pem)]
            ended = subprocess.run(verify, capture_output=True, text=True)
            equal(ended.returncode, 0, ended.stderr)
    with verdicts.case("acm: the same token is the same certificate"):
        again = acm.request_certificate(
            DomainName="example.com", SubjectAlternativeNames=names, ValidationMethod="DNS", IdempotencyToken="once"
        )
        equal(again["CertificateArn"], arn)
    with verdicts.case("acm: tags, and pages of the list"):
        acm.add_tags_to_certificate(CertificateArn=arn, Tags=[{"Key": "stage", "Value": "test"}])
        tags = acm.list_tags_for_certificate(CertificateArn=arn)["Tags"]
        equal({tag["Key"]: tag["Value"] for tag in tags}, {"team": "edge", "stage": "test"})
        acm.remove_tags_from_certificate(CertificateArn=arn, Tags=[{"Key": "team"}])
        equal([tag["Key"] for tag in acm.list_tags_for_certificate(CertificateArn=arn)["Tags"]], ["stage"])
        more = {arn}
        for n in range(4):
            more.add(acm.request_certificate(DomainName=f"n{n}.example.org", ValidationMethod="DNS")["CertificateArn"])
        pages = acm.get_paginator("list_certificates").paginate(PaginationConfig={"PageSize": 2})
        sizes = [[c["CertificateArn"] for c in page["CertificateSummaryList"]] for page in pages]
        assert all(len(page) <= 2 for page in sizes), sizes
        equal({each for page in sizes for each in page}, more)
        for each in more:
            acm.delete_certificate(CertificateArn=each)
        with refuses("ResourceNotFoundException"):
            acm.describe_certificate(CertificateArn=arn)


def imported(acm, verdicts):
    with verdicts.case("acm: an imported certificate, and its replacement"):
        pem, key = self_signed("imported.example.net")
        arn = acm.import_certificate(Certificate=pem, PrivateKey=key)["CertificateArn"]
        found = acm.describe_certificate(CertificateArn=arn)["Certificate"]
        equal((found["Type"], found["Status"], found["DomainName"]), ("IMPORTED", "ISSUED", "imported.example.net"))
        serial = found["Serial"]
        pem, key = self_signed("imported.example.net")
        equal(acm.import_certificate(CertificateArn=arn, Certificate=pem, PrivateKey=key)["CertificateArn"], arn)
        assert acm.describe_certificate(CertificateArn=arn)["Certificate"]["Serial"] != serial
        acm.delete_certificate(CertificateArn=arn)
    with verdicts.case("acm: a key that is not the certificate's"):
        pem, _ = self_signed("a.example.net")
        _, key = self_signed("b.example.net")
        with refuses("ValidationException", status=400):
            acm.import_certificate(Certificate=pem, PrivateKey=key)


def refused(acm, verdicts):
    with verdicts.case("acm: certificates that are not there, names that are none"):
        nowhere = "arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
        for call in (acm.describe_certificate, acm.get_certificate, acm.delete_certificate, acm.list_tags_for_certificate):
            with refuses("ResourceNotFoundException", status=400):
                call(CertificateArn=nowhere)
        with refuses("ValidationException", "InvalidArnException"):
            acm.describe_certificate(CertificateArn="arn:aws:acm:nothing-of-the-kind")
        with refuses("ValidationException", "InvalidDomainValidationOptionsException", "InvalidParameterException"):
            acm.request_certificate(DomainName="no spaces.example", ValidationMethod="DNS")
