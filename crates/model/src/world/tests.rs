//! Snapshots and documents.

use super::*;

#[test]
fn a_snapshot_does_not_move() {
    let mut world = World::default();
    let binding = Binding {
        id: DnsName::of("api.example.com").unwrap(),
        address: ([127, 0, 0, 1], 3000).into(),
    };
    world.apply(&Change::Put(binding.clone().wrap()));
    let before = world.clone();
    world.apply(&Change::Delete(Key::Binding(binding.id.clone())));
    assert!(world.bindings.is_empty());
    assert_eq!(before.bindings.len(), 1);
}

#[test]
fn a_resource_survives_its_document() {
    let binding = Binding {
        id: DnsName::of("api.example.com").unwrap(),
        address: ([127, 0, 0, 1], 3000).into(),
    }
    .wrap();
    let document = binding.to_json().unwrap();
    assert_eq!(Resource::from_json(Kind::Binding, &document).unwrap(), binding);
    assert_eq!(
        Key::parse(Kind::Binding, binding.key().id()).unwrap(),
        binding.key()
    );
}
