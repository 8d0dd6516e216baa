"""Whatever URL is tried, the host that is checked is the host that is asked, and refusals have a name."""

from urllib.parse import urlsplit

import requests  # noqa: TID251 - the sender's own reading of a URL
from hypothesis import example, given, settings
from hypothesis import strategies as st
from urllib3.util import parse_url

from knowledge.scraping.guard import PUBLIC, AddressForbidden, Target, UrlForbidden

PIECES = (
    "http", "https", "HTTP", "ftp", ":", "//", "/", "\\", "@", "#", "?", "%", "%00", "%2e", "%40", "%2f", "[", "]",
    "::1", "kavak.com", "evil.mx", "127.0.0.1", "2130706433", "0x7f.1", "localhost", "xn--pea-8ma", "xn--", "ñ", "ⓚ",
    "ß", "。", "．", "／", "＠", "\u200d", "\u0301", ".", "..", "-", "_", "*", ",", ";", "=", "&", "~", "80", "443",
    "８０", "0", " ", "\t", "\r\n", "\x00", "\u2028", "\ud800", "user:pass", "[fe80::1%25eth0]", "[::ffff:8.8.8.8]",
    "8.8.8.8", "A" * 70, "a." * 40,
)  # fmt: skip
hosts = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
assembled = st.builds(
    lambda scheme, host, rest: f"{scheme}://{host}{rest}",
    st.sampled_from(["http", "https", "HtTpS"]),
    st.one_of(hosts, st.text(max_size=20)),
    st.one_of(hosts, st.text(max_size=20)),
)
urls = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join), assembled)


def check(try_it):
    try:
        return try_it()
    except (UrlForbidden, AddressForbidden):
        return None


def assert_all_parsers_agree(target):
    prepared = requests.Request("GET", target.url).prepare()
    for url in (target.url, prepared.url):
        split, parsed = urlsplit(url), parse_url(url)
        default = 443 if target.scheme == "https" else 80
        assert split.hostname == parsed.host.strip("[]") == target.host
        assert (split.port or default) == (parsed.port or default) == target.port
        assert split.scheme == parsed.scheme == target.scheme
        assert "@" not in split.netloc
        assert split.netloc == target.origin.partition("://")[2]
    assert prepared.path_url.startswith("/")
    assert not prepared.path_url.startswith("//")
    assert target.url.isascii()
    assert target.url.isprintable()
    target.host.encode("idna")  # as TLS and the resolver will


@settings(max_examples=1500, deadline=None)
@given(urls)
@example("http://kavak.com\\@127.0.0.1/")
@example("http://kavak.com#@127.0.0.1/")
@example("http://kavak.com?@127.0.0.1/")
@example("http://127。0。0。1/")
@example("https://kavak.com//evil.mx//..//x")
@example("https://kavak.com/%zz%41")
def test_the_host_that_passes_is_the_host_that_every_parser_sends_to(url):
    target = check(lambda: PUBLIC.check_url(url))
    if target is not None:
        assert_all_parsers_agree(target)
        assert PUBLIC.check_url(target.url) == target


@settings(max_examples=500, deadline=None)
@given(urls)
def test_a_redirect_passes_the_same_test(location):
    target = check(lambda: PUBLIC.check_redirect(Target("http", "kavak.com", 80, "/a"), location))
    if target is not None:
        assert_all_parsers_agree(target)
