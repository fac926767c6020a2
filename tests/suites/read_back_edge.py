"""CloudFront: distributions, VPC origins, policies, invalidations, tags; If-Match, and what is in use."""

import uuid

import cloud as parts
from outside.errors import refuses
from outside.verdicts import contains, equal

IN_USE = "The specified VPC origin is currently associated with one or more distributions."


def run(cloud, verdicts, b):
    cloudfront = cloud.client("cloudfront")
    distributions(cloudfront, verdicts, b)
    vpc_origins(cloudfront, cloud, verdicts, b)
    policies(cloudfront, verdicts, b)
    invalidations(cloudfront, cloud, verdicts, b)
    tags(cloudfront, verdicts, b)


def distributions(cloudfront, verdicts, b):
    with verdicts.case("cloudfront: the distribution reads back"):
        said = cloudfront.get_distribution(Id=b.distribution)
        found, config = said["Distribution"], said["Distribution"]["DistributionConfig"]
        equal((found["DomainName"], found["Status"]), (b.domain, "Deployed"))
        equal(found["ARN"], f"arn:aws:cloudfront::123456789012:distribution/{b.distribution}")
        origin = config["Origins"]["Items"][0]
        equal((origin["DomainName"], origin["VpcOriginConfig"]["VpcOriginId"]), (b.origin_name, b.vpc_origin))
        equal(origin["CustomHeaders"]["Items"], [{"HeaderName": "x-apigw-api-id", "HeaderValue": b.api}])
        equal((origin["ConnectionAttempts"], origin["ConnectionTimeout"]), (3, 10))
        behavior = config["DefaultCacheBehavior"]
        equal((behavior["ViewerProtocolPolicy"], behavior["CachePolicyId"]), ("https-only", parts.CACHING_DISABLED))
        equal(sorted(behavior["AllowedMethods"]["Items"]), ["GET", "HEAD"])
        geo = config["Restrictions"]["GeoRestriction"]
        equal((geo["RestrictionType"], sorted(geo["Items"])), ("whitelist", ["GB", "IE"]))
        equal((config["PriceClass"], config["Enabled"], config["Comment"]), ("PriceClass_100", True, "read-back"))
        equal(config["ViewerCertificate"]["CloudFrontDefaultCertificate"], True)
        again = cloudfront.get_distribution_config(Id=b.distribution)
        equal((again["ETag"], again["DistributionConfig"]), (said["ETag"], config))
    with verdicts.case("cloudfront: an update needs the current ETag and is a round trip"):
        said = cloudfront.get_distribution_config(Id=b.distribution)
        config = {**said["DistributionConfig"], "Comment": "changed"}
        with refuses("PreconditionFailed", status=412):
            cloudfront.update_distribution(Id=b.distribution, IfMatch="E1PA6795UKMFR9", DistributionConfig=config)
        with refuses("InvalidIfMatchVersion", status=400):
            cloudfront.update_distribution(Id=b.distribution, DistributionConfig=config)
        updated = cloudfront.update_distribution(Id=b.distribution, IfMatch=said["ETag"], DistributionConfig=config)
        assert updated["ETag"] != said["ETag"], updated["ETag"]
        with refuses("PreconditionFailed", status=412):
            cloudfront.update_distribution(Id=b.distribution, IfMatch=said["ETag"], DistributionConfig=config)
        now = cloudfront.get_distribution_config(Id=b.distribution)
        equal((now["DistributionConfig"], now["ETag"]), (config, updated["ETag"]))
        with refuses("IllegalUpdate", "InvalidArgument"):
            moved = {**config, "CallerReference": "another"}
            cloudfront.update_distribution(Id=b.distribution, IfMatch=now["ETag"], DistributionConfig=moved)
    with verdicts.case("cloudfront: what is enabled is not deleted"):
        etag = cloudfront.get_distribution(Id=b.distribution)["ETag"]
        with refuses("DistributionNotDisabled", status=409):
            cloudfront.delete_distribution(Id=b.distribution, IfMatch=etag)
        with refuses("NoSuchDistribution", status=404):
            cloudfront.get_distribution(Id="E00000000000")
    with verdicts.case("cloudfront: pages of distributions, the same reference, what cannot be"):
        base = cloudfront.get_distribution_config(Id=b.distribution)["DistributionConfig"]
        made = []
        for n in range(3):
            config = {**base, "CallerReference": str(uuid.uuid4()), "Comment": f"page {n}"}
            made.append(cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["Id"])
        with refuses("DistributionAlreadyExists", status=409):
            cloudfront.create_distribution(DistributionConfig={**config, "Comment": "another"})
        pages = list(cloudfront.get_paginator("list_distributions").paginate(PaginationConfig={"PageSize": 2}))
        assert all(len(page["DistributionList"].get("Items", [])) <= 2 for page in pages)
        seen = {item["Id"] for page in pages for item in page["DistributionList"].get("Items", [])}
        equal(seen, {b.distribution, *made})
        fresh = {**base, "CallerReference": str(uuid.uuid4())}
        behavior = base["DefaultCacheBehavior"]
        with refuses("NoSuchOrigin", status=404):
            wrong = {**fresh, "DefaultCacheBehavior": {**behavior, "TargetOriginId": "nobody"}}
            cloudfront.create_distribution(DistributionConfig=wrong)
        with refuses("NoSuchCachePolicy", status=404):
            wrong = {**fresh, "DefaultCacheBehavior": {**behavior, "CachePolicyId": str(uuid.uuid4())}}
            cloudfront.create_distribution(DistributionConfig=wrong)
        with refuses("InconsistentQuantities", status=400):
            wrong = {**fresh, "Origins": {**base["Origins"], "Quantity": 2}}
            cloudfront.create_distribution(DistributionConfig=wrong)
        with refuses("InvalidLocationCode", "InvalidGeoRestrictionParameter", status=400):
            geo = {"RestrictionType": "whitelist", "Quantity": 1, "Items": ["MARS"]}
            cloudfront.create_distribution(DistributionConfig={**fresh, "Restrictions": {"GeoRestriction": geo}})
        with refuses("InvalidArgument", "InvalidOrigin"):
            origin = base["Origins"]["Items"][0]
            header = {"Quantity": 1, "Items": [{"HeaderName": "Host", "HeaderValue": "x"}]}
            wrong = {**fresh, "Origins": {"Quantity": 1, "Items": [{**origin, "CustomHeaders": header}]}}
            cloudfront.create_distribution(DistributionConfig=wrong)
        for id in made:
            said = cloudfront.get_distribution_config(Id=id)
            off = {**said["DistributionConfig"], "Enabled": False}
            etag = cloudfront.update_distribution(Id=id, IfMatch=said["ETag"], DistributionConfig=off)["ETag"]
            cloudfront.delete_distribution(Id=id, IfMatch=etag)
            with refuses("NoSuchDistribution"):
                cloudfront.get_distribution(Id=id)


