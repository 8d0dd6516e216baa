"""Writes the words of a message as they were meant: chat spelling, words typed by ear, slips in what we listen for."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.everyday import EVERYDAY_WORDS
from catalog.sounds import sound
from catalog.spelling import Mention, Vocabulary
from conversations.dialogue import lexicon
from knowledge.language.topics import STOP_WORDS, TOPICS

_SHORTEST_BY_EAR = 4
_SHORTEST_PLURAL = 4
# One slip in six letters, two in ten: fewer letters leave too many other words in reach.
_SHORTEST_SLIPPED, _SHORTEST_SLIPPED_TWICE = 6, 10
_SHORTEST_OF_AMOUNTS = 5

_OURS = frozenset([*lexicon.every_word(), *lexicon.NUMBER_WORDS])
_TOPIC_WORDS = frozenset(
    word for topic in TOPICS for trigger in topic.triggers for word in trigger.replace("*", "").split()
)
_SOMETHING_ELSE = EVERYDAY_WORDS | STOP_WORDS | _TOPIC_WORDS
_BY_EAR = {sound(word): word for word in sorted(_OURS) if len(word) >= _SHORTEST_BY_EAR}
_WORTH_A_SLIP = sorted(
    word for word in (lexicon.FORMS | frozenset(lexicon.NUMBER_WORDS)) if len(word) >= _SHORTEST_SLIPPED
)
_OF_AMOUNTS = sorted(
    {word for phrase in lexicon.BOUNDS for word in phrase.split() if len(word) >= _SHORTEST_OF_AMOUNTS}
)

_WORD = r"(?P<word>(?<!\w)[^\W\d_]{4,}(?!\w))"
_AMOUNT = rf"\$?(?:\d|(?:{'|'.join(lexicon.HUNDREDS | lexicon.TENS)})(?!\w))"
# Few words lead to an amount, follow one, or follow "más": there fewer letters are enough to tell them.
_BESIDE_AMOUNTS = (
    re.compile(rf"{_WORD}(?= (?:(?:de|del|los|unos) )?{_AMOUNT})"),
    re.compile(rf"(?:\d|(?<!\w)mil|\dk) (?:(?:o mas|en|para|de|hacia) )?{_WORD}"),
    re.compile(rf"(?<!\w)(?:mas|menos|menor) {_WORD}"),
)


def respell(folded: str, names: Sequence[Mention]) -> str:
    """Return folded text with its words as they were meant; what names a car stays as it was typed."""
    spans = [(name.start, name.end) for name in names]
    written = _with_words(folded, meant, lambda start: any(begin <= start < end for begin, end in spans))
    for beside in _BESIDE_AMOUNTS:
        written = beside.sub(lambda match: match[0].removesuffix(match["word"]) + _of_an_amount(match["word"]), written)
    return written


@lru_cache(maxsize=1024)
def meant(word: str) -> str:
    """Return the word that was meant by this one; what nothing speaks for stays as it is."""
    plain = re.sub(r"(\w)\1{2,}", r"\1", word)  # "holaaa"
    plain = lexicon.SPELLINGS.get(plain, plain)
    if plain in _OURS or plain in lexicon.UNBENT or len(plain) < _SHORTEST_BY_EAR:
        return plain
    single = re.sub(r"([^\Wrl])\1", r"\1", plain)  # "nueevo", but "perro" is not "pero"
    return _BY_EAR.get(sound(plain)) or (single if single in _OURS else None) or _a_slip_away(plain) or plain


def one_by_one(folded: str, names: Sequence[Mention], vocabulary: Vocabulary) -> str:
    """Return folded text in which names said of several cars are said of one: "nisanes", "kias", "toyotas"."""

    def one(word: str) -> str:
        if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or _is_known(word):
            return word
        singular = (word.removesuffix("es"), word.removesuffix("s"))
        return next((name for name in singular if name != word and _is_a_name(name, vocabulary)), word)

    return _with_words(folded, one, lambda start: any(name.start <= start < name.end for name in names))


def listens_for(word: str) -> bool:
    """Whether a word is one that some phrase of ours has."""
    return word in _OURS


def _is_a_name(word: str, vocabulary: Vocabulary) -> bool:
    return not _is_known(word) and any(name.end == len(word) for name in vocabulary.mentions(word))


def _is_known(word: str) -> bool:
    """Whether a word is one that we listen for, or an everyday one."""
    return word in _OURS or word in _SOMETHING_ELSE


def _with_words(folded: str, better: Callable[[str], str], spare: Callable[[int], bool]) -> str:
    """Write every word of letters as `better` has it, but the ones that begin where `spare` says."""
    return re.sub(
        r"(?<!\w)(?!(?<=\d )k(?!\w))[^\W\d_]+(?!\w)",
        lambda match: match[0] if spare(match.start()) else better(match[0]),
        folded,
    )


@lru_cache(maxsize=1024)
def _of_an_amount(word: str) -> str:
    """Return the word beside an amount that was meant."""
    return word if word in _OURS or word in lexicon.UNBENT else _nearest(word, _OF_AMOUNTS, slips=1) or word


def _a_slip_away(word: str) -> str | None:
    if len(word) < _SHORTEST_SLIPPED or word in _SOMETHING_ELSE:
        return None
    return _nearest(word, _WORTH_A_SLIP, slips=2 if len(word) >= _SHORTEST_SLIPPED_TWICE else 1)


def _nearest(word: str, among: Sequence[str], *, slips: int) -> str | None:
    """Return the one word that begins alike and is so near; two that are equally near tell nothing."""
    near = process.extract(word, among, scorer=OSA.distance, score_cutoff=slips, limit=3)
    alike = [(other, distance) for other, distance, _ in near if other[0] == word[0]]
    return alike[0][0] if alike and [distance for _, distance in alike].count(alike[0][1]) == 1 else None
