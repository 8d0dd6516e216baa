"""What hurried messages mean in the middle of a conversation: a few hundred of them, labelled by hand (heard.tsv)."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.criteria import CarCriteria, Transmission
from catalog.spelling import fold
from catalog.tests.cast import WHAT_CUSTOMERS_WROTE, sample_vocabulary
from conversations.agent import guessing
from conversations.dialogue import memory
from conversations.dialogue.acts import Act
from conversations.dialogue.plan import Slot
from conversations.dialogue.state import DialogueState, Seen
from conversations.dialogue.understanding import Understanding, amounts, understand

THIS_YEAR = 2026
SEEN = tuple(
    Seen(number, make, model, year, Decimal(price), km)
    for number, make, model, year, price, km in (
        (11, "Mazda", "Mazda 3", 2018, 239_999, 61_000),
        (12, "KIA", "Rio", 2019, 214_999, 45_000),
        (13, "Nissan", "Versa", 2020, 265_999, 30_000),
        (14, "Mazda", "CX-5", 2016, 289_999, 88_000),
        (15, "Volkswagen", "Jetta", 2018, 222_999, 72_000),
    )
)
NEW = DialogueState(greeted=True)
LIST = DialogueState(
    wish=CarCriteria(max_price=Decimal(300_000)), shown=(11, 12, 13, 14, 15), total=9, seen=SEEN, greeted=True
)
CAR = DialogueState(shown=(11, 12, 13, 14, 15), total=9, seen=SEEN, focus=13, earlier=(12,), greeted=True)
SENTRA = CarCriteria(
    makes=("Nissan",),
    models=("Sentra",),
    transmission=Transmission.AUTOMATIC,
    min_year=2018,
    max_price=Decimal(300_000),
)
WISH = CarCriteria(makes=("Nissan",), models=("Versa",))
SCENES = {
    "new": NEW,
    "list": LIST,
    "car": CAR,
    "down": DialogueState(seen=SEEN, shown=(13,), total=1, focus=13, pending=Slot.DOWN_PAYMENT, greeted=True),
    "quote": DialogueState(
        wish=WISH, seen=SEEN, shown=CAR.shown, focus=13, down_payment=Decimal(60_000), months=60, greeted=True
    ),
    "budget": DialogueState(pending=Slot.BUDGET, greeted=True),
    "wish": DialogueState(pending=Slot.WISH, greeted=True),
    "price": DialogueState(stated_price=Decimal(300_000), pending=Slot.DOWN_PAYMENT, greeted=True),
    "pay": DialogueState(seen=SEEN, shown=CAR.shown, total=9, monthly=Decimal(6000), last_part="monthly", greeted=True),
    "filtered": DialogueState(wish=SENTRA, greeted=True),
}
FIELDS = {
    "down": "down_payment",
    "percent": "down_payment_percent",
    "stated": "stated_price",
    "several": "several_terms",
    "lang": "language",
}
AMOUNTS = (
    *("down_payment", "down_payment_percent", "stated_price", "monthly", "months", "several_terms", "stock_id"),
    *("min_price", "max_price", "min_year", "max_year", "min_km", "max_km", "models", "body"),
)
with (Path(__file__).parent / "heard.tsv").open(encoding="utf-8", newline="") as file:
    MESSAGES = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]


def _plain(value: object) -> str:
    if value is None or value == () or value is False:
        return "none"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(int(value) if isinstance(value, bool | Decimal) else value)


def _said(said: Understanding, name: str) -> str:
    field = FIELDS.get(name, name)
    return _plain(getattr(said.wish, field) if hasattr(said.wish, field) else getattr(said, field))


def failures(scene: str, text: str, labels: str) -> list[str]:
    """Return what was heard otherwise than labelled; an amount or a model that is not named must not be heard."""
    state = SCENES[scene]
    said = understand(text, state=state, vocabulary=sample_vocabulary(), this_year=THIS_YEAR, guess=guessing.guess)
    then = memory.hear(state, said)
    wrong, named = [], set()
    for label in labels.split(" ") if "=" not in labels else _labels(labels):
        name, _, value = label.partition("=")
        if label.startswith(("+", "-")):
            wrong += [label] if (Act(label[1:]) in said.acts) is not label.startswith("+") else []
        elif name == "car":
            wrong += [f"car={then.focus}"] if str(then.focus) != value else []
        elif name.startswith("then."):
            field = FIELDS.get(name[5:], name[5:])
            heard = _plain(getattr(then.wish, field) if hasattr(then.wish, field) else getattr(then, field))
            wrong += [f"{name}={heard}"] if heard != value else []
        elif value:
            named.add(FIELDS.get(name, name))
            wrong += [f"{name}={_said(said, name)}"] if _said(said, name) != value else []
    invented = [name for name in AMOUNTS if name not in named and _said(said, name) != "none"]
    return wrong + [f"invented {name}={_said(said, name)}" for name in invented]


def _labels(labels: str) -> list[str]:
    """Split labels at the spaces before a label, since "Mazda 3" has one too."""
    parts: list[str] = []
    for word in labels.split(" "):
        if "=" in word or word.startswith(("+", "-")) or word == "none":
            parts.append(word)
        else:
            parts[-1] += f" {word}"
    return parts


@pytest.mark.parametrize(("scene", "text", "labels"), MESSAGES, ids=[f"{row[0]}: {row[1]}" for row in MESSAGES])
def test_each_message_is_heard_as_it_was_meant(scene, text, labels):
    assert failures(scene, text, labels) == []


@pytest.mark.skipif(not WHAT_CUSTOMERS_WROTE.exists(), reason="the real data is not on this machine")
def test_nearly_all_that_real_customers_wrote_is_clear():
    with WHAT_CUSTOMERS_WROTE.open(encoding="utf-8", newline="") as file:
        written = [row[0] for row in csv.reader(file, delimiter="\t")][1:]
    unclear = [text for text in written if not _understood(text, "new").confident]
    assert len(unclear) <= 0.15 * len(written), unclear


# ── Whatever is written ─────────────────────────────────────────────────────────────────────────────────────────────
SCENE = st.sampled_from(sorted(SCENES))
SAID = st.sampled_from([text for _, text, _ in MESSAGES])
# Anything at all, what customers write, and what they write in fragments one behind the other.
ANYTHING = st.one_of(
    st.text(max_size=120),
    SAID,
    st.lists(SAID, min_size=2, max_size=3).map("\n".join),
    st.lists(st.sampled_from("hasta 250 mil k 48 a y de enganche versa el 2 2018 km $80,000 % no mejor ?".split())).map(
        " ".join
    ),
)


def _understood(text: str, scene: str) -> Understanding:
    return understand(text, state=SCENES[scene], vocabulary=sample_vocabulary(), this_year=THIS_YEAR)


@given(ANYTHING, SCENE)
def test_whatever_is_written_is_understood_without_a_mishap_and_remembered(text, scene):
    then = memory.hear(SCENES[scene], _understood(text, scene))
    assert DialogueState.from_json(then.to_json()) == then


@given(ANYTHING, SCENE)
def test_neither_capitals_nor_accents_change_what_is_understood(text, scene):
    said = _understood(text, scene)
    for other in (fold(text), fold(text).upper()):
        if fold(other) == fold(text):  # a few letters have no capital of their own
            again = _understood(other, scene)
            assert replace(again, text="", names=()) == replace(said, text="", names=())


@given(ANYTHING, SCENE)
@example("101:BRS", "budget")
@example("2KM/ENG", "down")
@example("20000KM", "budget")
def test_no_amount_is_heard_that_was_not_written(text, scene):
    said = _understood(text, scene)
    written = amounts(text, NEW) | {Decimal(0)}
    near = {value * share for value in written for share in (Decimal("0.9"), Decimal("1.1"))}
    added_up = {one + other for one in written for other in written}  # "20 y pongo otros 10" are paid down together
    of_a_car = {value + 999 for value in written}  # "la duster de 211" is the one of 211,999
    for value in (said.stated_price, said.monthly, said.wish.min_price, said.wish.max_price):
        assert value is None or value in written or any(abs(value - other) <= 1 for other in near | of_a_car), text
    cars = SCENES[scene].looks_of(*filter(None, [SCENES[scene].focus]))
    rests = {car.price - value for car in cars for value in written}  # "financia 50" of it: the rest is paid down
    assert said.down_payment is None or said.down_payment in written | added_up | rests, text


@pytest.mark.parametrize("piece", ["1 ", "veinte y ", "el 2 ", "no mas de 250 mil ", "1,000"])
def test_a_message_as_long_as_a_turn_may_be_is_understood(piece):
    _understood((piece * 8000)[:8000], "car")
