// Design B, reduced, by the AWS SDK for JavaScript: built, read back, taken down.
//
//   node design_b.mjs build          prints one line of JSON: what was built, by id
//   node design_b.mjs remove JSON    takes it down again, and sees that nothing is left
//
// The endpoint, the region and the keys come from the environment, as for any other program of AWS's SDK.

import assert from "node:assert/strict";
import * as apigateway from "@aws-sdk/client-api-gateway";
import * as cloudfront from "@aws-sdk/client-cloudfront";
import * as ec2 from "@aws-sdk/client-ec2";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import * as sts from "@aws-sdk/client-sts";

const REGION = process.env.AWS_REGION ?? "eu-west-1";
const HELLO = '{"message":"hello from a private API"}';
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

const network = new ec2.EC2Client({ region: REGION });
const balancers = new elbv2.ElasticLoadBalancingV2Client({ region: REGION });
const apis = new apigateway.APIGatewayClient({ region: REGION });
const edge = new cloudfront.CloudFrontClient({ region: "us-east-1" });
const who = new sts.STSClient({ region: REGION });

const tagged = (kind) => [{ ResourceType: kind, Tags: [{ Key: "Name", Value: "javascript & <friends>" }] }];

async function build() {
  const b = { account: (await who.send(new sts.GetCallerIdentityCommand({}))).Account };
  await buildNetwork(b);
  await buildApi(b);
  await buildBalancer(b);
  await buildEdge(b);
  return b;
}

async function buildNetwork(b) {
  const vpc = await network.send(new ec2.CreateVpcCommand({ CidrBlock: "10.0.0.0/16", TagSpecifications: tagged("vpc") }));
  b.vpc = vpc.Vpc.VpcId;
  assert.equal(vpc.Vpc.Tags[0].Value, "javascript & <friends>");
  await ec2.waitUntilVpcAvailable({ client: network, maxWaitTime: 20, minDelay: 1 }, { VpcIds: [b.vpc] });
  for (const attribute of ["EnableDnsSupport", "EnableDnsHostnames"]) {
    await network.send(new ec2.ModifyVpcAttributeCommand({ VpcId: b.vpc, [attribute]: { Value: true } }));
  }
  const gateway = await network.send(new ec2.CreateInternetGatewayCommand({}));
  b.gateway = gateway.InternetGateway.InternetGatewayId;
  await network.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId: b.gateway, VpcId: b.vpc }));
  b.subnets = [];
  for (const [number, zone] of ["a", "b"].entries()) {
    const made = await network.send(
      new ec2.CreateSubnetCommand({ VpcId: b.vpc, CidrBlock: `10.0.${number}.0/24`, AvailabilityZone: `${REGION}${zone}` }),
    );
    b.subnets.push(made.Subnet.SubnetId);
  }
  const group = await network.send(
    new ec2.CreateSecurityGroupCommand({ VpcId: b.vpc, GroupName: "javascript", Description: "all of it" }),
  );
  b.group = group.GroupId;
  const ranges = [{ CidrIp: "0.0.0.0/0", Description: "everybody who gets here" }];
  const ports = [80, 443].map((port) => ({ IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: ranges }));
  await network.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: b.group, IpPermissions: ports }));
  const endpoint = await network.send(
    new ec2.CreateVpcEndpointCommand({
      VpcId: b.vpc,
      VpcEndpointType: "Interface",
      ServiceName: `com.amazonaws.${REGION}.execute-api`,
      SubnetIds: b.subnets,
      SecurityGroupIds: [b.group],
      PrivateDnsEnabled: true,
    }),
  );
  b.endpoint = endpoint.VpcEndpoint.VpcEndpointId;
  const read = await network.send(new ec2.DescribeVpcEndpointsCommand({ VpcEndpointIds: [b.endpoint] }));
  assert.equal(read.VpcEndpoints[0].State.toLowerCase(), "available");
  assert.ok(read.VpcEndpoints[0].CreationTimestamp instanceof Date);
  b.addresses = [];
  const interfaces = { NetworkInterfaceIds: read.VpcEndpoints[0].NetworkInterfaceIds };
  for await (const page of ec2.paginateDescribeNetworkInterfaces({ client: network }, interfaces)) {
    b.addresses.push(...page.NetworkInterfaces.map((each) => each.PrivateIpAddress));
  }
  assert.equal(b.addresses.length, 2);
}

