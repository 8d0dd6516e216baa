"""Read a question: its words without the noise, the topics and places it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from knowledge.language.folding import words
from knowledge.language.places import PLACE_BY_NAME, PLACES, Place, take_places
from knowledge.language.premises import without_own
from knowledge.language.sounds import sound
from knowledge.language.topics import HOURS, SITE, STOP_WORDS, TOPICS, Topic

_SURE = frozenset({"seguro", "segura", "seguros", "seguras"})
_BESIDES, _TO_KEEP = "aparte", frozenset("lo la los las me te se".split())  # "aparte de la INE" keeps no car
_BEFORE_AN_ADJECTIVE = frozenset("es son esta estas estan mas muy tan bien sea".split())
# A place that is misspelt counts only where a place is expected: "clima" is not Colima.
_BEFORE_A_PLACE = frozenset("en de por hacia desde sucursal sede agencia y aca ando vivo soy cerca kavak".split())
# One slip in six letters for a place; in seven for a topic, or "tarea" would be a slip of "tarjeta".
_PLACE_LIKENESS = 82.0
_TOPIC_LIKENESS = 85.0
# "¿Cuánto sale el cambio de dueño?" asks what pages call what it costs.
_COSTING = re.compile(
    r"\b(?P<before>cuanto (?:me |nos |se |le )?)(?:sale|salen|saldria|saldrian|cobran|cobra|cobrarian)\b(?: por\b)?"
)
# "¿El trámite se puede hacer en línea?" asks whether all is done so, and for no papers.
_DONE_REMOTELY = re.compile(r"\b(?:en linea|por internet|online|digital\w*|(?:desde|sin salir de) (?:mi )?casa)\b")
_WHAT_IS_DONE = re.compile(r"\b(?:tramites?|papeleo|proceso)\b")
_SHORTEST_CORRECTED = 5
_LONGEST_READ = 60


@dataclass(frozen=True)
class Reading:
    """What a question says."""

    words: tuple[str, ...]  # folded, in order, places left out, topic words spelt right
    terms: tuple[str, ...]  # informative words that are neither a topic's nor a place's: names, mostly
    content_words: tuple[str, ...]  # informative words, those left out that mean a topic only together ("a cuenta")
    topics: tuple[Topic, ...]
    places: tuple[Place, ...]

    @property
    def topic_names(self) -> frozenset[str]:
        """The names of the topics."""
        return frozenset(topic.name for topic in self.topics)

    @property
    def spoken_by_pages(self) -> tuple[str, ...]:
        """What pages say about the question's topics."""
        return tuple(dict.fromkeys(word for topic in self.topics for word in topic.pages_say))

    @property
    def search_words(self) -> tuple[str, ...]:
        """The words worth looking for: the question's own, its places', then what pages say about its topics."""
        own = (word for word in self.words if word not in STOP_WORDS and len(word) > 1)
        names = (word for name in self.place_names for word in name.split() if len(word) > 1)
        return tuple(dict.fromkeys([*own, *names, *self.spoken_by_pages]))

    @property
    def asks_about_places(self) -> bool:
        """True when the places named are what is asked about, not where something else should happen."""
        return bool(self.places) and self.topic_names <= {SITE, HOURS}

    @property
    def asks_about_a_site(self) -> bool:
        """True when sites or their hours are asked about."""
        return bool(self.topic_names & {SITE, HOURS})

    @property
    def asks_about_all_sites(self) -> bool:
        """True when nothing but the sites is asked about, and none by its place or name."""
        return self.topic_names == {SITE} and not self.places and not self.terms

    @property
    def nearest_places(self) -> tuple[Place, ...]:
        """The cities that serve the places named, where they are others."""
        return tuple(PLACE_BY_NAME[place.nearest] for place in self.places if place.nearest)

    @property
    def place_names(self) -> tuple[str, ...]:
        """The names to look for: of the places, and of the cities that serve them."""
        return tuple(name for place in (*self.places, *self.nearest_places) for name in place.names)


