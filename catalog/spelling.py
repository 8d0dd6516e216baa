"""Car names as Mexicans type them on a phone: find them in running text, and say what a misspelt one means.

- A name is compared three ways: letter by letter, by how it sounds in Mexican Spanish (b/v/w, c/s/z, qu/k, silent h,
  ll/y, x/s), and by how many slips separate it from a known name, fewer allowed the shorter it is (`nearness`).
- A make and a model excuse each other's slips; of two models equally likely neither is guessed (`pairing`).
- Figures must be right: "CX-5" is never "CX-9".
- Everyday words never bend into a name unless its make is written beside it; a name that is an everyday word itself
  ("rio", "gol") needs its make, a year, or a word that asks for a car (`surroundings`).
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.bodies import BodyIndex
from catalog.candidates import Candidate
from catalog.choosing import choose
from catalog.names import BEGINS_ALIKE, EXACT, Name, identity_of, names_of
from catalog.nearness import NameIndex, likeliest
from catalog.pairing import Pair, PairReader
from catalog.reading import TextReader
from catalog.sounds import Token, fold, key_of, slips_alone, sound, tokens_of
from catalog.version_words import VersionWords

__all__ = ["Mention", "Resolution", "Vocabulary", "fold"]

CONFIDENT = 75.0
MOST_WORDS = 4
# A name has few words; more than this is a sentence, and read as one.
MOST_NAME_WORDS = 7

_BETWEEN = re.compile(r"[\s,.;:/\-–—'\"()]*(?:(?:de|del|la|el|marca|modelo|un|una)\s+){0,2}", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A car name found in running text; `start` and `end` are its span in the original text."""

    start: int
    end: int
    make: str | None
    model: str | None
    score: float
    in_stock: bool


@dataclass(frozen=True)
class Resolution:
    """What a free-text make and model mean; `suggestions` are what to ask about when that is not certain."""

    make: str | None
    model: str | None
    confident: bool
    in_stock: bool
    suggestions: tuple[tuple[str, str | None], ...]