async function buildApi(b) {
  const everything = { Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...everything }] };
  const made = await apis.send(
    new apigateway.CreateRestApiCommand({
      name: "javascript",
      endpointConfiguration: { types: ["PRIVATE"], vpcEndpointIds: [b.endpoint] },
      policy: JSON.stringify(policy),
    }),
  );
  b.api = made.id;
  assert.ok(made.createdDate instanceof Date);
  const root = (await apis.send(new apigateway.GetResourcesCommand({ restApiId: b.api }))).items[0].id;
  const hello = await apis.send(new apigateway.CreateResourceCommand({ restApiId: b.api, parentId: root, pathPart: "hello" }));
  const method = { restApiId: b.api, resourceId: hello.id, httpMethod: "GET" };
  await apis.send(new apigateway.PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await apis.send(new apigateway.PutMethodResponseCommand({ ...method, statusCode: "200" }));
  const templates = { "application/json": '{"statusCode": 200}' };
  await apis.send(new apigateway.PutIntegrationCommand({ ...method, type: "MOCK", requestTemplates: templates }));
  const answers = { "application/json": HELLO };
  await apis.send(
    new apigateway.PutIntegrationResponseCommand({ ...method, statusCode: "200", responseTemplates: answers }),
  );
  await apis.send(new apigateway.CreateDeploymentCommand({ restApiId: b.api, stageName: "v1" }));
  const patch = [{ op: "replace", path: "/description", value: "by JavaScript" }];
  await apis.send(new apigateway.UpdateRestApiCommand({ restApiId: b.api, patchOperations: patch }));
  const read = await apis.send(new apigateway.GetRestApiCommand({ restApiId: b.api }));
  assert.equal(read.description, "by JavaScript");
  assert.deepEqual(read.endpointConfiguration.vpcEndpointIds, [b.endpoint]);
}

async function buildBalancer(b) {
  const made = await balancers.send(
    new elbv2.CreateLoadBalancerCommand({
      Name: "javascript",
      Scheme: "internal",
      Type: "application",
      Subnets: b.subnets,
      SecurityGroups: [b.group],
    }),
  );
  b.balancer = made.LoadBalancers[0].LoadBalancerArn;
  b.balancerName = made.LoadBalancers[0].DNSName;
  await elbv2.waitUntilLoadBalancerAvailable(
    { client: balancers, maxWaitTime: 20, minDelay: 1 },
    { LoadBalancerArns: [b.balancer] },
  );
  const group = await balancers.send(
    new elbv2.CreateTargetGroupCommand({
      Name: "javascript",
      Protocol: "HTTPS",
      Port: 443,
      VpcId: b.vpc,
      TargetType: "ip",
      HealthCheckProtocol: "HTTPS",
      HealthCheckPath: "/",
      Matcher: { HttpCode: "200,403" },
    }),
  );
  b.targetGroup = group.TargetGroups[0].TargetGroupArn;
  const targets = b.addresses.map((address) => ({ Id: address }));
  await balancers.send(new elbv2.RegisterTargetsCommand({ TargetGroupArn: b.targetGroup, Targets: targets }));
  const listener = await balancers.send(
    new elbv2.CreateListenerCommand({
      LoadBalancerArn: b.balancer,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [{ Type: "forward", TargetGroupArn: b.targetGroup }],
    }),
  );
  b.listener = listener.Listeners[0].ListenerArn;
  const read = await balancers.send(new elbv2.DescribeListenersCommand({ LoadBalancerArn: b.balancer }));
  assert.equal(read.Listeners[0].Port, 80);
  await elbv2.waitUntilTargetInService(
    { client: balancers, maxWaitTime: 20, minDelay: 1 },
    { TargetGroupArn: b.targetGroup },
  );
}

async function buildEdge(b) {
  const origin = await edge.send(
    new cloudfront.CreateVpcOriginCommand({
      VpcOriginEndpointConfig: {
        Name: "javascript",
        Arn: b.balancer,
        HTTPPort: 80,
        HTTPSPort: 443,
        OriginProtocolPolicy: "http-only",
      },
    }),
  );
  b.vpcOrigin = origin.VpcOrigin.Id;
  const methods = { Quantity: 2, Items: ["GET", "HEAD"] };
  const made = await edge.send(
    new cloudfront.CreateDistributionCommand({
      DistributionConfig: {
        CallerReference: `javascript-${Date.now()}`,
        Comment: "javascript & <friends>",
        Enabled: true,
        Origins: {
          Quantity: 1,
          Items: [
            {
              Id: "origin",
              DomainName: b.balancerName,
              CustomHeaders: { Quantity: 1, Items: [{ HeaderName: "x-apigw-api-id", HeaderValue: b.api }] },
              VpcOriginConfig: { VpcOriginId: b.vpcOrigin, OriginReadTimeout: 30, OriginKeepaliveTimeout: 5 },
            },
          ],
        },
        DefaultCacheBehavior: {
          TargetOriginId: "origin",
          ViewerProtocolPolicy: "https-only",
          AllowedMethods: { ...methods, CachedMethods: methods },
          CachePolicyId: CACHING_DISABLED,
          OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
        },
      },
    }),
  );
  b.distribution = made.Distribution.Id;
  b.domain = made.Distribution.DomainName;
  await deployed(b);
  const read = await edge.send(new cloudfront.GetDistributionCommand({ Id: b.distribution }));
  assert.equal(read.Distribution.DistributionConfig.Comment, "javascript & <friends>");
  assert.equal(read.Distribution.DistributionConfig.Origins.Items[0].VpcOriginConfig.VpcOriginId, b.vpcOrigin);
  assert.ok(read.ETag && read.Distribution.LastModifiedTime instanceof Date);
}