# Searching and every excerpt of one turn read the same question.
@lru_cache(maxsize=256)
def read(question: str) -> Reading:
    """Read `question`; any text is readable, an empty one reads as nothing."""
    written = _COSTING.sub(r"\g<before>cuesta", without_own(" ".join(words(question)[:_LONGEST_READ])))
    written = _WHAT_IS_DONE.sub("", written) if _DONE_REMOTELY.search(written) else written
    asked = _without_adjectives(written.split())
    places, rest = _take_places(asked)
    corrected = [_corrected(word) for word in rest]
    spoken = _positions(corrected)
    taken = {position for found in spoken.values() for position in found}
    phrased = {position for found in spoken.values() for position, alone in found.items() if not alone}
    informative = [(at, word) for at, word in enumerate(corrected) if word not in STOP_WORDS and len(word) > 1]
    terms = dict.fromkeys(word for at, word in informative if at not in taken)
    content = dict.fromkeys(word for at, word in informative if at not in phrased)
    topics = tuple(topic for topic in TOPICS if topic in spoken)
    return Reading(tuple(corrected), tuple(terms), tuple(content), topics, places)


def _without_adjectives(asked: list[str]) -> list[str]:
    """Leave out "seguro" where it is said of something: "¿es seguro?", "es de 7, ¿seguro?" ask for no policy."""
    around = zip(["", *asked], asked, [*asked[1:], ""], strict=False)
    return [
        word
        for before, word, after in around
        if (word not in _SURE or not (before in _BEFORE_AN_ADJECTIVE or before.isdecimal() or after == "que"))
        and (word != _BESIDES or before in _TO_KEEP)
    ]


def _take_places(asked: list[str]) -> tuple[tuple[Place, ...], list[str]]:
    """Return the places named, misspelt or not, and the words that are left."""
    found, rest = take_places(asked)
    left: list[str] = []
    for word, before in zip(rest, ["", *rest], strict=False):
        place = _misspelt_place(word) if before in _BEFORE_A_PLACE else None
        if place is None:
            left.append(word)
        else:
            found = (*found, place)
    return tuple(dict.fromkeys(found)), left


def _misspelt_place(word: str) -> Place | None:
    name = _nearest(word, _main_place_names(), _PLACE_LIKENESS)
    return PLACE_BY_NAME[name] if name else None


@lru_cache(maxsize=1024)
def _corrected(word: str) -> str:
    """Return the topic word that `word` misspells ("garnatia"), or `word`; "ayudas" is no slip of "deudas"."""
    if (heard := _heard_as(word)) is not None:
        return heard
    nearest = _nearest(word, _topic_triggers(), _TOPIC_LIKENESS)
    return nearest if nearest and nearest[0] == word[0] else word


def _heard_as(word: str) -> str | None:
    """Return the topic word, or a word that begins like one, that sounds as `word` is written ("bender")."""
    if len(word) < _SHORTEST_CORRECTED or word in _known_words() or _begins_like_a_trigger(word):
        return None
    key = sound(word)
    if (whole := _words_by_sound().get(key)) is not None:
        return whole
    for heard, prefix in _prefixes_by_sound():
        if key.startswith(heard):
            return prefix + key[len(heard) :]
    return None


@cache
def _words_by_sound() -> dict[str, str]:
    """Every whole word of the triggers by its sound, those of phrases too ("prueva de manejo")."""
    words = (part for _, parts in _triggers() for part in parts if not part.endswith("*"))
    return {sound(word): word for word in words if len(word) >= _SHORTEST_CORRECTED}


@cache
def _prefixes_by_sound() -> tuple[tuple[str, str], ...]:
    """The beginnings of topic words by their sound, the longest first; short ones would hear too much."""
    found = {sound(prefix): prefix for prefix in _prefixes() if len(prefix) >= _SHORTEST_CORRECTED}
    return tuple(sorted(found.items(), key=lambda item: -len(item[0])))


