"""The papers that customers ask about by name, and whether a passage names them, as data (papers.tsv)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from catalog.spelling import fold
from conversations.dialogue import lexer, questions
from conversations.dialogue.sentences import Sentence
from knowledge.language.tables import rows

# "No tengo nómina", "con licencia en vez de INE": the one behind these is not asked about.
_LACKED = re.compile(
    r"(?<!\w)(?:no tengo|no cuento con|no hay|no|sin|ni|en vez de|en lugar de|perdi|instead of|without|dont have)"
    r"(?: (?:el|la|los|las|un|una|mi|mis|a|an|my|recibos? de|the))*\s*$"
)


@dataclass(frozen=True)
class Paper:
    """A paper: how customers call it, how pages do, and how we do."""

    spoken: re.Pattern[str]
    on_pages: re.Pattern[str]
    called: Sentence

    @property
    def key(self) -> str:
        """What it is known by among what is not known."""
        return f"paper: {self.called}"

    def is_asked_of(self, written: str) -> bool:
        """Whether a question speaks of it, and not of lacking it."""
        return any(not _LACKED.search(written[: match.start()]) for match in self.spoken.finditer(written))


def _load() -> tuple[Paper, ...]:
    return tuple(
        Paper(lexer.phrases_of(spoken), lexer.phrases_of(on_pages), Sentence(spanish, en=en))
        for spoken, on_pages, spanish, en in rows(Path(__file__).parent / "papers.tsv")
    )


PAPERS = _load()


def asked_about(question: str, passages: Iterable[str]) -> tuple[list[Sentence], frozenset[str]]:
    """Return the papers that a question speaks of: those that passages name, and the keys of those that none does."""
    written, told = questions.respelled(question), fold("\n".join(passages))
    asked = [paper for paper in PAPERS if paper.is_asked_of(written)]
    named = [paper.called for paper in asked if paper.on_pages.search(told)]
    return named, frozenset(paper.key for paper in asked if not paper.on_pages.search(told))
