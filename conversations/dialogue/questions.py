"""Tells what a message, or one fragment of a burst, asks: of the company, of a place, or going on from before."""

import re
from collections.abc import Sequence
from functools import lru_cache

from catalog.spelling import fold
from conversations.dialogue import hearing, lexer, lexicon, respelling
from conversations.dialogue.acts import Act
from conversations.dialogue.lexer import Kind
from knowledge.language import reading
from knowledge.language.folding import clauses

# Topics of a car to give in: only what speaks of them answers.
OF_ITS_PAPERS = frozenset({"owed_car", "other_owner", "endorsed"})
_TOLD_BESIDE = frozenset(
    "trial warranty invoice family_name other_owner credit_history co_signer payment_methods delivery_home plates tax "
    "fines foreigner prepayment arrears refund warranty_extension company_purchase same_day".split()
)  # asked of any car, whatever is said of one
_OF_PAYING_IT = frozenset(
    "prepayment arrears other_owner family_name co_signer foreigner".split()
)  # asked with the words of a quote: "¿puedo adelantar pagos?"
_NOWHERE_TOLD = frozenset(
    "own_mechanic payment_rhythm fixed_rate advert failed_inspection delivery_time directions".split()
)  # but where a page calls them so
_THE_WAY = "directions"
_HOW_LONG, _APPROVED = "down_time", "approval"
_OF_THE_CREDIT = frozenset({"credit_history", _APPROVED, "rejection"})  # which a review decides, and nobody here
_SO_IT_IS_DONE = lexer.phrases(
    *(
        "asi se puede",
        "asi puedo",
        "asi me",
        "asi si",
        "si me lo dan",
        "si se puede",
        "aun asi",
        "se podra",
        "me alcanza",
    ),
    *("is that ok", "can i still", "would that work"),
)
_WHERE_TO_SEE = re.compile(
    r"(?<!\w)(?:donde|where) (?:(?:lo|la|los|las|se) )?(?:puedo|podria|podre|podemos|podriamos|pueden?|can i) "
    r"(?:ir a |pasar a |go )?(?:see|ver|verl[oa]s?|conocerl?[oa]?|checarl?[oa]?|probarl?[oa]?|manejarl?[oa]?)(?!\w)"
)
# "¿Le pueden llevar el march a la casa para que lo vea?", of a car that was not bought yet.
_BROUGHT_TO_SEE = re.compile(
    r"(?<!\w)(?:llev|tra[eij]|mand|acerc)\w*(?: \w+){0,5}? (?:a|hasta|en) (?:la|mi|su|nuestr[oa]|el) "
    r"(?:casa|hogar|domicilio|oficina|trabajo|rancho|negocio|depa\w*)(?: \w+){0,3}? (?:a|para|pa) (?:que )?"
    r"(?:l[oae]s? )?(?:ve[ar]|vea|vean|prob|prueb|manej|conoc|conozc|chec|cheq)\w*"
)
_CANNOT_COME = re.compile(
    r"(?<!\w)no (?:me |nos |le )?(?:teng\w+|tiene|hay|da|alcanz\w+|pued\w+|podr\w+|podemos)"
    r"(?: (?:tiempo|chance|modo|como|forma))?(?: (?:de|para|pa|a))?"
    r" (?:ir|viajar|trasladar\w+|desplazar\w+|mover\w+)(?! (?:hoy|manana|el|este|ese|esa|los|antes|en|a las))(?!\w)"
    r"|(?<!\w)(?:me|nos) queda (?:muy |bien |re |super )?(?:lej\w+|retirad\w+)"
)
_BY_OTHER_MEANS = lexer.phrases(
    *("como le hago", "como le hacemos", "como le haria", "como puedo", "como podria", "como podemos", "que hago"),
    *("como lo veo", "como la veo", "hay forma", "hay manera", "hay modo", "otra forma", "otra manera", "otra opcion"),
    *("que opciones", "alguna opcion", "se puede ver", "puedo ver", "puedo conocer"),
)
_WHY = re.compile(r"(?:pues |ps )?(?:es (?:que|q)|porque|xq|pq|por que me|ya que)(?!\w)", re.IGNORECASE)  # no question
_OR = "o "  # "¿ya con seguro? o lo meto con mi aseguradora"
_PAID_OUT = "payout"
_PRICE = lexer.phrases("precio", "precios", "price")
_LONGEST_PRICE = 4  # words
_SERVICES = frozenset(
    "plates endorsement gestor tax emissions insurance maintenance workshop oil tires spare_parts delivery_home "
    "transfer_car warranty_extension fees roadside loaner".split()
)
_OF_A_VISIT = frozenset(
    "documents parking children pets companions accessibility food insurance maintenance same_day".split()
)
_OF_THE_BUYER = frozenset("address_proof income credit_history approval co_signer warranty trial documents".split())
_LONGEST_FOLLOWING = 7  # words
_ABOUT_FIGURES = frozenset({Act.FINANCE, Act.FINANCING_TERMS, Act.TOTAL})
_OF_FIGURES = frozenset({Kind.MONEY, Kind.PERCENT, Kind.MONTHS})


