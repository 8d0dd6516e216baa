"""What others wrote, made safe to show to a model: nothing invisible in it, and marked where it begins and ends.

Customers, pages and the fields of cars may hold words that look like instructions. They stand between marks (tool
results in the strings of their JSON), the prompt says that what stands there is data, and no text can forge a mark.
"""

import re
import unicodedata
from typing import Any

from catalog.spelling import fold

_OPENED, _CLOSED = "<mensaje_del_cliente>", "</mensaje_del_cliente>"
# Format characters that Spanish and emoji need: the joiner of compound emoji, and the marks of their presentation.
_NEEDED = frozenset("\u200d\ufe0f")
# Control, format (bidi, zero-width, tags), surrogate, private use, unassigned.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# What nearly every text is made of, without a soft hyphen: then no sign need be looked at by itself.
_PLAIN = re.compile("[\n\t\x20-\x7e\xa0-\xac\xae-\u024f]*")


def visible(text: str) -> str:
    """Drop what no reader sees; a joiner stays only between two visible signs that are no letters."""
    if _PLAIN.fullmatch(text):
        return text
    kept = [sign for sign in text if sign in "\n\t" or sign in _NEEDED or unicodedata.category(sign) not in _HIDDEN]
    return "".join(sign for index, sign in enumerate(kept) if sign != "\u200d" or _joins(kept, index))


# What tells a model what to say or do, and is no sentence of a page about cars nor a part of a version.
_ORDER = re.compile(
    r"(?<!\w)(?:ignor\w+|instruc\w+|instruct\w+|system|sistema:|asistente|assistant|prompt|repite|responde|contesta|di:"
    r"|admin mode|modo \w+|reply|tell the customer|objective|autorizo)(?!\w)|[<>{}\[\]|]"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")


def gives_orders(text: str) -> bool:
    """Whether a text tells a model what to say or do."""
    return _ORDER.search(fold(text)) is not None


def name_before_orders(name: str) -> str:
    """Return a field of a few words up to the first order in it."""
    order = _ORDER.search(fold(name))
    return name[: order.start()].strip() if order else name


def before_orders(text: str) -> str:
    """Return a text up to the first sentence that gives an order: what follows one may belong to it."""
    start = 0
    for end in [*(match.start() for match in _SENTENCE.finditer(text)), len(text)]:
        if gives_orders(text[start:end]):
            return text[:start].strip()
        start = end
    return text


def marked(text: str) -> str:
    """Return a customer's words between marks that they cannot have written themselves."""
    return f"{_OPENED}\n{_without_marks(visible(text))}\n{_CLOSED}"


def shown(value: Any) -> Any:
    """Return JSON values with every string in them visible, and free of marks."""
    if isinstance(value, dict):
        return {shown(name): shown(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shown(inner) for inner in value]
    return _without_marks(visible(value)) if isinstance(value, str) else value


def _without_marks(text: str) -> str:
    """Spoil the signs that marks are made of, where the word follows."""
    for mark in ("<mensaje_del_cliente", "</mensaje_del_cliente"):
        while (at := text.lower().find(mark)) >= 0:
            text = f"{text[:at]}‹{text[at + 1 :]}"
    return text


def _joins(signs: list[str], index: int) -> bool:
    sides = (*signs[max(index - 1, 0) : index], *signs[index + 1 : index + 2])
    return len(sides) == 2 and not any(side.isalnum() or side.isspace() for side in sides)
