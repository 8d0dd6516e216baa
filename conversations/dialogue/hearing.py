"""Which acts a message does: what its phrases say, and what the amounts and names found make of them."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from catalog.criteria import Ordering
from catalog.spelling import Mention
from conversations.dialogue import choosing, clock, ellipses, exclusions, lexer, lexicon, measures, payments, places
from conversations.dialogue.acts import Act
from conversations.dialogue.habits import without_habits
from conversations.dialogue.plan import Contrast, Slot
from conversations.dialogue.reading import Heard, Reading
from conversations.dialogue.state import DialogueState, Part, Terms
from knowledge.language.premises import without_own

if TYPE_CHECKING:
    from conversations.dialogue.understanding import Understanding

Key = TypeVar("Key")

# Courtesies go along with anything: beside them a weak phrase still counts.
COURTEOUS = frozenset({Act.GREET, Act.THANK, Act.YES, Act.NO, Act.LAUGH, Act.INSTEAD})
_LONGEST_WHOLE = 6  # words of a message that only agrees, or only declines
_LONGEST_POINTING = 4  # "ese coche", of nothing that is known
# What names and places make sure, whatever the words beside them.
_BY_WHAT_IS_FOUND = frozenset({Act.SELECT, Act.UNRECORDED, Act.COMPARE})

_KINDS = lexer.phrases(  # "el sedán más barato", "¿cuál de los estándar trae menos km?"
    *(spoken for kind in (*lexicon.BODIES.values(), *lexicon.TRANSMISSIONS.values()) for spoken in kind)
)
_CLAUSES = re.compile(r"[,.;?!\n]| (?:o|pero) ")
_SENTENCE_END = re.compile(r"[?!;\n]+|\.(?!\d)")
_PLAIN = (*lexicon.HOW_IT_WORKS, *lexicon.SAME_TERMS)  # sure, though of no act by themselves

_EARNED_SO = re.compile(r"(?<!\w)(?:cobr|gan|pag[ao]n|recib|ingres)\w*(?: \w+){0,2} en efectivo")  # and not paid
# A car bought of us, and what is wrong with it: a complaint, and no search for its make.
_BOUGHT_OF_US = re.compile(r"(?<!\w)compr(?:e|amos)(?: \w+){0,5} (?:con|a) (?:ustedes|uds|kavak)(?!\w)")
_DENIED = frozenset({"no", "nunca", "nada"})  # "no me falla"
_CLAUSE_AND_MARK = re.compile(r"[^,.;:?!¿¡\n]+\??")

# Phrases that tell what others do not mean beside them, and what is meant instead.
_CORRECTIONS: tuple[tuple[tuple[str, ...], frozenset[Act], frozenset[Act]], ...] = (
    (lexicon.TRUSTING, frozenset({Act.COMPLAINT}), frozenset()),
    ((*lexicon.NO_MATTER, *lexicon.PAID_BACK), frozenset({Act.COMPARE}), frozenset()),
    (lexicon.HOW_IS, frozenset({Act.GREET}), frozenset()),
    (lexicon.UNRECORDED["ride_hailing"], frozenset({Act.HAGGLE, Act.KNOWLEDGE, Act.FINANCING_TERMS}), frozenset()),
    (lexicon.OF_INCOME, frozenset({Act.COMPARE, Act.FINANCE, Act.FINANCING_TERMS}), frozenset({Act.KNOWLEDGE})),
    (lexicon.RESERVING_A_VISIT, frozenset(), frozenset({Act.TEST_DRIVE})),
    (lexicon.REACHED, frozenset({Act.COMPARE}), frozenset()),
    (lexicon.NOT_TO_DRIVE, frozenset({Act.TEST_DRIVE, Act.INSTEAD}), frozenset({Act.SEARCH})),
    (lexicon.SUPPOSING, frozenset({Act.COMPLAINT}), frozenset({Act.KNOWLEDGE})),
    (lexicon.WHOM_TO_CALL, frozenset({Act.PERSON, Act.COMPLAINT}), frozenset({Act.KNOWLEDGE})),
    (lexicon.DRIVEN, frozenset({Act.FINANCE}), frozenset()),
    (lexicon.LEGAL_PERSONS, frozenset({Act.PERSON}), frozenset({Act.KNOWLEDGE})),
    (lexicon.NO_CREDIT, frozenset({Act.FINANCE, Act.FINANCING_TERMS}), frozenset()),
    (lexicon.NO_DOWN_PAYMENT_MEANT, frozenset({Act.FINANCE, Act.FINANCING_TERMS}), frozenset()),
    (lexicon.OF_THE_WARRANTY, frozenset({Act.FINANCE, Act.FINANCING_TERMS}), frozenset({Act.KNOWLEDGE})),
    (lexicon.HOW_TO_PAY, frozenset({Act.FINANCE, Act.FINANCING_TERMS}), frozenset({Act.KNOWLEDGE})),
    (lexicon.OF_THE_TRIAL, frozenset({Act.FINANCE, Act.FIND_TERM, Act.TEST_DRIVE}), frozenset({Act.KNOWLEDGE})),
    (lexicon.DEAR_TO_KEEP, frozenset({Act.HAGGLE}), frozenset({Act.KNOWLEDGE})),
    (lexicon.WHAT_ELSE_COSTS, frozenset({Act.FINANCE, Act.TRADE_IN}), frozenset({Act.KNOWLEDGE})),
    ((*lexicon.UNRECORDED["safety"], *lexicon.UNRECORDED["upkeep"]), frozenset({Act.KNOWLEDGE}), frozenset()),
    (lexicon.UNRECORDED["seats"], frozenset({Act.HAGGLE}), frozenset({Act.UNRECORDED})),
    (lexicon.PAID_FOR_THEIRS, frozenset({Act.FINANCE, Act.FIND_TERM, Act.FINANCING_TERMS}), frozenset({Act.KNOWLEDGE})),
    (lexicon.OTHER_MAKES, frozenset({Act.MORE}), frozenset({Act.SEARCH})),
    (lexicon.LEAST_PAID_DOWN, frozenset({Act.HAGGLE}), frozenset({Act.LEAST_DOWN_PAYMENT})),
    (lexicon.NOT_DEAR, frozenset({Act.HAGGLE}), frozenset()),
    ((*lexicon.REMOTELY, *lexicon.UNANNOUNCED), frozenset({Act.TEST_DRIVE}), frozenset({Act.KNOWLEDGE})),
    (lexicon.WHERE_TO_SEE, frozenset({Act.TEST_DRIVE}), frozenset()),
    (lexicon.UNRECORDED["towing"], frozenset({Act.TRADE_IN}), frozenset()),
    (lexicon.ANOTHER_QUESTION, frozenset({Act.INSTEAD}), frozenset()),
    (lexicon.PREVIOUS, frozenset({Act.RESET}), frozenset()),
    (lexicon.CHANGING_OWNERS, frozenset({Act.TRADE_IN, Act.INSTEAD}), frozenset({Act.KNOWLEDGE})),
    (lexicon.OF_PAPERS, frozenset({Act.MORE, Act.INSTEAD}), frozenset({Act.KNOWLEDGE})),
    ((*lexicon.NEARER, *lexicon.OTHER_PLACES), frozenset({Act.MORE}), frozenset({Act.KNOWLEDGE})),
    (lexicon.AGE_ASKED, frozenset({Act.FINANCE, Act.FIND_TERM, Act.FINANCING_TERMS}), frozenset({Act.DETAILS})),
)


@lru_cache(maxsize=1024)  # one message is asked about more than once
def acts(written: str) -> Heard:
    """Return the acts that the phrases of a message speak for; weak ones count where nothing sure is said."""
    written = without_habits(without_own(written))
    sure = {act for (act, weight), spoken in lexicon.PHRASES.items() if weight == "sure" and says(spoken, written)}
    sure |= whole(written)
    sure |= payments.asked(written)
    sure |= _complaints_of_ours(written)
    sure = corrected(written, sure)
    heard = set(sure)
    if not sure - COURTEOUS:
        heard |= {a for (a, weight), spoken in lexicon.PHRASES.items() if weight == "weak" and says(spoken, written)}
    return Heard(frozenset(heard), frozenset(sure))


def _complaints_of_ours(written: str) -> set[Act]:
    """Return a complaint where a car bought of us has gone wrong."""
    wrong = lexer.phrases(*lexicon.GONE_WRONG).finditer(written) if _BOUGHT_OF_US.search(written) else ()
    denied = (_DENIED.intersection(lexer.words(written[: match.start()])[-2:]) for match in wrong)
    return {Act.COMPLAINT} if not all(denied) else set()


def _says_a_time(written: str) -> bool:
    """Whether a time of day is said, and not asked: "¿abren a las 9 el sábado?"."""
    return clock.says_a_time(written) and not places.says_hours(written)


def corrected(written: str, heard: set[Act]) -> set[Act]:
    """Return what is heard once phrases have told what others do not mean beside them."""
    if says(lexicon.WHO_ASKED, written):
        rest = lexer.phrases(*lexicon.WHO_ASKED).sub(" ", written)
        heard = heard - ({Act.PERSON} if not says(lexicon.PHRASES[Act.PERSON, "sure"], rest) else set()) | {Act.GREET}
    if says(lexicon.OFFERING, written) and says(lexicon.CLOSING, written):
        heard = heard - {Act.FINANCE} | {Act.HAGGLE}
    heard = heard - _not_meant_by_paying(written)
    said = without_reasons(written)
    for spoken, not_meant, meant in _CORRECTIONS:
        if says(spoken, written):
            heard = heard - not_meant | (meant if says(spoken, said) else set())
    if says(lexicon.DEAR, written) and says(lexicon.UPKEEP, written):
        heard = heard - {Act.HAGGLE} | {Act.KNOWLEDGE}  # "los servicios del bmw salen caros, ¿verdad?"
    if says(lexicon.PUT_THROUGH, written):
        heard = heard | {Act.PERSON}
    if not says(lexicon.REMOTELY, written):
        return _with_visits(written, heard)
    return heard | ({Act.TEST_DRIVE} if _comes_too(written) else set())


def _comes_too(written: str) -> bool:
    """Whether a visit is asked for, and when, beside another way to see it: "prueba el lunes, ¿o me lo traen?"."""
    clauses = (clause for clause in _CLAUSES.split(written) if not says(lexicon.REMOTELY, clause))
    return any(places.days(clause) and speaks_of_coming(clause) for clause in clauses)


def speaks_of_coming(written: str) -> bool:
    """Whether a car is to be tried, or seen where it stands."""
    return says((*lexicon.PHRASES[Act.TEST_DRIVE, "sure"], *lexicon.TO_SEE), written)


def tells_how_it_is_paid(written: str) -> bool:
    """Whether it is told, and not asked, how one pays: "pago de contado", "ponemos 70 en efectivo"."""
    paid_with = lexer.phrases(*lexicon.PAID_WITH)
    clauses = [clause for clause in _CLAUSE_AND_MARK.findall(written) if paid_with.search(clause)]
    asks = any(
        paid_with.sub("", clause).endswith(" ?") or says(lexicon.ASKING_HOW_TO_PAY, clause) for clause in clauses
    )
    return bool(clauses) and not asks


def _not_meant_by_paying(written: str) -> set[Act]:
    """Return what is not meant where it is only told how one pays: no question, no credit, and by itself no bargain."""
    tells, at_once = tells_how_it_is_paid(written), pays_at_once(written) is True
    if not (tells or at_once):
        return set()
    rest = lexer.phrases(*lexicon.PAID_WITH, *lexicon.NO_CREDIT).sub(" ", written)
    alone = not set(lexer.words(rest)) - lexicon.COURTESY - lexicon.FILLERS - lexicon.WORDS_OF_PAYING
    not_meant = {
        *((Act.KNOWLEDGE,) if tells or says(lexicon.PHRASES[Act.HAGGLE, "sure"], written) else ()),
        *((Act.FINANCE, Act.INSTEAD) if at_once else ()),  # "ya no quiero crédito" wants no other car
        *((Act.HAGGLE,) if alone else ()),
    }
    return {act for act in not_meant if not says(lexicon.PHRASES[act, "sure"], rest)}


def pays_at_once(written: str) -> bool | None:
    """Whether somebody pays in cash, or wants no credit; None where nothing is said of either."""
    if says((*lexicon.IN_CASH, *lexicon.NO_CREDIT), _EARNED_SO.sub(" ", written)):
        return True
    return False if says(lexicon.ON_CREDIT, written) else None


def _with_visits(written: str, heard: set[Act]) -> set[Act]:
    """Return what is heard once a day, a time, or a question about opening hours has told whether a visit is meant."""
    if places.says_hours(written) and places.says_where(written) and not _says_a_time(written):
        return heard - {Act.TEST_DRIVE}  # "¿dónde están y a qué hora abren el domingo?"
    if places.days(written) and (says(lexicon.TO_SEE, written) or _says_a_time(written)):
        return heard | {Act.TEST_DRIVE}  # "quiero ver el corolla el sábado", "va, el lunes a las 12"
    return heard


def language(written: str, state: DialogueState) -> str:
    """Return the language that a message is written in, "es" or "en"; where it cannot be told, the one before."""
    words = lexer.words(written)
    english, spanish = (sum(word in known for word in words) for known in (lexicon.ENGLISH, lexicon.SPANISH))
    if english == spanish:
        return state.language
    return "en" if english > spanish else "es"


def settle(reading: Reading, said: "Understanding") -> dict[str, Any]:
    """Return the acts that remain, and whether any of it is sure."""
    heard = _beside_others(reading, said, _about_money(reading, said))
    found = said.has_wish or said.has_terms or said.pointed or said.ordinals or said.superlative or said.contrast
    if not (found or said.term_end):
        explained = {Act.FINANCE} if says(lexicon.HOW_IT_WORKS, reading.folded) else set()
        heard |= reading.heard.guessed - _no_bargain(reading, set()) - explained
        heard -= _of_the_plan_at_hand(reading, set()) if Act.FINANCE in heard else set()
    else:
        heard -= _no_comparison(reading, said, heard)
    if _points(reading, said, heard):
        heard.add(Act.SELECT)
    elif said.unrecorded:
        heard.discard(Act.SELECT)  # "el rojo": nothing tells which one that is
    if said.unrecorded:
        heard.add(Act.UNRECORDED)
    several = len(said.ordinals) > 1 and len(said.pointed) > 1 and Act.FINANCE not in heard  # "el 1 y el 3"
    if (
        several
        or _tells_apart(reading, said)
        or choosing.between(reading, said.pointed, by_order=said.superlative is not None)
    ):
        guessed = reading.heard.guessed if choosing.of_those_compared(reading) else frozenset()
        heard = heard - guessed - {Act.SEARCH, Act.SELECT} | {Act.COMPARE}
    if said.has_wish:
        heard.add(Act.SEARCH)
        heard -= set() if said.unrecorded else {Act.UNRECORDED}
        # "Y en jetta?" names a car and no place of ours; "otro igual más nuevo" asks for more than the next page.
        heard -= ({Act.KNOWLEDGE} - reading.heard.sure) | {Act.MORE}
    elif heard & {Act.KNOWLEDGE, Act.TEST_DRIVE, Act.MOVE_VISIT} or reading.state.visit is not None:
        heard -= {Act.INSTEAD}  # "otra cosa: ando en buró", "sabes qué, mejor voy el sábado" wish for no other car
    by_name = _BY_WHAT_IS_FOUND | ({Act.DETAILS} if reading.state.focus is not None else set())
    terms = reading.money or said.term_end or said.several_terms or _thinks_of_another(reading)
    sure = reading.heard.sure & heard or said.has_wish or terms or heard & by_name
    return {"acts": frozenset(heard), "confident": bool(sure) or says(_PLAIN, reading.folded)}


def _tells_apart(reading: Reading, said: "Understanding") -> bool:
    """Whether it is asked what tells certain cars apart, and not for the one of all that comes first in something."""
    if said.superlative is None or Contrast.EQUIPMENT in said.contrast:
        return bool(said.contrast) or reading.asks_of_these
    of_these = says(lexicon.OF_THESE, reading.folded)
    several = len(said.contrast) > 1 and (bool(said.names) or of_these)  # "¿el más nuevo y con menos km?"
    with_this = len(said.names) == 1 and reading.state.focus is not None and of_these  # "¿cuál de los dos?"
    return (bool(said.contrast) and (several or with_this)) or reading.asks_of_these


def _beside_others(reading: Reading, said: "Understanding", heard: set[Act]) -> set[Act]:
    """Return the acts without those that are but said in passing, beside what is asked."""
    if said.term_end and _is_quoted(reading.state) and Act.TOTAL not in heard:
        heard = heard - {Act.HAGGLE} | {Act.FINANCE}  # "está caro. ¿y al máximo de años?"
    others = said.pointed or said.ordinals or said.takes_up_terms or said.has_terms or said.wish.max_price is not None
    others = others or bool(said.wish.transmission or heard & {Act.KNOWLEDGE, Act.TEST_DRIVE})  # "estándar, es caro"
    if others and says(lexicon.DEAR, reading.folded) and Act.HAGGLE not in acts(_without_dear(reading.folded)).all:
        heard = heard - {Act.HAGGLE} | ({Act.FINANCE} if said.takes_up_terms else set())  # "está caro, ¿y el de 217?"
    if says(lexicon.TO_COMPARE, reading.folded) and (said.relative or said.alike):
        heard = heard - {Act.COMPARE}  # "¿hay algo parecido más barato? para comparar"
    return heard


def _without_dear(written: str) -> str:
    return lexer.phrases(*lexicon.DEAR).sub(" ", written)


def _no_comparison(reading: Reading, said: "Understanding", heard: set[Act]) -> set[Act]:
    """Return the comparing that is none once figures are asked for."""
    if Act.FINANCE not in heard:
        return set()
    if said.terms and not (said.names or said.ordinals):
        return {Act.COMPARE}  # "a 5 años, y también a 4 para comparar"
    one = len(said.pointed) == 1  # "y la otra igual", once one was quoted
    return {Act.COMPARE} - acts(reading.folded).sure if one else set()


def _about_money(reading: Reading, said: "Understanding") -> set[Act]:
    """Let the amounts decide between a wish for figures and a question about how financing works."""
    heard, state = set(reading.acts), reading.state
    terms = {"down_payment", "down_payment_percent", "months", "monthly", "stated_price"} & set(reading.money)
    one_year = said.wish.min_year is not None and said.wish.min_year == said.wish.max_year
    quoted = _is_quoted(state)
    each = quoted or (len(state.compared) > 1 and state.down_payment is not None)  # each with its payments
    another = said.follows_on and each and (reading.names or said.pointed or one_year)
    instead = quoted and len(said.pointed) == 1 and says(lexicon.AFTER_ALL, reading.folded) and Act.DETAILS not in heard
    if (
        terms
        or (reading.several_terms or (said.several_terms and quoted))
        or said.term_end
        or _thinks_of_another(reading)
        or _takes_up_terms(reading)
        or (another and not heard & {Act.INSTEAD, Act.THANK})
        or instead
    ):
        heard.add(Act.FINANCE)  # "y en Jetta?", "y el 2018?", "mejor el de 217" ask for the same quote
    if Act.FIND_TERM in heard and quoted and Act.KNOWLEDGE not in reading.heard.sure:
        heard.add(Act.FINANCE)  # "¿a cuántos meses es eso?"
    heard -= _of_the_plan_at_hand(reading, terms) if Act.FINANCE in heard else set()
    heard -= _no_bargain(reading, terms) | _no_other_wish(said, terms)
    if Act.HAGGLE in heard and not terms:
        heard -= {Act.FINANCE, Act.FINANCING_TERMS}  # the rate that is bargained about is not asked for
    heard -= {Act.TOTAL} if Act.COUNT in heard else set()  # "¿cuántos autos son en total?"
    if "monthly" not in reading.money:
        heard -= {Act.FIND_DOWN_PAYMENT, Act.FIND_TERM}
    elif said.any_car:
        heard = heard - {Act.MORE} | {Act.FINANCE}  # "¿qué otros me alcanzan con 4 mil al mes?" begins a list
    if not terms and says(lexicon.HOW_IT_WORKS, reading.folded):
        heard = heard - {Act.FINANCE} | ({Act.KNOWLEDGE} if Act.FINANCE in heard else set())
    return heard


def _takes_up_terms(reading: Reading) -> bool:
    """Whether the terms of before are asked of the car that took the other's place: "¿y con los mismos datos?"."""
    state = reading.state
    return state.former != Terms() and state.focus is not None and says(lexicon.SAME_TERMS, reading.folded)


