"""Turns a reply plan into es-MX text; every price, payment, kilometre and year is written here, from facts."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from catalog.criteria import Body, CarCriteria, CarMatch, SearchResult, Traction, Transmission
from conversations.dialogue import wording
from conversations.dialogue.facts import CarQuote, Fact, cars_in
from conversations.dialogue.plan import Ask, Cars, Handover, Quote, ReplyPlan, Say
from conversations.dialogue.state import DialogueState
from financing.amortization import Plan
from financing.quotation import Quotation, Refusal

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
    Body.SEVEN_SEATS: "7 pasajeros",
}


class UnrenderablePlanError(ValueError):
    """The plan points at a car or a call that no tool returned."""


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
            case Quote(ref=ref):
                paragraphs.append(_quote(ref, by_ref))
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


# ── Financing ───────────────────────────────────────────────────────────────────────────────────────────────────


def _quote(ref: str, by_ref: Mapping[str, Fact]) -> str:
    fact = by_ref.get(ref)
    if fact is None or not isinstance(fact.value, CarQuote):
        raise UnrenderablePlanError(f"no financing call has the id {ref}")
    match fact.value.outcome:
        case Refusal() as refusal:
            return _refusal(refusal)
        case Quotation() as quotation:
            return _quotation(quotation, fact.value.car)


def _refusal(refusal: Refusal) -> str:
    return wording.REFUSED[refusal.code].format(
        down_payment=money(refusal.down_payment),
        price=money(refusal.price),
        minimum=money(refusal.minimum_down_payment),
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


def percent(ratio: Decimal) -> str:
    """Write a ratio as a percentage: `10 %`."""
    return f"{(ratio * 100).normalize():f} %"


def enumeration(items: Sequence[str]) -> str:
    """Write `3, 4, 5 o 6`."""
    return " o ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
