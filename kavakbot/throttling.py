"""How often a client or an address may call."""

from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


class ClientThrottle(UserRateThrottle):
    """Count requests by API client, and by address for callers without a token."""

    scope = "client"


class LoginThrottle(AnonRateThrottle):
    """Count logins by address."""

    scope = "login"


class ChatThrottle(UserRateThrottle):
    """Count chat messages by client."""

    scope = "chat"
