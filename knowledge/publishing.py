"""Review before publishing: what a draft would change, its approval, its dismissal."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.db import transaction

from kavakbot.errors import KavakbotError
from knowledge import passages, sources
from knowledge.models import Draft, Source
from knowledge.passages import Key
from knowledge.splitting import split


class DraftReplaced(KavakbotError):
    """The page was read again meanwhile: look at the newer version before deciding."""

    code = "draft_replaced"


class Change(StrEnum):
    """What a new version does to a passage."""

    ADDED = "added"
    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True)
class Difference:
    """One passage of either version, in reading order."""

    change: Change
    heading: str
    text: str


def differences(draft: Draft) -> list[Difference]:
    """Compare a draft's passages with those in service, in reading order; a changed one is removed and added."""
    old = [passages.key(chunk) for chunk in draft.source.chunks.order_by("position")]
    new = [passages.key(piece) for piece in split(draft.markdown)]
    return [difference for change in _changes(old, new) for difference in change]


def _changes(old: list[Key], new: list[Key]) -> list[list[Difference]]:
    found: list[list[Difference]] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append([Difference(Change.KEPT, *one) for one in new[new_from:new_to]])
        else:
            found.append([Difference(Change.REMOVED, *one) for one in old[old_from:old_to]])
            found.append([Difference(Change.ADDED, *one) for one in new[new_from:new_to]])
    return found


def approve(*, draft: Draft) -> None:
    """Let a worker publish this very draft; raise `DraftReplaced` when a later reading took its place."""
    with transaction.atomic():
        sources.request_again(source=_decide(draft, Draft.Decision.APPROVED))


def dismiss(*, draft: Draft) -> None:
    """Turn a draft down: what serves goes on, and the same text is not put up for review again."""
    with transaction.atomic():
        source = _decide(draft, Draft.Decision.DISMISSED)
        # Only what waited for this decision: a failure or a run meanwhile goes on showing.
        Source.objects.filter(pk=source.pk, state=Source.State.REVIEW).update(state=Source.State.READY)


def _decide(draft: Draft, decision: Draft.Decision) -> Source:
    source = Source.objects.select_for_update().get(pk=draft.source_id)
    seen = Draft.objects.filter(source=source, content_hash=draft.content_hash)
    if not seen.update(decision=decision):
        raise DraftReplaced
    return source
