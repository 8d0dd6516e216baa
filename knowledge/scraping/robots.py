"""What a site's robots.txt lets us read, as RFC 9309 has it."""

import re

from protego import Protego

from kavakbot.errors import KavakbotError

AGENT = "kavakbot"
MAX_BYTES = 512 * 1024  # what comes after is ignored
MAX_REDIRECTS = 5

_AGENT_LINE = re.compile(r"\s*user[\s-]*agent\b[\s:]*([\w*-]*)", re.IGNORECASE)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class RobotsDisallowed(KavakbotError):
    """The site's robots.txt does not let us read the page."""

    code = "robots_disallowed"


class RobotsUnavailable(KavakbotError):
    """The site's robots.txt could not be read, so that nothing of the site may be."""

    code = "robots_unavailable"
    retryable = True


def parse(body: bytes) -> Protego:
    """Return the rules of a robots.txt, whatever it holds; nothing in it means that all is allowed."""
    lines = _text(body[:MAX_BYTES]).splitlines()
    return Protego.parse("\n".join(_with_agent_in_short(line) for line in lines))


def check(rules: Protego, url: str) -> None:
    """Raise `RobotsDisallowed` unless `rules` let us read `url`."""
    if not rules.can_fetch(url, AGENT):
        raise RobotsDisallowed


def _text(body: bytes) -> str:
    """Decode by what is there, not by what is declared: the syntax is ASCII, and some codecs take minutes."""
    if body.startswith(_UTF16_MARKS):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _with_agent_in_short(line: str) -> str:
    """Name all other agents alike: Protego keeps each rule once per agent, and thousands of both would be gigabytes."""
    agent = _AGENT_LINE.match(line)
    if agent is None:
        return line
    name = agent[1].lower()
    return f"user-agent: {name if name in {'*', AGENT} else 'other'}"
