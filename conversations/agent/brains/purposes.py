"""Goals about what a car is for, where no row states it: what is found for it, and by what it was looked for."""

from collections.abc import Sequence

from catalog.criteria import Body, CarMatch, Ordering, SearchResult, engine_in
from conversations.agent.brains import Step, Thinking, ToolRequest, each_of, searching, showing
from conversations.dialogue import (
    cargo,
    exclusions,
    lexer,
    lexicon,
    purpose_wording,
    questions,
    unknown_wording,
    wording,
)
from conversations.dialogue.acts import Act
from conversations.dialogue.plan import Cars, Part, Say
from conversations.dialogue.sentences import Sentence

_FAST = ("GTI", "GT", "AMG", "RS", "TURBO", "BOOSTERJET", "TFSI", "SPORT")  # words of versions
_SMALL_ENGINES = ("1.0", "1.2", "1.3", "1.4")  # litres, in versions
_MOST = 5


def wants_speed(thinking: Thinking) -> bool:
    """A car is looked for that is fast, and none by its name: "algo que corra", and then "hasta 350"."""
    said = thinking.said
    goes_on = said.has_wish and not (said.another_kind or said.dropped)
    asked = (said.text, *((thinking.turn.last.customer,) if goes_on else ()))
    certain = said.names or said.pointed or said.ordinals or said.relative or Act.FINANCE in said.acts
    return any(map(_says_fast, asked)) and not certain and (Act.SEARCH in said.acts or said.has_wish)


def _says_fast(text: str) -> bool:
    written = questions.respelled(text)
    spoken = lexer.phrases(*lexicon.PURPOSES["speed"]).finditer(written)
    return any(not exclusions.turned_away(written[: match.start()]) for match in spoken)


def show_fast(thinking: Thinking) -> Step:
    """Show cars whose version says that they are sporty, and that how fast they are is not known."""
    found = _with_versions(thinking, _FAST, Ordering.NEWEST)
    if isinstance(found, tuple):
        return found
    cars = tuple(car.stock_id for car in found)[:_MOST]
    if cars:
        return Say(purpose_wording.FOR_SPEED), Cars(cars), Say(wording.PICK_HINT)
    shown = showing.show_cars(thinking)
    return shown if isinstance(shown, ToolRequest) else _after(purpose_wording.NONE_FOR_SPEED, shown)


def wants_little_consumption(thinking: Thinking) -> bool:
    """A car is looked for that needs little fuel, and none was spoken of: "¿qué tienes que gaste poquito?"."""
    said, state = thinking.said, thinking.state
    spoken_of = said.names or said.pointed or said.ordinals or state.shown or state.focus is not None
    return "consumption" in said.unrecorded and not spoken_of


def show_small_engines(thinking: Thinking) -> Step:
    """Say that no consumption is on record, and show the cars whose version states a small engine, cheapest first."""
    found = _with_versions(thinking, _SMALL_ENGINES, Ordering.CHEAPEST)
    if isinstance(found, tuple):
        return found
    small = [car for car in found if engine_in(car.version) in _SMALL_ENGINES]
    cars = tuple(car.stock_id for car in sorted(small, key=lambda car: car.price))[:_MOST]
    if not cars:
        return showing.tell_unrecorded(thinking)
    unknown = Say(unknown_wording.not_on_record(thinking.said.unrecorded))
    return unknown, Say(purpose_wording.SMALL_ENGINES), Cars(cars), Say(wording.PICK_HINT)


def _with_versions(
    thinking: Thinking, words: Sequence[str], ordering: Ordering
) -> tuple[ToolRequest, ...] | list[CarMatch]:
    """Return the cars of the wish whose version holds one of these words, each once, or the calls that find them."""
    refs = {f"search_cars: {word}": word for word in words}
    wish = searching.wish_args(thinking.state.wish) | {"ordering": ordering}
    calls = tuple(
        ToolRequest(ref, "search_cars", wish | {"version": word})
        for ref, word in refs.items()
        if thinking.found(ref) is None
    )
    if calls:
        return calls
    found = (value for ref in refs if isinstance(value := thinking.found(ref), SearchResult) and not value.relaxed)
    return list({car.stock_id: car for result in found for car in result.cars}.values())


def show_for_cargo(thinking: Thinking) -> Step:
    """Show what is found, and by what it was chosen."""
    shown = showing.show_cars(thinking)
    return shown if isinstance(shown, ToolRequest) else _after(purpose_wording.FOR_CARGO, shown)


def _after(sentence: Sentence, shown: Step) -> tuple[Part, ...]:
    """Say how cars were chosen, and then show them."""
    return Say(sentence), *(part for part in each_of(shown) if not isinstance(part, ToolRequest))


def wants_cargo(thinking: Thinking) -> bool:
    """Vans and the like are looked for to carry things."""
    meant = cargo.is_meant(questions.respelled(thinking.said.text))
    return meant and thinking.said.wish.body is Body.UTILITY