def vpc_origins(cloudfront, cloud, verdicts, b):
    with verdicts.case("cloudfront: the VPC origin reads back, with its interface and group"):
        said = cloudfront.get_vpc_origin(Id=b.vpc_origin)["VpcOrigin"]
        config = said["VpcOriginEndpointConfig"]
        equal((config["Name"], config["Arn"], config["HTTPSPort"]), ("read-back", b.balancer, 443))
        equal((config["OriginProtocolPolicy"], config["OriginSslProtocols"]["Items"]), ("https-only", ["TLSv1.2"]))
        assert b.vpc_origin.startswith("vo_") and len(b.vpc_origin) == 25, b.vpc_origin
        equal(said["Arn"], f"arn:aws:cloudfront::123456789012:vpcorigin/{b.vpc_origin}")
        listed = cloudfront.list_vpc_origins()["VpcOriginList"]["Items"]
        equal([(each["Id"], each["OriginEndpointArn"]) for each in listed], [(b.vpc_origin, b.balancer)])
        users = cloudfront.list_distributions_by_vpc_origin_id(VpcOriginId=b.vpc_origin)["DistributionIdList"]["Items"]
        equal(users, [b.distribution])
        ec2 = cloud.client("ec2")
        groups = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [b.vpc]}])["SecurityGroups"]
        service = [group for group in groups if group["GroupName"].startswith("CloudFront-VPCOrigins-Service-SG")]
        equal(len(service), 1, "service group")
        interfaces = ec2.describe_network_interfaces(Filters=[{"Name": "group-id", "Values": [service[0]["GroupId"]]}])
        kinds = {i["InterfaceType"] for i in interfaces["NetworkInterfaces"]}
        equal(kinds, {"cloudfront_managed"})
    with verdicts.case("cloudfront: a VPC origin in use is neither changed nor deleted"):
        said = cloudfront.get_vpc_origin(Id=b.vpc_origin)
        config = {**said["VpcOrigin"]["VpcOriginEndpointConfig"], "HTTPPort": 8080}
        for call in (
            lambda: cloudfront.update_vpc_origin(Id=b.vpc_origin, IfMatch=said["ETag"], VpcOriginEndpointConfig=config),
            lambda: cloudfront.delete_vpc_origin(Id=b.vpc_origin, IfMatch=said["ETag"]),
        ):
            with refuses("CannotUpdateEntityWhileInUse", "CannotDeleteEntityWhileInUse", status=409):
                call()
        try:
            cloudfront.delete_vpc_origin(Id=b.vpc_origin, IfMatch=said["ETag"])
        except cloudfront.exceptions.ClientError as refused:
            contains(str(refused), IN_USE)
    with verdicts.case("cloudfront: VPC origins that cannot be"):
        config = {
            "Name": "another",
            "Arn": b.balancer,
            "HTTPPort": 80,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": "https-only",
            "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]},
        }
        with refuses("EntityAlreadyExists", status=409):
            cloudfront.create_vpc_origin(VpcOriginEndpointConfig={**config, "Name": "read-back"})
        with refuses("InvalidArgument", "EntityNotFound", status=400):
            cloudfront.create_vpc_origin(VpcOriginEndpointConfig={**config, "Arn": b.balancer[:-4] + "0000"})
        with refuses("InvalidArgument", "InconsistentQuantities", status=400):
            wrong = {**config, "OriginSslProtocols": {"Quantity": 2, "Items": ["TLSv1.2"]}}
            cloudfront.create_vpc_origin(VpcOriginEndpointConfig=wrong)
        with refuses("EntityNotFound", status=404):
            cloudfront.get_vpc_origin(Id="vo_0000000000000000000000")
    with verdicts.case("cloudfront: a VPC origin that nobody uses is changed and deleted"):
        made = cloudfront.create_vpc_origin(VpcOriginEndpointConfig=config)
        id, etag = made["VpcOrigin"]["Id"], made["ETag"]
        equal(made["ResponseMetadata"]["HTTPStatusCode"], 202)
        with refuses("PreconditionFailed", status=412):
            cloudfront.update_vpc_origin(Id=id, IfMatch="E1PA6795UKMFR9", VpcOriginEndpointConfig=config)
        etag = cloudfront.update_vpc_origin(Id=id, IfMatch=etag, VpcOriginEndpointConfig={**config, "HTTPPort": 8080})["ETag"]
        equal(cloudfront.get_vpc_origin(Id=id)["VpcOrigin"]["VpcOriginEndpointConfig"]["HTTPPort"], 8080)
        cloudfront.delete_vpc_origin(Id=id, IfMatch=etag)

        def gone():
            try:
                cloudfront.get_vpc_origin(Id=id)
            except cloudfront.exceptions.EntityNotFound:
                return True
            return False

        cloud.until("the VPC origin is not gone", gone)
    with verdicts.case("cloudfront: a load balancer behind a VPC origin, and a VPC without a gateway"):
        ec2, elbv2 = cloud.client("ec2"), cloud.client("elbv2")
        vpc = ec2.create_vpc(CidrBlock="10.5.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.5.{n}.0/24", AvailabilityZone=f"{b.region}{zone}")["Subnet"]["SubnetId"]
            for n, zone in [(1, "a"), (2, "b")]
        ]
        lone = elbv2.create_load_balancer(Name="lone", Subnets=subnets, Scheme="internal")["LoadBalancers"][0]["LoadBalancerArn"]
        try:
            cloudfront.create_vpc_origin(VpcOriginEndpointConfig={**config, "Name": "lone", "Arn": lone})
        except cloudfront.exceptions.ClientError as refused:
            contains(str(refused), "does not have an internet gateway in its VPC")
        else:
            raise AssertionError("a VPC origin in a VPC without an internet gateway was made")
        elbv2.delete_load_balancer(LoadBalancerArn=lone)
        for subnet in subnets:
            ec2.delete_subnet(SubnetId=subnet)
        ec2.delete_vpc(VpcId=vpc)


