"""Goals for who tells a need instead of a car: for whom it is, that they know nothing of cars, what they earn."""

from collections.abc import Iterator

from catalog.criteria import Ordering, SearchResult
from conversations.agent.brains import Step, Thinking, ToolRequest, joined, paying, searching, showing
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import situation as when
from conversations.dialogue import hearing, lexer, lexicon, needs_wording, questions
from conversations.dialogue.acts import Act
from conversations.dialogue.plan import Ask, Cars, Part, Say, Slot
from conversations.dialogue.sentences import Sentence

_TAKEN_IN = {"whom": needs_wording.FOR_SOMEBODY, "novice": needs_wording.FOR_A_NOVICE}


def ask_wish(thinking: Thinking) -> Step:
    """Ask what is looked for, or which of the cars shown "esa" is; who was asked that already is led on."""
    pending, told = thinking.state.pending, tuple(_taken_in(thinking))
    if thinking.said.this_one:
        return showing.ask_which(thinking)
    if pending is Slot.BUDGET:
        return _show_cheapest(thinking)
    if drives_for_others(thinking):  # which is told of already
        return (Ask(Slot.BUDGET),)
    if told or (pending is Slot.WISH and Act.SEARCH in thinking.said.acts):
        said: tuple[Part, ...] = tuple(Say(one) for one in told or (needs_wording.TAKEN_IN,))
        return (*said, Ask(Slot.BUDGET))
    return (Ask(Slot.WISH),)


def _taken_in(thinking: Thinking) -> Iterator[Sentence]:
    """Yield what is said to the need that the message tells."""
    written = questions.respelled(thinking.said.text)
    yield from [said for need, said in _TAKEN_IN.items() if hearing.says(lexicon.NEEDS[need], written)][:1]


def _show_cheapest(thinking: Thinking) -> Step:
    """Show the cheapest cars to who was asked what to spend and does not say, and ask for it again beside them."""
    args = searching.wish_args(thinking.state.wish) | {"ordering": Ordering.CHEAPEST}
    found = thinking.found("search_cars")
    if found is None:
        return ToolRequest.once("search_cars", **args)
    if not isinstance(found, SearchResult) or not found.cars:
        return (Ask(Slot.WISH),)
    cars = Cars(tuple(car.stock_id for car in found.cars))
    told: tuple[Part, ...] = tuple(Say(one) for one in _taken_in(thinking))
    return (*told, Say(needs_wording.TO_BEGIN_WITH), cars, Say(needs_wording.NARROWED_BY_MONEY))


def leaves_it_to_us(thinking: Thinking) -> bool:
    """The choice is left to us, before any car was spoken of: "no sé nada de carros", "¿qué me recomiendas?"."""
    said, state = thinking.said, thinking.state
    spoken_of = said.names or said.pointed or state.shown or state.focus is not None or said.own_car
    written = questions.respelled(said.text)
    left = hearing.says(lexicon.NEEDS["novice"], written) or hearing.says(lexicon.NEEDS["advice"], written)
    return left and not (spoken_of or when.says_wish(thinking) or money.gives_terms(thinking))


def was_asked_what_to_spend(thinking: Thinking) -> bool:
    """The last reply asked what there is to spend, and offered the cheapest."""
    return thinking.state.pending is Slot.BUDGET and not when.says_wish(thinking)


def drives_for_others(thinking: Thinking) -> bool:
    """The car is to drive for Uber or the like, and it is not asked whether they take it."""
    drives = hearing.says(lexicon.NEEDS["rides"], questions.respelled(thinking.said.text))
    drives = drives or only_names_who_it_drives_for(thinking)
    return drives and "ride_hailing" not in thinking.said.unrecorded


def only_names_who_it_drives_for(thinking: Thinking) -> bool:
    """Before any car was spoken of, one word tells the need: "uber", "pues didi"."""
    written, state = questions.respelled(thinking.said.text), thinking.state
    said = [word for word in lexer.words(written) if word not in lexicon.FILLERS | lexicon.COURTESY]
    named = len(said) == 1 and hearing.says(lexicon.NEEDS["rides"], f"para {said[0]}")
    return named and state.focus is None and not state.shown


def own_up_who_takes_it(thinking: Thinking) -> Step:
    """Say that it is not on record which cars Uber or the like take."""
    return (Say(needs_wording.FOR_RIDES),)


def tells_income(thinking: Thinking) -> bool:
    """What they earn is told, and no payment: "gano 14 mil al mes, ¿qué me recomiendas?"; no credit is asked about."""
    said, written = thinking.said, questions.respelled(thinking.said.text)
    earns = hearing.says(lexicon.NEEDS["income"], written) and any(map(str.isdigit, written))
    otherwise = said.has_terms or when.says_wish(thinking) or said.own_car or Act.TEST_DRIVE in said.acts
    asks_of_credit = hearing.says(lexicon.NEEDS["credit"], written) and not hearing.says(lexicon.ANY_CAR, written)
    return earns and not (otherwise or asks_of_credit)


def ask_what_can_be_paid(thinking: Thinking) -> Step:
    """Say that how much of an income to spend is theirs to say, and what helps to: the payments of the car at hand."""
    told = (Say(needs_wording.OF_AN_INCOME),)
    if money.can_be_quoted(thinking):
        return joined(told, paying.quoted(thinking))
    return *told, Ask(Slot.DOWN_PAYMENT if when.has_focus(thinking) else Slot.BUDGET)
