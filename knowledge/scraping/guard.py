"""Which addresses may be visited: a pure policy over URLs and IP addresses."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from kavakbot.errors import KavakbotError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_URL_CHARS = 2000
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Narrower than any parser's idea of a URL: where parsers disagree (userinfo, backslashes, escapes in the host, blanks),
# nothing passes. What does pass is taken apart by the parser that the sender uses too.
_SHAPE = re.compile(r"https?://(?:[^/?#@:\[\]%\\]+|\[[0-9a-f:.]+\])(?::[0-9]{0,5})?(?:[/?#][^\\]*)?", re.IGNORECASE)
_LABEL = r"[a-z0-9_-]{1,63}"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\.?")

# Beyond what `ipaddress` itself calls not global; kept even where newer Pythons know them.
_FORBIDDEN_NETWORKS: tuple[IPNetwork, ...] = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and metadata of some clouds
        "168.63.129.16/32",  # Azure's own services: a public address that answers virtual machines only
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


class DomainNotAllowed(KavakbotError):
    """The host is not in a domain that pages may be read from."""

    code = "domain_not_allowed"


class InsecureRedirect(KavakbotError):
    """The page redirects from https to http."""

    code = "insecure_redirect"


@dataclass(frozen=True)
class Target:
    """A URL that passed the policy, taken apart: ASCII throughout, the host without brackets or a dot at its end."""

    scheme: str
    host: str
    port: int
    path: str = "/"  # with the query

    @property
    def url(self) -> str:
        """The URL that is asked for, rebuilt from the parts that were checked."""
        return f"{self.origin}{self.path}"

    @property
    def origin(self) -> str:
        """Scheme, host and port, the latter unless it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


@dataclass(frozen=True)
class Policy:
    """What may be visited; `trusted_addresses` opens single addresses (a test's own server), never networks."""

    ports: frozenset[int] = frozenset(_DEFAULT_PORTS.values())
    trusted_addresses: frozenset[str] = frozenset()
    allowed_domains: frozenset[str] = frozenset()  # lower case; they cover what is below them; none: any public host

    def check_url(self, url: str) -> Target:
        """Return the parts of `url`; raise `UrlForbidden`, `DomainNotAllowed` or, for a literal, `AddressForbidden`."""
        # Of all blanks, only the ASCII space counts as printable.
        if len(url) > MAX_URL_CHARS or not url.isprintable() or " " in url or not _SHAPE.fullmatch(url):
            raise UrlForbidden
        try:
            parts = parse_url(url)
        except LocationParseError as error:
            raise UrlForbidden from error
        scheme = parts.scheme or ""
        port = _DEFAULT_PORTS[scheme] if parts.port is None else parts.port
        if port not in self.ports:
            raise UrlForbidden
        host = self._check_host((parts.host or "").strip("[]"))
        # One slash in front, as the sender will have it: robots.txt must be asked about the path that is sent.
        return Target(scheme, host, port, "/" + parts.request_uri.lstrip("/"))

    def check_redirect(self, origin: Target, location: str) -> Target:
        """Return the parts of the URL that `origin` redirects to; raise as `check_url` does, or `InsecureRedirect`."""
        try:
            following = urljoin(origin.url, location)
        except ValueError as error:
            raise UrlForbidden from error
        target = self.check_url(following)
        if (origin.scheme, target.scheme) == ("https", "http"):
            raise InsecureRedirect
        return target

    def _check_host(self, host: str) -> str:
        """Return a host in its one spelling; refuse addresses that are not public, as any resolver would spell them."""
        try:
            host = str(ipaddress.ip_address(host.removesuffix(".")))
            self.check_address(host)
        except ValueError as error:
            if not _NAME.fullmatch(host):
                raise UrlForbidden from error
            host = host.removesuffix(".")
            self._check_name(host)
        if self.allowed_domains and not any(f".{host}".endswith(f".{domain}") for domain in self.allowed_domains):
            raise DomainNotAllowed
        return host

    def _check_name(self, host: str) -> None:
        last_label = host.rpartition(".")[2]
        if last_label.isdigit() or last_label.startswith("0x"):  # 2130706433, 0x7f.1, 0177.0.0.1
            raise AddressForbidden
        if "." not in host:  # localhost, a service name of the cluster
            raise AddressForbidden

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
