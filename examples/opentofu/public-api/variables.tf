variable "name" {
  description = "Prefix of every name."
  type        = string
  default     = "public-api"
}

variable "region" {
  description = "Where the API is."
  type        = string
  default     = "eu-west-1"
}

variable "countries" {
  description = "Countries that may call, as ISO 3166-1 codes; none means all."
  type        = list(string)
  default     = ["IE", "GB"]
}

variable "referer" {
  description = "What the distribution sends as Referer, and the resource policy asks for. Whoever knows it passes."
  type        = string
  sensitive   = true
}

variable "alias" {
  description = "A name of yours for the distribution, with its certificate and zone; none means d….cloudfront.net alone."
  type = object({
    name            = string
    certificate_arn = string
    zone_id         = string
  })
  default = null
}

variable "wait_for_deployment" {
  description = "Whether apply waits until CloudFront has deployed the distribution."
  type        = bool
  default     = true
}

variable "greeting" {
  description = "What GET /hello answers."
  type        = string
  default     = "hello from a public API"
}
