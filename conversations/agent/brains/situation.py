"""What may hold when a message is to be answered: the conditions that the policy's rows are made of."""

import re
from collections.abc import Callable

from catalog.spelling import fold
from conversations.agent.brains import Thinking
from conversations.dialogue import asking, choosing, contrasts, hearing, lexer, lexicon, own_cars, places, questions
from conversations.dialogue.acts import Act
from conversations.dialogue.introductions import name_in
from conversations.dialogue.plan import Slot
from conversations.dialogue.understanding import ATTACHMENT
from knowledge.language.folding import clauses

_THANKING = {Act.THANK, Act.YES, Act.LAUGH, Act.NO, Act.GREET}
_TAKES_UP = frozenset("si sip simon claro adelante dale yes sure".split())
_CHECKED = frozenset({"accidents", "stolen", "odometer"})
Condition = Callable[[Thinking], bool]

_STEPS = lexer.phrases(*lexicon.STEPS_ASKED)
_HOW = lexer.phrases("como", "que necesito", "que ocupo", "documentos", "requisitos", "proceso", "cuanto tarda", "how")
_ASKING = re.compile(
    r"\W*(?:(?:y|o|e|oye|oiga|and|so|pero|entonces|ok|a|de|con|en|por|para) )*"
    r"(?:cuant[oa]s?|cual(?:es)?|que|como|donde|cuando|quien|se puede|puedo|hay|tienen"
    r"|dan|hacen|aceptan|reciben|toman|cobran|piden|manejan|incluyen?|viene|trae|sirve|pueden?|podria|podrian|ocupo"
    r"|necesito|tengo que|tendria que|debo|me dan|me hacen|me cobran|me piden|es necesario|hace falta|se necesita"
    r"|what|how|when|where|who|which|do|does|can|is|are)\b"
)
_LONGEST_GOING_ON = 7  # words
_OF_HOW_MUCH = lexer.phrases("de cuanto es", "de cuanto tiempo", "de cuanto seria")
_UNANSWERED = lexer.phrases(*lexicon.UNANSWERED)
_LONGEST_BESIDE = 3  # letters: "no era eso lo que te pregunté"
_ASKS_PRICE, _ASKS_SIZE = lexer.phrases(*lexicon.ASKS_PRICE), lexer.phrases(*lexicon.ASKS_SIZE)


def heard(*acts: Act) -> Condition:
    """Any of these acts is in the message."""
    return lambda thinking: bool(thinking.said.acts & set(acts))


def unless(condition: Condition) -> Condition:
    """The condition does not hold."""
    return lambda thinking: not condition(thinking)


def asked(*slots: Slot) -> Condition:
    """The last reply asked for one of these."""
    return lambda thinking: thinking.state.pending in slots


def only_attachments(thinking: Thinking) -> bool:
    """Nothing was written: a voice note, a photo, a place."""
    return set(thinking.turn.messages) == {ATTACHMENT}


def only_agrees(thinking: Thinking) -> bool:
    """Yes, in so many words, and nothing else but courtesies: "bueno, los que tengan" agrees to nothing asked."""
    plainly = Act.YES in hearing.acts(questions.respelled(thinking.said.text)).sure
    return plainly and thinking.said.acts <= _THANKING - {Act.NO}


def takes_up_a_person(thinking: Thinking) -> bool:
    """A person was offered, and the customer says yes to that: "va, comuníqueme"."""
    agrees = only_agrees(thinking) or hearing.takes_up_a_person(questions.respelled(thinking.said.text))
    return thinking.state.pending is Slot.PERSON and agrees


def only_greets(thinking: Thinking) -> bool:
    """Hello, and nothing else."""
    return thinking.said.acts == {Act.GREET} and not places.names_a_city(thinking.said.text)


def is_first(thinking: Thinking) -> bool:
    """The customer was never answered before."""
    return not thinking.state.greeted


def says_nothing_known(thinking: Thinking) -> bool:
    """No act was heard at all."""
    return not thinking.said.acts


def asks_who_answers(thinking: Thinking) -> bool:
    """The customer asks whether a machine answers."""
    return hearing.says(lexicon.WHO_ASKED, fold(thinking.said.text))


def only_sells(thinking: Thinking) -> bool:
    """The customer told of a car of theirs, and none of ours was spoken of."""
    said, state = thinking.said, thinking.state
    ours = state.focus is not None or state.shown or state.visit is not None or said.has_wish
    return (said.own_car is not None or state.own_car is not None) and not ours


def asks_to_reserve(thinking: Thinking) -> bool:
    """The customer wants a car kept for them."""
    written = questions.respelled(thinking.said.text)
    return hearing.says(lexicon.RESERVING, written) and not hearing.says(lexicon.RESERVING_A_VISIT, written)


def fears_fraud(thinking: Thinking) -> bool:
    """The customer is afraid of being cheated, and does not say that they were, by us."""
    return hearing.says(lexicon.FEARING, fold(thinking.said.text)) and Act.COMPLAINT not in thinking.said.acts


