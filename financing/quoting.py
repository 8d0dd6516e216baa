"""Quotes for a price under the policy in force; a refusal is a value that says what would be possible."""

from collections.abc import Sequence
from decimal import Decimal

from financing import amortization
from financing.amortization import MONTHS_PER_YEAR, to_centavo
from financing.models import FinancingPolicy
from financing.quotation import SMALLEST_LOAN, Quotation, Refusal, RefusalCode
from kavakbot.errors import KavakbotError


class NoPolicyInForceError(KavakbotError):
    """No financing policy is in force; create one in the admin."""

    code = "no_policy_in_force"


def current_policy() -> FinancingPolicy:
    """Return the policy version in force; raises NoPolicyInForceError when there is none."""
    policy = FinancingPolicy.objects.in_force().first()
    if policy is None:
        raise NoPolicyInForceError
    return policy


def quote(
    *, price: Decimal, down_payment: Decimal, months: int | None = None, policy: FinancingPolicy | None = None
) -> Quotation | Refusal:
    """Return the plan over `months`, or one for every offered term, in MXN; figures are exact to the centavo.

    They follow the policy in force, or the one given, so that a version can be tried out before it is saved.
    """
    policy = policy or current_policy()
    price, down_payment = to_centavo(price), to_centavo(down_payment)
    if refused := _refusal(policy, price, down_payment, months):
        return refused
    terms = sorted(policy.terms_months) if months is None else [months]
    return under(policy, price=price, down_payment=down_payment, terms=terms)


def under(policy: FinancingPolicy, *, price: Decimal, down_payment: Decimal, terms: Sequence[int]) -> Quotation:
    """Return the plans over these terms under this policy; what cannot be lent must have been refused before."""
    financed, rate = price - down_payment, policy.annual_rate
    return Quotation(
        price=price,
        down_payment=down_payment,
        annual_rate=rate.normalize(),
        plans=tuple([amortization.plan(principal=financed, annual_rate=rate, months=term) for term in terms]),
        policy_version=policy.pk,
        legal_line=policy.legal_line,
        opening_fee=_share(financed, policy.opening_fee_ratio),
    )


def offered_years(policy: FinancingPolicy) -> tuple[int, ...]:
    """Return the policy's terms in whole years, the shortest first."""
    return tuple(sorted(months // MONTHS_PER_YEAR for months in policy.terms_months))


def minimum_down_payment(policy: FinancingPolicy, price: Decimal) -> Decimal:
    """Return the least that must be paid down for a car of this price, half up to the centavo."""
    return _share(price, policy.minimum_down_payment_ratio)


def _share(amount: Decimal, ratio: Decimal) -> Decimal:
    return to_centavo(amount * ratio) if ratio else Decimal(0)


def _refusal(policy: FinancingPolicy, price: Decimal, down_payment: Decimal, months: int | None) -> Refusal | None:
    minimum = minimum_down_payment(policy, price)
    code = None
    if down_payment < 0:
        code = RefusalCode.NEGATIVE_DOWN_PAYMENT
    elif down_payment >= price:
        code = RefusalCode.DOWN_PAYMENT_NOT_BELOW_PRICE
    elif price - down_payment < SMALLEST_LOAN:
        code = RefusalCode.FINANCED_TOO_LITTLE
    elif down_payment < minimum:
        code = RefusalCode.DOWN_PAYMENT_BELOW_MINIMUM
    elif months is not None and months not in policy.terms_months:
        code = RefusalCode.TERM_NOT_OFFERED
    if code is None:
        return None
    return Refusal(code, price, down_payment, minimum, offered_years(policy))