def asks_about_us(message: str) -> bool:
    """Whether one fragment of a burst, by itself, asks something about the company."""
    written = respelled(message)
    of_a_service = asks_of_a_service(message) and hearing.says(lexicon.ASKS_PRICE, written)
    return of_a_service or Act.KNOWLEDGE in hearing.acts(written).all


def asks_only_about_us(message: str) -> bool:
    """Whether one fragment asks something about the company for sure, and nothing about figures."""
    sure = hearing.acts(respelled(message)).sure
    if hearing.says(lexicon.KEPT_FOR, respelled(message)):
        return False
    amounts = [tag for tag in lexer.spoken_tags(respelled(message)) if tag.kind in _OF_FIGURES]
    asked = "?" in message and bool(reading.read(message).topic_names & _TOLD_BESIDE)
    if hearing.says(lexicon.SEEN_FROM_AFAR, respelled(message)):
        return hearing.says((*lexicon.STEPS_ASKED, "como"), respelled(message)) or "?" in message
    of_the_credit = "?" in message and bool(reading.read(message).topic_names & _OF_PAYING_IT)
    return ((Act.KNOWLEDGE in sure or asked) and not sure & _ABOUT_FIGURES and not amounts) or of_the_credit


def asks_beside(message: str) -> bool:
    """Whether one fragment asks something that is told beside whatever else is done: documents, the warranty."""
    topics = reading.read(message).topic_names | reading.read(respelled(message)).topic_names  # "q llevo?"
    return asks_only_about_us(message) and bool(topics & (_TOLD_BESIDE | _OF_A_VISIT))


def nowhere_told(message: str) -> frozenset[str]:
    """Return what of a question nobody states: whether their mechanic may check it, the rate is fixed, and the like."""
    return (reading.read(message).topic_names | reading.read(respelled(message)).topic_names) & _NOWHERE_TOLD


def asks_the_way(message: str) -> bool:
    """Whether it is asked how to get to a place: "¿qué camión agarro?"."""
    return _THE_WAY in nowhere_told(message)


def asks_as_a_buyer(message: str) -> bool:
    """Whether one fragment, beside a car to give in, is asked by who buys: "no tengo nómina, ¿así se puede?"."""
    of_the_buyer = bool(reading.read(message).topic_names & _OF_THE_BUYER)
    return "?" in message and of_the_buyer and not asks_of_its_papers(message)


def asks_what_is_included(message: str) -> bool:
    """Whether it is asked if the price, or a payment, has insurance, plates or a tax in it: "¿ya va el seguro?"."""
    return asks_of_a_service(message) and hearing.says(lexicon.INCLUDED, respelled(message))


def knows_its_topic(question: str) -> bool:
    """Whether something is asked that is known by name: the warranty, a document."""
    return bool(reading.read(question).topic_names)


@lru_cache(maxsize=256)
def respelled(message: str) -> str:
    """Return a message as it was meant, folded."""
    return respelling.respell(fold(message), ())


def asks_where_to_see(text: str) -> bool:
    """Whether the question is in which place a car can be seen."""
    written = respelled(text)
    return hearing.says(lexicon.WHERE_TO_SEE, written) or _WHERE_TO_SEE.search(written) is not None


def is_seen_from_afar(text: str) -> bool:
    """Whether a car is to be seen without coming: by a call, at home, before a move, or as one cannot come."""
    written = respelled(text)
    otherwise = _CANNOT_COME.search(written) is not None and _BY_OTHER_MEANS.search(written) is not None
    listed = hearing.says((*lexicon.SEEN_REMOTELY, *lexicon.SEEN_FROM_AFAR), written)
    return listed or otherwise or is_brought_to_see(text)


