"""Goals about the people in the talk: greeting, getting acquainted, fetching a person, and the customer's own car."""

from dataclasses import replace

from catalog.spelling import fold
from conversations.agent.brains import Step, Thinking, ToolRequest, about_us, each_of, from_pages
from conversations.agent.brains import situation as when
from conversations.dialogue import hearing, lexicon, own_cars, page_wording, places, questions, unknown_wording, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.facts import CustomerNamed, HandedOver, TradeInResult
from conversations.dialogue.introductions import name_in
from conversations.dialogue.plan import Acquaint, Ask, Handover, HandoverKind, Part, Say, Slot, TradeIn

_LONGEST_REASON = 1000
_CALLS = (*lexicon.CALLING, *lexicon.BY_VIDEO)


def cannot_open(thinking: Thinking) -> Step:
    """Say that a file cannot be opened."""
    return (Say(wording.MEDIA),)


def fetch_person(thinking: Thinking) -> Step:
    """Give the chat to a person, with the customer's name where they give it."""
    named = get_acquainted(thinking) if name_in(thinking.turn.text) else ()
    handed = _hand_over(thinking, HandoverKind.PERSON)
    calls = tuple(step for step in (named, handed) if isinstance(step, ToolRequest))
    by_phone = hearing.says(_CALLS, fold(thinking.turn.text))
    parts = (p for step in (named, handed) for p in each_of(step) if isinstance(p, Acquaint | Handover))
    return calls or tuple(replace(p, by_phone=by_phone) if isinstance(p, Handover) else p for p in parts)


def offer_person(thinking: Thinking) -> Step:
    """Ask whether a person is wanted, where that is likely and not sure."""
    return Say(wording.MAY_BE_TROUBLED), Ask(Slot.PERSON)


def ask_what_was_missed(thinking: Thinking) -> Step:
    """Own up that a question was not understood: it is asked for in other words, or a person answers it."""
    return Say(wording.WHAT_WAS_MISSED), Ask(Slot.PERSON)


def note_an_inspection(thinking: Thinking) -> Step:
    """Note the customer's own car, and that they want it looked at: a person, who is called, settles the day."""
    if thinking.found("offer_trade_in") is None:
        return _own_car_told(thinking, inspection=thinking.turn.text[:_LONGEST_REASON])
    named = get_acquainted(thinking) if name_in(thinking.turn.text) else ()
    if isinstance(named, ToolRequest):
        return (named,)
    acquainted = (part for part in each_of(named) if isinstance(part, Acquaint))
    told: tuple[Part, ...] = (*acquainted, Say(wording.INSPECTION_NOTED), TradeIn("offer_trade_in"))
    return told


def offer_to_reserve(thinking: Thinking) -> Step:
    """Tell what a page surely says of it; else say that no car is kept here, and ask whether a person is wanted."""
    of_places = places.says_where(questions.respelled(thinking.said.text))  # which is answered beside it
    asks = Act.KNOWLEDGE in thinking.said.acts and not of_places
    told = from_pages.told_surely(thinking, thinking.said.text) if asks else ()
    return told or (Say(wording.CANNOT_RESERVE), Ask(Slot.PERSON))


def keep_none(thinking: Thinking) -> Step:
    """Say that no car is kept here."""
    return (Say(wording.CANNOT_RESERVE),)


def hear_complaint(thinking: Thinking) -> Step:
    """Give the chat to a person, with the complaint."""
    return _hand_over(thinking, HandoverKind.COMPLAINT)


def _hand_over(thinking: Thinking, kind: HandoverKind) -> Step:
    found = thinking.found("hand_over_to_person")
    if found is None:
        return ToolRequest.once("hand_over_to_person", kind=kind, reason=thinking.turn.text[:_LONGEST_REASON])
    if isinstance(found, HandedOver):
        return (Handover(found.reason, found.kind),)
    return (Handover("customer_asked", kind),)


def start_again(thinking: Thinking) -> Step:
    """Begin anew."""
    return Say(wording.RESET), Ask(Slot.WISH)


def introduce(thinking: Thinking) -> Step:
    """Greet, and say who answers the first time, and whenever that is asked."""
    known = thinking.state.greeted and not when.asks_who_answers(thinking)
    return (Say(wording.HELLO_AGAIN if known else wording.GREETING),)


