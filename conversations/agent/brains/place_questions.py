"""What a question asks of our places, read off its words alone."""

import re
from collections.abc import Iterator, Sequence

from catalog.spelling import fold
from conversations.agent.brains import situation as when
from conversations.dialogue import hearing, lexer, lexicon, places, questions
from knowledge.language import reading
from knowledge.language.folding import clauses
from knowledge.language.places import Place
from knowledge.language.reading import Reading
from knowledge.language.topics import HOURS, SITE

_OUR_NAME = "kavak"
_COMES_BACK = re.compile(r"\W*(?:y )?lo (?:del?|de la) ")  # "lo del horario no me quedó claro"
_ARE_THERE = lexer.phrases("tienen aqui en", "tienen en", "hay aqui en", "estan aqui en", "estan en", "tienen aca en")
_WHERE_WORDS = frozenset({"donde", "ciudad", "ciudades", "estados", "where", "cuales", "lista", "todas", "which"})
_MAY_STAND_IN_A_LIST = frozenset(lexicon.BESIDE_ALL_SITES)
_ONLY_THERE = lexer.phrases("solo", "nomas", "nada mas", "unicamente", "solamente", "only", "just")
_ALL = lexer.phrases(*lexicon.ALL_SITES)
_IN_WHICH_CITIES = re.compile(
    r"(?<!\w)(?:(?:en (?:que|cuales|cuant[ao]s) (?P<other>otr[oa]s |mas )?(?:ciudad|estado|plaza|parte|lugar|zona)e?s?"
    r"|(?:que|cuales) (?P<others>otr[oa]s )(?:ciudades|estados))"
    r"(?= (?:\w+ )*?(?:estan|andan|tienen|hay|operan|ubican|encuentran|cuentan|kavak|sucursal\w*|sedes?|agencias?)\b)"
    r"|(?:which|what) (?:cities|states|towns)(?= (?:are you|do you have|have you)))"
)
_BESIDES = lexer.phrases("ademas de", "aparte de", "a parte de", "fuera de", "other than", "besides")
_WHO_ASKS = re.compile(  # "dice mi hija que pregunte si en domingo abren"
    r"^.*?(?<!\w)(?:pregunt\w+|dicen?|quieren? saber|quiere que le diga\w*)(?: (?:\w+ ){0,3}?(?:que|q))? si ",
    re.IGNORECASE,
)
_OR_BROUGHT = re.compile(
    r",? o (?:si )?(?=(?:(?:me|nos|te|se|le|les) )?(?:l[oa]s? )?(?:pueden |podrian )?"
    r"(?:llev|tra[ei]|mand|env[ií]|entreg)\w+)",
    re.IGNORECASE,
)
_OR_HOW = re.compile(  # "¿hay sucursal aquí o cómo le hago?"
    r"(?:^|[,;.?]*\s+)(?:o|y|si no|sino|entonces)\s+(?:(?:si no|sino|entonces)\s+)?(?:c[oó]mo|qu[eé]|[kq])\s+"
    r"(?:le |lo |la )?(?:hag\w*|har[ií]a\w*|hac\w+|pued\w+|podr[ií]a\w*)(?: hacer\w*)?"
    r"(?=\W*$|\W+para (?:comprar|ver)\w*\W*$)",
    re.IGNORECASE,
)
_HAVE_IT_THERE = re.compile(  # and not "soy de puebla, ¿qué carros tienen aquí?"
    r"^\W*(?:(?:(?:yo )?(?:vivo|estoy|soy|ando|toy|radico)|en)(?!\w)(?:(?!que |cual|cuant|carro|auto|coche)[^?])*?\W+)?"
    r"(?:(?:y|si|ya|no|ustedes|de casualidad) )*(?:tienen|hay|estan) (?:algo |kavak )?(?:ahi|aqui|aca|alla)\W*$"
)
FROM_AFAR, BROUGHT = "¿cómo veo el auto por videollamada?", "¿me llevan el auto a mi domicilio?"
WHERE = "¿en qué ciudades tienen sedes?"
EACH_SITE = "lista de todas las sedes"


def parted(question: str) -> Iterator[str]:
    """Yield what is asked of places without who asks it, and apart: "¿hay sede por acá o me lo llevan?"."""
    beside = _OR_BROUGHT.search(question)
    otherwise = _OR_HOW.search(question)
    if beside and _of_a_site(question[: beside.start()]):
        yield from (_or_else(question[: beside.start()], question), BROUGHT)
    elif otherwise and _of_a_site(question[: otherwise.start()]):
        yield from (question[: otherwise.start()], FROM_AFAR)
    else:
        yield _WHO_ASKS.sub("", question) if _of_a_site(question) else question


def _or_else(question: str, said: str) -> str:
    """Return what is asked before what is asked instead: "¿voy a la sede o me lo llevan? vivo en León"."""
    cities = reading.read(said).places
    return _site_in(cities[0]) if cities and not places.says_hours(question) else question


def asks_how_else(question: str) -> bool:
    """Whether a part asks no more than what to do then: "o cómo le hago?"."""
    otherwise = _OR_HOW.search(question)
    return otherwise is not None and otherwise.start() == 0


