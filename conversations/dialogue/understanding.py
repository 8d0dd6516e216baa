"""What a message means: its acts, the wish in it, and the amounts, each in its role."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from catalog.criteria import CarCriteria, Ordering
from catalog.spelling import Mention, Vocabulary, fold
from conversations.dialogue import lexer, lexicon
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState

# Stands for a message without words: a voice note, a photo, a place.
ATTACHMENT = "[archivo adjunto]"
_SHORT_ANSWER_WORDS = 3
_CONTEXT = 28
# Asked for the down payment, "2" is still the second of the list and not two thousand pesos.
_SMALLEST_ANSWER = 10


@dataclass(frozen=True)
class Understanding:
    """One message, read. Money is in MXN; `ordinal` is 1-based in the shown list and -1 is its last."""

    text: str
    acts: frozenset[Act] = frozenset()
    names: tuple[Mention, ...] = ()
    wish: CarCriteria = CarCriteria()
    ordinal: int | None = None
    superlative: Ordering | None = None
    this_one: bool = False
    stated_price: Decimal | None = None
    down_payment: Decimal | None = None
    down_payment_percent: Decimal | None = None
    monthly: Decimal | None = None
    months: int | None = None

    @property
    def has_wish(self) -> bool:
        """Whether the message says anything about the car wanted."""
        return self.wish != CarCriteria()


@dataclass
class _Reading:
    """The message while its amounts are being given roles."""

    folded: str
    state: DialogueState
    acts: set[Act]
    names: tuple[Mention, ...]
    tags: tuple[Tag, ...]
    wish: dict[str, Any] = field(default_factory=dict)
    money: dict[str, Any] = field(default_factory=dict)

    def before(self, tag: Tag) -> str:
        return self.folded[max(0, tag.start - _CONTEXT) : tag.start].rstrip(" $")

    def after(self, tag: Tag) -> str:
        return self.folded[tag.end : tag.end + _CONTEXT].strip(" ,.?¿")


def understand(text: str, *, state: DialogueState, vocabulary: Vocabulary) -> Understanding:
    """Read one customer message (possibly several fragments joined by line breaks) against what is remembered."""
    folded = fold(text)
    found = lexer.tags(folded)
    amounts_with_units = [tag for tag in found if tag.kind not in {Kind.NUMBER, Kind.YEAR, Kind.RANK}]
    # "300k" is an amount, not a model; "208" beside no unit is the model.
    names = tuple(m for m in vocabulary.mentions(text) if not any(_overlaps(tag, m) for tag in amounts_with_units))
    tags = tuple(tag for tag in found if not any(_overlaps(tag, name) for name in names))
    reading = _Reading(folded, state, _acts(folded), names, tags)
    for tag in tags:
        _ROLES[tag.kind](reading, tag)
    if _gives_none(reading):
        reading.money.setdefault("down_payment", Decimal(0))
    _settle_names(reading, vocabulary, text)
    superlative = _first_heard(lexicon.SUPERLATIVES, folded)
    if superlative is None:
        reading.wish["ordering"] = _first_heard(lexicon.ORDERINGS, folded)
    if Act.DETAILS not in reading.acts:  # "¿tiene bluetooth?" asks about a car, it filters none
        reading.wish["transmission"] = _first_heard(lexicon.TRANSMISSIONS, folded)
        _read_equipment(reading)
    understood = Understanding(
        text=text,
        names=names,
        wish=CarCriteria(**{name: value for name, value in reading.wish.items() if value is not None}),
        ordinal=_ordinal(reading),
        superlative=superlative,
        this_one=bool(lexer.phrases(*lexicon.THIS_ONE).search(folded)),
        **reading.money,
    )
    return replace(understood, acts=_settled_acts(reading, understood))


def amounts(text: str, state: DialogueState) -> frozenset[Decimal]:
    """Return every amount of money the customer wrote, now or as remembered, in MXN; bare hundreds as thousands too."""
    money = [tag for tag in lexer.tags(fold(text)) if tag.kind in {Kind.MONEY, Kind.NUMBER, Kind.YEAR}]
    remembered = (state.stated_price, state.down_payment, state.wish.min_price, state.wish.max_price)
    return frozenset(
        [*(tag.value for tag in money), *(_thousands(tag) for tag in money), *(value for value in remembered if value)]
    )


def opts_out(text: str) -> bool:
    """Whether the whole message asks for silence ("BAJA"), and not for a lower price ("¿me das de baja el precio?")."""
    folded = " ".join(lexer.words(fold(text)))
    return folded in lexicon.OPT_OUT or bool(lexer.phrases(*lexicon.OPT_OUT_PHRASES).search(folded))


def opts_in(text: str) -> bool:
    """Whether the whole message asks to be written to again."""
    return " ".join(lexer.words(fold(text))) in lexicon.OPT_IN


def _acts(folded: str) -> set[Act]:
    acts = {act for act, alternatives in lexicon.PHRASES.items() if lexer.phrases(*alternatives).search(folded)}
    if len(lexer.words(folded)) > _SHORT_ANSWER_WORDS:
        acts -= {Act.YES, Act.NO}
    if lexer.phrases(*lexicon.FINANCING_TERMS).search(folded):
        acts.add(Act.FINANCING_TERMS)
    return acts


def _settled_acts(reading: _Reading, understood: Understanding) -> frozenset[Act]:
    """Let the amounts and names found decide between acts that share words."""
    acts = set(reading.acts)
    amounts = {"down_payment", "down_payment_percent", "months", "monthly", "stated_price"} & set(reading.money)
    state = reading.state
    if amounts and (state.focus or state.shown or state.stated_price or reading.names or "stated_price" in amounts):
        acts.add(Act.FINANCE)
    if not amounts and lexer.phrases(*lexicon.HOW_IT_WORKS).search(reading.folded):
        if Act.FINANCE in acts:
            acts.add(Act.KNOWLEDGE)
        acts -= {Act.FINANCE}
    if understood.ordinal is not None or understood.superlative is not None:
        acts.add(Act.SELECT)
    if understood.has_wish:
        acts.add(Act.SEARCH)
    return frozenset(acts)


# ── Amounts and their roles ─────────────────────────────────────────────────────────────────────────────────────


def _money_role(reading: _Reading, tag: Tag) -> None:
    """Decide what an amount of money is for, by the words around it, then by what was asked or talked about."""
    if tag.value in reading.state.shown:
        return  # the stock number of a car on the list
    before, after = reading.before(tag), reading.after(tag)
    value = _thousands(tag)
    if _starts(after, lexicon.MONTHLY) or lexer.phrases(*lexicon.MONTHLY).search(after[:12]):
        reading.money["monthly"] = tag.value * 1000 if tag.value < 100 else tag.value
    elif _is_down_payment(reading, tag, before, after):
        reading.money["down_payment"] = value
    elif tag.kind is Kind.NUMBER and not _has_price_cue(reading, tag, before):
        return
    elif _is_stated_price(reading, before):
        reading.money["stated_price"] = value
    else:
        _price_limit(reading, tag, before, value)


def _is_down_payment(reading: _Reading, tag: Tag, before: str, after: str) -> bool:
    if _starts(after, ("de enganche", "enganche", "de entrada", "de anticipo", "inicial")):
        return True
    if _ends(before, tuple(phrase for phrase in lexicon.DOWN_PAYMENT if phrase != "con")):
        return True
    if _ends(before, lexicon.AT_MOST) or _ends(before, lexicon.AT_LEAST) or _ends(before, ("precio", "precio de")):
        return False
    if reading.state.pending is Slot.DOWN_PAYMENT and not reading.names and not _points_at_a_car(tag, before):
        return True
    with_a_term = any(other.kind is Kind.MONTHS for other in reading.tags)  # "80 mil a 36 meses"
    if with_a_term and not _ends(before, ("de", "por")):
        return True
    financing = Act.FINANCE in reading.acts
    about_a_car = bool(reading.state.focus or reading.state.shown or reading.state.stated_price)
    if _ends(before, ("con",)):
        return financing or (about_a_car and tag.kind is Kind.MONEY)
    return financing and about_a_car and not reading.names and not _ends(before, ("de", "auto de", "carro de"))


def _points_at_a_car(tag: Tag, before: str) -> bool:
    """Whether the amount picks a car instead of answering the question: "2", "el de 247,999"."""
    return 0 < tag.value < _SMALLEST_ANSWER or _ends(before, ("el de", "la de", "uno de", "una de"))


def _gives_none(reading: _Reading) -> bool:
    asked = reading.state.pending is Slot.DOWN_PAYMENT and reading.folded.strip(" .!") in lexicon.NOTHING
    return asked or bool(lexer.phrases(*lexicon.NO_DOWN_PAYMENT).search(reading.folded))


def _has_price_cue(reading: _Reading, tag: Tag, before: str) -> bool:
    cued = _ends(before, lexicon.AT_MOST) or _ends(before, lexicon.AT_LEAST) or reading.state.pending is Slot.BUDGET
    return cued and tag.value >= 10


def _is_stated_price(reading: _Reading, before: str) -> bool:
    if _ends(before, ("precio", "precio de", "precio es")):
        return True
    limit = _ends(before, lexicon.AT_MOST) or _ends(before, lexicon.AT_LEAST)
    return Act.FINANCE in reading.acts and not reading.names and not limit and _ends(before, ("de", "un auto de"))


def _price_limit(reading: _Reading, tag: Tag, before: str, value: Decimal) -> None:
    if _closes_a_range(reading, tag) and reading.wish.get("max_price") is not None:
        reading.wish["min_price"], reading.wish["max_price"] = reading.wish["max_price"], value
    elif _ends(before, lexicon.AT_LEAST):
        reading.wish["min_price"] = value
    else:
        reading.wish["max_price"] = value


def _closes_a_range(reading: _Reading, tag: Tag) -> bool:
    index = reading.tags.index(tag)
    if index == 0:
        return False
    between = reading.folded[reading.tags[index - 1].end : tag.start].strip(" $")
    return between in {"y", "a", "-"}


def _km_role(reading: _Reading, tag: Tag) -> None:
    reading.wish["min_km" if _ends(reading.before(tag), lexicon.AT_LEAST) else "max_km"] = int(tag.value)


def _year_role(reading: _Reading, tag: Tag) -> None:
    """A model year, or one end of a range of them; one year alone is meant exactly."""
    year, before, after = int(tag.value), reading.before(tag), reading.after(tag)
    if _ends(before, lexicon.AT_MOST) and reading.state.pending is Slot.BUDGET:
        _money_role(reading, tag)
    elif _closes_a_range(reading, tag) and reading.wish.get("min_year"):
        reading.wish["max_year"] = year
    elif _starts(after, ("en adelante", "para arriba", "para aca", "o mas", "pa arriba", "o superior", "+")):
        reading.wish["min_year"], reading.wish["max_year"] = year, None
    elif _ends(before, (*lexicon.AT_LEAST, "mas nuevo que", "mas reciente que", "minimo del")):
        reading.wish["min_year"] = year
    elif _ends(before, ("antes de", "antes del", "mas viejo que", "hasta", "hasta el", "maximo")):
        reading.wish["max_year"] = year
    else:
        reading.wish["min_year"] = reading.wish["max_year"] = year


def _months_role(reading: _Reading, tag: Tag) -> None:
    reading.money["months"] = int(tag.value)


def _percent_role(reading: _Reading, tag: Tag) -> None:
    about_rate = _starts(reading.after(tag), ("de interes", "anual")) or _ends(reading.before(tag), ("tasa", "tasa de"))
    if not about_rate:
        reading.money["down_payment_percent"] = tag.value


def _no_role(reading: _Reading, tag: Tag) -> None:
    """Ranks are references and phone numbers are not amounts."""


_ROLES = {
    Kind.MONEY: _money_role,
    Kind.NUMBER: _money_role,
    Kind.KM: _km_role,
    Kind.YEAR: _year_role,
    Kind.MONTHS: _months_role,
    Kind.PERCENT: _percent_role,
    Kind.RANK: _no_role,
    Kind.PHONE: _no_role,
}


def _thousands(tag: Tag) -> Decimal:
    """Read "menos de 250" and "40 de enganche" as thousands, the way prices are spoken."""
    return tag.value * 1000 if tag.kind is Kind.NUMBER and tag.value < 1000 else tag.value


# ── Names, references, equipment ────────────────────────────────────────────────────────────────────────────────


def _settle_names(reading: _Reading, vocabulary: Vocabulary, text: str) -> None:
    reading.wish["makes"] = tuple(dict.fromkeys(name.make for name in reading.names if name.make)) or None
    reading.wish["models"] = tuple(dict.fromkeys(name.model for name in reading.names if name.model)) or None
    version_words = vocabulary.version_words_in(text) if reading.names else ()
    reading.wish["version"] = " ".join(version_words) or None


def _read_equipment(reading: _Reading) -> None:
    for name, spoken in (("bluetooth", ("bluetooth", "blutut", "blutooth")), ("car_play", ("carplay", "car play"))):
        if lexer.phrases(*(f"sin {word}" for word in spoken)).search(reading.folded):
            reading.wish[name] = False
        elif lexer.phrases(*spoken).search(reading.folded):
            reading.wish[name] = True


def _ordinal(reading: _Reading) -> int | None:
    rank = next((int(tag.value) for tag in reading.tags if tag.kind is Kind.RANK), None)
    if rank is not None and 1 <= rank <= max(len(reading.state.shown), 1):
        return rank
    stock_number = next((int(tag.value) for tag in reading.tags if tag.value in reading.state.shown), None)
    if stock_number is not None:
        return reading.state.shown.index(stock_number) + 1
    spoken: int | None = _first_heard(lexicon.ORDINALS, reading.folded)
    if spoken is not None:
        return spoken
    bare = reading.folded.strip(" .?!")
    return int(bare) if bare.isdecimal() and 1 <= int(bare) <= len(reading.state.shown) else None


def _first_heard(table: dict[Any, tuple[str, ...]], folded: str) -> Any:
    return next((value for value, spoken in table.items() if lexer.phrases(*spoken).search(folded)), None)


def _overlaps(tag: Tag, name: Mention) -> bool:
    return tag.start < name.end and name.start < tag.end


def _starts(text: str, openings: tuple[str, ...]) -> bool:
    return any(
        text == opening or text.startswith((f"{opening} ", f"{opening}?", f"{opening},")) for opening in openings
    )


def _ends(text: str, endings: tuple[str, ...]) -> bool:
    return any(text == ending or text.endswith(f" {ending}") for ending in endings)
