"""A new version beside the one in service: what changed passage by passage, and word by word inside a changed one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, product

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from rapidfuzz import fuzz

from knowledge.publishing import Change, Difference
from knowledge.splitting import last_heading

CHANGED = "changed"
# Likeness in percent, word by word, from which two passages are one that was rewritten: a seller's sentences are much
# alike ("se cobra en … pesos y tarda … días"), so that under another heading nearly all words must be the same.
_SAME_PASSAGE, _SAME_PASSAGE_ELSEWHERE = 50.0, 85.0
_SAME_HEADING = 75.0
_MOST_COMPARED = 2_500  # a page that is another page altogether is not compared passage by passage
_MOST_KEPT = 20
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Block:
    """Neighbouring kept passages, or one that was added, removed or changed (then with its words as HTML)."""

    kind: str
    passages: tuple[Difference, ...]
    words: SafeString = SafeString("")

    @property
    def first(self) -> tuple[Difference, ...]:
        """As many as anybody reads of what did not change."""
        return self.passages[:_MOST_KEPT]

    @property
    def more(self) -> int:
        """How many those leave out."""
        return len(self.passages) - len(self.first)

    @property
    def heading(self) -> str:
        """Where it stands in the newest version that has it."""
        return self.passages[-1].heading


def blocks(differences: Iterable[Difference]) -> list[Block]:
    """Return differences in reading order, kept ones folded together, removed ones beside what took their place."""
    found: list[Block] = []
    for kept, neighbours in groupby(differences, key=lambda one: one.change == Change.KEPT):
        run = tuple(neighbours)
        found += [Block(Change.KEPT, run)] if kept else _rewritten(run)
    return found


def counts(shown: Iterable[Block]) -> dict[str, int]:
    """Count passages by what happened to them."""
    totals = dict.fromkeys((Change.ADDED.value, Change.REMOVED.value, CHANGED, Change.KEPT.value), 0)
    for block in shown:
        totals[block.kind] += len(block.passages) if block.kind == Change.KEPT else 1
    return totals


def _rewritten(run: Sequence[Difference]) -> Iterator[Block]:
    """Yield one run of changes in reading order, what was removed beside what was added in its place."""
    old = [one for one in run if one.change == Change.REMOVED]
    new = [one for one in run if one.change == Change.ADDED]
    at_old = at_new = 0
    for pair_old, pair_new in [*_pairs(old, new), (len(old), len(new))]:
        yield from (Block(Change.REMOVED, (one,)) for one in old[at_old:pair_old])
        yield from (Block(Change.ADDED, (one,)) for one in new[at_new:pair_new])
        if pair_old < len(old):
            before, after = old[pair_old], new[pair_new]
            yield Block(CHANGED, (before, after), word_by_word(before.text, after.text))
        at_old, at_new = pair_old + 1, pair_new + 1


def _pairs(old: Sequence[Difference], new: Sequence[Difference]) -> list[tuple[int, int]]:
    """Return which removed passage became which added one, in order, so that the likeness of all pairs is highest."""
    if len(old) * len(new) > _MOST_COMPARED:
        return []
    like = [[_likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, j in product(reversed(range(len(old))), reversed(range(len(new)))):
        paired = like[i][j] + best[i + 1][j + 1] if like[i][j] else 0.0
        best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if like[i][j] and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(old: Difference, new: Difference) -> float:
    """Return how much of one passage is the other, or 0 where they are two."""
    is_same_heading = fuzz.ratio(last_heading(old.heading), last_heading(new.heading)) >= _SAME_HEADING
    least = _SAME_PASSAGE if is_same_heading else _SAME_PASSAGE_ELSEWHERE
    return fuzz.ratio(old.text.split(), new.text.split(), score_cutoff=least)


def word_by_word(old: str, new: str) -> SafeString:
    """Return `new` with its new words marked and the lost ones struck out, as HTML."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pairs = [("".join(before[a:b]), "".join(after[c:d])) for _, a, b, c, d in steps]
    return format_html_join("", "{}", ((_step(lost, gained),) for lost, gained in _whole(pairs)))


def _whole(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what was lost and gained, as one where only a blank, or fewer words than change beside it, stay."""
    found: list[tuple[str, str]] = []
    for at, (lost, gained) in enumerate(pairs):
        beside = [*found[-1:], *pairs[at + 1 : at + 2]]
        by_chance = lost == gained and len(beside) == 2 and len(lost.split()) < min(map(_size, beside))
        joins = by_chance or (at and lost != gained and found[-1][0] != found[-1][1])
        if joins:
            found[-1] = (found[-1][0] + lost, found[-1][1] + gained)
        else:
            found.append((lost, gained))
    return found if len(found) == len(pairs) else _whole(found)


def _size(step: tuple[str, str]) -> int:
    """Return how many words a step changes."""
    lost, gained = step
    return 0 if lost == gained else max(len(lost.split()), len(gained.split()))


def _step(lost: str, gained: str) -> str:
    if lost == gained:
        return gained
    struck = format_html("<del>{}</del>", lost) if lost else ""
    return format_html("{}{}", struck, format_html("<ins>{}</ins>", gained) if gained else "")
