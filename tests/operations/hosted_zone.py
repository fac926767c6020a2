"""Hosted zones: public and private, their VPCs, comments, tags, lists."""

from outside.errors import refuses
from outside.verdicts import contains, equal

REGION = "eu-west-1"


def run(aws, verdicts):
    dns = aws.client("route53")
    public(dns, verdicts)
    lists(dns, verdicts)
    tags(dns, verdicts)
    private(aws, dns, verdicts)
    refused(dns, verdicts)


def bare(said):
    return said["HostedZone"]["Id"].removeprefix("/hostedzone/")


def public(dns, verdicts):
    with verdicts.case("a public zone is created with every member and read back"):
        said = dns.create_hosted_zone(
            Name="Zone.Example.COM",
            CallerReference="public-1",
            HostedZoneConfig={"Comment": "first", "PrivateZone": False},
        )
        zone = bare(said)
        assert said["HostedZone"]["Id"].startswith("/hostedzone/Z") and said["ChangeInfo"]["Id"].startswith("/change/C"), said
        equal(said["HostedZone"]["Name"], "zone.example.com.")
        equal(said["ChangeInfo"]["Status"], "INSYNC")
        contains(said["Location"], f"/2013-04-01/hostedzone/{zone}")
        servers = said["DelegationSet"]["NameServers"]
        equal(len(set(servers)), 4)
        for form in (zone, f"/hostedzone/{zone}"):
            got = dns.get_hosted_zone(Id=form)
            equal(got["HostedZone"]["CallerReference"], "public-1")
            equal(got["HostedZone"]["Config"], {"Comment": "first", "PrivateZone": False})
            equal(got["HostedZone"]["ResourceRecordSetCount"], 2)
            equal(got["DelegationSet"]["NameServers"], servers)
        for form in (said["ChangeInfo"]["Id"], said["ChangeInfo"]["Id"].removeprefix("/change/")):
            equal(dns.get_change(Id=form)["ChangeInfo"]["Status"], "INSYNC")
        own = {one["Type"]: one for one in dns.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]}
        equal((own["NS"]["TTL"], own["SOA"]["TTL"]), (172800, 900))
        equal([one["Value"] for one in own["NS"]["ResourceRecords"]], [f"{name}." for name in servers])
    with verdicts.case("a comment changes and goes"):
        equal(dns.update_hosted_zone_comment(Id=zone, Comment="second")["HostedZone"]["Config"]["Comment"], "second")
        assert "Comment" not in dns.update_hosted_zone_comment(Id=zone)["HostedZone"]["Config"]
    with verdicts.case("the same caller reference is refused"):
        with refuses("HostedZoneAlreadyExists", status=409):
            dns.create_hosted_zone(Name="other.example.com", CallerReference="public-1")
    with verdicts.case("a zone with records stays, an empty one goes"):
        record = {"Name": "a.zone.example.com", "Type": "A", "TTL": 1, "ResourceRecords": [{"Value": "192.0.2.1"}]}
        change(dns, zone, "CREATE", record)
        with refuses("HostedZoneNotEmpty", status=400):
            dns.delete_hosted_zone(Id=zone)
        change(dns, zone, "DELETE", record)
        equal(dns.delete_hosted_zone(Id=zone)["ChangeInfo"]["Status"], "INSYNC")
        with refuses("NoSuchHostedZone", status=404):
            dns.get_hosted_zone(Id=zone)


def change(dns, zone, action, record):
    dns.change_resource_record_sets(
        HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    )


def lists(dns, verdicts):
    names = ["b.example.org", "example.com", "a.example.com", "example.com"]
    zones = [bare(dns.create_hosted_zone(Name=name, CallerReference=f"list-{at}")) for at, name in enumerate(names)]
    with verdicts.case("zones are counted and listed in pages"):
        equal(dns.get_hosted_zone_count()["HostedZoneCount"], 4)
        seen, more = [], {}
        for _ in range(4):
            page = dns.list_hosted_zones(MaxItems="3", **more)
            seen += [zone["Id"] for zone in page["HostedZones"]]
            equal(page["MaxItems"], "3")
            if not page["IsTruncated"]:
                break
            more = {"Marker": page["NextMarker"]}
        equal(sorted(seen), sorted(f"/hostedzone/{zone}" for zone in zones))
        equal(dns.list_hosted_zones(HostedZoneType="PrivateHostedZone")["HostedZones"], [])
    with verdicts.case("zones are listed by name, labels reversed, from a name on"):
        page = dns.list_hosted_zones_by_name(MaxItems="2")
        equal([zone["Name"] for zone in page["HostedZones"]], ["example.com.", "example.com."])
        rest = dns.list_hosted_zones_by_name(DNSName=page["NextDNSName"], HostedZoneId=page["NextHostedZoneId"])
        equal([zone["Name"] for zone in rest["HostedZones"]], ["a.example.com.", "b.example.org."])
        equal((rest["DNSName"], rest["IsTruncated"]), (page["NextDNSName"], False))
    for zone in zones:
        dns.delete_hosted_zone(Id=zone)


