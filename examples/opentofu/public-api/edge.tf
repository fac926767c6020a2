data "aws_cloudfront_cache_policy" "disabled" {
  name = "Managed-CachingDisabled"
}

data "aws_cloudfront_origin_request_policy" "all_but_host" {
  name = "Managed-AllViewerExceptHostHeader"
}

resource "aws_cloudfront_distribution" "this" {
  enabled             = true
  is_ipv6_enabled     = true
  comment             = var.name
  price_class         = "PriceClass_100"
  aliases             = var.alias == null ? [] : [var.alias.name]
  wait_for_deployment = var.wait_for_deployment

  origin {
    origin_id   = "api"
    domain_name = "${aws_api_gateway_rest_api.this.id}.execute-api.${var.region}.amazonaws.com"
    origin_path = "/${aws_api_gateway_stage.v1.stage_name}"

    custom_header {
      name  = "Referer"
      value = var.referer
    }

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    target_origin_id         = "api"
    viewer_protocol_policy   = "https-only"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = data.aws_cloudfront_cache_policy.disabled.id
    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all_but_host.id
  }

  restrictions {
    geo_restriction {
      restriction_type = length(var.countries) == 0 ? "none" : "whitelist"
      locations        = var.countries
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.alias == null
    acm_certificate_arn            = var.alias == null ? null : var.alias.certificate_arn
    ssl_support_method             = var.alias == null ? null : "sni-only"
    minimum_protocol_version       = var.alias == null ? "TLSv1" : "TLSv1.2_2021"
  }
}

resource "aws_route53_record" "alias" {
  for_each = var.alias == null ? toset([]) : toset(["A", "AAAA"])

  zone_id = var.alias.zone_id
  name    = var.alias.name
  type    = each.value

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
