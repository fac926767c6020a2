"""Origin access controls and identities, and the buckets that name them."""

from outside.distributions import create as distribute, listed, remove
from outside.errors import refuses
from outside.verdicts import equal


def control(name, kind="s3", **more):
    return {
        "Name": name,
        "Description": "for tests",
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": kind,
        **more,
    }


def bucket(identity="", **more):
    return listed(
        {
            "Id": "api",
            "DomainName": "bucket.s3.eu-west-1.amazonaws.com",
            "S3OriginConfig": {"OriginAccessIdentity": identity},
            **more,
        }
    )


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")

    with verdicts.case("an access control is made, read, changed, used and deleted"):
        sent = control("mine")
        made = cloudfront.create_origin_access_control(OriginAccessControlConfig=sent)
        own = made["OriginAccessControl"]["Id"]
        equal(made["OriginAccessControl"]["OriginAccessControlConfig"], sent)
        equal(cloudfront.get_origin_access_control(Id=own)["OriginAccessControl"]["OriginAccessControlConfig"], sent)
        with refuses("OriginAccessControlAlreadyExists", status=409):
            cloudfront.create_origin_access_control(OriginAccessControlConfig=sent)
        with refuses("InvalidIfMatchVersion", status=400):
            cloudfront.update_origin_access_control(Id=own, OriginAccessControlConfig=sent)
        other = control("renamed", SigningBehavior="no-override")
        changed = cloudfront.update_origin_access_control(Id=own, IfMatch=made["ETag"], OriginAccessControlConfig=other)
        equal(cloudfront.get_origin_access_control_config(Id=own)["OriginAccessControlConfig"], other)
        second = cloudfront.create_origin_access_control(OriginAccessControlConfig=control("for a function", "lambda"))
        page = cloudfront.list_origin_access_controls(MaxItems="1")["OriginAccessControlList"]
        rest = cloudfront.list_origin_access_controls(Marker=page["NextMarker"])["OriginAccessControlList"]
        equal({c["Name"] for c in page["Items"] + rest["Items"]}, {"renamed", "for a function"})
        with refuses("InvalidDomainNameForOriginAccessControl", status=400):
            lambdas = second["OriginAccessControl"]["Id"]
            distribute(cloudfront, f"{aws.name} unsuited", Origins=bucket(OriginAccessControlId=lambdas))
        distribution, _ = distribute(cloudfront, f"{aws.name} oac", Origins=bucket(OriginAccessControlId=own))
        equal(distribution["DistributionConfig"]["Origins"]["Items"][0]["OriginAccessControlId"], own)
        with refuses("OriginAccessControlInUse", status=409):
            cloudfront.delete_origin_access_control(Id=own, IfMatch=changed["ETag"])
        remove(cloudfront, distribution["Id"])
        cloudfront.delete_origin_access_control(Id=own, IfMatch=changed["ETag"])
        with refuses("NoSuchOriginAccessControl", status=404):
            cloudfront.get_origin_access_control(Id=own)

    with verdicts.case("an access identity is made once for its reference, read, changed, used and deleted"):
        sent = {"CallerReference": f"{aws.name} identity", "Comment": "first"}
        made = cloudfront.create_cloud_front_origin_access_identity(CloudFrontOriginAccessIdentityConfig=sent)
        identity = made["CloudFrontOriginAccessIdentity"]
        again = cloudfront.create_cloud_front_origin_access_identity(CloudFrontOriginAccessIdentityConfig=sent)
        equal(again["CloudFrontOriginAccessIdentity"]["Id"], identity["Id"])
        with refuses("CloudFrontOriginAccessIdentityAlreadyExists", status=409):
            cloudfront.create_cloud_front_origin_access_identity(
                CloudFrontOriginAccessIdentityConfig={**sent, "Comment": "other"}
            )
        changed = cloudfront.update_cloud_front_origin_access_identity(
            Id=identity["Id"], IfMatch=made["ETag"], CloudFrontOriginAccessIdentityConfig={**sent, "Comment": "second"}
        )
        said = cloudfront.get_cloud_front_origin_access_identity_config(Id=identity["Id"])
        equal(said["CloudFrontOriginAccessIdentityConfig"]["Comment"], "second")
        got = cloudfront.get_cloud_front_origin_access_identity(Id=identity["Id"])["CloudFrontOriginAccessIdentity"]
        equal(got["S3CanonicalUserId"], identity["S3CanonicalUserId"])
        listing = cloudfront.list_cloud_front_origin_access_identities()["CloudFrontOriginAccessIdentityList"]
        equal([i["Id"] for i in listing["Items"]], [identity["Id"]])
        name = f"origin-access-identity/cloudfront/{identity['Id']}"
        distribution, _ = distribute(cloudfront, f"{aws.name} oai", Origins=bucket(name))
        kept = distribution["DistributionConfig"]["Origins"]["Items"][0]["S3OriginConfig"]["OriginAccessIdentity"]
        equal(kept, name)
        with refuses("CloudFrontOriginAccessIdentityInUse", status=409):
            cloudfront.delete_cloud_front_origin_access_identity(Id=identity["Id"], IfMatch=changed["ETag"])
        remove(cloudfront, distribution["Id"])
        cloudfront.delete_cloud_front_origin_access_identity(Id=identity["Id"], IfMatch=changed["ETag"])
        with refuses("NoSuchCloudFrontOriginAccessIdentity", status=404):
            cloudfront.get_cloud_front_origin_access_identity(Id=identity["Id"])
        with refuses("InvalidOriginAccessIdentity", status=400):
            distribute(cloudfront, f"{aws.name} gone", Origins=bucket(name))
