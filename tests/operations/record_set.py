"""Record sets: batches, aliases, routing policies, order and pages."""

from outside.errors import refuses
from outside.verdicts import contains, equal

from botocore.exceptions import ClientError

CLOUDFRONT = "Z2FDTNDATAQYW2"


def run(aws, verdicts):
    dns = aws.client("route53")
    zone = dns.create_hosted_zone(Name="records.example.com", CallerReference="records")["HostedZone"]["Id"].split("/")[-1]

    def change(*changes, **more):
        changes = [{"Action": action, "ResourceRecordSet": record} for action, record in changes]
        return dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes, **more})

    def listed(**more):
        return dns.list_resource_record_sets(HostedZoneId=zone, **more)["ResourceRecordSets"]

    def told(code, text, *changes):
        before = listed()
        try:
            change(*changes)
        except ClientError as refused:
            error = refused.response["Error"]
            equal(error["Code"], code, error["Message"])
            contains(error["Message"], text)
        else:
            raise AssertionError(f"not refused; expected {text}")
        equal(listed(), before, "after a refused batch")

    with verdicts.case("every type of record is created and read back"):
        made = [
            plain("a", "A", "192.0.2.1", "192.0.2.2"),
            plain("a", "AAAA", "2001:db8::1"),
            plain("caa", "CAA", '0 issue "amazon.com"'),
            plain("c", "CNAME", "target.example.org"),
            plain("mx", "MX", "10 mail.example.org", "20 mail2.example.org"),
            plain("srv", "SRV", "1 2 443 host.example.org"),
            plain("t", "TXT", '"one" "two"', '"three \\"quoted\\""'),
            plain("ns", "NS", "ns1.example.org."),
            plain("\\052", "A", "192.0.2.3"),
        ]
        said = change(*(("CREATE", record) for record in made), Comment="all")
        equal((said["ChangeInfo"]["Status"], said["ChangeInfo"]["Comment"]), ("INSYNC", "all"))
        equal(dns.get_change(Id=said["ChangeInfo"]["Id"])["ChangeInfo"]["Comment"], "all")
        got = listed()
        for record in made:
            assert record in got, f"{record} is not in {got}"
        equal(dns.get_hosted_zone(Id=zone)["HostedZone"]["ResourceRecordSetCount"], 2 + len(made))
    with verdicts.case("they are listed in Route 53's order, in pages, from a place on"):
        names = [(each["Name"].removesuffix("records.example.com."), each["Type"]) for each in got]
        equal(names[:2], [("", "NS"), ("", "SOA")])
        equal([name for name, _ in names[2:]], ["\\052.", "a.", "a.", "c.", "caa.", "mx.", "ns.", "srv.", "t."])
        seen, more = [], {}
        for _ in range(20):
            page = dns.list_resource_record_sets(HostedZoneId=zone, MaxItems="2", **more)
            seen += page["ResourceRecordSets"]
            if not page["IsTruncated"]:
                break
            more = {"StartRecordName": page["NextRecordName"], "StartRecordType": page["NextRecordType"]}
        equal(seen, got)
        rest = listed(StartRecordName="a.records.example.com", StartRecordType="AAAA")
        equal((rest[0]["Name"], rest[0]["Type"]), ("a.records.example.com.", "AAAA"))
        wild = listed(StartRecordName="*.records.example.com", MaxItems="1")
        equal(wild[0]["Name"], "\\052.records.example.com.")
        with refuses("InvalidInput"):
            listed(StartRecordType="A")
    with verdicts.case("an UPSERT replaces, a DELETE must name what is there"):
        change(("UPSERT", plain("a", "A", "192.0.2.9", ttl=5)))
        assert plain("a", "A", "192.0.2.9", ttl=5) in listed()
        told("InvalidChangeBatch", "but the values provided do not match the current values", ("DELETE", plain("a", "A", "192.0.2.8")))
        told("InvalidChangeBatch", "but it was not found", ("DELETE", plain("none", "A", "192.0.2.8")))
        label = "[Tried to create resource record set [name='a.records.example.com.', type='A'] but it already exists]"
        told("InvalidChangeBatch", label, ("CREATE", plain("new", "A", "192.0.2.7")), ("CREATE", plain("a", "A", "192.0.2.7")))
        change(("DELETE", plain("a", "A", "192.0.2.9", ttl=5)), ("CREATE", plain("a", "A", "192.0.2.1")))
    with verdicts.case("values and names are checked"):
        told("InvalidChangeBatch", "ARRDATAIllegalIPv4Address", ("CREATE", plain("v", "A", "300.1.1.1")))
        told("InvalidChangeBatch", "Value should be enclosed in quotation marks", ("CREATE", plain("v", "TXT", "bare")))
        told("InvalidChangeBatch", "is not permitted in zone records.example.com.", ("CREATE", {**plain("v", "A", "192.0.2.1"), "Name": "v.example.org"}))
        told("InvalidChangeBatch", "is not permitted at apex", ("CREATE", {**plain("v", "CNAME", "x.org"), "Name": "records.example.com"}))
        told("InvalidChangeBatch", "a conflicting RRSet of type CNAME with the same DNS name already exists", ("CREATE", plain("c", "A", "192.0.2.1")))
        told("InvalidInput", "but found none in Change with [Action=CREATE", ("CREATE", {"Name": "v.records.example.com", "Type": "A"}))
        soa = next(each for each in listed() if each["Type"] == "SOA")
        told("InvalidChangeBatch", "A HostedZone must contain exactly one SOA record.", ("DELETE", soa))
        with refuses("NoSuchHealthCheck", status=404):
            change(("CREATE", {**plain("v", "A", "192.0.2.1"), "HealthCheckId": "none"}))
    aliases(aws, verdicts, change, listed, told, zone)
    policies(verdicts, change, listed, told)


