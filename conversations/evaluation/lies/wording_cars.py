"""Puts statements about cars into prose as a model would: sentences, bullets, tables, cards."""

from collections.abc import Mapping
from random import Random
from typing import Any

from conversations.evaluation.lies import spelled
from conversations.evaluation.lies.drafts import Draft, Group, first
from conversations.evaluation.lies.statements import Field


def name(car: Any, year: int | None, chance: Random, *, alone: bool = True) -> str:
    """Name a car with its year as stated; without the make only where the model tells it apart."""
    doubled = car.model.lower().startswith(f"{car.make.lower()} ")
    make = "" if doubled or (alone and chance.random() < 0.3) else f"{car.make} "
    if year is None:
        return f"{make}{car.model}"
    ways = [f"{make}{car.model} {year}"] * 5 + [f"*{make}{car.model} {year}*"] * 2
    ways += [f"{make}{car.model} ({year})", f"{make}{car.model} modelo {year}", f"{make}{car.model} del {year}"]
    ways += [f"{make}{car.model} año {year}", f"_{make}{car.model} {year}_"]
    return chance.choice(ways)


def told_apart(car: Any, cars: Mapping[int, Any], chance: Random) -> str:
    """Return what tells a car from another of its name; nothing where there is none."""
    alike = [one for one in cars.values() if (one.model, one.year) == (car.model, car.year) and one is not car]
    if not alike:
        return ""
    ways = [f" con {car.km:,} km", f" (número {car.stock_id})", f" de {spelled.money(car.price, chance, words=False)}"]
    ways += [f" {car.version}"] * 2 if all(one.version != car.version for one in alike) else []
    return chance.choice(ways)


def sentences(draft: Draft, cars: Mapping[int, Any], chance: Random) -> str:
    """Write a list or a card."""
    counted = first(draft.groups[0], Field.COUNT)
    groups = [group for group in draft.groups if group[0].subject is not None]
    english = draft.english
    opening = _opening(counted, chance, english=english)
    style = chance.choice(["prose", "bullets", "numbers", "table", "fields", "compare"])
    if len(groups) == 1:
        return "\n".join(filter(None, [opening, _single(groups[0], cars, chance, english=english)]))
    body = {
        "prose": _prose,
        "bullets": _bullets,
        "numbers": _numbers,
        "table": _table,
        "fields": _fields,
        "compare": _compare,
    }[style](groups, cars, chance, english=english)
    return f"{opening}\n{body}" if opening else body


def _opening(count: int | None, chance: Random, *, english: bool) -> str:
    if count is None:
        if english:
            return chance.choice(["", "These are some options:", "Here you go:"])
        return chance.choice(
            ["", "Mira estas opciones:", "Te comparto lo que hay:", "Estas son buenas opciones 👇", "Va:"]
        )
    if english:
        return chance.choice([f"I found {count} cars for you:", f"There are {count} cars that match:"])
    ways = [
        "Encontré {} autos. Te muestro algunos:",
        "Hay {} opciones así, por ejemplo:",
        "Tenemos {} coches que cumplen:",
    ]
    ways += ["De {} resultados, estos son los primeros:", "¡Buenas noticias! {} autos coinciden con lo que buscas 🚗"]
    return chance.choice(ways).format(chance.choice([str(count), str(count), f"*{count}*"]))


def _named(group: Group, cars: Mapping[int, Any], chance: Random, *, alone: bool = True) -> str:
    car = cars[group[0].subject or 0]
    return name(car, first(group, Field.YEAR), chance, alone=alone)


def _figures(group: Group, chance: Random, *, english: bool) -> tuple[str, str | None, str | None]:
    price, km = first(group, Field.PRICE), first(group, Field.KM)
    told = spelled.kilometres(km, chance, english=english) if km is not None else None
    return spelled.money(price, chance, words=not english), told, first(group, Field.VERSION)