def tags(dns, verdicts):
    one, two = (bare(dns.create_hosted_zone(Name=f"{n}.org", CallerReference=f"tag-{n}")) for n in ("one", "two"))
    with verdicts.case("tags of one zone and of several"):
        given = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
        dns.change_tags_for_resource(ResourceType="hostedzone", ResourceId=one, AddTags=given)
        dns.change_tags_for_resource(
            ResourceType="hostedzone", ResourceId=one, AddTags=[{"Key": "b", "Value": "3"}], RemoveTagKeys=["a"]
        )
        said = dns.list_tags_for_resource(ResourceType="hostedzone", ResourceId=one)["ResourceTagSet"]
        equal(said, {"ResourceType": "hostedzone", "ResourceId": one, "Tags": [{"Key": "b", "Value": "3"}]})
        both = dns.list_tags_for_resources(ResourceType="hostedzone", ResourceIds=[one, two])["ResourceTagSets"]
        equal([(each["ResourceId"], len(each["Tags"])) for each in both], [(one, 1), (two, 0)])
        with refuses("NoSuchHostedZone"):
            dns.list_tags_for_resource(ResourceType="hostedzone", ResourceId="Z0000000000000000000")
        with refuses("NoSuchHealthCheck"):
            dns.list_tags_for_resource(ResourceType="healthcheck", ResourceId="none")
        with refuses("InvalidInput"):
            dns.change_tags_for_resource(ResourceType="hostedzone", ResourceId=one)
    for zone in (one, two):
        dns.delete_hosted_zone(Id=zone)


def private(aws, dns, verdicts):
    ec2 = aws.client("ec2")
    first, second = (ec2.create_vpc(CidrBlock=f"10.{n}.0.0/16")["Vpc"]["VpcId"] for n in (1, 2))
    vpc = lambda which: {"VPCRegion": REGION, "VPCId": which}
    with verdicts.case("a private zone belongs to VPCs"):
        said = dns.create_hosted_zone(Name="corp.internal", CallerReference="private-1", VPC=vpc(first))
        zone = bare(said)
        equal((said["HostedZone"]["Config"]["PrivateZone"], said["VPC"]), (True, vpc(first)))
        with refuses("ConflictingDomainExists", status=400):
            dns.create_hosted_zone(Name="corp.internal.", CallerReference="private-2", VPC=vpc(first))
        with refuses("InvalidVPCId"):
            dns.create_hosted_zone(Name="x.internal", CallerReference="private-3", VPC=vpc("vpc-0123456789abcdef0"))
        dns.associate_vpc_with_hosted_zone(HostedZoneId=zone, VPC=vpc(second), Comment="more")
        got = dns.get_hosted_zone(Id=zone)
        equal(got["VPCs"], [vpc(first), vpc(second)])
        assert "DelegationSet" not in got, got
        listed = dns.list_hosted_zones_by_vpc(VPCId=second, VPCRegion=REGION)["HostedZoneSummaries"]
        equal([(each["HostedZoneId"], each["Name"]) for each in listed], [(zone, "corp.internal.")])
        dns.disassociate_vpc_from_hosted_zone(HostedZoneId=zone, VPC=vpc(first), Comment="less")
        with refuses("VPCAssociationNotFound", status=404):
            dns.disassociate_vpc_from_hosted_zone(HostedZoneId=zone, VPC=vpc(first))
        with refuses("LastVPCAssociation"):
            dns.disassociate_vpc_from_hosted_zone(HostedZoneId=zone, VPC=vpc(second))
        with refuses("InvalidInput"):
            dns.create_hosted_zone(Name="y.internal", CallerReference="private-4", HostedZoneConfig={"PrivateZone": True})
    with verdicts.case("another account's VPC needs an authorization"):
        theirs = aws.client("ec2", account="210987654321").create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        with refuses("NotAuthorizedException", status=401):
            dns.associate_vpc_with_hosted_zone(HostedZoneId=zone, VPC=vpc(theirs))
    with verdicts.case("a public zone takes no VPC"):
        public = bare(dns.create_hosted_zone(Name="public.org", CallerReference="public-2"))
        with refuses("PublicZoneVPCAssociation"):
            dns.associate_vpc_with_hosted_zone(HostedZoneId=public, VPC=vpc(first))
        dns.delete_hosted_zone(Id=public)
    dns.delete_hosted_zone(Id=zone)


def refused(dns, verdicts):
    with verdicts.case("names and ids that are none"):
        with refuses("InvalidDomainName"):
            dns.create_hosted_zone(Name="a..org", CallerReference="bad-1")
        with refuses("InvalidDomainName"):
            dns.create_hosted_zone(Name="com", CallerReference="bad-2")
        with refuses("NoSuchDelegationSet"):
            dns.create_hosted_zone(Name="a.org", CallerReference="bad-3", DelegationSetId="N1")
        with refuses("NoSuchHostedZone"):
            dns.delete_hosted_zone(Id="Z1")
        with refuses("NoSuchChange", status=404):
            dns.get_change(Id="C1")
        with refuses("InvalidInput"):
            dns.list_hosted_zones(MaxItems="none")
