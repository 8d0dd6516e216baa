"""What may hold once pages were quoted: more conditions for the policy's rows."""

import re

from conversations.agent import bearing, limits
from conversations.agent.brains import Thinking, ToolRequest, lookups, parting, place_questions
from conversations.agent.brains import money_situation as money
from conversations.agent.brains import situation as when
from conversations.agent.brains import visit_situation as visit
from conversations.dialogue import hearing, lexer, lexicon, own_cars, questions, respelling
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import Excerpt
from knowledge.language import reading
from knowledge.language.sameness import ask_the_same

_OF_THEIR_CREDIT = frozenset({"credit_history", "approval", "income", "address_proof"})
_GIVEN_IN, _TRIAL = "trade_in", "trial"
_OF_LOOKING = frozenset({"stock", "contact"})  # "¿qué autos tienen disponibles?", "¿cuál me recomiendas?"
_RECOMMENDED = ("recomiendas", "recomiendan", "recomendarias", "recomendarian", "me recomienda")  # and by no customer
_TAKEN = re.compile(r"(?<!\w)(?:l[oa]|mel[oa]) (?:recib|tom(?:a|e|ar)|acept|agarr)\w*(?!\w)")  # "lo reciben a cuenta"
_SUPPOSED = re.compile(
    r"(?<!\w)si (?:mejor )?(?:(?:l[oa]|mi \w+) )?(?:cambi[oe]|cambiar\w*|dej[oe]|doy|meto)(?: mi \w+)?"
    r" (?:por (?:otr[oa]|un[oa]?)(?!\w)|a cuenta|de enganche|como enganche|como pago)"
)
_SHORTEST_THING = 5  # letters
_SHORTEST_QUESTION = 3  # words
_PAID_OTHERWISE = frozenset({"prepayment", "arrears"})
_AT_ONCE = frozenset({"same_day"})
_NEVER_FOR_PAGES = frozenset({Act.MORE, Act.MOVE_VISIT, Act.COMPARE, Act.COUNT, Act.PHOTOS, Act.QUOTE_DOCUMENT})
_OF_CARS_AT_HAND = frozenset(
    {Act.DETAILS, Act.SELECT, Act.UNRECORDED, Act.FINANCE, Act.TOTAL, Act.TEST_DRIVE}
    | {Act.FIND_DOWN_PAYMENT, Act.LEAST_DOWN_PAYMENT, Act.FIND_TERM}
)
_OTHER_ERRANDS = frozenset({Act.HAGGLE, Act.TRADE_IN, Act.PHOTOS, Act.COMPARE, Act.UNRECORDED})


def says_what_went_by(thinking: Thinking) -> bool:
    """After a reply that told of a limit, days or kilometres are said to have gone by: "apenas le metí 120 km"."""
    said = thinking.said
    told = limits.stated(Excerpt(thinking.turn.last.reply, "", ""))
    if not told or said.names or said.wish.max_price is not None or said.down_payment is not None:
        return False
    pays = hearing.says(lexicon.DOWN_PAYMENT, questions.respelled(said.text)) or said.monthly is not None
    driven = [car.km for car in thinking.state.seen]
    of_it = limits.gone_by(said.text, told, driven) or limits.said_again(said.text, told)
    return bool(of_it) and not (pays or money.gives_a_term(thinking) or when.introduces_themselves(thinking))


def brings_ours_back(thinking: Thinking) -> bool:
    """A car bought of us is brought back, and none given in: "llevo 5 días con él y no me gusta, ¿lo cambio?"."""
    said = thinking.said
    return _TRIAL in bearing.topics_asked(said.text) and said.own_car is None and thinking.state.own_car is None


def asks_whether_taken(thinking: Thinking) -> bool:
    """It is asked whether a car of theirs is taken, and not for how much: "¿y mi chevy no me lo tomarían?"."""
    written = questions.respelled(thinking.said.text)
    of_theirs = _GIVEN_IN in (reading.read(thinking.said.text).topic_names | reading.read(written).topic_names)
    supposed = _SUPPOSED.search(written) is not None  # "y si mejor lo cambio por otro"
    asks = "?" in thinking.said.text or _TAKEN.search(written) is not None
    return (supposed or (of_theirs and asks)) and not own_cars.asks_for_a_value(written)


def may_answer(thinking: Thinking) -> bool:
    """What is asked is for pages to answer, whatever act it was heard as."""
    taken = Act.TRADE_IN in thinking.said.acts and asks_whether_taken(thinking)
    told = asks_of_their_credit(thinking) or asks_to_take_it_at_once(thinking)
    return taken or told or asks_only_what_nobody_states(thinking)


def asks_of_their_credit(thinking: Thinking) -> bool:
    """It is asked whether, and with what, somebody gets a credit: "¿sin historial se puede?", "gano en efectivo"."""
    return _asks_only_of(thinking, _OF_THEIR_CREDIT)


