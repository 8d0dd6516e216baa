"""What a customer's case turns on beside what is asked, as data: taxis, other countries, who pays (cases.tsv)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from catalog.spelling import fold
from conversations.dialogue import lexer, questions
from conversations.dialogue.sentences import Sentence
from knowledge.language.tables import rows


@dataclass(frozen=True)
class Case:
    """A circumstance: the topics that it may change, how customers and pages speak of it, what is not known of it."""

    topics: frozenset[str]
    key: str
    spoken: re.Pattern[str]
    on_pages: re.Pattern[str]
    called: Sentence


def _load() -> tuple[Case, ...]:
    return tuple(
        Case(
            frozenset(topics.split()),
            key,
            lexer.phrases_of(spoken),
            lexer.phrases_of(pages or spoken),
            Sentence(spanish, en=en),
        )
        for topics, key, spoken, pages, spanish, en in rows(Path(__file__).parent / "cases.tsv")
    )


CASES = _load()


def unspoken_of(question: str, topics: Collection[str], passages: Iterable[str]) -> frozenset[str]:
    """Return the circumstances in a question on these topics of which no passage speaks."""
    asked = questions.respelled(question)
    told = fold("\n".join(passages))
    of_it = (case for case in CASES if not case.topics.isdisjoint(topics) and case.spoken.search(asked))
    return frozenset(case.key for case in of_it if not case.on_pages.search(told))
