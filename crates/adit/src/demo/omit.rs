//! Which rule the demo leaves out, to show that its row depends on it.

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Omit {
    /// Both distributions serve every country
    GeoRestriction,
    /// Both distributions serve plain HTTP
    ViewerProtocol,
    /// Design A's resource policy asks for no Referer
    RefererPolicy,
    /// Design A's distribution does not send the Referer
    RefererHeader,
    /// Design B's balancer is internet-facing and open to the world
    InternalBalancer,
    /// Design B's API is regional
    PrivateApi,
    /// Design B's balancer admits the whole VPC
    BalancerGroup,
    /// Design B's endpoint admits the whole VPC
    EndpointGroup,
    /// The distribution with the wrong API id names the right one
    WrongApiId,
    /// The listener with the self-signed certificate has a trusted one
    SelfSigned,
}
