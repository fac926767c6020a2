//! Route 53's ids and paths, as clients write them.

use super::input;
use crate::record;

#[test]
fn an_id_comes_bare_or_as_a_path() {
    for id in ["Z0123456789ABCDEFGHIJ", "%2Fhostedzone%2FZ0123456789ABCDEFGHIJ"] {
        let (operation, found) = input("route53", "GET", &format!("/2013-04-01/hostedzone/{id}"), "");
        assert_eq!(operation, "GetHostedZone");
        assert_eq!(found, record! { "Id" => "Z0123456789ABCDEFGHIJ" });
    }
    let (operation, found) = input("route53", "GET", "/2013-04-01/change/%2Fchange%2FC1", "");
    assert_eq!(
        (operation.as_str(), found),
        ("GetChange", record! { "Id" => "C1" })
    );
}

#[test]
fn a_batch_is_sent_with_the_last_slash_or_without() {
    let body = "<ChangeResourceRecordSetsRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ChangeBatch><Changes>\
                <Change><Action>CREATE</Action><ResourceRecordSet><Name>a.org</Name><Type>A</Type><TTL>60</TTL>\
                <ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>\
                </ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>";
    let set = record! {
        "Name" => "a.org", "Type" => "A", "TTL" => 60_i64,
        "ResourceRecords" => vec![record! { "Value" => "192.0.2.1" }],
    };
    let change = record! { "Action" => "CREATE", "ResourceRecordSet" => set };
    let expected = record! { "HostedZoneId" => "Z1", "ChangeBatch" => record! { "Changes" => vec![change] } };
    for path in [
        "/2013-04-01/hostedzone/Z1/rrset/",
        "/2013-04-01/hostedzone/Z1/rrset",
    ] {
        let (operation, found) = input("route53", "POST", path, body);
        assert_eq!(
            (operation.as_str(), &found),
            ("ChangeResourceRecordSets", &expected)
        );
    }
    let (operation, _) = input("route53", "GET", "/2013-04-01/hostedzone/Z1/rrset?maxitems=2", "");
    assert_eq!(operation, "ListResourceRecordSets");
}
