"""Which addresses may be visited: a pure policy over URLs and IP addresses."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from kavakbot.errors import KavakbotError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

_DEFAULT_PORTS = {"http": 80, "https": 443}

# Beyond what `ipaddress` itself calls not global; kept even where newer Pythons know them.
_FORBIDDEN_NETWORKS: tuple[IPNetwork, ...] = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and metadata of some clouds
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "240.0.0.0/4",
        "64:ff9b::/96",  # NAT64: an IPv4 address in disguise
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2002::/16",  # 6to4
        "3fff::/20",
        "5f00::/16",
        "::/96",  # IPv4-compatible
        "fec0::/10",
    )
)


class UrlForbidden(KavakbotError):
    """The URL is not one that may be visited: http or https, port 80 or 443, no user, a real host."""

    code = "url_forbidden"


class AddressForbidden(KavakbotError):
    """The host's address is not on the public internet."""

    code = "address_forbidden"


@dataclass(frozen=True)
class Target:
    """A URL that passed the policy, taken apart."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True)
class Policy:
    """What may be visited; `trusted_addresses` opens single addresses (a test's own server), never networks."""

    ports: frozenset[int] = frozenset(_DEFAULT_PORTS.values())
    trusted_addresses: frozenset[str] = frozenset()

    def check_url(self, url: str) -> Target:
        """Return the parts of `url`; raise `UrlForbidden` or, for a literal address, `AddressForbidden`."""
        if any(char.isspace() or not char.isprintable() for char in url) or "\\" in url:
            raise UrlForbidden
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise UrlForbidden from error
        host = (parts.hostname or "").rstrip(".")
        if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc or "%" in host:
            raise UrlForbidden
        port = _DEFAULT_PORTS[parts.scheme] if port is None else port
        if port not in self.ports:
            raise UrlForbidden
        self._check_host(host)
        return Target(parts.scheme, host, port)

    def _check_host(self, host: str) -> None:
        """Refuse literal addresses that are not public, in every spelling that a resolver would take for one."""
        try:
            self.check_address(str(ipaddress.ip_address(host)))
        except ValueError as error:
            last_label = host.rpartition(".")[2].lower()
            if last_label.isdigit() or last_label.startswith("0x"):  # 2130706433, 0x7f.1, 0177.0.0.1
                raise AddressForbidden from error
            if "." not in host and host not in self.trusted_addresses:  # localhost, a service name of the cluster
                raise AddressForbidden from error

    def check_address(self, address: str) -> None:
        """Raise `AddressForbidden` unless `address` is trusted or on the public internet."""
        if address in self.trusted_addresses:
            return
        ip: IPAddress = ipaddress.ip_address(address.partition("%")[0])
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        if not ip.is_global or ip.is_multicast or ip.is_reserved or any(ip in net for net in _FORBIDDEN_NETWORKS):
            raise AddressForbidden


PUBLIC = Policy()