def reassure(thinking: Thinking) -> Step:
    """Say to who is afraid of fraud what the bot never does, and how we can be seen before anything is paid."""
    return (Say(wording.NO_MONEY_ASKED),)


def own_up_to_the_surplus(thinking: Thinking) -> Step:
    """Say that it is not known whether they are paid what their car is worth more."""
    return (Say(unknown_wording.NOT_KNOWN["surplus"]),)


def say_what_we_sell(thinking: Thinking) -> Step:
    """Say to who asks for another vehicle that there are cars only."""
    return Say(wording.ONLY_CARS), Ask(Slot.WISH)


def say_they_are_used(thinking: Thinking) -> Step:
    """Say that there are no new cars here."""
    return (Say(page_wording.ALL_ARE_USED),)


def say_who_answers(thinking: Thinking) -> Step:
    """Say that a machine answers, and go on to what was asked."""
    return (Say(wording.WHO_ANSWERS),)


def get_acquainted(thinking: Thinking) -> Step:
    """Remember the name, and greet by it."""
    found = thinking.found("remember_customer")
    if found is None:
        return ToolRequest.once("remember_customer", name=name_in(thinking.turn.text))
    first = () if thinking.state.greeted else (Say(wording.WHO_ANSWERS),)
    return (*((Acquaint("remember_customer"),) if isinstance(found, CustomerNamed) else ()), *first)


def note_own_car(thinking: Thinking) -> Step:
    """Note the car that the customer has, ask for what is missing, and never say what it may be worth."""
    found = thinking.found("offer_trade_in")
    if found is None:
        return _own_car_told(thinking)
    if not isinstance(found, TradeInResult):
        return (Ask(Slot.OWN_CAR),)
    worth = own_cars.asks_for_a_value(fold(thinking.said.text))
    told = thinking.said.own_car or OwnCar()
    begun = thinking.state.own_car is None or told == OwnCar()  # said again, it is not understood yet
    if worth:
        opening = wording.NO_VALUE_HERE
    elif found.described and thinking.state.own_car is not None:
        opening = wording.DESCRIPTION_NOTED
    else:
        opening = wording.TRADE_IN
    return *((Say(opening),) if worth or found.described or begun else ()), TradeIn("offer_trade_in")


def _own_car_told(thinking: Thinking, **more: str) -> ToolRequest:
    told = {name: value or None for name, value in vars(thinking.said.own_car or OwnCar()).items()}
    described = own_cars.describes(thinking.said.text) and {"described": thinking.turn.text[:_LONGEST_REASON]}
    return ToolRequest.once("offer_trade_in", **told, **(described or {}), **more)


def hold_the_price(thinking: Thinking) -> Step:
    """Say that prices and rates are not bargained about here, unless a page of ours says more of it."""
    asks = Act.KNOWLEDGE in thinking.said.acts
    return (from_pages.told_of_its_topics(thinking) if asks else ()) or (Say(wording.NO_HAGGLING),)


def give_thanks(thinking: Thinking) -> Step:
    """Be there for more, whether thanked or turned down."""
    declined = Act.NO in thinking.said.acts and Act.THANK not in thinking.said.acts
    return (Say(wording.ALL_RIGHT if declined else wording.THANKS),)


def take_it_as_paid_at_once(thinking: Thinking) -> Step:
    """Take in that no credit is wanted, and say what comes next: which car, or when it can be seen."""
    if not thinking.said.pays_at_once:
        return (Say(unknown_wording.NOT_KNOWN["payment_methods"]),)  # whether a card is taken, say
    to_come = Ask(Slot.CAR if thinking.state.shown else Slot.WISH)
    return Say(wording.AT_ONCE), to_come if thinking.state.focus is None else Say(wording.OFFER_VISIT)


def leave_to_questions(thinking: Thinking) -> Step:
    """Do nothing of its own: what is asked of the company is answered as such."""
    return ()


def answer_what_is_left(thinking: Thinking) -> Step:
    """Look for an answer in what the company says of itself; what holds no letter holds no question."""
    if not any(character.isalpha() for character in thinking.said.text):
        pending = thinking.state.pending
        return (Ask(pending),) if pending is not None else (Say(wording.NOT_UNDERSTOOD),)
    return about_us.small_talk(thinking, thinking.said.text)
