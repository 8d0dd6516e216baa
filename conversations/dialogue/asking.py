"""Tells when a message asks what the card of the car talked about states: "¿cuánto ha caminado?", "¿qué caja trae?"."""

import re

from conversations.dialogue import hearing, lexer, lexicon, pointing
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind
from conversations.dialogue.reading import Reading

_LONGEST = 9  # words; what is longer says more than that
_NO_LIMITS = frozenset({Kind.LENGTH, Kind.RANK})  # "¿entra en una cochera de 4.5 m?", "¿el 2 es automático?"
_OR_NOT = lexer.phrases("automatico o no", "automatica o no", "estandar o no", "manual o no")
_OF_THE_CAR = frozenset({Act.DETAILS, Act.SEARCH})
_CLAUSES = re.compile(r"[,.;:?!¿¡\n]+(?!\d)|(?<!\w)(?:y|e|ademas|tambien|and)(?!\w)")
_COUNTED = ("cuant", "how")
_MOST_BEFORE = 3  # words
_IN_COUNTS = frozenset({"km", "size", "engine"})  # "¿cuánto sale el automático?" asks for no gearbox
_GEARS = frozenset({"velocidades", "cambios"})
_NOT_SO = (["que", "no"], ["q", "no"])
# The "caja" of a pickup, "km por litro", "¿le hicieron el clutch?", "¿es de fiar ese modelo?".
_MISHEARD = (
    *(("bed", "gearbox"), ("consumption", "km"), ("worn", "gearbox"), ("worn", "engine"), ("reliability", "year")),
)
_THE_ONE_THAT = re.compile(r"(?<!\w)(?:el|la|los|las|lo) (?:que|q)(?!\w)")  # "el que trae CarPlay" asks nothing
_BESIDE = frozenset({"there", "km", "gearbox", "equipment", "engine", "body"})
_CALLING = frozenset("oiga oye disculpe entonces ademas tambien also".split())


def of_the_card(reading: Reading, *, of_one: bool, placed: bool = False) -> bool:
    """Whether the question is what the card of the one car meant states, and no other car is wished for.

    `placed`: the car is meant by its place in the list, so that "the second one" asks for no other.
    """
    written = lexer.first_sentence(reading.folded)  # "¿es estándar o automático? es para uber"
    if hearing.says(lexicon.UNRECORDED["equipment"], written):
        written = reading.folded  # "¿trae isofix? y bluetooth"
    if not of_one or reading.names or len(lexer.words(written)) > _LONGEST or not _on_the_card(written):
        return False
    if any(tag.kind not in _NO_LIMITS for tag in reading.tags):
        return False
    if reading.heard.sure - hearing.COURTEOUS - _OF_THE_CAR:
        return False
    return either(written) or (_asks(written) and (placed or not hearing.says(lexicon.REFINING, written)))


def aspects(reading: Reading, *, of_one: bool) -> frozenset[str]:
    """Return what of the card of the one car meant is asked: km, gearbox, size, ..."""
    return _on_the_card(reading.folded) if Act.DETAILS in reading.acts else beside(reading, of_one=of_one)


def beside(reading: Reading, *, of_one: bool = False) -> frozenset[str]:
    """Return what of the card of one car a clause asks by itself, whatever else is: "a 3 años, ¿y cuántos km trae?"."""
    both = len(reading.state.compared) > 1 and pointing.says_both(reading.folded)  # "¿son automáticos los dos?"
    of_one = of_one or both or reading.state.focus is not None or any(name.model for name in reading.names)
    return frozenset().union(*map(_asked_in, _clauses(reading))) & _BESIDE if of_one else frozenset()


def _clauses(reading: Reading) -> list[str]:
    """Return the clauses of a message without the names of cars."""
    written = reading.folded
    for name in reading.names:
        written = lexer.blanked(written, name.start, name.end)
    return _CLAUSES.split(written)


def _asked_in(clause: str) -> frozenset[str]:
    """Return what of the card a clause asks: it begins as a question does, and looks for no other car."""
    passed = lexicon.FILLERS - {"que", "q"} | lexicon.ARTICLE | lexicon.COURTESY | _CALLING
    said = [word for word in lexer.words(clause) if word not in passed]
    begun = lexer.phrases(*lexicon.ASKING_OF_A_CAR).search(" ".join(said))
    before = lexer.words(" ".join(said)[: begun.start()]) if begun else []
    if begun is None or len(before) > _MOST_BEFORE:  # "el segundo cuántos km trae"
        return frozenset()
    asking = said[len(before) :]
    if asking[:2] in _NOT_SO or _THE_ONE_THAT.search(clause) or hearing.says(lexicon.OF_OTHERS, " ".join(said)):
        return frozenset()
    asked = _on_the_card(clause)
    if asking[0] in {"que", "q"}:
        asked -= _on_the_card(" ".join(before))  # "un versa automático que cueste menos de 400" asks for none
    if asking[0].startswith(_COUNTED):
        asked &= _IN_COUNTS | ({"gearbox"} if _GEARS.intersection(asking) else set())
    return asked - {"km"} if any(word.isdecimal() for word in asking) else asked


def _on_the_card(written: str) -> frozenset[str]:
    found = frozenset(key for key, spoken in lexicon.ON_THE_CARD.items() if hearing.says(spoken, written))
    found -= {"body"} if _THE_ONE_THAT.search(written) else set()  # "me interesa el que es sedán"
    return found - {key for lacking, key in _MISHEARD if hearing.says(lexicon.UNRECORDED[lacking], written)}


def _asks(written: str) -> bool:
    """Whether it is put as a question, or is nothing but what is asked."""
    words = [word for word in lexer.words(written) if word not in lexicon.FILLERS | lexicon.COURTESY | lexicon.ARTICLE]
    begins = lexer.phrases(*lexicon.ASKING_OF_A_CAR).match(" ".join(lexer.words(written)) or " ")
    inner = lexer.phrases(*lexicon.ASKING_OF_A_CAR).match(" ".join(words) or " ")
    return bool(begins or inner) or "?" in written or len(words) == 1


def asks_which_gearbox(written: str) -> bool:
    """Whether it is asked which of the gearboxes cars have: "¿los aveos son estándar o automáticos?"."""
    return all(hearing.says(spoken, written) for spoken in lexicon.TRANSMISSIONS.values()) and either(written)


def either(written: str) -> bool:
    """Whether one or the other is asked: "¿automática o de palanca?", "¿con carplay o no?"."""
    of_none = _OR_NOT.search(written) is not None  # "automático o no, con carplay"
    return _names_both_gearboxes(written) or lexer.words(written)[-2:] == ["o", "no"] or of_none


def _names_both_gearboxes(written: str) -> bool:
    """Whether the one gearbox stands against the other: "¿estándar o automática?", and not "rojo o blanco? …"."""
    said = [lexer.phrases(*spoken).search(written) for spoken in lexicon.TRANSMISSIONS.values()]
    found = sorted(match.span() for match in said if match is not None)
    return len(found) > 1 and "o" in lexer.words(written[found[0][1] : found[1][0]])
