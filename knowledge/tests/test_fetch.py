"""The door to the web, against real loopback servers that answer as sites do."""

import gzip
import socket
import time
import zlib

import pytest
from werkzeug import Response

from knowledge.scraping.connecting import HostUnknown, PageTimeout, PageTooLarge, resolve
from knowledge.scraping.fetch import (
    MAX_BYTES,
    Door,
    EncodingRefused,
    Fetched,
    NotModified,
    PageNotText,
    PageUnavailable,
    TooManyRedirects,
    Validators,
    configured,
)
from knowledge.scraping.guard import AddressForbidden, DomainNotAllowed, Policy, UrlForbidden

HTML = "text/html; charset=utf-8"
DATE = "Wed, 21 Oct 2015 07:28:00 GMT"


def test_a_page_arrives_whole_and_the_site_sees_its_own_name(httpserver, door, page_url):
    httpserver.expect_request("/sedes").respond_with_data("<p>Guadalajara</p>", content_type=HTML)
    assert door.fetch(page_url("/sedes")).body == b"<p>Guadalajara</p>"
    request, _ = httpserver.log[-1]
    assert request.headers["Host"] == f"paginas.example.mx:{httpserver.port}"
    assert "kavakbot" in request.headers["User-Agent"]


def test_a_page_comes_with_what_is_known_about_it(httpserver, door, page_url):
    headers = {"ETag": 'W/"7"', "Last-Modified": DATE}
    content_type = 'text/HTML; Charset="ISO-8859-1"'
    httpserver.expect_request("/a").respond_with_data(b"a\xf1o", content_type=content_type, headers=headers)
    assert door.fetch(page_url("/a#x").replace("paginas", "PAGINAS")) == Fetched(
        body=b"a\xf1o",
        content_type="text/html",
        charset="iso-8859-1",
        validators=Validators(etag='W/"7"', last_modified=DATE),
        url=page_url("/a"),
    )


@pytest.mark.parametrize("content_type", ["text/html", "text/html; charset=", "text/html; xcharset=utf-8"])
def test_a_page_that_names_no_charset_has_none(httpserver, door, page_url, content_type):
    httpserver.expect_request("/").respond_with_response(Response(b"x", headers={"Content-Type": content_type}))
    assert door.fetch(page_url("/")).charset == ""


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("X-GZIP", gzip.compress), ("deflate", zlib.compress)]
)
def test_a_packed_page_is_unpacked(httpserver, door, page_url, encoding, pack):
    packed = pack(b"<p>hola</p>")
    httpserver.expect_request("/").respond_with_data(packed, content_type=HTML, headers={"Content-Encoding": encoding})
    assert door.fetch(page_url("/")).body == b"<p>hola</p>"


def test_three_redirects_are_followed_and_a_fourth_is_not(httpserver, door, page_url):
    for step in range(4):
        httpserver.expect_request(f"/{step}").respond_with_response(
            Response(status=302, headers={"Location": f"/{step + 1}"})
        )
    httpserver.expect_request("/4").respond_with_data("fin", content_type=HTML)
    assert door.fetch(page_url("/1")).body == b"fin"
    with pytest.raises(TooManyRedirects):
        door.fetch(page_url("/0"))


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("http://169.254.169.254/latest/meta-data/", UrlForbidden),  # port 80 is not the test's port
        ("http://10.0.0.1:{port}/", AddressForbidden),
        ("http://[::1]:{port}/", AddressForbidden),
        ("http://localhost:{port}/", AddressForbidden),
        ("ftp://paginas.example.mx/", UrlForbidden),
        ("http://user@paginas.example.mx:{port}/", UrlForbidden),
    ],
)
def test_every_redirect_is_checked_anew(httpserver, door, page_url, location, error):
    target = location.format(port=httpserver.port)
    httpserver.expect_request("/").respond_with_response(Response(status=301, headers={"Location": target}))
    with pytest.raises(error):
        door.fetch(page_url("/"))


def test_a_name_with_one_private_address_is_refused_before_any_connection(httpserver, door, page_url):
    mixed = Door(policy=door.policy, resolve=lambda host, port: ["127.0.0.1", "10.0.0.1"])
    with pytest.raises(AddressForbidden):
        mixed.fetch(page_url("/"))
    assert httpserver.log == []


def test_a_known_version_is_asked_about_and_may_be_the_current_one(httpserver, door, page_url):
    known = Validators(etag='"7"', last_modified=DATE)
    conditions = {"If-None-Match": '"7"', "If-Modified-Since": DATE}
    httpserver.expect_request("/", headers=conditions).respond_with_data(status=304)
    assert door.fetch(page_url("/"), known=known) == NotModified()


def test_a_page_that_changed_comes_whole(httpserver, door, page_url):
    httpserver.expect_request("/").respond_with_data("nuevo", content_type=HTML, headers={"ETag": '"8"'})
    page = door.fetch(page_url("/"), known=Validators(etag='"7"'))
    assert (page.body, page.validators) == (b"nuevo", Validators(etag='"8"'))
    request, _ = httpserver.log[-1]
    assert "If-Modified-Since" not in request.headers


def test_a_304_that_nobody_asked_for_is_no_page(httpserver, door, page_url):
    httpserver.expect_request("/").respond_with_data(status=304)
    with pytest.raises(PageUnavailable, match="304"):
        door.fetch(page_url("/"))


