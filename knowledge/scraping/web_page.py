"""A web page to its title and its main content as Markdown."""

import re

from bs4 import BeautifulSoup

from knowledge.scraping import charset, content, frame, markdown, markup
from knowledge.scraping.page import Page, PageTooComplex, PageWithoutContent

# A long article has two thousand; the tree of a page of nothing but tags would take hundreds of megabytes.
_MOST_TAGS = 30_000
# libxml2 compares each attribute of a tag with all others.
_MOST_ATTRIBUTES = 10_000
_LARGE_TAG = re.compile(f"<[^<>]{{{_MOST_ATTRIBUTES},}}")
# Real pages stay below 60. The writer nests with the page, and Python with the writer.
_DEEPEST = 200


def read(page: bytes, *, charset_label: str = "") -> Page:
    """Return what `page` says; raise `PageTooComplex`, or `PageWithoutContent` when it says nothing."""
    text = charset.decode(page, charset=charset_label, markup=True).replace("\0", "")
    if text.count("<") > _MOST_TAGS or any(tag[0].count("=") > _MOST_ATTRIBUTES for tag in _LARGE_TAG.finditer(text)):
        raise PageTooComplex
    soup = BeautifulSoup(text, "lxml")
    _check_depth(soup)
    gone = frame.surroundings(soup)
    title = _title(soup)
    written = markup.written(content.region(soup, text, gone), gone, title=title)
    if not written:
        raise PageWithoutContent
    return Page(title=title or markdown.first_heading(written), markdown=written)


def _check_depth(soup: BeautifulSoup) -> None:
    depths = {id(soup): 0}
    for tag in soup.find_all():
        depth = depths[id(tag.parent)] + 1
        if depth > _DEEPEST:
            raise PageTooComplex
        depths[id(tag)] = depth


def _title(soup: BeautifulSoup) -> str:
    return markdown.squeezed(soup.title.get_text())[: markdown.TITLE_CHARS] if soup.title else ""
