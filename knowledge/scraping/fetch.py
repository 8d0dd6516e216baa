"""The only door through which a page is fetched: checked, pinned, bounded in time and size, and by robots.txt.

Every hop is checked anew: the URL by the policy, then every address its host resolves to; the connection then goes to
exactly the addresses that were checked, so that a name that changes its mind in between gains nothing.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass

import requests
from django.conf import settings
from protego import Protego
from urllib3.exceptions import HTTPError

from kavakbot.errors import KavakbotError
from knowledge.scraping import connecting, robots
from knowledge.scraping.connecting import Deadline, PageTimeout, PageTooLarge, PinnedAdapter, Resolve, Route
from knowledge.scraping.guard import PUBLIC, Policy, Target

MAX_SECONDS = 10.0
MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 3
MAX_ETAG_CHARS = 300
MAX_LAST_MODIFIED_CHARS = 60

_CONTENT_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:+-]{1,40})""", re.ASCII | re.IGNORECASE)
# One layer only: a page packed twice is a bomb, not a page.
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_HEADERS = {
    "User-Agent": f"{robots.AGENT}/1.0 (knowledge ingestion)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_READ_BYTES = 64 * 1024


class TooManyRedirects(KavakbotError):
    """The page redirects too often."""

    code = "too_many_redirects"


class PageNotText(KavakbotError):
    """What answered is not a page of text."""

    code = "page_not_text"


class EncodingRefused(KavakbotError):
    """The page came packed in a way that was not asked for."""

    code = "encoding_refused"


class PageUnavailable(KavakbotError):
    """The site did not deliver the page."""

    code = "page_unavailable"
    retryable = True


@dataclass(frozen=True)
class Validators:
    """What a site calls a version of a page (`ETag`, `Last-Modified`), to ask whether it has another; "" is none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """A page as it arrived; `charset` is what its header claims, in lower case, and may be no codec at all."""

    body: bytes
    content_type: str
    charset: str
    validators: Validators  # none when the page was reached by a redirect
    url: str  # where it was found, after redirects


@dataclass(frozen=True)
class NotModified:
    """The page is still the version that is known."""


def configured() -> "Door":
    """Return the door that the settings describe."""
    return Door(Policy(allowed_domains=frozenset(domain.lower() for domain in settings.KNOWLEDGE_ALLOWED_DOMAINS)))


def fetch(url: str, *, known: Validators = Validators()) -> Fetched | NotModified:
    """Return the public page at `url`, unless it is still the `known` version; raise a named error otherwise."""
    return configured().fetch(url, known=known)


@dataclass(frozen=True)
class Door:
    """What is allowed through; tests hand in their own policy, resolver and authorities, and nothing else differs."""

    policy: Policy = PUBLIC
    resolve: Resolve = connecting.resolve
    max_seconds: float = MAX_SECONDS
    max_bytes: int = MAX_BYTES
    authorities: str | None = None  # a file of certificates; None: those that `requests` ships

    def fetch(self, url: str, *, known: Validators = Validators()) -> Fetched | NotModified:
        """Return the page at `url`, after at most three redirects, unless it is still the `known` version."""
        with Deadline(self.max_seconds) as deadline:
            return _Visit(self, deadline).read(self.policy.check_url(url), known)


class _Visit:
    """One page on its way through the door: until when, and which rules its sites have shown so far."""

    def __init__(self, door: Door, deadline: Deadline) -> None:
        self._door = door
        self._deadline = deadline
        self._rules: dict[str, Protego] = {}

    def read(self, target: Target, known: Validators) -> Fetched | NotModified:
        first = target
        for _ in range(MAX_REDIRECTS + 1):
            route = self._route(target)
            self._obey(target, route)
            # Validators speak for the URL that was asked: the page behind a redirect may be another one next time.
            condition = _condition(known) if target == first else {}
            with self._ask(target, route, condition) as response:
                if condition and response.status_code == requests.codes.not_modified:
                    return NotModified()
                if not response.is_redirect:
                    return self._page(response, target, moved=target != first)
                target = self._following(response, target)
        raise TooManyRedirects

    def _obey(self, target: Target, route: Route) -> None:
        if target.origin not in self._rules:
            self._rules[target.origin] = self._rules_of(target, route)
        robots.check(self._rules[target.origin], target.url)

    def _rules_of(self, target: Target, route: Route) -> Protego:
        """Read the rules of a site that resolves; one that is down is a page that is not delivered, not a refusal."""
        try:
            return self._read_rules(Target(target.scheme, target.host, target.port, "/robots.txt"), route)
        except (PageTimeout, PageUnavailable):
            raise
        except KavakbotError as error:
            raise robots.RobotsUnavailable(f"robots.txt: {error.detail}") from error

    def _read_rules(self, target: Target, route: Route) -> Protego:
        for _ in range(robots.MAX_REDIRECTS + 1):
            with self._ask(target, route, {"Accept": "text/plain"}) as response:
                if not response.is_redirect:
                    return self._rules_in(response)
                target = self._following(response, target)
            route = self._route(target)
        return robots.parse(b"")  # RFC 9309: as if there were none

    def _rules_in(self, response: requests.Response) -> Protego:
        status = response.status_code
        if requests.codes.multiple_choices <= status < requests.codes.server_error:
            return robots.parse(b"")
        if not requests.codes.ok <= status < requests.codes.multiple_choices:
            raise robots.RobotsUnavailable(f"The site answered {status} for robots.txt.")
        return robots.parse(self._body(response, robots.MAX_BYTES))

    def _route(self, target: Target) -> Route:
        door = self._door
        return connecting.route_to(target, policy=door.policy, resolve=door.resolve, deadline=self._deadline)

    def _following(self, response: requests.Response, target: Target) -> Target:
        location = response.headers["location"].encode("latin-1").decode("utf-8", "replace")  # as browsers read it
        return self._door.policy.check_redirect(target, location)

    @contextmanager
    def _ask(self, target: Target, route: Route, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """Send one request; whatever fails on the network until the block ends has a name."""
        verify = self._door.authorities or True
        try:
            request = requests.Request("GET", target.url, headers={**_HEADERS, **headers}).prepare()
            # No session: nothing of the environment, no cookies, no redirects of its own.
            with closing(PinnedAdapter(route)) as adapter:
                seconds = self._deadline.remaining_seconds()
                with closing(adapter.send(request, stream=True, timeout=seconds, verify=verify)) as response:
                    self._deadline.check()  # headers that were cut by the deadline look complete
                    yield response
        except (requests.RequestException, HTTPError, OSError) as error:
            self._deadline.check()
            raise PageUnavailable(f"The site did not deliver the page: {type(error).__name__}.") from error

    def _page(self, response: requests.Response, target: Target, *, moved: bool) -> Fetched:
        if response.status_code != requests.codes.ok:
            raise PageUnavailable(f"The site answered {response.status_code}.")
        declared = response.headers.get("content-type", "")
        content_type = declared.partition(";")[0].strip().lower()
        if content_type not in _CONTENT_TYPES:
            raise PageNotText
        charset = _CHARSET.search(declared)
        body = self._body(response, self._door.max_bytes)
        if len(body) > self._door.max_bytes:
            raise PageTooLarge
        validators = Validators() if moved else _validators(response)
        return Fetched(body, content_type, charset[1].lower() if charset else "", validators, target.url)

    def _body(self, response: requests.Response, max_bytes: int) -> bytes:
        """Return the decoded body, or a little more than `max_bytes` of it."""
        if response.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
            raise EncodingRefused
        body = bytearray()
        for part in response.raw.stream(_READ_BYTES, decode_content=True):
            body += part
            self._deadline.check()
            if len(body) > max_bytes:
                break
        self._deadline.check()  # a connection cut by the deadline may look like an end
        return bytes(body)


def _condition(known: Validators) -> dict[str, str]:
    etag, last_modified = _sent(known.etag, MAX_ETAG_CHARS), _sent(known.last_modified, MAX_LAST_MODIFIED_CHARS)
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def _validators(response: requests.Response) -> Validators:
    return Validators(
        etag=_sent(response.headers.get("etag", ""), MAX_ETAG_CHARS),
        last_modified=_sent(response.headers.get("last-modified", ""), MAX_LAST_MODIFIED_CHARS),
    )


def _sent(value: str, max_chars: int) -> str:
    """Return a validator that can be sent back as it is, or nothing: no line breaks, and not cut either."""
    return value if len(value) <= max_chars and value.isascii() and value.isprintable() else ""
