"""A certificate that DNS validates is issued when its record stands in the hosted zone that holds its domain."""

from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    acm, dns = aws.client("acm"), aws.client("route53")

    def request(name, **more):
        return acm.request_certificate(DomainName=name, ValidationMethod="DNS", **more)["CertificateArn"]

    def described(arn):
        return acm.describe_certificate(CertificateArn=arn)["Certificate"]

    with verdicts.case("no zone holds the domain: it is issued at once"):
        equal(described(request("nowhere.example.net"))["Status"], "ISSUED")
    zone = dns.create_hosted_zone(Name="proved.example.com", CallerReference="proved")["HostedZone"]["Id"]
    with verdicts.case("a zone holds the domain: it waits for its record"):
        arn = request("proved.example.com", SubjectAlternativeNames=["*.proved.example.com", "api.proved.example.com"])
        found = described(arn)
        equal(found["Status"], "PENDING_VALIDATION")
        assert "IssuedAt" not in found and "Serial" not in found, found
        with refuses("RequestInProgressException", status=400):
            acm.get_certificate(CertificateArn=arn)
        pending = acm.list_certificates(CertificateStatuses=["PENDING_VALIDATION"])["CertificateSummaryList"]
        equal([each["CertificateArn"] for each in pending], [arn])
    with verdicts.case("the records stand in the zone: it is issued"):
        records = {option["ResourceRecord"]["Name"]: option["ResourceRecord"] for option in found["DomainValidationOptions"]}
        equal(len(records), 2)
        for at, record in enumerate(records.values()):
            equal(described(arn)["Status"], "PENDING_VALIDATION")
            values = [{"Value": record["Value"]}]
            shown = {"Name": record["Name"], "Type": record["Type"], "TTL": 60, "ResourceRecords": values}
            changes = [{"Action": "UPSERT", "ResourceRecordSet": shown}]
            dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})
        found = described(arn)
        equal(found["Status"], "ISSUED")
        equal({option["ValidationStatus"] for option in found["DomainValidationOptions"]}, {"SUCCESS"})
        assert "BEGIN CERTIFICATE" in acm.get_certificate(CertificateArn=arn)["Certificate"]
    with verdicts.case("the records serve the next certificate of the domain"):
        equal(described(request("api.proved.example.com"))["Status"], "ISSUED")
    with verdicts.case("mail is nobody's here: it is issued, and its addresses are shown"):
        arn = acm.request_certificate(
            DomainName="api.proved.example.com",
            ValidationMethod="EMAIL",
            DomainValidationOptions=[{"DomainName": "api.proved.example.com", "ValidationDomain": "example.com"}],
        )["CertificateArn"]
        option = described(arn)["DomainValidationOptions"][0]
        equal((option["ValidationMethod"], option["ValidationDomain"]), ("EMAIL", "example.com"))
        assert "admin@example.com" in option["ValidationEmails"], option