def _thinks_of_another(reading: Reading) -> bool:
    """Whether another down payment is thought of, after a quote: "¿y si doy más?"."""
    return _is_quoted(reading.state) and says(lexicon.ANOTHER_DOWN_PAYMENT, reading.folded)


def _of_the_plan_at_hand(reading: Reading, terms: set[str]) -> set[Act]:
    """Return what is not asked in general once figures are: "el plazo más largo" is one of the plan at hand."""
    general = {Act.FINANCING_TERMS} if _is_quoted(reading.state) else set()
    paid_down = {"down_payment", "down_payment_percent"} & terms
    general |= {Act.LEAST_DOWN_PAYMENT, Act.MORE} if paid_down else set()  # "¿y con otros 20?" asks for no page
    return general - acts(reading.folded).sure


def _no_bargain(reading: Reading, terms: set[str]) -> set[Act]:
    """Return the bargaining that is none: "bájale a 90 el enganche", "lo menos que se pueda" of one, "bájale a 300"."""
    paid_down = terms and (says(lexicon.DOWN_PAYMENT, reading.folded) or reading.last_part is Part.DOWN_PAYMENT)
    of_price = reading.last_part is Part.PRICE and reading.state.focus is None
    limited = of_price and says(lexicon.CORRECTION, reading.folded)
    spoken = acts(reading.folded).all  # "¿me pasas precio?", "¿la podemos regresar?"
    discount = says(lexicon.DISCOUNTS, reading.folded)  # "¿hay descuento si doy 70 de enganche?"
    of_another = {Act.KNOWLEDGE, Act.DETAILS} & (reading.heard.all | spoken) and not discount
    guessed = of_another and Act.HAGGLE not in spoken
    least = guessed or (Act.LEAST_DOWN_PAYMENT in reading.acts and reading.state.pending is Slot.DOWN_PAYMENT)
    paid_down = paid_down and not (discount or _bargains_apart(reading))
    return {Act.HAGGLE} if paid_down or limited or least else set()


