# VPC, subnets, routes, gateways, addresses. `step` 2 changes what can be changed in place.

variable "step" {
  type    = number
  default = 1
}

data "aws_availability_zones" "all" {}
data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_partition" "this" {}

resource "aws_vpc" "a" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "a", Step = tostring(var.step) }
}

resource "aws_vpc" "b" {
  cidr_block = "10.2.0.0/16"
  tags       = { Name = "b" }
}

resource "aws_vpc_dhcp_options" "this" {
  domain_name         = "example.internal"
  domain_name_servers = ["AmazonProvidedDNS"]
}

resource "aws_vpc_dhcp_options_association" "this" {
  vpc_id          = aws_vpc.b.id
  dhcp_options_id = aws_vpc_dhcp_options.this.id
}

resource "aws_subnet" "a" {
  count                   = 2
  vpc_id                  = aws_vpc.a.id
  cidr_block              = "10.1.${count.index + 1}.0/24"
  availability_zone       = data.aws_availability_zones.all.names[count.index]
  map_public_ip_on_launch = var.step == 2
  tags                    = { Name = "a-${count.index}", Step = tostring(var.step) }
}

resource "aws_ec2_subnet_cidr_reservation" "this" {
  subnet_id        = aws_subnet.a[0].id
  cidr_block       = "10.1.1.64/28"
  reservation_type = "prefix"
}

resource "aws_internet_gateway" "a" {
  vpc_id = aws_vpc.a.id
  tags   = { Step = tostring(var.step) }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.a.id
  tags   = { Step = tostring(var.step) }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.a.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.a.id
}

resource "aws_route" "nat" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id
}

resource "aws_route" "peer" {
  route_table_id            = aws_route_table.private.id
  destination_cidr_block    = aws_vpc.b.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.ab.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.a[0].id
  route_table_id = var.step == 2 ? aws_route_table.private.id : aws_route_table.public.id
}

resource "aws_main_route_table_association" "a" {
  vpc_id         = aws_vpc.a.id
  route_table_id = aws_route_table.private.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
  tags   = { Step = tostring(var.step) }
}

resource "aws_nat_gateway" "a" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.a[0].id
  tags          = { Step = tostring(var.step) }
  depends_on    = [aws_internet_gateway.a]
}

resource "aws_vpc_peering_connection" "ab" {
  vpc_id      = aws_vpc.a.id
  peer_vpc_id = aws_vpc.b.id
  auto_accept = true
}

resource "aws_network_interface" "this" {
  subnet_id       = aws_subnet.a[1].id
  private_ips     = ["10.1.2.50"]
  security_groups = [aws_security_group.inline.id]
  description     = "an interface"
}

resource "aws_eip" "interface" {
  domain            = "vpc"
  network_interface = aws_network_interface.this.id
  depends_on        = [aws_internet_gateway.a]
}

resource "aws_network_acl" "this" {
  vpc_id     = aws_vpc.a.id
  subnet_ids = [aws_subnet.a[1].id]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "10.0.0.0/8"
    from_port  = 443
    to_port    = var.step == 2 ? 444 : 443
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}

resource "aws_security_group" "inline" {
  name        = "inline"
  description = "with its rules"
  vpc_id      = aws_vpc.a.id
  tags        = { Step = tostring(var.step) }

  ingress {
    description = "https"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = var.step == 2 ? ["10.0.0.0/8", "192.168.0.0/16"] : ["10.0.0.0/8"]
  }

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "apart" {
  name_prefix = "apart-"
  description = "its rules stand apart"
  vpc_id      = aws_vpc.a.id
}

resource "aws_security_group_rule" "old" {
  security_group_id        = aws_security_group.apart.id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 80
  to_port                  = 81
  source_security_group_id = aws_security_group.inline.id
  description              = "step ${var.step}"
}

resource "aws_vpc_security_group_ingress_rule" "new" {
  security_group_id = aws_security_group.apart.id
  cidr_ipv4         = var.step == 2 ? "10.9.0.0/16" : "10.8.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 8443
  to_port           = 8443
  tags              = { Name = "new" }
}

resource "aws_vpc_security_group_egress_rule" "new" {
  security_group_id = aws_security_group.apart.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_default_security_group" "b" {
  vpc_id = aws_vpc.b.id
}

resource "aws_default_route_table" "b" {
  default_route_table_id = aws_vpc.b.default_route_table_id
  tags                   = { Step = tostring(var.step) }
}

resource "aws_default_network_acl" "b" {
  default_network_acl_id = aws_vpc.b.default_network_acl_id
  tags                   = { Step = tostring(var.step) }

  lifecycle {
    ignore_changes = [subnet_ids]
  }
}

resource "aws_flow_log" "a" {
  vpc_id               = aws_vpc.a.id
  traffic_type         = "ALL"
  log_destination_type = "cloud-watch-logs"
  log_destination      = aws_cloudwatch_log_group.flows.arn
  iam_role_arn         = aws_iam_role.flows.arn
}

resource "aws_cloudwatch_log_group" "flows" {
  name              = "flows"
  retention_in_days = var.step == 2 ? 30 : 7
  tags              = { Step = tostring(var.step) }
}

resource "aws_iam_role" "flows" {
  name = "flows"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
  })
}

data "aws_vpc" "a" {
  id = aws_vpc.a.id
}

data "aws_subnets" "a" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.a.id]
  }
  depends_on = [aws_subnet.a]
}

data "aws_subnet" "a" {
  id = aws_subnet.a[0].id
}

data "aws_security_group" "inline" {
  vpc_id = aws_vpc.a.id
  name   = aws_security_group.inline.name
}
