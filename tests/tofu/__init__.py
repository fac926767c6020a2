"""OpenTofu (or Terraform) and the AWS provider against Adit: run for real where they are installed, replayed elsewhere."""
