"""Puts statements about branches into prose: addresses, weeks, closed days, cities, in many ways of telling time."""

from collections.abc import Mapping, Sequence
from datetime import time
from random import Random
from typing import Any

from conversations.evaluation.lies.drafts import Draft, Group, first
from conversations.evaluation.lies.statements import Field, Statement

_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def sentences(draft: Draft, branches: Mapping[int, Any], chance: Random) -> str:
    """Write branches, a paragraph each."""
    write = chance.choice([_prose, _card])
    return "\n\n".join(write(group, branches[group[0].subject or 0], chance, draft.english) for group in draft.groups)


def _prose(group: Group, branch: Any, chance: Random, english: bool) -> str:
    name = chance.choice([branch.name, branch.name.removeprefix("Kavak "), f"*{branch.name}*"])
    city, address = first(group, Field.CITY), first(group, Field.ADDRESS)
    said = []
    if city and address:
        ways = ["{n} is in {c}, at {a}."] if english else ["{n} está en {c}, en {a}.", "En {c} tenemos {n}: {a}."]
        said.append(chance.choice(ways).format(n=name, c=city, a=address))
    elif city:
        ways = ["{n} is in {c}."] if english else ["{n} está en {c}.", "En {c} está {n}.", "{n} ({c})."]
        said.append(chance.choice(ways).format(n=name, c=city))
    elif address:
        ways = ["{n} is at {a}."] if english else ["{n} está en {a}.", "La dirección de {n} es {a}.", "{n}: {a}."]
        said.append(chance.choice(ways).format(n=name, a=address))
    hours = [one for one in group if one.field in {Field.HOURS, Field.CLOSED}]
    said += _hours(name, hours, chance, english=english)
    return " ".join(said)


def _hours(name: str, hours: Sequence[Statement], chance: Random, *, english: bool) -> list[str]:
    if not hours:
        return []
    told = []
    for one in hours:
        if one.field is Field.CLOSED:
            told.append(_closed(one.value, chance, english=english))
            continue
        days, opens, closes = one.value
        told.append(_opening(_days(days, chance, english=english), opens, closes, chance, english=english))
    start = (
        f"{name} opens " if english else chance.choice([f"{name} abre ", f"{name} atiende ", f"Horario de {name}: "])
    )
    if hours[0].field is Field.CLOSED:
        start = f"{name}: "
    return (
        [f"{start}{chance.choice(['; ', ', ', ' y ']).join(told)}."] if not english else [f"{start}{'; '.join(told)}."]
    )


def _closed(days: Sequence[int], chance: Random, *, english: bool) -> str:
    if english:
        return f"closed on {_days(days, chance, english=True)}"
    if len(days) > 1:
        return chance.choice(["{} cerrado", "{} no abre"]).format(_days(days, chance, english=False))
    many = f"{_DAYS[days[0]]}s" if days[0] > 4 else _DAYS[days[0]]
    ways = [
        f"cierra los {many}",
        f"los {many} no abre",
        f"el {_DAYS[days[0]]} está cerrado",
        f"{_DAYS[days[0]]}: cerrado",
    ]
    return chance.choice(ways)


def _opening(days: str, opens: time, closes: time, chance: Random, *, english: bool) -> str:
    if english:
        return f"{days} from {_clock(opens, chance, half=True)} to {_clock(closes, chance, half=True)}"
    half = chance.random() < 0.3
    start, end = _clock(opens, chance, half=half), _clock(closes, chance, half=half)
    ways = ["{d} de {o} a {c}", "{d} de {o} a {c}", "de {o} a {c} {d}", "{d} {o} - {c}", "{d} de las {o} a las {c}"]
    ways += ["{d} de {o} a {c} horas", "{d} de {o} hasta las {c}"]
    return chance.choice(ways[: 4 if half else None]).format(d=days, o=start, c=end)


def _clock(moment: time, chance: Random, *, half: bool) -> str:
    if not half:
        return f"{moment.hour}:{moment:%M}" if chance.random() < 0.5 else f"{moment:%H:%M}"
    hour, mark = (moment.hour - 1) % 12 + 1, "a" if moment.hour < 12 else "p"
    minutes = f":{moment:%M}" if moment.minute or chance.random() < 0.4 else ""
    return f"{hour}{minutes} {mark}{chance.choice(['.m.', 'm', 'm'])}"


def _days(days: Sequence[int], chance: Random, *, english: bool) -> str:
    names = _ENGLISH if english else _DAYS
    if len(days) == 7:
        return "every day" if english else chance.choice(["todos los días", "todos los días", "de lunes a domingo"])
    if len(days) == 1:
        many = f"{names[days[0]]}s" if days[0] > 4 else names[days[0]]
        return names[days[0]] if english else chance.choice([f"el {names[days[0]]}", names[days[0]], f"los {many}"])
    if english:
        return f"{names[days[0]]} to {names[days[-1]]}"
    if len(days) == 2:
        return f"{names[days[0]]} y {names[days[-1]]}"
    return chance.choice(["de {} a {}", "{} a {}", "de {} a {}"]).format(names[days[0]], names[days[-1]])


def _card(group: Group, branch: Any, chance: Random, english: bool) -> str:
    city, address = first(group, Field.CITY), first(group, Field.ADDRESS)
    lines = [chance.choice([f"*{branch.name}*", f"📍 {branch.name}", branch.name]) + (f" ({city})" if city else "")]
    lines += [f"{'Address' if english else 'Dirección'}: {address}"] if address else []
    for one in group:
        if one.field is Field.HOURS:
            days, opens, closes = one.value
            lines.append(
                _opening(_days(days, chance, english=english), opens, closes, chance, english=english).capitalize()
            )
        elif one.field is Field.CLOSED:
            lines.append(_closed(one.value, chance, english=english).capitalize())
    return "\n".join(lines)
