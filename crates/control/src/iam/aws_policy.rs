//! Managed policies of AWS: those that templates of this architecture attach (iac-operations 3e), those that are common
//! beside them, and those of the service-linked roles.
//!
//! The documents in `aws_policies/` and the dates of the versions in force are AWS's, as recorded answers to
//! GetPolicyVersion and its Managed Policy Reference give them. Ids, dates of creation and descriptions were not each held
//! against a source; the id of the policy for VPC origins, which is not published, is ours. Only the version in force is here.

use adit_model::iam_policy::PolicyVersion;
use time::OffsetDateTime;
use time::macros::datetime;

pub struct AwsPolicy {
    pub name: &'static str,
    pub path: &'static str,
    pub id: &'static str,
    /// The number of the version in force.
    pub version: u32,
    pub created: OffsetDateTime,
    /// When the version in force came.
    pub updated: OffsetDateTime,
    pub description: &'static str,
    pub document: &'static str,
}

impl AwsPolicy {
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::aws:policy{}{}", self.path, self.name)
    }
}

pub fn find(arn: &str) -> Option<&'static AwsPolicy> {
    ALL.iter().find(|policy| policy.arn() == arn)
}

/// The version in force.
pub fn version(policy: &AwsPolicy) -> PolicyVersion {
    PolicyVersion {
        number: policy.version,
        document: policy.document.trim_end().to_owned(),
        created: policy.updated,
    }
}

macro_rules! policies {
    ($(
        $name:literal in $path:literal: $id:literal, v $version:literal,
        $created:expr, $updated:expr, $description:literal;
    )+) => {
        pub const ALL: &[AwsPolicy] = &[$(AwsPolicy {
            name: $name,
            path: $path,
            id: $id,
            version: $version,
            created: $created,
            updated: $updated,
            description: $description,
            document: include_str!(concat!("aws_policies/", $name, ".json")),
        }),+];
    };
}

