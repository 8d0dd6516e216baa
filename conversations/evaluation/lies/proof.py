"""Lets a model lie thousands of times and counts, per kind, what passes the guard, and what reaches a customer."""

from collections.abc import Callable
from itertools import combinations
from random import Random

from django.db.models import QuerySet

from catalog import search
from catalog.models import Branch, Car
from catalog.spelling import Vocabulary
from conversations.agent import Deps, TurnInput, problems, respond
from conversations.dialogue.state import DialogueState
from conversations.evaluation.lies import oracle, writing
from conversations.evaluation.lies.brain import Errands, LyingBrain
from conversations.evaluation.lies.situations import Maker
from conversations.evaluation.lies.tally import Tally

SEED = 20_261_128
GREETED = DialogueState(greeted=True)  # what a first reply says beside its answer is none of the model's
Progress = Callable[[int], None]


def by_guard(replies: int, *, vocabulary: Vocabulary | None = None, seed: int = SEED) -> Tally:
    """Check replies about made-up situations with the guard alone; no database."""
    maker, chance, tally = Maker(seed), Random(seed + 1), Tally()  # noqa: S311
    for number in range(replies):
        situation = maker.make()
        reply = (writing.lying_reply if number % 2 else writing.truthful)(situation, chance)
        found = problems(
            reply.text, facts=situation.facts, customer=situation.customer, state=situation.state, vocabulary=vocabulary
        )
        is_lie = oracle.is_lie(reply.statements, situation.world)
        tally.count(text=reply.text, kind=reply.kind, is_lie=is_lie, passed=not found)
    return tally


def _twins(cars: QuerySet[Car]) -> list[tuple[int, int]]:
    """Return the pairs of cars that have one name."""
    named = cars.values_list("stock_id", "model", "year").order_by("stock_id")
    return [(one[0], two[0]) for one, two in combinations(named, 2) if one[1:] == two[1:]]


def _silent(done: int) -> None:
    """Show no progress."""


def through_graph(replies: int, *, seed: int = SEED, progress: Progress = _silent) -> Tally:
    """Answer turns with the real tools and a brain that lies in half of them; count what the customer would read."""
    chance, tally = Random(seed), Tally()  # noqa: S311
    in_stock = Car.objects.filter(status="available")
    cars = list(in_stock.values_list("stock_id", "make", "price"))
    errands = Errands(cars, chance, branches=Branch.objects.exists(), twins=_twins(in_stock))
    brain, vocabulary = LyingBrain(chance), search.vocabulary()
    for number in range(replies):
        errand = errands.make()
        brain.begin(errand, lies=number % 2 == 1)
        outcome = respond(TurnInput((errand.customer,), state=GREETED), Deps(brain, vocabulary))
        for reply, is_lie in brain.said if number % 2 else brain.said[:1]:
            tally.count(text=reply.text, kind=reply.kind, is_lie=is_lie, passed=outcome.text == reply.text)
        progress(number + 1)
    return tally
