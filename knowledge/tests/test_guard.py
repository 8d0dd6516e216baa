"""What may be visited: a table of addresses and URLs, all of them pure."""

import pytest

from knowledge.scraping.guard import (
    MAX_URL_CHARS,
    PUBLIC,
    AddressForbidden,
    DomainNotAllowed,
    InsecureRedirect,
    Policy,
    Target,
    UrlForbidden,
)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7",
        "203.0.113.9", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "100::1", "3fff::1", "5f00::1",
        "168.63.129.16", "::ffff:168.63.129.16", "::ffff:0:169.254.169.254", "64:ff9b::169.254.169.254", "fd20:ce::254",
    ],
)  # fmt: skip
def test_addresses_that_are_not_on_the_public_internet_are_refused(address):
    with pytest.raises(AddressForbidden):
        PUBLIC.check_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "201.147.98.2", "2806:1000::1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_pass(address):
    PUBLIC.check_address(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "kavak.com", "//kavak.com", "ftp://kavak.com/", "file:///etc/passwd", "gopher://kavak.com/",
        "data:text/html,x",
        "javascript:alert(1)", "http:///x", "http://", "https://user@kavak.com/", "https://user:pass@kavak.com/",
        "https://kavak.com:8080/", "https://kavak.com:22/", "http://kavak.com:0/", "http://kavak.com:99999/",
        "http://kavak.com:port/", "http://kavak.com\\@127.0.0.1/", "http://kavak.com /", "http://ka\tvak.com/",
        "http://kavak.com/\r\nHost: x", "http://[::1/", "http://[fe80::1%25eth0]/", "http://kavak%2ecom/",
        "http://kavak.com\u200b/", "\ud800", "http://@kavak.com/", "http://kavak.com:80@evil.mx/", "http://kavak..com/",
        "http://.kavak.com/", "http://kavak.com../", "http://*.kavak.com/", "http://kavak.com:８０/", "http:kavak.com",
        "http:/kavak.com/", "http:////kavak.com/", "http://[8.8.8.8]/", "http://[v1.x]/", "http://kavak.com[/",
        "http://１２７.０.０.１/", "http://ⓚavak.com/", "http://kavak.com／@evil.mx/", "http://kavak\uff0ecom/",
        "http://" + "a" * 64 + ".mx/", "http://" + "a." * 127 + "mx/", " http://kavak.com/", "http://kavak.com/\x00",
        "http://[::ffff:127.0.0.1%251]/", "http://xn--\u0301.mx/", "http://127。0。0。1/", "http://ka,vak.com/", "http://kavak.com;x/",
    ],
)  # fmt: skip
def test_urls_of_another_kind_are_refused(url):
    with pytest.raises(UrlForbidden):
        PUBLIC.check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.1/", "http://0/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/",
        "http://0177.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
        "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1./", "http://localhost/", "http://localhost./",
        "http://redis/", "http://192.168.0.1:80/", "https://[fd00::1]:443/", "http://[64:ff9b::a9fe:a9fe]/",
        "http://017700000001/", "http://0x7f.0x0.0x0.0x1/", "http://127.0.1/", "http://127.0.0.1./",
        "http://[0:0:0:0:0:ffff:a9fe:a9fe]/", "http://[::]/", "http://LOCALHOST/",
        "http://example.0x7f000001/", "http://0x/", "http://kavak.1/", "http://[::127.0.0.1]/", "http://168.63.129.16/",
    ],
)  # fmt: skip
def test_literal_addresses_are_refused_in_every_spelling(url):
    with pytest.raises(AddressForbidden):
        PUBLIC.check_url(url)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://www.kavak.com/mx/blog?x=1#y", Target("https", "www.kavak.com", 443, "/mx/blog?x=1")),
        ("http://kavak.com", Target("http", "kavak.com", 80)),
        ("http://kavak.com:443/", Target("http", "kavak.com", 443)),
        ("HTTPS://WWW.KAVAK.COM./", Target("https", "www.kavak.com", 443)),
        ("https://8.8.8.8/", Target("https", "8.8.8.8", 443)),
        ("https://[2606:4700:0::1111]", Target("https", "2606:4700::1111", 443)),
        ("https://[::ffff:8.8.8.8]/", Target("https", "::ffff:808:808", 443)),
        ("https://peña.mx/año?q=ñ", Target("https", "xn--pea-8ma.mx", 443, "/a%C3%B1o?q=%C3%B1")),
        ("https://kavak.com?x", Target("https", "kavak.com", 443, "/?x")),
        ("https://kavak.com/a/../b/%7e", Target("https", "kavak.com", 443, "/b/%7E")),
        ("https://kavak.com//evil.mx/@x", Target("https", "kavak.com", 443, "/evil.mx/@x")),
        ("https://kavak.com:/", Target("https", "kavak.com", 443)),
    ],
)
def test_ordinary_urls_pass_and_come_apart(url, target):
    assert PUBLIC.check_url(url) == target


