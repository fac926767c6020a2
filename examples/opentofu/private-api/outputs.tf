output "url" {
  description = "What answers, from the countries that may call."
  value       = "https://${aws_cloudfront_distribution.this.domain_name}/hello"
}

output "domain_name" {
  value = aws_cloudfront_distribution.this.domain_name
}

output "api_id" {
  value = aws_api_gateway_rest_api.this.id
}

output "endpoint_id" {
  value = aws_vpc_endpoint.execute_api.id
}

output "target_addresses" {
  description = "The endpoint's addresses, as the balancer has them."
  value       = aws_lb_target_group_attachment.endpoint[*].target_id
}
