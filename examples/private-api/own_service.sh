#!/usr/bin/env bash
# Puts an HTTP service behind the private API that tests/design_b.sh built: every method below /v1/own/ goes to it.
#
#   examples/private-api/own_service.sh api.example.com
#
# The name is a public one; inside Adit, `adit bind api.example.com=127.0.0.1:3000` says who serves it.
set -euo pipefail

backend=${1:?usage: own_service.sh NAME}
region=${REGION:-eu-west-1}
name=${NAME:-design-b-cli}
export AWS_PAGER=""

apigateway() { aws --region "$region" --output text apigateway "$@"; }

api=$(apigateway get-rest-apis --query "items[?name=='$name'].id")
[ -n "$api" ] || { echo "there is no API named $name; build it with tests/design_b.sh" >&2; exit 1; }
root=$(apigateway get-resources --rest-api-id "$api" --query "items[?path=='/'].id")
own=$(apigateway create-resource --rest-api-id "$api" --parent-id "$root" --path-part own --query id)
rest=$(apigateway create-resource --rest-api-id "$api" --parent-id "$own" --path-part '{proxy+}' --query id)
method=(--rest-api-id "$api" --resource-id "$rest" --http-method ANY)
apigateway put-method "${method[@]}" --authorization-type NONE \
    --request-parameters method.request.path.proxy=true >/dev/null
apigateway put-integration "${method[@]}" --type HTTP_PROXY --integration-http-method ANY --uri "http://$backend/{proxy}" \
    --request-parameters integration.request.path.proxy=method.request.path.proxy >/dev/null
# A stage serves a frozen copy: what was added counts from here on.
apigateway create-deployment --rest-api-id "$api" --stage-name v1 >/dev/null
echo "/v1/own/ of $name is served by $backend"
