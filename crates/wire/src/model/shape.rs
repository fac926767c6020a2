//! Shapes: what a value may be and where it goes.

use super::Model;
use crate::constraint::Pattern;

/// A named shape.
#[derive(Debug)]
pub struct Shape {
    pub name: &'static str,
    pub kind: Kind,
}

/// What a shape is.
#[derive(Debug)]
pub enum Kind {
    Structure(Structure),
    List(List),
    Map(Map),
    Text(Text),
    /// 32 bits.
    Integer(Number<i64>),
    /// 64 bits.
    Long(Number<i64>),
    /// Single and double precision alike.
    Float(Number<f64>),
    Boolean,
    Blob(Constraints),
    Timestamp(Option<TimeFormat>),
}

#[derive(Debug)]
pub struct Structure {
    pub members: Vec<Member>,
    /// The member that is the whole body.
    pub payload: Option<Box<str>>,
    /// An error: its code on the wire (else the shape's name) and its status.
    pub error: Option<ErrorFacts>,
}

/// What the model says about an error shape.
#[derive(Debug)]
pub struct ErrorFacts {
    pub code: Box<str>,
    pub status: Option<u16>,
    pub sender: bool,
}

#[derive(Debug)]
pub struct List {
    pub(super) element: usize,
    /// The element's name on the wire, where it is not the protocol's default.
    pub element_name: Option<Box<str>>,
    pub flattened: bool,
    pub constraints: Constraints,
}

#[derive(Debug)]
pub struct Map {
    pub(super) key: usize,
    pub(super) value: usize,
    pub key_name: Option<Box<str>>,
    pub value_name: Option<Box<str>>,
    pub flattened: bool,
    pub constraints: Constraints,
}

#[derive(Debug, Default)]
pub struct Text {
    pub constraints: Constraints,
    pub pattern: Option<Pattern>,
    /// The values of an enum; empty for free text.
    pub values: Vec<Box<str>>,
    /// JSON inside a header or a string.
    pub json_value: bool,
}

/// Bounds on a length or a count.
#[derive(Clone, Copy, Debug, Default)]
pub struct Constraints {
    pub min: Option<u64>,
    pub max: Option<u64>,
}

/// Bounds on a number.
#[derive(Clone, Copy, Debug)]
pub struct Number<T> {
    pub min: Option<T>,
    pub max: Option<T>,
}

/// How a timestamp is written where the protocol's default is not meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFormat {
    Iso8601,
    Rfc822,
    UnixSeconds,
}

/// A member of a structure.
#[derive(Debug)]
pub struct Member {
    /// The name in the model, by which handlers know it.
    pub name: &'static str,
    pub(super) shape: usize,
    pub location: Location,
    pub location_name: Option<Box<str>>,
    pub query_name: Option<Box<str>>,
    pub required: bool,
    pub flattened: bool,
    pub xml_attribute: bool,
    pub xml_namespace: Option<Box<str>>,
    pub idempotency_token: bool,
    pub time_format: Option<TimeFormat>,
}

/// Where in an HTTP message a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    Body,
    Uri,
    Query,
    Header,
    /// All headers with a prefix, as a map.
    Headers,
    Status,
}

impl Shape {
    /// The structure that this is, if it is one.
    pub fn structure(&self) -> Option<&Structure> {
        match &self.kind {
            Kind::Structure(structure) => Some(structure),
            _ => None,
        }
    }
}

impl Structure {
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// The member that is the whole body.
    pub fn payload_member(&self) -> Option<&Member> {
        self.member(self.payload.as_deref()?)
    }
}

impl Member {
    pub fn shape<'m>(&self, model: &'m Model) -> Option<&'m Shape> {
        model.shapes.get(self.shape)
    }

    /// The name on the wire of everything but query input.
    pub fn wire_name(&self) -> &str {
        self.location_name.as_deref().unwrap_or(self.name)
    }
}

impl List {
    pub fn element<'m>(&self, model: &'m Model) -> Option<&'m Shape> {
        model.shapes.get(self.element)
    }
}

impl Map {
    pub fn key<'m>(&self, model: &'m Model) -> Option<&'m Shape> {
        model.shapes.get(self.key)
    }

    pub fn value<'m>(&self, model: &'m Model) -> Option<&'m Shape> {
        model.shapes.get(self.value)
    }
}
