"""A VPC for load balancers: a gateway, two subnets in two zones, a security group; and what most of their tests make."""


class BalancerPlace:
    def __init__(self, aws, cidr="10.77.0.0/16"):
        self.ec2, self.elb = aws.client("ec2"), aws.client("elbv2")
        self.vpc = self.ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc)
        prefix = cidr.rsplit(".", 2)[0]
        self.subnets = [self.subnet(f"{prefix}.{n}.0/24", "abc"[n]) for n in range(3)]
        self.group = self.ec2.create_security_group(GroupName="balancers", Description="balancers", VpcId=self.vpc)["GroupId"]

    def subnet(self, cidr, zone):
        made = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock=cidr, AvailabilityZone=f"eu-west-1{zone}")
        return made["Subnet"]["SubnetId"]

    def balancer(self, name, **more):
        asked = {"Subnets": self.subnets[:2], "Scheme": "internal", **more}
        return self.elb.create_load_balancer(Name=name, **asked)["LoadBalancers"][0]

    def target_group(self, name, **more):
        asked = {"Protocol": "HTTPS", "Port": 443, "VpcId": self.vpc, "TargetType": "ip", **more}
        return self.elb.create_target_group(Name=name, **asked)["TargetGroups"][0]

    def listener(self, balancer, port, group, **more):
        forward = [{"Type": "forward", "TargetGroupArn": group}]
        asked = {"Protocol": "HTTP", "Port": port, "DefaultActions": forward, **more}
        return self.elb.create_listener(LoadBalancerArn=balancer, **asked)["Listeners"][0]


def attributes(answer):
    return {one["Key"]: one["Value"] for one in answer["Attributes"]}


def members(found, **wanted):
    """What of `wanted` is not so."""
    wrong = {name: found.get(name) for name, value in wanted.items() if found.get(name) != value}
    assert not wrong, f"expected {wanted}, but {wrong}"