def policies(cloudfront, verdicts, b):
    with verdicts.case("cloudfront: managed policies by their ids"):
        found = cloudfront.get_cache_policy(Id=parts.CACHING_DISABLED)["CachePolicy"]["CachePolicyConfig"]
        equal((found["Name"], found["MinTTL"], found["MaxTTL"]), ("Managed-CachingDisabled", 0, 0))
        found = cloudfront.get_origin_request_policy(Id=parts.ALL_VIEWER_EXCEPT_HOST)["OriginRequestPolicy"]
        headers = found["OriginRequestPolicyConfig"]["HeadersConfig"]
        equal((headers["HeaderBehavior"], [name.lower() for name in headers["Headers"]["Items"]]), ("allExcept", ["host"]))
        managed = cloudfront.list_cache_policies(Type="managed")["CachePolicyList"]["Items"]
        assert len(managed) >= 7, [each["CachePolicy"]["Id"] for each in managed]
        assert {each["Type"] for each in managed} == {"managed"}
        managed = cloudfront.list_origin_request_policies(Type="managed")["OriginRequestPolicyList"]["Items"]
        assert len(managed) >= 8, [each["OriginRequestPolicy"]["Id"] for each in managed]
        users = cloudfront.list_distributions_by_cache_policy_id(CachePolicyId=parts.CACHING_DISABLED)
        equal(users["DistributionIdList"]["Items"], [b.distribution])
    with verdicts.case("cloudfront: a cache policy of one's own"):
        config = {
            "Name": "short",
            "MinTTL": 1,
            "DefaultTTL": 2,
            "MaxTTL": 3,
            "ParametersInCacheKeyAndForwardedToOrigin": {
                "EnableAcceptEncodingGzip": False,
                "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": {"Quantity": 1, "Items": ["X-Mine"]}},
                "CookiesConfig": {"CookieBehavior": "none"},
                "QueryStringsConfig": {"QueryStringBehavior": "all"},
            },
        }
        made = cloudfront.create_cache_policy(CachePolicyConfig=config)
        id = made["CachePolicy"]["Id"]
        found = cloudfront.get_cache_policy_config(Id=id)["CachePolicyConfig"]
        equal((found["Name"], found["MinTTL"], found["DefaultTTL"], found["MaxTTL"]), ("short", 1, 2, 3))
        key = found["ParametersInCacheKeyAndForwardedToOrigin"]
        equal(key["HeadersConfig"], config["ParametersInCacheKeyAndForwardedToOrigin"]["HeadersConfig"])
        with refuses("CachePolicyAlreadyExists", status=409):
            cloudfront.create_cache_policy(CachePolicyConfig=config)
        with refuses("InvalidArgument", "InvalidTTLOrder"):
            cloudfront.create_cache_policy(CachePolicyConfig={**config, "Name": "wrong", "MinTTL": 9})
        etag = cloudfront.update_cache_policy(Id=id, IfMatch=made["ETag"], CachePolicyConfig={**config, "MaxTTL": 4})["ETag"]
        equal(cloudfront.get_cache_policy(Id=id)["CachePolicy"]["CachePolicyConfig"]["MaxTTL"], 4)
        with refuses("PreconditionFailed", status=412):
            cloudfront.delete_cache_policy(Id=id, IfMatch=made["ETag"])
        cloudfront.delete_cache_policy(Id=id, IfMatch=etag)
        with refuses("NoSuchCachePolicy", status=404):
            cloudfront.get_cache_policy(Id=id)
        with refuses("IllegalDelete", "AccessDenied"):
            etag = cloudfront.get_cache_policy(Id=parts.CACHING_DISABLED)["ETag"]
            cloudfront.delete_cache_policy(Id=parts.CACHING_DISABLED, IfMatch=etag)