def says_it_went_unanswered(thinking: Thinking) -> bool:
    """The customer finds that the question before was not answered, and asks no other: "no me contestaste"."""
    rest, found = _UNANSWERED.subn(" ", questions.respelled(thinking.said.text))
    asks_more = any(len(word) > _LONGEST_BESIDE for word in lexer.words(rest))
    return bool(found and thinking.turn.past) and not asks_more


def asks_for_no_car(thinking: Thinking) -> bool:
    """The customer asks for a motorcycle or a lorry, and does not bring one: "quiero dejar mi moto a cuenta"."""
    said, folded = thinking.said, re.sub(r"(?<!\w)(?:en|en la|en mi|mi) moto\w*", " ", fold(thinking.said.text))
    brings = Act.TRADE_IN in said.acts or said.own_car is not None
    asked = hearing.says(lexicon.OTHER_VEHICLES, folded) and hearing.says(lexicon.HAVING, folded)
    return asked and not brings and not said.names and said.wish.body is None


def introduces_themselves(thinking: Thinking) -> bool:
    """The customer gives their name."""
    return name_in(thinking.turn.text) is not None


# ── Cars ────────────────────────────────────────────────────────────────────────────────────────────────────────


def says_wish(thinking: Thinking) -> bool:
    """Something is said of the car wanted, or of which one of many."""
    return thinking.said.has_wish or thinking.said.superlative is not None


def seeks_any_car(thinking: Thinking) -> bool:
    """A car is looked for, and nothing is said of which: "necesito ver un carro hoy, ¿qué tienen?"."""
    return thinking.said.another_kind and not says_wish(thinking)


def names_a_wish(thinking: Thinking) -> bool:
    """A car, a price limit, what comes first, or what is not wanted, is named; or a kind of car is looked for."""
    said, wish = thinking.said, thinking.said.wish
    works = hearing.says(lexicon.PURPOSES["work"], fold(said.text))  # "busco uno para hacer entregas"
    seeks = (wish.body is not None or works) and hearing.says(lexicon.SEEKING, fold(said.text))
    named = said.names or wish.excluded_makes or wish.excluded_models or said.superlative is not None
    return bool(named) or wish.max_price is not None or seeks


def has_focus(thinking: Thinking) -> bool:
    """One car is being talked about."""
    return thinking.state.focus is not None


def has_list(thinking: Thinking) -> bool:
    """A list was shown."""
    return bool(thinking.state.shown)


def asks_of_one_card(thinking: Thinking) -> bool:
    """Something that its card states is asked of the car in focus, whatever else is."""
    return has_focus(thinking) and bool(thinking.said.asked) and not says_wish(thinking)


def wants_another(thinking: Thinking) -> bool:
    """Another car is looked for, cheaper than so much: "está cara, ¿no hay una de 450 para abajo?"."""
    seeks = not has_focus(thinking) or hearing.says(lexicon.SEEKING, fold(thinking.said.text))
    return (seeks and thinking.said.wish.max_price is not None) or thinking.said.relative is not None


def points_nowhere(thinking: Thinking) -> bool:
    """The customer points at a place that the list last shown does not have."""
    ordinal, shown = thinking.said.ordinal, thinking.state.shown
    if not shown and thinking.said.has_wish:
        return False  # "necesito una de 7 asientos, viene el tercero"
    return ordinal is not None and not thinking.said.names and (not shown or ordinal > len(shown))


def means_another_one(thinking: Thinking) -> bool:
    """The customer means another car of the list, and there are several: "y el otro?"."""
    said = thinking.said
    return said.other_one and not said.pointed and len(thinking.state.shown) > 1


def names_cars_to_compare(thinking: Thinking) -> bool:
    """Two cars or more are pointed at or named, or a list is there to ask about."""
    said = thinking.said
    if said.among and len(said.pointed) == 1 and not contrasts.asks_more(fold(said.text)):
        return False  # "de esos, ¿cuál trae menos km?" is one of them
    asks_of_cars = said.contrast or said.names or choosing.is_left_to_us(questions.respelled(said.text))
    if questions.asks_only_about_us(said.text) and not asks_of_cars:
        return False  # "¿se puede a nombre de las dos?"
    named = len(said.names) > 1 or len(said.of_each) > 1 or len(said.pointed) > 1
    beside_it = thinking.turn.state.focus is not None and bool(said.names or thinking.turn.state.earlier)
    return named or has_list(thinking) or bool(thinking.turn.state.shown) or beside_it


def asks_price(thinking: Thinking) -> bool:
    """The question is what it costs, and not "la garantía de cuánto es", nor "¿las placas cuánto cuestan?"."""
    written = _OF_HOW_MUCH.sub(" ", questions.respelled(thinking.said.text))
    asked = [clause for clause in clauses(written) if _ASKS_PRICE.search(clause)]
    return any(not questions.asks_of_a_service(clause) for clause in asked)


