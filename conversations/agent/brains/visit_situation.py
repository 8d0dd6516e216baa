"""What may hold while a test drive is asked for or arranged: more conditions for the policy's rows."""

import re

from catalog.spelling import fold
from conversations.agent.brains import Thinking, earlier, place_questions
from conversations.agent.brains import situation as when
from conversations.dialogue import clock, hearing, lexer, lexicon, places, questions, wording
from conversations.dialogue.acts import Act
from conversations.dialogue.introductions import name_in
from conversations.dialogue.plan import Slot
from knowledge.language.folding import clauses

_FIRST_PERSON = lexer.phrases(
    *("quiero", "quisiera", "puedo", "podria", "me", "nos", "mi", "yo", "para verlo", "para verla", "agend*", "cita"),
    *("probarlo", "probarla", "i want", "can i"),
)
_WE = re.compile(r"(?<!\w)\w{2,}[aei]mos(?!\w)")  # "¿la podemos manejar?", "vivimos por el centro"
_OTHER_ERRANDS = frozenset({Act.FINANCE, Act.TOTAL, Act.TRADE_IN, Act.CANCEL_VISIT, Act.HAGGLE, Act.COMPARE})
_WHAT_IT_TAKES = lexer.phrases(
    "cuanto", "cobran", "cuesta", "costo", "gratis", "dura", "licencia", "how much", "how long"
)
_WHETHER = lexer.phrases("hay", "ofrecen", "dan", "hacen", "manejan", "tienen", "se puede", "is there", "do you")
_OFFERED = (wording.OFFER_VISIT, wording.OFFER_VISIT.english)
_MAY_CHANGE = re.compile(r"(?<!\w)(?:cambi|muev|mov|cancel|reagend|reprogram|pospo|recorr)\w*")
_BRINGING = lexer.phrases("llev*", "traigo", "bring")
_TAKING_OURS = lexer.phrases("me lo llev*", "me la llev*", "me los llev*", "llevarme*", "llevarmelo", "llevarmela")
_LOOKED_OVER = r"(?<!\w)(?:revis|chec|cheq|inspeccion|valu)\w* (?:tambien |de una vez )?(?:(?:a )?mi|el|la|al) {}(?!\w)"
_TRIES = re.compile(r"(?<!\w)(?:probar|pruebo|manejar|manejo|calar)\w*")
_LONGEST_PLACE = 8  # words
_FEW_WORDS = 5
_VISITS = frozenset(
    "prueba probar probarlo probarla verlo verla cita visita manejo manejar manejarlo manejarla".split()
)
_DRIVES = lexer.phrases(
    "puede", "pueda", "podria", "puedan", "pueden", "que lo pruebe", "que la pruebe", "que lo maneje"
)
_SOMEBODY_ELSE = re.compile(
    r"(?=.*(?<!\w)(?:manej|prob|prueb|conduc)\w*)(?=.*(?<!\w)(?:ella|el(?= |$)(?! (?:auto|carro|coche))|mi (?:espos"
    r"|mujer|marido|novi|herman|hij|pap|mam|pareja|primo|prima|suegr|cunad|amig)\w*|otra persona|alguien mas)(?!\w))"
)
_TAKES_NONE = lexer.phrases("no", "nada", "ninguno", "ninguna")


def has_visit(thinking: Thinking) -> bool:
    """A test drive is on record."""
    return thinking.turn.booked is not None


def speaks_of_no_visit(thinking: Thinking) -> bool:
    """There is none, none is named, and something else is asked: "¿dónde está? pq yo no voy a ir hasta México"."""
    named = hearing.says(lexicon.VISITS, fold(thinking.said.text))
    about_credit = questions.asks_of_the_credit(thinking.said.text)  # "dime si me van a rechazar"
    asks = when.asks(thinking) or about_credit
    return not (has_visit(thinking) or is_arranging_visit(thinking) or named) and asks


def is_arranging_visit(thinking: Thinking) -> bool:
    """A test drive is being arranged."""
    return thinking.state.visit is not None


def chose_for_a_visit(thinking: Thinking) -> bool:
    """Asked which car to try, the customer has picked one."""
    return is_arranging_visit(thinking) and thinking.state.pending is Slot.CAR and when.has_focus(thinking)


