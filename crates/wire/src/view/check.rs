//! Holds views against the service model. A nested view is judged at the place where it stands, by the members
//! of the shape that is there, so one `Tag` view may serve every shape that has its members.

use super::View;
use crate::model::{Shape, Structure, model};

/// A view of an operation against the operation's input.
pub fn check_operation<V: View>() -> Result<(), String> {
    let model = model(V::SERVICE);
    let service = V::SERVICE.name();
    let Some(operation) = model.operation(V::NAME) else {
        return Err(format!("{service} has no operation `{}`", V::NAME));
    };
    match operation.input() {
        Some(shape) => against::<V>(shape),
        None if !operation.shaped => Err(format!(
            "{service} {} is not in models/operations.txt, so it has no shapes",
            V::NAME
        )),
        None if V::MEMBERS.is_empty() => Ok(()),
        None => Err(format!("{service} {} has no input", V::NAME)),
    }
}

/// A view of a shape against that shape.
pub fn check_shape<V: View>() -> Result<(), String> {
    match model(V::SERVICE).shape(V::NAME) {
        Some(shape) => against::<V>(shape),
        None => Err(format!(
            "{} has no shape `{}`, or no operation uses it",
            V::SERVICE.name(),
            V::NAME
        )),
    }
}

/// The structure of a shape that a view is to read.
pub fn check_structure<'s>(shape: &'s Shape, at: &str, found: &mut Vec<String>) -> Option<&'s Structure> {
    let structure = shape.structure();
    if structure.is_none() {
        found.push(format!("{at}: shape `{}` is no structure", shape.name));
    }
    structure
}

fn against<V: View>(shape: &Shape) -> Result<(), String> {
    let mut found = Vec::new();
    V::misfits(model(V::SERVICE), shape, V::NAME, &mut found);
    if found.is_empty() {
        Ok(())
    } else {
        Err(found.join("\n"))
    }
}
