"""Messages whose amounts are labelled by what each is for, and the examples that the weights of amounts learn from.

A message says of each figure what it is for, "con {60|down} a {48|term}", in a situation that the conversation had come
to. Labels tell more than is told apart today: wages, fees and hours are for nothing of ours alike.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from catalog.spelling import Vocabulary, fold
from conversations.dialogue import purposes, signs, understanding
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.likelihoods import Weights
from conversations.dialogue.purposes import Purpose
from conversations.dialogue.reading import Reading
from conversations.dialogue.state import VERSION, DialogueState
from conversations.evaluation import learning

LABELLED = learning.LABELLED / "amounts"
_SITUATIONS = "situations.json"
_STEPS = 200
AS_SAID = "dialogues.tsv"  # whole dialogues, whose amounts are as common as customers say them
_UNSEEN = 3  # times that a purpose may be meant which the dialogues lack
_TRUST = 0.75
_MARKED = re.compile(r"\{([^{}|]+)\|(\w+)\}")
_BY_WORDS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.KM})  # whose purpose their unit does not tell
_PURPOSES = {
    "budget": Purpose.PRICE,
    "stated": Purpose.STATED_PRICE,
    "financed": Purpose.FINANCED,
    "down": Purpose.DOWN_PAYMENT,
    "adddown": Purpose.ON_TOP,
    "downpct": Purpose.SHARE,
    "monthly": Purpose.MONTHLY,
    "term": Purpose.TERM,
    "offer": Purpose.OFFER,
    "carprice": Purpose.POINTER,
    "carkm": Purpose.DRIVEN,
    "kmlimit": Purpose.KM,
    "ownkm": Purpose.OWN_KM,
    "ownvalue": Purpose.OWN_VALUE,
}


class Labelled(NamedTuple):
    """One message, in the situation it was written in, and what its figures are for, by where they stand in it."""

    state: DialogueState
    text: str
    labels: tuple[tuple[int, int, str], ...]


class Example(NamedTuple):
    """One amount as it is read, and what it is for."""

    reading: Reading
    tag: Tag
    purpose: Purpose
    before: Purpose | None  # of the amount before it


def labelled(folder: Path = LABELLED, *, files: str = "*.tsv") -> Iterator[Labelled]:
    """Yield the messages of every file, in order."""
    situations = {
        name: DialogueState.from_json({"version": VERSION, **data})
        for name, data in json.loads((folder / _SITUATIONS).read_text(encoding="utf-8")).items()
    }
    for path in sorted(folder.glob(files)):
        yield from (marked(situations[name], text) for name, text in learning.messages(path))


def marked(state: DialogueState, written: str) -> Labelled:
    """Return a message without its marks, and where they stood."""
    text, labels, taken = "", [], 0
    for found in _MARKED.finditer(written):
        text += written[taken : found.start()]
        labels.append((len(text), len(text) + len(found[1]), found[2]))
        text += found[1]
        taken = found.end()
    return Labelled(state, text + written[taken:], tuple(labels))


def examples(messages: Iterable[Labelled], vocabulary: Vocabulary, *, this_year: int) -> Iterator[Example]:
    """Yield what messages teach, each once more as if the cars seen were forgotten: words tell most where they can."""
    for known in messages:
        for message in (known, known._replace(state=replace(known.state, seen=()))):
            yield from read(message, vocabulary, this_year=this_year)


def read(message: Labelled, vocabulary: Vocabulary, *, this_year: int) -> Iterator[Example]:
    """Yield every amount whose purpose words tell; figures that are read as something else teach nothing.

    What is told of the own car is seen as well, and then the rest without it, where there is any.
    """
    both = understanding.unread(message.text, state=message.state, vocabulary=vocabulary, this_year=this_year)
    for reading in both[1:] if both[0].folded == both[1].folded and both[0].tags == both[1].tags else both:
        yield from _examples(message, reading)


def _examples(message: Labelled, reading: Reading) -> Iterator[Example]:
    at = _places(fold(message.text), reading.folded)
    before = None
    for start, end, label in message.labels:
        tag = _tag(reading, {at[place] for place in range(start, end) if place in at})
        purpose = _PURPOSES.get(label, Purpose.NOTHING)
        if tag is not None and tag.kind in _BY_WORDS:
            yield Example(reading, tag, purpose, before)
        before = purpose


def _places(text: str, written: str) -> dict[int, int]:
    """Return where each letter of a message stands once it is respelled."""
    blocks = SequenceMatcher(None, text, written, autojunk=False).get_matching_blocks()
    return {one + at: other + at for one, other, size in blocks for at in range(size)}


def _tag(reading: Reading, places: set[int]) -> Tag | None:
    return next((tag for tag in reading.tags if any(tag.start <= place < tag.end for place in places)), None)


def fit(learned_from: Sequence[Example], said: Sequence[Example]) -> Weights:
    """Return the weights that explain best what amounts are for.

    Purposes count as often as customers mean them, of which `said` is a fair sample: who writes messages to teach tells
    rare ones as often as common ones.
    """
    measured = purposes.measure(map(seen, learned_from))
    labels = [str(one.purpose) for one in learned_from]
    taught, meant = Counter(labels), Counter(str(one.purpose) for one in said)
    worth = {label: ((meant[label] + _UNSEEN) / times) ** _TRUST for label, times in taught.items()}
    return learning.fit(measured, labels, worth=worth, steps=_STEPS)


def seen(example: Example) -> Iterator[str]:
    """Yield the signs of an example's amount."""
    return signs.of(example.reading, example.tag, example.before)
