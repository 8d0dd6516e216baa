"""No trick leads the door to an address that it may not visit: whoever listens there hears nothing.

The door trusts 127.0.0.1 only; listeners stand on its neighbours, on the same port. Names resolve by the test's own
resolver, literals as the C library would read them, so that a vector which passed the policy would really connect.
"""

import socket

import pytest

from kavakbot.errors import KavakbotError
from knowledge.scraping.connecting import HostUnknown, resolve
from knowledge.scraping.fetch import Door
from knowledge.scraping.guard import AddressForbidden, Policy
from knowledge.tests.hostile import TRUSTED, HostileServer, forbidden_listeners, html, redirect, says

PUBLIC_NAME = "pagina.example.mx"
# What a name means in these tests; loopback only, whoever errs.
NAMES = {
    PUBLIC_NAME: [TRUSTED],
    "interna.example.mx": ["127.0.0.2"],
    "interna6.example.mx": ["::1"],
    "disfrazada.example.mx": ["::ffff:127.0.0.2"],
    "confiada.example.mx": ["::ffff:127.0.0.1"],
    "mezclada.example.mx": [TRUSTED, "127.0.0.2"],
    "mezclada6.example.mx": [TRUSTED, "::1"],
    "al-reves.example.mx": ["127.0.0.3", TRUSTED],
    "localhost": ["127.0.0.2"],
    "localhost.localdomain": ["127.0.0.2"],
    "redis": ["127.0.0.2"],
    "metadata.google.internal": ["127.0.0.2"],
    "127.0.0.2.nip.example.mx": ["127.0.0.2"],
    "xn--pea-8ma.mx": ["127.0.0.2"],
}
# {p} is the port of the trusted server and of every listener.
VECTORS = [
    # addresses, as any resolver would spell them
    "http://127.0.0.2:{p}/", "http://127.2:{p}/", "http://127.0.2:{p}/", "http://2130706434:{p}/",
    "http://0x7f000002:{p}/", "http://0x7f.2:{p}/", "http://0X7F.0.0.2:{p}/", "http://0177.0.0.2:{p}/",
    "http://017700000002:{p}/", "http://0x7f.0.0.02:{p}/", "http://127.0.0.2.:{p}/", "http://127.0.0.002:{p}/",
    "http://127。0。0。2:{p}/", "http://１２７.0.0.2:{p}/", "http://①②⑦.0.0.2:{p}/", "http://127.0.0.%32:{p}/",
    # IPv6 and IPv4 in its clothes
    "http://[::1]:{p}/", "http://[0:0:0:0:0:0:0:1]:{p}/", "http://[::ffff:127.0.0.2]:{p}/",
    "http://[::ffff:7f00:2]:{p}/", "http://[0:0:0:0:0:ffff:127.0.0.2]:{p}/", "http://[::127.0.0.2]:{p}/",
    "http://[64:ff9b::127.0.0.2]:{p}/", "http://[64:ff9b::7f00:2]:{p}/", "http://[2002:7f00:2::]:{p}/",
    "http://[::1%25lo]:{p}/", "http://[::1%lo]:{p}/", "http://[::]:{p}/", "http://[::ffff:0:127.0.0.2]:{p}/",
    # names
    "http://localhost:{p}/", "http://LOCALHOST.:{p}/", "http://localhost.localdomain:{p}/", "http://redis:{p}/",
    "http://interna.example.mx:{p}/", "http://interna.example.mx.:{p}/", "http://INTERNA.example.mx:{p}/",
    "http://interna6.example.mx:{p}/", "http://disfrazada.example.mx:{p}/", "http://confiada.example.mx:{p}/",
    "http://mezclada.example.mx:{p}/", "http://mezclada6.example.mx:{p}/", "http://al-reves.example.mx:{p}/",
    "http://metadata.google.internal:{p}/computeMetadata/v1/", "http://127.0.0.2.nip.example.mx:{p}/",
    "http://peña.mx:{p}/", "http://xn--pea-8ma.mx:{p}/",
    # users, and parsers that disagree on where the host ends
    "http://user@127.0.0.2:{p}/", "http://pagina.example.mx@127.0.0.2:{p}/", "http://a:b@127.0.0.2:{p}/",
    "http://@127.0.0.2:{p}/", "http://pagina.example.mx:{p}@127.0.0.2:{p}/", "http://127.0.0.2:{p}\\@pagina.example.mx/",
    "http://pagina.example.mx:{p}\\@127.0.0.2:{p}/", "http://127.0.0.2:{p}#@pagina.example.mx/",
    "http://127.0.0.2:{p}?@pagina.example.mx/", "http://127.0.0.2 @pagina.example.mx:{p}/",
    "http://pagina.example.mx\t@127.0.0.2:{p}/", "http://127.0.0.2:{p}／@pagina.example.mx/",
    "http://127.0.0.2%2f@pagina.example.mx:{p}/", "http://127.0.0.2%00.example.mx:{p}/", "http:127.0.0.2:{p}/",
    "http:///127.0.0.2:{p}/", "http:/\\127.0.0.2:{p}/", "//127.0.0.2:{p}/", "http://127.0.0.2:{p}\r\nHost: x/",
    "http://*.127.0.0.2:{p}/", "http://127.0.0.2,pagina.example.mx:{p}/",
    # other schemes and ports
    "ftp://127.0.0.2:{p}/", "gopher://127.0.0.2:{p}/_x", "file://127.0.0.2/etc/passwd", "dict://127.0.0.2:{p}/",
    "ws://127.0.0.2:{p}/", "https://127.0.0.2:{p}/", "unix://127.0.0.2:{p}/", "http+unix://127.0.0.2:{p}/",
    "javascript:fetch('http://127.0.0.2:{p}/')", "http://127.0.0.2/", "http://pagina.example.mx:22/",
]  # fmt: skip


