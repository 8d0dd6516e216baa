"""Hears the name by which a customer introduces themselves."""

from catalog.spelling import fold
from conversations.dialogue import lexer

_CUES = ("me llamo", "me yamo", "m llamo", "m yamo", "mi nombre es", "a nombre de", "my name is", "name's")
# "Soy Ana" gives a name, "soy de Puebla" and "soy taxista" do not: it has to be written as one.
_WEAK_CUES = ("soy", "i am", "i'm")
_NO_NAME = frozenset(
    "de del la las los el un una nuestro nuestra ambos y e o que quiero busco para por mi en and looking from a the su "
    "cliente ella ellos ellas otro otra alguien quien ustedes usted todos nosotros nadie "
    "persona personas empresa empresas sociedad negocio compania tercero terceros company business".split()
)
_LONGEST = 3  # words


def name_in(text: str) -> str | None:
    """Return the name given in a message, as it was written, or None."""
    folded = fold(text)
    if len(folded) != len(text):
        return None
    for cues, weak in ((_CUES, False), (_WEAK_CUES, True)):
        if weak and text.isupper():
            continue  # where all is in capitals they tell no name
        said = (_words_of_a_name(text[match.end() :], capital=weak) for match in lexer.phrases(*cues).finditer(folded))
        if name := next(filter(None, said), None):
            return " ".join(name) if weak else " ".join(word[0].upper() + word[1:] for word in name)
    return None


def without_name(text: str) -> str:
    """Return a message without the name given in it: who is called Escobedo does not live there."""
    name = name_in(text)
    at = lexer.phrases(fold(name)).search(fold(text)) if name else None  # and not the end of "mañana"
    return text if at is None else f"{text[: at.start()]}{text[at.end() :]}"


def _words_of_a_name(after: str, *, capital: bool) -> tuple[str, ...]:
    clause = lexer.first_clause(after)
    words: list[str] = []
    for word in clause.split()[:_LONGEST]:
        if not word.replace("'", "").isalpha() or fold(word) in _NO_NAME or (capital and not word[0].isupper()):
            break
        words.append(word)
    return tuple(words)
