"""Turns a reply plan into es-MX text; every price, payment, kilometre and year is written here, from facts."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import TypeVar

from catalog.criteria import Body, CarCriteria, CarMatch, SearchResult, Traction, Transmission
from conversations.dialogue import branch_wording, wording
from conversations.dialogue.facts import Budget, CarQuote, DownPayments, Fact, QuoteDocument, branches_in, cars_in
from conversations.dialogue.plan import Affordable, Ask, Branches, Cars, Document, Handover, Quote, ReplyPlan, Say
from conversations.dialogue.state import DialogueState
from financing.amortization import Plan
from financing.quotation import PriceLimit, Quotation, Refusal

T = TypeVar("T")

_SAID: dict[Transmission | Traction | Body, str] = {
    Transmission.AUTOMATIC: "automático",
    Transmission.MANUAL: "manual",
    Traction.FOUR_WHEELS: "4x4",
    Traction.TWO_WHEELS: "4x2",
    Traction.FRONT: "tracción delantera",
    Traction.REAR: "tracción trasera",
    Body.SEDAN: "sedán",
    Body.HATCHBACK: "hatchback",
    Body.SUV: "SUV",
    Body.PICKUP: "pickup",
    Body.VAN: "van",
    Body.WAGON: "vagoneta",
    Body.COUPE: "coupé",
    Body.CONVERTIBLE: "convertible",
    Body.UTILITY: "camioneta",
    Body.SEVEN_SEATS: "7 pasajeros o más",
}


class UnrenderablePlanError(ValueError):
    """The plan points at a car, a branch or a call that no tool returned."""


def render(plan: ReplyPlan, *, facts: Sequence[Fact], state: DialogueState) -> str:
    """Return the reply's text; raises UnrenderablePlanError when a part points at nothing.

    `state` is what was remembered before this reply: it numbers a second page after the first.
    """
    by_ref = {fact.ref: fact for fact in facts}
    paragraphs = []
    for part in plan.parts:
        match part:
            case Say(text=text):
                paragraphs.append(text)
            case Cars(ids=ids):
                paragraphs.append(_cars(ids, facts, state))
            case Branches() as branches:
                paragraphs.append(_branches(branches, facts))
            case Quote() | Affordable() | Document():
                paragraphs.append(_financing(part, by_ref, state))
            case Ask(slot=slot):
                paragraphs.append(wording.ASK[slot])
            case Handover():
                paragraphs.append(wording.HANDOVER)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def money(amount: Decimal) -> str:
    """Write a price: `$461,999`, with centavos only where there are any."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f} MXN"


def payment(amount: Decimal) -> str:
    """Write a payment, always to the centavo: `$10,702.98 MXN`."""
    return f"${amount:,.2f} MXN"


def kilometres(km: int) -> str:
    """Write a distance: `76,000 km`."""
    return f"{km:,} km"


def metres(millimetres: Decimal) -> str:
    """Write a car's side: `4.50 m`, to the millimetre where it has any."""
    return f"{millimetres / 1000:.3f}".removesuffix("0") + " m"


# ── Cars ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cars(ids: tuple[int, ...], facts: Sequence[Fact], state: DialogueState) -> str:
    known = cars_in(facts)
    missing = [number for number in ids if number not in known]
    if missing or not ids:
        raise UnrenderablePlanError(f"no tool returned the cars {missing}")
    page = next((f.value for f in facts if isinstance(f.value, SearchResult) and _covers(f.value, ids)), None)
    header = _header(page, len(ids), state) if page else ""
    if len(ids) == 1:
        return "\n".join(filter(None, [header, _card(known[ids[0]])]))
    first = state.offset + 1
    rows = [_row(first + index, known[number]) for index, number in enumerate(ids)]
    return "\n".join(filter(None, [header, *rows]))


def _covers(page: SearchResult, ids: tuple[int, ...]) -> bool:
    return set(ids) <= {car.stock_id for car in page.cars}


def _header(page: SearchResult, shown: int, state: DialogueState) -> str:
    wish = _wish(page.criteria)
    if page.relaxed:
        unknown = f"No tenemos {' ni '.join(page.unknown)} por ahora." if page.unknown else None
        reason = unknown or f"No encontré {_subject(page.criteria)}."
        return f"{reason} Lo más cercano, {wording.RELAXED[page.relaxed]}:"
    if shown == 1:
        return f"Encontré uno{_of(wish)}:" if page.total == 1 else ""
    if page.total > shown:
        return f"Encontré {page.total} autos{_of(wish)}. Van del {state.offset + 1} al {state.offset + shown}:"
    return f"Encontré {page.total} autos{_of(wish)}:"


def _subject(criteria: CarCriteria) -> str:
    """Name what was searched for; limits alone are limits of cars."""
    wish = _wish(criteria)
    return wish if criteria.makes or criteria.models else f"autos {wish}".strip()


def _of(wish: str) -> str:
    return f" ({wish})" if wish else ""


