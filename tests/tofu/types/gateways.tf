# What of a VPC the other configurations leave out: further blocks, gateways of other kinds, rules and attachments that
# stand apart from what they belong to.

variable "step" {
  type    = number
  default = 1
}

resource "aws_vpc" "this" {
  cidr_block                       = "10.9.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_vpc_ipv4_cidr_block_association" "second" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.10.0.0/16"
}

resource "aws_subnet" "first" {
  vpc_id                          = aws_vpc.this.id
  cidr_block                      = "10.9.1.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, 0)
  availability_zone               = "eu-west-1a"
  assign_ipv6_address_on_creation = var.step == 2
}

resource "aws_subnet" "second" {
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.10.1.0/24"
  availability_zone = "eu-west-1a"
  depends_on        = [aws_vpc_ipv4_cidr_block_association.second]
}

resource "aws_egress_only_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = { Step = tostring(var.step) }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_vpn_gateway" "this" {
  amazon_side_asn = 64512
  tags            = { Step = tostring(var.step) }
}

resource "aws_vpn_gateway_attachment" "this" {
  vpc_id         = aws_vpc.this.id
  vpn_gateway_id = aws_vpn_gateway.this.id
}

resource "aws_customer_gateway" "this" {
  bgp_asn    = 65000
  ip_address = "192.0.2.10"
  type       = "ipsec.1"
  tags       = { Step = tostring(var.step) }
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "changed" {
  route_table_id         = aws_route_table.this.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.step == 1 ? aws_internet_gateway.this.id : null
  network_interface_id   = var.step == 2 ? aws_network_interface.first.id : null
}

resource "aws_route" "outward" {
  route_table_id              = aws_route_table.this.id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this.id
}

resource "aws_network_acl" "this" {
  vpc_id = aws_vpc.this.id
  tags   = { Step = tostring(var.step) }
}

resource "aws_network_acl_rule" "this" {
  network_acl_id = aws_network_acl.this.id
  rule_number    = 200
  protocol       = "udp"
  rule_action    = var.step == 2 ? "deny" : "allow"
  cidr_block     = "10.0.0.0/8"
  from_port      = 53
  to_port        = 53
}

resource "aws_network_acl_association" "this" {
  network_acl_id = aws_network_acl.this.id
  subnet_id      = aws_subnet.second.id
}

resource "aws_security_group" "this" {
  count  = 2
  name   = "gateways-${count.index}"
  vpc_id = aws_vpc.this.id
}

resource "aws_network_interface" "first" {
  subnet_id         = aws_subnet.first.id
  description       = "step ${var.step}"
  security_groups   = [aws_security_group.this[var.step - 1].id]
  source_dest_check = var.step == 1
}

resource "aws_eip" "this" {
  domain     = "vpc"
  depends_on = [aws_internet_gateway.this]
}

resource "aws_eip_association" "this" {
  allocation_id        = aws_eip.this.id
  network_interface_id = aws_network_interface.first.id
}

resource "aws_vpc" "other" {
  cidr_block = "10.11.0.0/16"
}

resource "aws_vpc_peering_connection" "this" {
  vpc_id      = aws_vpc.this.id
  peer_vpc_id = aws_vpc.other.id
}

resource "aws_vpc_peering_connection_accepter" "this" {
  vpc_peering_connection_id = aws_vpc_peering_connection.this.id
  auto_accept               = true

  accepter {
    allow_remote_vpc_dns_resolution = var.step == 2
  }
}

data "aws_internet_gateway" "this" {
  filter {
    name   = "attachment.vpc-id"
    values = [aws_vpc.this.id]
  }
  depends_on = [aws_internet_gateway.this]
}

data "aws_route_table" "this" {
  route_table_id = aws_route_table.this.id
}

data "aws_security_groups" "these" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.this.id]
  }
  depends_on = [aws_security_group.this]
}
