"""The identity provider's public keys: fetched seldom, kept through its outages, renewed when it rotates them."""

import hashlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.core.cache import cache
from jwt.algorithms import RSAAlgorithm
from redis.exceptions import RedisError

from kavakbot import windows
from kavakbot.provider_call import ProviderUnavailable, call

FRESH_SECONDS = 3600.0
# However many unknown keys are asked for, by however many processes.
FETCHES, FETCH_WINDOW_SECONDS = 2, 30.0
_LONGEST_WAIT_SECONDS = 3.0
_OTHERS_NEED_SECONDS = 0.5
# After a search in vain nothing is looked for at all: unknown keys must cost nobody else.
_QUIET_SECONDS = 1.0
_MIN_BITS = 2048

logger = logging.getLogger(__name__)


class KeySet:
    """One JWKS address; what one process fetched, others find in the cache, as do those that start in an outage."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.time) -> None:
        self._url = url
        self._name = hashlib.sha256(url.encode()).hexdigest()[:32]
        self._clock = clock
        self._keys: dict[str, RSAPublicKey] = {}
        self._fetched = 0.0
        self._attempts: deque[float] = deque(maxlen=FETCHES)
        self._quiet_until = 0.0
        self._renewing = threading.Lock()

    def key(self, kid: str) -> RSAPublicKey | None:
        """Return the key of that id, or None when there is none; raises ProviderUnavailable while none is known."""
        key = self._keys.get(kid)
        if key and self._is_fresh():
            return key
        # Who has a key does not wait for whoever is just fetching.
        if self._clock() >= self._quiet_until and self._renewing.acquire(timeout=0 if key else _LONGEST_WAIT_SECONDS):
            try:
                if not self._renew(kid):
                    self._quiet_until = self._clock() + _QUIET_SECONDS
            finally:
                self._renewing.release()
        if not self._keys:
            raise ProviderUnavailable("its keys were never fetched")
        return self._keys.get(kid)

    def _renew(self, kid: str) -> bool:
        """Look for newer keys, near first; without any the old ones stay."""
        if self._satisfies(kid):
            return True  # whoever went before found it
        self._take_over_what_others_fetched()
        if self._satisfies(kid):
            return True
        if self._may_fetch():
            self._fetch()
        elif not self._keys:  # others have just asked, as many processes do when they start together
            time.sleep(_OTHERS_NEED_SECONDS)
            self._take_over_what_others_fetched()
        return self._satisfies(kid)

    def _fetch(self) -> None:
        try:
            status, document = call("GET", self._url)
        except ProviderUnavailable as error:
            logger.warning("the identity provider's keys cannot be fetched: %s", error)
            return
        now = self._clock()
        if status == 200 and self._take_over(document, now):
            self._share(document, now)
        else:
            logger.warning("the identity provider answers no keys: %s", status)

    def _satisfies(self, kid: str) -> bool:
        return kid in self._keys and self._is_fresh()

    def _is_fresh(self) -> bool:
        return self._clock() - self._fetched < FRESH_SECONDS

    def _may_fetch(self) -> bool:
        now = self._clock()
        if len(self._attempts) == FETCHES and now - self._attempts[0] < FETCH_WINDOW_SECONDS:
            return False
        name = f"keys:{self._name}"
        if windows.seconds_to_wait(name, limit=FETCHES, seconds=FETCH_WINDOW_SECONDS, now=now):
            return False
        self._attempts.append(now)
        return True

    def _take_over(self, document: Any, fetched: float) -> bool:
        keys = dict(_usable(document))
        if keys:
            self._keys, self._fetched = keys, fetched
        return bool(keys)

    def _take_over_what_others_fetched(self) -> None:
        try:
            document, fetched = cache.get(f"keys:{self._name}") or (None, 0.0)
        except RedisError:
            return
        if self._fetched < fetched <= self._clock():
            self._take_over(document, fetched)

    def _share(self, document: Any, fetched: float) -> None:
        try:
            cache.set(f"keys:{self._name}", (document, fetched), timeout=None)
        except RedisError as error:
            logger.info("the identity provider's keys are not shared: %s", type(error).__name__)


def _usable(document: Any) -> Iterator[tuple[str, RSAPublicKey]]:
    """Read the RSA keys for signatures; whatever else stands in the set is none of ours."""
    rows = document.get("keys") if isinstance(document, dict) else None
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or not row.get("kid") or not isinstance(row["kid"], str):
            continue
        if row.get("use") != "sig" or row.get("alg", "RS256") != "RS256" or "d" in row:
            continue
        try:
            key = RSAAlgorithm.from_jwk(row)
        except (jwt.InvalidKeyError, ValueError, TypeError):
            continue
        if isinstance(key, RSAPublicKey) and key.key_size >= _MIN_BITS:
            yield row["kid"], key
