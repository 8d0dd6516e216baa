"""What the first reply of a conversation says beside its answer: that nobody human wrote it, and the privacy notice."""

import re

from conversations.dialogue import wording

# Words that one language has and the other has not; names, figures and "ok" belong to both.
_ENGLISH = frozenset(
    "the is are am do does did you your i i'm im we have has want need looking look for what what's how much many when "
    "where who which can could would any with hello hi hey thanks thank please good morning cheap used cars vehicle "
    "buy sell speak english of to my me it it's this that there about price monthly".split()
)
_SPANISH = frozenset(
    "el la los las un una es son soy que qué como cómo cuanto cuánto cual cuál donde dónde de del en para por con y o "
    "mi tu hola buenas buenos gracias quiero busco necesito tienes tienen hay algo auto carro coche precio mas más te "
    "se no si sí al lo le".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def opened(text: str, *, customer: str, privacy_url: str) -> str:
    """Return the first reply with what it does not say yet; without an address no notice is spoken of."""
    english = writes_english(customer)
    who, known_by, link = (
        (wording.WHO_ANSWERS_IN_ENGLISH, "automated assistant", wording.PRIVACY_IN_ENGLISH)
        if english
        else (wording.WHO_ANSWERS, "asistente automático", wording.PRIVACY)
    )
    parts = [text] if known_by in text else [who, text]
    if privacy_url and privacy_url not in text:
        parts.append(link.format(url=privacy_url))
    return "\n\n".join(filter(None, parts))


def writes_english(text: str) -> bool:
    """Whether a message is English rather than Spanish, by the small words in it; Spanish where nothing tells."""
    words = _WORD.findall(text.lower())
    return sum(word in _ENGLISH for word in words) > sum(word in _SPANISH for word in words)
