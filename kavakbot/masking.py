"""Phone numbers as those who may not know them see them: the last four digits, in text, in HTML and in JSON."""

import json
import re
from typing import Any

_S = r"[ \u00a0.()‐‑–-]{1,3}"
_GAP = r"[ \u00a0.()‐‑–-]{0,3}"
_ID = r"\b (?: [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} | (?:[A-Z]{2})?[0-9a-f]{32} ) \b"
# As +52 1 55 1234 5678 in any grouping, as a run of ten digits or more, and as Mexicans group their ten.
_PHONE = re.compile(
    rf"""
    (?P<id> {_ID} )  # whatever digits are in it
    | \+\d(?:{_GAP}\d){{9,14}}(?!\d)
    | \d{{10,}}
    | (?<!\d) (?<!\d[.,]) \(? (?:
        \d\d {_S} (?: \d{{4}} {_GAP} (?: \d{{4}} | \d\d {_S} \d\d ) | \d\d {_S} \d\d {_S} \d\d {_S} \d\d )
        | \d{{3}} {_S} \d{{3}} {_GAP} (?: \d{{4}} | \d\d {_S} \d\d )
    ) (?!\d)
    """,
    re.VERBOSE,
)
_AT_THE_END = re.compile(r"[+(]*\d[\d \u00a0.()‐‑–-]*$")
_YEAR = re.compile(r"(?<!\d)(?<!\d[ -])(?:19|20)\d\d(?![ -]?\d)")
# What a page says: its text, and what its tags say to who hovers or listens. What can be edited is left as it is, since
# it would be saved as it is shown.
_PIECE = re.compile(r"<(script|style|textarea)\b.*?</\1\s*>|<[^<>]*>|[^<]+", re.DOTALL | re.IGNORECASE)
_SAID = re.compile(
    r'(?<=\s)((?:aria-label|title|alt|placeholder|data-[\w-]+|href(?==.(?:https?|tel|sms|mailto):))=")([^"]*)'
)


def mask_phones(text: str) -> str:
    """Replace all but the last four digits of every phone number: ten or more digits, grouped or not."""
    return _PHONE.sub(lambda found: found["id"] or "•••" + re.sub(r"\D", "", found[0])[-4:], text)


def mask_json(text: str) -> str:
    """Replace the phone numbers in the values of a document; what is no document is masked as text."""
    try:
        return json.dumps(_masked(json.loads(text)), ensure_ascii=False)
    except ValueError:
        return mask_phones(text)


def _masked(value: Any) -> Any:
    match value:
        case dict():
            return {mask_phones(name): _masked(inner) for name, inner in value.items()}
        case list():
            return [_masked(inner) for inner in value]
        case str():
            return mask_phones(value)
        case int() if (masked := mask_phones(str(value))) != str(value):
            return masked
    return value


def mask_html(page: str) -> str:
    """Replace the phone numbers that a page shows; addresses, scripts and what can be edited stay as they are."""
    return _PIECE.sub(_piece, page)


def beginning(text: str, length: int) -> str:
    """Return a text cut to a length, before a number rather than within it: a piece of one could not be masked."""
    return text if len(text) <= length else f"{_AT_THE_END.sub('', text[:length])}…"


def may_be_part_of_a_phone(text: str) -> bool:
    """Tell whether a search could find a number by a piece of it, or by pieces: three digits that are of no year."""
    return len(re.findall(r"\d", _YEAR.sub("", text))) >= 3


def _piece(found: re.Match[str]) -> str:
    piece = found[0]
    if not piece.startswith("<"):
        return mask_phones(piece)
    return piece if found[1] else _SAID.sub(lambda said: said[1] + mask_phones(said[2]), piece)
