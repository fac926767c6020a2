# The certificate whose name CloudFront checks.

resource "aws_acm_certificate" "origin" {
  count             = var.certificate_arn == null ? 1 : 0
  domain_name       = var.origin_name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  # One record a name; the name is known before the certificate is.
  for_each = var.certificate_arn == null ? toset([var.origin_name]) : toset([])

  zone_id         = var.zone_id
  name            = one(aws_acm_certificate.origin[0].domain_validation_options).resource_record_name
  type            = one(aws_acm_certificate.origin[0].domain_validation_options).resource_record_type
  records         = [one(aws_acm_certificate.origin[0].domain_validation_options).resource_record_value]
  ttl             = 60
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "origin" {
  count                   = var.certificate_arn == null ? 1 : 0
  certificate_arn         = aws_acm_certificate.origin[0].arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

locals {
  certificate_arn = var.certificate_arn == null ? aws_acm_certificate_validation.origin[0].certificate_arn : var.certificate_arn
}

resource "aws_lb" "internal" {
  name               = var.name
  internal           = true
  load_balancer_type = "application"
  subnets            = aws_subnet.private[*].id
  security_groups    = [aws_security_group.balancer.id]
}

# The targets are the endpoint's own addresses. They are known once the endpoint is made, within the same apply; AWS does
# not move them while the endpoint lives, but a new endpoint has new ones.

data "aws_network_interface" "endpoint" {
  count = length(aws_subnet.private)
  id    = tolist(aws_vpc_endpoint.execute_api.network_interface_ids)[count.index]
}

resource "aws_lb_target_group" "endpoint" {
  name        = var.name
  vpc_id      = aws_vpc.this.id
  target_type = "ip"
  protocol    = "HTTPS"
  port        = 443

  # The endpoint answers 403 to a check that names no API: it is alive.
  health_check {
    protocol = "HTTPS"
    path     = "/"
    matcher  = "200,403"
  }
}

resource "aws_lb_target_group_attachment" "endpoint" {
  count            = length(aws_subnet.private)
  target_group_arn = aws_lb_target_group.endpoint.arn
  target_id        = data.aws_network_interface.endpoint[count.index].private_ip
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.internal.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = local.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.endpoint.arn
  }
}
