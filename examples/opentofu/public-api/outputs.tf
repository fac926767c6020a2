output "url" {
  description = "What answers, from the countries that may call."
  value       = "https://${aws_cloudfront_distribution.this.domain_name}/hello"
}

output "domain_name" {
  value = aws_cloudfront_distribution.this.domain_name
}

output "api_url" {
  description = "The public endpoint that the distribution does not hide."
  value       = aws_api_gateway_stage.v1.invoke_url
}