def asks_why_it_costs_more(thinking: Thinking) -> bool:
    """The question is why one car is dearer than another."""
    each = clauses(re.sub(r",(?=\W*(?:y )?por ?que\W*(?:$|\n))", "", questions.respelled(thinking.said.text)))
    return any(hearing.says(lexicon.WHY, one) and hearing.says(lexicon.COSTS_MORE, one) for one in each)


def asks_which_gearbox(thinking: Thinking) -> bool:
    """The question is which gearbox cars have: "¿son estándar o automáticos?"; "da igual" asks for neither."""
    either = asking.asks_which_gearbox(questions.respelled(thinking.said.text))
    return (either or "gearbox" in thinking.said.asked) and "transmission" not in thinking.said.dropped


def asks_the_gearboxes_of_the_list(thinking: Thinking) -> bool:
    """The question is which gearbox each of the cars shown has."""
    of_list = has_list(thinking) and not (has_focus(thinking) or says_wish(thinking) or thinking.said.pointed)
    return of_list and asks_which_gearbox(thinking)


def asks_its_size(thinking: Thinking) -> bool:
    """The question is how long, wide or high it is, or whether it has room somewhere."""
    said = thinking.said
    if said.space:
        return True
    goes_on = bool(said.names) and len(lexer.words(fold(said.text))) <= _LONGEST_GOING_ON and bool(thinking.turn.past)
    asked = f"{said.text}\n{thinking.turn.last.customer}" if goes_on else said.text  # "¿y la br-v?"
    return bool(_ASKS_SIZE.search(questions.respelled(asked)))


# ── Their own car ───────────────────────────────────────────────────────────────────────────────────────────────


def repeats_own_car(thinking: Thinking) -> bool:
    """Nothing is told of the car to give in that was not known, and nothing of it is still to be asked."""
    told, known = thinking.said.own_car, thinking.state.own_car
    asks = own_cars.asks_for_a_value(fold(thinking.said.text)) and thinking.said.down_payment is None
    if known is None or known.missing or asks:
        return False
    return told is None or all(value in {None, "", vars(known)[name]} for name, value in vars(told).items())


def asks_of_its_papers(thinking: Thinking) -> bool:
    """The car to give in is not paid off, or not in the customer's name."""
    return questions.asks_of_its_papers(thinking.said.text)


# ── Questions ───────────────────────────────────────────────────────────────────────────────────────────────────


def asks_how(thinking: Thinking) -> bool:
    """The question is how something works, or what it takes."""
    text = fold(thinking.said.text)
    return bool(_STEPS.search(text)) or (asks_something(thinking) and bool(_HOW.search(text)))


def asks(thinking: Thinking) -> bool:
    """It is a question, with its mark or by the word that it begins with."""
    return is_asked(thinking.said.text)


def is_asked(text: str) -> bool:
    """Whether a text is a question, with its mark or by the word that it begins with."""
    return _has_a_mark(text) or bool(_ASKING.match(fold(text)))


def asks_something(thinking: Thinking) -> bool:
    """There is a question mark."""
    return _has_a_mark(thinking.said.text)


def _has_a_mark(text: str) -> bool:
    return "?" in text or "¿" in text


def asks_about_places(thinking: Thinking) -> bool:
    """It is about our places or hours, and nothing else."""
    return places.asks(thinking.said.text)


def names_another_place(thinking: Thinking) -> bool:
    """After a question about our places, a message that may name another one: "trabajo por Santa Fe"."""
    before = thinking.turn.last.customer
    asked = bool(before) and (places.asks(before) or questions.asks_where_to_see(before))
    return asked and places.may_name_one(thinking.said.text)


def passes_the_chat_on(thinking: Thinking) -> bool:
    """Somebody else writes next: "le paso a mi papá"."""
    return hearing.says(lexicon.PASSING_ON, questions.respelled(thinking.said.text)) and not asks_something(thinking)


def thanks_only(thinking: Thinking) -> bool:
    """Thanks, and at most an "ok" that takes up nothing: "sí, gracias" takes what was offered."""
    begun = lexer.words(fold(thinking.said.text))[:1]
    return Act.THANK in thinking.said.acts <= _THANKING and not _TAKES_UP.intersection(begun)


def asks_only_about_us(thinking: Thinking) -> bool:
    """What is asked is on no card of a car, and none of a car that anybody could know by name."""
    return Act.KNOWLEDGE in thinking.said.acts and not thinking.said.unrecorded


def fears_for_its_past(thinking: Thinking) -> bool:
    """The question is whether cars are stolen or were in an accident, and none is looked for beside it."""
    of_its_past = not _CHECKED.isdisjoint(thinking.said.unrecorded)
    return of_its_past and not (says_wish(thinking) or points(thinking))


def asks_how_we_check(thinking: Thinking) -> bool:
    """The question is how we make sure that no car is stolen or was in an accident, and not whether one is."""
    return Act.KNOWLEDGE in thinking.said.acts and set(thinking.said.unrecorded) <= _CHECKED


def points(thinking: Thinking) -> bool:
    """A car that was shown is pointed at."""
    return bool(thinking.said.pointed)
