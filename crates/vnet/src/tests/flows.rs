//! Which flows pass, and what decides.

use super::*;

/// Two subnets, a balancer in front of an endpoint, a VPC origin.
fn behind(alb_rule: &str) -> String {
    format!(
        "vpc vpc-a 10.0.0.0/16
igw igw-a
subnet subnet-a 10.0.1.0/24
subnet subnet-b 10.0.2.0/24
sg sg-alb
  in tcp 443 from {alb_rule}
sg sg-other
alb web in subnet-a=10.0.1.10 subnet-b=10.0.2.10 with sg-alb
vpc-origin vo_a to web"
    )
}

#[test]
fn a_prefix_list_rule_admits_vpc_origins() {
    check(
        &behind("cloudfront"),
        "vo_a -> 10.0.1.10:443 = IngressGroup sgr-alb-1 of sg-alb; NetworkAclReturn outbound entry 100 of acl-default-a
        vo_a -> 10.0.2.10:443 = IngressGroup sgr-alb-1 of sg-alb; NetworkAclReturn outbound entry 100 of acl-default-a
        vo_a -> 10.0.1.10:80 = IngressGroup ENI_SG_RULES_MISMATCH by sg-alb
        vo_a -> 10.0.1.77:443 = NoSuchAddress NO_POSSIBLE_DESTINATION by vpc-a
        vo_b -> 10.0.1.10:443 = NoSuchAddress NO_POSSIBLE_DESTINATION by vo_b",
    );
}

#[test]
fn a_service_group_rule_admits_vpc_origins_and_nobody_with_their_address() {
    check(
        &behind("sg-service-a"),
        "vo_a -> 10.0.1.10:443 = IngressGroup sgr-alb-1 of sg-alb; NetworkAclReturn outbound entry 100 of acl-default-a
        subnet-a 10.0.1.99 sg-other -> 10.0.1.10:443 = IngressGroup ENI_SG_RULES_MISMATCH by sg-alb
        internet 130.176.0.8 -> 10.0.1.10:443 = NoPublicAddress IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS by eni-alb-web-1",
    );
}

#[test]
fn a_rule_for_the_vpcs_block_admits_its_hosts_but_no_vpc_origin() {
    check(
        &behind("vpc"),
        "vo_a -> 10.0.1.10:443 = IngressGroup ENI_SG_RULES_MISMATCH by sg-alb
        subnet-a 10.0.1.99 sg-other -> 10.0.1.10:443 = EgressGroup sgr-other-out of sg-other; Route 10.0.0.0/16 of rtb-main-a; IngressGroup sgr-alb-1 of sg-alb",
    );
    let world = adit_testkit::world(&behind("vpc"));
    let refusal = admit(&world, "vo_a -> 10.0.1.10:443").unwrap_err();
    assert_eq!(
        refusal.cause,
        "no inbound rule of sg-alb admits TCP 443 from CloudFront's address 130.176.0.8 (VPC origin vo_a); \
         rules for the VPC's own addresses do not admit VPC origins"
    );
}

#[test]
fn a_vpc_origin_needs_a_gateway_and_no_route() {
    let text = behind("cloudfront").replace("igw igw-a", "igw igw-a detached");
    check(
        &text,
        "vo_a -> 10.0.1.10:443 = NoGateway BAD_STATE_ATTACHMENT by vpc-a",
    );
}

#[test]
fn inbound_acl_entries_do_not_stop_vpc_origins_and_outbound_ones_do() {
    let with_acl = |entries: &str| {
        behind("cloudfront")
            .replace("igw igw-a", &format!("igw igw-a\nacl acl-a\n{entries}"))
            .replace("10.0.1.0/24", "10.0.1.0/24 acl acl-a")
    };
    check(
        &with_acl("  out 100 allow tcp 1024-65535 to anywhere"),
        "vo_a -> 10.0.1.10:443 = IngressGroup sgr-alb-1 of sg-alb; NetworkAclReturn outbound entry 100 of acl-a",
    );
    check(
        &with_acl("  in 100 allow all from anywhere\n  out 100 allow tcp 32768-60999 to anywhere"),
        "vo_a -> 10.0.1.10:443 = NetworkAclReturn SUBNET_ACL_RESTRICTION by outbound entry * of acl-a",
    );
    check(
        &with_acl("  out 90 deny tcp 5000 to 130.176.0.0/17\n  out 100 allow all to anywhere"),
        "vo_a -> 10.0.1.10:443 = NetworkAclReturn SUBNET_ACL_RESTRICTION by outbound entry 90 of acl-a",
    );
}

const CHAIN: &str = "vpc vpc-a 10.0.0.0/16
acl acl-a
  in 100 allow tcp 443 from 10.0.2.0/24
  in 200 allow tcp 1024-65535 from 10.0.2.0/24
  out 100 allow tcp 443 to 10.0.2.0/24