def names_the_car_to_try(thinking: Thinking) -> bool:
    """Asked which car to try, the customer names one model."""
    names = thinking.said.names
    asked = is_arranging_visit(thinking) and thinking.state.pending in {Slot.CAR, Slot.WISH}
    return asked and len(names) == 1 and names[0].model is not None


def says_when(thinking: Thinking) -> bool:
    """A day or a time is said, and not in a question of something else: "el sábado en la mañana, ¿y mi carro?"."""
    asks = Act.KNOWLEDGE in thinking.said.acts and when.asks(thinking)
    told = clauses(thinking.said.text.rpartition("?")[0])[:-1] if asks else [thinking.said.text]
    return any(clock.hear(clause, today=thinking.now.date()) for clause in told if not places.says_hours(clause))


def asks_for_an_inspection(thinking: Thinking) -> bool:
    """The customer wants a day on which their own car is looked at, or gives one where it was offered."""
    comes = when.only_sells(thinking) and Act.TEST_DRIVE in thinking.said.acts  # "¿puede ser el jueves a las 5?"
    offered = (wording.OFFER_INSPECTION, wording.OFFER_INSPECTION.english)
    takes_it_up = any(sentence in thinking.turn.last.reply for sentence in offered) and says_when(thinking)
    written = questions.respelled(thinking.said.text)
    takes_it_up = takes_it_up and not hearing.says(lexicon.PHRASES[Act.TEST_DRIVE, "sure"], written)
    where = questions.asks_where_to_see(thinking.said.text) or asks_where_to_bring(thinking)
    asks = (
        _has_their_own(thinking)
        and (hearing.says(lexicon.INSPECTING, written) or _names_theirs(thinking))
        and not where
    )
    return comes or takes_it_up or asks


def _names_theirs(thinking: Thinking) -> bool:
    """Whether the car that they have is to be looked over, by its name: "y de una vez revisen el march"."""
    model = fold(thinking.state.own_car.model) if thinking.state.own_car else ""
    return bool(model) and re.search(_LOOKED_OVER.format(re.escape(model)), fold(thinking.said.text)) is not None


def tries_ours(thinking: Thinking) -> bool:
    """The car talked about is to be driven as well."""
    return when.has_focus(thinking) and _TRIES.search(fold(thinking.said.text)) is not None


def asks_where_to_bring(thinking: Thinking) -> bool:
    """It is asked where the customer's own car is looked at: "¿dónde lo llevo a revisar?"."""
    written = questions.respelled(thinking.said.text)
    inspected = hearing.says((*lexicon.INSPECTING, *lexicon.INSPECTED), written)
    comes = Act.TEST_DRIVE in thinking.said.acts  # "¿dónde lo puedo ver? y de paso que revisen el mío"
    return _has_their_own(thinking) and inspected and places.says_where(written) and not comes


def brings_theirs(thinking: Thinking) -> bool:
    """The customer would bring their own car: to be inspected, or where it was just noted ("¿cuándo lo llevo?")."""
    written = questions.respelled(thinking.said.text)
    brought = _BRINGING.search(written) and not _TAKING_OURS.search(written)
    known = thinking.turn.state.own_car
    noted = known is not None and bool(known.model) and known.title in thinking.turn.last.reply
    inspected = noted or hearing.says((*lexicon.INSPECTING, *lexicon.INSPECTED), written)
    return _has_their_own(thinking) and bool(brought) and inspected and not asks_where_to_bring(thinking)


def _has_their_own(thinking: Thinking) -> bool:
    return thinking.said.own_car is not None or thinking.state.own_car is not None


def wants_a_video_call(thinking: Thinking) -> bool:
    """A day or a time is given for a call by video, which a person makes."""
    when_said = clock.hear(thinking.said.text, today=thinking.now.date())
    timed = bool(when_said.days or when_said.times)
    return timed and hearing.says(lexicon.BY_VIDEO, questions.respelled(thinking.said.text))


def comes(thinking: Thinking) -> bool:
    """The customer says that they come to see the car talked about, and when, whatever else they want."""
    said = thinking.said
    spoken = hearing.speaks_of_coming(questions.respelled(said.text)) and Act.TEST_DRIVE in said.acts
    when_said = clock.hear(said.text, today=thinking.now.date())
    comes = (spoken and bool(when_said.days or when_said.times)) or gives_an_hour(thinking)
    return when.has_focus(thinking) and (comes or takes_up_the_offer(thinking))


