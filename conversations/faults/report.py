"""The printed table: one line a row, and under it what did not hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conversations.faults import figures, growth
from conversations.faults.figures import Figures
from conversations.faults.playing import Run
from conversations.faults.record import Sample
from conversations.faults.rows import Row
from kavakbot import line_chart

_SHOWN = 5  # marks named for each thing that did not hold


@dataclass(frozen=True)
class Finding:
    """A row that was played, and what of it did not hold."""

    name: str
    row: Row
    seed: int
    run: Run
    figures: Figures
    problems: tuple[str, ...]


def find(name: str, row: Row, seed: int, run: Run) -> Finding:
    """Look at a finished run."""
    taken = figures.measure(run.record, run.verdict)
    return Finding(name, row, seed, run, taken, (*_violations(row, run), *_shows_errors(run), *row.holds(run, taken)))


def _violations(row: Row, run: Run) -> Iterable[str]:
    """Name what is never allowed, and what is more than was injected."""
    untold = sum(attempt.untold for attempt in run.record.attempts)
    allowed = {"dead": row.poisoned, "needs_staff": row.unresolvable, "duplicates": untold if row.blind else 0}
    for name, count in run.verdict.counts.items():
        if count > allowed.get(name, 0):
            some = ", ".join(getattr(run.verdict, name)[:_SHOWN])
            yield f"{name} {count}, {allowed.get(name, 0)} allowed: {some}"


def _shows_errors(run: Run) -> Iterable[str]:
    shown = sum(attempt.shows_error for attempt in run.record.attempts)
    if shown:
        yield f"{shown} replies show text that only a programmer should read"


def lines(finding: Finding) -> Iterable[str]:
    """Yield the lines that a person reads of one row."""
    verdict, taken = finding.run.verdict, finding.figures
    struck = Counter(blow.name for blow in finding.run.record.struck)
    yield f"{'held  ' if not finding.problems else 'MISSED'} {finding.name}: {finding.row.title}"
    yield (
        f"       seed {finding.seed}, {verdict.messages} messages, {len(finding.run.record.attempts)} sends tried, "
        f"{finding.run.seconds:.0f} s; {counted(verdict.counts)}"
    )
    apart = f"offline {verdict.offline}, late resends {len(verdict.late)}, rejected {len(verdict.rejected)}"
    yield f"       answered after {taken.answer}; {apart}"
    yield f"       webhooks {taken.webhook}, {taken.refused_webhooks} not 200; backlog empty in {taken.emptied:.1f} s"
    if struck:
        blows = ", ".join(f"{count} x {name}" for name, count in struck.items())
        yield f"       {blows}; back after {taken.recovery}; looked for until {taken.resolved:.1f} s"
    yield from _sampled(finding.run.record.samples)
    for problem in finding.problems:
        yield f"     ! {problem}"


def _sampled(samples: Sequence[Sample]) -> Iterable[str]:
    """Yield what was sampled of a run, if anything was."""
    if not samples:
        return
    connections = [sample.connections for sample in growth.warm(samples)]
    more, stuck = growth.of_connections(samples), max(sample.stuck for sample in samples)
    yield (
        f"       connections {min(connections)} to {max(connections)}, {more:+.0f} in the second half; "
        f"rows stuck at most {stuck} ({len(samples)} samples)"
    )
    yield from (f"       {one}" for one in growth.of_memory(samples))


def memory_chart(samples: Sequence[Sample]) -> str:
    """Draw the memory of every process that lived all the time."""
    began = samples[0].at
    lived = set.intersection(*(set(sample.memory) for sample in samples))
    lines = {
        name: [((sample.at - began) / 60, sample.memory[name] / 1024**2) for sample in samples]
        for name in sorted(lived, key=lambda name: -samples[-1].memory[name])
    }
    title = "MiB resident of the processes that were never killed"
    return line_chart.svg(title, lines, across="min")


def counted(counts: dict[str, int]) -> str:
    """Return the figures as `name=N`, in one line."""
    return " ".join(f"{name}={count}" for name, count in counts.items())


def total(findings: Iterable[Finding]) -> dict[str, int]:
    """Add up the counts of all rows."""
    summed = dict.fromkeys(("lost", "duplicates", "order", "crosstalk", "dead", "needs_staff"), 0)
    for finding in findings:
        for name, count in finding.run.verdict.counts.items():
            summed[name] += count
    return summed
