"""What is guessed of messages that no phrase is sure of, held out from the exemplars; all of it may be missing."""

import csv
from functools import partial
from pathlib import Path

from catalog.tests.cast import sample_vocabulary
from conversations import agent
from conversations.agent import guessing
from conversations.agent.meaning import Meaning
from conversations.dialogue.acts import Act
from conversations.dialogue.neighbours import Neighbours
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import understand
from knowledge.embeddings import EmbeddingUnavailable
from knowledge.embeddings.local import LocalEmbedder

STATE = DialogueState(shown=(11, 12, 13), total=3, focus=11, greeted=True)
with (Path(__file__).parent / "unsure.tsv").open(encoding="utf-8", newline="") as file:
    UNSURE = [(act, text) for act, text in csv.reader(file, delimiter="\t")][1:]


def _acts(text, guess=None):
    said = understand(text, state=STATE, vocabulary=sample_vocabulary(), guess=guess)
    return said.acts, said.confident


def _right(acts, labelled) -> bool:
    return Act(labelled) in acts if labelled != "other" else not acts


def test_four_of_five_unclear_messages_are_guessed_where_phrases_know_one():
    unclear = [(act, text) for act, text in UNSURE if not _acts(text)[1]]
    by_phrases = sum(_right(_acts(text)[0], act) for act, text in unclear)
    guessed = sum(_right(_acts(text, guessing.guess)[0], act) for act, text in unclear)
    assert len(unclear) >= 50
    assert guessed >= 0.75 * len(unclear) > 2 * by_phrases


def test_what_is_sure_is_never_guessed():
    asked = []
    understand("busco un versa", state=STATE, vocabulary=sample_vocabulary(), guess=asked.append)
    understand("😂", state=STATE, vocabulary=sample_vocabulary(), guess=asked.append)
    assert asked == []


def test_the_exemplars_are_encoded_once():
    encoded = []

    class Counting(LocalEmbedder):
        def embed(self, texts):
            encoded.append(len(texts))
            return super().embed(texts)

    neighbours = Neighbours(Counting())
    assert neighbours.guess("hazme las cuentas") == {Act.FINANCE}
    assert neighbours.guess("cuéntame un chiste") == frozenset()
    assert encoded[1:] == [1, 1]


def test_without_the_encoder_an_unclear_message_stays_unclear():
    class Missing:
        def embed(self, texts):
            raise EmbeddingUnavailable("not on this machine")

    guess = partial(guessing.guess, neighbours=Neighbours(Missing()))
    assert _acts("sácame la suma de lo que daría", guess) == (frozenset(), False)


def test_accents_and_capitals_change_no_meaning():
    assert Meaning().embed(["¿CUÁNTO Sería?"]) == Meaning().embed(["¿cuanto seria?"])


def test_a_worker_loads_the_exemplars_ahead_and_twice_is_once():
    agent.warm()
    agent.warm()
    assert guessing.guess("cuéntame un chiste") == frozenset()
