//! The protocols of listeners and target groups: HTTP's for Application Load Balancers, the transport's for Network Load
//! Balancers, and which goes with which. QUIC and GENEVE are not here.

use adit_model::listener::{ListenerProtocol, TransportProtocol};
use adit_model::load_balancer::LoadBalancer;
use adit_model::target_group::TargetGroup;
use adit_wire::{ApiError, errors};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    Application(ListenerProtocol),
    Network(TransportProtocol),
}

impl Protocol {
    pub fn parse(text: &str) -> Option<Self> {
        let transport = || TransportProtocol::parse(text).map(Self::Network);
        ListenerProtocol::parse(text)
            .map(Self::Application)
            .or_else(transport)
    }

    /// The protocol of a listener of `balancer`.
    pub fn of_listener(balancer: &LoadBalancer, text: &str) -> Result<Self, ApiError> {
        match (&balancer.network, Self::parse(text)) {
            (None, Some(protocol @ Self::Application(_))) => Ok(protocol),
            (Some(_), Some(protocol @ Self::Network(_))) => Ok(protocol),
            (None, _) => Err(errors::elbv2::unsupported_protocol(text)),
            (Some(_), _) => Err(errors::elbv2::listener_protocol_of_network(text)),
        }
    }

    /// What a target group receives.
    pub fn of_group(group: &TargetGroup) -> Self {
        match group.transport() {
            Some(transport) => Self::Network(transport),
            None => Self::Application(group.protocol),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Application(protocol) => protocol.name(),
            Self::Network(protocol) => protocol.name(),
        }
    }

    /// Whether a listener presents certificates.
    pub fn has_tls(self) -> bool {
        matches!(
            self,
            Self::Application(ListenerProtocol::Https) | Self::Network(TransportProtocol::Tls)
        )
    }

    /// Whether a listener of this protocol may forward to groups of `group`.
    pub fn forwards_to(self, group: Self) -> bool {
        use TransportProtocol::{Tcp, TcpUdp, Tls, Udp};
        matches!(
            (self, group),
            (Self::Application(_), Self::Application(_))
                | (Self::Network(Tcp), Self::Network(Tcp | TcpUdp))
                | (Self::Network(Tls), Self::Network(Tcp | Tls))
                | (Self::Network(Udp), Self::Network(Udp | TcpUdp))
                | (Self::Network(TcpUdp), Self::Network(TcpUdp))
        )
    }
}