def test_a_target_is_asked_for_in_one_spelling():
    assert PUBLIC.check_url("HTTP://Kavak.COM.:443#x").url == "http://kavak.com:443/"
    assert PUBLIC.check_url("https://[2606:4700:0::1111]:443/").url == "https://[2606:4700::1111]/"


def test_a_url_has_a_longest_length():
    longest = "https://kavak.com/".ljust(MAX_URL_CHARS, "a")
    PUBLIC.check_url(longest)
    with pytest.raises(UrlForbidden):
        PUBLIC.check_url(longest + "a")


def test_trust_opens_one_address_and_not_its_neighbour():
    policy = Policy(ports=frozenset({8080}), trusted_addresses=frozenset({"127.0.0.1"}))
    policy.check_address("127.0.0.1")
    for neighbour in ("127.0.0.2", "::ffff:127.0.0.1", "::1"):
        with pytest.raises(AddressForbidden):
            policy.check_address(neighbour)


@pytest.mark.parametrize("host", ["kavak.com", "www.kavak.com", "a.b.kavak.com", "KAVAK.com.", "xn--pea-8ma.mx"])
def test_an_allowed_domain_covers_what_is_below_it(host):
    Policy(allowed_domains=frozenset({"kavak.com", "xn--pea-8ma.mx"})).check_url(f"https://{host}/")


@pytest.mark.parametrize(
    "host", ["notkavak.com", "kavak.com.mx", "com", "kavak.com.evil.mx", "8.8.8.8", "[2606:4700::1]"]
)
def test_a_public_host_outside_the_allowed_domains_is_refused(host):
    with pytest.raises((DomainNotAllowed, AddressForbidden)):
        Policy(allowed_domains=frozenset({"kavak.com"})).check_url(f"https://{host}/")


def test_a_redirect_is_relative_to_where_it_stands_and_never_leaves_https():
    secure, plain = PUBLIC.check_url("https://kavak.com/a/b"), PUBLIC.check_url("http://kavak.com/a/b")
    assert PUBLIC.check_redirect(secure, "/c").url == "https://kavak.com/c"
    assert PUBLIC.check_redirect(secure, "//www.kavak.com/c").url == "https://www.kavak.com/c"
    assert PUBLIC.check_redirect(plain, "https://kavak.com/c").url == "https://kavak.com/c"
    for location in ("http://kavak.com/b", "HTTP://kavak.com/b", "http://kavak.com:443/b"):
        with pytest.raises(InsecureRedirect):
            PUBLIC.check_redirect(secure, location)


@pytest.mark.parametrize("location", ["http://[", "//[::1", "http://[x]/", "javascript:alert(1)", "//a@b.mx/", "/a b"])
def test_a_redirect_to_what_is_no_url_is_refused_by_name(location):
    with pytest.raises(UrlForbidden):
        PUBLIC.check_redirect(Target("http", "kavak.com", 80), location)
