"""The only door to what customers send: files of our own account at Twilio, within a size and a time, never stored."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from django.conf import settings

from kavakbot.errors import KavakbotError

MOST_BYTES = 16 * 1024 * 1024  # WhatsApp's own limit
_MOST_REDIRECTS = 2
_CHUNK = 64 * 1024
# Where Twilio keeps files; its API answers with a short-lived address there, which needs no credentials.
_STORE = ".twiliocdn.com"
_API = "https://api.twilio.com"


class MediaRefused(KavakbotError):
    """The file is not one of ours to fetch, or is too large."""

    code = "media_refused"


class MediaUnavailable(KavakbotError):
    """The file could not be fetched in time."""

    code = "media_unavailable"
    retryable = True


@dataclass(frozen=True)
class File:
    """A customer's file, in memory only."""

    content: bytes
    content_type: str


def is_ours(url: str) -> bool:
    """Whether an address is a file of our own account, at exactly the API that is configured."""
    base = urlsplit(settings.TWILIO_API_BASE_URL.rstrip("/") or _API)
    parts = urlsplit(url)
    same_door = (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
    folder = f"{base.path}/2010-04-01/Accounts/{settings.TWILIO_ACCOUNT_SID}/"
    plain = ".." not in parts.path and "%" not in parts.path and "\\" not in url
    return bool(settings.TWILIO_ACCOUNT_SID) and same_door and plain and parts.path.startswith(folder)


def may_follow(url: str) -> bool:
    """Whether Twilio may send us on to an address: its own store of files, over https, or another file of ours."""
    parts = urlsplit(url)
    at_store = parts.scheme == "https" and parts.netloc.endswith(_STORE) and parts.netloc == parts.hostname
    return at_store or is_ours(url)


def fetch(url: str) -> File:
    """Download a file; raises MediaRefused or MediaUnavailable."""
    if not is_ours(url):
        raise MediaRefused
    deadline = time.monotonic() + settings.WHATSAPP_TIMEOUT_SECONDS
    for _ in range(_MOST_REDIRECTS + 1):
        with _asked("GET", url) as answer:
            if not answer.is_redirect:
                return File(_body(answer, deadline), answer.headers.get("Content-Type", ""))
            url = requests.compat.urljoin(url, answer.headers["Location"])
        if not may_follow(url):
            raise MediaRefused("Twilio sent us on to an address that is not its own")
    raise MediaRefused("too many redirects")


def forget(url: str) -> None:
    """Delete a file at Twilio, where it would be kept for ever; raises MediaRefused or MediaUnavailable."""
    if not is_ours(url):
        raise MediaRefused
    with _asked("DELETE", url):
        pass


@contextmanager
def _asked(method: str, url: str) -> Iterator[requests.Response]:
    """Ask for a file; our credentials go to the API only, never to where it sends us on."""
    auth = (settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN) if is_ours(url) else None
    seconds = settings.WHATSAPP_TIMEOUT_SECONDS
    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxy and no .netrc stands between us and Twilio
            answer = session.request(method, url, auth=auth, stream=True, timeout=seconds, allow_redirects=False)
            if answer.status_code >= 400:
                raise MediaUnavailable(f"http {answer.status_code}")
            yield answer
    except requests.RequestException as error:
        raise MediaUnavailable(type(error).__name__) from error


def _body(answer: requests.Response, deadline: float) -> bytes:
    """Read a body that may be endless, or drip."""
    content = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise MediaRefused("the file is too large")
        if time.monotonic() > deadline:
            raise MediaUnavailable("the file drips")
    return bytes(content)
