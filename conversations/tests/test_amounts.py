"""What each amount of a message is for: learned from labelled messages, and asked of dialogues none of them is from."""

from pathlib import Path

import pytest

from catalog.tests.cast import sample_vocabulary
from conversations.dialogue import purposes
from conversations.dialogue.purposes import Purpose
from conversations.dialogue.state import DialogueState
from conversations.evaluation import amounts

HELD_OUT = Path(__file__).parent / "amounts"
THIS_YEAR = 2026
# A sum their own car brings is paid down; what a car has run limits nothing, as what is none of ours.
ALIKE = ({Purpose.OWN_VALUE, Purpose.DOWN_PAYMENT}, {Purpose.DRIVEN, Purpose.NOTHING})


def guessed(example: amounts.Example) -> Purpose:
    return purposes.of(example.reading, example.tag, example.before, frozenset())


def is_right(guess: Purpose, meant: Purpose) -> bool:
    return guess == meant or any({guess, meant} <= alike for alike in ALIKE)


def test_nearly_all_amounts_of_dialogues_by_strangers_are_taken_for_what_they_are():
    messages = list(amounts.labelled(HELD_OUT))
    examples = [
        example for message in messages for example in amounts.read(message, sample_vocabulary(), this_year=THIS_YEAR)
    ]
    right = [is_right(guessed(example), example.purpose) for example in examples]
    assert len(right) >= 150
    assert sum(right) / len(right) >= 0.93


def test_no_dialogue_that_is_asked_is_among_those_that_taught():
    taught = {message.text for message in amounts.labelled()}
    assert not taught & {message.text for message in amounts.labelled(HELD_OUT) if message.state != DialogueState()}


@pytest.mark.parametrize(
    ("marked", "text", "labels"),
    [
        ("con {60|down} a {48|term}", "con 60 a 48", ((4, 6, "down"), (9, 11, "term"))),
        ("nada", "nada", ()),
    ],
)
def test_labels_stand_where_the_figures_do(marked, text, labels):
    message = amounts.marked(DialogueState(), marked)
    assert (message.text, message.labels) == (text, labels)


def test_labels_are_found_again_once_the_message_is_respelled():
    message = amounts.marked(DialogueState(), "un nisan verza de menos d {250|budget}, con {40|down} d enganche")
    examples = list(amounts.read(message, sample_vocabulary(), this_year=THIS_YEAR))
    assert [(int(one.tag.value), one.purpose) for one in examples] == [(250, Purpose.PRICE), (40, Purpose.DOWN_PAYMENT)]
    assert [one.before for one in examples] == [None, Purpose.PRICE]


def test_what_is_learned_tells_the_amounts_it_was_taught():
    taught = ("{250|budget}", "con {60|down} de enganche", "a {5|monthly} mil al mes", "{80|down} de enganche")
    examples = [
        example
        for text in taught
        for example in amounts.read(amounts.marked(DialogueState(), text), sample_vocabulary(), this_year=THIS_YEAR)
    ]
    weights = amounts.fit(examples, examples)
    measured = purposes.measure(amounts.seen(one) for one in examples)
    likeliest = weights.likelihoods(measured).argmax(axis=1)
    assert [weights.labels[place] for place in likeliest] == [one.purpose for one in examples]