def _nearest(word: str, vocabulary: tuple[str, ...], likeness: float) -> str | None:
    """Return the word of `vocabulary` that `word` misspells; words that are spelt right misspell nothing."""
    if len(word) < _SHORTEST_CORRECTED or word in _known_words() or _begins_like_a_trigger(word):
        return None
    match = process.extractOne(word, vocabulary, scorer=fuzz.ratio, score_cutoff=likeness)
    return match[0] if match else None


def _positions(asked: list[str]) -> dict[Topic, dict[int, bool]]:
    """Return, for every topic that the words speak of, the positions of the words that do: alone, or as a phrase.

    Of a phrase ("propuesta de valor") no part speaks of another topic by itself.
    """
    found = [(topic, start, len(parts)) for start in range(len(asked)) for topic, parts in _triggered(asked, start)]
    phrased = {
        at: length for _, start, length in sorted(found, key=lambda one: one[2]) for at in range(start, start + length)
    }
    spoken: dict[Topic, dict[int, bool]] = {}
    for topic, start, length in found:
        positions = range(start, start + length)
        if length > 1 or phrased[start] == 1:
            spoken.setdefault(topic, {}).update(dict.fromkeys(positions, length == 1))
    return spoken


def _triggered(asked: list[str], start: int) -> Iterator[tuple[Topic, tuple[str, ...]]]:
    """Yield the topics whose triggers begin at `start`, with the trigger."""
    first = asked[start]
    by_prefix = (found for beginning in _beginnings(first) for found in _triggers_by_prefix().get(beginning, ()))
    for topic, parts in (*_triggers_by_word().get(first, ()), *by_prefix):
        following = asked[start : start + len(parts)]
        if len(following) == len(parts) and all(map(_is, following, parts)):
            yield topic, parts


def _is(word: str, trigger: str) -> bool:
    return word.startswith(trigger[:-1]) if trigger.endswith("*") else word == trigger


@cache
def _triggers() -> tuple[tuple[Topic, tuple[str, ...]], ...]:
    return tuple((topic, tuple(trigger.split())) for topic in TOPICS for trigger in topic.triggers)


@cache
def _triggers_by_word() -> dict[str, list[tuple[Topic, tuple[str, ...]]]]:
    """Index the triggers by their first word, where it is a whole one."""
    index: dict[str, list[tuple[Topic, tuple[str, ...]]]] = {}
    for topic, parts in _triggers():
        index.setdefault(parts[0], []).append((topic, parts))
    return index


@cache
def _triggers_by_prefix() -> dict[str, list[tuple[Topic, tuple[str, ...]]]]:
    """Index the triggers by the beginning of their first word, where any ending will do."""
    index: dict[str, list[tuple[Topic, tuple[str, ...]]]] = {}
    for topic, parts in _triggers():
        if parts[0].endswith("*"):
            index.setdefault(parts[0][:-1], []).append((topic, parts))
    return index


def _begins_like_a_trigger(word: str) -> bool:
    return any(beginning in _prefixes() for beginning in _beginnings(word))


def _beginnings(word: str) -> Iterator[str]:
    return (word[:end] for end in range(2, len(word) + 1))


@cache
def _topic_triggers() -> tuple[str, ...]:
    single = (parts[0].rstrip("*") for _, parts in _triggers() if len(parts) == 1)
    return tuple(sorted({word for word in single if len(word) >= _SHORTEST_CORRECTED}))


@cache
def _main_place_names() -> tuple[str, ...]:
    return tuple(place.names[0] for place in PLACES)


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(part[:-1] for _, parts in _triggers() for part in parts if part.endswith("*"))


@cache
def _known_words() -> frozenset[str]:
    spoken = (word for topic in TOPICS for word in topic.pages_say)
    return STOP_WORDS | {part for _, parts in _triggers() for part in parts} | frozenset(spoken)