async function remove(b) {
  await refuses("CannotDeleteEntityWhileInUse", async () => removeVpcOrigin(b));
  const found = await edge.send(new cloudfront.GetDistributionConfigCommand({ Id: b.distribution }));
  const disabled = await edge.send(
    new cloudfront.UpdateDistributionCommand({
      Id: b.distribution,
      IfMatch: found.ETag,
      DistributionConfig: { ...found.DistributionConfig, Enabled: false },
    }),
  );
  await deployed(b);
  await edge.send(new cloudfront.DeleteDistributionCommand({ Id: b.distribution, IfMatch: disabled.ETag }));
  await removeVpcOrigin(b);
  await balancers.send(new elbv2.DeleteListenerCommand({ ListenerArn: b.listener }));
  await balancers.send(new elbv2.DeleteLoadBalancerCommand({ LoadBalancerArn: b.balancer }));
  await balancers.send(new elbv2.DeleteTargetGroupCommand({ TargetGroupArn: b.targetGroup }));
  await apis.send(new apigateway.DeleteRestApiCommand({ restApiId: b.api }));
  const gone = await network.send(new ec2.DeleteVpcEndpointsCommand({ VpcEndpointIds: [b.endpoint] }));
  assert.deepEqual(gone.Unsuccessful ?? [], []);
  await network.send(new ec2.DeleteSecurityGroupCommand({ GroupId: b.group }));
  for (const subnet of b.subnets) {
    await network.send(new ec2.DeleteSubnetCommand({ SubnetId: subnet }));
  }
  await network.send(new ec2.DetachInternetGatewayCommand({ InternetGatewayId: b.gateway, VpcId: b.vpc }));
  await network.send(new ec2.DeleteInternetGatewayCommand({ InternetGatewayId: b.gateway }));
  await network.send(new ec2.DeleteVpcCommand({ VpcId: b.vpc }));
  await refuses("InvalidVpcID.NotFound", async () => network.send(new ec2.DescribeVpcsCommand({ VpcIds: [b.vpc] })));
  await refuses("LoadBalancerNotFound", async () =>
    balancers.send(new elbv2.DescribeLoadBalancersCommand({ LoadBalancerArns: [b.balancer] })),
  );
  await refuses("NotFoundException", async () => apis.send(new apigateway.GetRestApiCommand({ restApiId: b.api })));
  await refuses("NoSuchDistribution", async () => edge.send(new cloudfront.GetDistributionCommand({ Id: b.distribution })));
}

async function removeVpcOrigin(b) {
  const found = await edge.send(new cloudfront.GetVpcOriginCommand({ Id: b.vpcOrigin }));
  await edge.send(new cloudfront.DeleteVpcOriginCommand({ Id: b.vpcOrigin, IfMatch: found.ETag }));
}

async function deployed(b) {
  await cloudfront.waitUntilDistributionDeployed({ client: edge, maxWaitTime: 20, minDelay: 1 }, { Id: b.distribution });
}

/** The SDK names its errors by AWS's codes, or by the model's name of the error's shape. */
async function refuses(code, call) {
  await assert.rejects(call, (error) => {
    const said = [error.name, error.Code, error.Error?.Code].filter(Boolean);
    assert.ok(
      said.some((name) => name === code || name === `${code}Exception`),
      `expected ${code}, got ${said}: ${error.message}`,
    );
    return true;
  });
}

const [command, argument] = process.argv.slice(2);
if (command === "build") {
  console.log(JSON.stringify(await build()));
} else if (command === "remove") {
  await remove(JSON.parse(argument));
} else {
  throw new Error("usage: node design_b.mjs build | remove JSON");
}
