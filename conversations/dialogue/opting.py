"""Tells when a message asks for silence, or to be written to again."""

from catalog.spelling import fold
from conversations.dialogue import lexer, lexicon
from conversations.dialogue.questions import respelled


def opts_out(text: str) -> bool:
    """Whether the whole message asks for silence ("BAJA"), and not for a lower price ("¿me das de baja el precio?")."""
    written = {_without_courtesy(text), _without_courtesy(respelled(text))}
    spoken = lexer.phrases(*lexicon.OPT_OUT_PHRASES)
    return not written.isdisjoint(lexicon.OPT_OUT) or any(spoken.search(one) for one in written)


def opts_in(text: str) -> bool:
    """Whether the whole message asks to be written to again."""
    return _without_courtesy(text) in lexicon.OPT_IN


def _without_courtesy(text: str) -> str:
    return " ".join(word for word in lexer.words(fold(text)) if word not in lexicon.COURTESY)
