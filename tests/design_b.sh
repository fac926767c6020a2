#!/usr/bin/env bash
# Design B with the AWS CLI: CloudFront, VPC origin, internal ALB, execute-api endpoint, private API.
#
#   [AWS_ENDPOINT_URL=http://127.0.0.1:4566] [REGION=eu-west-1] [NAME=design-b-cli] tests/design_b.sh
#
# The last line is the distribution's domain name; a request for https://DOMAIN/v1/hello is answered by the private API.
set -euo pipefail

region=${REGION:-eu-west-1}
name=${NAME:-design-b-cli}
origin=${ORIGIN_NAME:-origin.example.com}
export AWS_PAGER=""

here() { aws --region "$region" --output text "$@"; }
global() { aws --region us-east-1 --output text "$@"; }
tell() { printf '%s\n' "$*" >&2; }

tell "network"
vpc=$(here ec2 create-vpc --cidr-block 10.20.0.0/16 \
    --tag-specifications "ResourceType=vpc,Tags=[{Key=Name,Value=$name}]" --query Vpc.VpcId)
here ec2 wait vpc-available --vpc-ids "$vpc"
here ec2 modify-vpc-attribute --vpc-id "$vpc" --enable-dns-hostnames
# A VPC origin asks for a gateway in the VPC; no route leads to it.
gateway=$(here ec2 create-internet-gateway --query InternetGateway.InternetGatewayId)
here ec2 attach-internet-gateway --internet-gateway-id "$gateway" --vpc-id "$vpc"
first=$(here ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.20.1.0/24 --availability-zone "${region}a" --query Subnet.SubnetId)
second=$(here ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.20.2.0/24 --availability-zone "${region}b" --query Subnet.SubnetId)
prefix_list=$(here ec2 describe-managed-prefix-lists \
    --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing \
    --query 'PrefixLists[0].PrefixListId')
balancer_group=$(here ec2 create-security-group --vpc-id "$vpc" --group-name "$name-balancer" \
    --description "balancer of $name" --query GroupId)
here ec2 authorize-security-group-ingress --group-id "$balancer_group" \
    --ip-permissions "IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=$prefix_list}]" >/dev/null
endpoint_group=$(here ec2 create-security-group --vpc-id "$vpc" --group-name "$name-endpoint" \
    --description "endpoint of $name" --query GroupId)
here ec2 authorize-security-group-ingress --group-id "$endpoint_group" \
    --protocol tcp --port 443 --source-group "$balancer_group" >/dev/null

tell "endpoint"
endpoint=$(here ec2 create-vpc-endpoint --vpc-id "$vpc" --vpc-endpoint-type Interface \
    --service-name "com.amazonaws.$region.execute-api" --subnet-ids "$first" "$second" \
    --security-group-ids "$endpoint_group" --private-dns-enabled --query VpcEndpoint.VpcEndpointId)
for _ in $(seq 60); do
    state=$(here ec2 describe-vpc-endpoints --vpc-endpoint-ids "$endpoint" --query 'VpcEndpoints[0].State')
    [ "$state" = available ] && break
    sleep 5
done
[ "$state" = available ] || { tell "the endpoint is $state"; exit 1; }
interfaces=$(here ec2 describe-vpc-endpoints --vpc-endpoint-ids "$endpoint" --query 'VpcEndpoints[0].NetworkInterfaceIds')
# shellcheck disable=SC2086 # one argument an interface
addresses=$(here ec2 describe-network-interfaces --network-interface-ids $interfaces \
    --query 'NetworkInterfaces[].PrivateIpAddress')

tell "private API"
policy=$(cat <<POLICY
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
  {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
   "Condition": {"StringNotEquals": {"aws:SourceVpce": "$endpoint"}}}]}
POLICY
)
api=$(here apigateway create-rest-api --name "$name" \
    --endpoint-configuration "types=PRIVATE,vpcEndpointIds=$endpoint" --policy "$policy" --query id)