def asks_what_staff_answered(thinking: Thinking) -> bool:
    """Nothing is asked but a question that staff wrote the answer to, in nearly the same words."""
    published = thinking.turn.published
    return bool(published) and ask_the_same(thinking.said.text, published)


def asks_what_pages_surely_answer(thinking: Thinking) -> bool:
    """One thing is asked, of no car and no figure, and pages surely answer it, whatever act it was heard as.

    As long as they were not asked it may be so.
    """
    if asks_what_staff_answered(thinking):
        return True
    if not _may_be_for_pages(thinking):
        return False
    found = lookups.excerpts(thinking, thinking.said.text)
    return isinstance(found, ToolRequest) or any(bearing.surely_answers(thinking.said.text, page) for page in found)


def _may_be_for_pages(thinking: Thinking) -> bool:
    said, state = thinking.said, thinking.turn.state
    of_a_car = said.names or said.pointed or said.ordinals or said.has_wish or said.stock_id
    of_figures = said.has_terms or said.term_end or said.several_terms
    only_courteous = bool(said.acts) and said.acts <= hearing.COURTEOUS
    never = _NEVER_FOR_PAGES | (_OF_CARS_AT_HAND if when.has_focus(thinking) or state.shown else frozenset())
    if of_a_car or of_figures or only_courteous or said.acts & never or visit.says_when(thinking):
        return False
    each = [part for part in parting.parts(thinking) if len(part.split()) > 1]
    asks_several = sum(map(when.is_asked, each)) > 1
    if asks_several or len(said.text.split()) < _SHORTEST_QUESTION or place_questions.asks_of_places(said.text):
        return False
    if state.own_car is not None or (Act.TRADE_IN in said.acts and not when.asks(thinking)):
        return False  # "¿y a dónde lo llevo?" is of the car to give in
    return when.asks(thinking) or not (state.pending or state.visit or state.shown or state.focus)


def asks_the_price_of_no_car(thinking: Thinking) -> bool:
    """It is asked what something costs that no phrase about cars has a word for: "¿cuánto sale el pulido?"."""
    said = thinking.said
    of_a_car = when.says_wish(thinking) or said.has_terms or said.pointed or said.ordinals
    named = (word for word in lexer.words(questions.respelled(said.text)) if len(word) >= _SHORTEST_THING)
    return when.asks_price(thinking) and not of_a_car and not all(map(respelling.listens_for, named))


def asks_of_a_topic(thinking: Thinking) -> bool:
    """Something of ours is asked that is known by name, with a word of cars in it: "¿cuánto cuesta extenderla?"."""
    text = thinking.said.text
    looks = _OF_LOOKING | ({"referral"} if hearing.says(_RECOMMENDED, questions.respelled(text)) else frozenset())
    return when.asks(thinking) and bool(reading.read(text).topic_names - looks)


def asks_whether_new(thinking: Thinking) -> bool:
    """It is asked whether our cars are new or used, and nothing of a certain one."""
    asks = hearing.says(lexicon.NEW_OR_USED, questions.respelled(thinking.said.text))
    return asks and not (when.has_focus(thinking) or when.says_wish(thinking) or thinking.said.own_car)


def asks_of_paying_it_off(thinking: Thinking) -> bool:
    """It is asked whether a credit may be paid off early, or what if it is not: "si pierdo mi trabajo, ¿qué pasa?"."""
    said = thinking.said
    terms = said.down_payment or said.down_payment_percent or said.monthly or said.stated_price
    return bool(bearing.topics_asked(said.text) & _PAID_OTHERWISE) and not (terms or _has_other_errands(thinking))


def asks_to_take_it_at_once(thinking: Thinking) -> bool:
    """It is asked whether a car can be taken home the day it is seen."""
    return _asks_only_of(thinking, _AT_ONCE) and Act.HAGGLE not in thinking.said.acts


def asks_only_what_nobody_states(thinking: Thinking) -> bool:
    """Nothing is asked but what neither pages nor quotes state: "¿puedo llevar a mi mecánico?", "¿es tasa fija?"."""
    said = thinking.said
    comes = visit.says_when(thinking) or visit.is_arranging_visit(thinking)
    rate = {"fixed_rate"} if Act.FINANCING_TERMS in said.acts else set()  # which is told as well
    return bool(questions.nowhere_told(said.text) - rate) and not (
        comes or _has_other_errands(thinking) or (said.down_payment or said.months or said.monthly)
    )


def _asks_only_of(thinking: Thinking, topics: frozenset[str]) -> bool:
    errands = _has_other_errands(thinking) or money.gives_terms(thinking)
    return not errands and not bearing.topics_asked(thinking.said.text).isdisjoint(topics)


def _has_other_errands(thinking: Thinking) -> bool:
    return bool(thinking.said.acts & _OTHER_ERRANDS) or when.says_wish(thinking)
