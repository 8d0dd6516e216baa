"""What of a message is answered before a person is fetched for the rest of it, or a car is not kept."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from conversations.agent.brains import (
    Step,
    Thinking,
    about_us,
    car_facts,
    from_pages,
    paying,
    people,
    place_questions,
)
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import situation as when
from conversations.dialogue import hearing, lexicon, questions
from conversations.dialogue.acts import Act

BEFORE = frozenset({people.offer_to_reserve, people.fetch_person})


def of_the_rest(thinking: Thinking, parts: Sequence[str]) -> Iterator[Callable[[Thinking], Step]]:
    """Yield what answers the other parts of a message: "apártamelo, ¿y dónde quedan?"."""
    how_much = hearing.says(lexicon.HOW_MUCH, questions.respelled(thinking.said.text)) or money.gives_terms(thinking)
    if money.asks_for_a_quote(thinking) and how_much and Act.PERSON in thinking.said.acts:
        yield paying.quote
    if thinking.said.unrecorded and Act.PERSON not in thinking.said.acts:
        yield car_facts.tell_what_is_unrecorded
    yield from (partial(from_pages.own_up, question=part) for part in parts if questions.nowhere_told(part))
    asked = (part for part in parts if place_questions.asks_of_a_place(part) or asks_beside(part))
    others = (part for part in asked if not hearing.says(lexicon.RESERVING, questions.respelled(part)))
    yield from (partial(about_us.answer, question=part) for part in others if len(parts) > 1)


def of_the_car(thinking: Thinking, goal: Callable[[Thinking], Step] | None) -> Iterator[Callable[[Thinking], Step]]:
    """Yield what is told of the car talked about beside a goal that says nothing of it."""
    if goal is people.leave_to_questions and thinking.said.unrecorded and not when.asks_how_we_check(thinking):
        yield car_facts.tell_what_is_unrecorded
    of_pages = goal in {people.leave_to_questions, from_pages.tell_what_is_asked}
    if (
        of_pages
        and car_facts.asks_whether_driven_much(thinking)
        and (when.has_focus(thinking) or when.has_list(thinking))
    ):
        yield car_facts.tell_how_far_in_a_year


def asks_beside(part: str) -> bool:
    """Whether a part asks something of us, and for no person."""
    asks = "?" in part and questions.asks_about_us(part) and questions.knows_its_topic(part)
    return questions.asks_beside(part) or (asks and Act.PERSON not in hearing.acts(questions.respelled(part)).all)