def takes_up_the_offer(thinking: Thinking) -> bool:
    """After the offer to arrange a visit, a day or a time is said."""
    offered = any(sentence in thinking.turn.last.reply for sentence in _OFFERED)
    return offered and says_when(thinking) and not when.says_wish(thinking)


def gives_an_hour(thinking: Thinking) -> bool:
    """Asked about a visit or not, the customer says when they come: with their name, or while it is arranged."""
    said = thinking.said
    times = clock.hear(said.text, today=thinking.now.date()).times
    calls = hearing.says((*lexicon.CALLING, *lexicon.BY_VIDEO), questions.respelled(said.text))  # "márcame a las 10"
    asks = calls or places.says_hours(said.text) or Act.FINANCE in said.acts or when.says_wish(thinking)
    comes = name_in(said.text) is not None or answers_about_visit(thinking)
    return bool(times) and comes and not asks


def changes_it(thinking: Thinking) -> bool:
    """While a test drive is arranged, another day or hour is said: "no puedo el jueves", "mejor una hora después"."""
    said, written = thinking.said, questions.respelled(thinking.said.text)
    arranged = is_arranging_visit(thinking) or has_visit(thinking)
    others = said.acts & _OTHER_ERRANDS or when.says_wish(thinking) or places.says_hours(said.text)
    return arranged and not others and clock.says_when(said.text) and hearing.says(lexicon.CHANGING_A_VISIT, written)


def answers_about_visit(thinking: Thinking) -> bool:
    """Asked about a test drive, the customer says where or when: a place, a day, a time."""
    pending = thinking.state.pending
    which_car = pending is Slot.CAR and is_arranging_visit(thinking)
    if when.says_wish(thinking):
        return False
    if pending is None or not (pending.of_visit or which_car):  # something else was asked and answered meanwhile
        return is_arranging_visit(thinking) and says_when(thinking) and _names_a_place(thinking)
    if when.points(thinking):
        return False
    text = thinking.said.text
    timed = pending is Slot.VISIT_TIME and clock.says_a_time(fold(text)) and not places.says_hours(text)
    if timed or says_when(thinking) or Act.TEST_DRIVE in thinking.said.acts:
        return True  # "como a las 12, ¿y qué llevo?"
    unplaced = thinking.state.visit is not None and not (thinking.state.visit.place or thinking.state.visit.branch)
    return _names_a_place(thinking) and (pending is Slot.VISIT_PLACE or which_car or unplaced)


def _names_a_place(thinking: Thinking) -> bool:
    """The message may be the name of a branch or a city: it plainly does nothing else, asks and declines nothing."""
    said = thinking.said
    other = hearing.acts(questions.respelled(said.text)).all - {Act.KNOWLEDGE, Act.SELECT, Act.YES, Act.MOVE_VISIT}
    short = len(said.text.split()) <= _LONGEST_PLACE
    return short and not other and not when.asks_something(thinking) and not _TAKES_NONE.search(fold(said.text))


def only_asks_hours(thinking: Thinking) -> bool:
    """It is asked when we are open, and nothing is said of when they come: "¿y a qué hora cierran ahí?"."""
    text = thinking.said.text
    moved = thinking.said.acts & {Act.MOVE_VISIT, Act.CANCEL_VISIT}
    return places.says_hours(text) and places.asks(text) and not (moved or places.days(fold(text)))


def asks_to_change_it(question: str) -> bool:
    """Whether it is asked if a visit may be moved, which is said with it: "si no llego, ¿me lo cambian de día?"."""
    return _MAY_CHANGE.search(questions.respelled(question)) is not None and "?" in question


def comes_and_asks_when_we_open(thinking: Thinking) -> bool:
    """A day and an hour are given, and beside them it is asked when we open: "el domingo a las 10, ¿abren?"."""
    text = questions.respelled(thinking.said.text)
    comes = (clause for clause in clauses(text) if places.days(clause) and clock.says_a_time(clause))
    return places.says_hours(text) and any(not places.says_hours(clause) for clause in comes)


