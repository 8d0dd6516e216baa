"""The deterministic brain: the policy's table chooses goals, goals come to tool calls and parts of a reply."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from catalog.spelling import fold
from conversations.agent.brains import (
    Decision,
    Thinking,
    ToolRequest,
    about_selling,
    about_us,
    answered_first,
    car_facts,
    comparing,
    each_of,
    from_pages,
    needs,
    paying,
    people,
    place_questions,
    policy,
    quoting,
    showing,
    totals,
    visiting,
)
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import page_situation as pages
from conversations.agent.brains import selling_situation as selling
from conversations.agent.brains import situation as when
from conversations.agent.brains import visit_situation as visit
from conversations.agent.brains.parting import parts as _parts
from conversations.agent.brains.policy import Goal
from conversations.dialogue import hearing, places, questions, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import VisitResult
from conversations.dialogue.introductions import name_in
from conversations.dialogue.plan import Handover, Part, ReplyPlan, Say
from conversations.dialogue.understanding import Understanding
from conversations.dialogue.unknown_wording import Unknown, in_one


class OfflineBrain:
    """Answers without a model: it understands what the dialogue package understands, and no more."""

    name = "offline"
    model = ""
    prompt_version = ""

    def next(self, thinking: Thinking) -> Decision:
        """Call what the goals still need; once they have it, answer with their parts in order."""
        steps = [goal(thinking) for goal in _goals(thinking)]
        each = [part for step in steps for part in each_of(step)]
        calls = {request.ref: request for request in each if isinstance(request, ToolRequest)}
        if calls:
            return Decision(calls=tuple(calls.values()))
        parts = [part for part in each if not isinstance(part, ToolRequest)]
        parts = list(dict.fromkeys(_owned_up_to_at_once(parts, several=_asks_several(thinking))))
        parts = quoting.each_once(parts)
        return Decision(plan=ReplyPlan(tuple(_said_otherwise(parts, at_once=thinking.state.pays_at_once))))

    def estimate(self, thinking: Thinking) -> int:
        """Cost nothing."""
        return 0


def _asks_several(thinking: Thinking) -> bool:
    """Whether several things are asked, be it in one message."""
    return sum(map(questions.asks_about_us, _parts(thinking))) > 1


def _owned_up_to_at_once(parts: Sequence[Part], *, several: bool) -> Iterator[Part]:
    """Yield the parts of a reply, what is not known said in one sentence where the first of it was.

    Of one question what has no name is the same as what has one.
    """
    unknown = [part.text for part in parts if isinstance(part, Say) and isinstance(part.text, Unknown)]
    named = [one for one in unknown if one.named]
    for part in parts:
        if not (isinstance(part, Say) and isinstance(part.text, Unknown)):
            yield part
        elif part.text is unknown[0]:
            yield Say(in_one(unknown if several or not named else named))


def _said_otherwise(parts: Sequence[Part], *, at_once: bool) -> Iterator[Part]:
    """Yield the parts of a reply as they are said to who pays at once, or is given over to a person."""
    words = wording.TO_WHO_PAYS_AT_ONCE if at_once else {}
    words = words | (wording.TO_WHO_GETS_A_PERSON if any(isinstance(part, Handover) for part in parts) else {})
    for part in parts:
        if not isinstance(part, Say):
            yield part
        elif (said := words.get(part.text, part.text)) is not None:
            yield Say(said)


def _goals(thinking: Thinking) -> Iterator[Goal]:
    """Choose what the reply sets out to do; several acts in one message make several goals."""
    for alone in policy.first(policy.ALONE, thinking):
        yield from _beside_what_is_done_alone(thinking, alone)
        return
    yield from policy.first(policy.OPENING, thinking)
    yield from policy.first(policy.TAKEN_IN, thinking)
    firm = list(policy.first(policy.FIRM, thinking))
    main = list(policy.first(policy.MAIN, thinking))
    tries = bool(main) and main[0].__module__ == visiting.__name__
    yield from (showing.say_in_what_it_comes_first, car_facts.say_it_is_there) if paying.quote in main else ()
    yield from (*firm, *((car_facts.tell_what_is_asked,) if tries else ()), *main)
    yield from answered_first.of_the_car(thinking, main[0] if main else None)
    yield from (row.goal for row in policy.BESIDE_A_VISIT if tries and row.holds(thinking))
    asked = list(_asked_of_places(thinking) if firm else _questions_about_us(thinking, main[0] if main else None))
    yield from (partial(about_us.answer, question=question) for question in asked)
    if main and main[0].__module__ in {paying.__name__, totals.__name__}:
        yield from _of_the_car_quoted(thinking)
    elif main and main[0] is showing.show_cars and not when.asks_how_we_check(thinking):
        yield car_facts.tell_what_is_asked
    if money.pays_down_savings(thinking):
        yield paying.say_what_is_paid_down
    besides = [] if main and when.repeats_own_car(thinking) else list(policy.first(policy.BESIDES, thinking))
    besides += [visiting.own_up_who_drives] if visit.lets_another_drive(thinking) and not tries else []
    does_more = bool(firm or (main and main[0] is not people.leave_to_questions))
    if does_more or asked or besides:
        left_over = _left_over(thinking, asked, asked_alone=not does_more)
        yield from (
            partial(about_us.own_up, question=one)
            for one in left_over
            if not (tries and (places.asks(one) or visit.asks_to_change_it(one)))
        )
    yield from besides
    if not (does_more or asked or besides):
        yield from policy.first(policy.SMALL_TALK, thinking)


def _beside_what_is_done_alone(thinking: Thinking, alone: Goal) -> Iterator[Goal]:
    """Choose a goal that leaves no room for others, with what is answered before and after it all the same."""
    yield from (answered_first.of_the_rest(thinking, _parts(thinking)) if alone in answered_first.BEFORE else ())
    yield from (*answered_first.of_the_car(thinking, alone), alone)
    if alone in _WITH_WHAT_PAGES_SAY and pages.asks_what_pages_surely_answer(thinking):
        yield from_pages.tell_what_is_asked
    if alone is from_pages.tell_what_is_asked:
        yield from policy.first(policy.BESIDES, thinking)
    yield from (visiting.tell_where,) if visit.comes(thinking) and visit.asks_where_it_is(thinking) else ()


def _left_over(thinking: Thinking, asked: Sequence[str], *, asked_alone: bool) -> Iterator[str]:
    """Yield the questions that nothing above answers: what means nothing by itself, and what nobody states."""
    told = [thinking.said.text] if visit.asks_where_to_bring(thinking) else asked
    unheard = [
        *(() if asked_alone else thinking.said.unheard),
        *filter(questions.nowhere_told, _parts(thinking)),
    ]
    yield from (one for one in unheard if not any(part in one or one in part for part in told))


def _asked_of_places(thinking: Thinking) -> Iterator[str]:
    """Yield what is asked of places beside what is told first: "¿no es fraude? ¿dónde están en Puebla?"."""
    yield from (part for part in _parts(thinking) if places.asks(part) and places.says_what_of(part))


def _of_the_car_quoted(thinking: Thinking) -> Iterator[Goal]:
    """Choose what is told of a car beside its quote: "¿cuánto da por litro? a 4 años ¿cómo sale?", "¿y sí cabe?"."""
    yield car_facts.tell_what_is_asked
    if thinking.said.monthly is None and money.speaks_of_weeks(thinking):
        yield paying.say_monthly
    if money.asks_what_is_left(thinking):
        yield totals.say_that_nothing_is_left


_FEWEST_CLAUSES, _MOST_ASKED = 2, 3
_LONGEST_BESIDE = 12  # words
_IS_IT_THERE = re.compile(r"(?<!\w)(?:es|seria|queda|esta) (?:ahi )?(?:en|por) [^?]*?(?:verdad|vdd|vd|cierto|no) ?\?")
_WHERE_IS_IT, _SITE_NAMED = "¿dónde es?", "Kavak "  # "es en plaza forum, ¿verdad?"

# A person is told, and who asks reads at once what is published: "mi RFC salió mal en la factura".
_WITH_WHAT_PAGES_SAY = frozenset({people.hear_complaint, people.fetch_person})
# Goals that leave a question beside them unanswered only where they answer it themselves.
_ANSWER_THEMSELVES = frozenset(
    {
        comparing.compare,
        from_pages.tell_what_we_add,
        needs.ask_what_can_be_paid,
        showing.tell_how_checked,
        *(goal for row in policy.MAIN for goal in [row.goal] if goal.__module__.endswith(".visiting")),
    }
)


def _questions_about_us(thinking: Thinking, main: Goal | None) -> Iterator[str]:
    """Yield what is asked of the company, each fragment of a burst by itself; the main goal may answer it already."""
    said, one_message = thinking.said, len(thinking.turn.messages) == 1
    quoting_only = main in {paying.quote, paying.quote_least, *totals.OF_ONE} and one_message
    asks_how = selling.asks_how_that_goes(thinking)
    listing_only = main is showing.show_cars and not (said.names or asks_how or when.asks_something(thinking))
    asks_first = thinking.state.own_car is None and when.asks(thinking)  # "¿puedo dar mi carro a cuenta?"
    of_papers = Act.TRADE_IN in said.acts and when.asks_of_its_papers(thinking)  # "todavía lo debemos, ¿así lo toman?"
    asks_first = (
        asks_first or of_papers or questions.asks_how_fast_we_pay(said.text) or pages.asks_whether_taken(thinking)
    )
    told_of_own_car = Act.TRADE_IN in said.acts and one_message and not (when.asks_how(thinking) or asks_first)
    about_places = (
        main in {None, people.leave_to_questions} and Act.TRADE_IN not in said.acts and when.asks_about_places(thinking)
    )
    each = questions.with_what_they_are_about([part for part in _parts(thinking) if not _only_gives_a_name(part)])
    showing_one = main in {showing.show_details, showing.show_cars} and one_message and Act.KNOWLEDGE not in said.acts
    if quoting_only or listing_only or (showing_one and len(each) > 1):
        yield from _beside_what_is_shown(said.text, each, quoting=quoting_only)
        return
    if main in _ANSWER_THEMSELVES and one_message:
        beside_others = main in {comparing.compare, from_pages.tell_what_we_add}
        yield from _beside_others(each) if beside_others else _beside_a_visit(thinking, each)
        return
    if Act.TRADE_IN in said.acts and (of_places := [part for part in each if place_questions.asks_of_a_place(part)]):
        yield from of_places  # "¿hasta qué hora abren en el forum? llego con la crv"
        return
    if told_of_own_car:
        yield from filter(questions.asks_as_a_buyer, each)
        return
    if not (asks_how or Act.KNOWLEDGE in said.acts or about_places or of_papers or pages.may_answer(thinking)):
        return
    if Act.TRADE_IN in said.acts:
        yield about_selling.asked_of_own_car(said.text)
        return
    asked = list(_asked_of_us(said, each))
    if said.unrecorded and len(each) > 1 and not asked:
        return
    named = [part for part in each if places.names_a_city(part)]
    where = next((part for part in named if part not in asked), "")
    whole = (_with_its_place(part, where, named) for part in asked[:_MOST_ASKED])
    yield from whole if asked else [said.text]


def _beside_what_is_shown(text: str, each: Sequence[str], *, quoting: bool) -> Iterator[str]:
    """Yield what is asked of us beside a quote, or cars: "a 4 años con 70, y qué papeles llevo"."""
    if quoting and questions.asks_what_is_included(text):
        yield text  # "¿ya va el seguro, las placas y la tenencia?"
    elif len(each) > 1:
        yield from (
            part for part in each if questions.asks_only_about_us(part) or place_questions.asks_of_a_place(part)
        )


def _beside_others(each: Sequence[str]) -> Iterator[str]:
    """Yield what is asked of us beside cars put side by side: "¿cuál trae menos km? ¿y dónde están en Puebla?"."""
    short = [part for part in each if len(part.split()) <= _LONGEST_BESIDE]
    yield from (
        part
        for part in short
        if len(each) > 1 and (place_questions.asks_of_a_place(part) or questions.asks_beside(part))
    )


def _asked_of_us(said: Understanding, each: Sequence[str]) -> Iterator[str]:
    """Yield the parts that ask something of us; beside what no card states not "¿trae cámara? eso sí lo ocupo"."""
    for part in each:
        if _IS_IT_THERE.search(fold(part)):
            yield f"{_WHERE_IS_IT} {part}"
        elif questions.asks_about_us(part) and (
            not said.unrecorded or len(each) < 2 or questions.knows_its_topic(part) or when.is_asked(part)
        ):
            yield part


def _with_its_place(part: str, where: str, named: Sequence[str]) -> str:
    """Return a question about places with the city said beside it: "estoy en León, ¿dónde están?".

    Of hours the city may be that of another question: "¿hay en León? ¿a qué hora abren?".
    """
    if not where and places.says_hours(part) and part not in named:
        where = next(iter(named), "")
    return f"{where}, {part}" if where and places.asks(part) else part


def _only_gives_a_name(part: str) -> bool:
    """Whether a part is no question: "a nombre de Karla Ibarra"."""
    return name_in(part) is not None and "?" not in part


def _beside_a_visit(thinking: Thinking, each: Sequence[str]) -> Iterator[str]:
    """Yield what is asked beside a visit, of places with the city said: "ando en León, ¿dónde están? voy el sábado".

    A message that asks nothing else is the visit's own; a clause of it may ask: "a las 12, ¿qué llevo?".
    """
    each = [clause for part in each for clause in part.split(",")]
    if len(each) < _FEWEST_CLAUSES:
        return
    visit = thinking.found("book_test_drive")  # whose site is meant: "¿hasta qué hora abren ese día?"
    site = visit.wish.place if isinstance(visit, VisitResult) and visit.wish.place.startswith(_SITE_NAMED) else ""
    where = site or next(filter(places.names_a_city, each), "")
    beside = [part for part in each if _is_beside_a_visit(thinking, part)]
    yield from (_with_its_place(part, where if part != where else "", each) for part in beside)


def _is_beside_a_visit(thinking: Thinking, part: str) -> bool:
    """Whether a part asks for hours ("¿puedo ir hoy? ¿hasta qué hora abren?"), or where, with no branch on record."""
    visit = thinking.found("book_test_drive")
    nowhere = isinstance(visit, VisitResult) and not (visit.branches or visit.wish.place.startswith(_SITE_NAMED))
    visits = Act.TEST_DRIVE in hearing.acts(questions.respelled(part)).all  # "¿podemos ir a verla mi esposa y yo?"
    of_papers = answered_first.asks_beside(part) and not (places.asks(part) or visits)
    where = nowhere and places.says_where(questions.respelled(part))  # "dnd están?"
    return places.says_hours(part) or where or (of_papers and not places.days(fold(part)))