@pytest.mark.parametrize(
    "known",
    [
        Validators(etag='"7"\r\nX-Injected: 1', last_modified=f"{DATE}\nX-Injected: 1"),
        Validators(etag='"7"\x00', last_modified="\x7f"),
        Validators(etag='"ñ"', last_modified="\u2028"),
        Validators(etag='"' + "7" * 300, last_modified="7" * 61),
    ],
    ids=["line breaks", "control characters", "another alphabet", "too long"],
)
def test_a_validator_that_is_none_is_never_sent(httpserver, door, page_url, known):
    httpserver.expect_request("/").respond_with_data("hola", content_type=HTML)
    assert isinstance(door.fetch(page_url("/"), known=known), Fetched)
    request, _ = httpserver.log[-1]
    assert not {"X-Injected", "If-None-Match", "If-Modified-Since"} & set(request.headers.keys())


@pytest.mark.parametrize(("etag", "kept"), [('"' + "7" * 298 + '"', True), ('"' + "7" * 299 + '"', False)])
def test_a_validator_is_kept_up_to_its_length(httpserver, door, page_url, etag, kept):
    httpserver.expect_request("/").respond_with_data("hola", content_type=HTML, headers={"ETag": etag})
    assert door.fetch(page_url("/")).validators == Validators(etag=etag if kept else "")


def test_validators_speak_for_one_address_and_not_for_where_it_leads(httpserver, door, page_url):
    """A redirect may lead to another page next time, older than the one that is known."""
    httpserver.expect_request("/a").respond_with_response(Response(status=302, headers={"Location": "/b"}))
    httpserver.expect_request("/b").respond_with_data("hola", content_type=HTML, headers={"ETag": '"7"'})
    page = door.fetch(page_url("/a"), known=Validators(etag='"7"'))
    assert (page.url, page.validators) == (page_url("/b"), Validators())
    conditional = [request.path for request, _ in httpserver.log if "If-None-Match" in request.headers]
    assert conditional == ["/a"]


def test_the_settings_name_the_allowed_domains(settings):
    settings.KNOWLEDGE_ALLOWED_DOMAINS = ["Kavak.com"]
    configured().policy.check_url("https://www.kavak.com/")
    with pytest.raises(DomainNotAllowed):
        configured().fetch("https://notkavak.com/")


def test_allowed_domains_hold_after_a_redirect(httpserver, door, page_url):
    elsewhere = f"http://otro.mx:{httpserver.port}/"
    httpserver.expect_request("/").respond_with_response(Response(status=302, headers={"Location": elsewhere}))
    policy = Policy(door.policy.ports, door.policy.trusted_addresses, allowed_domains=frozenset({"example.mx"}))
    with pytest.raises(DomainNotAllowed):
        Door(policy=policy, resolve=door.resolve).fetch(page_url("/"))


def test_a_resolver_that_hangs_is_left_at_the_deadline(door, page_url):
    hanging = Door(policy=door.policy, resolve=lambda host, port: time.sleep(3) or ["127.0.0.1"], max_seconds=0.3)
    started = time.monotonic()
    with pytest.raises(PageTimeout):
        hanging.fetch(page_url("/"))
    assert time.monotonic() - started < 1


def test_a_name_that_changes_its_mind_gains_nothing(httpserver, door, page_url):
    """Rebinding: the connection goes to the address that was checked; the name is asked once per hop."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    httpserver.expect_request("/").respond_with_data("hola", content_type=HTML)
    rebinding = Door(policy=door.policy, resolve=lambda host, port: next(answers))
    assert rebinding.fetch(page_url("/")).body == b"hola"
    with pytest.raises(AddressForbidden):
        rebinding.fetch(page_url("/"))


def test_a_host_that_does_not_resolve_has_its_own_error(page_url):
    too_long_for_any_resolver = "a" * 64 + ".mx"  # so that no packet leaves this machine
    with pytest.raises(HostUnknown):
        resolve(too_long_for_any_resolver, 443)
    assert "127.0.0.1" in resolve("localhost", 80)


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/json", ""])
def test_only_text_is_read(httpserver, door, page_url, content_type):
    httpserver.expect_request("/").respond_with_data(b"x", content_type=content_type)
    with pytest.raises(PageNotText):
        door.fetch(page_url("/"))


@pytest.mark.parametrize("status", [204, 403, 404, 500, 503])
def test_another_status_is_no_page(httpserver, door, page_url, status):
    httpserver.expect_request("/").respond_with_data("x", status=status, content_type=HTML)
    with pytest.raises(PageUnavailable, match=str(status)):
        door.fetch(page_url("/"))


def test_a_page_over_five_mebibytes_is_refused(httpserver, door, page_url):
    httpserver.expect_request("/").respond_with_data(b"x" * (MAX_BYTES + 1), content_type=HTML)
    with pytest.raises(PageTooLarge):
        door.fetch(page_url("/"))


def test_a_port_where_nobody_listens_is_an_unavailable_page(door):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    closed = Door(
        policy=Policy(ports=frozenset({port}), trusted_addresses=door.policy.trusted_addresses), resolve=door.resolve
    )
    with pytest.raises(PageUnavailable):
        closed.fetch(f"http://nadie.example.mx:{port}/")


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "identity, gzip", "ñ"])
def test_only_the_encodings_that_were_asked_for_are_unpacked(httpserver, door, page_url, encoding):
    twice = gzip.compress(gzip.compress(bytes(1 << 20)))
    headers = {"Content-Type": HTML, "Content-Encoding": encoding}
    httpserver.expect_request("/").respond_with_response(Response(twice, headers=headers))
    with pytest.raises(EncodingRefused):
        door.fetch(page_url("/"))
