"""Joins pages with the branches that staff keep: what staff state of a branch, no page says again or otherwise."""

import re
from collections.abc import Sequence

from catalog import branch_names
from catalog.branch_names import N, Named
from catalog.places import BranchMatch
from conversations.dialogue import places
from knowledge.language import datum
from knowledge.language.folding import fold
from knowledge.language.topics import HOURS
from knowledge.splitting import last_heading

_HOURS = next(kind for kind in datum.DATA if kind.name == HOURS)
# "con los ojos cerrados" opens and closes nothing; a day of the week does.
_CLOSED = re.compile(
    r"\b(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|festivos?|diario|todos los dias)\b.*"
    r"\b(?:cerrad[oa]s?|abiert[oa]s?|no abr\w+|24 horas)\b"
)
_LONGEST_NAME = 90


def unsaid_by_staff(text: str, heading: str, branches: Sequence[BranchMatch]) -> str:
    """Return the excerpt without what staff state of the same branches, and without branches that are no more.

    1. A group of lines below a branch's name (or a passage below it) is about that branch.
    2. Its lines on hours go where staff state hours; its other lines go where staff state the address.
    3. Hours of no named site go where staff state any: they would be read as everybody's.
    """
    if not branches:
        return text
    headed = _named(last_heading(heading), branches)
    kept = (_kept(block.split("\n"), headed, branches) for block in text.split("\n\n"))
    return "\n\n".join(block for block in kept if block)


def about_only(text: str, heading: str, branch: Named) -> str:
    """Return the groups of an excerpt that are about exactly this branch."""
    if _named(last_heading(heading), [branch]):
        return text
    return "\n\n".join(block for block in text.split("\n\n") if _named(block.split("\n")[0], [branch]))


def about_others(text: str, branches: Sequence[BranchMatch]) -> str:
    """Return the groups of an excerpt that are about named sites other than these branches."""
    blocks = [block for block in text.split("\n\n") if "\n" in block and not states_hours(block.split("\n")[0])]
    return "\n\n".join(block for block in blocks if not _named(block.split("\n")[0], branches))


def states_hours(line: str) -> bool:
    """Tell whether a line says when something is open or closed."""
    return datum.states(line, _HOURS) or _CLOSED.search(fold(line)) is not None


def _of_holidays_only(line: str) -> bool:
    """Tell whether a line states no usual hours, but what is done on holidays, which a week of staff's does not say."""
    return places.says_holidays(line) and not (datum.states(line, _HOURS) or places.days(fold(line)))


def _kept(lines: list[str], headed: BranchMatch | None, branches: Sequence[BranchMatch]) -> str:
    branch = _named(lines[0], branches)
    name, body = ([lines[0]], lines[1:]) if branch else ([], lines)
    branch = branch or headed
    if branch is None:
        is_group = len(lines) > 1 and not states_hours(lines[0])
        stated = not is_group and any(other.hours.stated for other in branches)
        return "\n".join(line for line in body if not (stated and states_hours(line) and not _of_holidays_only(line)))
    if not branch.active:
        return ""
    left = [line for line in body if not (branch.hours.stated if states_hours(line) else branch.address)]
    return "\n".join([*name, *left]) if left else ""


def _named(line: str, branches: Sequence[N]) -> N | None:
    if not line or len(line) > _LONGEST_NAME:
        return None
    return next((branch for branch in branches if branch_names.same_branch(line, branch)), None)
