//! The greeting of SOCKS5 (RFC 1928) with user name and password (RFC 1929); any password will do.
//!
//! CONNECT only: there is no UDP and nothing binds. Names are taken as they are, so that they resolve where the
//! client stands, not where it runs.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use adit_model::id::DnsName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::way::Target;

pub(crate) const VERSION: u8 = 5;

const NO_AUTHENTICATION: u8 = 0;
const USER_NAME: u8 = 2;
const NOTHING_ACCEPTABLE: u8 = 0xff;

/// Replies (RFC 1928 section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Succeeded = 0,
    HostUnreachable = 4,
    ConnectionRefused = 5,
    TtlExpired = 6,
    CommandNotSupported = 7,
    AddressTypeNotSupported = 8,
}

/// What the client asks for. The user name is empty without authentication.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) user: String,
    pub(crate) target: Target,
    pub(crate) port: u16,
}

/// Reads a greeting; `None` when it cannot be granted and the client was told so. `accepts` judges user names while the
/// client still waits for the verdict on its password.
pub(crate) async fn greet(
    stream: &mut TcpStream,
    accepts: impl Fn(&str) -> bool,
) -> io::Result<Option<Asked>> {
    let [_, count] = read::<2>(stream).await?;
    let mut methods = vec![0; usize::from(count)];
    stream.read_exact(&mut methods).await?;
    let user = if methods.contains(&USER_NAME) {
        stream.write_all(&[VERSION, USER_NAME]).await?;
        let user = user_name(stream).await?;
        let accepted = accepts(&user);
        stream.write_all(&[1, u8::from(!accepted)]).await?;
        if !accepted {
            return Ok(None);
        }
        user
    } else if methods.contains(&NO_AUTHENTICATION) {
        stream.write_all(&[VERSION, NO_AUTHENTICATION]).await?;
        String::new()
    } else {
        stream.write_all(&[VERSION, NOTHING_ACCEPTABLE]).await?;
        return Ok(None);
    };
    let [version, command, _, kind] = read::<4>(stream).await?;
    if version != VERSION {
        return Ok(None);
    }
    let target = match kind {
        1 => Some(Target::Address(IpAddr::V4(Ipv4Addr::from(
            read::<4>(stream).await?,
        )))),
        4 => Some(Target::Address(IpAddr::V6(Ipv6Addr::from(
            read::<16>(stream).await?,
        )))),
        3 => {
            let [length] = read::<1>(stream).await?;
            let mut name = vec![0; usize::from(length)];
            stream.read_exact(&mut name).await?;
            std::str::from_utf8(&name).ok().and_then(target)
        }
        _ => {
            reply(stream, Reply::AddressTypeNotSupported).await?;
            return Ok(None);
        }
    };
    let port = u16::from_be_bytes(read::<2>(stream).await?);
    match (command, target) {
        (1, Some(target)) => Ok(Some(Asked { user, target, port })),
        (1, None) => {
            reply(stream, Reply::HostUnreachable).await?;
            Ok(None)
        }
        _ => {
            reply(stream, Reply::CommandNotSupported).await?;
            Ok(None)
        }
    }
}

pub(crate) async fn reply(stream: &mut TcpStream, reply: Reply) -> io::Result<()> {
    // Bound address 0.0.0.0:0: there is no socket that it could name.
    stream
        .write_all(&[VERSION, reply as u8, 0, 1, 0, 0, 0, 0, 0, 0])
        .await
}

/// A name, or an address written as one.
pub(crate) fn target(text: &str) -> Option<Target> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    match bare.parse() {
        Ok(address) => Some(Target::Address(address)),
        Err(_) => DnsName::of(text).map(Target::Name),
    }
}

async fn user_name(stream: &mut TcpStream) -> io::Result<String> {
    let [_, length] = read::<2>(stream).await?;
    let mut user = vec![0; usize::from(length)];
    stream.read_exact(&mut user).await?;
    let [length] = read::<1>(stream).await?;
    let mut password = vec![0; usize::from(length)];
    stream.read_exact(&mut password).await?;
    String::from_utf8(user).map_err(|_| io::ErrorKind::InvalidData.into())
}

async fn read<const N: usize>(stream: &mut TcpStream) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}
