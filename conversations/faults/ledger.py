"""The judge: from what came in and what the provider accepted, what was lost, doubled, misplaced or misaddressed.

It is pure and knows nothing of our tables. How it counts, and why so, is in docs/decisions/0034.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from conversations.faults.record import Attempt, Fate, Received, Record, Thought

# A send that was looked for twice (at 30 and at 90 s) before it was made again may come after later ones.
LATE_AFTER_SECONDS = 60.0
# One resend is all that the house may try; what was lost that often is a person's to settle.
_HOPELESS = 2


@dataclass(frozen=True)
class Answer:
    """What answered one customer message."""

    sent: Attempt
    by_nonce: bool


@dataclass
class Verdict:
    """What a run comes to; the lists hold marks, or delivery ids where there is no mark."""

    messages: int
    answers: dict[str, Answer] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    crosstalk: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    needs_staff: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)

    @property
    def offline(self) -> int:
        """How many messages were answered without their mark, because the model had failed."""
        return sum(not answer.by_nonce and not answer.sent.is_apology for answer in self.answers.values())

    @property
    def counts(self) -> dict[str, int]:
        """The figures of the last line."""
        names = ("lost", "duplicates", "order", "crosstalk", "dead", "needs_staff")
        return {name: len(getattr(self, name)) for name in names}


def judge(record: Record) -> Verdict:
    """Judge a run as it stands: what is not answered yet counts as lost."""
    verdict = Verdict(len(record.received))
    written = {received.nonce: received for received in record.received}
    accepted = sorted((one for one in record.attempts if one.fate is Fate.ACCEPTED), key=lambda one: one.at)
    failed = _unmarked_turns(record.thoughts, written, {nonce for one in accepted for nonce in one.nonces})
    for sent in _once(verdict, [one for one in accepted if not one.is_apology]):
        _take(verdict, sent, written, failed)
    for sent in _once(verdict, [one for one in accepted if one.is_apology]):
        _apologise(verdict, sent, written)
    _sort_out(verdict, [nonce for nonce in written if nonce not in verdict.answers], record)
    verdict.dead += [nonce for nonce, answer in verdict.answers.items() if answer.sent.is_apology]
    _judge_order(verdict, record)
    return verdict


def ambiguous(attempts: Iterable[Attempt]) -> set[str]:
    """Return the deliveries whose sender was once left without knowing whether it had sent."""
    return {one.delivery for one in attempts if one.fate is Fate.LOST or one.untold}


# ── Who was answered ────────────────────────────────────────────────────────────────────────────────────────────


def _once(verdict: Verdict, accepted: Sequence[Attempt]) -> Iterator[Attempt]:
    """Yield each part the first time; the same part again is a duplicate."""
    seen: set[str] = set()
    for sent in accepted:
        if sent.delivery in seen:
            verdict.duplicates.append(sent.delivery)
        else:
            seen.add(sent.delivery)
            yield sent


def _take(verdict: Verdict, sent: Attempt, written: dict[str, Received], failed: dict[str, list[Thought]]) -> None:
    """Count what one accepted part answers."""
    if sent.nonces:
        for nonce in sent.nonces:
            _take_nonce(verdict, sent, nonce, written)
        return
    answered = _thought_of(verdict, sent, failed)
    if not answered:  # nobody had written anything that this could answer
        verdict.duplicates.append(sent.delivery)
    for nonce in answered:
        verdict.answers[nonce] = Answer(sent, by_nonce=False)


def _take_nonce(verdict: Verdict, sent: Attempt, nonce: str, written: dict[str, Received]) -> None:
    if nonce not in written or written[nonce].address != sent.to:
        verdict.crosstalk.append(nonce)
    elif nonce in verdict.answers:
        verdict.duplicates.append(nonce)
    else:
        verdict.answers[nonce] = Answer(sent, by_nonce=True)


def _apologise(verdict: Verdict, sent: Attempt, written: dict[str, Received]) -> None:
    """Count an apology, which is for the oldest message that nothing else answers."""
    waiting = [
        one
        for one in written.values()
        if one.address == sent.to
        and one.nonce not in verdict.answers
        and one.first_posted_at is not None
        and one.first_posted_at < sent.at
    ]
    if not waiting:
        verdict.duplicates.append(sent.delivery)
        return
    oldest = min(waiting, key=lambda one: one.acknowledged_at or sent.at)
    verdict.answers[oldest.nonce] = Answer(sent, by_nonce=False)


def _unmarked_turns(
    thoughts: Sequence[Thought], written: dict[str, Received], marked: Collection[str]
) -> dict[str, list[Thought]]:
    """Return by chat the requests that the offline brain answered, oldest first.

    They were failed and not made again, or what the model said of them came too late and was never sent.
    """
    last: dict[str, Thought] = {}
    for thought in sorted(thoughts, key=lambda one: one.at):
        last.update(dict.fromkeys(thought.nonces, thought))
    found: dict[str, list[Thought]] = defaultdict(list)
    for thought in dict.fromkeys(last.values()):
        too_late = not any(nonce in marked for nonce in thought.nonces)
        if (thought.failed or too_late) and thought.nonces[0] in written:
            found[written[thought.nonces[0]].address].append(thought)
    return found


def _thought_of(verdict: Verdict, sent: Attempt, failed: dict[str, list[Thought]]) -> list[str]:
    """Return the messages of the oldest failed turn of the chat that has no answer, and take that turn off."""
    waiting = failed.get(sent.to, [])
    while waiting and waiting[0].at < sent.at:
        nonces = [nonce for nonce in waiting.pop(0).nonces if nonce not in verdict.answers]
        if nonces:
            return nonces
    return []


def _sort_out(verdict: Verdict, unanswered: Sequence[str], record: Record) -> None:
    """Tell what was lost from what nobody could have delivered."""
    hopeless = _hopeless(record.attempts)
    rejected = {nonce for one in record.attempts if one.fate is Fate.REJECTED for nonce in one.nonces}
    for nonce in unanswered:
        if nonce in rejected:
            verdict.rejected.append(nonce)
        elif nonce in hopeless:
            verdict.needs_staff.append(nonce)
        else:
            verdict.lost.append(nonce)


def _hopeless(attempts: Sequence[Attempt]) -> set[str]:
    """Return the marks whose part the provider lost as often as it may be tried."""
    times = Counter(one.delivery for one in attempts if one.fate is Fate.LOST)
    return {nonce for one in attempts if times[one.delivery] >= _HOPELESS for nonce in one.nonces}


# ── In what order ───────────────────────────────────────────────────────────────────────────────────────────────


def _judge_order(verdict: Verdict, record: Record) -> None:
    """Find answers that were passed by that of a later message.

    Later is only what was posted after the earlier one had been acknowledged; between two that were on their way
    together nobody can tell. Offline answers carry no mark and are left out.
    """
    by_chat: dict[str, list[Received]] = defaultdict(list)
    for received in record.received:
        answer = verdict.answers.get(received.nonce)
        if answer is not None and answer.by_nonce:
            by_chat[received.address].append(received)
    excused = ambiguous(record.attempts)
    for chat in by_chat.values():
        for earlier in chat:
            passed_at = _passed_at(verdict, earlier, chat)
            if passed_at is not None:
                late = _is_late(verdict.answers[earlier.nonce].sent, earlier, passed_at, record, excused)
                (verdict.late if late else verdict.order).append(earlier.nonce)


def _passed_at(verdict: Verdict, earlier: Received, chat: Sequence[Received]) -> float | None:
    """Return when the answer of a later message first went ahead of this one's."""
    if earlier.acknowledged_at is None:
        return None
    mine = verdict.answers[earlier.nonce].sent.at
    later = (it for it in chat if it.first_posted_at is not None and it.first_posted_at > earlier.acknowledged_at)
    return min((at for it in later if (at := verdict.answers[it.nonce].sent.at) < mine), default=None)


def _is_late(sent: Attempt, received: Received, passed_at: float, record: Record, excused: set[str]) -> bool:
    """Tell a resend, whose first try was lost from sight in a fault that we know of, from disorder."""
    since = received.acknowledged_at or 0.0
    struck = any(since < blow.at < passed_at for blow in record.struck)
    return sent.at - since > LATE_AFTER_SECONDS and (struck or sent.delivery in excused)
