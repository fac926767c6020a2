"""Load balancers of both types: settings, attributes, addresses, reserved capacity."""

from outside.balancer_place import BalancerPlace, attributes, members
from outside.errors import refuses
from outside.verdicts import contains, equal


def run(aws, verdicts):
    place = BalancerPlace(aws)
    elb, ec2 = place.elb, place.ec2

    with verdicts.case("an application balancer is read back"):
        made = place.balancer("ops-app", SecurityGroups=[place.group], Tags=[{"Key": "a", "Value": "b"}])
        arn = made["LoadBalancerArn"]
        equal(made["State"]["Code"], "provisioning")
        found = elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]
        members(
            found,
            LoadBalancerName="ops-app",
            Scheme="internal",
            Type="application",
            VpcId=place.vpc,
            State={"Code": "active"},
            SecurityGroups=[place.group],
            IpAddressType="ipv4",
            CanonicalHostedZoneId="Z32O12XQLNTSW2",
        )
        contains(found["DNSName"], "internal-ops-app-")
        equal([zone["SubnetId"] for zone in found["AvailabilityZones"]], place.subnets[:2])
        equal(elb.describe_load_balancers(Names=["ops-app"])["LoadBalancers"][0]["LoadBalancerArn"], arn)
        interfaces = ec2.describe_network_interfaces(
            Filters=[
                {"Name": "attachment.instance-owner-id", "Values": ["amazon-elb"]},
                {"Name": "description", "Values": [f"ELB {arn.split(':loadbalancer/')[1]}"]},
            ]
        )["NetworkInterfaces"]
        equal(len(interfaces), 2)
        same = place.balancer("ops-app", SecurityGroups=[place.group], Tags=[{"Key": "a", "Value": "b"}])
        equal(same["LoadBalancerArn"], arn)

    with verdicts.case("refusals"):
        with refuses("LoadBalancerNotFound", status=400):
            elb.describe_load_balancers(Names=["no-such"])
        with refuses("DuplicateLoadBalancerName"):
            place.balancer("ops-app", Scheme="internet-facing")
        with refuses("ValidationError"):
            place.balancer("internal-x")
        with refuses("ValidationError"):
            place.balancer("one-zone", Subnets=place.subnets[:1])
        with refuses("InvalidSubnet"):
            elb.set_ip_address_type(LoadBalancerArn=arn, IpAddressType="dualstack")

    with verdicts.case("groups, subnets and address type change"):
        other = ec2.create_security_group(GroupName="other", Description="other", VpcId=place.vpc)["GroupId"]
        equal(elb.set_security_groups(LoadBalancerArn=arn, SecurityGroups=[other])["SecurityGroupIds"], [other])
        zones = elb.set_subnets(LoadBalancerArn=arn, Subnets=place.subnets)["AvailabilityZones"]
        equal([zone["SubnetId"] for zone in zones], place.subnets)
        equal(elb.set_ip_address_type(LoadBalancerArn=arn, IpAddressType="ipv4")["IpAddressType"], "ipv4")

    with verdicts.case("attributes, and deletion protection holds"):
        wanted = {"idle_timeout.timeout_seconds": "120", "deletion_protection.enabled": "true"}
        pairs = [{"Key": key, "Value": value} for key, value in wanted.items()]
        elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=pairs)
        known = attributes(elb.describe_load_balancer_attributes(LoadBalancerArn=arn))
        members(known, **wanted)
        equal(known["routing.http2.enabled"], "true")
        with refuses("OperationNotPermitted"):
            elb.delete_load_balancer(LoadBalancerArn=arn)
        off = [{"Key": "deletion_protection.enabled", "Value": "false"}]
        elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=off)

    with verdicts.case("reserved capacity"):
        equal(elb.describe_capacity_reservation(LoadBalancerArn=arn)["CapacityReservationState"], [])
        asked = {"LoadBalancerArn": arn, "MinimumLoadBalancerCapacity": {"CapacityUnits": 300}}
        states = elb.modify_capacity_reservation(**asked)["CapacityReservationState"]
        equal([(one["State"]["Code"], one["EffectiveCapacityUnits"]) for one in states], [("provisioned", 100.0)] * 3)
        kept = elb.describe_capacity_reservation(LoadBalancerArn=arn)
        equal(kept["MinimumLoadBalancerCapacity"], {"CapacityUnits": 300})
        elb.modify_capacity_reservation(LoadBalancerArn=arn, ResetCapacityReservation=True)
        assert "MinimumLoadBalancerCapacity" not in elb.describe_capacity_reservation(LoadBalancerArn=arn)
        with refuses("ValidationError"):
            elb.modify_capacity_reservation(LoadBalancerArn=arn)

    with verdicts.case("a network balancer with an elastic address"):
        allocation = ec2.allocate_address(Domain="vpc")
        mapping = [{"SubnetId": place.subnets[0], "AllocationId": allocation["AllocationId"]}]
        asked = {"Name": "ops-net", "Type": "network", "SubnetMappings": mapping}
        net = elb.create_load_balancer(**asked)["LoadBalancers"][0]
        found = elb.describe_load_balancers(LoadBalancerArns=[net["LoadBalancerArn"]])["LoadBalancers"][0]
        members(found, Type="network", Scheme="internet-facing", State={"Code": "active"}, CanonicalHostedZoneId="Z2IFOLAFXWLO4F")
        assert "SecurityGroups" not in found, found
        address = found["AvailabilityZones"][0]["LoadBalancerAddresses"][0]
        equal(address, {"IpAddress": allocation["PublicIp"], "AllocationId": allocation["AllocationId"]})
        known = attributes(elb.describe_load_balancer_attributes(LoadBalancerArn=net["LoadBalancerArn"]))
        equal(known["load_balancing.cross_zone.enabled"], "false")
        on = [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]
        elb.modify_load_balancer_attributes(LoadBalancerArn=net["LoadBalancerArn"], Attributes=on)
        with refuses("ValidationError"):
            http2 = [{"Key": "routing.http2.enabled", "Value": "true"}]
            elb.modify_load_balancer_attributes(LoadBalancerArn=net["LoadBalancerArn"], Attributes=http2)
        with refuses("InvalidConfigurationRequest"):
            elb.create_load_balancer(**{**asked, "Name": "ops-net-2"})
        elb.delete_load_balancer(LoadBalancerArn=net["LoadBalancerArn"])
        ec2.release_address(AllocationId=allocation["AllocationId"])

    with verdicts.case("balancers are listed page by page"):
        for number in range(2):
            place.balancer(f"ops-page-{number}")
        seen, marker = set(), {}
        for _ in range(20):
            page = elb.describe_load_balancers(PageSize=1, **marker)
            equal(len(page["LoadBalancers"]), 1)
            seen.add(page["LoadBalancers"][0]["LoadBalancerName"])
            if "NextMarker" not in page:
                break
            marker = {"Marker": page["NextMarker"]}
        assert {"ops-app", "ops-page-0", "ops-page-1"} <= seen, seen

    with verdicts.case("what is deleted is gone, interfaces too"):
        for name in ("ops-app", "ops-page-0", "ops-page-1"):
            one = elb.describe_load_balancers(Names=[name])["LoadBalancers"][0]["LoadBalancerArn"]
            elb.delete_load_balancer(LoadBalancerArn=one)
            elb.delete_load_balancer(LoadBalancerArn=one)
        left = ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [place.vpc]}])
        equal(left["NetworkInterfaces"], [])