def invalidations(cloudfront, cloud, verdicts, b):
    with verdicts.case("cloudfront: an invalidation completes and is listed"):
        batch = {"Paths": {"Quantity": 2, "Items": ["/v1/*", "/index.html"]}, "CallerReference": "first"}
        made = cloudfront.create_invalidation(DistributionId=b.distribution, InvalidationBatch=batch)["Invalidation"]
        cloud.wait(cloudfront, "invalidation_completed", DistributionId=b.distribution, Id=made["Id"])
        found = cloudfront.get_invalidation(DistributionId=b.distribution, Id=made["Id"])["Invalidation"]
        equal(sorted(found["InvalidationBatch"]["Paths"]["Items"]), ["/index.html", "/v1/*"])
        listed = cloudfront.list_invalidations(DistributionId=b.distribution)["InvalidationList"]["Items"]
        equal([each["Id"] for each in listed], [made["Id"]])
        with refuses("NoSuchInvalidation", status=404):
            cloudfront.get_invalidation(DistributionId=b.distribution, Id="I00000000000")
        with refuses("InvalidArgument"):
            wrong = {"Paths": {"Quantity": 1, "Items": ["no slash"]}, "CallerReference": "second"}
            cloudfront.create_invalidation(DistributionId=b.distribution, InvalidationBatch=wrong)


def tags(cloudfront, verdicts, b):
    with verdicts.case("cloudfront: tags of a distribution"):
        arn = f"arn:aws:cloudfront::123456789012:distribution/{b.distribution}"
        cloudfront.tag_resource(Resource=arn, Tags={"Items": [{"Key": "team", "Value": "edge"}, {"Key": "x", "Value": ""}]})
        cloudfront.untag_resource(Resource=arn, TagKeys={"Items": ["x"]})
        equal(cloudfront.list_tags_for_resource(Resource=arn)["Tags"]["Items"], [{"Key": "team", "Value": "edge"}])
        with refuses("NoSuchResource", status=404):
            cloudfront.list_tags_for_resource(Resource=arn[:-4] + "0000")
