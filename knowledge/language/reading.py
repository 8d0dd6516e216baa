"""Read a question: its words without the noise, the topics and places it names."""

from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from knowledge.language.folding import words
from knowledge.language.places import PLACE_BY_NAME, PLACES, Place, take_places
from knowledge.language.topics import HOURS, SITE, STOP_WORDS, TOPICS, Topic

# A place that is misspelt counts only where a place is expected: "clima" is not Colima.
_BEFORE_A_PLACE = frozenset("en de por hacia desde sucursal sede agencia y aca ando vivo soy cerca kavak".split())
# One slip in six letters for a place; in seven for a topic, or "tarea" would be a slip of "tarjeta".
_PLACE_LIKENESS = 82.0
_TOPIC_LIKENESS = 85.0
_SHORTEST_CORRECTED = 5
_LONGEST_READ = 60


@dataclass(frozen=True)
class Reading:
    """What a question says."""

    words: tuple[str, ...]  # folded, in order, places left out, topic words spelt right
    terms: tuple[str, ...]  # informative words that are neither a topic's nor a place's: names, mostly
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
    asked = words(question)[:_LONGEST_READ]
    places, rest = _take_places(asked)
    corrected = [_corrected(word) for word in rest]
    spoken = _positions(corrected)
    taken = {position for positions in spoken.values() for position in positions}
    terms = (
        word
        for position, word in enumerate(corrected)
        if position not in taken and word not in STOP_WORDS and len(word) > 1
    )
    topics = tuple(topic for topic in TOPICS if topic in spoken)
    return Reading(tuple(corrected), tuple(dict.fromkeys(terms)), topics, places)


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


def _corrected(word: str) -> str:
    """Return the topic word that `word` misspells ("garnatia"), or `word`; "ayudas" is no slip of "deudas"."""
    nearest = _nearest(word, _topic_triggers(), _TOPIC_LIKENESS)
    return nearest if nearest and nearest[0] == word[0] else word


def _nearest(word: str, vocabulary: tuple[str, ...], likeness: float) -> str | None:
    """Return the word of `vocabulary` that `word` misspells; words that are spelt right misspell nothing."""
    if len(word) < _SHORTEST_CORRECTED or word in _known_words() or word.startswith(_prefixes()):
        return None
    match = process.extractOne(word, vocabulary, scorer=fuzz.ratio, score_cutoff=likeness)
    return match[0] if match else None


def _positions(asked: list[str]) -> dict[Topic, set[int]]:
    """Return, for every topic that the words speak of, the positions of the words that do."""
    spoken: dict[Topic, set[int]] = {}
    for start, first in enumerate(asked):
        by_prefix = _triggers_by_prefix() if first.startswith(_prefixes()) else ()
        for topic, parts in (*_triggers_by_word().get(first, ()), *by_prefix):
            following = asked[start : start + len(parts)]
            if len(following) == len(parts) and all(map(_is, following, parts)):
                spoken.setdefault(topic, set()).update(range(start, start + len(parts)))
    return spoken


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
def _triggers_by_prefix() -> tuple[tuple[Topic, tuple[str, ...]], ...]:
    return tuple((topic, parts) for topic, parts in _triggers() if parts[0].endswith("*"))


@cache
def _topic_triggers() -> tuple[str, ...]:
    single = (parts[0].rstrip("*") for _, parts in _triggers() if len(parts) == 1)
    return tuple(sorted({word for word in single if len(word) >= _SHORTEST_CORRECTED}))


@cache
def _main_place_names() -> tuple[str, ...]:
    return tuple(place.names[0] for place in PLACES)


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(part[:-1] for _, parts in _triggers() for part in parts if part.endswith("*"))


@cache
def _known_words() -> frozenset[str]:
    spoken = (word for topic in TOPICS for word in topic.pages_say)
    return STOP_WORDS | {part for _, parts in _triggers() for part in parts} | frozenset(spoken)
