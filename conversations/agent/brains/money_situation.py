"""What may hold where money is spoken of: more conditions for the policy's rows."""

import re
from decimal import Decimal

from catalog.spelling import fold
from conversations.agent.brains import Thinking
from conversations.agent.brains import situation as when
from conversations.dialogue import hearing, lexer, lexicon, money_wording, pointing, questions
from conversations.dialogue.acts import Act
from conversations.dialogue.habits import without_habits
from conversations.dialogue.plan import Contrast, Slot
from conversations.dialogue.state import DialogueState
from conversations.dialogue.understanding import Understanding

_SUITS = lexer.phrases("conviene", "convendria", "convenga", "recomiendas", "recomienda", "es mejor", "sale mejor")
_RATE = lexer.phrases(*lexicon.OF_A_RATE)
_ONLY_A_TERM = re.compile(
    r"\W*(?:(?:y|mejor|ahora|que tal) )*(?:a|en|con|de) \d{1,2}(?: (?:anos|meses|years|months))?\W*$"
)
_OF_A_TERM = lexer.phrases("plazo", "plazos", "cuantos anos", "cuantos meses")
_LEFT_OPEN = lexer.phrases(*lexicon.LEFT_OPEN)


def gives_terms(thinking: Thinking) -> bool:
    """The message says what to quote: a quote that is asked for with its PDF has to be given first."""
    said = thinking.said
    return any(term is not None for term in (said.down_payment, said.down_payment_percent, said.months, said.monthly))


def gives_a_term(thinking: Thinking) -> bool:
    """A term is given where a down payment is known: "¿y si le bajo a 4 años?"."""
    paid = thinking.said.down_payment is not None or thinking.state.down_payment is not None
    return thinking.said.months is not None and paid


def gives_down_payment_or_term(thinking: Thinking) -> bool:
    """A down payment or a term is given."""
    return thinking.said.down_payment is not None or thinking.said.months is not None


def gives_a_payment(thinking: Thinking) -> bool:
    """What can be paid a month is said: "está caro, yo puedo 4 mil"."""
    return thinking.said.monthly is not None


def aims_at_monthly(thinking: Thinking) -> bool:
    """What can be paid a month is said, or other terms while cars are looked for by it."""
    said, state = thinking.said, thinking.state
    terms = (said.down_payment, said.down_payment_percent, said.months)
    of_one = Act.FINANCE in said.acts and len(said.names) == 1 and said.names[0].model is not None
    about_no_car = state.focus is None and said.ordinal is None and not (said.superlative or of_one)
    changes = state.monthly is not None and about_no_car and any(term is not None for term in terms)
    return said.monthly is not None or changes


def thinks_of_another_term(thinking: Thinking) -> bool:
    """Another term is asked about of the car in focus, and nothing else: "¿y a cinco?"."""
    said = thinking.said
    return when.has_focus(thinking) and (said.months is not None or said.several_terms) and not has_terms_now(thinking)


def asks_what_terms_leave_open(thinking: Thinking) -> bool:
    """The question is about the credit, and none that rate and terms answer: where one pays, what if one does not."""
    return Act.FINANCE in thinking.said.acts and bool(_LEFT_OPEN.search(fold(thinking.said.text)))


def is_about_both(thinking: Thinking) -> bool:
    """Two cars spoken of are meant together: "a 4 años los dos", "el 1 y el 3 con 60 mil"."""
    said = thinking.said
    both = pointing.says_both(said.text) and len(said.pointed) != 1  # "el más barato de esos dos" is one
    both = both and not (said.terms and when.has_focus(thinking))  # "a 3 y a 6 años, las dos"
    several = len(said.ordinals) > 1 or thinking.turn.state.focus not in said.pointed  # "el hatchback con lo mismo"
    years = [str(car.year) for car in thinking.turn.state.looks_of(*said.pointed)]
    each = len(set(years)) == len(years) and set(years) <= set(lexer.words(fold(said.text)))
    return both or ((several or each) and 1 < len(said.pointed) <= pointing.MOST)


def is_about_the_few_shown(thinking: Thinking) -> bool:
    """Two or three cars were shown, or compared, none of them is picked, and no payment is aimed at."""
    said, state = thinking.said, thinking.state
    picks = state.focus is not None or said.names or said.pointed or said.ordinals or said.superlative
    aims = said.monthly is not None or state.monthly is not None or said.stated_price is not None
    few = len(state.compared) > 1 or 1 < len(state.shown) == state.total <= pointing.MOST
    return few and not (picks or aims or said.has_wish)


def together(thinking: Thinking) -> tuple[Contrast, ...]:
    """Return what is told of several cars where it is asked what they come to together: "¿cuánto los 3 juntos?"."""
    if not hearing.says(lexicon.TOGETHER, questions.respelled(thinking.said.text)):
        return ()
    return (Contrast.SUM, Contrast.PAYMENT) if has_down_payment(thinking) else (Contrast.SUM,)


