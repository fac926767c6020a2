"""Distributions as the modules of `operations/` need them: a small configuration, and the way to get rid of one."""

import copy

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"


def listed(*items, **more):
    """A list as CloudFront writes it."""
    return {"Quantity": len(items), **({"Items": list(items)} if items else {}), **more}


def origin(name="api", domain="api.example.com", **more):
    custom = {
        "HTTPPort": 80,
        "HTTPSPort": 443,
        "OriginProtocolPolicy": "https-only",
        "OriginSslProtocols": listed("TLSv1.2"),
    }
    return {"Id": name, "DomainName": domain, "CustomOriginConfig": custom, **more}


def behavior(target="api", **more):
    return {
        "TargetOriginId": target,
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": CACHING_DISABLED,
        **more,
    }


def config(reference, **more):
    return {
        "CallerReference": reference,
        "Comment": "",
        "Enabled": False,
        "Origins": listed(origin()),
        "DefaultCacheBehavior": behavior(),
        **more,
    }


def create(client, reference, **more):
    """The distribution and its ETag."""
    said = client.create_distribution(DistributionConfig=config(reference, **more))
    return said["Distribution"], said["ETag"]


def change(client, identifier, **more):
    """Replaces members of a configuration."""
    said = client.get_distribution_config(Id=identifier)
    wanted = copy.deepcopy(said["DistributionConfig"])
    wanted.update(more)
    return client.update_distribution(Id=identifier, IfMatch=said["ETag"], DistributionConfig=wanted)


def remove(client, identifier):
    """Disables it where that is needed, and deletes it."""
    said = client.get_distribution_config(Id=identifier)
    etag = said["ETag"]
    if said["DistributionConfig"]["Enabled"]:
        etag = change(client, identifier, Enabled=False)["ETag"]
    client.delete_distribution(Id=identifier, IfMatch=etag)


def holds(got, wanted, at=""):
    """Every member of `wanted` is in `got`; AWS adds its defaults."""
    for name, value in wanted.items():
        assert name in got, f"no {at}{name}"
        if isinstance(value, dict):
            holds(got[name], value, f"{at}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            assert len(got[name]) == len(value), f"{at}{name}: {got[name]!r}"
            for one, other in zip(got[name], value):
                holds(one, other, f"{at}{name}.")
        else:
            assert got[name] == value, f"{at}{name}: expected {value!r}, got {got[name]!r}"
