"""Tells when a message asks what the card of the car talked about states: "¿cuánto ha caminado?", "¿qué caja trae?"."""

from conversations.dialogue import hearing, lexer, lexicon
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind
from conversations.dialogue.reading import Reading

_LONGEST = 9  # words; what is longer says more than that
_NO_LIMITS = frozenset({Kind.LENGTH, Kind.RANK})  # "¿entra en una cochera de 4.5 m?", "¿el 2 es automático?"
_OR_NOT = lexer.phrases("automatico o no", "automatica o no", "estandar o no", "manual o no")
_OF_THE_CAR = frozenset({Act.DETAILS, Act.SEARCH})


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


def aspects(reading: Reading) -> frozenset[str]:
    """Return what of the card is asked: km, gearbox, size, ..."""
    return _on_the_card(reading.folded)


def _on_the_card(written: str) -> frozenset[str]:
    return frozenset(key for key, spoken in lexicon.ON_THE_CARD.items() if hearing.says(spoken, written))


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
