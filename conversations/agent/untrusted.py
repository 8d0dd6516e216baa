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


# What tells a model what to say or do: no part of a field of a few words (a version, a name, an address).
_ORDER = re.compile(
    r"(?<!\w)(?:ignor\w+|instruc\w+|instruct\w+|system|sistema:|asistente|assistant|prompt|repite|responde|contesta|di:"
    r"|admin mode|modo \w+|reply|tell the customer|objective|autorizo)(?!\w)|[<>{}\[\]|]"
)
# In a page such words are ordinary: "el instructivo trae las instrucciones", "responde con tu folio", "modo manual".
# What addresses a model speaks of what it was told, gives it a role, or puts words in its mouth.
_A_MODEL = r"(?:asistente|assistant|\w*bot|ia|ai|llm|modelo de lenguaje|language model)"
_TO_A_MODEL = re.compile(
    r"(?<!\w)(?:"
    r"(?:ignor|olvid|omit|forget|disregard|revel|reveal)\w*(?: \w+){0,3} (?:instruc\w+|indicaciones|reglas"
    r"|rules|prompt|previous|anteriores|above)|ignora (?:todo|lo que te|lo anterior)"
    r"|(?:system|assistant|developer|user) ?:"
    r"|(?:sistema|asistente) ?: ?(?:nuev|desde|ahora|ignor|ofrec|respond|contesta|di)\w*"
    r"|prompt|system message|nota interna"
    rf"|{_A_MODEL} (?:debe\w*|tiene que|has to|must|should) (?:\w+ )?(?:respond|contest|dec|confirm|say|reply|tell)\w*"
    rf"|(?:instrucciones|mensaje|nota) (?:para|al|del?) (?:el |la )?{_A_MODEL}|eres (?:ahora )?(?:una? |el )?{_A_MODEL}"
    rf"|you are (?:now|an? {_A_MODEL})|(?:actua|act|pretend) (?:como|as|to be)"
    r"|modo (?:desarrollador|admin\w*|dios|debug|sin restricciones)|(?:admin|developer|god|debug) mode"
    r"|(?:repite|responde|contesta|di|reply|respond|say)"
    r"(?: (?:con|solo|solamente|eso|esto|asi|siempre|que|lo siguiente|despues de mi|only|with|this))* ?:"
    r"|(?:repite|responde|contesta|di|reply|answer|respond|say)\w*(?: \w+){0,2} (?:literalmente|exactamente|exactly"
    r"|unicamente|verbatim|palabra por palabra)|(?:repite|repeat) (?:despues|after)"
    r"|(?:dile|diles|di|tell)(?: \w+)? (?:al?|the) (?:los )?(?:cliente|usuario|customer|user)s?"
    r"|your (?:\w+ )?objective|te autorizo a|autorizo a decir"
    r")(?!\w)|</?[a-z]|<\||\|>|[{}]|\[/?(?:inst|system|sistema|assistant|asistente)(?!\w)"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")


def gives_orders(text: str) -> bool:
    """Whether a text tells a model what to say or do."""
    return _ORDER.search(fold(text)) is not None


def name_before_orders(name: str) -> str:
    """Return a field of a few words up to the first order in it."""
    order = _ORDER.search(fold(name))
    return name[: order.start()].strip() if order else name


def addresses_a_model(text: str) -> bool:
    """Whether a page speaks to a model that reads it, and not to people."""
    return _TO_A_MODEL.search(fold(text)) is not None


def before_orders(text: str) -> str:
    """Return a page's text up to the first sentence that addresses a model: what follows one may belong to it.

    A name of which all that stood below it went is no answer, and goes too.
    """
    start = 0
    for end in [*(match.start() for match in _SENTENCE.finditer(text)), len(text)]:
        if addresses_a_model(text[start:end]):
            return _without_bare_name(text[:start], cut_at=text[start : start + 2]).strip()
        start = end
    return text


def _without_bare_name(left: str, *, cut_at: str) -> str:
    """Return what is left of a text without its last line, where that is the name of what was below it, or asks it."""
    whole, _, last = left.rpartition("\n\n")
    alone = "\n" not in last.strip() and not last.rstrip().endswith((".", "!")) and not last.startswith("- ")
    is_name = alone and cut_at.startswith("\n") and cut_at != "\n\n"
    return whole if is_name or (alone and last.rstrip().endswith((":", "?"))) else left


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