def _single(group: Group, cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    if chance.random() < 0.4:
        return _card(group, cars, chance, english=english)
    price, km, version = _figures(group, chance, english=english)
    car = _named(group, cars, chance)
    if english:
        ways = ["The {car} costs {price}", "The price of the {car} is {price}", "The {car} is {price}"]
    else:
        ways = ["El {car} cuesta {price}", "El precio del {car} es de {price}", "El {car} está en {price}"]
        ways += ["Este {car} tiene un precio de {price}", "Sale en {price} el {car}", "El {car} vale {price}"]
    said = [chance.choice(ways).format(car=car, price=price)]
    if km:
        more = (
            [" and has {}", " with {}"] if english else [" y tiene {}", " con {}", ", con {} recorridos", " y lleva {}"]
        )
        said.append(chance.choice(more).format(km))
    said.append(". ")
    said += [f"{line} " for line in _details(group, chance, english=english)]
    if version:
        said.append(f"Version: {version}." if english else f"Es la versión {version}.")
    return "".join(said).strip()


def _details(group: Group, chance: Random, *, english: bool) -> list[str]:
    lines = []
    for field, called in (
        (Field.BLUETOOTH, "Bluetooth"),
        (Field.CAR_PLAY, chance.choice(["CarPlay", "Apple CarPlay"])),
    ):
        value = first(group, field)
        if value is None:
            continue
        if english:
            lines.append(f"It has {called}." if value else f"It does not have {called}.")
        else:
            yes = ["Tiene {}.", "Sí trae {}.", "Cuenta con {}.", "Viene con {}."]
            no = ["No tiene {}.", "No trae {}.", "No cuenta con {}."]
            lines.append(chance.choice(yes if value else no).format(called))
    number, length = first(group, Field.STOCK_ID), first(group, Field.LENGTH)
    if number is not None:
        lines.append(f"Its number is {number}." if english else f"Su número de auto es {number}.")
    if length is not None:
        lines.append(f"It is {length:.0f} mm long." if english else f"Mide {length:.0f} mm de largo.")
    return lines


def _card(group: Group, cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    price, km, version = _figures(group, chance, english=english)
    mark = chance.choice(["", "- ", "• ", "✅ ", "🔹 "])
    labels = (
        ("Price", "Mileage", "Version")
        if english
        else ("Precio", chance.choice(["Kilometraje", "Km", "Recorrido"]), "Versión")
    )
    lines = [f"{mark}{labels[0]}: {price}"]
    lines += [f"{mark}{labels[1]}: {km}"] if km else []
    lines += [f"{mark}{labels[2]}: {version}"] if version else []
    lines += [f"{mark}{line}" for line in _details(group, chance, english=english)]
    head = _named(group, cars, chance, alone=False)
    return "\n".join([chance.choice([head, f"🚗 {head}", f"{head}:"]), *lines])


def _prose(groups: list[Group], cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    said = []
    for group in groups:
        price, km, _ = _figures(group, chance, english=english)
        car = _named(group, cars, chance)
        if english:
            said.append(f"the {car} at {price}" + (f" with {km}" if km else ""))
        else:
            way = chance.choice(["el {car} en {price}", "el {car} por {price}", "el {car}, que cuesta {price}"])
            said.append(way.format(car=car, price=price) + (f" con {km}" if km else ""))
    if english:
        return f"We have {', '.join(said[:-1])} and {said[-1]}."
    start = chance.choice(["Tenemos", "Te recomiendo", "Hay varios:", "Puedes ver"])
    return f"{start} {', '.join(said[:-1])} y {said[-1]}."


def _bullets(groups: list[Group], cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    mark, gap = chance.choice(["- ", "• ", "* ", "🚗 ", "👉 ", "▪️ "]), chance.choice([": ", " – ", " | ", " → ", ", "])
    lines = []
    for group in groups:
        price, km, version = _figures(group, chance, english=english)
        told = [price, *filter(None, [km, version])]
        chance.shuffle(told)
        lines.append(f"{mark}{_named(group, cars, chance, alone=False)}{gap}{', '.join(told)}")
    return "\n".join(lines)


def _numbers(groups: list[Group], cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    style = chance.choice(["{}. ", "{}) ", "{}.- ", "*{}.* ", "{}️⃣ "])
    lines = _bullets(groups, cars, chance, english=english).split("\n")
    return "\n".join(style.format(index) + line.split(" ", 1)[1] for index, line in enumerate(lines, 1))


def _table(groups: list[Group], cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    rows = [("Car", "Price", "Km") if english else ("Auto", "Precio", "Km")]
    for group in groups:
        price, km, _ = _figures(group, chance, english=english)
        rows.append((_named(group, cars, chance, alone=False), price, km or "–"))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---|---|---|", *lines[1:]])


def _fields(groups: list[Group], cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    gap = chance.choice(["\n\n", "\n", "\n\n"])
    return gap.join(_card(group, cars, chance, english=english) for group in groups)


def _compare(groups: list[Group], cars: Mapping[int, Any], chance: Random, *, english: bool) -> str:
    if len(groups) > 2:
        return _bullets(groups, cars, chance, english=english)
    said = [_single((*group,), cars, chance, english=english) for group in groups]
    if any("\n" in one for one in said):
        return "\n\n".join(said)
    link = (
        " On the other hand, "
        if english
        else chance.choice([" En cambio, ", " Por otro lado, ", "\n\n", " Mientras que "])
    )
    return said[0] + link + said[1]
