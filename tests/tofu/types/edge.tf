# CloudFront: VPC origins, policies, access to buckets, a function, keys, and a distribution that uses most of them.

variable "step" {
  type    = number
  default = 1
}

resource "aws_vpc" "this" {
  cidr_block = "10.8.0.0/16"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "this" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.8.${count.index}.0/24"
  availability_zone = "eu-west-1${count.index == 0 ? "a" : "b"}"
}

resource "aws_lb" "this" {
  name     = "edge"
  internal = true
  subnets  = aws_subnet.this[*].id
}

resource "aws_lb" "unused" {
  name     = "unused"
  internal = true
  subnets  = aws_subnet.this[*].id
}

# One that a distribution uses: it cannot be changed meanwhile.
resource "aws_cloudfront_vpc_origin" "this" {
  tags = { Step = tostring(var.step) }

  vpc_origin_endpoint_config {
    name                   = "used"
    arn                    = aws_lb.this.arn
    http_port              = 80
    https_port             = 443
    origin_protocol_policy = "http-only"

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_cloudfront_vpc_origin" "unused" {
  vpc_origin_endpoint_config {
    name                   = "step-${var.step}"
    arn                    = aws_lb.unused.arn
    http_port              = 80
    https_port             = 443
    origin_protocol_policy = "http-only"

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_cloudfront_cache_policy" "this" {
  name        = "short"
  comment     = "step ${var.step}"
  min_ttl     = 0
  default_ttl = 5 * var.step
  max_ttl     = 60

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_gzip   = true
    enable_accept_encoding_brotli = true

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "whitelist"

      headers {
        items = ["Accept"]
      }
    }

    query_strings_config {
      query_string_behavior = "all"
    }
  }
}

resource "aws_cloudfront_origin_request_policy" "this" {
  name    = "forwarded"
  comment = "step ${var.step}"

  cookies_config {
    cookie_behavior = "all"
  }

  headers_config {
    header_behavior = "whitelist"

    headers {
      items = ["User-Agent"]
    }
  }

  query_strings_config {
    query_string_behavior = "all"
  }
}

resource "aws_cloudfront_response_headers_policy" "this" {
  name    = "responses"
  comment = "step ${var.step}"

  custom_headers_config {
    items {
      header   = "X-Step"
      value    = tostring(var.step)
      override = true
    }
  }

  security_headers_config {
    content_type_options {
      override = true
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      override                   = true
    }
  }

  cors_config {
    access_control_allow_credentials = false
    origin_override                  = true

    access_control_allow_headers {
      items = ["*"]
    }

    access_control_allow_methods {
      items = ["GET"]
    }

    access_control_allow_origins {
      items = ["https://example.com"]
    }
  }
}

resource "aws_cloudfront_origin_access_control" "this" {
  name                              = "bucket"
  description                       = "step ${var.step}"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_origin_access_identity" "this" {
  comment = "step ${var.step}"
}

resource "aws_cloudfront_function" "this" {
  name    = "function"
  runtime = "cloudfront-js-2.0"
  comment = "step ${var.step}"
  publish = true
  code    = "function handler(event) { return event.request; } // step ${var.step}\n"
}

resource "aws_cloudfront_public_key" "this" {
  name        = "signer"
  comment     = "step ${var.step}"
  encoded_key = <<-PEM
    -----BEGIN PUBLIC KEY-----
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4g8MK/ybAHTtlw5uhckX
    iyeJaBedNmVfi3ewEj6Ajmitmk6CT/r3ugzK45NCJaCpnDz1RF24L0VmaFARyjhb
    Hst990k+obu0QyFBypw/Dju2e5HRZB2M7ii57iySW17WXdFnie5pHJl2kTPlbGef
    zcSkSH7IslkUv2BKv1afA+AdSnxcgLNLHgijM/odmy8qI7jSrBLzmWhsz9rhv2dC
    kpyo1uRpmubmpo/wWEc9zK6u7XE0UW09ZvBUsNproNxBQHluHgBRJuinwp1Lhkxd
    eRgy1n7xBNvmcHds/a3hum/rgHbw4WW071leWBNqfwuVbkMWzng7jMoJ2xWX6nds
    rwIDAQAB
    -----END PUBLIC KEY-----
  PEM
}

resource "aws_cloudfront_key_group" "this" {
  name    = "signers"
  comment = "step ${var.step}"
  items   = [aws_cloudfront_public_key.this.id]
}

resource "aws_cloudfront_key_value_store" "this" {
  name    = "store"
  comment = "step ${var.step}"
}

resource "aws_cloudfront_monitoring_subscription" "this" {
  distribution_id = aws_cloudfront_distribution.this.id

  monitoring_subscription {
    realtime_metrics_subscription_config {
      realtime_metrics_subscription_status = "Enabled"
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  enabled = true
  comment = "step ${var.step}"
  tags    = { Step = tostring(var.step) }

  origin {
    origin_id   = "balancer"
    domain_name = aws_lb.this.dns_name

    vpc_origin_config {
      vpc_origin_id = aws_cloudfront_vpc_origin.this.id
    }
  }

  origin {
    origin_id                = "bucket"
    domain_name              = "bucket.s3.eu-west-1.amazonaws.com"
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  default_cache_behavior {
    target_origin_id           = "balancer"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = aws_cloudfront_cache_policy.this.id
    origin_request_policy_id   = aws_cloudfront_origin_request_policy.this.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
  }

  ordered_cache_behavior {
    path_pattern           = "/static/*"
    target_origin_id       = "bucket"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    compress               = true

    forwarded_values {
      query_string = false

      cookies {
        forward = "none"
      }
    }

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.this.arn
    }
  }

  custom_error_response {
    error_code            = 404
    response_code         = 200
    response_page_path    = "/static/missing.html"
    error_caching_min_ttl = 10 * var.step
  }

  restrictions {
    geo_restriction {
      restriction_type = "whitelist"
      locations        = var.step == 2 ? ["IE"] : ["GB", "IE"]
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

data "aws_cloudfront_response_headers_policy" "managed" {
  name = "Managed-SecurityHeadersPolicy"
}