class Vocabulary:
    """Every name we can hear: the inventory's own, and the market's for what we do not have. Immutable."""

    def __init__(self, names: Iterable[tuple[str, str]], version_words: Iterable[str] = ()) -> None:
        stock = list(dict.fromkeys(names))
        self.bodies = BodyIndex(stock)
        self._written: dict[tuple[str, str | None], list[tuple[str, str]]] = {}
        for make, model in stock:
            self._written.setdefault(identity_of(make, model), []).append((make, model))
            self._written.setdefault(identity_of(make, None), []).append((make, model))
        version_words = tuple(version_words)
        everything = list(names_of(stock, version_words))
        self._index = NameIndex(everything)
        self._makes = NameIndex(name for name in everything if name.model is None)
        self._pairs = PairReader(everything)
        self._stock_sounds = [(name, sound(name.key)) for name in everything if name.in_stock and name.slips]
        self._reader = TextReader(everything, self._index, self._pairs)
        self._version_words = VersionWords(version_words)

    def written(self, make: str, model: str | None) -> tuple[tuple[str, str], ...]:
        """Return every (make, model) of the inventory that is this car, as its rows write it ("KIA", "Kia")."""
        return tuple(self._written.get(identity_of(make, model), ()))

    def mentions(
        self, text: str, *, about_cars: bool = False, spoken_of: Set[tuple[str, str]] = frozenset()
    ) -> tuple[Mention, ...]:
        """Return the cars named in `text`, in order; a make and its model side by side are one mention.

        A text known to be about cars, as a salesman's is, need not ask for one: there "el gol" is a car, and "gol"
        alone where one was spoken of.
        """
        tokens = tokens_of(text)
        # Two messages of a burst make one text: what ends one and what begins the next are no misspelt name.
        found = [one for one in self._reader.candidates(tokens) if not _bends_across_lines(text, tokens, one)]
        chosen = choose(found, tokens, about_cars=about_cars, spoken_of=spoken_of)
        return tuple(_merge(text, [_mention(tokens, candidate) for candidate in chosen]))

    def resolve(self, make: str | None, model: str | None) -> Resolution:
        """Say what a make and a model given apart, each perhaps misspelt or missing, mean together."""
        whole = " ".join(part for part in (make, model) if part)
        asked = self._best(self._makes, make or "")
        mention = next(filter(None, self._readings(make, model, whole, asked)), None)
        if mention:
            return self._resolution(mention, asked)
        known = asked or self._best(self._makes, model or "")
        if known is None:
            return Resolution(None, None, confident=False, in_stock=False, suggestions=self._suggestions(whole, None))
        name, score = known
        again = self._best(self._makes, model or "")
        understood = score >= CONFIDENT and (not model or (again is not None and again[0].make == name.make))
        suggestions: tuple[tuple[str, str | None], ...] = ()
        if not understood:
            suggestions = self._tied(make, model) or self._suggestions(model or whole, name.make if model else None)
        return Resolution(name.make, None, confident=understood, in_stock=name.in_stock, suggestions=suggestions)

    def _tied(self, make: str | None, model: str | None) -> tuple[tuple[str, str | None], ...]:
        """Return the models that the two may equally well be."""
        found = self._paired(make, model)
        tied = ((pair.name.make, pair.name.model) for pair in found if pair.rank == found[0].rank)
        return tuple(dict.fromkeys(tied))[:3]

    def version_words_in(self, text: str) -> tuple[str, ...]:
        """Return the words of `text` that stand in the inventory's versions, as those write them, cars' names aside."""
        spans = [(mention.start, mention.end) for mention in self.mentions(text)]
        free = [
            token
            for token in tokens_of(text)
            # A badge ("320i", "m2") names the series and the version at once.
            if any(letter.isdigit() for letter in token.text)
            or not any(start <= token.start < end for start, end in spans)
        ]
        # "un auto Toyota" wishes for a car, not for the AUTO of a version.
        found = (self.version_word(token.text) for token in free if token.text != "auto")
        return tuple(dict.fromkeys(word for word in found if word))

    def version_word(self, word: str) -> str | None:
        """Return the word of the inventory's versions that this one is or nearly is, as those write it."""
        return self._version_words.find(word)

    def _readings(
        self, make: str | None, model: str | None, whole: str, asked: tuple[Name, float] | None
    ) -> Iterator[Mention | None]:
        """Yield what the two may mean, the most trusted way of reading first."""
        if asked and model:
            yield self._spelled_under(asked[0].make, model)
        if make and model:
            yield self._read_together(make, model)
        named = [mention for mention in self.mentions(whole) if mention.model]
        yield next((mention for mention in named if mention.score >= BEGINS_ALIKE), None)
        if not (make and model):
            yield self._read_together(make, model)
        yield from named[:1]
        if model:
            yield self._alone(model)

    def _spelled_under(self, make: str, model: str) -> Mention | None:
        """Return the model that is written so under its make: "3" under Mazda, "c" under Mercedes Benz."""
        index = self._pairs.models[make]
        for written in (model, f"{make} {model}", f"serie {model}", f"clase {model}"):
            found = index.exact(key_of(written)) or index.alike(key_of(written))
            if found:
                return _named_alone(*found[0])
        return None

    def _read_together(self, make: str | None, model: str | None) -> Mention | None:
        """Return what the make and the model are with each other's help, unless two cars are equally likely."""
        pair = likeliest(self._paired(make, model))
        return _named_alone(pair.name, pair.score) if pair else None

    def _paired(self, make: str | None, model: str | None) -> list[Pair]:
        found = self._pairs.apart(make, model) if make and model else []
        for text in (make, model):
            tokens = tokens_of(text or "")
            if 1 < len(tokens) <= MOST_NAME_WORDS:
                found += self._pairs.in_words(tokens)
        return sorted(found, key=lambda pair: pair.rank)

    def _alone(self, model: str) -> Mention | None:
        """Return the model nearest to a text that is known to be one."""
        key = key_of(model)
        near = likeliest([near for near in self._index.closest(key, slips_alone(len(key))) if near.name.model])
        return _named_alone(near.name, EXACT - EXACT * near.slips / len(key)) if near else None

    def _best(self, index: NameIndex, text: str) -> tuple[Name, float] | None:
        """Return what a text that is known to be a name means in `index`, everyday word or not."""
        key = key_of(text)
        if not key:
            return None
        found = index.exact(key) or index.alike(key) or index.near(key)
        return max(found, key=lambda pair: (pair[1], pair[0].in_stock)) if found else None

    def _resolution(self, mention: Mention, asked: tuple[Name, float] | None) -> Resolution:
        agrees = asked is None or asked[0].make == mention.make
        confident = agrees and mention.score >= CONFIDENT
        suggestions: list[tuple[str, str | None]] = []
        if not confident and mention.make:
            suggestions = [(mention.make, mention.model)]
            if asked and not agrees:
                suggestions.append((asked[0].make, None))
        return Resolution(mention.make, mention.model, confident, mention.in_stock, tuple(suggestions))

    def _suggestions(self, text: str, make: str | None) -> tuple[tuple[str, str | None], ...]:
        """Return up to three cars of the inventory whose names look most like `text`."""
        known = [pair for pair in self._stock_sounds if make is None or (pair[0].make == make and pair[0].model)]
        heard = [heard for _, heard in known]
        ranked = process.extract(sound(key_of(text)), heard, scorer=OSA.normalized_similarity, score_cutoff=0.5)
        return tuple(dict.fromkeys((known[at][0].make, known[at][0].model) for _, _, at in ranked))[:3]


def _named_alone(name: Name, score: float) -> Mention:
    return Mention(0, 0, name.make, name.model, score, name.in_stock)


def _mention(tokens: list[Token], candidate: Candidate) -> Mention:
    name = candidate.name
    start, end = tokens[candidate.first].start, tokens[candidate.last - 1].end
    return Mention(start, end, name.make, name.model, round(candidate.score, 1), name.in_stock)


def _bends_across_lines(text: str, tokens: list[Token], candidate: Candidate) -> bool:
    between = text[tokens[candidate.first].start : tokens[candidate.last - 1].end]
    return candidate.score < EXACT and "\n" in between


def _merge(text: str, mentions: list[Mention]) -> Iterator[Mention]:
    """Join a make and its model that stand side by side, in either order, into one mention."""
    waiting: Mention | None = None
    for mention in mentions:
        if waiting and _belong_together(text, waiting, mention):
            model = waiting if waiting.model else mention
            score = min(waiting.score, mention.score)
            waiting = Mention(waiting.start, mention.end, model.make, model.model, score, model.in_stock)
            continue
        if waiting:
            yield waiting
        waiting = mention
    if waiting:
        yield waiting


def _belong_together(text: str, one: Mention, two: Mention) -> bool:
    between = text[one.end : two.start]
    return one.make == two.make and not (one.model and two.model) and _BETWEEN.fullmatch(between) is not None
