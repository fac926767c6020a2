//! The world under construction: what was declared, what was mentioned, which addresses are taken.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::Arc;

use adit_model::account::{AccountId, Owner, Region};
use adit_model::id::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
use adit_model::network_interface::{InterfaceKind, NetworkInterface};
use adit_model::subnet::Subnet;
use adit_model::tag::Tags;
use adit_model::vpc::Vpc;
use adit_model::world::Entity;
use adit_model::{Change, Key, World};

use crate::clock::START;
use crate::line::{Error, Result, Word, Words};

/// What the statements build on.
pub(crate) struct Builder {
    pub(crate) world: World,
    pub(crate) owner: Owner,
    /// The last one declared: where objects go that do not say.
    pub(crate) vpc: Option<VpcId>,
    /// References to be found in the end, with their places.
    mentions: Vec<(Key, Error)>,
    taken: BTreeMap<SubnetId, BTreeSet<Ipv4Addr>>,
    /// Default objects of VPCs, which a statement may state again.
    implicit: BTreeSet<Key>,
    public_addresses: u8,
}

/// An interface to be made.
pub(crate) struct Placement<'a> {
    pub(crate) id: String,
    pub(crate) subnet: Arc<Subnet>,
    pub(crate) address: Option<Word<'a>>,
    pub(crate) groups: Vec<SecurityGroupId>,
    pub(crate) kind: InterfaceKind,
    pub(crate) public: bool,
    pub(crate) description: String,
    pub(crate) requester: Option<&'a str>,
}

impl Builder {
    pub(crate) fn new() -> Option<Self> {
        Some(Self {
            world: World::default(),
            owner: Owner {
                account: AccountId::parse("111122223333")?,
                region: Region::parse("eu-west-1")?,
            },
            vpc: None,
            mentions: Vec::new(),
            taken: BTreeMap::new(),
            implicit: BTreeSet::new(),
            public_addresses: 10,
        })
    }

    /// Adds or replaces a resource.
    pub(crate) fn put<T: Entity>(&mut self, resource: T) {
        self.world.apply(&Change::Put(resource.wrap()));
    }

    /// Adds an object that AWS makes by itself.
    pub(crate) fn put_implicit<T: Entity>(&mut self, resource: T) {
        let resource = resource.wrap();
        self.implicit.insert(resource.key());
        self.world.apply(&Change::Put(resource));
    }

    /// Reads the id that a statement declares; it must be new.
    pub(crate) fn declare<T: Entity>(
        &mut self,
        words: &mut Words<'_>,
        what: &str,
        parse: impl Fn(&str) -> Option<T::Id>,
    ) -> Result<T::Id> {
        let at = words.clone();
        let id = words.read(what, parse)?;
        let key = T::key_of(id.clone());
        if T::table(&self.world).contains(&id) && !self.implicit.remove(&key) {
            return Err(at.error(format!("`{}` is declared twice", key.id())));
        }
        Ok(id)
    }

    /// Reads a reference to an object that stands above.
    pub(crate) fn find<T: Entity>(
        &self,
        words: &mut Words<'_>,
        what: &str,
        parse: impl Fn(&str) -> Option<T::Id>,
    ) -> Result<Arc<T>> {
        let at = words.clone();
        let id = words.read(what, parse)?;
        T::table(&self.world).get(&id).cloned().ok_or_else(|| {
            at.error(format!(
                "`{}` is not declared above this line",
                T::key_of(id).id()
            ))
        })
    }

    /// Notes a reference that may stand before its object's declaration.
    pub(crate) fn mention<T: Entity>(&mut self, id: T::Id, at: Error) {
        self.mentions.push((T::key_of(id), at));
    }

    /// The VPC after the keyword `of`, or the last one declared.
    pub(crate) fn vpc(&self, words: &mut Words<'_>) -> Result<Arc<Vpc>> {
        if words.eat("of") {
            return self.find::<Vpc>(words, "a VPC's id", VpcId::parse);
        }
        self.vpc
            .as_ref()
            .and_then(|id| self.world.vpcs.get(id))
            .cloned()
            .ok_or_else(|| words.error("a `vpc` must stand above this line"))
    }