def is_brought_to_see(text: str) -> bool:
    """Whether it is asked if a car comes to the customer to be seen: "¿me lo traen a la oficina para verlo?"."""
    return _BROUGHT_TO_SEE.search(respelled(text)) is not None


def asks_of_the_credit(text: str) -> bool:
    """Whether it is asked if the credit is given: "ando en buró, ¿me lo sacan?", "no tengo nómina, ¿así se puede?"."""
    topics = reading.read(text).topic_names
    if hearing.says(lexicon.UNRECORDED["service"], respelled(text)):
        topics -= _OF_THE_CREDIT  # "¿trae historial de agencia?"
    if _HOW_LONG in topics and not _asks_whether_approved(text):
        topics -= {_APPROVED}  # "¿cuánto tardan en autorizar?" asks when
    return bool(topics & _OF_THE_CREDIT) or ("income" in topics and _SO_IT_IS_DONE.search(respelled(text)) is not None)


def _asks_whether_approved(text: str) -> bool:
    each = (reading.read(clause).topic_names for clause in clauses(respelled(text).replace(" y ", ", ")))
    return any(_APPROVED in topics and _HOW_LONG not in topics for topics in each)


def asks_of_its_papers(text: str) -> bool:
    """Whether the car to give in is not paid off, or not in its driver's name."""
    return bool((reading.read(text).topic_names | reading.read(respelled(text)).topic_names) & OF_ITS_PAPERS)


def asks_of_a_service(text: str) -> bool:
    """Whether something is asked of what is done for a car, and not of the car: its service, its plates."""
    return bool(reading.read(text).topic_names & _SERVICES)


def asks_only_a_price(text: str) -> bool:
    """Whether nothing is asked but what it costs, of what was said before."""
    return hearing.says(lexicon.ASKS_PRICE, respelled(text)) and len(lexer.words(fold(text))) <= _LONGEST_PRICE


def asks_for_the_price_too(text: str) -> bool:
    """Whether the price is asked for among other things on a card: "precio, año y km"."""
    return _PRICE.search(respelled(text)) is not None


def asks_how_fast_we_pay(text: str) -> bool:
    """Whether it is asked when the money for a car to sell comes."""
    return _PAID_OUT in reading.read(text).topic_names


_ASKS_HOW_LONG = re.compile(  # "¿cuántos días?", and nothing of what
    r"\W*(?:(?:y|por|de|en|a|entonces|pero|como) )*(?:cuantos|cuanto|que tantos|how many|how)"
    r" (?:dias|meses|tiempo|semanas|horas|days|months|weeks|long)(?: (?:son|es|tengo|dan|me dan|seria|dura))*\W*$"
)


def asks_on(text: str, before: str) -> bool:
    """Whether a message goes on from a question about the company: "¿y placas?", "¿ahí qué puedo hacer?"."""
    words = lexer.words(fold(text))
    stands_for_it = len(words) <= _LONGEST_FOLLOWING and not lexicon.STANDS_FOR.isdisjoint(words)
    whole = len(words) > _LONGEST_FOLLOWING and hearing.says(
        lexicon.ASKING_LEAVE, fold(text)
    )  # "¿y nos la pueden llevar?"
    goes_on = (hearing.follows_on(fold(text)) and not whole) or stands_for_it or _ASKS_HOW_LONG.match(fold(text))
    return bool(goes_on) and asks_about_us(before)


def with_what_they_are_about(parts: Sequence[str]) -> list[str]:
    """Join a question that names no topic to what it is asked of: "y si le sale algo, ¿qué hago, a quién le hablo?"."""
    joined: list[str] = []
    for part in parts:
        before = joined[-1] if joined else ""
        asks_on = asks_about_us(part) or asks_only_a_price(part)
        goes_on = asks_on and not knows_its_topic(part) and "?" not in before
        instead = part.startswith(_OR) and Act.TEST_DRIVE not in hearing.acts(respelled(before)).all
        because = _WHY.match(part) is not None and asks_about_us(before)
        if because or ((goes_on or instead) and knows_its_topic(before)):
            joined[-1] = f"{before}, {part}"
        else:
            joined.append(part)
    return joined
