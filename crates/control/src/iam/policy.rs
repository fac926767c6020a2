//! Managed policies: the account's own, and AWS's, which are the same for everybody.

use std::collections::BTreeMap;

use adit_model::iam_policy::{IamPolicy, PolicyVersion};
use adit_model::id::IamName;
use adit_wire::{ApiError, Record, errors, record, view};
use time::OffsetDateTime;

use crate::cx::Cx;
use crate::iam::aws_policy::{self, AwsPolicy};
use crate::iam::page::Paging;
use crate::iam::tag::{self, Tag};
use crate::iam::{document, role};

view! {
    pub struct CreatePolicy: "iam"."CreatePolicy" {
        name: String = "PolicyName",
        path: Option<String> = "Path",
        document: String = "PolicyDocument",
        description: Option<String> = "Description",
        tags: Vec<Tag> = "Tags",
    }
}
view! {
    pub struct GetPolicy: "iam"."GetPolicy" { arn: String = "PolicyArn" }
}
view! {
    pub struct ListPolicies: "iam"."ListPolicies" {
        scope: Option<String> = "Scope",
        only_attached: Option<bool> = "OnlyAttached",
        prefix: Option<String> = "PathPrefix",
        usage: Option<String> = "PolicyUsageFilter",
        marker: Option<String> = "Marker",
        max_items: Option<u32> = "MaxItems",
    }
}
view! {
    pub struct DeletePolicy: "iam"."DeletePolicy" { arn: String = "PolicyArn" }
}

/// Policies of an account.
const MOST: usize = 1_500;

pub fn create(cx: &mut Cx<'_>, input: CreatePolicy) -> Result<Record, ApiError> {
    let tags = tag::read(input.tags)?;
    document::managed(&input.document)?;
    let id = IamName::of(&cx.account, &input.name);
    if cx.table::<IamPolicy>().contains(&id) {
        return Err(errors::iam::policy_exists(input.name));
    }
    if owned(cx).count() >= MOST {
        return Err(errors::iam::quota("PoliciesPerAccount", MOST));
    }
    let policy = IamPolicy {
        id,
        account: cx.account.clone(),
        name: input.name,
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        policy_id: format!("ANPA{}", cx.minter.upper(17)),
        description: input.description,
        created: cx.now,
        updated: cx.now,
        versions: vec![PolicyVersion {
            number: 1,
            document: input.document,
            created: cx.now,
        }],
        default_version: 1,
        last_version: 1,
        tags,
    };
    let shown = ManagedPolicy::Local(&policy)
        .shown((0, 0))
        .with("Tags", tag::shown(&policy.tags));
    cx.put(policy);
    Ok(record! { "Policy" => shown })
}

pub fn get(cx: &mut Cx<'_>, input: GetPolicy) -> Result<Record, ApiError> {
    let policy = known(cx, &input.arn)?.ok_or_else(|| errors::iam::policy_not_found(&input.arn))?;
    let uses = Uses::count(cx);
    let (description, tags) = match policy {
        ManagedPolicy::Local(local) => (local.description.clone(), Some(tag_list(local))),
        ManagedPolicy::Aws(aws) => (Some(aws.description.to_owned()), Some(Vec::new())),
    };
    let shown = policy.shown(uses.of(&input.arn));
    Ok(record! { "Policy" => shown.with("Description", description).with("Tags", tags) })
}

/// Without descriptions and tags, as AWS lists policies.
pub fn list(cx: &mut Cx<'_>, input: ListPolicies) -> Result<Record, ApiError> {
    let prefix = input.prefix.as_deref().unwrap_or("/");
    let scope = input.scope.as_deref().unwrap_or("All");
    let local = owned(cx).filter(|_| scope != "AWS").map(ManagedPolicy::Local);
    let aws = aws_policy::ALL
        .iter()
        .filter(|_| scope != "Local")
        .map(ManagedPolicy::Aws);
    let uses = Uses::count(cx);
    let wanted = |policy: &ManagedPolicy<'_>| {
        let (attached, bounding) = uses.of(&policy.arn());
        let used = match input.usage.as_deref() {
            Some("PermissionsBoundary") => bounding > 0,
            Some(_) => attached > 0,
            None => attached + bounding > 0,
        };
        policy.path().starts_with(prefix)
            && (used || (input.only_attached != Some(true) && input.usage.is_none()))
    };
    let items = local.chain(aws).filter(wanted);
    let items = items.map(|policy| (policy.arn(), policy.shown(uses.of(&policy.arn()))));
    let paging = Paging {
        marker: input.marker.as_deref(),
        max_items: input.max_items,
    };
    paging.answer("Policies", items.collect())
}