policies! {
    "AdministratorAccess" in "/": "ANPAIWMBCKSKIEE64ZLYK", v 1,
        datetime!(2015-02-06 18:39:46 UTC), datetime!(2015-02-06 18:39:46 UTC),
        "Provides full access to AWS services and resources.";
    "AmazonAPIGatewayAdministrator" in "/": "ANPAJ4PT6VY5NLKTNUYSI", v 1,
        datetime!(2015-07-09 17:34:45 UTC), datetime!(2015-07-09 17:34:45 UTC),
        "Provides full access to create/edit/delete APIs in Amazon API Gateway via the AWS Management Console.";
    "AmazonAPIGatewayInvokeFullAccess" in "/": "ANPAIIWAX2NOOQJ4AIEQ6", v 2,
        datetime!(2015-07-09 17:36:12 UTC), datetime!(2018-12-18 18:25:10 UTC),
        "Provides full access to invoke APIs in Amazon API Gateway.";
    "AmazonEC2ContainerRegistryReadOnly" in "/": "ANPAIFYZPA37OOHVIH7KQ", v 3,
        datetime!(2015-12-21 17:04:15 UTC), datetime!(2019-12-10 20:56:32 UTC),
        "Provides read-only access to Amazon EC2 Container Registry repositories.";
    "AmazonS3FullAccess" in "/": "ANPAIFIR6V6BVTRAHWINE", v 2,
        datetime!(2015-02-06 18:40:58 UTC), datetime!(2021-09-27 20:16:37 UTC),
        "Provides full access to all buckets via the AWS Management Console.";
    "AmazonS3ReadOnlyAccess" in "/": "ANPAIZTJ4DXE7G6AGAE6M", v 3,
        datetime!(2015-02-06 18:40:59 UTC), datetime!(2023-08-10 21:31:39 UTC),
        "Provides read only access to all buckets via the AWS Management Console.";
    "AmazonSSMManagedInstanceCore" in "/": "ANPAIXSHM2BNB2D3AXXRU", v 2,
        datetime!(2019-03-15 17:22:12 UTC), datetime!(2019-05-23 16:54:21 UTC),
        "The policy for Amazon EC2 Role to enable AWS Systems Manager service core functionality.";
    "AWSXRayDaemonWriteAccess" in "/": "ANPAIOE47HSUE5AVBNEDM", v 2,
        datetime!(2018-08-28 23:00:33 UTC), datetime!(2024-02-13 21:58:30 UTC),
        "Allow the AWS X-Ray Daemon to relay raw trace segments data to the service's API and retrieve sampling data (rules, targets, etc.) to be used by the X-Ray SDK.";
    "CloudWatchAgentServerPolicy" in "/": "ANPAIGOPKN7KRDAKTLG4I", v 3,
        datetime!(2018-03-07 01:06:44 UTC), datetime!(2024-02-06 16:37:37 UTC),
        "Permissions required to use AmazonCloudWatchAgent on servers";
    "CloudWatchLogsFullAccess" in "/": "ANPAJ3ZGNWK2R5HW5BQFO", v 3,
        datetime!(2015-02-06 18:40:02 UTC), datetime!(2025-05-20 17:07:06 UTC),
        "Provides full access to CloudWatch Logs";
    "AmazonAPIGatewayPushToCloudWatchLogs" in "/service-role/": "ANPAIK4GFO7HLKYN64ASK", v 1,
        datetime!(2015-11-11 23:41:46 UTC), datetime!(2015-11-11 23:41:46 UTC),
        "Allows API Gateway to push logs to user's account.";
    "AmazonECSTaskExecutionRolePolicy" in "/service-role/": "ANPAJG4T4G4PV56DE72PY", v 1,
        datetime!(2017-11-16 18:48:22 UTC), datetime!(2017-11-16 18:48:22 UTC),
        "Provides access to other AWS service resources that are required to run Amazon ECS tasks";
    "AWSLambdaBasicExecutionRole" in "/service-role/": "ANPAJNCQGXC42545SKXIK", v 1,
        datetime!(2015-04-09 15:03:43 UTC), datetime!(2015-04-09 15:03:43 UTC),
        "Provides write permissions to CloudWatch Logs.";
    "AWSLambdaDynamoDBExecutionRole" in "/service-role/": "ANPAIP7WNAGMIPYNW4WQG", v 1,
        datetime!(2015-04-09 15:09:29 UTC), datetime!(2015-04-09 15:09:29 UTC),
        "Provides list and read access to DynamoDB streams and write permissions to CloudWatch Logs.";
    "AWSLambdaSQSQueueExecutionRole" in "/service-role/": "ANPAJFWJZI6JNND4TSELK", v 1,
        datetime!(2018-06-14 21:50:45 UTC), datetime!(2018-06-14 21:50:45 UTC),
        "Provides receive message, delete message, and read attribute access to SQS queues, and write permissions to CloudWatch logs.";
    "AWSLambdaVPCAccessExecutionRole" in "/service-role/": "ANPAJVTME3YLVNL72YR2K", v 3,
        datetime!(2016-02-11 23:15:26 UTC), datetime!(2024-01-05 22:38:26 UTC),
        "Provides minimum permissions for a Lambda function to execute while accessing a resource within a VPC - create, describe, delete network interfaces and write permissions to CloudWatch Logs. ";
    "APIGatewayServiceRolePolicy" in "/aws-service-role/": "ANPAJQQDZNLDBF2ULTWK6", v 9,
        datetime!(2017-10-20 17:23:10 UTC), datetime!(2021-07-12 22:24:40 UTC),
        "Allows API Gateway to manage associated AWS Resources on behalf of the customer.";
    "AWSCloudFrontVPCOriginServiceRolePolicy" in "/aws-service-role/": "ANPAZKAPJZG4ADITVPCOR", v 1,
        datetime!(2024-10-24 17:45:25 UTC), datetime!(2024-10-24 17:45:25 UTC),
        "Allows CloudFront to manage EC2 Elastic Network Interfaces and Security Groups on your behalf.";
    "AWSElasticLoadBalancingServiceRolePolicy" in "/aws-service-role/": "ANPAIMHWGGSRHLOQUICJQ", v 7,
        datetime!(2017-09-19 22:19:04 UTC), datetime!(2021-08-26 19:01:48 UTC),
        "Service Linked Role Policy for AWS Elastic Load Balancing Control Plane";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::document;

    #[test]
    fn every_document_is_a_policy() {
        for policy in ALL {
            document::permissions(policy.document).unwrap_or_else(|error| panic!("{}: {error}", policy.name));
            assert_eq!(policy.id.len(), 21, "{}", policy.name);
            assert!(find(&policy.arn()).is_some());
        }
    }
}
