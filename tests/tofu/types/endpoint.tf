# VPC endpoints of both types, their policy, an endpoint service with its balancer.

variable "step" {
  type    = number
  default = 1
}

resource "aws_vpc" "this" {
  cidr_block           = "10.3.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "this" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.3.${count.index}.0/24"
  availability_zone = "eu-west-1${count.index == 0 ? "a" : "b"}"
}

resource "aws_security_group" "this" {
  count  = 2
  name   = "endpoint-${count.index}"
  vpc_id = aws_vpc.this.id
}

resource "aws_vpc_endpoint" "interface" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-west-1.execute-api"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = var.step == 2 ? aws_subnet.this[*].id : [aws_subnet.this[0].id]
  security_group_ids  = [aws_security_group.this[var.step - 1].id]
  private_dns_enabled = var.step == 1
  tags                = { Step = tostring(var.step) }
}

resource "aws_vpc_endpoint" "gateway" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.this.main_route_table_id]
}

resource "aws_vpc_endpoint_policy" "interface" {
  vpc_endpoint_id = aws_vpc_endpoint.interface.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = var.step == 2 ? "arn:aws:execute-api:eu-west-1:*:*" : "*"
    }]
  })
}

resource "aws_lb" "service" {
  name               = "service"
  internal           = true
  load_balancer_type = "network"
  subnets            = aws_subnet.this[*].id
}

resource "aws_vpc_endpoint_service" "this" {
  acceptance_required        = var.step == 2
  network_load_balancer_arns = [aws_lb.service.arn]
  allowed_principals         = ["arn:aws:iam::123456789012:root"]
}

data "aws_vpc_endpoint" "interface" {
  id = aws_vpc_endpoint.interface.id
}

data "aws_vpc_endpoint_service" "execute_api" {
  service = "execute-api"
}

data "aws_network_interfaces" "endpoint" {
  filter {
    name   = "subnet-id"
    values = [aws_subnet.this[0].id]
  }
  depends_on = [aws_vpc_endpoint.interface]
}
