#!/bin/sh
# In CI: start Adit, apply a configuration, ask, end. The exit code says which step failed.
#
#   examples/ci/check.sh PATH APPLY...
#
# APPLY is the command that applies the configuration and prints the distribution's domain name last, such as
# `sh -c 'tofu -chdir=stack apply -auto-approve >&2 && tofu -chdir=stack output -raw domain_name'`. PATH is what is asked
# for there: Ireland must get an answer below 400, the United States must be refused.
#
#   1 Adit does not start, 2 APPLY fails, 3 Ireland is refused, 4 the United States are not
set -u
path=${1:?usage: check.sh PATH APPLY...}
shift

adit up --ephemeral --fast-timeouts >&2 &
adit=$!
trap 'kill "$adit"; wait "$adit"' EXIT
adit status --wait 20s >/dev/null || exit 1
eval "$(adit env)"

domain=$("$@" | tail -n 1) && [ -n "$domain" ] || exit 2
adit request --from internet-IE "https://$domain$path" || exit 3
if adit request --from internet-US "https://$domain$path"; then exit 4; fi
exit 0
