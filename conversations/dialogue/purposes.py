"""What an amount of a message may be for: one question each, which `roles` asks in order."""

from conversations.dialogue import lexer, lexicon, offers, payments, repeating
from conversations.dialogue.acts import Act
from conversations.dialogue.cues import Cue, Cues
from conversations.dialogue.lexer import Kind, Tag
from conversations.dialogue.measures import in_thousands, is_what_it_has_run
from conversations.dialogue.plan import Slot
from conversations.dialogue.reading import KINDS, TERMS, Reading
from conversations.dialogue.state import Part

# Asked for the down payment, "2" is still the second of the list and not two thousand pesos.
_SMALLEST_ANSWER = 10
_SMALLEST_PRICE = 50  # thousands, said without a unit and with no word that makes it a limit
# No car costs less; what is said of less is a payment, unless it is nothing at all.
_LOWEST_PRICE = 20_000
_SMALLEST_PAYMENT = 500
_SMALLEST_DISTANCE, _LARGEST_DISTANCE = 1_000, 50_000  # km that are no price
_NAMES_A_CAR = frozenset("auto carro coche numero folio id stock el la del al".split())
_LEAST_ROUND = 100
_WRITTEN_OUT = 1000  # from here on a bare figure is pesos
_CHEAP = 100_000  # what is said of less, when another car is asked for, may well be paid down
_THAT_IS = ("o sea", "osea", "es decir", "son", "serian")
_REACH_OF_A_VERB = 6
_LONGEST_YEARS = 8
_YEARS_OFFERED = frozenset({3, 4, 5, 6})
_LONGEST_CHANGE = 4  # words: "no, mejor a 48"
_ROUND = frozenset({60})  # thousands that are as likely paid down
_BETWEEN_TERMS = frozenset({"", "y", "o", "u", "e", "ni", "y a", "o a", "y en", "o en", "y otro a", "y tambien a", ","})
_MOST_TERMS = 8  # that anybody asks for at once
_CORRECTED = frozenset({Part.DOWN_PAYMENT, Part.PRICE, Part.MONTHLY})
_REPEATED = frozenset({Part.PRICE, Part.STATED_PRICE, Part.DOWN_PAYMENT, Part.MONTHLY, Part.SHARE, Part.TERM})


