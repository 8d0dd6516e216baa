"""What surrounds the content of a web page: menus, banners, footers, forms, teasers of other pages.

Nothing is cut out of the tree, tags are only named: taking thousands of siblings out of a bs4 tree is quadratic.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from knowledge.scraping import markdown

# Not <head>: where a page leaves <body> out, libxml2 puts <main> and <section> there.
_NEVER = frozenset(
    "script style noscript template iframe object embed svg math canvas audio video map title "
    "nav footer aside dialog select textarea datalist progress meter del s strike".split()
)
_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog alert menu menubar toolbar".split()
)
_HINTS = frozenset(
    "cookie cookies consent gdpr onetrust breadcrumb breadcrumbs migas sidebar related relacionados relacionadas share "
    "sharing compartir social newsletter suscripcion menu submenu navbar nav navigation footer comments comentarios "
    "popup modal lightbox toc pagination paginacion topbar offcanvas".split()
)
_WHOLE = frozenset("html body main article".split())
_HEADER_HOLDERS = ("main", "article", "section")
# A map, a telephone or a mail address is what the page says, not a way to elsewhere.
_PLACE_LINK = re.compile(
    r"(?:tel|mailto|geo|sms|whatsapp):|https?://(?:maps\.|goo\.gl|wa\.me|[^/]{1,60}/maps)", re.IGNORECASE
)
_CALL = re.compile(
    r"^\W{0,3}(?:ver|leer|conoce|conocer|saber|descubre|mostrar) (?:m[aá]s|tod[oa]s?|(?:el )?mapa)\W{0,3}$",
    re.IGNORECASE,
)
_TEXT_IN_LINKS = ["p", "ul", "ol", "address", "dl"]
_MOSTLY_LINKS = 0.9
_MOST_OF_A_PAGE = 0.5
_TOGGLES = ("aria-expanded", "data-toggle", "data-bs-toggle")


def surroundings(soup: BeautifulSoup) -> set[int]:
    """Return the ids of all tags of `soup` that are not content.

    1. Names, roles and hidden attributes are believed.
    2. Class names are hints, and so are forms: they are believed of what holds less than half of the page's text,
       since whole pages stand in one form (ASP.NET) or below a class "has-sidebar".
    3. Lists and boxes of nothing but links point elsewhere: "see also" names things that this page does not tell.
    """
    tags = soup.find_all()
    panels = _panels(tags)
    gone = _with_what_is_inside(tags, set(), lambda tag: _is_named(tag) or _is_hidden(tag, panels))
    measured = _measure(tags, gone)
    most = _MOST_OF_A_PAGE * sum(measured.direct.values())
    gone = _with_what_is_inside(tags, gone, lambda tag: _is_hinted(tag) and measured.text[id(tag)] < most)
    measured = _measure(tags, gone)
    return _with_what_is_inside(tags, gone, measured.only_points_elsewhere)


def _with_what_is_inside(tags: list[Tag], gone: set[int], unwanted: Callable[[Tag], bool]) -> set[int]:
    """Return `gone` with the tags that are unwanted, and with everything that stands in one that is gone."""
    gone = set(gone)
    for tag in tags:  # parents come before their children
        if id(tag.parent) in gone or unwanted(tag):
            gone.add(id(tag))
    return gone


def _is_named(tag: Tag) -> bool:
    if tag.name in _NEVER or tag.get("role") in _ROLES:
        return True
    return tag.name == "header" and tag.find_parent(_HEADER_HOLDERS) is None and tag.find("main") is None


def _panels(tags: list[Tag]) -> set[str]:
    """Return the ids of what a button of the page unfolds: answers are hidden until somebody asks."""
    named = {name for tag in tags for name in str(tag.get("aria-controls", "")).split()}
    toggles = (tag for tag in tags if tag.get("role") == "tab" or any(map(tag.has_attr, _TOGGLES)))
    targets = {str(tag.get(name, "")) for tag in toggles for name in ("href", "data-target", "data-bs-target")}
    return named | {target[1:] for target in targets if target.startswith("#")}


def _is_hidden(tag: Tag, panels: Collection[str]) -> bool:
    style = str(tag.get("style", ""))[:500].replace(" ", "").lower()
    hidden = tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or "display:none" in style
    if not hidden or tag.get("id") in panels or tag.get("role") in ("tabpanel", "region"):
        return False
    return not _is_below_its_button(tag)


def _is_below_its_button(tag: Tag) -> bool:
    """Whether what stands right above a tag, alone or in a heading, is the button that unfolds it."""
    above = tag.find_previous_sibling()
    if not isinstance(above, Tag):
        return False
    button = above if _unfolds(above) else above.find(_unfolds)
    return isinstance(button, Tag) and markdown.squeezed(button.get_text()) == markdown.squeezed(above.get_text())


def _unfolds(tag: Tag) -> bool:
    """Whether a tag says that it unfolds something; a button that is a question needs not say so."""
    return tag.has_attr("aria-expanded") or (tag.name == "button" and markdown.is_question(tag.get_text().strip()))


def _is_hinted(tag: Tag) -> bool:
    if tag.name in _WHOLE:
        return False
    if tag.name == "form":
        return True
    classes = tag.get("class") or []
    hints = [str(tag.get("id", "")), *([classes] if isinstance(classes, str) else classes[:20])]
    return any(word in _HINTS for hint in hints for word in re.findall("[a-z]+", hint[:100].lower()))


@dataclass
class _Measured:
    """Characters of text, and of them the linked ones, by a tag's id; `direct` counts those of no other tag."""

    direct: Counter[int] = field(default_factory=Counter)
    text: Counter[int] = field(default_factory=Counter)
    linked: Counter[int] = field(default_factory=Counter)
    links: Counter[int] = field(default_factory=Counter)

    def only_points_elsewhere(self, tag: Tag) -> bool:
        at = id(tag)
        if tag.name in ("a", "button"):
            return bool(_CALL.match(tag.get_text(" ", strip=True)))
        if (
            tag.name not in ("ul", "ol", "div", "section", "p", "table")
            or self.linked[at] < _MOSTLY_LINKS * self.text[at]
        ):
            return False
        return self.links[at] > 1 or (self.links[at] == 1 and tag.name in ("ul", "ol"))


def _measure(tags: list[Tag], gone: set[int]) -> _Measured:
    measured = _Measured()
    pointing: set[int] = set()
    for tag in tags:
        if id(tag) in gone:
            continue
        at = id(tag)
        is_link = _points_elsewhere(tag)
        if is_link or id(tag.parent) in pointing:
            pointing.add(at)
        strings = (child for child in tag.contents if type(child) is NavigableString)
        measured.direct[at] = sum(len("".join(string.split())) for string in strings)
        measured.links[at] = int(is_link)
    for tag in reversed(tags):  # children come before their parents
        at, above = id(tag), id(tag.parent)
        measured.text[at] += measured.direct[at]
        measured.linked[at] += measured.direct[at] if at in pointing else 0
        measured.text[above] += measured.text[at]
        measured.linked[above] += measured.linked[at]
        measured.links[above] += measured.links[at]
    return measured


def _points_elsewhere(tag: Tag) -> bool:
    """True for a link that is only a link: a card that is one whole link holds text of its own."""
    if tag.name != "a" or not tag.get("href"):
        return False
    return not _PLACE_LINK.match(str(tag["href"])[:200]) and tag.find(_TEXT_IN_LINKS) is None
