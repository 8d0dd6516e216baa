"""Goals about test drives: arranging, moving, cancelling."""

from collections.abc import Callable
from datetime import date

from catalog.criteria import CarCriteria
from catalog.spelling import fold
from conversations.agent import bearing
from conversations.agent.brains import (
    Step,
    Thinking,
    ToolRequest,
    about_places,
    about_us,
    each_of,
    earlier,
    from_pages,
    joined,
    lookups,
    showing,
)
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import situation as when
from conversations.dialogue import clock, hearing, lexer, lexicon, pointing, questions, unknown_wording, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import VisitResult, VisitStep
from conversations.dialogue.introductions import without_name
from conversations.dialogue.plan import Ask, Cars, Say, Slot, Visit
from conversations.dialogue.state import Seen
from knowledge.language import reading

_FOREMOST = lexer.phrases(*(spoken for phrases in lexicon.SUPERLATIVES.values() for spoken in phrases))
_TWO = 2
_LONGEST_TOLD = 2000  # letters
_NEAREST = "¿cuál me queda más cerca?"
_OUR_NAME, _LONGEST_NAME = "Kavak ", 6  # words of a line that is the name of a site


def arrange(thinking: Thinking) -> Step:
    """Ask for a test drive of the car meant, with all that was said of where and when."""
    subject = _car_meant(thinking) if _knows_the_car(thinking) else _which_to_try(thinking)
    if isinstance(subject, ToolRequest):
        return subject
    found = thinking.found("book_test_drive")
    if found is None:
        stock_id = subject if isinstance(subject, int) else None
        placed = thinking.state.visit is not None and (thinking.state.visit.place or thinking.state.visit.branch)
        text = _without_the_car(thinking, without_name(thinking.turn.text))
        words = _with_the_day_said(thinking, text if placed else earlier.where_it_was(thinking, text))
        before = "" if placed else _said_before_of_where(thinking)
        return ToolRequest.once("book_test_drive", stock_id=stock_id, words=words, before=before)
    if isinstance(found, VisitResult) and found.step is VisitStep.CAR_GONE:
        return showing.say_gone(thinking, found.car)
    both = (Say(wording.BOTH_TO_TRY),) if _means_both(thinking) or _names_another_too(thinking) else ()
    shown = [part for part in subject if isinstance(part, Cars | Say)] if isinstance(subject, tuple) else []
    return *shown, Visit("book_test_drive"), *both


def _without_the_car(thinking: Thinking, words: str) -> str:
    """Return the words without what picks the car: "el más nuevo" is not to be taken for the site "Nuevo Sur"."""
    return _FOREMOST.sub(" ", questions.respelled(words)) if thinking.said.among or thinking.said.superlative else words


def _which_to_try(thinking: Thinking) -> Step | int:
    """Return the car that is named; of the few of a model wished for before, show them again to choose from."""
    said, state = thinking.said, thinking.state
    few = bool(state.wish.models) and 1 < state.total <= pointing.MOST
    return (
        showing.the_one_wished(thinking) if few and not (said.names or said.superlative) else showing.one_car(thinking)
    )


def and_also(other: Callable[[Thinking], Step]) -> Callable[[Thinking], Step]:
    """Return the goal that asks for the test drive beside something else: neither of the two is lost."""

    def both(thinking: Thinking) -> Step:
        return joined(arrange(thinking), other(thinking))

    return both


def _with_the_day_said(thinking: Thinking, words: str) -> str:
    """Return the words with what was said of the day when a car was to be seen: "necesito ver un carro hoy"."""
    today = thinking.now.date()
    if thinking.state.visit is not None or clock.hear(words, today=today).days:
        return words
    dated = (text for text in earlier.said_lately(thinking) if _says_only_a_day(text, today))
    return "\n".join(filter(None, [next(dated, ""), words]))


def _says_only_a_day(text: str, today: date) -> bool:
    """Whether a message says on which day a car is to be seen, and not when on it."""
    said = clock.hear(text, today=today)
    return bool(said.days) and not said.times and hearing.says(lexicon.TO_SEE, questions.respelled(text))


def _said_before_of_where(thinking: Thinking) -> str:
    """Return what the customer said of where they are, or else what they were told last: the site it names is meant."""
    told = thinking.turn.last.reply[:_LONGEST_TOLD].split("\n")
    sites = [line for line in told if line.startswith(_OUR_NAME) and len(line.split()) <= _LONGEST_NAME]
    return sites[0] if len(sites) == 1 else earlier.said_of_places(thinking)


def answer_or_arrange(thinking: Thinking) -> Step:
    """Tell what a page surely answers or calls by its name, or when a place is open; else ask for the test drive."""
    text = thinking.said.text
    if when.asks_about_places(thinking):
        return about_us.answer(thinking, text)
    pages = lookups.excerpts(thinking, text)
    topics = bearing.topics_asked(text)
    if isinstance(pages, ToolRequest) or any(bearing.is_called_by(topics, text, page) for page in pages):
        return from_pages.answer(thinking, text)
    return from_pages.told_surely(thinking, text) or arrange(thinking)


