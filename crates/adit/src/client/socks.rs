//! SOCKS5 with a user name (RFC 1928, RFC 1929): the name says where the request starts.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};

use anyhow::{Context, bail};

/// Asks the vantage proxy to connect to `host:port` from `from`; names resolve as from there.
pub(crate) fn connect(mut stream: TcpStream, from: &str, host: &str, port: u16) -> anyhow::Result<TcpStream> {
    stream.write_all(&[5, 1, 2])?;
    let mut choice = [0; 2];
    stream
        .read_exact(&mut choice)
        .context("the vantage proxy closed the connection")?;
    if choice != [5, 2] {
        bail!("what listens there is no vantage proxy");
    }
    let user = u8::try_from(from.len()).context("the vantage's name is too long")?;
    let mut login = vec![1, user];
    login.extend_from_slice(from.as_bytes());
    login.push(0);
    stream.write_all(&login)?;
    let mut admitted = [0; 2];
    stream.read_exact(&mut admitted)?;
    if admitted != [1, 0] {
        bail!("there is no vantage `{from}`; use internet, internet-IE, subnet-... or eni-...");
    }
    let mut request = vec![5, 1, 0];
    match host.parse::<Ipv4Addr>() {
        Ok(address) => {
            request.push(1);
            request.extend_from_slice(&address.octets());
        }
        Err(_) => {
            request.extend_from_slice(&[
                3,
                u8::try_from(host.len()).context("the host's name is too long")?,
            ]);
            request.extend_from_slice(host.as_bytes());
        }
    }
    request.extend_from_slice(&port.to_be_bytes());
    stream.write_all(&request)?;
    let mut reply = [0; 4];
    stream
        .read_exact(&mut reply)
        .context("no answer to the connection attempt")?;
    let [_, code, _, kind] = reply;
    if code != 0 {
        bail!("{}", meaning(code, host, port));
    }
    let rest = match kind {
        1 => 6,
        4 => 18,
        _ => bail!("the vantage proxy's reply is malformed"),
    };
    let mut bound = vec![0; rest];
    stream.read_exact(&mut bound)?;
    Ok(stream)
}

fn meaning(code: u8, host: &str, port: u16) -> String {
    match code {
        3 => format!("no route to {host}"),
        4 => format!("`{host}` leads nowhere from here"),
        5 => format!("{host}:{port} refused the connection"),
        6 => format!("{host}:{port} timed out"),
        code => format!("the vantage proxy could not connect to {host}:{port} (SOCKS reply {code})"),
    }
}