root=$(here apigateway get-resources --rest-api-id "$api" --query "items[?path=='/'].id")
hello=$(here apigateway create-resource --rest-api-id "$api" --parent-id "$root" --path-part hello --query id)
method=(--rest-api-id "$api" --resource-id "$hello" --http-method GET)
here apigateway put-method "${method[@]}" --authorization-type NONE >/dev/null
here apigateway put-method-response "${method[@]}" --status-code 200 >/dev/null
here apigateway put-integration "${method[@]}" --type MOCK \
    --request-templates '{"application/json": "{\"statusCode\": 200}"}' >/dev/null
here apigateway put-integration-response "${method[@]}" --status-code 200 \
    --response-templates '{"application/json": "{\"message\":\"hello from a private API\"}"}' >/dev/null
here apigateway create-deployment --rest-api-id "$api" --stage-name v1 >/dev/null

tell "certificate"
certificate=$(here acm request-certificate --domain-name "$origin" --validation-method DNS --query CertificateArn)
here acm wait certificate-validated --certificate-arn "$certificate"

tell "balancer"
balancer=$(here elbv2 create-load-balancer --name "$name" --scheme internal --type application \
    --subnets "$first" "$second" --security-groups "$balancer_group" --query 'LoadBalancers[0].LoadBalancerArn')
here elbv2 wait load-balancer-available --load-balancer-arns "$balancer"
target_group=$(here elbv2 create-target-group --name "$name" --protocol HTTPS --port 443 --vpc-id "$vpc" \
    --target-type ip --health-check-protocol HTTPS --matcher '{"HttpCode": "200,403"}' --query 'TargetGroups[0].TargetGroupArn')
targets=()
for address in $addresses; do targets+=("Id=$address"); done
here elbv2 register-targets --target-group-arn "$target_group" --targets "${targets[@]}"
here elbv2 create-listener --load-balancer-arn "$balancer" --protocol HTTPS --port 443 \
    --certificates "CertificateArn=$certificate" \
    --default-actions "Type=forward,TargetGroupArn=$target_group" >/dev/null

tell "VPC origin"
vpc_origin=$(global cloudfront create-vpc-origin --vpc-origin-endpoint-config \
    "Name=$name,Arn=$balancer,HTTPPort=80,HTTPSPort=443,OriginProtocolPolicy=https-only,OriginSslProtocols={Quantity=1,Items=[TLSv1.2]}" \
    --query VpcOrigin.Id)
for _ in $(seq 90); do
    status=$(global cloudfront get-vpc-origin --id "$vpc_origin" --query VpcOrigin.Status)
    [ "$status" = Deployed ] && break
    sleep 10
done
[ "$status" = Deployed ] || { tell "the VPC origin is $status"; exit 1; }

tell "distribution"
config=$(cat <<CONFIG
{"CallerReference": "$name-$vpc_origin", "Comment": "$name", "Enabled": true, "PriceClass": "PriceClass_100",
 "Origins": {"Quantity": 1, "Items": [{"Id": "origin", "DomainName": "$origin", "OriginPath": "",
   "CustomHeaders": {"Quantity": 1, "Items": [{"HeaderName": "x-apigw-api-id", "HeaderValue": "$api"}]},
   "VpcOriginConfig": {"VpcOriginId": "$vpc_origin", "OriginReadTimeout": 30, "OriginKeepaliveTimeout": 5}}]},
 "DefaultCacheBehavior": {"TargetOriginId": "origin", "ViewerProtocolPolicy": "https-only",
   "AllowedMethods": {"Quantity": 2, "Items": ["GET", "HEAD"], "CachedMethods": {"Quantity": 2, "Items": ["GET", "HEAD"]}},
   "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
   "OriginRequestPolicyId": "b689b0a8-53d0-40ab-baf2-68738e2966ac"},
 "Restrictions": {"GeoRestriction": {"RestrictionType": "whitelist", "Quantity": 2, "Items": ["IE", "GB"]}}}
CONFIG
)
distribution=$(global cloudfront create-distribution --distribution-config "$config" --query Distribution.Id)
global cloudfront wait distribution-deployed --id "$distribution"
global cloudfront get-distribution --id "$distribution" --query Distribution.DomainName