def _knows_the_car(thinking: Thinking) -> bool:
    """Whether the car is the one talked about, or that of the test drive on record."""
    said, state = thinking.said, thinking.state
    if said.names or said.superlative:
        return False
    visit = state.visit.stock_id if state.visit else None
    return _car_meant(thinking) is not None or visit is not None or thinking.turn.booked is not None


def _car_meant(thinking: Thinking) -> int | None:
    """Return the car in focus, the first of two meant together, or the one quoted last, before another list."""
    state = thinking.state
    if state.focus is not None or thinking.said.has_wish:
        return state.focus
    if _means_both(thinking):
        return _spoken_of_together(thinking)[0]
    points = bool(thinking.said.ordinals) or thinking.said.this_one  # "ok, ese", of another list
    quoted = state.visit is None and money.has_down_payment(thinking) and not points
    return next((number for number in state.earlier[:1] if quoted and _is_still_meant(thinking, number)), None)


def _is_still_meant(thinking: Thinking, stock_id: int) -> bool:
    """Whether a car of before is one that may be tried: none that others took the place of, or that is not so."""
    state = thinking.state
    others = len(state.compared) > 1 and set(state.compared) <= set(state.shown)
    return not others and all(_is_wished(car, state.wish) for car in state.looks_of(stock_id))


def _is_wished(car: Seen, wish: CarCriteria) -> bool:
    named = (not wish.makes or car.make in wish.makes) and (not wish.models or car.model in wish.models)
    priced = (wish.min_price or car.price) <= car.price <= (wish.max_price or car.price)
    return named and priced and (wish.min_year or car.year) <= car.year <= (wish.max_year or car.year)


def _means_both(thinking: Thinking) -> bool:
    """Whether the two cars just compared, or found, are to be tried: "¿podríamos probar las dos?"; no hour is meant."""
    said, both = thinking.said, pointing.says_both(clock.blanked(fold(thinking.said.text)))
    return len(_spoken_of_together(thinking)) > 1 and not (said.names or said.pointed) and both


def _spoken_of_together(thinking: Thinking) -> tuple[int, ...]:
    state = thinking.state
    return state.compared or (state.shown if len(state.shown) == state.total == _TWO else ())


def _names_another_too(thinking: Thinking) -> bool:
    """Whether another car than the one talked about is to be tried as well: "… y también quiero ver el versa"."""
    said, before = thinking.said, thinking.turn.state.focus
    as_well = hearing.says(lexicon.AS_WELL, questions.respelled(said.text))
    return before is not None and len(said.names) == 1 and as_well and thinking.state.focus != before


def say_where_to_bring(thinking: Thinking) -> Step:
    """Say where we are to who would bring their own car, and ask when: a person confirms the day and the place."""
    question = about_places.near_where_they_are(thinking, thinking.said.text)
    cities = reading.read(thinking.said.text).places  # and not that of a district that is named
    told = about_places.answer(thinking, f"¿dónde están en {cities[0].names[0]}?" if cities else question)
    parts = each_of(told)
    theirs = thinking.state.own_car
    asks_first = Act.TRADE_IN in thinking.said.acts and (theirs is None or theirs.missing is not None)
    if any(isinstance(part, ToolRequest) for part in parts) or asks_first:
        return told
    return *parts, Say(wording.OFFER_INSPECTION)


def cancel(thinking: Thinking) -> Step:
    """Cancel the test drive on record."""
    if thinking.found("cancel_test_drive") is None:
        return ToolRequest.once("cancel_test_drive")
    return (Visit("cancel_test_drive"),)


def tell_where(thinking: Thinking) -> Step:
    """Tell where a test drive is, of a site that only pages know; of a branch it is told with the test drive."""
    found = thinking.found("book_test_drive")
    if not isinstance(found, VisitResult) or found.branches or not found.wish.place:
        return ()
    return about_places.answer(thinking, f"¿dónde están en {found.wish.place}?")


def tell_the_nearest(thinking: Thinking) -> Step:
    """Tell which sites are nearest to where the customer said they are, to choose from for the test drive."""
    return about_places.answer(thinking, f"{earlier.said_of_places(thinking)}\n{_NEAREST}")


def own_up_who_drives(thinking: Thinking) -> Step:
    """Say that nothing is known of somebody else driving it."""
    return (Say(unknown_wording.NOT_KNOWN["another_driver"]),)


def offer(thinking: Thinking) -> Step:
    """Say that a test drive can be asked for here, and ask of which car."""
    return Say(wording.TEST_DRIVES), Ask(Slot.CAR if thinking.state.shown else Slot.WISH)
