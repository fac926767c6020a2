//! Where in a request a value stands, so that an error can name it as its service does.
//!
//! A path is a chain on the stack that costs nothing until an error prints it. EC2 writes members as the form
//! fields that carry them (`Filter.1.Name`); the services behind AWS's common framework write lower camel case
//! and `.member` after an index (`tags.1.member.key`).

use std::fmt;

use crate::Service;

/// A place in a request.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// `prefix` is put before the first member: API Gateway names the input of a create or put.
    Root {
        service: Service,
        prefix: Option<&'a str>,
    },
    Member(&'a str),
    /// Counted from zero here, from one in print.
    Index(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    /// The input as a whole.
    pub const fn root(service: Service) -> Path<'static> {
        Path {
            parent: None,
            step: Step::Root {
                service,
                prefix: None,
            },
        }
    }

    /// The input as a whole, where the service names it in its messages.
    pub const fn root_named(service: Service, prefix: &'a str) -> Path<'a> {
        Path {
            parent: None,
            step: Step::Root {
                service,
                prefix: Some(prefix),
            },
        }
    }

    #[must_use]
    pub const fn member(&'a self, name: &'a str) -> Path<'a> {
        Path {
            parent: Some(self),
            step: Step::Member(name),
        }
    }

    #[must_use]
    pub const fn index(&'a self, index: usize) -> Path<'a> {
        Path {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    #[must_use]
    pub const fn key(&'a self, key: &'a str) -> Path<'a> {
        Path {
            parent: Some(self),
            step: Step::Key(key),
        }
    }

    /// The service whose request this is.
    pub fn service(&self) -> Service {
        let mut here = self;
        loop {
            match (here.step, here.parent) {
                (Step::Root { service, .. }, _) => return service,
                (_, Some(parent)) => here = parent,
                // Only a root has no parent; the private fields hold that.
                (_, None) => return Service::Ec2,
            }
        }
    }

    /// Whether this is the input itself.
    pub const fn is_root(&self) -> bool {
        matches!(self.step, Step::Root { .. })
    }

    /// The name of the last member, whatever indices follow it.
    pub fn last_member(&self) -> &'a str {
        let mut here: &Path<'a> = self;
        loop {
            match (here.step, here.parent) {
                (Step::Member(name) | Step::Key(name), _) => return name,
                (_, Some(parent)) => here = parent,
                (_, None) => return "",
            }
        }
    }
}

impl Path<'_> {
    /// Appends the path: the parent's once, so that a deep path costs its length and no more.
    fn render(&self, out: &mut String) {
        if let Some(parent) = self.parent {
            parent.render(out);
            if !out.is_empty() {
                out.push('.');
            }
        }
        let ec2 = self.service() == Service::Ec2;
        match self.step {
            Step::Root { prefix, .. } => out.push_str(prefix.unwrap_or_default()),
            Step::Member(name) if ec2 => out.push_str(name),
            Step::Member(name) => out.push_str(&lower_camel(name)),
            Step::Index(index) => {
                out.push_str(&index.saturating_add(1).to_string());
                if !ec2 {
                    out.push_str(".member");
                }
            }
            Step::Key(key) => out.push_str(key),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.render(&mut out);
        f.write_str(&out)
    }
}

/// `DomainName` as `domainName`: how AWS's messages spell a member.
pub(crate) fn lower_camel(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_prints_as_its_service_writes_it() {
        let ec2 = Path::root(Service::Ec2);
        let filters = ec2.member("Filters");
        let second = filters.index(1);
        assert_eq!(second.member("Name").to_string(), "Filters.2.Name");
        assert_eq!(second.last_member(), "Filters");

        let acm = Path::root(Service::Acm);
        let tags = acm.member("Tags");
        assert_eq!(tags.index(0).member("Key").to_string(), "tags.1.member.key");

        let create = Path::root_named(Service::ApiGateway, "createRestApiInput");
        assert_eq!(create.member("name").to_string(), "createRestApiInput.name");
        assert_eq!(create.service(), Service::ApiGateway);
    }
}