def _wish(criteria: CarCriteria) -> str:
    """Echo the filters, so that a misread wish is seen at once."""
    words = [*(criteria.models or criteria.makes)]
    unwanted = [*criteria.excluded_makes, *criteria.excluded_models]
    if unwanted:
        words.append(f"sin {' ni '.join(unwanted)}")
    if criteria.version:
        words.append(criteria.version.upper())
    words += [_SAID[said] for said in (criteria.body, criteria.transmission, criteria.traction) if said]
    words += _limits("de {} a {}", "desde {}", "hasta {}", _each(money, criteria.min_price, criteria.max_price))
    words += _limits("{} a {}", "{} en adelante", "hasta {}", _each(str, criteria.min_year, criteria.max_year))
    words += _limits("de {} a {}", "desde {}", "hasta {}", _each(kilometres, criteria.min_km, criteria.max_km))
    for side, low, high in _sides(criteria):
        words += _limits(f"{side} de {{}} a {{}}", f"{side} desde {{}}", f"{side} hasta {{}}", _each(metres, low, high))
    words += [
        f"con {name}" if wanted else f"sin {name} registrado"
        for name, wanted in _equipment(criteria)
        if wanted is not None
    ]
    return ", ".join(words)


def _equipment(criteria: CarCriteria) -> tuple[tuple[str, bool | None], ...]:
    return ("Bluetooth", criteria.bluetooth), ("CarPlay", criteria.car_play)


def _sides(criteria: CarCriteria) -> tuple[tuple[str, Decimal | None, Decimal | None], ...]:
    return (
        ("largo", criteria.min_length_mm, criteria.max_length_mm),
        ("ancho", criteria.min_width_mm, criteria.max_width_mm),
        ("alto", criteria.min_height_mm, criteria.max_height_mm),
    )


def _each(write: Callable[[T], str], low: T | None, high: T | None) -> tuple[str | None, str | None]:
    return None if low is None else write(low), None if high is None else write(high)


def _limits(both: str, low_only: str, high_only: str, limits: tuple[str | None, str | None]) -> list[str]:
    low, high = limits
    if low is not None and high is not None:
        return [low if low == high else both.format(low, high)]
    if low is not None:
        return [low_only.format(low)]
    return [high_only.format(high)] if high is not None else []


def _row(number: int, car: CarMatch) -> str:
    name = ", ".join(filter(None, [car.title, car.version]))
    return f"{number}. {name}: {money(car.price)}, {kilometres(car.km)}{_status(car)}"


def _card(car: CarMatch) -> str:
    lines = [
        f"*{car.title}*{_status(car)}",
        f"Versión: {car.version or wording.NOT_STATED}",
        f"Precio: {money(car.price)}",
        f"Kilometraje: {kilometres(car.km)}",
        f"Bluetooth: {_stated(car.bluetooth)}",
        f"CarPlay: {_stated(car.car_play)}",
        f"Número de auto: {car.stock_id}",
    ]
    return "\n".join(lines)


def _stated(value: bool | None) -> str:
    return wording.NOT_STATED if value is None else ("sí" if value else "no")


def _status(car: CarMatch) -> str:
    return {"reserved": " (apartado)", "sold": " (ya vendido)", "withdrawn": " (ya no disponible)"}.get(car.status, "")


def _branches(part: Branches, facts: Sequence[Fact]) -> str:
    known = branches_in(facts)
    missing = [number for number in part.ids if number not in known]
    if missing or not part.ids:
        raise UnrenderablePlanError(f"no tool returned the branches {missing}")
    return branch_wording.write([known[number] for number in part.ids], part.about, part.days)


# ── Financing ───────────────────────────────────────────────────────────────────────────────────────────────────


def _financing(part: Quote | Affordable | Document, by_ref: Mapping[str, Fact], state: DialogueState) -> str:
    match part:
        case Quote(ref=ref):
            return _quote(ref, by_ref)
        case Affordable(ref=ref):
            return _budget(_found(ref, by_ref, Budget), state)
        case Document(ref=ref):
            return _document(_found(ref, by_ref, QuoteDocument))


def _quote(ref: str, by_ref: Mapping[str, Fact]) -> str:
    fact = by_ref.get(ref)
    match fact.value if fact else None:
        case CarQuote(outcome=Refusal() as refusal) | DownPayments(refusal=Refusal() as refusal):
            return _refusal(refusal)
        case CarQuote(car=car, outcome=Quotation() as quotation, at_most=at_most):
            return "\n".join([*_fitting(quotation, at_most), _quotation(quotation, car)])
        case DownPayments() as needed:
            return _needed(needed)
    raise UnrenderablePlanError(f"no financing call has the id {ref}")


def _found(ref: str, by_ref: Mapping[str, Fact], kind: type[T]) -> T:
    fact = by_ref.get(ref)
    if fact is None or not isinstance(fact.value, kind):
        raise UnrenderablePlanError(f"no call of this kind has the id {ref}")
    return fact.value


