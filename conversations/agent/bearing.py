"""Whether a passage speaks of what was asked: of the thing itself, of its place, and with the kind of datum.

Retrieval finds what is nearest. On a page that says nothing of it the nearest is beside the mark ("¿puedo adelantar
pagos?" answered with a car given in payment), and the honest word is then that we do not have it. Only what cannot be
said in other words is looked for: most questions are answered by passages that share no word with them.
"""

import re
from collections.abc import Collection, Iterable

from conversations.dialogue.facts import Excerpt
from knowledge.language import datum, reading
from knowledge.language.folding import fold, words
from knowledge.language.reading import Reading
from knowledge.language.sameness import ask_the_same
from knowledge.language.topics import HOURS, SITE, Topic

# How a figure is asked for that a passage must then state, by the kind of datum, and in which words it may be told.
_DEMANDED = {
    "price": re.compile(
        r"\b(?:cobran?|cobraran|tiene costo|cuanto (?:es |seria |sale )?(?:el|la|de) (?:envio|flete|entrega|traslado)|"
        r"(?:cuanto|que) (?:me |se )?(?:cuesta|cuestan|sale|vale)|costo de)\b"
    ),
    "length": re.compile(r"\b(?:cuanto (?:tiempo|tardan?|duran?|se tardan?)|cuantos dias|how long)\b"),
    "payment_methods": re.compile(r"\b(?:credit card|debit card|pay (?:in|with) cash|wire transfer|paypal)\b"),
    "contact": re.compile(r"\b(?:telefonos?|whatsapp|correo|numero de|phone)\b"),
}
_COSTS = re.compile(
    r"\b(?:cuanto (?:me |se )?(?:cuesta|sale|vale|cobra|saldria|costaria|cobraria)n?|(?:que|tiene) costo"
    r"|cuanto es (?:el|la|de)|en cuanto (?:me |nos )?queda(?:ria)?|how much)\b"
)
_IN_WORDS = {"length": re.compile(r"\b(?:el mismo dia|al momento|inmediat\w+|en seguida)\b")}
_DATA = {kind.name: kind for kind in datum.DATA}
# Things that have but their own name: a page that does not say it says nothing of them.
_CALLED_BY_NAME = frozenset(
    "prepayment delivery delivery_home reserve tax plates approval invoice co_signer foreigner arrears cancellation "
    "currency referral parking accessibility life_insurance endorsement warranty_extension volume_discount "
    "pets emissions insurance other_owner own_mechanic payment_rhythm fixed_rate failed_inspection advert "
    "endorsed delivery_time directions".split()
)
# What is done in some places only: a passage that does not name the one asked about does not say it of it.
_BOUND_TO_A_PLACE = frozenset({"delivery", "delivery_home", "transfer_car", "home_inspection"})
_ANYWHERE = ("todo el pais", "toda la republica", "cualquier ciudad", "cualquier estado", "otra ciudad", "otro estado")
_OF_ANOTHER_SENSE = (
    "domicilia los pagos",
    "transparente y seguro",
    "en el apartado",
    "reserva a domicilio",
    "declaraciones de impuestos",
    "factura de servicios",
)
# "Agenda la entrega" is the day on which a car is handed over, and says nothing of where it is brought.
_BROUGHT_FROM_AFAR = frozenset({"delivery_home", "transfer_car"})
_HANDED_OVER = ("agenda la entrega",)
_OF_THE_TRADE = frozenset(
    "pago pagos casa credito compra tiempo garantia ampliar servicio precio costo original agencia proceso alta nombre "
    "poder".split()
)
# "¿Qué es el CAT?", and nothing more.
_WHAT_IT_IS = re.compile(
    r"^\W*que (?:es|son|significa) (?:el |la |los |las |un |una |eso de(?:l| la)? )?(?P<thing>[\w ]{1,30})\W*$"
)
# A length of time is one of anything, and so is a price; work on a car is not any other work on it.
_HOW_LONG = frozenset({"down_time", "wait"})
_OF_A_FIGURE = frozenset("cuesta cuestan tiempo tarda tardan costo dinero precio".split())
_DONE_TO_A_CAR = frozenset({"paint", "workshop", "oil", "tires", "maintenance"})
_DONE = re.compile(r"\b(?:hacen|realizan|dan|tienen servicio|ofrecen|manejan)\b")
_FIGURE = re.compile(r"(?<![\w.,])\d+ (?:dias|km|meses|anos)(?!\w)")
_OF_NO_PAGE = frozenset(
    {SITE, HOURS, "process", "contact", "company"}
)  # asked in so many ways that their words find anything
_COVERED = "coverage"
_HOW_IT_IS_PAID = "payment_methods"
_OF_MONEY = frozenset({"credit", "payout"})  # "¿tarjeta de crédito o transferencia?" asks for neither
# What is not asked by who brings a car back (how it was delivered, what it is given for), or says how they earn.
_OF_NO_RETURN = frozenset({"delivery", "delivery_home", "documents", "sell", "trade_in", "payout", "buying"})
_IN_SOMEBODYS_NAME = frozenset({"family_name", "other_owner"})  # the bill, and not the car
_OF_EARNING = frozenset(
    {"payment_methods", "sell", "account", "delivery", "delivery_home", "company_purchase", "paint"}
)
_TOUCHED = {
    "trial": _OF_NO_RETURN,
    "refund": _OF_NO_RETURN,
    "income": frozenset({"app", "phone_app", "payout", "transit"}) | _OF_EARNING,
    "address_proof": _IN_SOMEBODYS_NAME | {"delivery", "delivery_home"},
    "credit_history": frozenset({"payment_methods", "history"}),
    "online": frozenset({"contract", "gestor"}),  # "¿firmo en línea?"
    "delivery_home": frozenset({"home_inspection"}),  # "¿entregan a domicilio?"
    "company_purchase": frozenset({"other_owner", "family_name"}),  # "¿a nombre de persona moral?"
    "trade_in": frozenset({"engine", "accident", "paint"}),
    "same_day": frozenset({"payment_methods", "delivery", "delivery_home"}),
    "own_mechanic": frozenset({"inspection", "workshop", "companions", "delivery", "delivery_home"}),
    "fixed_rate": frozenset({"rate"}),
    "payment_rhythm": frozenset({"sell", "payout", "trade_in", "offer"}),
    "endorsed": frozenset({"endorsement", "invoice", "other_owner"}),
    "directions": frozenset({"transit"}),
    "delivery_time": frozenset({"delivery", "delivery_home", "down_time", "same_day"}),
    "advert": frozenset({"rate", "down_payment", "discount"}),
}
_SAID_OF_ALL = _OF_THE_TRADE - {"garantia"}
_OF_PAPERS = frozenset({"documents", "income", "address_proof"})  # listed under names of their own
_SHORTEST_NAME = 3
_SHORTEST_WORD = 4
_MOST_OF_IT = 0.5
_SHORTEST_STEM, _ENDING = 5, 3  # letters