def _bargains_apart(reading: Reading) -> bool:
    """Whether a sentence that says nothing of the down payment bargains: "¿cuánto baja con 100?, ¿lo dejan en 230?"."""
    paid = {value for _, value in reading.paid_down}
    apart = (one for one in _SENTENCE_END.split(reading.folded) if not says(lexicon.DOWN_PAYMENT, one))
    return any(
        Act.HAGGLE in acts(one).sure and not paid & {measures.in_thousands(tag) for tag in lexer.tags(one)}
        for one in apart
    )


def _no_other_wish(said: "Understanding", terms: set[str]) -> set[Act]:
    """Return the change of mind that is none of the car: "¿y si doy 150 en vez de 120?"."""
    return {Act.INSTEAD} if terms and not said.has_wish else set()


def _points(reading: Reading, said: "Understanding", heard: set[Act]) -> bool:
    """Whether the message picks a car, or says "ese coche" of nothing that is known."""
    only_points = said.this_one and not heard and len(lexer.words(reading.folded)) <= _LONGEST_POINTING
    another = said.other_one and len(reading.state.shown) > 1 and not said.has_wish
    return bool(
        only_points or another or said.superlative or said.ordinals or said.pointed or said.stock_id is not None
    )


def follows_on(written: str) -> bool:
    """Whether a message begins by going on from the one before ("y en Jetta?"), or asks the same of another car."""
    begun = lexer.phrases(*lexicon.FOLLOWS_ON).match(" ".join(lexer.words(written)))
    return bool(begun) or says(lexicon.SAME_TERMS, written)


