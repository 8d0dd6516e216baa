"""The words the bot listens for, as data: folded (lower case, no accents), whole words or phrases; `*` ends a stem.

- phrases.tsv: what makes an act heard. A `weak` phrase counts only where no sure one stands; a `whole` one only where
  the message has nothing else.
- cues.tsv: what stands before or behind an amount and tells its part or its bound.
- words.tsv: everything else, by table. spellings.tsv: how words are typed in chats.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeVar

from catalog.criteria import Body, Ordering, Traction, Transmission
from conversations.dialogue.acts import Act
from conversations.dialogue.plan import Contrast
from knowledge.language.tables import rows

Key = TypeVar("Key")
Phrases = tuple[str, ...]
Weight = Literal["sure", "weak", "whole"]


def _rows(name: str) -> list[list[str]]:
    return rows(Path(__file__).parent / name)


def _phrases(cell: str) -> Phrases:
    return tuple(dict.fromkeys(phrase.strip() for phrase in cell.split(",")))


_TABLES: dict[str, dict[str, Phrases]] = {}
for _table, _key, _cell in _rows("words.tsv"):
    if _key in _TABLES.setdefault(_table, {}):
        raise ValueError(f"words.tsv has two rows for {_table} {_key}: one of them would never be heard.")
    _TABLES[_table][_key] = _phrases(_cell)


def _table_of(name: str, key: Callable[[str], Key]) -> dict[Key, Phrases]:
    return {key(written): phrases for written, phrases in _TABLES[name].items()}


def _list(name: str) -> Phrases:
    return _TABLES[name][""]


NUMBER_WORDS: dict[str, int] = {word: int(value) for value, words in _TABLES["numbers"].items() for word in words}
HUNDREDS = frozenset(word for word, value in NUMBER_WORDS.items() if value >= 100)
TENS = frozenset(word for word, value in NUMBER_WORDS.items() if 20 < value < 100 and value % 10 == 0)


# ── What makes an act heard ─────────────────────────────────────────────────────────────────────────────────────────
PHRASES: dict[tuple[Act, Weight], Phrases] = {
    (Act(act), weight): _phrases(cell)  # type: ignore[misc]
    for act, weight, cell in _rows("phrases.tsv")
}
BUYING = _list("buying")
SELLING = _list("selling")  # a customer with a car to sell or to give in wishes for none of ours by naming it
GIVEN_FOR = frozenset(_list("given_for"))  # before the name of a car: it is wanted in its place
TAKING = frozenset(_list("taking"))  # before the name of a car: it is given in
PAYING_IN = frozenset(_list("paying_in"))  # right before an amount, once a plan is talked about
LEAST_PAID_DOWN = _list("least_paid_down")  # is asked for, and nothing off the price
OTHER_MAKES = _list("other_makes")  # than the ones looked for
MUCH_A_MONTH = _list("much_a_month")  # what a plan came to
PAID_FOR_THEIRS = _list("paid_for_theirs")  # when the money for a car to sell comes
GONE_WRONG = _list("gone_wrong")  # with a car bought of us: a complaint
STATE_OF_A_CAR = _list("state_of_a_car")  # given in: worth noting for whoever looks at it
BROUGHT = _list("brought")  # before what such a car brings, as they suppose
CHANGING_OWNERS = _list("changing_owners")  # of the car bought: none is given in
OF_PAPERS = _list("of_papers")  # asks for more documents, and no more cars
INCLUDED = _list("included")
OWN_INSURANCE = _list("own_insurance")
SERVICES = _list("services")  # what is done for a car, or paid for it: "el seguro de un versa" looks for none
HAS_ONE = _list("has_one")  # right before a car, or "un" and a car: it is the customer's …
REPLACED = _list("replaced")  # why another car is looked for
TOWARDS_ANOTHER = _list("towards_another")  # what is paid for theirs is to pay for the next
ASSURING = _list("assuring")  # how it is made sure that nothing bad happens
DOUBTING_USED = _list("doubting_used")  # whether one can trust a car that somebody had before
CHEATED, BY_OTHERS = _list("cheated"), _list("by_others")  # than us, where nothing tells of us …
AGAINST_US_SURELY = _list("against_us_surely")  # … as these do
OUTBID, OUTBID_FOR = _list("outbid"), _list("outbid_for")  # others have the like of it for less
SURPLUS, THEIRS_UNNAMED = _list("surplus"), _list("theirs_unnamed")  # theirs is worth more than ours
GIVES_ONE = _list("gives_one")  # … as it is with these before "un"
GOING_ON = _list("going_on")  # what is told of that car ends with one of these
ROUGHLY = _list("roughly")
WORTH = _list("worth")  # asks what such a car may bring, which nobody says here
HOW_IT_WORKS = _list("how_it_works")  # questions about how financing works, rather than a wish for figures
FINANCING_TERMS = _list("financing_terms")
OFFERING = _list("offering")  # "te doy 200" …
CLOSING = _list("closing")  # … "y me lo llevo": another price than ours, and no down payment
STEPS_ASKED = _list("steps_asked")  # how something goes, and what it takes
AGAINST_US = _list("against_us")  # beside a complaint: it is about us
HOW_IS = _list("how_is")  # "¿qué tal las escuelas?" greets nobody
OF_INCOME = _list("of_income")  # "los ingresos de los dos" compares no cars
NO_MATTER = _list("no_matter")  # "no le hace la diferencia" asks for none
TRUSTING = _list("trusting")  # "¿no es una estafa?" asks, and complains of nothing
TOGETHER = _list("together")  # what several cars cost
TO_SEE = _list("to_see")  # with a day, a visit
BY_VIDEO = _list("by_video")  # a call that a person makes
REMOTELY = _list("remotely")  # a car seen so is no test drive
BEFORE_A_PLACE = _list("before_a_place")  # once places are spoken of, a name behind these is one
ANOTHER_QUESTION = _list("another_question")  # "y otra cosa, ¿tienen garantía?" wishes for no other car
NEARER, OTHER_PLACES = map(_list, ("nearer", "other_places"))  # another branch or city, and no other car
THEIR_DAY = _list("their_day")  # before an hour of the customer's own day …
CHANGING_A_VISIT = _list("changing_a_visit")  # with another day or hour
COMING = _list("coming")  # … unless one of these stands between
UNANNOUNCED = _list("unannounced")  # "¿puedo ir sin cita?" asks for none
DOWN_PAYMENT = _list("down_payment")
WHO_ASKED = _list("who_asked")
INSPECTING = _list("inspecting")  # wants a day for the car to give in to be looked at, which a person settles
VISITS = _list("visits")  # what a test drive is called
SUPPOSING = _list("supposing")  # "¿y si me sale mala?" asks, and complains of nothing
PUT_THROUGH = _list("put_through")  # asks for a person in so many words, whatever else is said
PUT_THROUGH_THEN = _list("put_through_then")  # takes up a person who was offered, and means cars otherwise
CALLING = _list("calling")  # a person is to ring up
WHOM_TO_CALL = _list("whom_to_call")  # asks what then, and for nobody now
IDIOMS = _list("idioms")  # words of cars that mean something else
WHY = _list("why")  # asks for the reason of what was told …
COSTS_MORE = _list("costs_more")  # … that one car is dearer than another, say
DRIVEN = _list("driven")  # "no muy corrida" is a car, and no "corrida financiera"
RESERVING = _list("reserving")  # wants a car kept, which nobody does here
KEPT_FOR = _list("kept_for")  # "guardar pa las placas" asks nothing of them
RESERVING_A_VISIT = _list("reserving_a_visit")  # "¿se puede apartar la cita?" keeps no car
NOT_CARS = frozenset(_list("not_cars"))  # words that sound like a make
OTHER_VEHICLES = _list("other_vehicles")  # what is no car and on no lot of ours …
LOOKING_AROUND = _list("looking_around")  # for a car, and comes to see none
ALL_FIT = _list("all_fit")  # the seats asked for before
NOT_TO_DRIVE = _list("not_to_drive")  # with the other gearbox: no test drive is asked for
NEW_OR_USED = _list("new_or_used")  # asks which of the two our cars are
HAVING = _list("having")  # … and is asked for
UNANSWERED = _list("unanswered")  # the question before, as they see it
FEARING = _list("fearing")  # whether we are honest at all
CONCEDING = _list("conceding")  # "así sea más caro": the price is let go, and nothing dearer asked for
NOT_DEAR = _list("not_dear")  # "algo no muy caro" bargains about nothing
WHERE_TO_SEE = _list("where_to_see")  # nor is the question in which place
ELSEWHERE = _list("elsewhere")  # before what somebody else asks or offers
AGE_ASKED = _list("age_asked")
CONTRASTS = _table_of("contrasts", Contrast)  # differences asked for …
CONTRASTED = _table_of("contrasted", Contrast)  # … and what of, once cars were compared
OF_THESE = _list("of_these")  # the cars just shown
WHICH = frozenset({"cual", "cuales", "which"})
JUDGING = _list("judging")  # words that weigh one car against another
TO_CHOOSE, WORTH_IT = map(_list, ("to_choose", "worth_it"))  # behind "which", and anywhere: one to take is asked for
WITHIN_A_CHOICE = _list("within_a_choice")  # what may stand between
TRAVELLING = _list("travelling")  # done so often, and no payment

# ── What a car should be like ───────────────────────────────────────────────────────────────────────────────────────
ORDERINGS = _table_of("orderings", Ordering)
BODIES = _table_of("bodies", Body)
TRACTIONS = _table_of("tractions", Traction)
TRANSMISSIONS = _table_of("transmissions", Transmission)
ORIGINS = _table_of("origins", lambda makes: tuple(makes.split("; ")))  # the makes that "alemán" or "premium" means
REASONS = _list("reasons")  # begin the clause that says why, and wishes for nothing
LITERALLY = _list("literally")  # said so, it is meant so: "4wd" is not any 4x4, as long as some version says 4WD
SIDES = _table_of("sides", str)  # which side of a car a length is said of
MEASURED = _list("measured")
SIZES = _table_of("sizes", str)  # small and large, said of a car …
SIZED = frozenset(_list("sized"))  # … with one of these before it …
NOT_OF_SIZE = frozenset(_list("not_of_size"))  # … and none of these
THAT_ROOM = _list("that_room")  # the space spoken of before
FITTING = _list("fitting")  # asks whether a car has room somewhere
ASKS_SIZE = _list("asks_size")  # of a car, and sets no limit
ON_THE_CARD = _table_of("on_the_card", str)  # what the card of a car states
ASKING_OF_A_CAR = _list("asking_of_a_car")  # how a question about it begins …
REFINING = _list("refining")  # … unless it is one for other cars
ASKS_PRICE = _list("asks_price")
LEGAL_PERSONS = _list("legal_persons")  # nobody to be put through to
AGE_ASKED_OF = _list("age_asked_of")  # how old somebody may be
WORDS_OF_PAYING = frozenset(_list("words_of_paying"))  # around how one pays, where nothing else is said
ON_CREDIT = _list("on_credit")
PAID_WITH = _list("paid_with")  # how one pays is said …
ASKING_HOW_TO_PAY = _list("asking_how_to_pay")  # … and asked with one of these in the same clause
NO_DOWN_PAYMENT_MEANT = _list("no_down_payment_meant")  # "te pregunto cuánto me dan, no el enganche"
NO_CREDIT = _list("no_credit")  # pays at once, and asks for no plan
TOTAL_COST = _list("total_cost")  # of a loan, in per cent
LEFT_OPEN = _list("left_open")  # of the credit, and not told by its rate and terms
REACHED = _list("reached")  # with what can be paid
ASKS_WHICH = (*_list("asks_which"), *REACHED)  # of all cars, and not of the one in focus
ANY_CAR = (*_list("any_car"), *REACHED)  # asked with what can be paid a month: no more of the car talked about
NARROWING = _list("narrowing")
ANOTHER = _list("another")  # asks for another car than the one talked about
AND_SOME = _list("and_some")  # behind an amount: a little more than it
AS_WELL = _list("as_well")
IS_FIRST = _list("is_first")  # asks whether one car comes first in something
UPKEEP = _list("upkeep")  # what a car costs once it is bought, and nobody bargains about here
BUDGETING = _list("budgeting")  # an amount beside it is what may be spent
AFTER_ALL = _list("after_all")  # takes up a car that was left
THAT_PRICE = _list("that_price")  # the price of the car talked about
ORDERED = _list("ordered")  # "del más barato al más caro": all of them, one after another
ENDS_AN_ORDER = _list("ends_an_order")  # "de la más barata a la más cara"
NOT_OLD = _list("not_old")
AT_ALL = _list("at_all")  # "el más caro que tienes": of all cars there are, whatever was looked for
EQUIPMENT = _table_of("equipment", str)
UNRECORDED = _table_of("unrecorded", str)  # what customers ask of a car and no row of the catalogue says
KINDS = _list("kinds")  # heads of a new wish that no row states
ASPECTS = _table_of("aspects", str)  # what a wish may be freed of …
DROPPING = _table_of("dropping", str)  # … with these words before or behind it
NEED_NOT_BE = _table_of("need_not_be", str)  # before a kind that is let go, and not turned away

# ── What is pointed at ──────────────────────────────────────────────────────────────────────────────────────────────
ORDINALS = _table_of("ordinals", int)
FIRST_ONES = _table_of("first_ones", int)  # how many from the top of the list
ALL_OF_THEM = _list("all_of_them")
BOTH_OF_THEM = _list("both_of_them")
OF_EACH_MODEL = _list("of_each_model")  # beside what comes first: one of each of the models spoken of
SUPERLATIVES = _table_of("superlatives", Ordering)
WITHIN_A_SUPERLATIVE = frozenset(_list("within_a_superlative"))  # between "el" or "cuál" and "más barato"
BEFORE_A_SUPERLATIVE = frozenset(_list("before_a_superlative"))
RELATIVES = _table_of("relatives", Ordering)  # "más barato" than what was shown
REPROACHES = _table_of("reproaches", Ordering)  # what is held against a car, where another is asked for
THIS_ONE = _list("this_one")
TAKES_IT = _list("takes_it")
PICKING = frozenset(_list("picking"))  # right before "la más chica": one of those in view is picked by it
MENTIONED = _list("mentioned")
PREVIOUS = _list("previous")
OTHER_ONE = _list("other_one")  # of a list
SAME_KIND = _list("same_kind")
SAME_MAKE = _list("same_make")
ALIKE = _list("alike")  # of its kind, and not its model
OR_ITS_LIKE = _list("or_its_like")  # behind a model: any of its kind will do
FOLLOWS_ON = _list("follows_on")
SAME_TERMS = _list("same_terms")  # of another car, as of the one before
STANDS_FOR = frozenset(_list("stands_for"))  # what was just asked about, in a short question
DEAR_TO_KEEP, WHAT_ELSE_COSTS = map(_list, ("dear_to_keep", "what_else_costs"))  # and no price of ours
TO_COMPARE = _list("to_compare")
OF_THE_WARRANTY = _list("of_the_warranty")
HOW_TO_PAY = _list("how_to_pay")  # and with which papers: for pages to tell
OF_THE_TRIAL = _list("of_the_trial")  # the days in which a car may be given back, and no test drive
DEAR = _list("dear")
SEEN_REMOTELY = _list("seen_remotely")
SEEN_FROM_AFAR = _list("seen_from_afar")
MODELS_LIKE_MAKES = frozenset(_list("models_like_makes"))
WONDERING = _list("wondering")
DISCOUNTS = _list("discounts")
PASSING_ON = _list("passing_on")
ASKING_LEAVE = _list("asking_leave")
PURPOSES = _table_of("purposes", str)  # what a car is for, that no row states
NEEDS = _table_of("needs", str)  # what is told instead of a car
CARRYING, LOADS = map(_list, ("carrying", "loads"))  # together: a car for cargo
OUT_OF_REACH = _list("out_of_reach")  # of what was shown: too dear for who says so
RAISING = _list("raising")  # beside a budget that is more than the one before: what that more buys
MILES = _list("miles")  # asked in them
OF_OTHERS = _list("of_others")  # beside what is asked of a card: of other cars, or wished for
ASKED_IN_PASSING = _list("asked_in_passing")
SEEKING = _list("seeking")
ARTICLE = frozenset(_list("article"))
CORRECTION = _list("correction")
MISSPOKEN = _list("misspoken")  # between two names or amounts: the first is taken back
WANTING = _list("wanting")  # what follows is a car, even where its name is an everyday word

# ── What turns a name away ──────────────────────────────────────────────────────────────────────────────────────────
EXCLUDING = _list("excluding")
BEFORE_A_NAME = frozenset(_list("before_a_name"))  # between the two at most; a name behind it takes back …
DISMISSED = _list("dismissed")  # somewhere behind a name, in its sentence: it is not wanted any more
THERE_ARE = _list("there_are")  # "hay 2016 y 2017 no" turns none away
TAKEN_BACK = _list("taken_back")  # … the one before with those
TOO_LONG = _list("too_long")  # behind a term: it is not wanted
JOINING = frozenset(_list("joining"))
AT_LEAST_OR_CHEAPER = frozenset(_list("at_least_or_cheaper"))  # "al menos un Jetta", "¿cuál sale menos?": nothing

# ── What stands around an amount ────────────────────────────────────────────────────────────────────────────────────
CUES: dict[tuple[str, str], Phrases] = {(meaning, side): _phrases(cell) for meaning, side, cell in _rows("cues.tsv")}
CUE_FILLERS_BEHIND = frozenset(_list("cue_fillers_behind"))
BY_THE_MONTH, CAN_BE_PAID = _list("by_the_month"), _list("can_be_paid")  # together, in either order
EITHER_DAY = _list("either_day")  # between one day and another on which somebody may come
INSPECTED = _list("inspected")  # what is done to a car that is brought
INTEREST, HOW_MUCH, OF_A_RATE = map(_list, ("interest", "how_much", "of_a_rate"))
ALL_SITES, BESIDE_ALL_SITES = map(_list, ("all_sites", "beside_all_sites"))  # asked of one by one
HOLIDAYS = _list("holidays")
OF_A_SITE = _list("of_a_site")  # in a question of which town we are in
LEFT_AT_THE_END = _list("left_at_the_end")
CUE_FILLERS = frozenset(_list("cue_fillers"))
COUNTED = _list("counted")  # what a number may count that is none of ours: "7 personas", "20 minutos"
IN_CASH = _list("offers")
TERM_ENDS = _table_of("term_ends", str)  # "el plazo más largo", whatever it is …
TERM_ENDS_OF_A_QUOTE = _table_of("term_ends_of_a_quote", str)  # … and "el más corto" of the terms just quoted
COMES_TO = _list("comes_to")  # of a car whose price was told: its payments
WHAT_CHANGES = _list("what_changes")  # beside another down payment
HOW_MUCH_APART = _list("how_much_apart")  # beside another car
WITH_DOWN_PAYMENT = _list("with_down_payment")  # beside a total
WEIGHING_TERMS = _list("weighing_terms")  # which term is the better one
OTHER_TERMS = _list("other_terms")  # all of them are told
PAID_BACK = _list("paid_back")  # what is over once a car is given in, or under: no cars are told apart
WEEKLY, FORTNIGHTLY = map(_list, ("weekly", "fortnightly"))
ANOTHER_DOWN_PAYMENT = _list("another_down_payment")  # how much is to be asked
HOW_MUCH_DOWN, BEFORE_PAYING_DOWN, PAYING_DOWN = map(_list, ("how_much_down", "before_paying_down", "paying_down"))
ADDING = _TABLES["adding"]  # before or behind a down payment that comes on top of the one before
SAVED = _list("saved")
EITHER = _list("either")  # between two down payments: one or the other, and not both together
NO_DOWN_PAYMENT = _list("no_down_payment")
NOTHING = _list("nothing")

# ── How people write ────────────────────────────────────────────────────────────────────────────────────────────────
BOUNDS = _list("bounds")  # leads to an amount or follows it: heard through a slip in fewer letters
FORMS = frozenset(_list("forms"))  # whole words worth hearing through a slip; PHRASES have but their stems
UNBENT = frozenset(_list("unbent"))  # words that are a slip away from one of ours and are not it
SPELLINGS: dict[str, str] = {typed: written for written, cell in _rows("spellings.tsv") for typed in _phrases(cell)}
ENGLISH = frozenset(_list("english"))
SPANISH = frozenset(_list("spanish"))
COURTESY = frozenset(_list("courtesy"))
FILLERS = frozenset(_list("fillers"))
WANTS_MORE = frozenset(_list("wants_more"))  # a bubble that ends with one of these is no whole phrase …
HARDLY_BEGUN = frozenset(_list("hardly_begun"))  # … nor a word or two that end so
GOES_ON_WITH = frozenset(_list("goes_on_with"))  # no phrase begins so, but a question of its own may …
ASKING_WORDS = frozenset(_list("asking_words"))  # … with one of these
OPT_OUT = _list("opt_out")
OPT_OUT_PHRASES = _list("opt_out_phrases")
OPT_IN = _list("opt_in")


def every_word() -> Iterator[str]:
    """Yield the words of every phrase, stems without their star."""
    tables = [phrases for table in _TABLES.values() for phrases in table.values()]
    for phrases in (*tables, *PHRASES.values(), *CUES.values()):
        for phrase in phrases:
            yield from phrase.replace("*", "").split()
