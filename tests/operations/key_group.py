"""Public keys, the groups that hold them, and the behaviors that trust those."""

from outside.distributions import behavior, create as distribute, listed, remove
from outside.errors import refuses
from outside.verdicts import equal

KEY = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxAWF4NFCGYLIy4qtzQeM
jIYoScToxcU1myjCRhFohtmoayJlq9ZdhKwp7Gd1RyJgPpGqNtPbq3+D26t47gTv
6YGe+3fI07dTbqwGVcB38fPZzBSvoy1hrI7SMAemHtDvwKVMe2cLteARbaoSjtiO
Ro8SQwx8b1Jz+SLQiIYqWdzU+FYi+f6+bgyGbDFHBc2OosVcpBVPnUzz84T2evf6
OexhDTpyLttg/uefB4YTQ91o+4M5J+U4VPBFCDZdCHVicZjjjKF67XYw/7rsigwH
uWYMGkOMgApMvUBRKVeWhtJkPcVWdraOX2cPjg11JvpNX+r+u0VX+8BiqJU4L0us
ywIDAQAB
-----END PUBLIC KEY-----
"""


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")
    sent = {"CallerReference": f"{aws.name} key", "Name": "mine", "EncodedKey": KEY, "Comment": "first"}

    with verdicts.case("a public key that is none is refused"):
        with refuses("InvalidArgument", status=400):
            cloudfront.create_public_key(PublicKeyConfig={**sent, "EncodedKey": "key"})

    with verdicts.case("a key and its group are made, read, changed, used and deleted"):
        made = cloudfront.create_public_key(PublicKeyConfig=sent)
        key = made["PublicKey"]["Id"]
        equal(cloudfront.get_public_key(Id=key)["PublicKey"]["PublicKeyConfig"], sent)
        with refuses("PublicKeyAlreadyExists", status=409):
            cloudfront.create_public_key(PublicKeyConfig={**sent, "CallerReference": "other"})
        with refuses("CannotChangeImmutablePublicKeyFields", status=400):
            cloudfront.update_public_key(Id=key, IfMatch=made["ETag"], PublicKeyConfig={**sent, "Name": "other"})
        changed = cloudfront.update_public_key(
            Id=key, IfMatch=made["ETag"], PublicKeyConfig={**sent, "Comment": "second"}
        )
        equal(cloudfront.get_public_key_config(Id=key)["PublicKeyConfig"]["Comment"], "second")
        listing = cloudfront.list_public_keys()["PublicKeyList"]
        equal([(k["Id"], k["EncodedKey"]) for k in listing["Items"]], [(key, KEY)])

        members = {"Name": "group", "Items": [key], "Comment": "first"}
        group = cloudfront.create_key_group(KeyGroupConfig=members)
        identifier = group["KeyGroup"]["Id"]
        equal(cloudfront.get_key_group(Id=identifier)["KeyGroup"]["KeyGroupConfig"], members)
        with refuses("KeyGroupAlreadyExists", status=409):
            cloudfront.create_key_group(KeyGroupConfig=members)
        with refuses("InvalidArgument", status=400):
            cloudfront.create_key_group(KeyGroupConfig={"Name": "other", "Items": ["K00000000000"]})
        with refuses("PublicKeyInUse", status=409):
            cloudfront.delete_public_key(Id=key, IfMatch=changed["ETag"])
        renamed = cloudfront.update_key_group(
            Id=identifier, IfMatch=group["ETag"], KeyGroupConfig={**members, "Name": "renamed"}
        )
        equal(cloudfront.get_key_group_config(Id=identifier)["KeyGroupConfig"]["Name"], "renamed")
        equal(cloudfront.list_key_groups()["KeyGroupList"]["Items"][0]["KeyGroup"]["Id"], identifier)

        trusted = {"Enabled": True, **listed(identifier)}
        distribution, _ = distribute(
            cloudfront, f"{aws.name} signed", DefaultCacheBehavior=behavior(TrustedKeyGroups=trusted)
        )
        equal(distribution["DistributionConfig"]["DefaultCacheBehavior"]["TrustedKeyGroups"], trusted)
        active = distribution["ActiveTrustedKeyGroups"]["Items"]
        equal(active, [{"KeyGroupId": identifier, "KeyPairIds": listed(key)}])
        users = cloudfront.list_distributions_by_key_group(KeyGroupId=identifier)["DistributionIdList"]
        equal(users["Items"], [distribution["Id"]])
        with refuses("ResourceInUse", status=409):
            cloudfront.delete_key_group(Id=identifier, IfMatch=renamed["ETag"])
        remove(cloudfront, distribution["Id"])
        cloudfront.delete_key_group(Id=identifier, IfMatch=renamed["ETag"])
        cloudfront.delete_public_key(Id=key, IfMatch=changed["ETag"])
        with refuses("NoSuchResource", status=404):
            cloudfront.get_key_group(Id=identifier)
        with refuses("NoSuchPublicKey", status=404):
            cloudfront.get_public_key(Id=key)
