"""Posts a message to a public https address, checked and pinned as a page's is; of the answer only the head is read."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

import requests
from urllib3.exceptions import HTTPError

from kavakbot.errors import KavakbotError
from knowledge.scraping import connecting
from knowledge.scraping.connecting import Deadline, PinnedAdapter, Resolve, Route
from knowledge.scraping.guard import PUBLIC, Policy, Target, UrlForbidden

MAX_SECONDS = 10.0


class PostUnanswered(KavakbotError):
    """Nobody took the message in."""

    code = "post_unanswered"
    retryable = True


@dataclass(frozen=True)
class Post:
    """A way to post; tests hand in their own policy, resolver and authorities, and nothing else differs."""

    policy: Policy = PUBLIC
    resolve: Resolve = connecting.resolve
    max_seconds: float = MAX_SECONDS
    authorities: str | None = None  # a file of certificates; None: those that `requests` ships
    plain_http: bool = False

    def check(self, url: str) -> Target:
        """Return the parts of an address that may be posted to, or raise `UrlForbidden` or `AddressForbidden`."""
        target = self.policy.check_url(url)
        if target.scheme != "https" and not self.plain_http:
            raise UrlForbidden
        return target

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Post `body` and return the status; a redirect is a status like another. Raises KavakbotError."""
        target = self.check(url)
        with Deadline(self.max_seconds) as deadline:
            route = connecting.route_to(target, policy=self.policy, resolve=self.resolve, deadline=deadline)
            return self._status(target, route, body, headers)

    def _status(self, target: Target, route: Route, body: bytes, headers: Mapping[str, str]) -> int:
        seconds = route.deadline.remaining_seconds()
        # No session: nothing of the environment, no cookies, no redirects of its own.
        request = requests.Request("POST", target.url, data=body, headers=dict(headers)).prepare()
        try:
            with (
                closing(PinnedAdapter(route)) as adapter,
                closing(
                    adapter.send(request, stream=True, timeout=seconds, verify=self.authorities or True)
                ) as response,
            ):
                route.deadline.check()  # headers that were cut by the deadline look complete
                return int(response.status_code)
        except (requests.RequestException, HTTPError, OSError) as error:
            route.deadline.check()
            raise PostUnanswered(f"Nobody took the message in: {type(error).__name__}.") from error
