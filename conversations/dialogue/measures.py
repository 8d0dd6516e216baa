"""The roles of what carries its unit: kilometres, years, lengths, terms, percentages, places in the list."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from conversations.dialogue import exclusions, lexer, lexicon, pointing
from conversations.dialogue.acts import Act
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.plan import Slot
from conversations.dialogue.reading import LONGEST_MONTHS, Reading
from conversations.dialogue.state import Part

NEAR = Decimal("0.1")  # "como 250" is 225 to 275
ROUGHLY = Decimal("0.03")
WEEKS_A_MONTH = Decimal(52) / 12
_OLDEST = 10  # of them behind a bare name: "mazda 6" is a model
_OR = frozenset({"o", "u", ",", "y", ", o"})
_OR_ONE = frozenset({*_OR, "o un", "o una", "y un", "y una", "y otro", "y otra"})
_OR_THE = frozenset({*("o el", "o la", "o del", "o de la", "y el", "y la", "vs", "vs el", "vs la"), *_OR - {","}})
_NEWEST = 35  # of the two figures of a model year; "modelo 20", "del 18 en adelante"
_SMALLEST_SPOKEN = 10  # pesos that are meant as thousands: "20 pesos" is no amount of this trade, "1 peso" a joke
_SMALLEST_SHARE = 10  # "el 20" where a down payment was asked for
_ROUND_SHARE = 5
_SHORTEST_CAR, _LONGEST_CAR = 3_000, 6_000  # mm
_YOUNGEST, _ETERNAL = 16, 100  # years of who asks


def is_limited(wish: Mapping[str, object]) -> bool:
    """Whether a wish states how dear, how old or how far driven a car may be."""
    return any(wish.get(f"{end}_{part}") is not None for end in ("min", "max") for part in ("km", "price", "year"))


def is_short_year(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether two figures are a model year: "modelo 20", "del 18 pa arriba"."""
    if tag.kind is Kind.RANK and 5 <= tag.value <= _NEWEST and _is_end_of_a_range(reading, tag):
        return True  # "del 15 al 18"
    if _points_by_short_year(reading, tag, said):
        return True
    dated = said.part is Cue.YEAR or (Cue.AT_LEAST in said.after and said.part in {None, Cue.POINT})
    dated = dated or _is_behind_a_name(reading, tag, said) or _is_another_short_year(reading, tag)
    return dated and tag.kind in {Kind.NUMBER, Kind.RANK} and 5 <= tag.value <= _NEWEST


