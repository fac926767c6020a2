# Application balancer, target groups, listeners, rules, certificates, trust store.

variable "step" {
  type    = number
  default = 1
}

variable "certificate" {
  type = string
}

variable "second_certificate" {
  type = string
}

resource "aws_vpc" "this" {
  cidr_block = "10.5.0.0/16"
}

resource "aws_subnet" "this" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.5.${count.index}.0/24"
  availability_zone = "eu-west-1${count.index == 0 ? "a" : "b"}"
}

resource "aws_security_group" "this" {
  count  = 2
  name   = "balancer-${count.index}"
  vpc_id = aws_vpc.this.id
}

resource "aws_lb" "this" {
  name                       = "application"
  internal                   = true
  subnets                    = aws_subnet.this[*].id
  security_groups            = var.step == 2 ? aws_security_group.this[*].id : [aws_security_group.this[0].id]
  idle_timeout               = 60 + var.step
  drop_invalid_header_fields = true
  tags                       = { Step = tostring(var.step) }
}

resource "aws_lb_target_group" "ip" {
  name                 = "ip"
  vpc_id               = aws_vpc.this.id
  target_type          = "ip"
  protocol             = "HTTPS"
  port                 = 443
  deregistration_delay = 300 - var.step
  tags                 = { Step = tostring(var.step) }

  health_check {
    protocol = "HTTPS"
    path     = "/health/${var.step}"
    matcher  = "200,403"
    interval = 15
  }

  stickiness {
    type            = "lb_cookie"
    cookie_duration = 3600
  }
}

resource "aws_lb_target_group" "other" {
  name        = "other"
  vpc_id      = aws_vpc.this.id
  target_type = "ip"
  protocol    = "HTTP"
  port        = 80
}

resource "aws_lb_target_group_attachment" "ip" {
  target_group_arn = aws_lb_target_group.ip.arn
  target_id        = "10.5.0.${70 + var.step}"
  port             = 8443
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = var.step == 2 ? "ELBSecurityPolicy-TLS13-1-3-2021-06" : "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate
  tags              = { Step = tostring(var.step) }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.ip.arn
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener_certificate" "second" {
  listener_arn    = aws_lb_listener.https.arn
  certificate_arn = var.second_certificate
}

resource "aws_lb_listener_rule" "weighted" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 10 * var.step
  tags         = { Name = "weighted" }

  condition {
    path_pattern {
      values = ["/a/*"]
    }
  }

  condition {
    host_header {
      values = ["a.example.com"]
    }
  }

  condition {
    http_header {
      http_header_name = "X-Key"
      values           = ["secret"]
    }
  }

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.ip.arn
        weight = 90
      }

      target_group {
        arn    = aws_lb_target_group.other.arn
        weight = 10
      }
    }
  }
}

resource "aws_lb_listener_rule" "fixed" {
  listener_arn = aws_lb_listener.http.arn
  priority     = 5

  condition {
    query_string {
      key   = "v"
      value = "1"
    }
  }

  condition {
    source_ip {
      values = ["10.0.0.0/8"]
    }
  }

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "step ${var.step}"
      status_code  = "200"
    }
  }
}

resource "aws_lb_trust_store" "this" {
  name                             = "trust"
  ca_certificates_bundle_s3_bucket = "bundles"
  ca_certificates_bundle_s3_key    = "ca.pem"
}

data "aws_lb" "this" {
  arn = aws_lb.this.arn
}

data "aws_lb_target_group" "ip" {
  arn = aws_lb_target_group.ip.arn
}

data "aws_lb_listener" "https" {
  arn = aws_lb_listener.https.arn
}
