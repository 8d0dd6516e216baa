"""The papers that customers ask about by name, and whether a passage names them, as data (papers.tsv)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.spelling import fold
from conversations.dialogue import lexer, questions
from conversations.dialogue.sentences import Sentence
from knowledge.language.tables import rows

# "No tengo nómina", "con licencia en vez de INE": the one behind these is not asked about.
_LACKED = re.compile(
    r"(?<!\w)(?:no tengo|no cuento con|no (?:me|nos) dan|no hay|no|sin|ni|en vez de|en lugar de|perdi|instead of"
    r"|without|dont have)(?: (?:el|la|los|las|un|una|mi|mis|a|an|my|recibos? de|the))*\s*$"
)
# "La INE la traigo vencida", "ya se venció mi pasaporte": nor is one that is no longer good.
_NO_LONGER_GOOD = r"vencid\w+|vencio|caduc\w+|expir\w+|extravi\w+|se me perdio|me la robaron|me lo robaron|lost"
_SAID_BEFORE = re.compile(rf"(?<!\w)(?:{_NO_LONGER_GOOD})(?: (?:el|la|mi|my|the))*\s*$")
_SAID_BEHIND = re.compile(
    rf"^(?:,? (?:pero|que|ya|me|se|la|lo|esta|estan|traigo|tengo|anda|sale|is|has|my))*,? (?:{_NO_LONGER_GOOD})(?!\w)"
)


@dataclass(frozen=True)
class Paper:
    """A paper: what it proves, how customers call it, how pages do, and how we do."""

    proves: frozenset[str]
    spoken: re.Pattern[str]
    on_pages: re.Pattern[str]
    called: Sentence

    @property
    def key(self) -> str:
        """What it is known by among what is not known."""
        return f"paper: {self.called}"

    def is_asked_of(self, written: str) -> bool:
        """Whether a question speaks of it, and not of lacking it, nor of one that is no longer good."""
        return any(self._each_at_hand(written))

    def is_lacked_in(self, written: str) -> bool:
        """Whether a question speaks of it, and only of lacking it."""
        at_hand = list(self._each_at_hand(written))
        return bool(at_hand) and not any(at_hand)

    def _each_at_hand(self, written: str) -> Iterator[bool]:
        return (_is_at_hand(written[: at.start()], written[at.end() :]) for at in self.spoken.finditer(written))


def _is_at_hand(before: str, behind: str) -> bool:
    lacked = _LACKED.search(before) or _SAID_BEFORE.search(before) or _SAID_BEHIND.match(behind)
    return lacked is None


def _load() -> tuple[Paper, ...]:
    return tuple(
        Paper(frozenset(proves.split()), lexer.phrases_of(spoken), lexer.phrases_of(on_pages), Sentence(spanish, en=en))
        for proves, spoken, on_pages, spanish, en in rows(Path(__file__).parent / "papers.tsv")
    )


PAPERS = _load()


def asked_about(question: str, passages: Iterable[str]) -> tuple[list[Sentence], frozenset[str]]:
    """Return the papers that a question speaks of: those that passages name, and the keys of those that none does."""
    written, told = questions.respelled(question), fold("\n".join(passages))
    asked = [paper for paper in PAPERS if paper.is_asked_of(written)]
    named = [paper.called for paper in asked if paper.on_pages.search(told)]
    return named, frozenset(paper.key for paper in asked if not paper.on_pages.search(told))


def instead(question: str, passages: Iterable[str]) -> tuple[list[Sentence], list[Sentence]]:
    """Return the papers that a question says are lacking, and those that passages name to prove the same."""
    written, told = questions.respelled(question), fold("\n".join(passages))
    lacked = [paper for paper in PAPERS if paper.is_lacked_in(written)]
    others = [
        paper
        for paper in PAPERS
        if any(paper.proves & one.proves for one in lacked) and paper not in lacked and paper.on_pages.search(told)
    ]
    told_of = [one for one in lacked if any(paper.proves & one.proves for paper in others)]
    return [one.called for one in told_of], [paper.called for paper in others]
