//! The structures inside RunInstances that hold an instance's options.

use adit_wire::view;

view! {
    pub struct IamInstanceProfileSpecification: "ec2"/"IamInstanceProfileSpecification" {
        arn: Option<String> = "Arn",
        name: Option<String> = "Name",
    }
}

view! {
    pub struct Placement: "ec2"/"Placement" {
        zone: Option<String> = "AvailabilityZone",
        zone_id: Option<String> = "AvailabilityZoneId",
        tenancy: Option<String> = "Tenancy",
        group: Option<String> = "GroupName",
    }
}

impl Placement {
    /// None when empty: so the OpenTofu provider sends what is not configured.
    pub fn zone(&self) -> Option<&str> {
        self.zone.as_deref().filter(|zone| !zone.is_empty())
    }

    pub fn zone_id(&self) -> Option<&str> {
        self.zone_id.as_deref().filter(|zone| !zone.is_empty())
    }
}

view! {
    pub struct Monitoring: "ec2"/"RunInstancesMonitoringEnabled" { enabled: bool = "Enabled" }
}

view! {
    pub struct CreditSpecification: "ec2"/"CreditSpecificationRequest" { credits: String = "CpuCredits" }
}

view! {
    pub struct CpuOptions: "ec2"/"CpuOptionsRequest" {
        cores: Option<u32> = "CoreCount",
        threads: Option<u32> = "ThreadsPerCore",
    }
}

view! {
    /// `open` and `none` come to the same where nobody reserves capacity; a target is refused.
    pub struct CapacityReservation: "ec2"/"CapacityReservationSpecification" {
        preference: Option<String> = "CapacityReservationPreference",
    }
}

view! {
    pub struct Hibernation: "ec2"/"HibernationOptionsRequest" { configured: Option<bool> = "Configured" }
}

view! {
    pub struct Enclave: "ec2"/"EnclaveOptionsRequest" { enabled: Option<bool> = "Enabled" }
}

view! {
    pub struct MetadataRequest: "ec2"/"InstanceMetadataOptionsRequest" {
        tokens: Option<String> = "HttpTokens",
        hop_limit: Option<u32> = "HttpPutResponseHopLimit",
        endpoint: Option<String> = "HttpEndpoint",
        ipv6: Option<String> = "HttpProtocolIpv6",
        tags: Option<String> = "InstanceMetadataTags",
    }
}

view! {
    pub struct PrivateDnsNameOptions: "ec2"/"PrivateDnsNameOptionsRequest" {
        hostname_type: Option<String> = "HostnameType",
        a_record: Option<bool> = "EnableResourceNameDnsARecord",
        aaaa_record: Option<bool> = "EnableResourceNameDnsAAAARecord",
    }
}

view! {
    pub struct Maintenance: "ec2"/"InstanceMaintenanceOptionsRequest" { auto_recovery: Option<String> = "AutoRecovery" }
}
