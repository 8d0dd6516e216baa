"""Where a finished text names our branches, and whether it puts them where they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.branch_names import telling_words
from catalog.places import BranchMatch
from catalog.spelling import fold
from conversations.agent import clauses
from conversations.agent.turn import Verdict
from conversations.dialogue.facts import BranchesFound, Fact, branches_in
from knowledge.language.places import places_in

_SENTENCE_END = re.compile(r"[.;](?= )(?<!av\.)(?<!calz\.)(?<!blvd\.)")
EMPHASIS = str.maketrans("_*~`", "    ")  # WhatsApp's marks


@dataclass(frozen=True)
class Named:
    """A place in a line where branches are named; one name may stand for several."""

    start: int
    end: int
    branches: frozenset[int]


class Branches:
    """The branches of the facts and how they are named."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.branches = branches_in(facts)
        values = [fact.value for fact in facts if isinstance(fact.value, BranchesFound)]
        self.elsewhere = {
            name: _variants(name) for value in values for name in value.elsewhere if name not in self._ours()
        }
        self._patterns = {b.id: _any_of(_variants(b.name, b.city)) for b in self.branches.values()}

    def _ours(self) -> set[str]:
        return {branch.name for branch in self.branches.values()}

    def names(self, line: str) -> list[Named]:
        """Return where a folded line names branches of ours; a name of several counts for all."""
        found: dict[tuple[int, int], set[int]] = {}
        for number, pattern in self._patterns.items():
            for match in pattern.finditer(line):
                found.setdefault(match.span(), set()).add(number)
        longest = [at for at in found if not any(o != at and o[0] <= at[0] and at[1] <= o[1] for o in found)]
        return [Named(*at, frozenset(found[at])) for at in sorted(longest)]

    def names_another(self, line: str) -> bool:
        """Tell whether a folded line names a branch that was not found."""
        return any(_any_of(variants).search(line) for variants in self.elsewhere.values())


def misplaced(text: str, own_words: str, facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Find branches said to be where they are not: in another city, or at another's address."""
    reader = Branches(facts)
    if not reader.branches:
        return
    for line, own in zip(fold(text).split("\n"), fold(own_words).split("\n"), strict=True):
        for name in reader.names(line):
            where = fold(
                " ".join(f"{b.name} {b.city} {b.address}" for b in map(reader.branches.get, name.branches) if b)
            )
            said = places_in(clauses.around(own, name.start, name.end)) or places_in(_beside(own, name))
            if said and said.isdisjoint(places_in(where)) and not clauses.negative(own, name.start, name.end):
                yield Verdict("foreign_site", line[name.start : name.end])
    yield from _addresses_of_others(text, reader)


def _beside(line: str, name: Named) -> str:
    """Return what stands right beside a name, over a comma or a colon: "En Guadalajara: Kavak Explanada"."""
    before = re.search(r"([^,:;.]*)[,:]\s*$", line[: name.start])
    behind = re.match(r"\s*[,(](?!\s*(?:y|e|pero|mientras)(?!\w))([^,:;.)]*)", line[name.end :])
    return " ".join(match[1] for match in (before, behind) if match)


def _addresses_of_others(text: str, reader: Branches) -> Iterator[Verdict]:
    """Find an address of one branch that is said of another, named last before it in its paragraph."""
    for paragraph in fold(text).split("\n\n"):
        line = paragraph.replace("\n", " ").translate(EMPHASIS)
        named = reader.names(line)
        for branch in reader.branches.values():
            street = fold(branch.address).split(",")[0].strip()
            shared = {other.id for other in reader.branches.values() if fold(other.address).startswith(street)}
            for match in re.finditer(rf"(?<!\w){re.escape(street)}(?!\w)", line) if street else ():
                before = [name for name in named if name.end <= match.start()]
                if (before and before[-1].branches.isdisjoint(shared)) or (
                    not before and not _is_said_of(branch, line, match)
                ):
                    yield Verdict("address_of_another", match.group())


def _is_said_of(branch: BranchMatch, line: str, match: re.Match[str]) -> bool:
    """Whether no other city is named in the sentence that gives an address of a branch it does not name."""
    opening = max((end.end() for end in _SENTENCE_END.finditer(line, 0, match.start())), default=0)
    said = places_in(line[opening : match.start()])
    return not said or not said.isdisjoint(places_in(f"{branch.name} {branch.city} {branch.address}"))


def quotable(branch: BranchMatch) -> Iterator[str]:
    """Return what may be repeated of a branch to the letter: its names, and its address whole or from its street on."""
    yield from (branch.name, branch.name.removeprefix("Kavak "))
    parts = [part for part in branch.address.split(", ") if part]
    opening_parts = (", ".join(parts[:count]) for count in range(1, len(parts) + 1))
    # A number alone would be quotable as a price.
    yield from (part for part in opening_parts if re.search(r"[^\W\d]{3,}.*\s", part))


def _variants(name: str, city: str = "") -> set[str]:
    """Return the ways a branch is named, folded: whole, without "Kavak", and by the words that tell it."""
    folded = fold(name)
    bare = folded.removeprefix("kavak ")
    telling = " ".join(telling_words(name, city))
    return {folded, bare, *([telling] if telling in folded else [])}


def _any_of(variants: set[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(variants, key=len, reverse=True)))})(?!\w)")
