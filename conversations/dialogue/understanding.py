"""What a message means: its acts, the wish in it, and the amounts, each in its role."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from catalog.criteria import WORDS, CarCriteria, Ordering, Transmission
from catalog.spelling import Mention, Vocabulary, fold
from conversations.dialogue import exclusions, lexer, lexicon, places, roles
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.roles import Reading
from conversations.dialogue.state import DialogueState

# Stands for a message without words: a voice note, a photo, a place.
ATTACHMENT = "[archivo adjunto]"
# Words an answer may have: "sí, me interesa" is one, "no me alcanza" is not.
_LONGEST_YES = 3
_LONGEST_NO = 2
_LONGEST_POINTING = 3


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
    several_terms: bool = False
    stock_id: int | None = None

    @property
    def has_wish(self) -> bool:
        """Whether the message says anything about the car wanted."""
        return self.wish != CarCriteria()


def understand(text: str, *, state: DialogueState, vocabulary: Vocabulary) -> Understanding:
    """Read one customer message (possibly several fragments joined by line breaks) against what is remembered."""
    folded = fold(text)
    found = lexer.tags(folded)
    amounts_with_units = [tag for tag in found if tag.kind not in {Kind.NUMBER, Kind.YEAR, Kind.RANK}]
    # "300k" is an amount, not a model; "208" beside no unit is the model.
    named = tuple(
        name
        for name in vocabulary.mentions(text)
        if not any(_overlaps(tag, name) for tag in amounts_with_units) and not places.names_a_site(folded, name.start)
    )
    names, unwanted = exclusions.split(folded, named)
    tags = tuple(tag for tag in found if not any(_overlaps(tag, name) for name in named))
    reading = Reading(folded, state, _acts(folded), names, tags)
    roles.give(reading)
    _settle_names(reading, exclusions.narrowing(names, unwanted))
    _settle_version(reading, vocabulary, text, named)
    superlative = _first_heard(lexicon.SUPERLATIVES, folded)
    if superlative is None:
        reading.wish["ordering"] = _first_heard(lexicon.ORDERINGS, folded)
    if Act.DETAILS not in reading.acts:  # "¿tiene bluetooth?" asks about a car, it filters none
        reading.wish["transmission"] = _transmission(folded)
        _read_equipment(reading)
    if lexer.phrases(*lexicon.SELLING).search(folded):
        return Understanding(text=text, acts=frozenset({Act.KNOWLEDGE}))
    understood = Understanding(
        text=text,
        names=names,
        wish=CarCriteria(**{name: value for name, value in reading.wish.items() if value is not None}),
        ordinal=_ordinal(reading),
        superlative=superlative,
        several_terms=reading.several_terms,
        this_one=bool(lexer.phrases(*lexicon.THIS_ONE).search(folded)),
        **reading.money,
    )
    return replace(understood, acts=_settled_acts(reading, understood))


def amounts(text: str, state: DialogueState) -> frozenset[Decimal]:
    """Return every amount of money the customer wrote, now or as remembered, in MXN; bare hundreds as thousands too."""
    money = [tag for tag in lexer.tags(fold(text)) if tag.kind in {Kind.MONEY, Kind.NUMBER, Kind.YEAR}]
    remembered = (state.stated_price, state.down_payment, state.monthly, state.wish.min_price, state.wish.max_price)
    return frozenset(
        [
            *(tag.value for tag in money),
            *(roles.in_thousands(tag) for tag in money),
            *(roles.monthly_amount(tag) for tag in money),
            *(value for value in remembered if value),
        ]
    )


def asks_about_us(message: str) -> bool:
    """Whether one fragment of a burst, by itself, asks something about the company."""
    return bool(lexer.phrases(*lexicon.PHRASES[Act.KNOWLEDGE]).search(fold(message)))


def opts_out(text: str) -> bool:
    """Whether the whole message asks for silence ("BAJA"), and not for a lower price ("¿me das de baja el precio?")."""
    folded = _without_courtesy(text)
    return folded in lexicon.OPT_OUT or bool(lexer.phrases(*lexicon.OPT_OUT_PHRASES).search(folded))


def opts_in(text: str) -> bool:
    """Whether the whole message asks to be written to again."""
    return _without_courtesy(text) in lexicon.OPT_IN


def _without_courtesy(text: str) -> str:
    return " ".join(word for word in lexer.words(fold(text)) if word not in lexicon.COURTESY)


def _acts(folded: str) -> set[Act]:
    acts = {act for act, alternatives in lexicon.PHRASES.items() if lexer.phrases(*alternatives).search(folded)}
    length = len(lexer.words(folded))
    acts -= ({Act.YES} if length > _LONGEST_YES else set()) | ({Act.NO} if length > _LONGEST_NO else set())
    if lexer.phrases(*lexicon.FINANCING_TERMS).search(folded):
        acts.add(Act.FINANCING_TERMS)
    return acts


def _settled_acts(reading: Reading, understood: Understanding) -> frozenset[Act]:
    """Let the amounts and names found decide between acts that share words."""
    acts = set(reading.acts)
    amounts = {"down_payment", "down_payment_percent", "months", "monthly", "stated_price"} & set(reading.money)
    state = reading.state
    if (amounts or reading.several_terms) and (
        state.focus or state.shown or state.stated_price or reading.names or "stated_price" in amounts
    ):
        acts.add(Act.FINANCE)
    if "monthly" not in reading.money:
        acts -= {Act.FIND_DOWN_PAYMENT, Act.FIND_TERM}
    if not amounts and lexer.phrases(*lexicon.HOW_IT_WORKS).search(reading.folded):
        if Act.FINANCE in acts:
            acts.add(Act.KNOWLEDGE)
        acts -= {Act.FINANCE}
    if _points(reading, understood):
        acts.add(Act.SELECT)
    if understood.has_wish:
        acts.add(Act.SEARCH)
    return frozenset(acts)


# ── Names, references, equipment ────────────────────────────────────────────────────────────────────────────────


def _settle_names(reading: Reading, unwanted: tuple[Mention, ...]) -> None:
    wish = {
        "makes": [name.make for name in reading.names],
        "models": [name.model for name in reading.names],
        "excluded_makes": [name.make for name in unwanted if name.model is None],
        "excluded_models": [name.model for name in unwanted],
    }
    reading.wish |= {part: tuple(dict.fromkeys(filter(None, said))) or None for part, said in wish.items()}


def _settle_version(reading: Reading, vocabulary: Vocabulary, text: str, named: tuple[Mention, ...]) -> None:
    """Hear the traction and the kind of car, names aside, and then the words of a version."""
    free = reading.folded
    for name in named:
        free = free[: name.start] + "_" * (name.end - name.start) + free[name.end :]
    heard = {"traction": _wanted(lexicon.TRACTIONS, free), "body": _wanted(lexicon.BODIES, free)}
    literal = [word for word in lexicon.LITERALLY if word in lexer.words(free) and vocabulary.version_word(word)]
    if literal:
        heard["traction"] = None
    spoken_of = [*_spoken_of(lexicon.TRACTIONS, free), *_spoken_of(lexicon.BODIES, free)]
    said = {word for value in spoken_of for entry in WORDS[value] for word in entry.split()}
    words = [word for word in vocabulary.version_words_in(text) if word.upper() not in said] if reading.names else []
    reading.wish |= heard
    reading.wish["version"] = " ".join([*words, *(word.upper() for word in literal)]) or None


def _spoken_of(table: dict[Any, tuple[str, ...]], folded: str) -> list[Any]:
    return [value for value, spoken in table.items() if lexer.phrases(*spoken).search(folded)]


def _transmission(folded: str) -> Transmission | None:
    """Hear which gearbox is wanted; of the two, not wanting one is wanting the other."""
    wanted: Transmission | None = _wanted(lexicon.TRANSMISSIONS, folded)
    if wanted is None and (unwanted := _first_heard(lexicon.TRANSMISSIONS, folded)):
        return next(other for other in Transmission if other is not unwanted)
    return wanted


def _read_equipment(reading: Reading) -> None:
    for name, spoken in (("bluetooth", ("bluetooth", "blutut", "blutooth")), ("car_play", ("carplay", "car play"))):
        if lexer.phrases(*(f"sin {word}" for word in spoken)).search(reading.folded):
            reading.wish[name] = False
        elif lexer.phrases(*spoken).search(reading.folded):
            reading.wish[name] = True


def _ordinal(reading: Reading) -> int | None:
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


def _points(reading: Reading, understood: Understanding) -> bool:
    """Whether the message picks a car: by place, by number, by a superlative, or with "ese" about the one in focus."""
    short = len(lexer.words(reading.folded)) <= _LONGEST_POINTING
    if understood.this_one and short and reading.state.focus is not None:
        return True
    return any(value is not None for value in (understood.ordinal, understood.superlative, understood.stock_id))


def _first_heard(table: dict[Any, tuple[str, ...]], folded: str) -> Any:
    return next((value for value, spoken in table.items() if lexer.phrases(*spoken).search(folded)), None)


def _wanted(table: dict[Any, tuple[str, ...]], folded: str) -> Any:
    """Return the first of the table that is spoken of, of any car, and not turned away ("que no sea sedán")."""
    for value, spoken in table.items():
        for match in lexer.phrases(*spoken).finditer(folded):
            before = folded[: match.start()]
            if not exclusions.turned_away(before) and not lexicon.NOT_ANY.intersection(lexer.words(before)[-1:]):
                return value
    return None


def _overlaps(tag: Tag, name: Mention) -> bool:
    return tag.start < name.end and name.start < tag.end
