"""How pages are quoted, and what is said before a passage: that it is the nearest there is, what follows from it."""

from collections.abc import Collection

from conversations.dialogue.sentences import Sentence

NOT_EXACTLY = Sentence(
    "Esto es lo más cercano que tenemos publicado; si no responde tu duda, te comunico con una persona del equipo:",
    en="This is the nearest we have published; if it does not answer you, I can put you through to a person on the "
    "team:",
)
ALL_ARE_USED = Sentence(
    "Todos nuestros autos son seminuevos: en cada uno te digo el año y los kilómetros que trae.",
    en="All our cars are used: with each one I tell you its year and the kilometres it has.",
)
SMALL_PRINT = Sentence("Así lo dicen las cotizaciones: {line}", en="The quotes say (in Spanish): {line}")
NEAREST_PUBLISHED = Sentence("Lo más cercano que tenemos publicado:", en="The nearest we have published:")
BUT_NEAREST = (NEAREST_PUBLISHED, NOT_EXACTLY)  # what stands before a passage that is no answer
CHEATED_ELSEWHERE = Sentence(
    "Lamento que haya pasado eso. Esto es lo que tenemos publicado:",
    en="I'm sorry that happened. This is what we have published:",
)
SAME_PRICE = Sentence(
    "No puedo cambiar el precio por aquí: es el publicado. Esto es lo que tenemos publicado de lo que lo acompaña:",
    en="I can't change the price here: it is the published one. This is what we have published of what comes with it:",
)

# ── What follows from the limits of a passage ───────────────────────────────────────────────────────────────────

IT_FOLLOWS = Sentence("Con lo que mencionas ({gone}) {what}.", en="With what you mentioned ({gone}) {what}.")
OTHER_LIMIT = Sentence("El otro límite de la prueba: {limit}.", en="The other limit of the trial period: {limit}.")
EXCEPTIONS = Sentence(
    "Si hay excepciones, lo ve una persona del equipo; si quieres, te comunico con una persona.",
    en="Whether there are exceptions is for a person on the team to say; if you like, I can put you through to one.",
)
_IS_OVER = Sentence("ya se pasan los {limit} de {of}", en="the {limit} of the {of} are over")
_IS_WITHIN = Sentence("sigues dentro de los {limit} de {of}", en="you are still within the {limit} of the {of}")
_SAID_SO = Sentence("Sí, son {limit} de {of}.", en="Yes, it is a {of} of {limit}.")
_LIMITED = {"trial": Sentence("prueba", en="trial period"), "warranty": Sentence("garantía", en="warranty")}


def compared(limit: Sentence, of: str, *, over: bool) -> Sentence:
    """Say whether a limit of a trial or a warranty is over."""
    return (_IS_OVER if over else _IS_WITHIN).filled(limit=limit, of=_LIMITED[of])


PAPERS_NAMED = Sentence("La página sí nombra {what}.", en="Yes: our page names {what}.")
PAPERS_INSTEAD = Sentence(
    "En lugar de {lacked}, la página también nombra {others}.", en="Instead of {lacked}, our page also names {others}."
)


def said_so(limit: Sentence, of: str) -> Sentence:
    """Say that a limit is as it is asked about."""
    return _SAID_SO.filled(limit=limit, of=_LIMITED[of])


# ── Passages ────────────────────────────────────────────────────────────────────────────────────────────────────


_CITED = "\n\nFuente: "


def quoted(text: str, source: str) -> str:
    """Cite a passage, with the page it stands on or the document it is of, where it has one."""
    return f"{text}{_CITED}{source}" if source else text


def source_line(source: str) -> str:
    """Return the line that names a source."""
    return f"{_CITED}{source}".strip()


def is_quoted(text: str) -> bool:
    """Tell whether a text cites a passage."""
    return _CITED in text


# What a passage is about, to who cannot read it, by topic of `knowledge.language.topics`.
_ABOUT = {
    "documents": "the papers that are asked for",
    "address_proof": "proof of address",
    "income": "proof of income",
    "credit_history": "looking at your credit history",
    "credit": "the payment plan",
    "inspection": "how cars are inspected",
    "online": "seeing a car by video call",
    "delivery_home": "bringing a car to your home",
    "delivery": "bringing a car to your home",
    "trade_in": "giving your car in part payment",
    "sell": "selling us your car",
    "maintenance": "servicing the car",
    "buying": "how buying works",
    "process": "how it goes",
    "site": "our branches",
}


def page_in_spanish(topics: Collection[str], figures: str) -> Sentence:
    """Introduce a passage to who reads English: it is in Spanish, what it is about, and the figures in it."""
    about = dict.fromkeys(called for topic, called in _ABOUT.items() if topic in topics)
    of = f" It is about {' and '.join(about)}." if about else ""
    return Sentence("", en=f"This is from our page, which is in Spanish.{of}{figures}")
