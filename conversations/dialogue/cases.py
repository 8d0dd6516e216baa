"""What a customer's case turns on beside what is asked, as data: taxis, other countries, who pays (cases.tsv)."""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from catalog.spelling import fold
from conversations.dialogue import lexer, questions
from conversations.dialogue.sentences import Sentence


@dataclass(frozen=True)
class Case:
    """A circumstance: the topics that it may change, how it is spoken of, and what it is called where nobody knows."""

    topics: frozenset[str]
    key: str
    spoken: tuple[str, ...]
    called: Sentence

    def is_told(self, text: str) -> bool:
        """Whether a text speaks of it."""
        return lexer.phrases(*self.spoken).search(text) is not None


def _load() -> tuple[Case, ...]:
    with (Path(__file__).parent / "cases.tsv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t")
    return tuple(
        Case(frozenset(topics.split()), key, tuple(one.strip() for one in spoken.split(",")), Sentence(spanish, en=en))
        for topics, key, spoken, spanish, en in rows
    )


CASES = _load()


def unspoken_of(question: str, topics: Collection[str], passages: Iterable[str]) -> frozenset[str]:
    """Return the circumstances in a question on these topics of which no passage speaks."""
    asked = questions.respelled(question)
    told = fold("\n".join(passages))
    of_it = (case for case in CASES if not case.topics.isdisjoint(topics) and case.is_told(asked))
    return frozenset(case.key for case in of_it if not case.is_told(told))
