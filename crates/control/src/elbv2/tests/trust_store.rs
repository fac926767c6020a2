//! Trust stores, and the listeners that verify against them.

use super::*;

fn bundle(names: &[&str]) -> Vec<u8> {
    let blocks = names
        .iter()
        .map(|name| format!("{}\n-----END CERTIFICATE-----\n", paper("RSA_2048", name)));
    blocks.collect::<String>().into_bytes()
}

fn input(key: &str) -> Record {
    record! { "Name" => "partners", "CaCertificatesBundleS3Bucket" => "cas", "CaCertificatesBundleS3Key" => key }
}

fn shelf(bench: &mut Bench) {
    let mut put = |key: &str, bytes: Vec<u8>| bench.objects.insert(("cas".to_owned(), key.to_owned()), bytes);
    put("one.pem", bundle(&["ca.example.com"]));
    put("two.pem", bundle(&["ca.example.com", "next.example.com"]));
    put("bad.pem", b"not a bundle".to_vec());
}

#[test]
fn a_bundle_is_read_and_checked() {
    let mut bench = Bench::new();
    shelf(&mut bench);
    assert!(
        bench
            .refused("CreateTrustStore", input("none.pem"))
            .starts_with("CaCertificatesBundleNotFound: ")
    );
    assert!(
        bench
            .refused("CreateTrustStore", input("bad.pem"))
            .starts_with("InvalidCaCertificatesBundle: ")
    );
    let made = bench.elb("CreateTrustStore", input("one.pem"));
    let arn = text(&made, "TrustStores/0/TrustStoreArn");
    assert!(arn.contains(":truststore/partners/"), "{arn}");
    assert!(
        bench
            .refused("CreateTrustStore", input("one.pem"))
            .starts_with("DuplicateTrustStoreName: ")
    );
    let changed = bench.elb(
        "ModifyTrustStore",
        record! {
            "TrustStoreArn" => arn.as_str(), "CaCertificatesBundleS3Bucket" => "cas", "CaCertificatesBundleS3Key" => "two.pem",
        },
    );
    assert_eq!(
        at(&changed, "TrustStores/0/NumberOfCaCertificates"),
        &Value::Int(2)
    );
    let shown = bench.elb("DescribeTrustStores", record! { "Names" => vec!["partners"] });
    assert_eq!(text(&shown, "TrustStores/0/Status"), "ACTIVE");
    let of_it = record! { "TrustStoreArn" => arn.as_str() };
    let location = text(
        &bench.elb("GetTrustStoreCaCertificatesBundle", of_it.clone()),
        "Location",
    );
    assert!(location.starts_with("data:application/x-pem-file;base64,"));
    bench.elb("DeleteTrustStore", of_it);
    assert_eq!(
        bench.refused("DescribeTrustStores", record! { "TrustStoreArns" => vec![arn] }),
        "TrustStoreNotFound: One or more trust stores not found"
    );
}

#[test]
fn a_listener_that_verifies_is_shut() {
    let mut bench = Bench::new();
    shelf(&mut bench);
    bench.deploy_delay = Duration::minutes(1);
    let store = text(
        &bench.elb("CreateTrustStore", input("one.pem")),
        "TrustStores/0/TrustStoreArn",
    );
    let (balancer, group) = (bench.balancer("web"), bench.target_group("tg"));
    let certificate = bench.certificate("web.example.com");
    let verify = record! { "Mode" => "verify", "TrustStoreArn" => store.as_str() };
    let secure = record! {
        "LoadBalancerArn" => balancer.as_str(), "Protocol" => "HTTPS", "Port" => 443,
        "Certificates" => vec![record! { "CertificateArn" => certificate }],
        "DefaultActions" => vec![forward(&group)], "MutualAuthentication" => verify,
    };
    assert!(
        bench
            .refused("CreateListener", secure.clone())
            .starts_with("TrustStoreNotReady: ")
    );
    bench.pass(61);
    let made = bench.elb("CreateListener", secure);
    let listener = text(&made, "Listeners/0/ListenerArn");
    assert_eq!(
        text(&made, "Listeners/0/MutualAuthentication/TrustStoreArn"),
        store
    );
    assert!(bench.world.listeners.is_empty(), "no hop may serve it");
    let of_it = record! { "TrustStoreArn" => store.as_str() };
    let users = bench.elb("DescribeTrustStoreAssociations", of_it.clone());
    assert_eq!(text(&users, "TrustStoreAssociations/0/ResourceArn"), balancer);
    assert!(
        bench
            .refused("DeleteTrustStore", of_it.clone())
            .starts_with("TrustStoreInUse: ")
    );
    let mode = |mode: &str| {
        record! { "ListenerArn" => listener.as_str(), "MutualAuthentication" => record! { "Mode" => mode } }
    };
    let open = bench.elb("ModifyListener", mode("passthrough"));
    assert_eq!(
        text(&open, "Listeners/0/MutualAuthentication/Mode"),
        "passthrough"
    );
    assert_eq!(
        (bench.world.listeners.len(), bench.world.unserved_listeners.len()),
        (1, 0)
    );
    bench.elb("DeleteTrustStore", of_it);
}

#[test]
fn reserved_capacity_is_kept() {
    let mut bench = Bench::new();
    let arn = bench.balancer("web");
    let ask = |units: i64| {
        record! {
            "LoadBalancerArn" => arn.as_str(), "MinimumLoadBalancerCapacity" => record! { "CapacityUnits" => units },
        }
    };
    let made = bench.elb("ModifyCapacityReservation", ask(500));
    assert_eq!(
        text(&made, "CapacityReservationState/0/State/Code"),
        "provisioned"
    );
    for units in [400, 300] {
        bench.elb("ModifyCapacityReservation", ask(units));
    }
    assert!(
        bench
            .refused("ModifyCapacityReservation", ask(200))
            .starts_with("CapacityDecreaseRequestsLimitExceeded: ")
    );
    bench.pass(86_401);
    let of_it = record! { "LoadBalancerArn" => arn.as_str() };
    bench.elb(
        "ModifyCapacityReservation",
        of_it.clone().with("ResetCapacityReservation", true),
    );
    let shown = bench.elb("DescribeCapacityReservation", of_it);
    assert_eq!(at(&shown, "DecreaseRequestsRemaining"), &Value::Int(1));
    assert!(found(&shown, "MinimumLoadBalancerCapacity").is_none());
}
