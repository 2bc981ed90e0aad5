//! Names of hosts: `localhost` is this machine, whatever a resolver says.

use std::io;
use std::net::SocketAddr;

/// Leaves out of the addresses of a host those that it cannot have: `localhost` and the names below it are only on this
/// machine ([RFC 6761, section 6.3](https://www.rfc-editor.org/rfc/rfc6761#section-6.3)), which is what makes plain `http`
/// to them safe.
///
/// # Errors
///
/// Where no address is left.
pub(crate) fn believed(
    host: &str,
    addresses: impl Iterator<Item = SocketAddr>,
) -> io::Result<Vec<SocketAddr>> {
    let local = is_localhost(host);
    let believed: Vec<_> =
        addresses.filter(|address| !local || address.ip().to_canonical().is_loopback()).collect();
    if believed.is_empty() {
        let why =
            if local { "this name is not on this machine" } else { "this name has no address" };
        return Err(io::Error::new(io::ErrorKind::AddrNotAvailable, why));
    }
    Ok(believed)
}

/// Tells whether a host is `localhost` or a name below it.
fn is_localhost(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let top = host.rsplit('.').next().unwrap_or_default();
    top.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn localhost_is_this_machine_only() {
        let addresses =
            ["192.0.2.1:0", "127.0.0.1:0", "[2001:db8::1]:0", "[::1]:0", "[::ffff:127.0.0.1]:0"];
        let addresses = addresses.map(|address| address.parse().unwrap());
        for host in ["localhost", "LocalHost", "localhost.", "vendor.localhost", "a.b.LOCALHOST."] {
            let believed = believed(host, addresses.into_iter()).unwrap();
            assert_eq!(believed, [addresses[1], addresses[3], addresses[4]], "{host}");
        }
        for host in ["vendor.example", "localhost.example", "notlocalhost", "localhost.."] {
            assert_eq!(believed(host, addresses.into_iter()).unwrap(), addresses, "{host}");
        }
    }

    #[test]
    fn nothing_is_left_of_a_localhost_elsewhere() {
        for host in ["localhost", "vendor.localhost"] {
            let elsewhere = "192.0.2.1:0".parse().unwrap();
            believed(host, std::iter::once(elsewhere)).unwrap_err();
        }
        believed("vendor.example", std::iter::empty()).unwrap_err();
    }
}
