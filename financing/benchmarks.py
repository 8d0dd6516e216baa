"""Benchmarks of financing: four-term quotes beside the bare arithmetic and beside numpy-financial."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import numpy_financial

from financing import quoting
from financing.models import FinancingPolicy
from kavakbot.benchmarking import Goal, Measurement, benchmark, side_by_side

PRICES = [Decimal(150_000 + 7 * number) for number in range(2_000)]
DOWN_PAYMENT = Decimal(40_000)
RATE = Decimal("0.10")
TERMS = (36, 48, 60, 72)
AT_MOST_TWICE = Goal("ratio", 2, at_least=False)


@benchmark("financing")
def quotes(quick: bool) -> Iterator[Measurement]:
    """Time 2,000 quotes of four terms, policy and refusals included, beside the same payments alone."""
    policy = FinancingPolicy(pk=1, annual_rate=RATE, terms_months=list(TERMS), legal_line="")

    def ours() -> None:
        for price in PRICES:
            quoting.quote(price=price, down_payment=DOWN_PAYMENT, policy=policy)

    for against, reference, goal in (("bare Decimal", _bare, AT_MOST_TWICE), ("numpy-financial", _numpy, None)):
        theirs, milliseconds = side_by_side(reference, ours, rounds=5 if quick else 15, same_answer=False)
        yield Measurement("2,000 quotes of four terms", milliseconds, "ms", theirs, against, goal)


def _bare() -> None:
    for price in PRICES:
        rate = RATE / 12
        for months in TERMS:
            exact = (price - DOWN_PAYMENT) * rate / (1 - (1 + rate) ** -months)
            exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _numpy() -> None:
    rate = float(RATE) / 12
    for price in PRICES:
        for months in TERMS:
            round(-numpy_financial.pmt(rate, months, float(price - DOWN_PAYMENT)), 2)