def is_about_a_car(thinking: Thinking) -> bool:
    """A car, named or in focus, or a price the customer stated, is what the amounts are about."""
    said = thinking.said
    return when.has_focus(thinking) or bool(said.names or said.superlative) or said.stated_price is not None


def has_down_payment(thinking: Thinking) -> bool:
    """A down payment is known, now or from before."""
    return thinking.state.down_payment is not None or thinking.state.down_payment_percent is not None


def can_be_quoted(thinking: Thinking) -> bool:
    """There is something to quote, and a down payment."""
    return (when.has_focus(thinking) or thinking.state.stated_price is not None) and has_down_payment(thinking)


def asks_for_a_quote(thinking: Thinking) -> bool:
    """Beside something else, a payment is asked for that can be told: "mejor el domingo, ¿y a 6 años?"."""
    asks = Act.FINANCE in thinking.said.acts or thinking.said.months is not None
    return asks and can_be_quoted(thinking)


def gives_terms_of_a_quote(thinking: Thinking) -> bool:
    """A quote can be made of what is said now: "me la aparto, ya traigo 200 mil"."""
    return gives_terms(thinking) and asks_for_a_quote(thinking)


def chose_for_a_quote(thinking: Thinking) -> bool:
    """The customer, asked for which car the terms they gave are, has picked one."""
    state = thinking.state
    terms = (state.down_payment, state.down_payment_percent, state.months, state.monthly)
    picked = thinking.said.ordinal is not None or when.points(thinking)
    chose = picked and state.focus is not None and not when.points_nowhere(thinking)
    return chose and state.pending is Slot.CAR and any(term is not None for term in terms)


def names_the_car_for_its_terms(thinking: Thinking) -> bool:
    """The terms of a quote were given before any car, and now one is named: "con 40 a 5 años", "un spark 2021"."""
    state = thinking.state
    came_first = state.pending is Slot.WISH and not state.seen and has_down_payment(thinking)
    return came_first and bool(thinking.said.names) and thinking.said.stated_price is None


def settles_for_least(thinking: Thinking) -> bool:
    """Asked for a down payment, the customer wants to give as little as possible, or takes the least that was named."""
    if Act.LEAST_DOWN_PAYMENT in thinking.said.acts and not has_terms_now(thinking):
        return when.has_focus(thinking) or thinking.state.stated_price is not None
    return thinking.state.pending is Slot.DOWN_PAYMENT and Act.YES in thinking.said.acts and has_down_payment(thinking)


def asks_which_term(thinking: Thinking) -> bool:
    """The question is which of the terms does best: "¿a cuántos años me conviene?"."""
    said = thinking.said
    judged = _SUITS.search(fold(said.text)) is not None and Act.FINANCING_TERMS in said.acts
    return judged and not gives_down_payment_or_term(thinking)


def weighs_terms(thinking: Thinking) -> bool:
    """It is asked which of two terms, or of those just quoted, does better: "¿cuál deja menos deuda, 48 o 60?"."""
    said, written = thinking.said, questions.respelled(thinking.said.text)
    paid = has_terms_now(thinking) or said.monthly is not None
    spoken_of = said.terms or said.months is not None or _OF_A_TERM.search(written) or _asked_another_term(thinking)
    weighed = hearing.says(lexicon.WEIGHING_TERMS, written) and spoken_of
    return bool(weighed) and not (paid or said.names or said.pointed or said.ordinals)


def _asked_another_term(thinking: Thinking) -> bool:
    """Whether the message before asked for nothing but another term: "¿y a 5?"."""
    return bool(_ONLY_A_TERM.match(fold(thinking.turn.last.customer)))


def finds_it_much_a_month(thinking: Thinking) -> bool:
    """What the plan came to is found too much a month, and no other is asked for: "está muy alta la mensualidad"."""
    much = hearing.says(lexicon.MUCH_A_MONTH, questions.respelled(thinking.said.text))
    return much and not gives_terms(thinking)


def asks_what_changes(thinking: Thinking) -> bool:
    """It is asked what another down payment changes of the quote before: "¿cuánto baja si le pongo 50 más?"."""
    said, before = thinking.said, paid_down(thinking.turn.state)
    now = paid_down(said)
    other = (
        any(value is not None for value in now.values())
        and now != before
        and any(value is not None for value in before.values())
    )
    return _asks_of_a_change(thinking) and other and not (said.each_down_payment or said.names)


def asks_what_another_car_changes(thinking: Thinking) -> bool:
    """It is asked how far apart two cars are, one of them talked about: "¿cuánto me ahorro con esa?".

    Where nothing was to be paid down before, no other plan of the same car can be meant.
    """
    said, before = thinking.said, thinking.turn.state
    paid = has_down_payment(thinking)
    if not (_asks_of_a_change(thinking) and (paid or asks_how_much_apart(thinking)) and before.focus is not None):
        return False
    another = said.names or said.other_one or any(number != before.focus for number in said.pointed)
    first = all(value is None for value in paid_down(before).values()) and bool(before.compared or before.earlier)
    return bool(another) or first


