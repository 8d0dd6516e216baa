"""What staff read about quotes: why one was refused, who asked for it, and how it stands now."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.models import Car
from financing.figures import day, money
from financing.models import Quote
from financing.quotation import Changes, Refusal, RefusalCode

NO_POLICY = "No hay una política de financiamiento vigente: sin ella no se puede cotizar."

# The field of the calculator that each refusal speaks about, and what it says there.
REFUSED: dict[RefusalCode, tuple[str, str]] = {
    RefusalCode.NEGATIVE_DOWN_PAYMENT: ("down_payment", "El enganche no puede ser negativo."),
    RefusalCode.DOWN_PAYMENT_NOT_BELOW_PRICE: (
        "down_payment",
        "El enganche tiene que ser menor que el precio, {price}: así no queda nada por financiar.",
    ),
    RefusalCode.DOWN_PAYMENT_BELOW_MINIMUM: ("down_payment", "El enganche mínimo para este precio es de {minimum}."),
    RefusalCode.TERM_NOT_OFFERED: ("months", "Ese plazo no se ofrece; los plazos son de {years}."),
    RefusalCode.FINANCED_TOO_LITTLE: ("down_payment", "Con ese enganche queda muy poco por financiar."),
    RefusalCode.MONTHLY_PAYMENT_TOO_LOW: ("monthly_payment", "La mensualidad tiene que ser mayor que cero."),
}
ORIGINS = {"chat": "Conversación", "api": "API", "staff": "Personal"}


@dataclass(frozen=True)
class State:
    """How a quote stands, in a word, and the name of its colour."""

    code: str
    label: str


VALID = State("valid", "vigente")
REPRICED = State("repriced", "precio cambió")
GONE = State("gone", "ya no disponible")
EXPIRED = State("expired", "vencida")


def refusal(refused: Refusal) -> str:
    """Say why a quote cannot be made, and what would be possible."""
    _, text = REFUSED[refused.code]
    return text.format(
        price=_amount(refused.price),
        minimum=_amount(refused.minimum_down_payment),
        years=years(refused.offered_years),
    )


def state(changes: Changes) -> State:
    """Return the one thing that matters most: a quote that ran out binds nobody, whatever became of the car."""
    if changes.expired:
        return EXPIRED
    if changes.status_now:
        return GONE
    return REPRICED if changes.price_now else VALID


def told_changes(quote: Quote, changes: Changes) -> list[str]:
    """Say everything that is no longer as the quote has it."""
    told = []
    if changes.expired:
        told.append(f"Venció el {day(quote.valid_until)}.")
    if changes.status_now:
        told.append(f"El auto ya no está disponible: está {Car.Status(changes.status_now).label}.")
    if changes.price_now is not None:
        moved = "bajó" if changes.price_now < quote.price else "subió"
        difference = money(abs(changes.price_now - quote.price))
        told.append(f"El precio del auto {moved} {difference}: ahora es de {money(changes.price_now)}.")
    return told


def origin(quote: Quote) -> str:
    """Say who asked for a quote: `Personal: beto`."""
    kind, _, who = quote.origin.partition(":")
    return f"{ORIGINS.get(kind, kind)}: {who}" if who else ORIGINS.get(kind, kind)


def years(offered: tuple[int, ...]) -> str:
    """Write `3, 4, 5 o 6 años`."""
    *first, last = (str(year) for year in offered)
    listed = f"{', '.join(first)} o {last}" if first else last
    return f"{listed} {'año' if offered == (1,) else 'años'}"


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else money(amount)