def plain(name, kind, *values, ttl=60):
    values = [{"Value": value} for value in values]
    return {"Name": f"{name}.records.example.com.", "Type": kind, "TTL": ttl, "ResourceRecords": values}


def alias(name, kind, zone, target):
    target = {"HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": False}
    return {"Name": f"{name}.records.example.com.", "Type": kind, "AliasTarget": target}


def aliases(aws, verdicts, change, listed, told, zone):
    with verdicts.case("aliases lead to CloudFront, balancers and records of the zone"):
        made = [
            alias("cdn", "A", CLOUDFRONT, "d111111abcdef8.cloudfront.net."),
            alias("cdn", "AAAA", CLOUDFRONT, "d111111abcdef8.cloudfront.net."),
            alias("lb", "A", "Z32O12XQLNTSW2", "dualstack.web-1.eu-west-1.elb.amazonaws.com."),
            alias("self", "A", zone, "a.records.example.com."),
        ]
        change(*(("UPSERT", record) for record in made))
        got = listed()
        for record in made:
            assert record in got, f"{record} is not in {got}"
        change(*(("DELETE", record) for record in made))
        outside = "but the alias target name does not lie within the target zone"
        told("InvalidChangeBatch", outside, ("CREATE", alias("x", "A", CLOUDFRONT, "www.example.org")))
        told("InvalidChangeBatch", outside, ("CREATE", alias("x", "A", CLOUDFRONT, "w.eu-west-1.elb.amazonaws.com")))
        told("InvalidChangeBatch", "but that target was not found", ("CREATE", alias("x", "A", zone, "no.records.example.com")))


def policies(verdicts, change, listed, told):
    def routed(name, identifier, **policy):
        return {**plain(name, "A", "192.0.2.1"), "SetIdentifier": identifier, **policy}

    with verdicts.case("routing policies are stored"):
        made = [
            routed("weighted", "one", Weight=0),
            routed("weighted", "two", Weight=255),
            routed("latency", "ie", Region="eu-west-1"),
            routed("failover", "first", Failover="PRIMARY"),
            routed("geo", "all", GeoLocation={"CountryCode": "*"}),
            routed("geo", "eu", GeoLocation={"ContinentCode": "EU"}),
            routed("geo", "ny", GeoLocation={"CountryCode": "US", "SubdivisionCode": "NY"}),
            routed("many", "one", MultiValueAnswer=True),
            routed("near", "one", GeoProximityLocation={"Coordinates": {"Latitude": "53.3", "Longitude": "-6.2"}, "Bias": -5}),
        ]
        change(*(("CREATE", record) for record in made))
        got = listed()
        for record in made:
            assert record in got, f"{record} is not in {got}"
        from_two = listed(StartRecordName="weighted.records.example.com", StartRecordType="A", StartRecordIdentifier="two")
        equal(from_two[0]["SetIdentifier"], "two")
        told("InvalidChangeBatch", "set-identifier='one'] but it already exists", ("CREATE", made[0]))
        told("InvalidChangeBatch", "cannot be created because a non simple rrset exists", ("CREATE", plain("weighted", "A", "192.0.2.1")))
        told("InvalidInput", "Missing field 'SetIdentifier'", ("CREATE", {**plain("w", "A", "192.0.2.1"), "Weight": 1}))
        change(*(("DELETE", record) for record in made))