    /// `in SUBNET[=ADDRESS] ...`; without it, every subnet of the current VPC.
    pub(crate) fn placements<'a>(
        &self,
        words: &mut Words<'a>,
    ) -> Result<Vec<(Arc<Subnet>, Option<Word<'a>>)>> {
        if !words.eat("in") {
            let all: Vec<_> = self
                .world
                .subnets
                .iter()
                .filter(|s| Some(&s.vpc) == self.vpc.as_ref())
                .map(|s| (s.clone(), None))
                .collect();
            return if all.is_empty() {
                Err(words.error("a subnet must stand above this line"))
            } else {
                Ok(all)
            };
        }
        let mut places = Vec::new();
        while words
            .clone()
            .take()
            .is_some_and(|w| w.text.starts_with(SubnetId::PREFIX))
        {
            let word = words.next("a subnet's id")?;
            let (id, address) = word
                .text
                .split_once('=')
                .map_or((word.text, None), |(id, a)| (id, Some(a)));
            let subnet = SubnetId::parse(id)
                .and_then(|id| self.world.subnets.get(&id).cloned())
                .ok_or_else(|| word.error(format!("`{id}` is not declared above this line")))?;
            places.push((subnet, address.map(|text| Word { text, ..word })));
        }
        if places.is_empty() {
            return Err(words.error("expected a subnet's id after `in`"));
        }
        Ok(places)
    }

    /// `with GROUP ...`; without it, the default group of `vpc`, as on AWS (api D2).
    pub(crate) fn groups(&mut self, words: &mut Words<'_>, vpc: &VpcId) -> Result<Vec<SecurityGroupId>> {
        let mut groups = Vec::new();
        if words.eat("with") {
            loop {
                let at = words.clone();
                let Some(id) = words.maybe(SecurityGroupId::parse) else {
                    break;
                };
                self.mention::<adit_model::security_group::SecurityGroup>(id.clone(), at.error(""));
                groups.push(id);
            }
            if groups.is_empty() {
                return Err(words.error("expected a security group's id after `with`"));
            }
        } else {
            groups.extend(self.world.vpcs.get(vpc).map(|v| v.default_group.clone()));
        }
        Ok(groups)
    }

    /// Makes an interface; its address is the one asked for or the subnet's next free one.
    pub(crate) fn interface(&mut self, place: Placement<'_>, at: &Words<'_>) -> Result<NetworkInterfaceId> {
        let id = NetworkInterfaceId::parse(&place.id)
            .ok_or_else(|| at.error(format!("`{}` cannot be an interface's id", place.id)))?;
        let address = self.address(&place.subnet, place.address, at)?;
        let [a, b, c, d] = address.octets();
        let public_address = place.public.then(|| self.public_address());
        self.put(NetworkInterface {
            id: id.clone(),
            owner: self.owner.clone(),
            vpc: place.subnet.vpc.clone(),
            subnet: place.subnet.id.clone(),
            zone: place.subnet.zone.clone(),
            address,
            public_address,
            groups: place.groups,
            kind: place.kind,
            description: place.description,
            requester: place.requester.map(str::to_owned),
            mac: format!("02:00:{a:02x}:{b:02x}:{c:02x}:{d:02x}"),
            source_dest_check: true,
            created: START,
            more: Default::default(),
            tags: Tags::new(),
        });
        Ok(id)
    }

    /// A public address of the documentation block 198.51.100.0/24 (RFC 5737).
    fn public_address(&mut self) -> Ipv4Addr {
        let address = Ipv4Addr::new(198, 51, 100, self.public_addresses);
        self.public_addresses = self.public_addresses.saturating_add(1);
        address
    }

    fn address(&mut self, subnet: &Subnet, wanted: Option<Word<'_>>, at: &Words<'_>) -> Result<Ipv4Addr> {
        let taken = self.taken.entry(subnet.id.clone()).or_default();
        let address = match wanted {
            Some(word) => word
                .text
                .parse()
                .ok()
                .filter(|a| subnet.cidr.contains(a))
                .ok_or_else(|| word.error(format!("`{}` is no address of `{}`", word.text, subnet.id)))?,
            // AWS keeps the first four addresses and the last.
            None => subnet
                .cidr
                .hosts()
                .skip(9)
                .find(|a| !taken.contains(a))
                .ok_or_else(|| at.error(format!("`{}` has no free address", subnet.id)))?,
        };
        if !taken.insert(address) {
            return Err(at.error(format!("`{address}` is taken")));
        }
        Ok(address)
    }

    /// The finished world, once every mention is found.
    pub(crate) fn finish(mut self) -> Result<World> {
        for (key, at) in &self.mentions {
            let found = self.world.resources().any(|r| r.key() == *key);
            if !found {
                return Err(Error {
                    message: format!("`{}` is declared nowhere", key.id()),
                    ..at.clone()
                });
            }
        }
        self.world.rev = self.world.rev.next();
        Ok(self.world)
    }
}

/// An id without its prefix: `a` of `vpc-a`.
pub(crate) fn stem(id: &str) -> &str {
    id.split_once(['-', '_']).map_or(id, |(_, stem)| stem)
}

/// 64 bits that depend on `text` only (FNV-1a), for the random-looking parts of ARNs and names.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
