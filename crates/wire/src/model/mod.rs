//! The published service models, reduced to facts: operations, shapes, constraints, error codes.
//!
//! `models/*.json` is what `cargo xtask models` distils from botocore's data (see NOTICE); a service's file is
//! parsed on the first request for it and then kept. Operations outside `models/operations.txt` are known by
//! name and address only, so that a refusal can name them. Nothing here knows a direction: the same shapes serve
//! reading a request and, for a client, writing one.

mod load;
mod shape;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use load::LoadError;
pub use shape::{
    Constraints, ErrorFacts, Kind, List, Location, Map, Member, Number, Shape, Structure, Text, TimeFormat,
};

use crate::Service;

/// One service's model.
#[derive(Debug)]
pub struct Model {
    pub service: Service,
    pub api_version: Box<str>,
    /// Before the dot in `X-Amz-Target`; empty where the protocol has none.
    pub target_prefix: Box<str>,
    /// The namespace of XML answers; empty where the model gives one on each document instead.
    pub xml_namespace: Box<str>,
    operations: Vec<Operation>,
    shapes: Vec<Shape>,
    by_name: HashMap<&'static str, usize>,
}

/// One operation of a service.
#[derive(Debug)]
pub struct Operation {
    pub service: Service,
    pub name: &'static str,
    /// `POST`, `GET`, ... as in the model.
    pub method: Box<str>,
    /// The path template, with `?` and literals where the query tells operations apart.
    pub uri: Box<str>,
    /// The status of success.
    pub code: u16,
    /// The root element of an XML request without a payload member.
    pub input_root: Option<Box<str>>,
    /// The element around the members of a query answer.
    pub result_wrapper: Option<Box<str>>,
    /// Whether shapes are carried; without them the operation can only be named.
    pub shaped: bool,
    input: Option<usize>,
    output: Option<usize>,
    errors: Vec<usize>,
}

/// The model of a service. It is embedded and tested, so failing to parse is not expected; if it does happen
/// nevertheless, the service has no operations.
pub fn model(service: Service) -> &'static Model {
    static MODELS: [OnceLock<Model>; Service::ALL.len()] = [const { OnceLock::new() }; Service::ALL.len()];
    static EMPTY: OnceLock<Model> = OnceLock::new();
    match MODELS.get(service as usize) {
        Some(cell) => cell.get_or_init(|| Model::load(service).unwrap_or_else(|_| Model::empty(service))),
        None => EMPTY.get_or_init(|| Model::empty(service)),
    }
}

/// `unimplemented.txt`: the operations that no handler answers, one `service Operation` a line, `#` for comments.
pub const UNIMPLEMENTED: &str = include_str!("../../unimplemented.txt");

/// The names of every operation that a service's model has, sorted.
pub fn operations(service: Service) -> impl Iterator<Item = &'static str> {
    model(service).operations.iter().map(|operation| operation.name)
}

impl Model {
    /// Reads a service's embedded file.
    pub fn load(service: Service) -> Result<Model, LoadError> {
        load::load(service)
    }

    fn empty(service: Service) -> Model {
        Model {
            service,
            api_version: Box::default(),
            target_prefix: Box::default(),
            xml_namespace: Box::default(),
            operations: Vec::new(),
            shapes: Vec::new(),
            by_name: HashMap::new(),
        }
    }

    pub fn operation(&self, name: &str) -> Option<&Operation> {
        let found = self
            .operations
            .binary_search_by(|operation| operation.name.cmp(name))
            .ok()?;
        self.operations.get(found)
    }

    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    pub fn shape(&self, name: &str) -> Option<&Shape> {
        self.shapes.get(*self.by_name.get(name)?)
    }

    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }
}

impl Operation {
    /// The model that this operation is of.
    pub fn model(&self) -> &'static Model {
        model(self.service)
    }

    pub fn input(&self) -> Option<&'static Shape> {
        self.model().shapes.get(self.input?)
    }

    pub fn output(&self) -> Option<&'static Shape> {
        self.model().shapes.get(self.output?)
    }

    /// The error shapes that the model lists for this operation.
    pub fn errors(&self) -> impl Iterator<Item = &'static Shape> {
        self.errors
            .iter()
            .filter_map(|error| self.model().shapes.get(*error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_parses_and_refers_to_what_it_has() {
        for service in Service::ALL {
            let model = Model::load(service).unwrap();
            assert!(
                model.operations().iter().any(|operation| operation.shaped),
                "{}",
                service.name()
            );
            for operation in model.operations().iter().filter(|operation| operation.shaped) {
                assert_eq!(operation.input().is_some(), operation.input.is_some());
            }
        }
    }

    #[test]
    fn unimplemented_lists_operations_of_the_models_in_order_and_once() {
        let lines: Vec<&str> = UNIMPLEMENTED
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        for pair in lines.windows(2) {
            assert!(pair[0] < pair[1], "`{}` is listed twice or out of order", pair[1]);
        }
        for line in lines {
            let (service, operation) = line.split_once(' ').unwrap();
            let known = Service::named(service).and_then(|service| model(service).operation(operation));
            assert!(known.is_some(), "`{line}` is no operation of the models");
        }
    }
}
