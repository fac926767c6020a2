# Zones, records, certificates and their validation.

variable "step" {
  type    = number
  default = 1
}

resource "aws_route53_zone" "public" {
  name    = "names.example"
  comment = "step ${var.step}"
  tags    = { Step = tostring(var.step) }
}

resource "aws_vpc" "this" {
  cidr_block           = "10.6.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_route53_zone" "private" {
  name = "inside.example"

  vpc {
    vpc_id = aws_vpc.this.id
  }
}

resource "aws_route53_record" "a" {
  zone_id = aws_route53_zone.public.zone_id
  name    = "www.names.example"
  type    = "A"
  ttl     = 60 * var.step
  records = var.step == 2 ? ["192.0.2.1", "192.0.2.2"] : ["192.0.2.1"]
}

resource "aws_route53_record" "alias" {
  zone_id = aws_route53_zone.public.zone_id
  name    = "alias.names.example"
  type    = "A"

  alias {
    name                   = "d111111abcdef8.cloudfront.net"
    zone_id                = "Z2FDTNDATAQYW2"
    evaluate_target_health = false
  }
}

resource "aws_route53_record" "weighted" {
  zone_id        = aws_route53_zone.public.zone_id
  name           = "weighted.names.example"
  type           = "CNAME"
  ttl            = 30
  records        = ["www.names.example"]
  set_identifier = "one"

  weighted_routing_policy {
    weight = 10 * var.step
  }
}

resource "aws_acm_certificate" "requested" {
  domain_name               = "names.example"
  subject_alternative_names = ["*.names.example"]
  validation_method         = "DNS"
  tags                      = { Step = tostring(var.step) }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = {
    for option in aws_acm_certificate.requested.domain_validation_options : option.domain_name => option
    if option.domain_name == "names.example"
  }

  zone_id         = aws_route53_zone.public.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 60
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.requested.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

data "aws_route53_zone" "public" {
  name       = "names.example."
  depends_on = [aws_route53_zone.public]
}

data "aws_acm_certificate" "issued" {
  domain     = "names.example"
  statuses   = ["ISSUED"]
  depends_on = [aws_acm_certificate_validation.this]
}