def bears_on(question: str, excerpt: Excerpt) -> bool:
    """Tell whether an excerpt may answer a question; what it does not speak of at all it does not answer."""
    read = reading.read(question)
    told = _told(excerpt)
    far = bool(topics_asked(question) & _BROUGHT_FROM_AFAR)
    for phrase in (*_OF_ANOTHER_SENSE, *(_HANDED_OVER if far else ())):
        told = told.replace(phrase, " ")
    there = frozenset(words(told))
    return (
        _states_what_is_demanded(question, excerpt)
        and _says_its_name(read, topics_asked(question), there)
        and _names_the_thing(question, there)
        and _speaks_of_what_it_is(question, there)
    )


def is_the_question(question: str, excerpt: Excerpt) -> bool:
    """Tell whether staff wrote an excerpt as the answer to this very question."""
    return excerpt.is_faq and ask_the_same(question, excerpt.heading)


def is_of_the_place(question: str, excerpt: Excerpt) -> bool:
    """Tell whether what is done in some places only is told of the one that is asked about."""
    return _names_its_place(reading.read(question), topics_asked(question), _told(excerpt))


def may_be_sure(question: str, excerpt: Excerpt) -> bool:
    """Tell whether an excerpt may surely answer: it is of the place, and what is covered it says in so many words."""
    covers = _COVERED not in topics_unspoken_of(question, (excerpt,))
    return covers and is_of_the_place(question, excerpt)