acl acl-b
  in 100 allow tcp 443 from 10.0.1.0/24
  out 100 allow tcp 1024-65535 to 10.0.1.0/24
subnet subnet-a 10.0.1.0/24 acl acl-a
subnet subnet-b 10.0.2.0/24 acl acl-b
sg sg-alb
  out tcp 443 to sg-endpoint
sg sg-endpoint
  in tcp 443 from sg-alb
sg sg-stranger
eni eni-alb in subnet-a=10.0.1.10 with sg-alb
eni eni-stranger in subnet-a=10.0.1.11 with sg-stranger
endpoint vpce-a in subnet-a=10.0.1.20 subnet-b=10.0.2.20 with sg-endpoint";

#[test]
fn groups_admit_the_interfaces_that_carry_them() {
    check(
        CHAIN,
        "eni-alb -> 10.0.1.20:443 = EgressGroup sgr-alb-1 of sg-alb; Route 10.0.0.0/16 of rtb-main-a; IngressGroup sgr-endpoint-1 of sg-endpoint
        eni-stranger -> 10.0.1.20:443 = IngressGroup ENI_SG_RULES_MISMATCH by sg-endpoint
        subnet-a 10.0.1.30 sg-alb -> 10.0.1.20:443 = EgressGroup sgr-alb-1 of sg-alb; Route 10.0.0.0/16 of rtb-main-a; IngressGroup sgr-endpoint-1 of sg-endpoint
        subnet-a 10.0.1.30 sg-stranger sg-alb -> 10.0.1.20:443 = EgressGroup sgr-stranger-out of sg-stranger; Route 10.0.0.0/16 of rtb-main-a; IngressGroup sgr-endpoint-1 of sg-endpoint
        eni-alb -> 10.0.1.20:8443 = EgressGroup ENI_SG_RULES_MISMATCH by sg-alb
        eni-alb -> 10.0.1.11:443 = EgressGroup ENI_SG_RULES_MISMATCH by sg-alb
        eni-stranger -> 10.0.1.10:443 = IngressGroup SG_HAS_NO_RULES by sg-alb",
    );
}

#[test]
fn acls_are_asked_both_ways_where_a_subnet_ends() {
    check(
        CHAIN,
        "eni-alb -> 10.0.2.20:443 = EgressGroup sgr-alb-1 of sg-alb; Route 10.0.0.0/16 of rtb-main-a; NetworkAclOut outbound entry 100 of acl-a; NetworkAclIn inbound entry 100 of acl-b; IngressGroup sgr-endpoint-1 of sg-endpoint; NetworkAclReturn outbound entry 100 of acl-b; NetworkAclReturn inbound entry 200 of acl-a
        subnet-b 10.0.2.30 sg-alb -> 10.0.1.20:443 = NetworkAclOut SUBNET_ACL_RESTRICTION by outbound entry * of acl-b",
    );
    let without = |line: &str| CHAIN.replace(line, "  in 32766 deny all from anywhere");
    check(
        &without("  out 100 allow tcp 443 to 10.0.2.0/24"),
        "eni-alb -> 10.0.2.20:443 = NetworkAclOut SUBNET_ACL_RESTRICTION by outbound entry * of acl-a",
    );
    check(
        &without("  in 100 allow tcp 443 from 10.0.1.0/24"),
        "eni-alb -> 10.0.2.20:443 = NetworkAclIn SUBNET_ACL_RESTRICTION by inbound entry 32766 of acl-b",
    );
    check(
        &without("  out 100 allow tcp 1024-65535 to 10.0.1.0/24"),
        "eni-alb -> 10.0.2.20:443 = NetworkAclReturn SUBNET_ACL_RESTRICTION by outbound entry * of acl-b",
    );
    check(
        &without("  in 200 allow tcp 1024-65535 from 10.0.2.0/24"),
        "eni-alb -> 10.0.2.20:443 = NetworkAclReturn SUBNET_ACL_RESTRICTION by inbound entry 32766 of acl-a",
    );
}

#[test]
fn a_vantage_cannot_pretend() {
    check(
        CHAIN,
        "subnet-a 10.0.1.10 sg-stranger -> 10.0.1.20:443 = NoSuchAddress ENI_ADDRESS_RESTRICTION by subnet-a
        subnet-a 10.0.2.9 sg-alb -> 10.0.1.20:443 = NoSuchAddress ENI_ADDRESS_RESTRICTION by subnet-a
        subnet-z 10.0.2.9 sg-alb -> 10.0.1.20:443 = NoSuchAddress NO_POSSIBLE_DESTINATION by subnet-z
        subnet-a 10.0.1.30 sg-z -> 10.0.1.20:443 = NoSuchAddress NO_POSSIBLE_DESTINATION by sg-z
        subnet-a 10.0.1.30 -> 10.0.1.20:443 = IngressGroup ENI_SG_RULES_MISMATCH by sg-endpoint",
    );
}

