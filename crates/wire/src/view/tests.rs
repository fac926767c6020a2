//! Reading views, and what they refuse.

use std::collections::BTreeMap;

use crate::{ApiError, Input, Record, View, record};

crate::view! {
    /// A tag.
    struct Tag: "ec2"/"Tag" { key: String = "Key", value: Option<String> = "Value" }
}
crate::view! {
    struct TagSpecification: "ec2"/"TagSpecification" {
        resource_type: Option<String> = "ResourceType",
        tags: Vec<Tag> = "Tags",
    }
}
crate::view! {
    struct CreateVpc: "ec2"."CreateVpc" {
        cidr_block: Option<String> = "CidrBlock",
        ipv4_netmask_length: Option<i32> = "Ipv4NetmaskLength",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}
crate::view! {
    struct Misspelt: "ec2"."CreateVpc" { cidr: String = "Cidr", tags: Vec<Tag> = "CidrBlock" }
}
crate::view! {
    struct TagResource: "apigateway"."TagResource" {
        resource_arn: String = "resourceArn",
        tags: BTreeMap<String, String> = "tags",
    }
}
crate::view! {
    struct Empty: "sts"."GetCallerIdentity" {}
}

fn refused<V: View + std::fmt::Debug>(input: &Record) -> ApiError {
    V::read(input).expect_err("it should be refused")
}

#[test]
fn a_view_reads_what_it_lists() {
    assert_eq!(CreateVpc::OPERATION, "CreateVpc");
    let input = record! {
        "CidrBlock" => "10.0.0.0/16",
        "DryRun" => true,
        "TagSpecifications" => vec![record! {
            "ResourceType" => "vpc",
            "Tags" => vec![record! { "Key" => "Name" }],
        }],
    };
    let view = CreateVpc::read(&input).unwrap();
    assert_eq!(view.cidr_block.as_deref(), Some("10.0.0.0/16"));
    assert_eq!(
        view.tag_specifications[0].tags,
        [Tag {
            key: "Name".into(),
            value: None
        }]
    );
    assert_eq!(Empty::read(&record! {}).unwrap(), Empty {});
}

#[test]
fn a_member_that_no_view_lists_is_refused_by_name_at_any_depth() {
    let top = refused::<CreateVpc>(&record! { "InstanceTenancy" => "default" });
    assert_eq!(top.code, "UnsupportedOperation");
    assert_eq!(top.message, "The parameter InstanceTenancy is not supported.");

    let nested = record! { "TagSpecifications" => vec![record! { "Tags" => vec![record! { "Key" => "a", "Colour" => "b" }] }] };
    let error = refused::<CreateVpc>(&nested);
    assert_eq!(
        error.message,
        "The parameter TagSpecifications.1.Tags.1.Colour is not supported."
    );
}

#[test]
fn a_missing_or_ill_typed_member_is_refused() {
    let missing =
        record! { "TagSpecifications" => vec![record! { "Tags" => vec![record! { "Value" => "x" }] }] };
    let error = refused::<CreateVpc>(&missing);
    assert_eq!(error.code, "MissingParameter");
    let wide = refused::<CreateVpc>(&record! { "Ipv4NetmaskLength" => i64::MAX });
    assert_eq!(wide.code, "InvalidParameterValue");
}

#[test]
fn a_view_is_held_against_the_model() {
    let good = crate::check_views![CreateVpc, Tag, TagSpecification, TagResource, Empty];
    assert_eq!(good, Ok(()));
    let bad = Misspelt::check().unwrap_err();
    assert_eq!(
        bad,
        "CreateVpc.Cidr: shape `CreateVpcRequest` has no such member\n\
         CreateVpc.CidrBlock: shape `String` is no list"
    );
}