def is_near(question: str, excerpt: Excerpt) -> bool:
    """Tell whether an excerpt may be told as the nearest: it has a word of the question, or names a topic of it."""
    read = reading.read(question)
    there = frozenset(words(_told(excerpt)))
    said = [word for word in read.content_words if len(word) >= _SHORTEST_WORD and word not in _SAID_OF_ALL]
    headed = frozenset(words(excerpt.heading))
    return _holds(there, said) or any(_is_named(topic, there, headed) for topic in read.topics)


def _is_named(topic: Topic, there: frozenset[str], headed: frozenset[str]) -> bool:
    """Tell whether a topic is named by its own name, by a heading, or by most of the words that pages have for it."""
    if topic.name in _CALLED_BY_NAME | _OF_PAPERS:
        return _holds(there, _words_of(topic))
    told = _holds(headed, topic.pages_say) or _share_held(there, topic.pages_say) > _MOST_OF_IT
    return told and topic.name not in _DONE_TO_A_CAR


def surely_answers(question: str, excerpt: Excerpt) -> bool:
    """Tell whether an excerpt is sure, and speaks of every topic that is asked about."""
    return excerpt.sure and not topics_unspoken_of(question, (excerpt,))


def is_called_by(topics: Collection[str], question: str, excerpt: Excerpt) -> bool:
    """Tell whether an excerpt calls one of these topics, of which a question is, by its own name."""
    there = frozenset(words(_told(excerpt)))
    triggers = (
        trigger for topic in reading.read(question).topics if topic.name in topics for trigger in topic.triggers
    )
    return any(_is_there(there, trigger) for trigger in triggers if " " not in trigger)


def _is_there(there: frozenset[str], trigger: str) -> bool:
    """Tell whether a word that customers say is there, or where it ends in a star, one that begins so."""
    stem = trigger.rstrip("*")
    return _holds(there, (stem,)) or (stem != trigger and any(word.startswith(stem) for word in there))


def topics_unspoken_of(question: str, excerpts: Iterable[Excerpt]) -> frozenset[str]:
    """Return the topics of a question that none of these excerpts speaks of."""
    there = frozenset(word for excerpt in excerpts for word in words(_told(excerpt)))
    asked = topics_asked(question)
    named = (topic for topic in reading.read(question).topics if topic.name in asked)
    return frozenset(topic.name for topic in named if not _holds(there, _words_of(topic)))


def share_spoken_of(said: str, excerpt: Excerpt) -> float:
    """Return how much of what is said in the words of pages an excerpt has, as a share of its words."""
    return _share_held(frozenset(words(_told(excerpt))), said.split())


def _share_held(there: frozenset[str], asked: Collection[str]) -> float:
    return sum(_holds(there, (word,)) for word in asked) / len(asked) if asked else 0.0


def figures_alike(question: str, excerpt: Excerpt) -> int:
    """Count the figures that an excerpt shares with a question: "la de 7 días", "más de 300 km"."""
    return len(_figures(question) & _figures(excerpt.text))


def topics_asked(question: str) -> frozenset[str]:
    """Return the topics of a question, without those that it only touches."""
    named = reading.read(question).topic_names
    for meant, touched in _TOUCHED.items():
        named = named - touched if meant in named else named
    return named


def in_words_of_pages(question: str) -> tuple[str, ...]:
    """Return what is asked, topic by topic, in the words that pages use for it; nothing where no topic is known."""
    read = reading.read(question)
    meant = topics_asked(question) - _OF_NO_PAGE - (_OF_MONEY if _HOW_IT_IS_PAID in read.topic_names else frozenset())
    topics = (topic for topic in read.topics if topic.name in meant)
    each = (" ".join(word for word in topic.pages_say if word not in _SAID_OF_ALL) for topic in topics)
    return tuple(dict.fromkeys(filter(None, each)))


