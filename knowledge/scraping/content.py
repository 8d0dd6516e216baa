"""Where the content of a web page stands: trafilatura finds it, and the whole place is read.

trafilatura reads articles, and leaves short sections, tables and folded answers out of a seller's pages. What it keeps
is therefore taken for a sign of where the content is (ADR 23 has the measurements).
"""

from collections.abc import Collection, Iterator, Sequence

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

_SIGN_WORDS = 4
_SECTIONS = ["h1", "h2", "h3"]
# Below it trafilatura has taken one section for the whole page.
_LEAST_SHARE = 0.4


def region(soup: BeautifulSoup, html: str, gone: Collection[int]) -> Tag:
    """Return the tag of `soup` (parsed from `html`, without the tags whose ids are `gone`) that holds the content.

    1. <main>, or else the only <article>, when it holds most of what trafilatura keeps.
    2. The tag around all that trafilatura keeps and all headings of sections, unless it is a small share of the page.
    3. Everything.
    """
    marked = _marked(soup, gone)
    kept = list(_kept(soup, html, gone))
    if marked and 2 * sum(_stands_in(string, marked) for string in kept) >= len(kept):
        return marked
    headings = [tag for tag in soup.find_all(_SECTIONS) if id(tag) not in gone and tag.get_text(strip=True)]
    if kept:
        around = _around([kept[0], kept[-1], *headings[:1], *headings[-1:]])
        if _size(around, gone) >= _LEAST_SHARE * _size(soup, gone):
            return around
    return soup


def _marked(soup: BeautifulSoup, gone: Collection[int]) -> Tag | None:
    for name, attributes in (
        ("main", {}),
        (True, {"role": "main"}),
        ("article", {}),
        (True, {"itemprop": "articleBody"}),
    ):
        found = [tag for tag in soup.find_all(name, attrs=attributes) if isinstance(tag, Tag) and id(tag) not in gone]
        if len(found) == 1:
            return found[0]
    return None


def _kept(soup: BeautifulSoup, html: str, gone: Collection[int]) -> Iterator[NavigableString]:
    """Yield the strings of the tree whose first and last words trafilatura keeps, in order."""
    import trafilatura  # a third of a second and 20 MB: only the process that reads pages pays for it

    # fast: without its second opinion, justext, which is quadratic in the number of short paragraphs.
    text = trafilatura.extract(html, fast=True, output_format="txt", include_comments=False, favor_recall=True) or ""
    words = text.split()
    runs = set(zip(*(words[start:] for start in range(_SIGN_WORDS)), strict=False))
    for string in _strings(soup, gone):
        own = string.split()
        if tuple(own[:_SIGN_WORDS]) in runs and tuple(own[-_SIGN_WORDS:]) in runs:
            yield string


def _strings(tag: Tag, gone: Collection[int]) -> Iterator[NavigableString]:
    for node in tag.descendants:
        if type(node) is NavigableString and id(node.parent) not in gone:
            yield node


def _size(tag: Tag, gone: Collection[int]) -> int:
    return sum(len(string.split()) for string in _strings(tag, gone))


def _stands_in(string: NavigableString, tag: Tag) -> bool:
    return any(parent is tag for parent in string.parents)


def _around(signs: Sequence[PageElement]) -> Tag:
    """Return the innermost tag that holds all signs."""
    above = [{id(parent) for parent in sign.parents} for sign in signs[1:]]
    return next(parent for parent in signs[0].parents if all(id(parent) in parents for parents in above))