def resolver(host, port):
    if host.lower() in NAMES:
        return NAMES[host.lower()]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError) as error:
        raise HostUnknown from error
    return [entry[4][0] for entry in found]


@pytest.fixture(scope="module")
def site():
    """A trusted server that redirects to what its query asks for, with listeners around it."""

    def script(connection):
        line = site.requests[-1].split(b" ")[1].decode()
        number = line.partition("?")[2]
        connection.sendall(redirect(VECTORS[int(number)].format(p=site.port)) if number else html())

    with HostileServer(script) as site, forbidden_listeners(site.port) as listeners:
        site.listeners = listeners
        yield site


def heard(site):
    return sum(listener.count() for listener in site.listeners)


def door(site, **fields):
    return site.door(resolve=resolver, max_seconds=2.0, **fields)


def test_the_listeners_do_hear_whom_the_policy_lets_through(site):
    before = heard(site)
    for address, host in (("127.0.0.2", "2130706434"), ("::1", "[::1]"), ("127.0.0.3", "127.0.0.3")):
        lax = Policy(frozenset({site.port}), frozenset({TRUSTED, address}))
        with pytest.raises(KavakbotError):
            Door(lax, lambda host, port, address=address: [address], 0.3).fetch(site.url())
        assert resolver(host.strip("[]"), site.port) == [address]
    assert heard(site) == before + 3


def test_there_are_sixty_vectors_or_more():
    assert len(set(VECTORS)) >= 60


@pytest.mark.parametrize("vector", VECTORS)
def test_a_url_that_means_harm_reaches_nobody(site, vector):
    before, asked = heard(site), len(site.requests)
    with pytest.raises(KavakbotError):
        door(site).fetch(vector.format(p=site.port))
    assert heard(site) == before
    assert len(site.requests) == asked


@pytest.mark.parametrize("number", range(len(VECTORS)), ids=lambda number: VECTORS[number])
def test_a_redirect_that_means_harm_reaches_nobody(site, number):
    """Some are, as a location, a path of the honest site; then that is where the door goes, or it refuses."""
    before = heard(site)
    url = url_or_none(lambda: door(site).fetch(site.url(f"/?{number}", host=PUBLIC_NAME)))
    assert url is None or url.startswith(site.url("/", host=PUBLIC_NAME))
    assert heard(site) == before


@pytest.mark.parametrize("vector", VECTORS[::4])
def test_a_robots_txt_that_leads_to_harm_reaches_nobody(vector):
    with HostileServer(says(html())) as server, forbidden_listeners(server.port) as listeners:
        server.robots = says(redirect(vector.format(p=server.port)))
        url = url_or_none(lambda: server.door(resolve=resolver).fetch(server.url(host=PUBLIC_NAME)))
        assert url in (None, server.url(host=PUBLIC_NAME))
        assert [listener.count() for listener in listeners] == [0, 0, 0]


def url_or_none(fetch):
    try:
        return fetch().url
    except KavakbotError:
        return None


def test_a_name_that_changes_its_mind_reaches_nobody(site):
    """Rebinding: the name is asked once, and the connections go where the answer was checked."""
    before, asked = heard(site), []

    def rebinding(host, port):
        asked.append(host)
        return [TRUSTED] if len(asked) == 1 else ["127.0.0.2"]

    page = site.door(resolve=rebinding).fetch(site.url(host=PUBLIC_NAME))
    assert page.body == b"<p>hola</p>"
    assert asked == [PUBLIC_NAME]
    with pytest.raises(AddressForbidden):
        site.door(resolve=rebinding).fetch(site.url(host=PUBLIC_NAME))
    assert heard(site) == before


def test_the_real_resolver_says_where_a_local_name_leads_and_the_policy_refuses_it():
    for address in resolve("localhost", 80):
        with pytest.raises(AddressForbidden):
            Policy().check_address(address)