def _points_by_short_year(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether two figures are the year of a car of the list: "el del 23", and "el 23" where one of it was shown."""
    state = reading.state
    if tag.kind not in {Kind.NUMBER, Kind.RANK} or not max(_OLDEST, len(state.shown) + 1) <= tag.value <= _NEWEST:
        return False
    if said.part is Cue.POINT and not said.after:
        return bool(state.shown)
    bare = tag.kind is Kind.RANK and said.part is None and state.pending is not Slot.DOWN_PAYMENT
    keeps = Cue.WITH not in said or lexer.phrases(*lexicon.AFTER_ALL).search(reading.folded)  # "me quedo con el 18"
    return bare and bool(keeps) and any(car.year == 2000 + tag.value for car in state.looks_of(*state.shown))


def _is_behind_a_name(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether two figures stand right behind a car's name, where nothing is paid: "la escape 16"."""
    between = {reading.folded[name.end : tag.start].strip() for name in reading.names if name.end <= tag.start}
    if "del" in between and tag.value >= _OLDEST and tag.kind is Kind.RANK:
        return True
    if "" not in between or said.part is not None or tag.value < _OLDEST:
        return False
    return _may_be_its_year(reading, tag) or not (reading.has_term or reading.finances)


def _may_be_its_year(reading: Reading, tag: Tag) -> bool:
    """Whether two figures behind "el" and a model are a year, and not paid down: "el sentra 18 a 3 años"."""
    [*_, name] = [name for name in reading.names if name.end <= tag.start]
    definite = lexer.words(reading.folded[: name.start])[-1:] in [[word] for word in lexicon.ARTICLE]
    return (
        name.model is not None and definite and reading.this_year is not None and 2000 + tag.value <= reading.this_year
    )


def _is_another_short_year(reading: Reading, tag: Tag) -> bool:
    """Whether two figures follow a year as the other choice: the 19 of "la escape 16 o la 19"."""
    earlier = reading.earlier.get(tag)
    if earlier is None or reading.folded[earlier.end : tag.start].strip() not in _OR_THE:
        return False
    return earlier.kind is Kind.YEAR or _is_behind_a_name(reading, earlier, reading.cues(earlier))


def _is_end_of_a_range(reading: Reading, tag: Tag) -> bool:
    return reading.closes_a_range(tag) or reading.opens_a_range(tag)


def limit(reading: Reading, what: str, value: Any, tag: Tag, said: Cues) -> None:
    """Set one bound or both; a range begins as an upper bound and is closed by the amount behind it."""
    low, high = f"min_{what}", f"max_{what}"
    if reading.closes_a_range(tag):
        earlier = reading.wish.get(high, reading.wish.get(low))
        if earlier is None:  # "200 a 250": only its end shows what it counts
            earlier = reading.earlier[tag].value * value / tag.value
        reading.wish |= {low: earlier, high: value}
    elif what == "price" and _is_and_some(reading, tag):
        most = (value * (1 + NEAR)).quantize(Decimal(1))
        reading.wish |= {low: None if _is_all_there_is(said) else value, high: most}
    elif said.bound is Cue.ABOUT and what == "price" and not (_is_all_there_is(said) or _goes_up_to(reading, tag)):
        near = (value * NEAR).quantize(Decimal(1))
        reading.wish |= {low: value - near, high: value + near}
    else:
        reading.wish[low if said.bound is Cue.AT_LEAST else high] = value


def _is_and_some(reading: Reading, tag: Tag) -> bool:
    """Whether a little more than an amount is meant: "traigo 400 y pico"."""
    return " ".join(lexer.words(reading.folded[tag.end :])).startswith(lexicon.AND_SOME)


def _is_all_there_is(said: Cues) -> bool:
    """Whether about so much is no more than it: "tengo como 220", "unos 230 de presupuesto"."""
    return not {Cue.HAVE, Cue.WITH}.isdisjoint(said.before) or Cue.PRICE in said.after


def _goes_up_to(reading: Reading, tag: Tag) -> bool:
    """Whether the most there is stands behind about so much: "como 300, máximo 320"."""
    later = reading.later.get(tag)
    return later is not None and reading.cues(later).bound is Cue.AT_MOST


def is_ones_age(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a bare figure is how old somebody is, where ages are asked about: "¿hay límite de edad? tengo 68"."""
    asked = lexer.phrases(*lexicon.AGE_ASKED_OF).search(lexer.blanked(reading.folded, tag.start, tag.end))
    return asked is not None and tag.kind is Kind.NUMBER and said.part is None and _YOUNGEST <= tag.value < _ETERNAL


def is_said_of_elsewhere(reading: Reading, tag: Tag) -> bool:
    """Whether an amount is what somebody else asks: "en otro lote me la dan en 379 con 48 mil km"."""
    sentence = lexer.last_sentence(reading.folded[: tag.start])
    return bool(lexer.phrases(*lexicon.ELSEWHERE).search(sentence))


def is_what_it_has_run(reading: Reading, distance: Decimal) -> bool:
    """Whether so many kilometres are told of a car talked about: "está caro con 100 mil km", "80 mil km, ok"."""
    state = reading.state
    cars = state.looks_of(state.focus) if state.focus is not None else state.looks_of(*pointing.just_shown(state))
    return any(abs(car.km - distance) <= car.km * ROUGHLY for car in cars)


def year_of(tag: Tag) -> int:
    """Read the two figures of a year, or all four."""
    return int(tag.value) if tag.value >= 100 else 2000 + int(tag.value)


def year(reading: Reading, tag: Tag, said: Cues) -> None:
    """A model year, or one end of a range of them; one year alone is meant exactly."""
    year = year_of(tag)
    if exclusions.is_refused(reading.folded, tag.start, tag.end):
        return  # a wish has no place for a year that is not wanted
    if _picks_by_year(reading, tag, year, said):
        reading.points_at.append(replace(tag, kind=Kind.YEAR, value=Decimal(year)))
    elif said.bound in {Cue.AT_MOST, Cue.AT_LEAST} and not reading.closes_a_range(tag):
        excluded = lexer.words(reading.before(tag))[-2:-1] in (["antes"], ["viejo"])
        low, high = (year, None) if said.bound is Cue.AT_LEAST else (None, year - excluded)
        reading.wish |= {"min_year": low, "max_year": high}
    elif reading.wish.get("min_year") and (reading.closes_a_range(tag) or _is_another_year(reading, tag)):
        years = (year, reading.wish["min_year"], reading.wish.get("max_year") or year)
        reading.wish |= {"min_year": min(years), "max_year": max(years)}
    else:
        reading.wish |= {"min_year": year, "max_year": year}


def _picks_by_year(reading: Reading, tag: Tag, year: int, said: Cues) -> bool:
    """Whether a year picks the one car of that year that was shown: "el del 2020", "el 2016", "the 2019 one"."""
    pointed = said.part is Cue.POINT or lexer.words(reading.before(tag))[-1:] in (["el"], ["la"], ["the"])
    to_try = Act.TEST_DRIVE in reading.acts
    pointed = pointed or (to_try and lexer.words(reading.before(tag))[-1:] == ["del"])  # "agéndame prueba del 2018"
    alike = pointing.of_the_year(year, reading.folded, reading.state, to_try=to_try)
    only = len(alike) == 1 or (_is_told_apart(reading, tag) and any(car.year == year for car in reading.state.seen))
    return pointed and only and said.bound in {None, Cue.ABOUT} and not reading.names


def _is_told_apart(reading: Reading, tag: Tag) -> bool:
    """Whether the figure behind a year says which of that year: "el 2020 de 217"."""
    later = reading.later.get(tag)
    return later is not None and lexer.words(reading.folded[tag.end : later.start]) in (["de"], ["en"])


def _is_another_year(reading: Reading, tag: Tag) -> bool:
    """Whether a year is said beside another as good: "2017 o 2019", "2018, 2019 y 2020"."""
    earlier = reading.earlier.get(tag)
    if earlier is None or not reading.wish.get("max_year"):
        return False
    if _is_another_short_year(reading, tag):
        return True
    return earlier.kind is Kind.YEAR and reading.folded[earlier.end : tag.start].strip() in _OR_ONE


def length(reading: Reading, tag: Tag, said: Cues) -> None:
    """A limit of a side that is named; of a car that should "measure" so much, its length."""
    before, after = lexer.words(reading.before(tag)), lexer.words(reading.folded[tag.end :])
    said_after = next((word for word in after if word != "de"), "")
    side = _side(said_after) or next(filter(None, map(_side, reversed(before))), None)
    if side is None and set(before) & set(lexicon.MEASURED):
        side = "length"
    if side is None and said.bound is not None and _SHORTEST_CAR <= tag.value <= _LONGEST_CAR:
        side = "length"  # "automático, menos de 4 metros"
    if side is not None:
        reading.wish[f"{'min' if said.bound is Cue.AT_LEAST else 'max'}_{side}_mm"] = tag.value


def _side(word: str) -> str | None:
    return next((side for side, spoken in lexicon.SIDES.items() if word in spoken), None)


def months(reading: Reading, tag: Tag, said: Cues) -> None:
    """A term, or the age of a car ("no mayor a 5 años"); how old somebody is, or how long at work, is neither."""
    if said.part is Cue.ASIDE or tag.value > LONGEST_MONTHS or (said.nearest is Cue.HAVE and not reading.finances):
        return
    of_something = lexer.words(reading.before(tag))[-1:] in (["los"], ["esos"]) or Act.KNOWLEDGE in reading.heard.sure
    if tag.value % 12 and of_something:
        return  # "después de los 3 meses", "la garantía de tres meses"
    paying = reading.finances or reading.quoting or reading.state.monthly is not None
    limited = said.bound is Cue.AT_MOST and not paying
    if said.part is Cue.AGE or (limited and tag.value % 12 == 0):
        if reading.this_year is not None:
            reading.wish["min_year"] = reading.this_year - int(tag.value) // 12
        return
    if not _is_too_long(reading, tag):
        reading.set_term(tag, int(tag.value))


def _is_too_long(reading: Reading, tag: Tag) -> bool:
    """Whether a term is turned away for another: "6 años es mucho, mejor a 4"."""
    behind = " ".join(lexer.words(lexer.first_clause(reading.folded[tag.end :])))
    return any(behind == phrase or behind.startswith(f"{phrase} ") for phrase in lexicon.TOO_LONG)


def percent(reading: Reading, tag: Tag, said: Cues) -> None:
    """A share that is paid down; "que cueste la mitad" is half of what the car talked about costs."""
    car = reading.state.in_focus
    if said.part is Cue.PRICED and car is not None:
        reading.last_part = Part.PRICE
        reading.wish["max_price"] = (car.price * tag.value / 100).quantize(Decimal(1))
    elif said.part not in {Cue.RATE, Cue.ASIDE} and not _is_one_told(reading, tag, said):
        reading.last_part = Part.SHARE
        reading.set_down_payment(tag, "down_payment_percent", tag.value)


def _is_one_told(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a share is one that we told of, and none that is paid down: "¿ese 10 % ya trae IVA?"."""
    return said.part is None and lexer.words(reading.before(tag))[-1:] in (["ese"], ["este"])


def rank(reading: Reading, tag: Tag, said: Cues) -> None:
    """A place in the list, but for "del 18 pa arriba", and "el 20" where a down payment was asked for."""
    if is_short_year(reading, tag, said):
        year(reading, tag, said)
    elif tag.value >= max(_SMALLEST_SHARE, len(reading.state.shown)) and _is_a_share(reading, tag, said):
        percent(reading, tag, said)


def _is_a_share(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether "el 30" is of the price: where the down payment was asked for, is spoken of, or was said before."""
    if tag.value % _ROUND_SHARE or lexer.words(reading.before(tag))[-1:] == ["la"]:
        return False  # "la 16" is a car
    if reading.state.pending is Slot.DOWN_PAYMENT or said.part is Cue.DOWN_PAYMENT:
        return True
    quoted = reading.state.down_payment is not None or reading.state.down_payment_percent is not None
    return quoted and reading.state.focus is not None and (Cue.WITH in said or reading.corrects(tag))


def in_thousands(tag: Tag) -> Decimal:
    """Read "menos de 250", "40 de enganche" and "200 varos" as thousands, the way prices are spoken."""
    spoken = tag.kind is Kind.NUMBER or (tag.kind is Kind.MONEY and tag.value >= _SMALLEST_SPOKEN)
    return tag.value * 1000 if spoken and tag.value < 1000 else tag.value


def by_the_month(amount: Decimal, around: str) -> Decimal:
    """Return what is paid a month where an amount is paid as often as the words around it say, in whole pesos."""
    if lexer.phrases(*lexicon.WEEKLY).search(around):
        return (amount * WEEKS_A_MONTH).quantize(Decimal(1))
    return amount * 2 if lexer.phrases(*lexicon.FORTNIGHTLY).search(around) else amount


def each_by_the_month(tag: Tag) -> tuple[Decimal, ...]:
    """Return what an amount is a month, paid by the month, by the fortnight and by the week."""
    amount = monthly_amount(tag)
    return amount, amount * 2, (amount * WEEKS_A_MONTH).quantize(Decimal(1))


def monthly_amount(tag: Tag) -> Decimal:
    """Read "5 al mes" as five thousand, and "5000 al mes" as it stands."""
    return tag.value * 1000 if 0 < tag.value < 100 else tag.value