def says(spoken: tuple[str, ...], written: str) -> bool:
    """Whether one of the phrases stands in the message."""
    return bool(lexer.phrases(*spoken).search(written))


def superlative(written: str, names: Sequence[Mention]) -> Ordering | None:
    """Return in what the one car asked for comes first: "el más barato", "el jetta más nuevo", "cuál sale menos"."""
    if says(lexicon.ENDS_AN_ORDER, written) and says(lexicon.ORDERED, written):
        return None
    written = exclusions.without_refused(without_idioms(written))
    said = ellipses.least(written) or first(lexicon.SUPERLATIVES, written)
    if said is not None:
        return said
    for order, spoken in lexicon.RELATIVES.items():
        for match in lexer.phrases(*spoken).finditer(written):
            before = written[: match.start()]
            for name in names:
                before = lexer.blanked(before, name.start, name.end)
            words = lexer.words(_KINDS.sub(" ", lexer.last_clause(before)))
            while words and words[-1] in lexicon.WITHIN_A_SUPERLATIVE:
                words.pop()
            if words and words[-1] in lexicon.BEFORE_A_SUPERLATIVE:
                return order
    return _superlative_of_a_name(written, names)


def without_reasons(written: str) -> str:
    """Blank the clauses that say why, and ask nothing: "en estándar, porque los automáticos salen caros"."""
    for match in lexer.phrases(*lexicon.REASONS).finditer(written):
        end = match.end() + len(lexer.first_clause(written[match.end() :]))
        written = lexer.blanked(written, match.start(), end)
    return written


