"""How pages are quoted, and what is said before a passage: that it is the nearest there is, what follows from it."""

import re

from catalog.spelling import fold
from conversations.dialogue.sentences import Sentence

NOT_EXACTLY = Sentence(
    "Esto es lo más cercano que tenemos publicado; si no responde tu duda, te comunico con una persona del equipo:",
    en="This is the nearest we have published; if it does not answer you, I can put you through to a person on the "
    "team:",
)
SMALL_PRINT = Sentence("Así lo dicen las cotizaciones: {line}", en="The quotes say (in Spanish): {line}")
NEAREST_PUBLISHED = Sentence("Lo más cercano que tenemos publicado:", en="The nearest we have published:")

# ── What follows from the limits of a passage ───────────────────────────────────────────────────────────────────

IT_FOLLOWS = Sentence("Con lo que mencionas ({gone}) {what}.", en="With what you mentioned ({gone}) {what}.")
OTHER_LIMIT = Sentence("El otro límite de la prueba: {limit}.", en="The other limit of the trial period: {limit}.")
EXCEPTIONS = Sentence(
    "Si hay excepciones, lo ve una persona del equipo; si quieres, te comunico con una persona.",
    en="Whether there are exceptions is for a person on the team to say; if you like, I can put you through to one.",
)
_IS_OVER = Sentence("ya se pasan los {limit} de {of}", en="the {limit} of the {of} are over")
_IS_WITHIN = Sentence("sigues dentro de los {limit} de {of}", en="you are still within the {limit} of the {of}")
_LIMITED = {"trial": Sentence("prueba", en="trial period"), "warranty": Sentence("garantía", en="warranty")}


def compared(limit: Sentence, of: str, *, over: bool) -> Sentence:
    """Say whether a limit of a trial or a warranty is over."""
    return (_IS_OVER if over else _IS_WITHIN).filled(limit=limit, of=_LIMITED[of])


# ── Passages ────────────────────────────────────────────────────────────────────────────────────────────────────


def quoted(text: str, source_url: str) -> str:
    """Cite a passage, with the page it stands on where it has one."""
    return f"{text}\n\nFuente: {source_url}" if source_url.startswith("http") else text


_MEASURED = re.compile(
    r"(?<![\w.,$])(\d[\d,]*) (d[ií]as?|meses|mes|años?|horas?|km|kil[oó]metros)(?!\w)", re.IGNORECASE
)
_UNITS = {"dia": "day", "mes": "month", "ano": "year", "hor": "hour", "km": "km", "kil": "km"}


def page_in_spanish(text: str) -> Sentence:
    """Introduce a passage to who reads English: it is in Spanish, and these are the figures in it."""
    figures = dict.fromkeys(_in_english(*match.groups()) for match in _MEASURED.finditer(text))
    of = f" It speaks of {', '.join(figures)}." if figures else ""
    return Sentence("", en=f"This is from our page, which is in Spanish.{of}")


def _in_english(count: str, unit: str) -> str:
    name = _UNITS[fold(unit)[:3]]
    return f"{count} {name}" if name == "km" or count == "1" else f"{count} {name}s"
