variable "name" {
  description = "Prefix of every name."
  type        = string
  default     = "private-api"
}

variable "region" {
  description = "Where the VPC and the API are."
  type        = string
  default     = "eu-west-1"
}

variable "cidr" {
  description = "The VPC's block; its first two /24 become the subnets."
  type        = string
  default     = "10.0.0.0/16"
}

variable "origin_name" {
  description = "A name of yours that the balancer's certificate carries. CloudFront sends it as SNI; nothing needs to resolve it."
  type        = string
}

variable "certificate_arn" {
  description = "An ACM certificate for origin_name in `region`. Without it one is requested and validated in zone_id."
  type        = string
  default     = null
}

variable "zone_id" {
  description = "The Route 53 zone in which a requested certificate is validated."
  type        = string
  default     = null
}

variable "countries" {
  description = "Countries that may call, as ISO 3166-1 codes; none means all."
  type        = list(string)
  default     = ["IE", "GB"]
}

variable "wait_for_deployment" {
  description = "Whether apply waits until CloudFront has deployed the distribution."
  type        = bool
  default     = true
}

variable "greeting" {
  description = "What GET /hello answers."
  type        = string
  default     = "hello from a private API"
}
