"""One proxied hop: a distribution before a public origin, HTTPS only on both sides, nothing cached.

    python tests/design_hop.py --origin NAME [--endpoint URL] [--json]
"""

from cloud import Cloud, arguments, custom_origin, distribution, finish


def build(cloud, origin, *, protocol="https-only", read_timeout=30):
    where = custom_origin(origin, protocol=protocol, read_timeout=read_timeout)
    made = distribution(cloud, f"hop to {origin}", where)
    return {"distribution": made["Id"], "domain": made["DomainName"], "path": "/v1/items/{n}"}


def main():
    parser = arguments("Builds a distribution before one public origin.")
    parser.add_argument("--origin", metavar="NAME", required=True, help="the origin's public name")
    given = parser.parse_args()
    finish(build(Cloud(given.region, given.endpoint), given.origin), given.json)


if __name__ == "__main__":
    main()
