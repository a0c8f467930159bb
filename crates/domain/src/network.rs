//! Where a request comes from, and how much of it is kept.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// The address that a request comes from. People and limits see parts of it only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

/// Bits of an IPv4 address that stand for a network: usually one customer's street.
const PREFIX_V4: u32 = 24;
/// Bits of an IPv6 address that stand for one customer; within it they have addresses without end.
const CUSTOMER_V6: u32 = 64;
/// Bits of an IPv6 address that stand for a network.
const PREFIX_V6: u32 = 48;

impl Network {
    /// The network of an address. An IPv4 address in the clothes of IPv6 is one of IPv4.
    pub fn of(address: IpAddr) -> Self {
        Self(address.to_canonical())
    }

    /// What is shown and kept: the address without its last part.
    pub fn shown(self) -> String {
        match self.0 {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.*")
            }
            IpAddr::V6(address) => {
                let [a, b, c, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:*")
            }
        }
    }

    /// What limits for one caller count by: the address, or its 64 bits of IPv6.
    pub fn caller(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => masked_v6(address.to_bits(), CUSTOMER_V6),
        }
    }

    /// What limits for one network count by: 24 bits of IPv4, 48 of IPv6.
    pub fn prefix(self) -> String {
        match self.0 {
            IpAddr::V4(address) => {
                let bits = address.to_bits() & (u32::MAX << (32 - PREFIX_V4));
                format!("{}/{PREFIX_V4}", std::net::Ipv4Addr::from_bits(bits))
            }
            IpAddr::V6(address) => masked_v6(address.to_bits(), PREFIX_V6),
        }
    }
}

fn masked_v6(bits: u128, length: u32) -> String {
    let masked = bits & (u128::MAX << (128 - length));
    format!("{}/{length}", std::net::Ipv6Addr::from_bits(masked))
}

/// A range of addresses, such as `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    bits: u128,
    length: u32,
}

/// The text is no address and no range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be addresses or ranges such as 10.0.0.0/8, with commas between")]
pub struct NotARange;

impl Range {
    /// Whether the address is in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        let kept = u128::MAX.checked_shl(128 - self.length).unwrap_or(0);
        (as_v6(address) ^ self.bits) & kept == 0
    }
}

/// Every address as one of IPv6, so that there is one kind of range.
fn as_v6(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl FromStr for Range {
    type Err = NotARange;

    fn from_str(text: &str) -> Result<Self, NotARange> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| NotARange)?;
        let whole = if address.is_ipv4() { 32 } else { 128 };
        let length = length.map_or(Ok(whole), str::parse);
        let length: u32 = length.map_err(|_| NotARange)?;
        if length > whole {
            return Err(NotARange);
        }
        Ok(Self {
            bits: as_v6(address),
            length: 128 - whole + length,
        })
    }
}

/// Where a request really comes from: the nearest address that is no proxy of ours. `forwarded`
/// is what the proxies say, the nearest last; nobody else's word is taken.
pub fn origin(peer: IpAddr, forwarded: &str, proxies: &[Range]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|range| range.contains(address));
    let mut origin = peer;
    for said in forwarded.rsplit(',').map(str::trim) {
        if !is_proxy(origin) {
            break;
        }
        let Some(address) = said_address(said) else {
            break;
        };
        origin = address;
    }
    origin
}

/// The address in what a proxy says: `1.2.3.4`, `2001:db8::1`, and with a port as some proxies add
/// it, `1.2.3.4:5678` and `[2001:db8::1]:443`.
fn said_address(said: &str) -> Option<IpAddr> {
    let bare = said
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(said);
    let with_port = || said.parse().map(|socket: SocketAddr| socket.ip());
    bare.parse().or_else(|_| with_port()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn less_of_an_address_is_shown_than_is_known() {
        let of = |text| Network::of(address(text));
        assert_eq!(of("203.0.113.77").shown(), "203.0.113.*");
        assert_eq!(of("203.0.113.77").prefix(), "203.0.113.0/24");
        assert_eq!(of("::ffff:203.0.113.77").caller(), "203.0.113.77");
        assert_eq!(of("2001:db8:1:2:3::4").shown(), "2001:db8:1:*");
        assert_eq!(of("2001:db8:1:2:3::4").caller(), "2001:db8:1:2::/64");
        assert_eq!(of("2001:db8:1:2:3::4").prefix(), "2001:db8:1::/48");
    }

    #[test]
    fn ranges_hold_their_addresses() {
        let range: Range = "10.1.0.0/16".parse().unwrap();
        assert!(range.contains(address("10.1.255.3")) && !range.contains(address("10.2.0.1")));
        let all: Range = "::/0".parse().unwrap();
        assert!(all.contains(address("10.2.0.1")));
        let one: Range = "::1".parse().unwrap();
        assert!(one.contains(address("::1")) && !one.contains(address("::2")));
        for wrong in ["", "10.0.0.0/33", "ten", "10.0.0.0/8/8"] {
            assert!(wrong.parse::<Range>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_the_word_of_our_proxies_is_taken() {
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        let from = |peer, said| origin(address(peer), said, &proxies).to_string();
        assert_eq!(from("203.0.113.9", "1.2.3.4"), "203.0.113.9");
        assert_eq!(from("10.0.0.1", "1.2.3.4"), "1.2.3.4");
        assert_eq!(from("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2"), "1.2.3.4");
        assert_eq!(from("10.0.0.1", "nonsense"), "10.0.0.1");
        // With a port, as some proxies add it.
        assert_eq!(from("10.0.0.1", "1.2.3.4:5678"), "1.2.3.4");
        assert_eq!(from("10.0.0.1", "1.2.3.4, 10.0.0.2:80"), "1.2.3.4");
        assert_eq!(from("10.0.0.1", "[2001:db8::1]:80"), "2001:db8::1");
        assert_eq!(from("10.0.0.1", "[2001:db8::1]"), "2001:db8::1");
        assert_eq!(from("10.0.0.1", "2001:db8::1"), "2001:db8::1");
        assert_eq!(from("10.0.0.1", "1.2.3.4:"), "10.0.0.1");
        assert_eq!(from("10.0.0.1", "[1.2.3.4]:99999"), "10.0.0.1");
        assert_eq!(from("10.0.0.1", ""), "10.0.0.1");
    }
}