def _told(excerpt: Excerpt) -> str:
    """Return what an excerpt says, folded, its heading before it."""
    return fold(f"{excerpt.heading}\n{excerpt.text}")


def _figures(text: str) -> frozenset[str]:
    """Return the figures of a text with what they count: "7 dias", "300 km"."""
    return frozenset(_FIGURE.findall(fold(text)))


def demands_a_figure(question: str) -> bool:
    """Tell whether a price, a length of time or a number to call is asked for: nothing but that answers it."""
    return any(spoken.search(fold(question)) for spoken in _DEMANDED.values())


def asks_what_it_costs(question: str) -> bool:
    """Tell whether it is asked how much something costs, beside whether there is any such thing."""
    return _COSTS.search(fold(question)) is not None


def is_bound_to_a_place(question: str) -> bool:
    """Tell whether what is asked is done in some places only, and one of them is named."""
    return bool(reading.read(question).places and topics_asked(question) & _BOUND_TO_A_PLACE)


def _states_what_is_demanded(question: str, excerpt: Excerpt) -> bool:
    asked, told = fold(question), fold(excerpt.text)
    return all(
        datum.states(excerpt.text, _DATA[name])
        or _is_told_in_words(name, told)
        or _answers_its_heading(excerpt, spoken)
        for name, spoken in _DEMANDED.items()
        if spoken.search(asked)
    )


def _is_told_in_words(name: str, told: str) -> bool:
    return name in _IN_WORDS and _IN_WORDS[name].search(told) is not None


def _answers_its_heading(excerpt: Excerpt, spoken: re.Pattern[str]) -> bool:
    """Tell whether the passage stands below the question itself: there "No." is an answer."""
    return "?" in excerpt.heading and spoken.search(fold(excerpt.heading)) is not None


def _says_its_name(read: Reading, asked: frozenset[str], there: frozenset[str]) -> bool:
    named = [topic for topic in read.topics if topic.name in _CALLED_BY_NAME & asked]
    return not named or read.asks_about_a_site or any(_holds(there, _words_of(topic)) for topic in named)


def _names_the_thing(question: str, there: frozenset[str]) -> bool:
    """Tell whether what nobody has a topic for, or is to be done to a car, is named: "¿cuánto tarda el lavado?"."""
    read, asked = reading.read(question), topics_asked(question)
    if demands_a_figure(question) and asked <= _HOW_LONG:
        things = read.terms
    else:
        things = read.content_words if asked and asked <= _DONE_TO_A_CAR and _DONE.search(fold(question)) else ()
    named = [thing for thing in things if len(thing) >= _SHORTEST_STEM and thing not in _OF_A_FIGURE]
    return not named or _holds(there, named)


def _speaks_of_what_it_is(question: str, there: frozenset[str]) -> bool:
    """Tell whether what is to be explained is spoken of: all of "kavak total", and not Kavak alone."""
    asked = _WHAT_IT_IS.search(fold(question))
    named = [word for word in words(asked["thing"]) if len(word) >= _SHORTEST_NAME] if asked else []
    return all(word in there or _holds(there, (word,)) for word in named)


def _words_of(topic: Topic) -> Iterable[str]:
    """Yield the words that a topic is called by: those of pages, and those of customers that stand alone."""
    yield from (word for word in topic.pages_say if word not in _OF_THE_TRADE)
    yield from (trigger.rstrip("*") for trigger in topic.triggers if " " not in trigger)


def _names_its_place(read: Reading, asked: frozenset[str], told: str) -> bool:
    if not read.places or not asked & _BOUND_TO_A_PLACE:
        return True
    return any(name in told for name in (*read.place_names, *_ANYWHERE))


def _holds(there: frozenset[str], asked: Iterable[str]) -> bool:
    return any(_alike(word, one) for word in asked for one in there)


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are the same but for their endings."""
    stem = max(_SHORTEST_STEM, max(len(one), len(other)) - _ENDING)
    return one[:stem] == other[:stem]
