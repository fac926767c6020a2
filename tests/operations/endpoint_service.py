"""Services that an account offers to others' endpoints, from configuration to connection."""

from outside.adit import ACCOUNT
from outside.errors import by, refuses
from outside.verdicts import contains, equal

CONSUMER = "210987654321"


def run(aws, verdicts):
    ec2, elb, consumer = aws.client("ec2"), aws.client("elbv2"), aws.client("ec2", account=CONSUMER)
    vpc, one = network(ec2, "10.63.0.0/16", "10.63.1.0/24")
    theirs, their_subnet = network(consumer, "10.64.0.0/16", "10.64.1.0/24")
    balancer = lambda name: elb.create_load_balancer(Name=name, Type="network", Scheme="internal", Subnets=[one])[
        "LoadBalancers"
    ][0]["LoadBalancerArn"]
    first, second = balancer("offered"), balancer("offered-too")
    show = lambda: ec2.describe_vpc_endpoint_service_configurations(ServiceIds=[service])["ServiceConfigurations"][0]

    with verdicts.case("a service is read back"):
        create = dict(
            NetworkLoadBalancerArns=[first],
            AcceptanceRequired=True,
            PrivateDnsName="api.example.com",
            SupportedIpAddressTypes=["ipv4"],
            ClientToken="endpoint-service-module",
            TagSpecifications=[{"ResourceType": "vpc-endpoint-service", "Tags": [{"Key": "Name", "Value": "s"}]}],
        )
        made = ec2.create_vpc_endpoint_service_configuration(**create)
        equal(made["ClientToken"], "endpoint-service-module")
        service = made["ServiceConfiguration"]["ServiceId"]
        name = made["ServiceConfiguration"]["ServiceName"]
        equal(name, f"com.amazonaws.vpce.eu-west-1.{service}")
        again = ec2.create_vpc_endpoint_service_configuration(**create)["ServiceConfiguration"]
        equal(again["ServiceId"], service)
        shown = show()
        equal((shown["ServiceState"], shown["AcceptanceRequired"]), ("Available", True))
        equal(shown["ServiceType"], [{"ServiceType": "Interface"}])
        equal((shown["AvailabilityZones"], shown["NetworkLoadBalancerArns"]), (["eu-west-1a"], [first]))
        equal(shown["BaseEndpointDnsNames"], [f"{service}.eu-west-1.vpce.amazonaws.com"])
        equal((shown["PrivateDnsName"], shown["PrivateDnsNameConfiguration"]["Type"]), ("api.example.com", "TXT"))
        equal((shown["SupportedIpAddressTypes"], shown["ManagesVpcEndpoints"]), (["ipv4"], False))
        equal(shown["Tags"], [{"Key": "Name", "Value": "s"}])

    with verdicts.case("it changes"):
        ec2.modify_vpc_endpoint_service_configuration(
            ServiceId=service, AddNetworkLoadBalancerArns=[second], RemoveNetworkLoadBalancerArns=[first], RemovePrivateDnsName=True
        )
        shown = show()
        equal(shown["NetworkLoadBalancerArns"], [second])
        assert "PrivateDnsName" not in shown
        with refuses("InvalidParameter", status=400):
            ec2.modify_vpc_endpoint_service_configuration(ServiceId=service, RemoveNetworkLoadBalancerArns=[second])
        with refuses("ResourceInUse"):
            elb.delete_load_balancer(LoadBalancerArn=second)

    with verdicts.case("permissions decide who sees it"):
        with refuses("InvalidServiceName"):
            consumer.describe_vpc_endpoint_services(ServiceNames=[name])
        root = f"arn:aws:iam::{CONSUMER}:root"
        added = ec2.modify_vpc_endpoint_service_permissions(
            ServiceId=service, AddAllowedPrincipals=[root, "arn:aws:iam::333333333333:role/caller"]
        )
        equal(added["ReturnValue"], True)
        equal([p["PrincipalType"] for p in added["AddedPrincipals"]], ["Account", "Role"])
        ec2.modify_vpc_endpoint_service_permissions(
            ServiceId=service, RemoveAllowedPrincipals=["arn:aws:iam::333333333333:role/caller"]
        )
        [allowed] = ec2.describe_vpc_endpoint_service_permissions(ServiceId=service)["AllowedPrincipals"]
        equal((allowed["Principal"], allowed["PrincipalType"], allowed["ServiceId"]), (root, "Account", service))
        by_type = ec2.describe_vpc_endpoint_service_permissions(ServiceId=service, Filters=by("principal-type", "Role"))
        equal(by_type["AllowedPrincipals"], [])
        [seen] = consumer.describe_vpc_endpoint_services(ServiceNames=[name])["ServiceDetails"]
        equal((seen["Owner"], seen["AcceptanceRequired"], seen["AvailabilityZones"]), (ACCOUNT, True, ["eu-west-1a"]))
        with refuses("InvalidPrincipal", status=400):
            ec2.modify_vpc_endpoint_service_permissions(ServiceId=service, AddAllowedPrincipals=["somebody"])

    with verdicts.case("an endpoint waits until it is accepted"):
        made = consumer.create_vpc_endpoint(
            VpcEndpointType="Interface", VpcId=theirs, ServiceName=name, SubnetIds=[their_subnet], PrivateDnsEnabled=False
        )["VpcEndpoint"]
        endpoint = made["VpcEndpointId"]
        equal(made["State"], "pendingAcceptance")
        contains(made["DnsEntries"][0]["DnsName"], f".{service}.eu-west-1.vpce.amazonaws.com")
        state = lambda: consumer.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]["State"]
        equal(state(), "pendingAcceptance")
        [connection] = ec2.describe_vpc_endpoint_connections(Filters=by("service-id", service))["VpcEndpointConnections"]
        equal((connection["VpcEndpointId"], connection["VpcEndpointOwner"]), (endpoint, CONSUMER))
        equal((connection["VpcEndpointState"], connection["NetworkLoadBalancerArns"]), ("pendingAcceptance", [second]))
        accepted = ec2.accept_vpc_endpoint_connections(ServiceId=service, VpcEndpointIds=[endpoint, "vpce-00000000000000000"])
        [failed] = accepted["Unsuccessful"]
        equal(failed["Error"]["Code"], "InvalidVpcEndpointId.NotFound")
        equal(state(), "available")
        found = ec2.describe_vpc_endpoint_connections(Filters=by("vpc-endpoint-state", "available"))
        equal(len(found["VpcEndpointConnections"]), 1)

    with verdicts.case("a service in use stays, until its connections are rejected"):
        [failed] = ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[service])["Unsuccessful"]
        equal((failed["ResourceId"], failed["Error"]["Code"]), (service, "ExistingVpcEndpointConnections"))
        equal(ec2.reject_vpc_endpoint_connections(ServiceId=service, VpcEndpointIds=[endpoint])["Unsuccessful"], [])
        equal(state(), "rejected")

    with verdicts.case("without acceptance an endpoint is available at once"):
        ec2.modify_vpc_endpoint_service_configuration(ServiceId=service, AcceptanceRequired=False)
        made = consumer.create_vpc_endpoint(
            VpcEndpointType="Interface", VpcId=theirs, ServiceName=name, SubnetIds=[their_subnet], PrivateDnsEnabled=False
        )["VpcEndpoint"]["VpcEndpointId"]
        equal(consumer.describe_vpc_endpoints(VpcEndpointIds=[made])["VpcEndpoints"][0]["State"], "available")
        page = ec2.describe_vpc_endpoint_connections(MaxResults=1)
        equal(len(page["VpcEndpointConnections"]), 1)
        assert page["NextToken"]
        consumer.delete_vpc_endpoints(VpcEndpointIds=[made, endpoint])

    with verdicts.case("what is refused"):
        with refuses("InvalidParameter", status=400):
            ec2.create_vpc_endpoint_service_configuration(NetworkLoadBalancerArns=[first + "0"])
        with refuses("InvalidParameter"):
            ec2.create_vpc_endpoint_service_configuration(AcceptanceRequired=False)
        with refuses("InvalidVpcEndpointServiceId.NotFound", status=400):
            ec2.describe_vpc_endpoint_service_configurations(ServiceIds=["vpce-svc-00000000000000000"])
        with refuses("InvalidParameter"):
            consumer.create_vpc_endpoint(VpcEndpointType="Interface", VpcId=theirs, ServiceName=name, PrivateDnsEnabled=True)
        other_zone = consumer.create_subnet(VpcId=theirs, CidrBlock="10.64.2.0/24", AvailabilityZone="eu-west-1c")["Subnet"]["SubnetId"]
        with refuses("InvalidParameter"):
            consumer.create_vpc_endpoint(
                VpcEndpointType="Interface", VpcId=theirs, ServiceName=name, SubnetIds=[other_zone], PrivateDnsEnabled=False
            )

    with verdicts.case("deleted, with all that it stood on"):
        equal(ec2.delete_vpc_endpoint_service_configurations(ServiceIds=[service])["Unsuccessful"], [])
        equal(ec2.describe_vpc_endpoint_service_configurations(Filters=by("service-name", name))["ServiceConfigurations"], [])
        for arn in (first, second):
            elb.delete_load_balancer(LoadBalancerArn=arn)
        ec2.delete_subnet(SubnetId=one)
        ec2.delete_vpc(VpcId=vpc)
        for identity in (their_subnet, other_zone):
            consumer.delete_subnet(SubnetId=identity)
        consumer.delete_vpc(VpcId=theirs)


def network(ec2, block, part):
    vpc = ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=part, AvailabilityZone="eu-west-1a")["Subnet"]["SubnetId"]
    return vpc, subnet
