//! Ranges of a subnet that are kept from automatic assignment: create, get, delete.
//!
//! A reservation lies in one of the subnet's blocks and overlaps no other. What is free outside reservations is given
//! out; inside, only what is asked for by address.

use adit_model::id::SubnetCidrReservationId;
use adit_model::subnet::Subnet;
use adit_model::subnet_cidr_reservation::SubnetCidrReservation;
use adit_wire::{ApiError, Record, errors, record, view};
use ipnet::IpNet;

use crate::cx::Cx;
use crate::ec2::filter::{Facts, Filter};
use crate::ec2::page::Query;
use crate::ec2::resource::{mint, named, owned};
use crate::ec2::tag::{self, TagSpecification};

view! {
    pub struct CreateSubnetCidrReservation: "ec2"."CreateSubnetCidrReservation" {
        subnet: String = "SubnetId",
        cidr: String = "Cidr",
        kind: String = "ReservationType",
        description: Option<String> = "Description",
        tag_specifications: Vec<TagSpecification> = "TagSpecifications",
    }
}

view! {
    pub struct GetSubnetCidrReservations: "ec2"."GetSubnetCidrReservations" {
        subnet: String = "SubnetId",
        filters: Vec<Filter> = "Filters",
        max_results: Option<u32> = "MaxResults",
        next_token: Option<String> = "NextToken",
    }
}

view! {
    pub struct DeleteSubnetCidrReservation: "ec2"."DeleteSubnetCidrReservation" {
        reservation: String = "SubnetCidrReservationId",
    }
}

pub fn create(cx: &mut Cx<'_>, input: CreateSubnetCidrReservation) -> Result<Record, ApiError> {
    let subnet = named::<Subnet>(cx, &input.subnet)?;
    let tags = tag::on_create(&input.tag_specifications, "subnet-cidr-reservation")?;
    if !["prefix", "explicit"].contains(&input.kind.as_str()) {
        return Err(errors::ec2::invalid_value(&input.kind, "reservationType", ""));
    }
    let cidr: IpNet = input
        .cidr
        .parse()
        .map_err(|_| errors::ec2::invalid_cidr(&input.cidr, "cidr"))?;
    let cidr = cidr.trunc();
    let inside = match cidr {
        IpNet::V4(net) => subnet.cidr.contains(&net),
        IpNet::V6(net) => subnet.more.ipv6.iter().any(|ipv6| ipv6.block.contains(&net)),
    };
    if !inside {
        return Err(errors::ec2::cidr_reservation_range(cidr, &subnet.id));
    }
    let overlaps = |other: &SubnetCidrReservation| {
        other.subnet == subnet.id && (other.cidr.contains(&cidr) || cidr.contains(&other.cidr))
    };
    if owned::<SubnetCidrReservation>(cx).any(|other| overlaps(other)) {
        return Err(errors::ec2::cidr_reservation_conflict(cidr));
    }
    let made = SubnetCidrReservation {
        id: mint(
            cx,
            SubnetCidrReservationId::PREFIX,
            SubnetCidrReservationId::parse,
        )?,
        owner: cx.owner(),
        subnet: subnet.id.clone(),
        cidr,
        kind: input.kind,
        description: input.description,
        tags,
    };
    let answer = record! { "SubnetCidrReservation" => shown(&made) };
    cx.put(made);
    Ok(answer)
}

pub fn get(cx: &mut Cx<'_>, input: GetSubnetCidrReservations) -> Result<Record, ApiError> {
    let subnet = named::<Subnet>(cx, &input.subnet)?;
    let query = Query {
        ids: &[],
        filters: &input.filters,
        max_results: input.max_results,
        next_token: input.next_token.as_deref(),
    };
    let of_subnet = query
        .chosen::<SubnetCidrReservation>(cx)?
        .into_iter()
        .filter(|kept| kept.subnet == subnet.id);
    let kept = of_subnet.map(|kept| (*kept).clone()).collect();
    let page = query.items(
        cx,
        kept,
        FACTS,
        |kept| kept.id.to_string(),
        Some(|kept| &kept.tags),
    )?;
    let of_family = |v4: bool| {
        let kept = page
            .items
            .iter()
            .filter(|kept| matches!(kept.cidr, IpNet::V4(_)) == v4);
        kept.map(shown).collect::<Vec<_>>()
    };
    Ok(record! {
        "SubnetIpv4CidrReservations" => of_family(true),
        "SubnetIpv6CidrReservations" => of_family(false),
        "NextToken" => page.next_token.clone(),
    })
}

pub fn delete(cx: &mut Cx<'_>, input: DeleteSubnetCidrReservation) -> Result<Record, ApiError> {
    let kept = named::<SubnetCidrReservation>(cx, &input.reservation)?;
    cx.delete::<SubnetCidrReservation>(&kept.id);
    Ok(record! { "DeletedSubnetCidrReservation" => shown(&kept) })
}

const FACTS: Facts<SubnetCidrReservation> = &[
    ("reservationType", |_, kept| vec![kept.kind.clone()]),
    ("reservation-type", |_, kept| vec![kept.kind.clone()]),
    ("subnet-id", |_, kept| vec![kept.subnet.to_string()]),
];

fn shown(kept: &SubnetCidrReservation) -> Record {
    record! {
        "SubnetCidrReservationId" => kept.id.as_str(),
        "SubnetId" => kept.subnet.as_str(),
        "Cidr" => kept.cidr.to_string(),
        "ReservationType" => &kept.kind,
        "OwnerId" => kept.owner.account.as_str(),
        "Description" => kept.description.as_deref(),
        "Tags" => tag::shown(&kept.tags),
    }
}
