"""HTML to its title and its main content as plain Markdown, where every heading is a Markdown heading."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kavakbot.errors import KavakbotError
from knowledge.language.folding import visible


class PageWithoutContent(KavakbotError):
    """The page has no readable main content."""

    code = "page_without_content"


class PageTooComplex(KavakbotError):
    """The page has more tags than any page of text."""

    code = "page_too_complex"


@dataclass(frozen=True)
class Page:
    """What was read from a page."""

    title: str
    markdown: str


# A long article has two thousand; the tree of a page of nothing but tags would take hundreds of megabytes.
_MOST_TAGS = 50_000
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_BOLD_LINE = re.compile(r"^\*\*([^*]+)\*\*:?$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")


def extract(page: bytes) -> Page:
    """Return the title and main content of `page`; raise `PageWithoutContent` when there is none.

    trafilatura leaves menus, footers and link lists out. Writers of ordinary pages use bold lines as headings;
    those become real ones, a question one level above a name, since questions own the steps below them.
    """
    import trafilatura  # most of a second and 50 MB: web processes import this module and never extract

    tree = _parse(page, trafilatura.load_html)
    title = _title(tree)
    _drop_link_lists(tree)
    found = trafilatura.extract(
        tree, output_format="markdown", include_formatting=True, include_comments=False, favor_recall=True
    )
    markdown = _plain(visible(found or ""))
    if not markdown:
        raise PageWithoutContent
    return Page(title=title or _first_heading(markdown), markdown=markdown)


def _parse(page: bytes, load_html: Callable[[str], Any]) -> Any:
    """Return the lxml tree; libxml2 stops at 256 nested elements, so that no page can nest us to death."""
    text = _decode(page).replace("\0", "")
    if text.count("<") > _MOST_TAGS:
        raise PageTooComplex
    if "<html" not in text[:2000].lower():  # saved fragments: trafilatura reads whole documents only
        text = f"<html><body>{text}</body></html>"
    tree = load_html(text)
    if tree is None:
        raise PageWithoutContent
    return tree


def _decode(page: bytes) -> str:
    try:
        return page.decode("utf-8-sig")
    except UnicodeDecodeError:
        return page.decode("cp1252", errors="replace")


def _title(tree: Any) -> str:
    title = tree.findtext(".//title") or ""
    return " ".join(visible(title).split())[:300]


def _drop_link_lists(tree: Any) -> None:
    """Remove lists that only point elsewhere: "see also" names things that this page says nothing about."""
    for element in tree.xpath("//ul | //ol"):
        total = len("".join(element.text_content().split()))
        linked = sum(len("".join(link.text_content().split())) for link in element.iter("a"))
        if total and linked >= 0.9 * total:
            element.drop_tree()


def _first_heading(markdown: str) -> str:
    for line in markdown.splitlines():
        if match := _HEADING.match(line):
            return match[2][:300]
    return ""


def _plain(markdown: str) -> str:
    """Strip inline marks and turn bold lines into headings."""
    lines = (_plain_line(line.rstrip()) for line in markdown.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _plain_line(line: str) -> str:
    if match := _HEADING.match(line):
        return f"{match[1]} {_unmarked(match[2])}".rstrip()
    if match := _BOLD_LINE.match(line.strip()):
        text = match[1].strip()
        return f"{'#####' if text.endswith('?') else '######'} {text}"
    return _unmarked(line)


def _unmarked(text: str) -> str:
    return re.sub(r"[ \t]+", " ", _EMPHASIS.sub(lambda match: match[2] or match[3], text)).strip()
