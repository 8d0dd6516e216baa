"""Where an answer ends: with the box that its question opens, beside others like it."""

from bs4 import Tag

from knowledge.scraping import markdown

_FEWEST = 2  # a box of questions holds more than one


def ends_with(tag: Tag) -> bool:
    """Tell whether what follows `tag` is no part of the answer that `tag` ends with.

    So it is of what unfolds, of a box that opens with a question beside another one, and of the box around them all. A
    question that stands alone may well rule what follows its box: such are the titles of sections.
    """
    if tag.name == "details":
        return True
    return _asks(tag) and (_has_its_like_beside_it(tag) or _holds_several(tag))


def _has_its_like_beside_it(tag: Tag) -> bool:
    beside = (tag.find_previous_sibling(), tag.find_next_sibling())
    return any(isinstance(one, Tag) and one.name in (tag.name, "details") and _asks(one) for one in beside)


def _holds_several(tag: Tag) -> bool:
    return sum(isinstance(child, Tag) and _asks(child) for child in tag.children) >= _FEWEST


def _asks(tag: Tag) -> bool:
    """Tell whether `tag` opens with a question."""
    return tag.name == "details" or markdown.is_question(markdown.squeezed(next(tag.stripped_strings, "")))