def asks_other_terms(folded: str) -> bool:
    """Whether other terms are asked for; by how much the payment falls is none: "¿cuánto baja la mensualidad?"."""
    return says(lexicon.OTHER_TERMS, lexer.phrases(*lexicon.WHAT_CHANGES).sub("", folded))


def without_idioms(written: str) -> str:
    """Blank what only sounds like a car pointed at, or its price: "me vieron la cara", "más barata de mantener"."""
    return lexer.phrases(*lexicon.IDIOMS, *lexicon.UNRECORDED["upkeep"]).sub(lambda match: " " * len(match[0]), written)


def _superlative_of_a_name(written: str, names: Sequence[Mention]) -> Ordering | None:
    """Return in what the one car named with an article comes first: "la odyssey barata", "el rio nuevo"."""
    for name in names:
        before, after = lexer.words(written[: name.start])[-1:], lexer.words(written[name.end :])[:1]
        if after and before and before[0] in {"el", "la"}:
            said = first(lexicon.SUPERLATIVES, f"{before[0]} {after[0]}")
            if said is not None:
                return said
    return None


def term_end(reading: Reading) -> str | None:
    """Return whether the longest or the shortest term is asked for; of a quote at hand, "el más corto" is enough."""
    said = first(lexicon.TERM_ENDS, reading.folded)
    if said is None and _is_quoted(reading.state):
        said = first(lexicon.TERM_ENDS_OF_A_QUOTE, reading.folded)
    return said


