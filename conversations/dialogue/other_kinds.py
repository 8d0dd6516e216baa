"""Tells whether another kind of car is looked for, whatever was before: "busco camioneta", "¿otra suv?"."""

import re

from catalog.criteria import CarCriteria
from conversations.dialogue import hearing, lexer, lexicon
from conversations.dialogue.reading import KINDS, OTHER_KIND, Reading

_ANY = frozenset("un uno una algun alguno alguna unos unas otro otra otros otras".split())
_ASKED_OF_IT = re.compile(r"(?<!\w)(?:(?<!pensando )(?<!interesa )en|es|esta|sera|son) $|^\W*y $")  # "¿y sedán?"
_ANYTHING = re.compile(
    r"(?<!\w)algo (?:(?:19|20)\d\d|del (?:20)?\d\d|como|de|donde|en|por|con|with|asi como|automatic[oa]"
    r"|(?:mas |menos )?(?:alt|baj|grand|chic|chiquit|compact|pequen|larg|anch)(?:[oa]|e|ote|ota|it[oa])?)(?!\w)"
)
_SENTENCE_ENDS = re.compile(r"[.?!;\n]+(?!\d)")


def is_sought(reading: Reading, wish: CarCriteria) -> bool:
    """Whether "busco camioneta" begins another wish; "que sea hatchback" refines the one there is."""
    refined = is_refined_by_kind(reading.folded)
    of_all = hearing.says(lexicon.ANY_CAR, reading.folded)  # "¿y de 230 qué hay en sedán?"
    kind = (wish.body is not None and (of_all or not refined)) or hearing.says(lexicon.KINDS, reading.folded)
    if is_of_anything(reading.folded) and wish != CarCriteria():
        return True  # "algo como de 300, pero automático"
    if wish.transmission is not None and reading.state.focus is not None and reading.state.total <= 1:
        return begins_with_any(reading.folded)  # "¿y uno automático?", after the only Figo
    return kind and (hearing.says(lexicon.SEEKING, reading.folded) or begins_with_any(reading.folded))


def is_of_anything(folded: str) -> bool:
    """Whether "algo" is wished for that is so or so, and not "algo más" of the same."""
    return bool(_ANYTHING.search(folded))


def is_refined_by_kind(folded: str) -> bool:
    """Whether a kind is asked of what was wished for: "¿hay en hatchback?", "¿ese es sedán?"."""
    return any(_ASKED_OF_IT.search(folded[: match.start()]) is not None for match in KINDS.finditer(folded))


def begins_with_any(folded: str) -> bool:
    """Whether a sentence begins with any car of a kind: "una camioneta para cargar cajas", "está cara. ¿otra suv?"."""
    unsaid = lexicon.FILLERS | lexicon.COURTESY - _ANY
    each = ([word for word in lexer.words(one) if word not in unsaid] for one in _SENTENCE_ENDS.split(folded))
    return any(words[0] in _ANY for words in each if words) or OTHER_KIND.search(folded) is not None
