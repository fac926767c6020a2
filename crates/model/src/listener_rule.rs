//! A rule of a listener: conditions that must all hold, tried in order of priority (api E7, E8).

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::account::Owner;
use crate::id::{ListenerArn, ListenerRuleArn};
use crate::listener::Action;
use crate::tag::Tags;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenerRule {
    pub id: ListenerRuleArn,
    pub owner: Owner,
    pub listener: ListenerArn,
    /// 1 to 50,000.
    pub priority: u32,
    pub conditions: Vec<Condition>,
    pub actions: Vec<Action>,
    /// `Order` of the action as it was given; shown, of no effect with one action.
    #[serde(default)]
    pub action_order: Option<u32>,
    pub tags: Tags,
}

/// Values within a condition are alternatives (api E8); patterns know `*` and `?` (api E9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    HostHeader(Vec<String>),
    PathPattern(Vec<String>),
    HttpHeader {
        name: String,
        values: Vec<String>,
    },
    HttpRequestMethod(Vec<String>),
    /// Key (any when `None`) and value.
    QueryString(Vec<(Option<String>, String)>),
    SourceIp(Vec<IpNet>),
}