const PUBLIC: &str = "vpc vpc-a 10.0.0.0/16
igw igw-a
rtb rtb-public
  0.0.0.0/0 igw-a
  203.0.113.128/25 blackhole
subnet subnet-public 10.0.1.0/24 rtb rtb-public public
subnet subnet-private 10.0.2.0/24
sg sg-web
  in tcp 443 from 203.0.113.0/24
  in tcp 443 from sg-web
  in tcp 8443 from cloudfront
eni eni-web in subnet-public=10.0.1.10 with sg-web public
eni eni-hidden in subnet-private=10.0.2.10 with sg-web public
eni eni-inner in subnet-private=10.0.2.11 with sg-web
vpc vpc-b 10.1.0.0/16
subnet subnet-far 10.1.1.0/24
eni eni-far in subnet-far=10.1.1.10";

#[test]
fn the_internet_reaches_public_addresses_that_are_routed() {
    check(
        PUBLIC,
        "internet 203.0.113.7 -> 198.51.100.10:443 = Route 0.0.0.0/0 of rtb-public; NetworkAclIn inbound entry 100 of acl-default-a; IngressGroup sgr-web-1 of sg-web; NetworkAclReturn outbound entry 100 of acl-default-a
        internet 130.176.0.8 -> 198.51.100.10:8443 = Route 0.0.0.0/0 of rtb-public; NetworkAclIn inbound entry 100 of acl-default-a; IngressGroup sgr-web-3 of sg-web; NetworkAclReturn outbound entry 100 of acl-default-a
        internet 192.0.2.1 -> 198.51.100.10:443 = IngressGroup ENI_SG_RULES_MISMATCH by sg-web
        internet 203.0.113.200 -> 198.51.100.10:443 = Route BAD_STATE_ROUTE by 203.0.113.128/25 of rtb-public
        internet 203.0.113.7 -> 198.51.100.11:443 = Route NO_ROUTE_TO_DESTINATION by rtb-main-a
        internet 203.0.113.7 -> 198.51.100.99:443 = NoSuchAddress NO_POSSIBLE_DESTINATION by the internet
        internet 203.0.113.7 -> 10.0.1.10:443 = NoPublicAddress IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS by eni-web
        internet 10.0.1.10 -> 198.51.100.10:443 = Route IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS by igw-a
        internet 100.64.3.4 -> 198.51.100.10:443 = Route IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS by igw-a
        internet 2001:db8::1 -> 198.51.100.10:443 = Route NO_ROUTE_TO_DESTINATION by igw-a",
    );
}

#[test]
fn a_private_subnet_leads_nowhere_else() {
    check(
        PUBLIC,
        "eni-inner -> 192.0.2.1:443 = Route NO_ROUTE_TO_DESTINATION by rtb-main-a
        eni-hidden -> 192.0.2.1:443 = Route NO_ROUTE_TO_DESTINATION by rtb-main-a
        eni-web -> 192.0.2.1:443 = EgressGroup sgr-web-out of sg-web; Route 0.0.0.0/0 of rtb-public; NetworkAclOut outbound entry 100 of acl-default-a; NetworkAclReturn inbound entry 100 of acl-default-a
        eni-web -> 203.0.113.129:443 = Route BAD_STATE_ROUTE by 203.0.113.128/25 of rtb-public
        eni-web -> 10.1.1.10:443 of vpc-b = Route NO_ROUTE_TO_DESTINATION by rtb-public
        subnet-private 10.0.2.50 sg-web -> 192.0.2.1:443 = Route NO_ROUTE_TO_DESTINATION by rtb-main-a
        subnet-public 10.0.1.50 sg-web -> 192.0.2.1:443 = EgressGroup sgr-web-out of sg-web; Route 0.0.0.0/0 of rtb-public; NetworkAclOut outbound entry 100 of acl-default-a; NetworkAclReturn inbound entry 100 of acl-default-a",
    );
}

#[test]
fn a_group_does_not_match_its_carriers_public_addresses() {
    // sgr-web-2 admits 10.0.1.10, but what comes round through the gateway is 198.51.100.10 (api F2).
    check(
        PUBLIC,
        "eni-web -> 198.51.100.10:443 = IngressGroup ENI_SG_RULES_MISMATCH by sg-web
        eni-web -> 10.0.2.11:443 = EgressGroup sgr-web-out of sg-web; Route 10.0.0.0/16 of rtb-public; NetworkAclOut outbound entry 100 of acl-default-a; NetworkAclIn inbound entry 100 of acl-default-a; IngressGroup sgr-web-2 of sg-web; NetworkAclReturn outbound entry 100 of acl-default-a; NetworkAclReturn inbound entry 100 of acl-default-a",
    );
}

#[test]
fn a_permit_is_for_one_address_and_port() {
    let world = adit_testkit::world(&behind("cloudfront"));
    let permit = admit(&world, "vo_a -> 10.0.1.10:443").unwrap();
    assert_eq!(permit.to(), (Ipv4Addr::new(10, 0, 1, 10), 443));
}