def is_an_offer(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is what a haggler would rather pay: no limit of what they look for, and no down payment."""
    other = said.bound or said.part in {Cue.DOWN_PAYMENT, Cue.POINT} or reading.has_term or Act.FINANCE in reading.acts
    other = other or (reading.corrects(tag) and repeating.part(reading, tag) in _CORRECTED)  # "bájale a 50"
    other = other or Cue.CAN in said  # "está caro, yo puedo 4 mil" is a payment
    other = other or _is_of_another_car(reading, tag, said)  # "carísimo, ¿no tienes otro de 250?"
    other = other or (said.nearest is Cue.OVER and is_bare_term(reading, tag, said))  # "está caro, ¿y a 6?"
    return Act.HAGGLE in reading.acts and not other


def is_named_as_a_price(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is what somebody would give for the car talked about, and not the limit of another."""
    return offers.is_offer(reading, tag, said) and not (said.bound is Cue.AT_MOST and _asks_for_another(reading))


def _asks_for_another(reading: Reading) -> bool:
    return bool(lexer.phrases(*lexicon.ANOTHER).search(reading.folded))


def is_stock_number(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether "el auto 173312" names a car: six figures that no price ends in."""
    named = lexer.words(reading.before(tag))[-1:]
    called = named and named[0] in _NAMES_A_CAR
    return bool(called) and 100_000 <= tag.value < 10_000_000 and tag.value % 1000 not in {0, 999}


def is_km(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount counts kilometres; no car of a name costs so little as "el figo de 26 mil" says."""
    a_term = said.nearest is Cue.OVER and tag.value <= _LONGEST_YEARS  # "el de menos km a 4 con 60"
    told = said.part is Cue.KM and not a_term
    return told or _is_of_a_name(reading, tag, said) or _goes_on_from_km(reading, tag, said)


def _goes_on_from_km(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a limit that buys no car is one of the kilometres just spoken of: "pocos km, no más de 35 mil"."""
    told = any(earlier.kind is Kind.KM and earlier.end <= tag.start for earlier in reading.tags)
    if said.part is None and said.bound is Cue.AT_MOST and _is_of_the_km_told(reading, tag):
        return True
    before = reading.folded[: tag.start] if told else lexer.last_sentence(reading.folded[: tag.start])
    spoken = lexer.phrases(*lexicon.ON_THE_CARD["km"]).search(before)
    limit = said.part is None and said.bound is Cue.AT_MOST and spoken is not None
    paying = Act.FINANCE in reading.acts or reading.says_a_down_payment
    return limit and _SMALLEST_DISTANCE <= in_thousands(tag) < _CHEAP and not paying


def _is_of_the_km_told(reading: Reading, tag: Tag) -> bool:
    """Whether less is asked for than a car shown has run: "119 mil km es mucho, ¿hay otro con menos de 100 mil?"."""
    told = reading.earlier.get(tag)
    has_run = told is not None and told.kind is Kind.KM and is_what_it_has_run(reading, told.value)
    return told is not None and has_run and in_thousands(tag) < told.value


def _is_of_a_name(reading: Reading, tag: Tag, said: Cues) -> bool:
    bare = said.part is None and said.bound is None and said.nearest is Cue.OF and not said.after
    if not bare or not _SMALLEST_DISTANCE <= in_thousands(tag) < _LARGEST_DISTANCE:
        return False
    behind = any(reading.folded[name.end : tag.start].strip() == "de" for name in reading.names)
    return behind and not (reading.has_term or Act.FINANCE in reading.acts or reading.says_a_down_payment)


def is_one_of_several_terms(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a bare figure is a term of a list that ends in one with its unit: the 3 of "a 3, 4 y 5 años"."""
    if said.part is Cue.DOWN_PAYMENT and tag.value > _LONGEST_YEARS:
        return False  # "si doy 60 y a 3 años"
    for _ in range(_MOST_TERMS):
        later = reading.later.get(tag)
        if tag.kind is not Kind.NUMBER or not _may_be_a_term(tag) or later is None:
            return False
        if reading.folded[tag.end : later.start].strip(" ,") not in _BETWEEN_TERMS:
            return False
        if later.kind is Kind.MONTHS:
            return True
        tag = later
    return False


def is_bare_term(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a figure without a unit is a term: "80 mil a 60" or "y a 3?", said while a quote is talked about."""
    if tag.kind is not Kind.NUMBER or not _may_be_a_term(tag) or payments.is_aimed_at(reading, said):
        return False
    if said.nearest is Cue.OVER and said.part is Cue.DOWN_PAYMENT and not said.after and tag.value <= _LONGEST_YEARS:
        return True  # "mismo enganche a 4"
    nothing_down = lexer.phrases(*lexicon.NO_DOWN_PAYMENT).search(reading.folded)
    if said.nearest is Cue.OVER and (nothing_down or (said.part in {Cue.MONTHLY, Cue.KM} and not said.after)):
        return True  # "las mensualidades a 4", "sin enganche a 72"
    quoted = reading.state.focus is not None and reading.state.down_payment is not None
    if said.part is Cue.POINT and tag.value in _YEARS_OFFERED and (Act.TOTAL in reading.acts or quoted):
        return reading.state.focus is not None  # "y en el de 6, ¿cuánto de puro interés?"
    if said.part is not None:
        return False
    if said.bound is Cue.AT_MOST and tag.value in _YEARS_OFFERED and reading.state.monthly is not None:
        return True  # "máximo 4"
    state = reading.state
    compared = len(state.compared) > 1 and state.down_payment is not None  # "¿y a 6?", of the two just quoted
    paying = reading.quoting or reading.finances or state.monthly is not None or compared
    over = said.nearest is Cue.OVER and paying
    goes_on = reading.state.last_part is Part.TERM and tag.value in _YEARS_OFFERED  # "and 3?", after 4 years
    return (
        over or _is_another_term(reading, tag) or ((tag.value in TERMS or goes_on) and _changes_the_quote(reading, tag))
    )


def _is_another_term(reading: Reading, tag: Tag) -> bool:
    """Whether a figure goes on from a term: the 48 of "a 36, 48 y 60"."""
    earlier = reading.earlier.get(tag)
    goes_on = earlier is not None and reading.folded[earlier.end : tag.start].strip() in _BETWEEN_TERMS
    return goes_on and reading.last_part is Part.TERM


def _changes_the_quote(reading: Reading, tag: Tag) -> bool:
    """Whether a message that says hardly more than a figure changes the quote just given: "48", "mejor 60"."""
    state = reading.state
    quoted = state.focus is not None and (state.down_payment is not None or state.down_payment_percent is not None)
    alone = reading.tags == (tag,) and len(lexer.words(reading.folded)) <= _LONGEST_CHANGE
    return quoted and alone and state.pending is None and (state.last_part is Part.TERM or tag.value not in _ROUND)


def _may_be_a_term(tag: Tag) -> bool:
    return 1 <= tag.value <= _LONGEST_YEARS or tag.value in TERMS


def is_monthly(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is what can be paid a month: "5 mil al mes", "¿en cuántos años para pagar menos de 5?"."""
    if said.part is Cue.MONTHLY:
        return True
    if said.part is not None:
        return False
    bounded = Cue.PAY in said or said.bound is not None  # "soy de 1985" is none
    pesos = tag.kind is Kind.MONEY or (tag.kind is Kind.NUMBER and tag.value >= _WRITTEN_OUT and bounded)
    little = pesos and _SMALLEST_PAYMENT <= tag.value < _LOWEST_PRICE
    if little and payments.is_beside_the_question(reading, said):
        return True
    if Cue.PAY in said:
        return little or not reading.acts.isdisjoint({Act.FIND_TERM, Act.FIND_DOWN_PAYMENT})
    if Cue.CAN in said and reading.state.pending is not Slot.DOWN_PAYMENT:
        return little  # "yo puedo como 4 mil"
    quoted = reading.state.focus is not None and reading.state.down_payment is not None
    if (reading.state.monthly is not None or quoted) and said.bound is Cue.AT_MOST:
        return little  # "que no pase de 5,500"
    return little and _looks_by_payment(reading, said)


def _looks_by_payment(reading: Reading, said: Cues) -> bool:
    """Whether an amount that buys no car is what can be paid a month: "algo como de 4 mil"; "5 mil", asked for."""
    owned = Cue.WITH in said or Cue.HAVE in said
    asked = reading.state.pending is Slot.DOWN_PAYMENT
    about_nothing = not (reading.quoting or reading.has_term)
    spoken_of = said.bound is not None or Act.FINANCE in reading.acts or Cue.OF in said
    return (
        about_nothing and not owned and not asked and (spoken_of or reading.state.pending in {Slot.WISH, Slot.BUDGET})
    )


def repeats(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount stands for the one before it: "no, perdón, 80", "mejor 60", "y 120?" after the same of 60."""
    if said.part is not None or points(reading, tag, said) or tag.value < _SMALLEST_ANSWER:
        return False
    if reading.names_before(tag):
        return False
    corrects = reading.corrects(tag)
    goes_on = reading.last_part is None and lexer.words(reading.folded)[:1] == ["y"] and said.bound is None
    part = repeating.part(reading, tag) if corrects or goes_on else None
    paid_with = Cue.WITH in said and part in {Part.PRICE, Part.STATED_PRICE}  # "y con 100 mil?" is no other price
    return part in _REPEATED and not paid_with


def restates(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount says in pesos what was a share just before: "1/3 de enganche? como 115 mil"."""
    shared = reading.last_part in {Part.SHARE, Part.DOWN_PAYMENT} and said.part is None
    return shared and (said.bound is Cue.ABOUT or reading.before(tag).rstrip().endswith(_THAT_IS))


def is_down_payment(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is paid down."""
    if said.part is Cue.OFFER or (said.part is not Cue.DOWN_PAYMENT and _is_a_budget(reading)):
        return said.part is Cue.OFFER and (reading.quoting or reading.finances or reading.has_term)
    if said.part in {Cue.PRICE, None} and payments.is_saved_up(reading, tag, said):
        return True  # "que la mensualidad no pase de 5 mil, tengo ahorrados 120"
    if said.part is Cue.PRICE and _is_well_below_the_price(reading, tag):
        return True  # "tengo como 60 ahorrados", asked for the down payment
    if _is_brought(reading, tag) and said.part is None:
        return True
    if said.part is not None:
        return said.part is Cue.DOWN_PAYMENT
    in_a_range = reading.closes_a_range(tag) or reading.opens_a_range(tag)
    if said.bound in {Cue.AT_MOST, Cue.AT_LEAST, Cue.BETWEEN} or in_a_range:
        return _is_well_below_the_price(reading, tag) and not _is_of_something(reading)
    if tag.value == 0 or (tag.value < _SMALLEST_ANSWER and tag.kind is not Kind.MONEY):  # "mejor a 4" is no money
        return tag.value == 0 and reading.state.pending is Slot.DOWN_PAYMENT
    return not _is_of_another_car(reading, tag, said) and _is_paid_down(reading, tag, said)


def _is_brought(reading: Reading, tag: Tag) -> bool:
    """Whether an amount is what the car to give in may bring: "haz de cuenta que me lo toman en 120"."""
    owned = reading.state.own_car is not None or Act.TRADE_IN in reading.acts
    clause = " ".join(lexer.words(lexer.last_clause(reading.before(tag)))[-_REACH_OF_A_VERB:])
    return owned and bool(lexer.phrases(*lexicon.BROUGHT).search(clause))


def _is_paid_down(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether a bare amount is paid down: it answers the question, comes with a term, or is there for the car."""
    if _answers_the_question(reading, tag) and not reading.names and tag.value >= _SMALLEST_ANSWER:
        return True
    of = said.nearest is Cue.OF
    if reading.has_term and not of:
        return True
    about_a_car = bool(reading.quoting or reading.state.shown)
    if Cue.HAVE in said and reading.state.shown and in_thousands(tag) < _CHEAP and not reading.names and not of:
        return True  # "traigo 50", of the cars of a list
    quoted = reading.state.focus is not None and reading.state.down_payment is not None
    if Cue.HAVE in said and quoted and offers.is_within(reading, tag, offers.MOST_PAID_DOWN) and not reading.names:
        return True  # "traigo 50", once a quote was told
    if Cue.WITH in said or Cue.HAVE in said:
        with_it = Cue.WITH in said and (reading.quoting or _is_too_little_for(reading, tag))  # "versa 2018 con 60 mil"
        return with_it or _is_there_to_pay_down(reading, about_a_car=about_a_car)
    gives_one_in = lexer.phrases(*lexicon.SELLING).search(reading.folded)
    if reading.state.own_car is not None and Act.FINANCE in reading.acts and not of:
        return True  # what the car to give in may bring, as they suppose
    if _is_too_little_for(reading, tag) and not of and (reading.finances or gives_one_in):
        return True  # "corolla 60 mil en todos los plazos"
    return Act.FINANCE in reading.acts and about_a_car and not reading.names and not of


def _is_too_little_for(reading: Reading, tag: Tag) -> bool:
    """Whether a model is named that an amount can only be paid down for."""
    return any(name.model for name in reading.names) and _SMALLEST_ANSWER <= in_thousands(tag) < _CHEAP


def _is_of_another_car(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is what another car than this may cost: "algo parecido en 270?", "no tienes otro de 200?"."""
    another, sought = _asks_for_another(reading), _seeks_a_kind(reading)
    beside_a_payment = Cue.HAVE in said and reading.says_a_payment  # "una suv, tengo 120 y puedo 6 mil al mes"
    if not (another or sought) or reading.has_term or Cue.WITH in said or said.part is not None or beside_a_payment:
        return False
    if (sought or (another and KINDS.search(reading.folded))) and in_thousands(tag) >= _CHEAP:
        return True  # "¿no hay una troca como de 350?", "¿otra pick up como en 300?"
    likely_paid_down = said.bound is Cue.ABOUT and offers.is_within(reading, tag, offers.MOST_PAID_DOWN)
    return in_thousands(tag) >= _CHEAP and not likely_paid_down  # "algo así como 100 mil" may answer what was asked


def _is_of_something(reading: Reading) -> bool:
    """Whether a limit is one of another car: "algo alto de menos de 220", "una suv que no pase de 290"."""
    another = "algo" in lexer.words(reading.folded) or reading.any_kind
    return another and not lexer.phrases(*lexicon.DOWN_PAYMENT).search(reading.folded)


def _is_a_round_price(reading: Reading, tag: Tag) -> bool:
    """Whether a bare figure beside a wish is what the car may cost: "hatch automático 250"; "bmw 320" is a model."""
    behind_a_make = any(name.model is None and name.end <= tag.start <= name.end + 1 for name in reading.names)
    spoken = [*lexicon.BODIES.values(), *lexicon.TRANSMISSIONS.values(), lexicon.SEEKING]
    wished = bool(reading.names) or any(lexer.phrases(*words).search(reading.folded) for words in spoken)
    return wished and not behind_a_make and _LEAST_ROUND <= tag.value < _WRITTEN_OUT and tag.value % 10 == 0


def _is_all_that_is_said(reading: Reading, tag: Tag) -> bool:
    """Whether a message is nothing but a figure, with nothing that it could answer or change: "150" is a budget."""
    state = reading.state
    talking = state.pending or state.shown or state.focus or state.stated_price or state.own_car or state.visit
    said = [word for word in lexer.words(reading.folded) if word not in lexicon.COURTESY | lexicon.FILLERS]
    return not talking and len(said) == 1 and said[0].isdecimal() and _SMALLEST_PRICE <= tag.value < _WRITTEN_OUT


def _seeks_a_kind(reading: Reading) -> bool:
    """Whether a kind of car is asked for: "¿no hay una troca", "busco una suv"."""
    return all(spoken.search(reading.folded) for spoken in (KINDS, lexer.phrases(*lexicon.SEEKING)))


def _is_there_to_pay_down(reading: Reading, *, about_a_car: bool) -> bool:
    """Whether what the customer has is for the down payment: "tengo 60 mil", "7 mil al mes con 100 mil"."""
    of_one = about_a_car or bool(reading.names) or "stated_price" in reading.money
    beside_a_payment = "monthly" in reading.money or reading.says_a_payment
    return beside_a_payment or (Act.FINANCE in reading.acts and of_one)


def _is_well_below_the_price(reading: Reading, tag: Tag) -> bool:
    """Whether a limit is one of the down payment asked for: "máximo 50 mil" of a car of 250 mil is, "hasta 200" not."""
    ranges = (reading.closes_a_range(tag) or reading.opens_a_range(tag)) and in_thousands(tag) < _CHEAP
    spoken_of = ranges and lexer.phrases(*lexicon.DOWN_PAYMENT).search(reading.folded)  # "de 60 a 80 el enganche"
    asked = bool(reading.state.pending is Slot.DOWN_PAYMENT or spoken_of) and not reading.names
    if Act.FINANCE in reading.acts and in_thousands(tag) < _CHEAP and (reading.names or reading.quoting):
        return True  # "el aveo. tengo 20 ahorrados, ¿cuánto pagaría?"
    return asked and offers.is_within(reading, tag, offers.MOST_PAID_DOWN)


def _answers_the_question(reading: Reading, tag: Tag) -> bool:
    """Whether a down payment is what was asked for, or, after a quote, what a bare amount changes."""
    quoted = reading.state.focus is not None and reading.state.down_payment is not None
    return reading.state.pending is Slot.DOWN_PAYMENT or (quoted and tag.kind is Kind.MONEY)


def points(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount picks one of the cars shown: "el de 247,999", "el 2020 de 217"."""
    earlier = reading.earlier.get(tag)
    dated = [year.end for year in reading.points_at if year.kind is Kind.YEAR]
    of_a_year = earlier is not None and earlier.end in dated and said.nearest is Cue.OF
    return (said.part is Cue.POINT or of_a_year) and bool(reading.state.seen or reading.state.shown)


def is_stated_price(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is the price of a car that is not among ours: "un auto de 300 mil a 48 meses"."""
    in_a_range = reading.closes_a_range(tag) or reading.opens_a_range(tag)
    if said.bound in {Cue.AT_MOST, Cue.AT_LEAST, Cue.BETWEEN} or reading.names or in_a_range:
        return False
    if _is_brought(reading, tag):
        return False
    if Cue.FINANCED in said or (said.part is Cue.PRICED and (reading.finances or reading.has_term)):
        return True
    if said.part is None and _is_the_price_of_none(reading, tag, said):
        return True
    answers = reading.state.pending is Slot.DOWN_PAYMENT and said.part is None and not reading.has_term  # "sería de 80"
    of = said.part in {None, Cue.WHOLE} and (Cue.OF in said or Cue.WHOLE in said) and not answers
    instead = reading.state.stated_price is not None and reading.state.focus is None
    return of and (Act.FINANCE in reading.acts or reading.has_term or instead)


def _is_the_price_of_none(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount as high as a price is to be paid over time, and no car is spoken of: "250 mil a 4 años"."""
    if reading.quoting or reading.state.shown or not {Cue.WITH, Cue.HAVE}.isdisjoint(said.before):
        return False
    return reading.has_term and in_thousands(tag) >= _CHEAP and "stated_price" not in reading.money


def _is_a_budget(reading: Reading) -> bool:
    """Whether it is said what may be spent, and nothing of a down payment: "se me va de presupuesto, yo tengo 260"."""
    paid_down = lexer.phrases(*lexicon.DOWN_PAYMENT).search(reading.folded)
    spent = lexer.phrases(*lexicon.BUDGETING).search(reading.folded) or payments.asks_what_it_buys(reading)
    return paid_down is None and bool(spent)


def is_price(reading: Reading, tag: Tag, said: Cues) -> bool:
    """Whether an amount is what a car may cost; "menor de 21" is a buyer's age."""
    if _is_a_budget(reading) and in_thousands(tag) >= _CHEAP:
        return True
    if tag.kind is Kind.NUMBER and tag.value < _SMALLEST_PRICE and reading.state.pending is not Slot.BUDGET:
        return False
    if said.bound is not None or said.part in {Cue.PRICE, Cue.PRICED} or reading.closes_a_range(tag):
        return tag.value >= _SMALLEST_ANSWER
    if in_thousands(tag) < _LOWEST_PRICE:
        return False
    if tag.kind is Kind.MONEY or _is_of_another_car(reading, tag, said):
        return True
    if reading.state.pending in {Slot.BUDGET, Slot.WISH}:
        return tag.value >= (_SMALLEST_ANSWER if reading.state.pending is Slot.BUDGET else _SMALLEST_PRICE)
    if not said.before and (_is_a_round_price(reading, tag) or _is_all_that_is_said(reading, tag)):
        return True
    spoken_of = {Cue.WHOLE, Cue.OF, Cue.WITH, Cue.HAVE}
    return tag.value >= _SMALLEST_PRICE and any(cue in said for cue in spoken_of)