def asks_how_much_apart(thinking: Thinking) -> bool:
    """It is an amount that is asked for, by which two cars differ, and not all that does, nor which one is better."""
    written = questions.respelled(thinking.said.text)
    amount = hearing.says(lexicon.HOW_MUCH_APART, written) or (thinking.said.contrast and _asks_of_a_change(thinking))
    return bool(amount) and not _SUITS.search(written)


def _asks_of_a_change(thinking: Thinking) -> bool:
    return hearing.says(lexicon.WHAT_CHANGES, questions.respelled(thinking.said.text))


def at_most(thinking: Thinking) -> Decimal | None:
    """Return what can be paid a month: said now, or before where it is asked over which term that does."""
    asked = hearing.says(lexicon.PHRASES[Act.FIND_TERM, "sure"], questions.respelled(thinking.said.text))
    return thinking.said.monthly or (thinking.state.monthly if asked else None)


def paid_down(of: DialogueState | Understanding) -> dict[str, Decimal | None]:
    """Return what is paid down, as a quote takes it: in pesos or in per cent."""
    return {"down_payment": of.down_payment, "down_payment_percent": of.down_payment_percent}


def asks_what_it_comes_to(thinking: Thinking) -> bool:
    """Below its card, with the price, it is asked at what the car comes out: its payments, and not the price again."""
    said, state = thinking.said, thinking.turn.state
    written = questions.respelled(said.text)
    of_the_car = hearing.says(lexicon.COMES_TO, written) and not hearing.says(lexicon.WHAT_ELSE_COSTS, written)
    asked = of_the_car and not gives_terms(thinking)
    below_its_card = state.pending is Slot.DOWN_PAYMENT and state.focus == thinking.state.focus is not None
    return asked and below_its_card and not (said.names or said.has_wish or pays_cash(thinking))


def would_pay_down_otherwise(thinking: Thinking) -> bool:
    """Another down payment is thought of, and how much is not said: "¿y con más enganche?"."""
    said = hearing.says(lexicon.ANOTHER_DOWN_PAYMENT, fold(thinking.said.text))
    return (
        said
        and when.has_focus(thinking)
        and not gives_terms(thinking)
        and Act.LEAST_DOWN_PAYMENT not in thinking.said.acts
    )


def has_terms_now(thinking: Thinking) -> bool:
    """The message itself gives a down payment."""
    return thinking.said.down_payment is not None or thinking.said.down_payment_percent is not None


def was_told_what_to_pay_down(thinking: Thinking) -> bool:
    """The last reply said how much to pay down for a payment."""
    return thinking.state.monthly is not None and money_wording.says_what_to_pay_down(thinking.turn.last.reply)


def asks_about_interest(thinking: Thinking) -> bool:
    """It is asked how much interest that is, and not at which rate: "¿qué tanto me cobran de interés así?"."""
    written = questions.respelled(thinking.said.text)
    return (
        hearing.says(lexicon.INTEREST, written)
        and hearing.says(lexicon.HOW_MUCH, written)
        and not _RATE.search(written)
    )


def asks_what_is_left(thinking: Thinking) -> bool:
    """The question is whether the car is paid with the last payment: "¿ya es mío o hay que dar más al final?"."""
    return hearing.says(lexicon.LEFT_AT_THE_END, questions.respelled(thinking.said.text))


def only_says_what_they_have(thinking: Thinking) -> bool:
    """Something is asked of a car, and what there is to pay down is only told: "¿es automático? tengo 30 mil"."""
    said = thinking.said
    written = questions.respelled(said.text)
    asks_figures = said.months is not None or Act.FINANCE in hearing.acts(written).all
    return bool(said.asked) and not asks_figures and hearing.says(lexicon.CUES["have", "before"], written)


def speaks_of_weeks(thinking: Thinking) -> bool:
    """It is spoken of paying every week, or every two."""
    written = without_habits(questions.respelled(thinking.said.text))
    return hearing.says((*lexicon.WEEKLY, *lexicon.FORTNIGHTLY), written)


def pays_down_savings(thinking: Thinking) -> bool:
    """What the customer has saved up was taken for the down payment of a car that is only looked for."""
    said = thinking.said
    saved = hearing.says(lexicon.SAVED, questions.respelled(said.text)) and said.down_payment is not None
    return saved and said.has_wish and said.wish.max_price is None and said.monthly is None and not said.names


def pays_cash(thinking: Thinking) -> bool:
    """The car would be paid at once, and not over time."""
    return thinking.state.pays_at_once or hearing.says(lexicon.IN_CASH, fold(thinking.said.text))


def only_tells_how_it_is_paid(thinking: Thinking) -> bool:
    """The customer says how they pay, and nothing else: "pago de contado", "sería con tarjeta"."""
    said = thinking.said
    tells = said.pays_at_once or hearing.tells_how_it_is_paid(questions.respelled(said.text))
    return bool(tells) and not (when.asks(thinking) or said.has_wish or said.names or said.pointed)
