"""How often a client or an address may call."""

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads this module's settings while it is being imported

logger = logging.getLogger(__name__)


class _WhileRedisCounts(SimpleRateThrottle):
    """Throttles while Redis can count, and lets through while it is away: losing Redis loses nothing."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether the caller may go on."""
        try:
            return super().allow_request(request, view)
        except RedisError as error:
            logger.warning("not throttling: %s", type(error).__name__)
            return True


class ClientThrottle(_WhileRedisCounts, UserRateThrottle):
    """Count requests by API client, and by address for callers without a token."""

    scope = "client"


class LoginThrottle(_WhileRedisCounts, AnonRateThrottle):
    """Count logins by address."""

    scope = "login"


class ChatThrottle(_WhileRedisCounts, UserRateThrottle):
    """Count chat messages by client."""

    scope = "chat"
