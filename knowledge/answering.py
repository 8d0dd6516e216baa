"""Decide which lines of a passage answer a question: verbatim, names kept with their lines, or none at all."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.language import datum, reading
from knowledge.language.datum import COUNT, Datum
from knowledge.language.folding import words
from knowledge.language.places import places_in
from knowledge.language.reading import Reading
from knowledge.language.topics import HOURS, SITE
from knowledge.passage import Passage
from knowledge.scraping import tables
from knowledge.splitting import last_heading

MAX_CHARS = 900
_NAME_LENGTH = 90
_TYPO_LIKENESS = 80.0
_ITEM = re.compile(r"([A-ZÁÉÍÓÚÑ][^:.\n]{2,60}): \S")
_FEWEST_ITEMS = 2
_OF_THE_LIST = "documents"
_LIST_WORDS = frozenset("papeles papel documentos documento documentacion requisitos requisito tramites piden".split())
# A full stop ends a sentence only before a capital and after a whole word: not in "Av. Punto Sur" or "9:00 a.m.".
_SENTENCE_END = re.compile(r"(?<=[a-záéíóúñ0-9%)]{3}[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡])")


@dataclass(frozen=True)
class _Group:
    """Lines (or the sentences of one paragraph) that belong together, below a name when they have one."""

    name: str
    lines: tuple[str, ...]
    glue: str = "\n"

    @property
    def text(self) -> str:
        body = self.glue.join(self.lines)
        return f"{self.name}\n{body}" if self.name else body

    def keeping(self, lines: Iterable[str]) -> "_Group":
        return _Group(self.name, tuple(lines), self.glue)


def excerpt(question: str, passage: Passage, *, max_chars: int = MAX_CHARS) -> str | None:
    """Return the lines of `passage` that answer `question`, verbatim, or None when the datum asked is not in it.

    A frequent question goes out whole, with its question: "No." alone could answer anything.

    1. A place that the passage does not name: no answer.
    2. A named thing (a site) narrows the passage to its own lines, so that nobody gets another site's hours.
    3. Where a kind of datum is asked for, only the lines that state one remain, below their name.
       (How many sites a city has, its own lines show. Asked where and when, all its sites are told.)
    4. Otherwise the groups that speak of the question, as many as fit.
    """
    read = reading.read(question)
    if not speaks_of_places(read, f"{passage.heading}\n{passage.text}"):
        return None
    heading, text = last_heading(passage.heading), tables.together(passage.text)
    if passage.is_faq:
        return _fitting([_Group(heading, tuple(text.split("\n")))], max_chars)
    groups = _narrowed(_groups(text), read, passage.heading)
    asked = datum.asked(question)
    if not all(datum.answers(passage.heading, passage.text, kind) for kind in asked if kind.subject):
        return None
    wanted = [
        kind
        for kind in asked
        if not kind.subject and not (kind.name == COUNT and read.places) and not datum.answers(heading, "", kind)
    ]
    if wanted:
        stating = _stating(groups, wanted)
        groups = groups if stating and _asks_where_and_when(read) else stating
    elif not _asks_where(read):
        groups = _speaking(groups, read, passage.heading)
    return _fitting(groups, max_chars) or None


def speaks_of_places(read: Reading, text: str) -> bool:
    """True when no place as such is asked about, or `text` names one of them (or the city that serves it)."""
    if not read.asks_about_places:
        return True
    return not places_in(text).isdisjoint((*read.places, *read.nearest_places))


def _asks_where(read: Reading) -> bool:
    return read.asks_about_places or SITE in read.topic_names


def _asks_where_and_when(read: Reading) -> bool:
    """True when the sites of a city and their hours are asked for: addresses are told with the hours."""
    return {SITE, HOURS} <= read.topic_names and bool(read.places) and not read.terms


def _groups(text: str) -> list[_Group]:
    return [_group(block.split("\n")) for block in text.split("\n\n")]


def _group(lines: Sequence[str]) -> _Group:
    """Take the first line for a name when it reads as one: short, not a list item, no full stop."""
    first = lines[0]
    if len(lines) > 1 and len(first) <= _NAME_LENGTH and not first.endswith(".") and not first.startswith("- "):
        return _Group(first, tuple(lines[1:]))
    if len(lines) == 1:
        return _Group("", tuple(_SENTENCE_END.split(first)), glue=" ")
    return _Group("", tuple(lines))


def _narrowed(groups: list[_Group], read: Reading, heading: str) -> list[_Group]:
    """Keep the groups of what the question names; a site that is named and not here leaves nothing."""
    if places_in(heading).isdisjoint(read.places):
        groups = [group for group in groups if not places_in(group.text).isdisjoint(read.places)] or groups
    if not read.terms or not (read.asks_about_places or read.asks_about_a_site):
        return groups
    covered = [coverage(read.terms, group.text) for group in groups]
    if not any(covered):
        return [] if _is_elsewhere(read, heading) else groups
    if not _by_name(groups):
        return groups
    return [group for group, count in zip(groups, covered, strict=True) if count == max(covered)]


def _is_elsewhere(read: Reading, heading: str) -> bool:
    """True when what the question names (a site, mostly) and this passage lacks is what it is about."""
    if coverage(read.terms, heading):
        return False
    at_home = not places_in(heading).isdisjoint((*read.places, *read.nearest_places))
    if SITE in read.topic_names and HOURS not in read.topic_names and at_home:
        return False  # "dónde andan en cdmx?": the city's own passage answers, whatever the extra word was
    return bool(read.places) or read.asks_about_a_site


def _by_name(groups: list[_Group]) -> bool:
    return sum(bool(group.name) for group in groups) > len(groups) / 2


def _stating(groups: list[_Group], wanted: Iterable[Datum]) -> list[_Group]:
    """Keep, group by group, the lines that state what is wanted; every kind must be stated somewhere."""
    kinds = list(wanted)
    if not all(any(datum.states(line, kind) for group in groups for line in group.lines) for kind in kinds):
        return []
    # One line each: sentences that were not neighbours must not read as if they were.
    kept = (_Group(group.name, tuple(_lines_stating(group, kinds))) for group in groups)
    return [group for group in kept if group.lines]


def _lines_stating(group: _Group, kinds: Sequence[Datum]) -> Iterator[str]:
    """Yield the lines that state a datum; the rows of a table go together, "Hasta 1 km · cortesía" with the others."""
    stating = [any(datum.states(line, kind) for kind in kinds) for line in group.lines]
    rows = [tables.is_row(line) for line in group.lines]
    whole = sum(row and states for row, states in zip(rows, stating, strict=True)) > 1  # one may be what was asked for
    for line, row, states in zip(group.lines, rows, stating, strict=True):
        if states or (row and whole):
            yield line


def _speaking(groups: list[_Group], read: Reading, heading: str) -> list[_Group]:
    """Keep the passage from the group that speaks most of the question; all of it when its heading already does."""
    if len(item := _item_named(groups, read)) == 1:
        return item
    looked_for = [*read.terms, *read.spoken_by_pages]
    if not groups or not looked_for or coverage(looked_for, last_heading(heading)):
        return groups
    scores = [coverage(looked_for, group.text) for group in groups]
    return groups[scores.index(max(scores)) :] if max(scores) else []


def _item_named(groups: Sequence[_Group], read: Reading) -> list[_Group]:
    """Return the items of a list ("Comprobantes de ingresos: …") whose names the question speaks of most.

    A question of the list as a whole speaks of what stands before it too, and has no item.
    """
    names = [_ITEM.match(group.text) for group in groups]
    whole = not _LIST_WORDS.isdisjoint(read.words) or len(read.topics) == 1
    topics = [topic for topic in read.topics if whole or topic.name != _OF_THE_LIST]  # "¿sirve de comprobante?"
    spoken = [*read.terms, *(word for topic in topics for word in topic.pages_say)]
    if sum(map(bool, names)) < _FEWEST_ITEMS or any(
        coverage(spoken, group.text) for group, name in zip(groups, names, strict=True) if not name
    ):
        return []
    covered = [coverage(spoken, name[1]) if name else 0 for name in names]
    return [group for group, count in zip(groups, covered, strict=True) if count == max(covered) > 0]


def coverage(terms: Sequence[str], text: str) -> int:
    """Count the terms that stand in `text`, forgiving endings and one slip."""
    there = set(words(text))
    return sum(term in there or any(alike(term, word) for word in there) for term in dict.fromkeys(terms))


def alike(term: str, word: str) -> bool:
    """True for the same word, another ending of it, or a slip in a longer one."""
    if term == word:
        return True
    if term[:1] != word[:1] or min(len(term), len(word)) < 4:
        return False
    stem = max(4, len(term) - 3, len(word) - 3)
    if term[:stem] == word[:stem]:
        return True
    return min(len(term), len(word)) > 4 and fuzz.ratio(term, word) >= _TYPO_LIKENESS


def _fitting(groups: Sequence[_Group], max_chars: int) -> str:
    """Join whole groups while they fit; of a first one that is too long, its first lines."""
    chosen = ""
    for group in groups:
        joined = f"{chosen}\n\n{group.text}" if chosen else group.text
        if len(joined) > max_chars:
            break
        chosen = joined
    return chosen or (_first_lines(groups[0], max_chars) if groups else "")


def _first_lines(group: _Group, max_chars: int) -> str:
    """Return the lines that fit; of a first one that is longer, its sentences, and of such a sentence its words."""
    first = group.lines[0] if group.lines else ""
    if len(first) > max_chars:
        sentences = _SENTENCE_END.split(first)
        fitting = _first_lines(_Group("", tuple(sentences), glue=" "), max_chars) if len(sentences) > 1 else ""
        return fitting or f"{first[: max_chars - 1].rsplit(' ', 1)[0]}…"
    kept = group.keeping(())
    for line in group.lines:
        longer = group.keeping([*kept.lines, line])
        if len(longer.text) > max_chars:
            break
        kept = longer
    return kept.text if kept.lines else ""
