"""How often a client or an address may call."""

import hashlib
import time
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

from kavakbot import windows

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads this module's settings while it is being imported


class _Counted(SimpleRateThrottle):
    """DRF's rates, counted so that parallel requests cannot slip through together."""

    waiting = 0.0
    num_requests: int | None  # set by the base, from the rate
    duration: int | None

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether the caller may go on."""
        name = self.get_cache_key(request, view)
        if name is None or not self.num_requests or not self.duration:
            return True
        name = f"{self.scope}:{hashlib.sha256(name.encode()).hexdigest()[:32]}"
        self.waiting = windows.seconds_to_wait(name, limit=self.num_requests, seconds=self.duration, now=time.time())
        return self.waiting == 0

    def wait(self) -> float:
        """Return the seconds that `Retry-After` tells, at least one."""
        return max(self.waiting, 1)

    def get_ident(self, request: Request) -> str:
        """Return the address before our own proxies; one line's IPv6 addresses, a /64, count as one."""
        address = str(super().get_ident(request))
        try:
            parsed = ip_address(address)
        except ValueError:
            return address
        return str(IPv6Network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else address


class ClientThrottle(_Counted, UserRateThrottle):
    """Count requests by API client, and by address for callers without a token."""

    scope = "client"


class LoginThrottle(_Counted, AnonRateThrottle):
    """Count logins by address."""

    scope = "login"


class ChatThrottle(_Counted, UserRateThrottle):
    """Count chat messages by client."""

    scope = "chat"
