# Roles, policies and instance profiles; log groups.

variable "step" {
  type    = number
  default = 1
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = var.step == 2 ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "a-role"
  path                 = "/service/"
  description          = "step ${var.step}"
  max_session_duration = 3600 * var.step
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  tags                 = { Step = tostring(var.step) }
}

resource "aws_iam_role_policy" "this" {
  name = "inline"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["logs:PutLogEvents"], Resource = var.step == 2 ? "arn:aws:logs:*:*:*" : "*" }]
  })
}

resource "aws_iam_policy" "this" {
  name = "managed"
  tags = { Step = tostring(var.step) }

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = var.step == 2 ? ["ec2:Describe*", "ec2:Get*"] : ["ec2:Describe*"], Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.this.name
  policy_arn = aws_iam_policy.this.arn
}

resource "aws_iam_role_policy_attachment" "aws" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role" "second" {
  name               = "second"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_policy_attachment" "second" {
  name       = "exclusive"
  roles      = [aws_iam_role.second.name]
  policy_arn = aws_iam_policy.second.arn
}

resource "aws_iam_policy" "second" {
  name = "second"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_iam_instance_profile" "this" {
  name = "profile"
  role = aws_iam_role.this.name
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/a/group"
  retention_in_days = var.step == 2 ? 30 : 7
  tags              = { Step = tostring(var.step) }
}

resource "aws_cloudwatch_log_stream" "this" {
  name           = "stream"
  log_group_name = aws_cloudwatch_log_group.this.name
}

data "aws_iam_role" "this" {
  name       = aws_iam_role.this.name
  depends_on = [aws_iam_role.this]
}

data "aws_iam_policy" "aws" {
  arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
