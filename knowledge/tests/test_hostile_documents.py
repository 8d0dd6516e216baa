"""Whatever comes in, a page or a named refusal comes out, in time; the process that asks is never the one that pays."""

import codecs
import resource
import subprocess
import sys
import time
import zlib

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kavakbot.errors import KavakbotError
from knowledge import wording
from knowledge.evaluation import dataset
from knowledge.language.folding import visible
from knowledge.scraping import page as refusals
from knowledge.scraping.apart import CPU_SECONDS, MAX_SECONDS, extract_apart
from knowledge.scraping.extract import extract
from knowledge.scraping.page import ExtractionTimeout, ExtractionTooBig, Page, PageTooComplex, PdfEncrypted
from knowledge.tests import pdfs

MEGABYTE = 1024 * 1024
FULL = 5 * MEGABYTE  # what the door lets in
KINDS = ["text/html", "text/plain", "application/pdf"]


def filled(text):
    return (text * (FULL // len(text) + 1)).encode()[:FULL]


def check(read, content, kind):
    """A page without a trace of what is invisible, or a refusal of ours; anything else fails the test."""
    try:
        page = read(content, content_type=kind)
    except KavakbotError:
        return
    assert page.markdown.strip()
    assert page.markdown == visible(page.markdown)
    assert len(page.title) <= 300


# --- the process apart


def test_apart_reads_what_is_read_here():
    for file, _ in dataset.sample_pages():
        assert extract_apart(file.read_bytes()) == extract(file.read_bytes())
    assert extract_apart(pdfs.manual()).title == "Garantía y devoluciones"
    text = "# Sedes\n\nEn Puebla, año tras año."
    assert extract_apart(text.encode(), content_type="text/plain") == Page("Sedes", text)


def test_apart_hands_on_charset_and_file_name():
    page = extract_apart("añó".encode("mac-roman"), content_type="text/plain", charset="macintosh", file_name="uno.txt")
    assert page == Page("uno", "añó")


def test_apart_refuses_as_here():
    with pytest.raises(PageTooComplex):
        extract_apart(b"<div>" * 1_000_000)
    with pytest.raises(PdfEncrypted):
        extract_apart(pdfs.locked("abre"))


def test_a_reader_that_takes_too_long_is_ended():
    started = time.monotonic()
    with pytest.raises(ExtractionTimeout):
        extract_apart(b"<p>hola</p>", max_seconds=0.01)
    assert time.monotonic() - started < 2


def test_a_document_that_outgrows_the_memory_is_refused():
    with pytest.raises(ExtractionTooBig):
        extract_apart(pdfs.bomb(200))


@pytest.mark.slow
def test_a_document_that_burns_the_processor_is_refused():
    valueless = b"<p " + b" ".join(b"a%d" % n for n in range(700_000)) + b">hola</p>"
    started = time.monotonic()
    with pytest.raises(ExtractionTimeout):
        extract_apart(valueless)
    assert time.monotonic() - started < MAX_SECONDS + 1


def test_the_reader_knows_no_secrets_and_no_django():
    code = (
        "import sys, knowledge.scraping.apart as apart;"
        "apart._answer(b'<p>hola', {}); apart._answer(b'%PDF-', {});"
        "assert not {'django', 'celery', 'psycopg', 'requests'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={}, cwd=refusals.__file__.partition("knowledge")[0])


def test_every_refusal_has_its_sentence_in_spanish():
    unknown = wording.explain("no_such_code").partition("(")[0]
    errors = [
        error for error in vars(refusals).values() if isinstance(error, type) and issubclass(error, KavakbotError)
    ]
    for error in errors:
        if error is not KavakbotError:
            assert not wording.explain(error.code).startswith(unknown), error


# --- bombs

BOMBS = {
    "a million nested tags": ("text/html", lambda: b"<div>" * 1_000_000),
    "a million attributes": ("text/html", lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">a"),
    "nothing but <": ("text/html", lambda: filled("<")),
    "nothing but &": ("text/html", lambda: filled("&")),
    "nothing but *": ("text/plain", lambda: filled("**a ")),
    "nothing but |": ("text/plain", lambda: filled("|")),
    "rowspans to the end of days": (
        "text/html",
        lambda: b"<table><tr><td rowspan=1000000000 colspan=1000000000>a<td>b",
    ),
    "an endless comment": ("text/html", lambda: b"<p>a<!--" + filled("- ")),
    "a compressed page": ("application/pdf", lambda: pdfs.bomb(100)),
    "a page compressed twice": ("application/pdf", lambda: pdfs.bomb(100, layers=2)),
    "pages that hold themselves": (
        "application/pdf",
        lambda: pdfs.with_stream(b"", kids=b"[2 0 R]", count=b"999999999"),
    ),
}
SLOW_BOMBS = {
    "as many paragraphs as may be": ("text/html", lambda: b"<p>hola que tal" * 29_000),
    "as many items as may be": ("text/html", lambda: b"<li>hola que tal como estas" * 29_000),
    "paragraphs in forms": ("text/html", lambda: b"<form>" * 190 + b"<p>x" * 29_000),
    "boxes in boxes": ("text/html", lambda: (b"<div class=cookie>" * 150 + b"a" + b"</div>" * 150) * 95),
    "cards in cards": ("text/html", lambda: (b"<ul><li><h2>a</h2>" * 60 + b"</ul>" * 60) * 120),
    "a table of nothing but spans": ("text/html", lambda: b"<table>" + b"<tr><td rowspan=999999>y<td>z" * 9_500),
    "tables in tables": ("text/html", lambda: (b"<table><tr><td>" * 60 + b"x" + b"</table>" * 60) * 120),
    "terms without definitions": ("text/html", lambda: b"<dl>" + b"<dt>hola</dt>" * 14_500),
    "headings alone": ("text/html", lambda: b"<h1>hola que tal</h1>" * 14_500),
    "valueless attributes": ("text/html", lambda: b"<p " + b" ".join(b"a%d" % n for n in range(700_000)) + b">a"),
    "an endless CDATA": ("text/html", lambda: b"<![CDATA[" + filled("x ")),
    "an endless doctype": ("text/html", lambda: b"<!DOCTYPE " + filled("x ")),
    "entities of entities": (
        "text/html",
        lambda: b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + b"<p>&b;" * 29_000,
    ),
    "nothing but spaces": ("text/html", lambda: filled("&nbsp;")),
    "one word": ("text/html", lambda: filled("a")),
    "one paragraph": ("text/html", lambda: b"<p>" + filled("hola que tal ")),
    "lines of one letter": ("text/plain", lambda: filled("a\n")),
    "broken words": ("text/plain", lambda: filled("a-\n")),
    "brackets": ("text/plain", lambda: filled("[a](")),
    "rules": ("text/plain", lambda: filled("|-|\n")),
    "items": ("text/plain", lambda: filled("- ")),
    "underscores": ("text/plain", lambda: filled("__a ")),
    "stars": ("text/plain", lambda: filled("*")),
    "UTF-16 by its mark only": ("text/html", lambda: codecs.BOM_UTF16_LE + filled("\x00\xd8")),
    "a huge compressed page": ("application/pdf", lambda: pdfs.bomb(400)),
    "a page compressed five times": ("application/pdf", lambda: pdfs.bomb(100, layers=5)),
    "thousands of filters": (
        "application/pdf",
        lambda: pdfs.with_stream(zlib.compress(b"BT"), filters=b"[" + b"/FlateDecode " * 5000 + b"]"),
    ),
    "brackets in a stream": ("application/pdf", lambda: pdfs.with_stream(zlib.compress(b"[" * 20 * MEGABYTE))),
    "saved states": ("application/pdf", lambda: pdfs.with_stream(zlib.compress(b"q " * 10 * MEGABYTE))),
    "nothing but %": ("application/pdf", lambda: b"%PDF-1.7\n" + filled("%\n")),
    "nothing but <<": ("application/pdf", lambda: b"%PDF-1.7\n" + filled("1 0 obj <<")),
}


def survive(kind, make):
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    check(extract_apart, content, kind)
    assert time.monotonic() - started < MAX_SECONDS + 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_costs_seconds_of_another_process_and_little_memory_of_ours(bomb):
    survive(*BOMBS[bomb])


@pytest.mark.slow
@pytest.mark.parametrize("bomb", SLOW_BOMBS)
def test_every_other_bomb_too(bomb):
    survive(*SLOW_BOMBS[bomb])


# --- fuzz

TAGS = (
    "div p ul ol li h1 h3 h6 table tr td th thead dl dt dd details summary button a b strong br main nav form pre"
).split()
_tag = st.builds(
    lambda slash, name, attributes: f"<{slash}{name}{attributes}>",
    st.sampled_from(["", "", "/"]),
    st.sampled_from(TAGS),
    st.sampled_from(
        ["", " hidden", ' rowspan="99"', " colspan=0", ' class="menu"', ' href="/a"', " aria-expanded", ' role="main"']
    ),
)
_text = st.sampled_from(
    [
        "hola",
        "¿Qué tal amigos?",
        " ",
        "&amp;",
        "&#0;",
        "&#xD800;",
        "\u200b",
        "# 1",
        "**a**",
        "<!--",
        "-->",
        "<![CDATA[",
        "\x00",
        "a:",
    ]
)
_markup = st.lists(st.one_of(_tag, _text), max_size=60).map("".join)
_sources = [file.read_bytes() for file, _ in dataset.sample_pages()]
_pdfs = [pdfs.manual(), pdfs.lines("Hola a todos.")]


@st.composite
def _mutated(draw, sources):
    """A real document with pieces cut out, doubled, or overwritten, and perhaps its end missing."""
    content = bytearray(draw(st.sampled_from(sources)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        size = draw(st.integers(0, 40))
        content[at : at + size] = draw(
            st.one_of(
                st.binary(max_size=12),
                st.just(bytes(content[at : at + size]) * 3),
                st.sampled_from([b"<", b"]]>", b"0 R"]),
            )
        )
    return bytes(content[: draw(st.integers(0, len(content)))]) if draw(st.booleans()) else bytes(content)


_content = st.one_of(
    st.binary(max_size=400),
    _markup.map(lambda text: text.encode("utf-8", "surrogatepass")),
    _markup.map(lambda text: text.encode("utf-16", "surrogatepass")),
    _markup.map(lambda text: text.encode("utf-16-le", "surrogatepass")[1:]),
    _mutated(_sources),
    _mutated(_pdfs),
)


def fuzz(content, kind):
    started = time.monotonic()
    check(extract, content, kind)
    assert time.monotonic() - started < 5


@given(_content, st.sampled_from(KINDS))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example(b"<dd>a", "text/html")
@example(b"<pre>a\x01", "text/html")  # found by the long lane: what is set as it is was taken as it is
@example(b"<li><table><td><h1>", "text/html")
def test_any_bytes_end_in_a_page_or_a_named_refusal(content, kind):
    fuzz(content, kind)


@pytest.mark.slow
@given(_content, st.sampled_from(KINDS))
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
def test_very_many_bytes_end_in_a_page_or_a_named_refusal(content, kind):
    fuzz(content, kind)


def test_the_limits_leave_room_below_the_ten_seconds_of_a_bomb():
    assert CPU_SECONDS < 10
