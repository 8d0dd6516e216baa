"""Writes what a car costs over time: quotes, what they come to, what a monthly payment buys, documents, refusals."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from catalog.criteria import CarMatch
from conversations.dialogue import plans_wording, wording
from conversations.dialogue.car_wording import CarWriter
from conversations.dialogue.facts import Budget, CarQuote, DownPayments, QuoteDocument
from conversations.dialogue.sentences import Sentence, Voice
from conversations.dialogue.state import DialogueState
from conversations.dialogue.writing import enumeration, money, payment, percent
from financing.amortization import Plan
from financing.quotation import PriceLimit, Quotation, Refusal, RefusalCode

_OF_STATED_PRICE = Sentence("Auto del precio que mencionas", en="A car at the price you mention")
_TERMS_OF = Sentence(
    "{subject}: precio {price}, enganche {down_payment}.", en="{subject}: price {price}, down payment {down_payment}."
)
_FINANCED = Sentence(
    "A financiar: {amount}, con tasa de {rate} anual.", en="To finance: {amount}, at a yearly rate of {rate}."
)
_PLAN = Sentence(
    "{years} años ({months} meses): {payment} al mes; total {total}, intereses {interest}",
    en="{years} years ({months} months): {payment} a month; total {total}, interest {interest}",
)
_TOTALS_OF = Sentence(
    "{subject}: enganche {down_payment}, a financiar {amount}.",
    en="{subject}: down payment {down_payment}, to finance {amount}.",
)
_TOTAL = Sentence(
    "A {years} años ({months} meses): {payment} al mes; total {total}, de los que {interest} son de intereses",
    en="Over {years} years ({months} months): {payment} a month; total {total}, interest {interest}",
)
_FITS_FROM = Sentence(
    "Para pagar hasta {monthly} al mes necesitas {years} años ({months} meses) o más.",
    en="To pay up to {monthly} a month you need {years} years ({months} months) or more.",
)
_FITS_NEVER = Sentence(
    "Pagando hasta {monthly} al mes no alcanza ningún plazo con ese enganche. Con más enganche sí puede bajar.",
    en="Paying up to {monthly} a month no term is enough with that down payment. With more down payment it can be.",
)
_NEEDED = Sentence(
    "Para pagar hasta {monthly} al mes por {subject}, con precio de {price}, darías al menos:",
    en="To pay up to {monthly} a month for {subject}, with a price of {price}, you would pay at least:",
)
_THE_CAR = Sentence("el auto", en="the car")
_NEEDED_TERM = Sentence(
    "A {years} años ({months} meses): enganche de {down_payment}, mensualidad de {payment}",
    en="Over {years} years ({months} months): down payment of {down_payment}, {payment} a month",
)
_NEEDED_TOTAL = Sentence(
    "A {years} años ({months} meses): enganche de {down_payment}, {payment} al mes; total {total}, de los que "
    "{interest} son de intereses",
    en="Over {years} years ({months} months): down payment of {down_payment}, {payment} a month; total {total}, "
    "interest {interest}",
)
_BUDGET = Sentence(
    "Pagando hasta {monthly} al mes {down_payment}, te alcanza para un auto:",
    en="Paying up to {monthly} a month {down_payment}, you can afford a car:",
)
_BUDGET_LIMIT = Sentence(
    "A {years} años ({months} meses): de hasta {price}", en="Over {years} years ({months} months): of up to {price}"
)
_BUDGET_TOO_LOW = Sentence(
    "Pagando hasta {monthly} al mes {down_payment} no alcanza ningún plazo.",
    en="Paying up to {monthly} a month {down_payment} no term is enough.",
)
_BUDGET_CARS = Sentence(
    "Tengo {total} que te alcanzan. Van del {first} al {last}, cada uno con su plazo más corto:",
    en="I have {total} that you can afford. Here are {first} to {last}, each with its shortest term:",
)
_BUDGET_ONE_CAR = Sentence(
    "Tengo uno que te alcanza, con su plazo más corto:", en="I have one that you can afford, with its shortest term:"
)
_BUDGET_CARS_SO = Sentence(
    "Tengo {total} que te alcanzan a ese plazo. Van del {first} al {last}:",
    en="I have {total} that you can afford over that term. Here are {first} to {last}:",
)
_BUDGET_NO_CARS = Sentence(
    "No encontré autos{wish} que te alcancen así.", en="I found no cars{wish} that you can afford so."
)
_BUDGET_PLAN = Sentence(
    "{years} años ({months} meses), {payment} al mes", en="{years} years ({months} months), {payment} a month"
)
_WITH_DOWN_PAYMENT = Sentence("con {amount} de enganche", en="with {amount} down payment")
_WITHOUT_DOWN_PAYMENT = Sentence("sin dar enganche", en="with no down payment")
_FINE_PRINT = Sentence("{line}", en="The terms that apply, in Spanish: {line}")
_DOCUMENT = Sentence("Aquí está tu cotización{title} en PDF: {link}", en="Here is your quote{title} as a PDF: {link}")
_OF_TITLE = Sentence(" de {title}", en=" for the {title}")
_PRICE_CHANGED = Sentence(
    "Ojo: desde entonces el precio del auto cambió, hoy es de {price}.",
    en="Note: the car's price has changed since then, today the price is {price}.",
)
_NOT_FOR_SALE_NOW = Sentence("Ojo: ese auto ya no está disponible.", en="Note: that car is no longer available.")

REFUSED: dict[RefusalCode, Sentence] = {
    RefusalCode.NEGATIVE_DOWN_PAYMENT: Sentence(
        "El enganche no puede ser negativo. ¿De cuánto sería?",
        en="The down payment cannot be negative. How much would it be?",
    ),
    RefusalCode.DOWN_PAYMENT_NOT_BELOW_PRICE: Sentence(
        "Con un enganche de {down_payment} ya cubres el precio de {price}, así que no habría nada que financiar. "
        "¿Lo calculo con un enganche menor?",
        en="A down payment of {down_payment} already covers the price of {price}, so there would be nothing to "
        "finance. Shall I work it out with a smaller one?",
    ),
    RefusalCode.DOWN_PAYMENT_BELOW_MINIMUM: Sentence(
        "El enganche mínimo para este auto es de {minimum}. ¿Lo calculo así?",
        en="The least down payment for this car is {minimum}. Shall I work it out like that?",
    ),
    RefusalCode.TERM_NOT_OFFERED: Sentence(
        "Ese plazo no lo manejamos. Los plazos son de {years} años. ¿Cuál prefieres?",
        en="We do not offer that term. The terms are {years} years. Which one do you prefer?",
    ),
    RefusalCode.FINANCED_TOO_LITTLE: Sentence(
        "Con un enganche de {down_payment} casi cubres el precio de {price}: queda muy poco por financiar. "
        "¿Lo calculo con un enganche menor?",
        en="A down payment of {down_payment} nearly covers the price of {price}: very little is left to finance. "
        "Shall I work it out with a smaller one?",
    ),
    RefusalCode.MONTHLY_PAYMENT_TOO_LOW: Sentence(
        "¿Cuánto podrías pagar al mes? Con eso te digo qué autos te alcanzan.",
        en="How much could you pay a month? With that I'll tell you which cars you can afford.",
    ),
}


def says_what_to_pay_down(reply: str) -> bool:
    """Tell whether a reply is one that says what to pay down for a payment."""
    return any(str(told).rpartition("}")[2] in reply for told in (_NEEDED, _NEEDED.english))


class MoneyWriter:
    """Writes financing in one voice."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._cars = CarWriter(voice)

    def quoted(self, quote: CarQuote) -> str:
        """Write a quote with all its plans, or why it was refused."""
        if isinstance(quote.outcome, Refusal):
            return self.refused(quote.outcome)
        quotation = quote.outcome
        lines = [
            self._told(
                _TERMS_OF,
                subject=self._subject(quote.car),
                price=money(quotation.price),
                down_payment=money(quotation.down_payment),
            ),
            self._told(_FINANCED, amount=money(quotation.financed_amount), rate=percent(quotation.annual_rate)),
            *(self._plan(_PLAN, plan) for plan in quotation.plans),
            self._fine_print(quotation),
        ]
        return "\n".join([*self._fitting(quotation, quote.at_most), *lines])

    def totals(self, quote: CarQuote) -> str:
        """Write what the plans of a quote come to in all, and how much of it is interest."""
        if isinstance(quote.outcome, Refusal):
            return self.refused(quote.outcome)
        quotation = quote.outcome
        opening = self._told(
            _TOTALS_OF,
            subject=self._subject(quote.car),
            down_payment=money(quotation.down_payment),
            amount=money(quotation.financed_amount),
        )
        totals = [self._plan(_TOTAL, plan) for plan in quotation.plans]
        whole = [*plans_wording.with_down_payment(quotation, self._voice)] if quotation.down_payment else []
        explained = whole or [wording.TOTALS_EXPLAINED.told(self._voice)]
        return "\n".join([opening, *totals, *explained, self._fine_print(quotation)])

    def needed(self, needed: DownPayments, *, in_all: bool = False) -> str:
        """Write the least to pay down over each term, and what that comes to in all; or why it was refused."""
        if needed.refusal:
            return self.refused(needed.refusal)
        quotations = [quote.outcome for quote in needed.quotes if isinstance(quote.outcome, Quotation)]
        opening = self._told(
            _NEEDED,
            monthly=money(needed.monthly_payment),
            subject=f"*{needed.car.title}*" if needed.car else _THE_CAR,
            price=money(quotations[0].price) if quotations else "",
        )
        terms = [
            self._plan(_NEEDED_TOTAL if in_all else _NEEDED_TERM, plan, down_payment=money(quotation.down_payment))
            for quotation in quotations
            for plan in quotation.plans
        ]
        terms += [wording.TOTALS_EXPLAINED.told(self._voice)] if in_all else []
        return "\n".join([opening, *terms, self._fine_print(quotations[0])]) if quotations else ""

    def budget(self, budget: Budget, state: DialogueState) -> str:
        """Write what a monthly payment buys: the highest prices, then a page of the cars that fit."""
        if budget.refusal:
            return self.refused(budget.refusal)
        down_payment = (
            _WITH_DOWN_PAYMENT.filled(amount=money(budget.down_payment))
            if budget.down_payment
            else _WITHOUT_DOWN_PAYMENT
        )
        asked = {"monthly": money(budget.monthly_payment), "down_payment": down_payment}
        limits = [
            self._told(_BUDGET_LIMIT, years=limit.years, months=limit.months, price=money(_whole_pesos(limit)))
            for limit in budget.limits
            if limit.highest_price is not None
        ]
        if not limits:
            return self._told(_BUDGET_TOO_LOW, **asked)
        opening = [] if state.offset else [self._told(_BUDGET, **asked), *limits]
        return "\n\n".join("\n".join(lines) for lines in (opening, list(self._fits(budget, state))) if lines)

    def document(self, document: QuoteDocument) -> str:
        """Write the link of a quote on record, with what has changed since."""
        if document.link is None:
            return wording.NO_DOCUMENT.told(self._voice)
        title = _OF_TITLE.filled(title=document.title) if document.title else ""
        lines = [self._told(_DOCUMENT, title=title, link=document.link)]
        if document.changes.price_now is not None:
            lines.append(self._told(_PRICE_CHANGED, price=money(document.changes.price_now)))
        if document.changes.status_now is not None:
            lines.append(self._told(_NOT_FOR_SALE_NOW))
        return "\n".join(lines)

    def refused(self, refusal: Refusal) -> str:
        """Say why there is no quote, and what would be possible."""
        return self._told(
            REFUSED[refusal.code],
            down_payment=money(refusal.down_payment),
            price=money(refusal.price or Decimal(0)),
            minimum=money(refusal.minimum_down_payment or Decimal(0)),
            years=enumeration([str(year) for year in refusal.offered_years]),
        )

    def _fits(self, budget: Budget, state: DialogueState) -> Iterator[str]:
        if not budget.quotes:
            yield self._told(_BUDGET_NO_CARS, wish=self._cars.of(budget.criteria))
            return
        first, last = state.offset + 1, state.offset + len(budget.quotes)
        several = _BUDGET_CARS if len(budget.limits) > 1 else _BUDGET_CARS_SO  # over the one term that was asked for
        heading = _BUDGET_ONE_CAR if budget.total == 1 else several
        yield self._told(heading, total=budget.total, first=first, last=last)
        for number, quote in enumerate(budget.quotes, first):
            if quote.car is not None and isinstance(quote.outcome, Quotation):
                yield f"{self._cars.row(number, quote.car)}; {self._plan(_BUDGET_PLAN, quote.outcome.plans[0])}"

    def _subject(self, car: CarMatch | None) -> Sentence | str:
        return f"*{car.title}*{self._cars.status(car)}" if car else _OF_STATED_PRICE

    def _plan(self, sentence: Sentence, plan: Plan, **more: str) -> str:
        return self._told(
            sentence,
            years=plan.years,
            months=plan.months,
            payment=payment(plan.monthly_payment),
            total=payment(plan.total_amount),
            interest=payment(plan.interest_amount),
            **more,
        )

    def _fitting(self, quotation: Quotation, at_most: Decimal | None) -> list[str]:
        """Say from which term on the payment stays within what the customer can pay, when that was asked."""
        if at_most is None:
            return []
        fits = next((plan for plan in quotation.plans if plan.monthly_payment <= at_most), None)
        if fits is None:
            return [self._told(_FITS_NEVER, monthly=money(at_most))]
        return [self._told(_FITS_FROM, monthly=money(at_most), years=fits.years, months=fits.months)]

    def _fine_print(self, quotation: Quotation) -> str:
        """Write the policy's own line, which is in Spanish, as it stands."""
        return self._told(_FINE_PRINT, line=quotation.legal_line)

    def _told(self, sentence: Sentence, **values: object) -> str:
        return sentence.filled(**values).told(self._voice)


def _whole_pesos(limit: PriceLimit) -> Decimal:
    """Round a highest price down, so that what is written still fits."""
    return (limit.highest_price or Decimal(0)).quantize(Decimal(1), rounding=ROUND_DOWN)
