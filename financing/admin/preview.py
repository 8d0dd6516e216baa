"""What a version of the policy would change, for one example purchase, before it is saved."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from financing import quoting
from financing.admin import wording
from financing.admin.policy_form import PolicyForm
from financing.amortization import Plan
from financing.figures import percent
from financing.models import FinancingPolicy, Quote
from financing.quotation import Quotation, Refusal


@dataclass(frozen=True)
class Side:
    """The example under one of the two versions: a plan with its CAT, or nothing."""

    plan: Plan
    cat: Decimal


@dataclass(frozen=True)
class Row:
    """One term under the version of today and under the new one; None where it is not offered."""

    months: int
    today: Side | None
    new: Side | None

    @property
    def difference(self) -> Decimal | None:
        """How much more the new one costs a month."""
        if self.today is None or self.new is None:
            return None
        return self.new.plan.monthly_payment - self.today.plan.monthly_payment


@dataclass(frozen=True)
class Term:
    """One of the policy's own terms, before and after."""

    name: str
    today: str
    new: str

    @property
    def changed(self) -> bool:
        """Whether it is another."""
        return self.today != self.new


@dataclass(frozen=True)
class Preview:
    """All that gerencia reads before confirming; `stamp` names exactly what was previewed."""

    price: Decimal
    down_payment: Decimal
    today: FinancingPolicy | None
    terms: tuple[Term, ...]
    rows: tuple[Row, ...]
    refused_today: str
    refused_new: str
    valid_quotes: int
    planned: tuple[FinancingPolicy, ...]
    stamp: str


def preview(form: PolicyForm, *, price: Decimal, down_payment_ratio: Decimal) -> Preview:
    """Compare the version in a valid form with the one in force today."""
    new, today = form.instance, FinancingPolicy.objects.in_force().first()
    down_payment = price * down_payment_ratio
    quoted_today = quoting.quote(price=price, down_payment=down_payment, policy=today) if today else None
    quoted_new = quoting.quote(price=price, down_payment=down_payment, policy=new)
    return Preview(
        price=price,
        down_payment=down_payment,
        today=today,
        terms=tuple(_terms(today, new)),
        rows=tuple(_rows(quoted_today, quoted_new)),
        refused_today=wording.refusal(quoted_today) if isinstance(quoted_today, Refusal) else "",
        refused_new=wording.refusal(quoted_new) if isinstance(quoted_new, Refusal) else "",
        valid_quotes=Quote.objects.valid().count(),
        planned=tuple(FinancingPolicy.objects.planned().exclude(pk=new.pk)),
        stamp=_stamp(form, today),
    )


def _stamp(form: PolicyForm, today: FinancingPolicy | None) -> str:
    """Return a name for what was compared: another figure, or another version of today, makes it another."""
    said = {**form.cleaned_data, "today": today and today.pk}
    if form.starts_when_saved:
        said["valid_from"] = None
    return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()


def _terms(today: FinancingPolicy | None, new: FinancingPolicy) -> Iterator[Term]:
    for name, written in _WRITTEN.items():
        yield Term(name, written(today) if today else "—", written(new))


_WRITTEN: dict[str, Any] = {
    "Tasa anual": lambda policy: percent(policy.annual_rate),
    "Plazos": lambda policy: wording.years(quoting.offered_years(policy)),
    "Enganche mínimo": lambda policy: percent(policy.minimum_down_payment_ratio),
    "Comisión por apertura": lambda policy: percent(policy.opening_fee_ratio),
    "Vigencia de una cotización": lambda policy: f"{policy.quote_days} días",
    "Leyenda legal": lambda policy: policy.legal_line,
}


def _rows(today: Quotation | Refusal | None, new: Quotation | Refusal) -> Iterator[Row]:
    before, after = _sides(today), _sides(new)
    for months in sorted(before.keys() | after.keys()):
        yield Row(months, before.get(months), after.get(months))


def _sides(quotation: Quotation | Refusal | None) -> dict[int, Side]:
    if not isinstance(quotation, Quotation):
        return {}
    return {plan.months: Side(plan, quotation.cat_percent(plan)) for plan in quotation.plans}