def asks_when_we_open(thinking: Thinking) -> bool:
    """It is asked whether we open on some day, and nobody says that they come: "¿en domingo abren?"."""
    text = questions.respelled(thinking.said.text)
    hours = any(places.says_hours(clause) and places.days(clause) for clause in clauses(text))
    comes = is_arranging_visit(thinking) or has_visit(thinking) or hearing.speaks_of_coming(text)
    return hours and not comes and not clock.says_a_time(text)


def asks_where_it_is(thinking: Thinking) -> bool:
    """It is asked where that is, beside when it will be: "¿dónde lo veo el jueves?", "el sábado, ¿dónde es?"."""
    text, left_over = thinking.said.text, thinking.said.unheard  # "¿en qué parte de Puebla están?"
    where = questions.asks_where_to_see(text) or places.says_where(questions.respelled(text))
    return where or any(map(places.asks, left_over))


def asks_for_the_nearest(thinking: Thinking) -> bool:
    """It is asked which site is nearest to where they said they are: "el viernes, ¿cuál me queda más cerca?"."""
    asks = place_questions.asks_of_the_nearest(thinking.said.text)
    return asks and bool(earlier.said_of_places(thinking))


def only_asks_where(thinking: Thinking) -> bool:
    """It is asked where the car can be seen, and neither that nor when it will be: "¿en León dónde lo podría ver?"."""
    text = thinking.said.text
    spoken = Act.TEST_DRIVE in hearing.acts(questions.respelled(text)).all
    asks = questions.asks_where_to_see(text) and places.asks(lexer.last_sentence(text))
    arranges = spoken or is_arranging_visit(thinking) or has_visit(thinking) or says_when(thinking)
    return Act.TEST_DRIVE in thinking.said.acts and asks and not arranges


def asks_how_from_afar(thinking: Thinking) -> bool:
    """It is asked how a car can be seen from elsewhere: "¿cómo le hago para verla antes de mudarme?"."""
    asks = when.asks_how(thinking) or when.asks(thinking)
    return asks and questions.is_seen_from_afar(thinking.said.text) and not says_when(thinking)


def lets_another_drive(thinking: Thinking) -> bool:
    """It is asked whether somebody else may drive: "¿lo puede manejar ella?", "que lo pruebe mi esposa"."""
    each = clauses(questions.respelled(thinking.said.text))
    return any(_DRIVES.search(one) and _SOMEBODY_ELSE.search(one) for one in each)


def is_settled(thinking: Thinking) -> bool:
    """A test drive is on record or being arranged, and nothing is said of when it is."""
    return (has_visit(thinking) or is_arranging_visit(thinking)) and not says_when(thinking)


def asks_in_a_word(thinking: Thinking) -> bool:
    """A test drive is asked for by a word and a place at most: "prueba monterrey", "cita en puebla"."""
    said = lexer.words(questions.respelled(thinking.said.text))
    few = len(said) <= _FEW_WORDS and said[:1] and said[0] in _VISITS
    return (
        bool(few) and (len(said) == 1 or places.names_a_city(thinking.said.text)) and not when.asks_something(thinking)
    )


def asks_whether_test_drives(thinking: Thinking) -> bool:
    """The question is whether a test drive can be had, and not what it costs or how long it takes."""
    return asks_about_test_drives(thinking) and bool(_WHETHER.search(fold(thinking.said.text)))


def asks_something_of_it(thinking: Thinking) -> bool:
    """A visit is only guessed at, and something is asked: "¿puedo llevar a mis hijos?", "¿puedo ir el domingo?"."""
    spoken = Act.TEST_DRIVE in hearing.acts(questions.respelled(thinking.said.text)).all
    return not spoken and not is_arranging_visit(thinking) and not when.has_focus(thinking) and when.asks(thinking)


def asks_about_test_drives(thinking: Thinking) -> bool:
    """The question is how test drives work, and nobody says that they want one."""
    text = fold(thinking.said.text)
    wants = _FIRST_PERSON.search(text) or _WE.search(text) or hearing.says(lexicon.TO_SEE, text)
    of_it = _WHAT_IT_TAKES.search(text) or not wants
    return when.asks_something(thinking) and bool(of_it) and not says_when(thinking)
