"""Says by how much one plan costs less than another, a month and in all, and what it is with the down payment."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from conversations.dialogue.sentences import Sentence, Voice
from conversations.dialogue.writing import money, payment
from financing.amortization import Plan
from financing.quotation import Quotation

FROM_NOTHING = Sentence("Con el menor enganche quedaría así:", en="With the least down payment it would be:")
_LESS_A_MONTH = Sentence(
    "Al mes pagas menos a {years} años ({months} meses): {apart} menos que a {other_years} años ({other} meses).",
    en="A month you pay less over {years} years ({months} months): {apart} less than over {other_years} years "
    "({other} months).",
)
_LESS_IN_ALL = Sentence(
    "En total pagas menos a {years} años ({months} meses): {apart} menos que a {other_years} años ({other} meses).",
    en="In all you pay less over {years} years ({months} months): {apart} less than over {other_years} years "
    "({other} months).",
)
_WITH_DOWN_PAYMENT = Sentence(
    "A {years} años ({months} meses), con todo y enganche: {amount}",
    en="Over {years} years ({months} months), all in all: {amount}",
)
_LESS_SO = Sentence(
    "A {years} años ({months} meses) pagas {apart} menos al mes que con {down_payment} de enganche.",
    en="Over {years} years ({months} months) you pay {apart} less a month than with {down_payment} down payment.",
)
_MORE_SO = Sentence(
    "A {years} años ({months} meses) pagas {apart} más al mes que con {down_payment} de enganche.",
    en="Over {years} years ({months} months) you pay {apart} more a month than with {down_payment} down payment.",
)


def weighed(plans: Sequence[Plan], voice: Voice) -> Iterator[str]:
    """Say over which of the terms less is paid a month, and over which in all; the shortest beside the longest."""
    if len(plans) < 2:
        return
    short, long = plans[0], plans[-1]
    a_month = short.monthly_payment - long.monthly_payment
    in_all = long.total_amount - short.total_amount
    yield _told(_LESS_A_MONTH, long, voice, apart=a_month, other=short)
    yield _told(_LESS_IN_ALL, short, voice, apart=in_all, other=long)


def with_down_payment(quotation: Quotation, voice: Voice) -> Iterator[str]:
    """Say what each plan comes to together with what is paid down."""
    for plan in quotation.plans:
        amount = payment(quotation.down_payment + plan.total_amount)
        filled = _WITH_DOWN_PAYMENT.filled(years=plan.years, months=plan.months, amount=amount)
        yield filled.told(voice)


def beside(quotation: Quotation, other: Quotation, voice: Voice) -> Iterator[str]:
    """Say by how much each payment is less, or more, than with the other down payment."""
    before = {plan.months: plan.monthly_payment for plan in other.plans}
    for plan in quotation.plans:
        apart = before.get(plan.months, plan.monthly_payment) - plan.monthly_payment
        if apart:
            said = (_LESS_SO if apart > 0 else _MORE_SO).filled(
                years=plan.years, months=plan.months, apart=payment(abs(apart)), down_payment=money(other.down_payment)
            )
            yield said.told(voice)


def _told(sentence: Sentence, plan: Plan, voice: Voice, *, apart: Decimal, other: Plan) -> str:
    filled = sentence.filled(
        years=plan.years, months=plan.months, apart=payment(apart), other_years=other.years, other=other.months
    )
    return filled.told(voice)
