"""What must hold of a row beyond the counts; each condition returns a sentence for everything that does not."""

from collections import Counter
from collections.abc import Callable

from conversations.faults import growth
from conversations.faults.figures import Figures, spread
from conversations.faults.playing import Run
from conversations.faults.record import Fate

RECOVERED_WITHIN_SECONDS = 15.0
EMPTIED_WITHIN_SECONDS = 30.0
RESOLVED_WITHIN_SECONDS = 120.0
ANSWERED_WITHIN_SECONDS = 45.0
GROWS_BY_MIB_AN_HOUR = 1.0
# Of two medians of many samples: pools fill and empty with the load.
MORE_CONNECTIONS = 2.0
# Of bystanders' p95: a fifth, and what a small sample on a busy machine scatters by.
BYSTANDERS_WAIT_LONGER, BYSTANDERS_GRACE_SECONDS = 1.2, 1.0

Holds = Callable[[Run, Figures], list[str]]


def is_victim(mark: str) -> bool:
    """Tell whether the model fails whatever it is asked about this message."""
    return sum(map(ord, mark)) % 5 == 0


def every(*conditions: Holds) -> Holds:
    """Demand all of it."""
    return lambda run, figures: [problem for holds in conditions for problem in holds(run, figures)]


def recovers(run: Run, figures: Figures) -> list[str]:
    """Demand an answer soon after the worker that was to give it was killed."""
    return _limit("recovery p99", figures.recovery.p99, RECOVERED_WITHIN_SECONDS)


def empties(run: Run, figures: Figures) -> list[str]:
    """Demand an empty backlog soon after the last fault, and somewhat later of what had to be looked for."""
    return [
        *_limit("backlog emptied", figures.emptied, EMPTIED_WITHIN_SECONDS),
        *_limit("unknown and reconciled resolved", figures.resolved, RESOLVED_WITHIN_SECONDS),
    ]


def webhooks_stay(seconds: float) -> Holds:
    """Demand webhooks that are all acknowledged, and within so long."""

    def holds(run: Run, figures: Figures) -> list[str]:
        refused = [f"{figures.refused_webhooks} webhooks not answered 200"] if figures.refused_webhooks else []
        return [*refused, *_limit("webhook p99", figures.webhook.p99, seconds)]

    return holds


def _limit(what: str, seconds: float, most: float) -> list[str]:
    return [f"{what} {seconds:.1f} s, more than {most:.1f} s"] if seconds > most else []


def answers_all_in_time(run: Run, figures: Figures) -> list[str]:
    """Demand an answer for everybody before they go away."""
    return _limit("slowest answer", figures.answer.most, ANSWERED_WITHIN_SECONDS)


def spares_bystanders(run: Run, figures: Figures) -> list[str]:
    """Compare what others waited for with what they waited for in the calm third."""
    failed = [thought.at for thought in run.record.thoughts if thought.failed]
    if not failed:
        return ["the model was never failed"]
    calm: list[float] = []
    meanwhile: list[float] = []
    for received in run.record.received:
        answer = run.verdict.answers.get(received.nonce)
        if answer is not None and received.acknowledged_at is not None and not is_victim(received.nonce):
            waits = calm if received.acknowledged_at < failed[0] else meanwhile
            waits.append(answer.sent.at - received.acknowledged_at)
    before, after = spread(calm).p95, spread(meanwhile).p95
    if after > before * BYSTANDERS_WAIT_LONGER + BYSTANDERS_GRACE_SECONDS:
        return [f"others waited {after:.1f} s (p95) instead of {before:.1f} s"]
    return []


def stays_flat(run: Run, figures: Figures) -> list[str]:
    """Demand of a long run that nothing grows: memory, connections, rows that nobody finishes."""
    samples = run.record.samples
    more = growth.of_connections(samples)
    stuck = max((sample.stuck for sample in samples), default=0)
    return [
        *[f"memory: {one}" for one in growth.of_memory(samples) if one.per_hour > GROWS_BY_MIB_AN_HOUR],
        *([f"{more:.0f} more connections in the second half"] if more > MORE_CONNECTIONS else []),
        *([f"{stuck} rows stuck for over two minutes"] if stuck else []),
        *([] if samples else ["nothing was sampled"]),
    ]


def never_tries_again(run: Run, figures: Figures) -> list[str]:
    """Demand that what was refused for good is let be."""
    tries = Counter(attempt.delivery for attempt in run.record.attempts)
    rejected = {attempt.delivery for attempt in run.record.attempts if attempt.fate is Fate.REJECTED}
    again = sum(tries[delivery] > 1 for delivery in rejected)
    none = [] if rejected else ["nothing was rejected"]
    return [*none, *([f"{again} of {len(rejected)} rejected parts were tried again"] if again else [])]


def thinks_on_without_vectors(run: Run, figures: Figures) -> list[str]:
    """Demand that the model itself answered everybody, although no question had a vector of its provider's."""
    failed, offline = sum(run.record.embeddings), run.verdict.offline
    none = [] if failed else ["no request for vectors was failed"]
    return [*none, *([f"{offline} were answered without the model"] if offline else [])]


def takes_strange_callbacks(run: Run, figures: Figures) -> list[str]:
    """Demand 200 for what is signed and about nothing of ours: Twilio would only repeat it."""
    refused = sum(status != 200 for status in run.record.strange)
    none = [] if run.record.strange else ["no strange callback was posted"]
    return [*none, *([f"{refused} of {len(run.record.strange)} strange callbacks were not taken"] if refused else [])]


def ends_read(run: Run, figures: Figures) -> list[str]:
    """Demand that all we sent counts as read in the end, in whatever order that was said."""
    others = {state: count for state, count in run.record.ended.items() if state != "read"}
    return [f"{count} of our messages ended as {state}" for state, count in others.items()]


def refuses_forgeries(run: Run, figures: Figures) -> list[str]:
    """Demand 403 for what nobody signed."""
    believed = sum(status != 403 for status in run.record.forged)
    return [f"{believed} of {len(run.record.forged)} forged callbacks were not refused"] if believed else []
