"""Response headers policies: every member, AWS's own, versions, and what is refused."""

from outside.distributions import behavior, create as distribute, holds, listed, remove
from outside.errors import refuses
from outside.verdicts import equal


def config(name, **more):
    return {
        "Name": name,
        "Comment": "for tests",
        "CorsConfig": {
            "AccessControlAllowOrigins": listed("https://*.example.com"),
            "AccessControlAllowHeaders": listed("X-A"),
            "AccessControlAllowMethods": listed("GET", "PUT"),
            "AccessControlAllowCredentials": True,
            "AccessControlExposeHeaders": listed("X-B"),
            "AccessControlMaxAgeSec": 600,
            "OriginOverride": True,
        },
        "SecurityHeadersConfig": {
            "XSSProtection": {"Override": True, "Protection": True, "ModeBlock": True},
            "FrameOptions": {"Override": False, "FrameOption": "DENY"},
            "ReferrerPolicy": {"Override": True, "ReferrerPolicy": "same-origin"},
            "ContentSecurityPolicy": {"Override": True, "ContentSecurityPolicy": "default-src 'self'"},
            "ContentTypeOptions": {"Override": True},
            "StrictTransportSecurity": {
                "Override": True,
                "IncludeSubdomains": True,
                "Preload": False,
                "AccessControlMaxAgeSec": 60,
            },
        },
        "ServerTimingHeadersConfig": {"Enabled": True, "SamplingRate": 12.5},
        "CustomHeadersConfig": listed({"Header": "X-Own", "Value": "1", "Override": False}),
        "RemoveHeadersConfig": listed({"Header": "Server"}),
        **more,
    }


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")

    with verdicts.case("one is made, read, changed, used and deleted"):
        sent = config("mine")
        made = cloudfront.create_response_headers_policy(ResponseHeadersPolicyConfig=sent)
        policy = made["ResponseHeadersPolicy"]["Id"]
        holds(made["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"], sent)
        got = cloudfront.get_response_headers_policy(Id=policy)
        equal(got["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"], sent)
        with refuses("ResponseHeadersPolicyAlreadyExists", status=409):
            cloudfront.create_response_headers_policy(ResponseHeadersPolicyConfig=sent)
        small = {"Name": "small", "CustomHeadersConfig": sent["CustomHeadersConfig"]}
        changed = cloudfront.update_response_headers_policy(
            Id=policy, IfMatch=made["ETag"], ResponseHeadersPolicyConfig=small
        )
        said = cloudfront.get_response_headers_policy_config(Id=policy)
        equal(said["ResponseHeadersPolicyConfig"], {"Comment": "", **small})
        distribution, _ = distribute(
            cloudfront, f"{aws.name} headers", DefaultCacheBehavior=behavior(ResponseHeadersPolicyId=policy)
        )
        with refuses("ResponseHeadersPolicyInUse", status=409):
            cloudfront.delete_response_headers_policy(Id=policy, IfMatch=changed["ETag"])
        remove(cloudfront, distribution["Id"])
        cloudfront.delete_response_headers_policy(Id=policy, IfMatch=changed["ETag"])
        with refuses("NoSuchResponseHeadersPolicy", status=404):
            cloudfront.get_response_headers_policy(Id=policy)

    with verdicts.case("AWS's own are listed and stay"):
        said = cloudfront.list_response_headers_policies(Type="managed")["ResponseHeadersPolicyList"]
        names = {p["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]["Name"] for p in said["Items"]}
        equal(len(names), 5)
        assert "Managed-SecurityHeadersPolicy" in names, names
        own = cloudfront.get_response_headers_policy(Id="67f7725c-6f97-4210-82d7-5512b31e9d03")
        with refuses("IllegalDelete", status=400):
            cloudfront.delete_response_headers_policy(Id="67f7725c-6f97-4210-82d7-5512b31e9d03", IfMatch=own["ETag"])

    with verdicts.case("it is checked"):
        for code, changes in [
            ("InvalidArgument", {"CustomHeadersConfig": listed({"Header": "Via", "Value": "1", "Override": True})}),
            ("InvalidArgument", {"RemoveHeadersConfig": listed({"Header": "X-Cache"})}),
            (
                "TooManyCustomHeadersInResponseHeadersPolicy",
                {
                    "CustomHeadersConfig": listed(
                        *({"Header": f"X-{n}", "Value": "1", "Override": True} for n in range(11))
                    )
                },
            ),
        ]:
            with refuses(code, status=400):
                cloudfront.create_response_headers_policy(ResponseHeadersPolicyConfig=config("bad", **changes))
