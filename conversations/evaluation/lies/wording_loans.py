"""Puts statements about financing into prose: plans by term, limits of a budget, cars with their payments."""

from collections.abc import Mapping
from random import Random
from typing import Any

from conversations.evaluation.lies import spelled, wording_cars
from conversations.evaluation.lies.drafts import Draft, Group, first
from conversations.evaluation.lies.statements import Field, Statement


def loan(draft: Draft, cars: Mapping[int, Any], chance: Random) -> str:
    """Write one or several quotes, each in a paragraph of its own."""
    return "\n\n".join(_quote(group, cars, chance, english=draft.english) for group in draft.groups)


def _quote(group: Group, cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    car = cars.get(group[0].subject or 0)
    called = wording_cars.name(car, first(group, Field.YEAR), chance) if car else None
    called = f"{called}{wording_cars.told_apart(car, cars, chance)}" if called else None
    head = _head(group, called, chance, english=english)
    plans = [one for one in group if one.field is Field.MONTHLY]
    lines = [_plan(one, group, chance, english=english) for one in plans]
    rate = first(group, Field.RATE)
    tail = []
    if rate is not None:
        told = spelled.percent(rate, chance)
        ways = ["The annual rate is {}.", "Rate: {} a year."]
        if not english:
            ways = ["La tasa es de {} anual.", "Con una tasa anual del {}.", "Tasa fija: {} anual."]
        tail = [chance.choice(ways).format(told)]
    if len(lines) == 1 or chance.random() < 0.25:
        return " ".join([head, *(f"{line[0].upper()}{line[1:]}." for line in lines), *tail])
    mark = chance.choice(["- ", "• ", "✅ ", "📅 ", ""])
    return "\n".join([head, *(f"{mark}{line}" for line in lines), *tail])


def _head(group: Group, called: str | None, chance: Random, *, english: bool) -> str:
    price, down, financed = (first(group, one) for one in (Field.PRICE, Field.DOWN_PAYMENT, Field.FINANCED))
    amount = {
        "car": called or ("the car" if english else "el auto"),
        "price": spelled.money(price, chance, words=not english) if price is not None else "",
        "down": spelled.money(down, chance, words=not english),
        "financed": spelled.money(financed, chance, words=not english) if financed is not None else "",
    }
    if english:
        ways = ["For the {car} (price {price}) with a down payment of {down}:"] if price else []
        ways += [] if price else ["With {down} down payment on the {car}:", "For the {car} with {down} down:"]
        more = " You would finance {financed}." if financed is not None else ""
    elif price:
        ways = [
            "Para el {car} con precio de {price} y enganche de {down}:",
            "El {car} cuesta {price}; dando {down} de enganche:",
        ]
        ways += [
            "{car}\nPrecio: {price}\nEnganche: {down}",
            "Va la cotización del {car}: precio {price}, enganche {down}.",
        ]
        more = " El monto a financiar es de {financed}." if financed is not None else ""
    else:
        ways = ["Con {down} de enganche para el {car}:", "Si das un enganche de {down} por el {car}, quedaría así:"]
        ways += ["{car}, con {down} de enganche:", "Dando {down} de enganche el {car} te queda así:"]
        more = " Se financian {financed}." if financed is not None else ""
    if down == 0 and not english and chance.random() < 0.5:
        ways = ["Para el {car}, sin enganche:"] if not price else ["El {car} cuesta {price}; sin dar enganche:"]
    return (chance.choice(ways) + more).format(**amount)


def _plan(plan: Statement, group: Group, chance: Random, *, english: bool) -> str:
    months = plan.months or 0
    total, interest = first(group, Field.TOTAL, months), first(group, Field.INTEREST, months)
    said = {
        "term": spelled.term(months, chance, english=english),
        "pay": spelled.money(plan.value, chance, words=not english),
    }
    if english:
        ways = ["{term}: {pay} per month", "{pay} a month for {term}", "over {term} the monthly payment is {pay}"]
        labels = ("total", "interest")
    else:
        ways = [
            "a {term}: {pay} al mes",
            "{term}: {pay} mensuales",
            "a {term} pagarías {pay} al mes",
            "{term} → {pay}/mes",
        ]
        ways += ["{pay} al mes durante {term}", "mensualidad de {pay} a {term}", "a {term} la mensualidad es de {pay}"]
        ways += ["en {term} te queda en {pay} por mes", "{pay} mensuales a {term}"]
        labels = (chance.choice(["total", "total a pagar", "en total pagas"]), "intereses")
    line = chance.choice(ways).format(**said)
    if total is not None:
        line += f" ({labels[0]}: {spelled.money(total, chance, words=False)})"
    if interest is not None:
        link = ", with" if english else ", con"
        line += f"{link} {spelled.money(interest, chance, words=False)} {'in' if english else 'de'} {labels[1]}"
    return line


def budget(draft: Draft, cars: Mapping[int, Any], chance: Random) -> str:
    """Write what a monthly payment buys: the highest price over each term, then cars that fit."""
    lines = []
    for group in draft.groups:
        if group[0].field is Field.LIMIT:
            lines += [_limit(one, chance, english=draft.english) for one in group]
        else:
            lines.append(_fit(group, cars, chance, english=draft.english))
    return "\n".join(lines)


def _limit(limit: Statement, chance: Random, *, english: bool) -> str:
    price = spelled.money(limit.value, chance, words=not english)
    term = spelled.term(limit.months or 0, chance, english=english)
    if english:
        return chance.choice([f"Over {term}: a car of up to {price}", f"In {term} you can afford up to {price}"])
    ways = [
        "A {term} te alcanza para un auto de hasta {price}",
        "{term}: hasta {price}",
        "A {term}, autos de máximo {price}",
    ]
    return chance.choice(ways).format(term=term, price=price)


def _fit(group: Group, cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    plan = next(one for one in group if one.field is Field.MONTHLY)
    car = wording_cars.name(cars[group[0].subject or 0], first(group, Field.YEAR), chance, alone=False)
    price = spelled.money(first(group, Field.PRICE), chance, words=not english)
    return f"- {car}: {price}; {_plan(plan, (), chance, english=english)}"