pub fn delete(cx: &mut Cx<'_>, input: DeletePolicy) -> Result<Record, ApiError> {
    let policy = find(cx, &input.arn)?;
    if Uses::count(cx).of(&input.arn) != (0, 0) {
        return Err(errors::iam::policy_attached());
    }
    if policy.versions.len() > 1 {
        return Err(errors::iam::policy_has_versions());
    }
    cx.delete::<IamPolicy>(&policy.id);
    Ok(record! {})
}

/// The caller's own policy of this ARN, to change; AWS's cannot be.
pub fn find(cx: &Cx<'_>, arn: &str) -> Result<IamPolicy, ApiError> {
    match known(cx, arn)? {
        Some(ManagedPolicy::Local(policy)) => Ok(policy.clone()),
        Some(ManagedPolicy::Aws(_)) => Err(errors::iam::policy_of_aws(arn)),
        None => Err(errors::iam::policy_not_found(arn)),
    }
}

/// What an ARN names; an error where it is no policy's.
pub fn known<'c>(cx: &'c Cx<'_>, arn: &str) -> Result<Option<ManagedPolicy<'c>>, ApiError> {
    let invalid = || errors::iam::invalid_arn(arn);
    let rest = arn.strip_prefix("arn:aws:iam::").ok_or_else(invalid)?;
    let (account, path) = rest.split_once(":policy/").ok_or_else(invalid)?;
    let name = path
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty())
        .ok_or_else(invalid)?;
    if account == "aws" {
        return Ok(aws_policy::find(arn).map(ManagedPolicy::Aws));
    }
    if account != cx.account.as_str() {
        return Ok(None);
    }
    let found = cx.table::<IamPolicy>().get(&IamName::of(&cx.account, name));
    let found = found.filter(|policy| policy.arn() == arn);
    Ok(found.map(|policy| ManagedPolicy::Local(policy)))
}

/// A managed policy of either owner.
#[derive(Clone, Copy)]
pub enum ManagedPolicy<'p> {
    Local(&'p IamPolicy),
    Aws(&'p AwsPolicy),
}

impl ManagedPolicy<'_> {
    pub fn arn(&self) -> String {
        match self {
            Self::Local(policy) => policy.arn(),
            Self::Aws(policy) => policy.arn(),
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Local(policy) => &policy.name,
            Self::Aws(policy) => policy.name,
        }
    }

    pub fn path(&self) -> &str {
        match self {
            Self::Local(policy) => &policy.path,
            Self::Aws(policy) => policy.path,
        }
    }

    /// Those of service-linked roles are their services'.
    pub fn attachable(&self) -> bool {
        !self.path().starts_with("/aws-service-role/")
    }

    /// `uses`: attached to so many, boundary of so many.
    fn shown(&self, uses: (usize, usize)) -> Record {
        let (id, version, created, updated): (&str, u32, OffsetDateTime, OffsetDateTime) = match self {
            Self::Local(policy) => (
                &policy.policy_id,
                policy.default_version,
                policy.created,
                policy.updated,
            ),
            Self::Aws(policy) => (policy.id, policy.version, policy.created, policy.updated),
        };
        record! {
            "PolicyName" => self.name(),
            "PolicyId" => id,
            "Arn" => self.arn(),
            "Path" => self.path(),
            "DefaultVersionId" => format!("v{version}"),
            "AttachmentCount" => uses.0,
            "PermissionsBoundaryUsageCount" => uses.1,
            "IsAttachable" => true,
            "CreateDate" => created,
            "UpdateDate" => updated,
        }
    }
}

/// How often the caller's roles use each policy: attached, and as a boundary.
struct Uses(BTreeMap<String, (usize, usize)>);

impl Uses {
    fn count(cx: &Cx<'_>) -> Self {
        let mut uses = BTreeMap::<String, (usize, usize)>::new();
        for role in role::owned(cx) {
            for arn in &role.attached {
                uses.entry(arn.clone()).or_default().0 += 1;
            }
            if let Some(arn) = &role.boundary {
                uses.entry(arn.clone()).or_default().1 += 1;
            }
        }
        Self(uses)
    }

    fn of(&self, arn: &str) -> (usize, usize) {
        self.0.get(arn).copied().unwrap_or_default()
    }
}

fn owned<'c>(cx: &'c Cx<'_>) -> impl Iterator<Item = &'c IamPolicy> {
    cx.table::<IamPolicy>()
        .iter()
        .map(AsRef::as_ref)
        .filter(|policy| policy.account == cx.account)
}

fn tag_list(policy: &IamPolicy) -> Vec<Record> {
    tag::shown(&policy.tags).unwrap_or_default()
}