def with_its_city(question: str, beside: Sequence[str]) -> str:
    """Return whether we are "there", or "here", with the city that is said beside it: "estoy en León, ¿tienen ahí?"."""
    there = _HAVE_IT_THERE.match(fold(question)) is not None
    cities = [city for said in (question, *beside) for city in reading.read(said).places] if there else []
    return _site_in(cities[0]) if cities else question


def _site_in(city: Place) -> str:
    return f"¿tienen sede en {city.names[0]}?"


def _of_a_site(question: str) -> bool:
    named = _OUR_NAME in lexer.words(fold(question))
    return named or places.says_hours(question) or places.says_where(question) or asks_what_is_there(question)


def asks_of_places(question: str) -> bool:
    """Whether it is about our places or hours, by its words, or the name of a place alone."""
    if places.asks(question) or asks_whether_we_are_there(question) or questions.asks_where_to_see(question):
        return True
    if asks_of_all_of_them(question):
        return True
    return places.may_name_one(question) and not reading.read(question).topic_names - {SITE, HOURS}


def asks_of_a_place(part: str) -> bool:
    """Whether a part asks where we are, or when we open."""
    said = places.says_hours(part) or places.says_where(part)
    asks = "?" in part or places.says_where(part)  # "dónde llevo el jetta, estoy en monterrey"
    asks = asks or when.is_asked(part) or _COMES_BACK.match(fold(part)) is not None
    return asks and (places.names_a_city(part) or (places.asks(part) and said))


def asks_where_we_are(question: str) -> bool:
    """Whether a site is asked for, of no place that is known: "¿tienen un lugar físico? vivo por lindavista"."""
    read = reading.read(question)
    return read.topic_names == {SITE} and not (read.places or read.nearest_places)


def asks_of_each_site(question: str) -> bool:
    """Whether sites are asked for one by one: all of them, or those of several cities by name."""
    read = reading.read(question)
    if read.topic_names != {SITE} or not _are_of_a_list(read):
        return False
    return len(read.places) > 1 or (not read.places and _ALL.search(fold(question)) is not None)


def asks_of_all_of_them(question: str) -> bool:
    """Whether it is asked of all our sites or cities at once, whatever city was spoken of before."""
    return _asks_in_which_cities(question) or (not reading.read(question).places and asks_of_each_site(question))


def asks_of_all_sites(question: str) -> bool:
    """Whether no more is asked than in which cities we are: "¿dónde tienen sucursales?"."""
    read = reading.read(question)
    where = not _WHERE_WORDS.isdisjoint(lexer.words(questions.respelled(question)))
    alone = read.topic_names == {SITE} and not (read.places or read.nearest_places or read.terms)
    only = bool(read.places) and asks_whether_we_are_there(question) and _ONLY_THERE.search(fold(question)) is not None
    return question == WHERE or (where and alone) or only or _asks_in_which_cities(question)


def _asks_in_which_cities(question: str) -> bool:
    """Whether it is asked in which cities we are: "soy de Puebla, ¿en qué otras ciudades están?"."""
    folded, whole = fold(question), reading.read(question)
    asked, beside = _IN_WHICH_CITIES.search(folded), _BESIDES.search(folded)
    besides = beside is not None and bool(reading.read(folded[beside.end() :]).places)
    if besides and whole.topic_names <= {SITE} and hearing.says(lexicon.OTHER_PLACES, folded):
        return True  # "¿hay otra sucursal aparte de la de Puebla?"
    if asked is None or (whole.places and not (asked["other"] or asked["others"] or besides)):
        return False
    read = reading.read(folded[asked.start() :])
    return read.topic_names <= {SITE} and _are_of_a_list(read)


def _are_of_a_list(read: Reading) -> bool:
    """Whether nothing is named but what a list of sites may be asked for with: "las 15 por ciudad"."""
    return _MAY_STAND_IN_A_LIST.issuperset(word for word in read.terms if word.isalpha())


def asks_whether_we_are_there(question: str) -> bool:
    """Whether it is asked if there is a Kavak in a city, whatever else is: "¿hay kavak aquí o tengo que ir?"."""
    named = _OUR_NAME in lexer.words(fold(question)) or asks_what_is_there(question)
    return bool(reading.read(question).places) and named


def asks_what_is_there(question: str) -> bool:
    """Whether it is asked what there is in a city: "¿tienen aquí en Saltillo o hay que ir a Monterrey?"."""
    return _ARE_THERE.search(fold(question)) is not None


def asks_of_the_nearest(question: str) -> bool:
    """Whether the site nearest to a place that nobody here knows is asked for: "¿cuál queda cerca de la raza?"."""
    read = reading.read(question)
    return hearing.says(lexicon.NEARER, questions.respelled(question)) and not (read.places or read.nearest_places)


def of_its_own_place(question: str) -> str:
    """Return what asks for a place, and not who asks: "nos mudamos a León. ¿Hay en Mérida?", "soy jubilado"."""
    asked = lexer.last_sentence(question.rstrip("?¿ "))
    if places.asks(asked) and reading.read(asked).places:
        return f"{asked}?"
    read = reading.read(question)
    if not read.places or not read.topic_names - {SITE, HOURS}:
        return question
    of_places = (clause for clause in reversed(clauses(question)) if places.says_what_of(clause))
    clause = next((clause for clause in of_places if not reading.read(clause).topic_names - {SITE, HOURS}), "")
    return f"{clause.strip(' ¿')} en {read.places[0].names[0]}?" if clause else question
