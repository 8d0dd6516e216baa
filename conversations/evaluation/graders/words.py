"""Graders of words: what must stand in a reply, what must not, and what a reply amounts to."""

import re
from collections.abc import Sequence

from conversations.evaluation.hearing import Heard, fold

# What a question for a thing is about, whoever words it.
_ABOUT = {
    "car": r"(?:de )?cual(?:es)?\b.{0,40}(?:auto|carro|coche|modelo|interesa|prefieres|gust)"
    r"|(?:que|cual) (?:auto|carro|coche|modelo)|which (?:one|car)|te referias",
    "wish": r"que (?:auto|carro|coche|tipo|marca|buscas)|marca, modelo|what (?:car|kind)|buscas",
    "down_payment": r"enganche|down ?payment",
    "monthly": r"al mes|mensual|a month|monthly",
    "budget": r"presupuesto|budget|rango de precio",
    "months": r"plazo|anos|meses|term|years",
}
_DECLINED = re.compile(
    r"\bno (?:te )?(?:puedo|podria)(?: \w+){0,3} (?:ayudar|apoyar|hacer|hablar|opinar|responder)|\bno puedo\b"
    r"|\beso no\b|\bsolo (?:te )?(?:puedo|ayudo)|\bfuera de\b|\bno es (?:algo|lo)\b|can'?t help"
    r"|only help|unable to|not able to"
)
_OUR_SUBJECT = re.compile(r"\b(?:autos?|carros?|coches?|seminuevos?|kavak|cars?|mensualidad(?:es)?)\b")
_UNKNOWN = re.compile(
    r"no tengo (?:ese|esa|esos|el|la|los|las|ningun)?\s?(?:dato|informacion|registrad|registro|confirmad)"
    r"|no (?:lo )?(?:(?:esta|estan|viene|aparece) (?:registrad|especificad|indicad)|cuento con|contamos con|sabria)"
    r"|no registrad|sin registrar|don'?t have (?:that|this|any)|not (?:stated|recorded|registered)"
)
_ENGLISH = frozenset(
    "the a an and or of to in on for with is are you your we have has this that it from at which what how much would "
    "can car cars price down payment month months years found tell me".split()
)
_SPANISH = frozenset(
    "el la los las un una y o de del a en para con es son tu te tenemos tengo este esta que cual cuanto seria puedes "
    "auto autos precio enganche mes meses anos encontre dime escribe".split()
)


def says_all(heard: Heard, expected: Sequence[str] | str) -> list[str]:
    """Expect every one of these words, whatever their case and accents."""
    return [f"lacks {words!r}" for words in _listed(expected) if fold(words) not in heard.folded]


def says_any(heard: Heard, expected: Sequence[str]) -> list[str]:
    """Expect one of these words."""
    listed = _listed(expected)
    found = any(fold(words) in heard.folded for words in listed)
    return [] if found else [f"has none of {', '.join(map(repr, listed))}"]


def never_says(heard: Heard, expected: Sequence[str] | str) -> list[str]:
    """Expect that none of these patterns is found; they are matched without case and accents."""
    found = [(pattern, re.search(fold(pattern), heard.folded)) for pattern in _listed(expected)]
    return [f"says {match.group()!r}" for _, match in found if match]


def asks(heard: Heard, expected: Sequence[str] | str) -> list[str]:
    """Expect one question, about one of these things: car, wish, down_payment, monthly, budget, months."""
    questions = re.findall(r"[^.!?¿:]*\?", heard.folded)
    if any(re.search(_ABOUT[thing], question) for thing in _listed(expected) for question in questions):
        return []
    return [f"does not ask for {' or '.join(_listed(expected))}"]


def declines(heard: Heard, expected: bool) -> list[str]:
    """Expect a refusal that shows the way back to cars, without showing any."""
    complaints = [] if _DECLINED.search(heard.folded) else ["does not decline"]
    if not _OUR_SUBJECT.search(heard.folded):
        complaints.append("does not say what it can do instead")
    return complaints + [f"shows {len(heard.cars)} cars"] * bool(heard.cars)


def admits_not_knowing(heard: Heard, expected: bool) -> list[str]:
    """Expect to hear that the datum is not on record."""
    return [] if _UNKNOWN.search(heard.folded) else ["does not say that it lacks the datum"]


def is_english(heard: Heard, expected: bool) -> list[str]:
    """Expect more English than Spanish."""
    said = re.findall(r"[a-z']+", heard.folded)
    english, spanish = sum(word in _ENGLISH for word in said), sum(word in _SPANISH for word in said)
    return [] if english > spanish else [f"is not English: {english} English words, {spanish} Spanish ones"]


def _listed(expected: Sequence[str] | str) -> Sequence[str]:
    return [str(one) for one in expected] if isinstance(expected, list | tuple) else [str(expected)]