def _refusal(refusal: Refusal) -> str:
    return wording.REFUSED[refusal.code].format(
        down_payment=money(refusal.down_payment),
        price=money(refusal.price or Decimal(0)),
        minimum=money(refusal.minimum_down_payment or Decimal(0)),
        years=enumeration([str(year) for year in refusal.offered_years]),
    )


def _quotation(quotation: Quotation, car: CarMatch | None) -> str:
    subject = f"*{car.title}*{_status(car)}" if car else "Auto del precio que mencionas"
    lines = [
        f"{subject}: precio {money(quotation.price)}, enganche {money(quotation.down_payment)}.",
        f"A financiar: {money(quotation.financed_amount)}, con tasa de {percent(quotation.annual_rate)} anual.",
        *(_plan(plan) for plan in quotation.plans),
        quotation.legal_line,
    ]
    return "\n".join(lines)


def _plan(plan: Plan) -> str:
    return (
        f"{plan.years} años ({plan.months} meses): {payment(plan.monthly_payment)} al mes; "
        f"total {payment(plan.total_amount)}, intereses {payment(plan.interest_amount)}"
    )


def _fitting(quotation: Quotation, at_most: Decimal | None) -> list[str]:
    """Say from which term on the payment stays within what the customer can pay, when that was asked."""
    if at_most is None:
        return []
    fits = next((plan for plan in quotation.plans if plan.monthly_payment <= at_most), None)
    if fits is None:
        return [wording.FITS_NEVER.format(monthly=money(at_most))]
    return [wording.FITS_FROM.format(monthly=money(at_most), years=fits.years, months=fits.months)]


def _needed(needed: DownPayments) -> str:
    quotations = [quote.outcome for quote in needed.quotes if isinstance(quote.outcome, Quotation)]
    if not quotations:
        raise UnrenderablePlanError("no down payment was found")
    opening = wording.NEEDED.format(
        monthly=money(needed.monthly_payment),
        subject=f"*{needed.car.title}*" if needed.car else "el auto",
        price=money(quotations[0].price),
    )
    terms = [
        wording.NEEDED_TERM.format(
            years=plan.years,
            months=plan.months,
            down_payment=money(quotation.down_payment),
            payment=payment(plan.monthly_payment),
        )
        for quotation in quotations
        for plan in quotation.plans
    ]
    return "\n".join([opening, *terms, quotations[0].legal_line])


def _budget(budget: Budget, state: DialogueState) -> str:
    if budget.refusal:
        return _refusal(budget.refusal)
    asked = {
        "monthly": money(budget.monthly_payment),
        "down_payment": wording.WITH_DOWN_PAYMENT.format(amount=money(budget.down_payment))
        if budget.down_payment
        else wording.WITHOUT_DOWN_PAYMENT,
    }
    limits = [
        wording.BUDGET_LIMIT.format(years=limit.years, months=limit.months, price=money(_whole_pesos(limit)))
        for limit in budget.limits
        if limit.highest_price is not None
    ]
    if not limits:
        return wording.BUDGET_TOO_LOW.format(**asked)
    opening = [] if state.offset else [wording.BUDGET.format(**asked), *limits]
    return "\n\n".join("\n".join(lines) for lines in (opening, _budget_cars(budget, state)) if lines)


def _budget_cars(budget: Budget, state: DialogueState) -> list[str]:
    if not budget.quotes:
        return [wording.BUDGET_NO_CARS.format(wish=_of(_wish(budget.criteria)))]
    first = state.offset + 1
    rows = [_budget_row(number, quote) for number, quote in enumerate(budget.quotes, first)]
    heading = wording.BUDGET_ONE_CAR if budget.total == 1 else wording.BUDGET_CARS
    return [heading.format(total=budget.total, first=first, last=state.offset + len(rows)), *rows]


def _budget_row(number: int, quote: CarQuote) -> str:
    if quote.car is None or not isinstance(quote.outcome, Quotation):
        raise UnrenderablePlanError("a budget holds quotes of cars only")
    plan = quote.outcome.plans[0]
    return f"{_row(number, quote.car)}; {plan.years} años ({plan.months} meses), {payment(plan.monthly_payment)} al mes"


def _whole_pesos(limit: PriceLimit) -> Decimal:
    """Round a highest price down, so that what is written still fits."""
    return (limit.highest_price or Decimal(0)).quantize(Decimal(1), rounding=ROUND_DOWN)


def _document(document: QuoteDocument) -> str:
    if document.link is None:
        return wording.NO_DOCUMENT
    lines = [wording.DOCUMENT.format(title=f" de {document.title}" if document.title else "", link=document.link)]
    if document.changes.price_now is not None:
        lines.append(wording.PRICE_CHANGED.format(price=money(document.changes.price_now)))
    if document.changes.status_now is not None:
        lines.append(wording.NOT_FOR_SALE_NOW)
    return "\n".join(lines)


def percent(ratio: Decimal) -> str:
    """Write a ratio as a percentage: `10 %`."""
    return f"{(ratio * 100).normalize():f} %"


def enumeration(items: Sequence[str]) -> str:
    """Write `3, 4, 5 o 6`."""
    return " o ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