def _is_quoted(state: DialogueState) -> bool:
    return state.focus is not None and (state.down_payment is not None or state.down_payment_percent is not None)


def first(table: Mapping[Key, tuple[str, ...]], written: str) -> Key | None:
    """Return the key of the table that is spoken of first, at the most length."""
    found = [(match, key) for key, words in table.items() if (match := lexer.phrases(*words).search(written))]
    return min(found, key=lambda one: (one[0].start(), -one[0].end()))[1] if found else None


def whole(written: str) -> set[Act]:
    """Return the acts that a message does by saying nothing else, courtesies and fillers aside."""
    found = set()
    if len(lexer.words(written)) <= _LONGEST_WHOLE:
        rows = {act: spoken for (act, weight), spoken in lexicon.PHRASES.items() if weight == "whole"}
        found = {act for act, spoken in rows.items() if _is_all(spoken, written)}
    return found - {Act.YES} if Act.NO in found else found


def takes_up_a_person(written: str) -> bool:
    """Tell whether a message does nothing but agree to be put through: "va, comuníqueme"."""
    agreeing = (*lexicon.PHRASES[Act.YES, "whole"], *lexicon.PUT_THROUGH_THEN)
    short = len(lexer.words(written)) <= _LONGEST_WHOLE
    return short and Act.NO not in whole(written) and _is_all(agreeing, written)


def _is_all(spoken: tuple[str, ...], written: str) -> bool:
    pattern = lexer.phrases(*sorted(spoken, key=len, reverse=True))
    rest, count = pattern.subn(" ", written)
    return bool(count) and not set(lexer.words(rest)) - lexicon.COURTESY - lexicon.FILLERS
